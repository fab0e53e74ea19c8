# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_oauth_token_info
short_description: Read which apps hold OAuth tokens of Salesforce users
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports which apps may act for which users, since when, and how much they do it. The tokens themselves are never shown.
  - The signed-in user sees its own tokens only, except with the permission Customize Application. A warning says so.
  - Salesforce shows 500 tokens at a time. A warning says where there may be more.
options:
  users:
    description: User names. Without it, everybody's tokens are reported.
    type: list
    elements: str
  apps:
    description: Labels of apps. Letter case does not count.
    type: list
    elements: str
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_oauth_token
"""

EXAMPLES = r"""
- name: See which apps act as the integration user
  sfops.salesforce.sf_oauth_token_info:
    users:
      - conversion@acme.com
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.tokens | map(attribute='app') | unique }}"
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
tokens:
  description: One entry for each token, by user and app.
  returned: success
  type: list
  elements: dict
  contains:
    user: {type: str, returned: always, description: "User name."}
    app: {type: str, returned: always, description: "Label of the app."}
    created: {type: str, returned: always, description: "When the user let the app in."}
    last_used: {type: str, returned: always, description: "When the app last used the token, or null."}
    use_count: {type: int, returned: always, description: "How often the app has used the token."}
    installed:
      description:
        - Whether the org has an app of that label. Null where the signed-in user may not see apps. Since September 2025 Salesforce lets only users
          with Approve Uninstalled Connected Apps authorise others (Salesforce Help 005132365). A warning names them.
      type: bool
      returned: always
  sample:
    - user: conversion@acme.com
      app: Conversion
      created: 2026-10-01T09:00:00.000+0000
      last_used: 2026-11-27T06:00:12.000+0000
      use_count: 412
      installed: true
warnings:
  description: What you should know, such as a way of signing in that Salesforce retires.
  returned: when there is something
  type: list
  elements: str
  sample: ["Signing in with username and password uses SOAP login(), which Salesforce retires on 1 June 2027."]
org_id: {type: str, returned: when the connection options are sound, description: "Id of the org. Null where the sign-in does not tell."}
instance_url: {type: str, returned: when the connection options are sound, description: "Address of the org, or null."}
preview: {type: bool, returned: always, description: "Whether the task ran in check mode, so that nothing was written.", sample: false}
requests:
  description: What the task cost, each try counted.
  returned: when the connection options are sound
  type: dict
  contains:
    reads: {type: int, returned: always, description: "Requests that read. Signing in is one."}
    writes: {type: int, returned: always, description: "Requests that write. None in check mode."}
    signed_in: {type: bool, returned: always, description: "Whether this task signed in. False where an earlier task had, and with an access token."}
    daily_limit: {type: dict, returned: always, description: "The org's API requests in 24 hours (C(used), C(max), C(remaining)), or null."}
  sample: {reads: 1, writes: 0, signed_in: false, daily_limit: {used: 1804, max: 100000, remaining: 98196}}
error:
  description: The machine's part of an error. C(msg) holds the sentence for people.
  returned: failure
  type: dict
  contains:
    status: {type: int, returned: always, description: "HTTP status, or null where no request failed."}
    code: {type: str, returned: always, description: "Code of Salesforce, or of this collection for what it refuses by itself."}
    fields: {type: list, elements: str, returned: always, description: "Options or Salesforce fields that the error is about."}
  sample: {status: 401, code: INVALID_SESSION_ID, fields: []}
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.oauth_token import OauthTokenInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "users": {"type": "list", "elements": "str"},
    "apps": {"type": "list", "elements": "str"},
}
DECLARATION = Declaration(OauthTokenInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
