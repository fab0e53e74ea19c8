# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Whether somebody else can sign in to the org."""

from __future__ import annotations

import typing as t

from .._access.requests import SignIn
from . import hosts
from .answers import error_of
from .auth.session import ids_from_url, token_host
from .client import Client
from .connection import Connection
from .errors import SalesforceError, SignInError
from .transport import Transport


class SignIns:
    """Signs in with other credentials and says who that is. Nothing secret leaves, and no session is kept."""

    def __init__(self, connection: Connection, client: Client, transport: Transport) -> None:
        self._connection = connection
        self._client = client
        self._transport = transport

    def read(self, reads: t.Sequence[SignIn]) -> t.List[t.Dict[str, t.Any]]:
        """Each as ``{ok, user_id, org_id, error}``; a refusal of Salesforce is an answer, not an error.

        Raises:
            SalesforceError: the options cannot be meant (CONFIGURATION), or Salesforce could not be asked.
        """
        return [self._one(one) for one in reads]

    def _one(self, read: SignIn) -> t.Dict[str, t.Any]:
        connection = self._beside(dict(read.options))
        client = Client(connection, self._transport.beside(connection))
        try:
            # Only a request shows that the user may use the API.
            answer = client.send("GET", client.base)
        except SignInError as error:
            return _refused(error)
        if not answer.ok:
            failure = error_of(answer, connection.instance_url)
            if answer.status not in (401, 403):
                raise failure
            return _refused(failure)
        told = answer.body if isinstance(answer.body, dict) else {}
        org_id, user_id = ids_from_url(str(told.get("identity") or ""))
        session = client.session
        return {"ok": True, "user_id": user_id or session.user_id, "org_id": org_id or session.org_id, "error": None}

    def _beside(self, options: t.Mapping[str, t.Any]) -> Connection:
        """The connection to the same org, under the same conditions, with the other credentials."""
        own = self._connection
        shared = hosts.is_shared_sign_in(own.login_url)
        params = {
            "instance_url": self._client.session.instance_url,
            # The org's own address signs in as well, in every way, and to this org only.
            "login_url": "" if shared else own.login_url,
            "audience": own.audience or token_host(own),
            "api_version": own.api_version,
            "timeout": own.timeout,
            "retries": own.retries,
            "validate_certs": own.validate_certs,
            "ca_path": own.ca_path,
        }
        given = {name: value for name, value in options.items() if value not in (None, "")}
        return Connection.from_params({**params, **given})


def _refused(error: SalesforceError) -> t.Dict[str, t.Any]:
    return {"ok": False, "user_id": None, "org_id": None, "error": {"code": error.code, "message": str(error)}}
