# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which way of signing in the options mean."""

from __future__ import annotations

import typing as t

from ..errors import configuration
from .access_token import AccessToken
from .client_credentials import ClientCredentials
from .jwt_bearer import JwtBearer
from .password import Password
from .refresh_token import RefreshToken
from .session import Flow

if t.TYPE_CHECKING:
    from ..connection import Connection

FLOWS: t.Dict[str, t.Callable[[Connection], Flow]] = {
    "access_token": AccessToken,
    "jwt_bearer": JwtBearer,
    "client_credentials": ClientCredentials,
    "refresh_token": RefreshToken,
    "password": Password,
}

#: An option that only makes sense for one way of signing in.
_SIGNS = (
    ("access_token", "access_token"),
    ("private_key", "jwt_bearer"),
    ("private_key_file", "jwt_bearer"),
    ("refresh_token", "refresh_token"),
    ("password", "password"),
    ("security_token", "password"),
)

_CHOICES = "set auth_method to " + ", ".join(sorted(FLOWS)[:-1]) + " or " + sorted(FLOWS)[-1]


def choose(connection: Connection) -> Flow:
    """The way of signing in: auth_method, or with ``auto`` the one that the given options are for.

    Raises:
        SalesforceError: code CONFIGURATION when the options name none or several.
    """
    method = connection.auth_method
    if method in ("", "auto"):
        method = _inferred(connection)
    if method not in FLOWS:
        raise configuration(f"auth_method '{method}' is not a way of signing in", _CHOICES)
    return FLOWS[method](connection)


def _inferred(connection: Connection) -> str:
    signs = [(option, flow) for option, flow in _SIGNS if getattr(connection, option)]
    meant = {flow for _option, flow in signs}
    if connection.client_secret and meant <= {"access_token", "jwt_bearer", "password"}:
        signs.append(("client_secret", "client_credentials"))
        meant.add("client_credentials")
    if len(meant) > 1:
        options = [option for option, _flow in signs]
        raise configuration(
            f"{' and '.join([', '.join(options[:-1]), options[-1]])} are for different ways of signing in",
            f"leave all but one of them out, or set auth_method to {_any_of(sorted(meant))}",
        )
    if not meant:
        _explain_nothing(connection)
    method = meant.pop()
    if method == "client_credentials" and connection.username:
        raise configuration(
            "username and client_secret do not say how to sign in",
            "add private_key_file to sign in as username, leave username out to sign in as the app's run-as user, "
            "or set auth_method to client_credentials",
        )
    return method


def _explain_nothing(connection: Connection) -> t.NoReturn:
    if connection.username:
        raise configuration(
            "username alone does not sign in",
            "add client_id and private_key_file (JWT bearer), or password and security_token",
        )
    if connection.client_id:
        raise configuration(
            "client_id alone does not sign in",
            "add client_secret (client credentials), private_key_file and username (JWT bearer), or refresh_token",
        )
    raise configuration(
        "No option says how to sign in to Salesforce",
        "set client_id, username and private_key_file (JWT bearer), client_id and client_secret (client "
        "credentials), or access_token and instance_url",
    )


def _any_of(words: t.Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
