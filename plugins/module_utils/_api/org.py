# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One org, as the rest of the collection sees it: reads and writes as data go in, records and Ids come out."""

from __future__ import annotations

import typing as t

from .._access.requests import Read, Write
from .client import Client, Sessions
from .connection import Connection
from .expected import Expected
from .jobs import Jobs
from .metadata import Components
from .reading import Reader
from .sign_ins import SignIns
from .singles import Singles
from .sources import Sources
from .transport import Transport
from .waiting import Waits
from .writing import Writer


class Org:
    """A Salesforce org and the user signed in to it. Nothing is sent before the first read or write.

    *sessions* keeps the session for other Org objects of the same run; None keeps it in this object only. With
    *read_only* everything that writes is refused before it is sent. *tell* is told how long work goes on. *transport* is
    for tests.
    """

    def __init__(
        self,
        connection: Connection,
        read_only: bool,
        sessions: t.Optional[Sessions] = None,
        transport: t.Optional[Transport] = None,
        tell: t.Callable[[str], None] = lambda _text: None,
    ) -> None:
        self._transport = transport or Transport(connection, read_only)
        self._address = connection.instance_url
        self._client = Client(connection, self._transport, sessions)
        reader, components = Reader(self._client), Components(self._client)
        self._sources = Sources(self._client, reader, components, SignIns(connection, self._client, self._transport))
        self._expected = Expected(connection, self._client, self._sources, sessions)
        jobs = Jobs(self._client, reader, self._transport.wait, tell)
        singles = Singles(self._client, components, jobs, Waits(reader, self._transport.wait, tell))
        self._writer = Writer(self._client, reader, self._sources, singles)

    def read(self, reads: t.Sequence[Read]) -> t.List[t.Any]:
        """Answer every read, in as few requests as possible.

        A Query reads as a list of records without ``attributes``, related records as dicts, child records as lists; a
        Describe as a dict, and so do Metadata and SignIn. What the org lacks reads as None: an object described, an *optional*
        query, a component.

        Raises:
            SalesforceError: with the *index* of the read that failed, where it is one; with code WRONG_ORG when the org is not
                the one that the connection expects.
            SignInError: Salesforce did not let us in.
        """
        return self._expected.read(reads)

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Read] = ()
    ) -> t.Tuple[t.List[t.Optional[str]], t.Optional[t.List[t.Any]]]:
        """Carry out the writes in order and return the Id of each record created, changed or deleted.

        As many records as fit go in one all-or-nothing request (about 1,000 records of setup); a component, a job, a password
        and the end of a token are a request each, and waiting is one for each look. *then* is read after them, within the last request where that is possible,
        and answered as by read(); None without *then*.

        Raises:
            ReadOnlyViolation: this org is only previewed. Nothing was sent.
            AnswerLost: a request was sent and its answer never came; read before writing again.
            SalesforceError: with the *index* of the write that was refused, and in *committed* how many writes earlier
                requests had carried out. The refused request itself left nothing behind.
        """
        self._expected.read(())
        return self._writer.write(writes, then)

    @property
    def requests(self) -> t.Dict[str, t.Any]:
        """HTTP requests so far, every try counted: ``reads`` (signing in is one), ``writes``, and ``signed_in``.

        ``signed_in`` is true only when this object signed in over the network itself.
        """
        return {**self._transport.counts, "signed_in": self._client.signed_in}

    @property
    def limits(self) -> t.Optional[t.Dict[str, int]]:
        """The org's allowance of API requests for 24 hours, as of the last answer: used, max, remaining."""
        return dict(self._transport.limits) if self._transport.limits else None

    @property
    def org_id(self) -> t.Optional[str]:
        """Id of the org, 18 characters. Signs in if that has not happened. None for access tokens in JWT form."""
        return self._client.session.org_id

    @property
    def user_id(self) -> t.Optional[str]:
        """Id of the signed-in user, 18 characters. Signs in if that has not happened. None with an access_token."""
        return self._client.session.user_id

    @property
    def instance_url(self) -> str:
        """The org's address. Signs in if that has not happened."""
        return self._client.session.instance_url

    @property
    def place(self) -> t.Dict[str, t.Optional[str]]:
        """``org_id`` and ``instance_url`` of the org, as far as known without signing in."""
        session = self._client.known_session
        if session is None:
            return {"org_id": None, "instance_url": self._address or None}
        return {"org_id": session.org_id, "instance_url": session.instance_url}

    @property
    def warnings(self) -> t.List[str]:
        """What the user should know, such as a way of signing in that Salesforce is about to retire."""
        return list(self._transport.warnings)
