# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Signing in with an access token that something else obtained, such as ``sf org auth show-access-token``."""

from __future__ import annotations

import typing as t

from .. import hosts
from ..errors import configuration
from .session import Session, is_token, org_of_token

if t.TYPE_CHECKING:
    from ..connection import Connection
    from ..transport import Transport


class AccessToken:
    """Uses the token as it is. Nothing is sent, and a session that expires cannot be renewed."""

    name = "access_token"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def validate(self) -> None:
        connection = self._connection
        if not connection.access_token:
            raise configuration("access_token is missing", "set access_token, or another auth_method")
        if not is_token(connection.access_token):
            raise configuration(
                "access_token holds spaces, line ends or other characters no token has",
                "set access_token to the token alone",
            )
        if not connection.instance_url:
            known = (
                " (login_url only says where to sign in, and an access token is signed in already)"
                if connection.login_url
                else ""
            )
            raise configuration(
                f"access_token needs instance_url{known}",
                "set instance_url to the org's My Domain, such as https://acme.my.salesforce.com",
            )
        if hosts.is_shared_sign_in(connection.instance_url):
            raise configuration(
                f"instance_url {connection.instance_url} is the shared sign-in host, not an org",
                "set instance_url to the org's My Domain, such as https://acme.my.salesforce.com",
            )

    def sign_in(self, transport: Transport) -> Session:
        token = self._connection.access_token
        return Session(self._connection.instance_url, token, org_of_token(token), None, self.name)
