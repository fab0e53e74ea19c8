# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Signed-in requests: one sign-in per org and run, renewed once when the session ends."""

from __future__ import annotations

import typing as t

from .answers import Answer, code_of
from .auth import chooser
from .auth.session import Session
from .errors import SignInError

if t.TYPE_CHECKING:
    from .connection import Connection
    from .transport import Transport


class Sessions(t.Protocol):
    """Where sessions outlive one task. Whoever keeps them must keep them from other users: they hold access tokens."""

    def load(self, key: str) -> t.Optional[t.Mapping[str, t.Any]]:
        """The record saved under *key*, or None."""

    def save(self, key: str, record: t.Dict[str, t.Any]) -> None:
        """Keep *record* under *key*."""

    def drop(self, key: str) -> None:
        """Forget what is saved under *key*."""


class Client:
    """Sends requests to one org with its session."""

    def __init__(self, connection: Connection, transport: Transport, sessions: t.Optional[Sessions] = None) -> None:
        self._connection = connection
        self._transport = transport
        self._sessions = sessions
        self._key = connection.key()
        self._flow = chooser.choose(connection)
        self._session: t.Optional[Session] = None
        self.signed_in = False
        self.api_version = connection.api_version
        self.base = f"/services/data/v{connection.api_version}"

    @property
    def known_session(self) -> t.Optional[Session]:
        """The session so far, without signing in."""
        return self._session

    @property
    def session(self) -> Session:
        """The session: this object's, else the stored one, else a new one.

        Raises:
            SignInError: Salesforce refuses the credentials.
        """
        if self._session is None:
            self._session = self._stored() or self._sign_in()
        return self._session

    def send(self, method: str, path: str, body: t.Any = None) -> Answer:
        """Send; a session that has ended is renewed once.

        Raises:
            SignInError: the renewed session is refused as well, or an access_token has expired.
            SalesforceError: see Transport.send.
        """
        answer = self._send(method, path, body)
        if not _session_ended(answer):
            return answer
        if self._renewed_elsewhere():
            answer = self._send(method, path, body)
            if not _session_ended(answer):
                return answer
        if self._flow.name == "access_token":
            raise self._ended(
                "the access token has expired, was revoked, or belongs to another org",
                "set access_token to a new one, and check instance_url",
            )
        self._drop()
        self._session = self._sign_in()
        answer = self._send(method, path, body)
        if _session_ended(answer):
            raise self._ended(
                "a session just obtained is refused",
                "check the IP relaxation and the scopes (api) of the app, the org's session settings, and instance_url",
            )
        return answer

    def _send(self, method: str, path: str, body: t.Any) -> Answer:
        session = self.session
        return self._transport.send(method, session.instance_url, path, session.access_token, body)

    def _sign_in(self) -> Session:
        session = self._flow.sign_in(self._transport)
        self.signed_in = self._flow.name != "access_token"
        if self._sessions is not None and self.signed_in:
            self._sessions.save(self._key, session.as_record())
        return session

    def _stored(self) -> t.Optional[Session]:
        if self._sessions is None or self._flow.name == "access_token":
            return None
        session = Session.from_record(self._sessions.load(self._key))
        return session if session and session.flow == self._flow.name else None

    def _renewed_elsewhere(self) -> bool:
        """Another process of this run may have signed in again since we read the store."""
        stored = self._stored()
        if stored is None or stored.access_token == self.session.access_token:
            return False
        self._session = stored
        return True

    def _drop(self) -> None:
        if self._sessions is not None:
            self._sessions.drop(self._key)

    def _ended(self, why: str, cure: str) -> SignInError:
        return SignInError(
            f"{self.session.instance_url} says the session has ended: {why}",
            cure,
            status=401,
            code="INVALID_SESSION_ID",
        )


def _session_ended(answer: Answer) -> bool:
    # REST says so with 401, the Metadata API in a fault, which SOAP sends with 500.
    return answer.status in (401, 500) and code_of(answer) in ("INVALID_SESSION_ID", "INVALID_AUTH_HEADER")
