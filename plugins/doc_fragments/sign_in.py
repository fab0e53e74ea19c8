# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Credentials of somebody else, to be tried."""

    DOCUMENTATION = r"""
options:
  sign_in:
    description:
      - Credentials with which the user should be able to sign in to this org. A sign-in and one request prove it, and nothing is kept of them.
      - In check mode nothing is tried once the run has previewed a change, because the answer would be about the org as it is now.
      - The options mean what they mean for the connection. O(sign_in.username) is the user to look at where a password or a key is given.
    type: dict
    suboptions:
      auth_method:
        description: The way of signing in. With V(auto), the options that are set decide.
        type: str
        choices: [auto, jwt_bearer, client_credentials, refresh_token, password]
        default: auto
      login_url:
        description: Where to sign in, if not at the org's own address.
        type: str
      username:
        description: The user to sign in as.
        type: str
      password:
        description: Its password.
        type: str
      security_token:
        description: Its security token. Not needed where the org trusts the address that the run comes from.
        type: str
      client_id:
        description: Consumer key of the app.
        type: str
      client_secret:
        description: Consumer secret of the app.
        type: str
      private_key:
        description: RSA private key in PEM form, as text.
        type: str
      private_key_file:
        description: File with the key, in place of O(sign_in.private_key).
        type: path
      refresh_token:
        description: Refresh token that the user has granted the app.
        type: str
      audience:
        description: Audience of the statement that is signed with the key.
        type: str
"""
