# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Signing in as an app: OAuth 2.0 client credentials."""

from __future__ import annotations

import typing as t

from .. import hosts
from ..errors import configuration
from .session import Session, token_host
from .token_endpoint import ask_for_token

if t.TYPE_CHECKING:
    from ..connection import Connection
    from ..transport import Transport


class ClientCredentials:
    """The app's run-as user signs in. Only the org's own My Domain answers, not the shared sign-in hosts."""

    name = "client_credentials"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def validate(self) -> None:
        for option in ("client_id", "client_secret"):
            if not getattr(self._connection, option):
                raise configuration(
                    f"client_credentials needs {option}",
                    f"set {option} to the app's consumer {'key' if option == 'client_id' else 'secret'}",
                )
        host = token_host(self._connection)
        if hosts.is_shared_sign_in(host):
            option = "login_url" if self._connection.login_url else "instance_url"
            raise configuration(
                f"Client credentials cannot sign in at {host}, which serves all orgs",
                f"set {option} to the org's My Domain, such as https://acme.my.salesforce.com",
            )

    def sign_in(self, transport: Transport) -> Session:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._connection.client_id,
            "client_secret": self._connection.client_secret,
        }
        return ask_for_token(transport, self._connection, self.name, form)
