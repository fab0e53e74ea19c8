# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Signing in with a refresh token that the user once granted an app."""

from __future__ import annotations

import typing as t

from ..errors import configuration
from .session import Session
from .token_endpoint import ask_for_token

if t.TYPE_CHECKING:
    from ..connection import Connection
    from ..transport import Transport


class RefreshToken:
    """OAuth 2.0 refresh token flow. The secret is needed only where the app demands it."""

    name = "refresh_token"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def validate(self) -> None:
        if not self._connection.refresh_token:
            raise configuration("refresh_token is missing", "set refresh_token, or another auth_method")
        if not self._connection.client_id:
            raise configuration(
                "refresh_token needs client_id",
                "set client_id to the consumer key of the app that issued the refresh token",
            )

    def sign_in(self, transport: Transport) -> Session:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._connection.refresh_token,
            "client_id": self._connection.client_id,
        }
        if self._connection.client_secret:
            form["client_secret"] = self._connection.client_secret
        return ask_for_token(transport, self._connection, self.name, form)
