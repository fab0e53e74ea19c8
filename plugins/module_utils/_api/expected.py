# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Whether the org is the one that is meant, before anything is written to it."""

from __future__ import annotations

import typing as t

from .._access.requests import Query, Read
from .auth.session import long_id
from .client import Client, Sessions
from .composite import Retrieve
from .connection import Connection
from .errors import SalesforceError
from .sources import AnyRead, Sources

_FIELDS = ("Id", "Name", "IsSandbox")
_ORGANIZATION = Query("Organization", _FIELDS)


class Expected:
    """The guards ``expected_org_id`` and ``expected_sandbox``.

    The question rides with the first reads of a task, and once answered it is kept for the run where *sessions* does that.
    """

    def __init__(
        self, connection: Connection, client: Client, sources: Sources, sessions: t.Optional[Sessions]
    ) -> None:
        self._client = client
        self._sources = sources
        self._id = connection.expected_org_id
        self._sandbox = connection.expected_sandbox
        self._sessions = sessions
        self._key = connection.key() + "/organization"
        self._unseen = bool(self._id) or self._sandbox is not None

    def read(self, reads: t.Sequence[Read]) -> t.List[t.Any]:
        """The answers to *reads*, if the org is the right one.

        Raises:
            SalesforceError: code WRONG_ORG, or what reading raises.
        """
        if self._settled():
            return self._sources.read(reads)
        question = self._question()
        try:
            answers = self._sources.read([question, *reads])
        except SalesforceError as error:
            if not error.index:
                raise
            # What fails here may be right in the org that is meant: that matters more.
            self._see(self._sources.read([question])[0])
            error.index -= 1
            raise
        self._see(answers[0])
        return answers[1:]

    def _settled(self) -> bool:
        """Whether there is nothing to ask: no guard, or the answer is known."""
        if self._unseen and self._sessions is not None:
            found = self._sessions.load(self._key)
            if found:
                self._judge(found)
        return not self._unseen

    def _question(self) -> AnyRead:
        """What tells which org it is: its record where the sign-in has told the Id, because that never costs a request more."""
        known = self._client.session.org_id
        return Retrieve("Organization", known, _FIELDS) if known else _ORGANIZATION

    def _see(self, answer: t.Any) -> None:
        # What a token begins with may be of another org than the one that takes it.
        told = self._sources.read([_ORGANIZATION])[0] if answer is None else answer
        found = told[0] if isinstance(told, list) else told
        self._judge(found)
        if self._sessions is not None:
            self._sessions.save(self._key, dict(found))

    def _judge(self, org: t.Mapping[str, t.Any]) -> None:
        wrong = []
        if self._id and not same_org(self._id, str(org["Id"])):
            wrong.append(("expected_org_id", self._id))
        if self._sandbox is not None and self._sandbox is not org["IsSandbox"]:
            wrong.append(("expected_sandbox", str(self._sandbox).lower()))
        if wrong:
            kind = "a sandbox" if org["IsSandbox"] else "no sandbox"
            told = " and ".join(f"{option} is {value}" for option, value in wrong)
            raise SalesforceError(
                f"This is the org {org['Name']} ({org['Id']}, {kind}), but {told}",
                "correct instance_url and the credentials; only if this org is meant, correct "
                + " and ".join(option for option, _value in wrong),
                code="WRONG_ORG",
                fields=[option for option, _value in wrong],
            )
        self._unseen = False


def same_org(expected: str, found: str) -> bool:
    """Whether two Ids are of one org. 15 characters tell upper from lower case; 18 do it by their last three, whatever their own case."""
    if len(expected) == len("00D000000000000"):
        return long_id(expected) == long_id(found)
    return expected.casefold() == long_id(found).casefold()
