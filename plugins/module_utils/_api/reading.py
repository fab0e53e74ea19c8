# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Reads: packed into few requests, followed to their last page, told in plain lists and dicts."""

from __future__ import annotations

import typing as t
from urllib.parse import quote

from .._access.requests import Describe, Query
from . import soql
from .answers import Answer, bad_answer, error_of, failures_of, parts_of
from .client import Client
from .composite import RecordRead, Retrieve, pack_reads
from .errors import SalesforceError

#: Salesforce takes URLs of 16,384 bytes, proxies often less; a composite carries the query in its body instead.
LONGEST_URL = 8_000

#: "SOQL Statement Length", Salesforce Developer Limits and Allocations Quick Reference.
LONGEST_SOQL = 100_000

#: More pages than any setup object has: ends a server's loop of pages.
_MOST_PAGES = 10_000

#: An object or field the org lacks or the user cannot see.
_LACKING = ("INVALID_TYPE", "INVALID_FIELD", "NOT_FOUND", "INSUFFICIENT_ACCESS")

#: Whose read it is, and the read, or a piece of it.
_Piece = t.Tuple[int, RecordRead]


class Reader:
    """Reads records and descriptions of one org."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def read(self, reads: t.Sequence[RecordRead]) -> t.List[t.Any]:
        """See Org.read."""
        found: t.Dict[int, t.Any] = {}
        pieces: t.List[_Piece] = []
        for index, one in enumerate(reads):
            with _Blame(index):
                known, pieces_of_one = self._prepared(one)
            if pieces_of_one:
                pieces += [(index, piece) for piece in pieces_of_one]
            else:
                found[index] = known
        self._gather(pieces, found)
        for index, one in enumerate(reads):
            if isinstance(one, Query) and sum(1 for owner, _piece in pieces if owner == index) > 1:
                found[index] = _in_order(found[index], one.order_by)
        return [found[index] for index in range(len(reads))]

    def path(self, read: RecordRead) -> str:
        """The path that answers *read*."""
        if isinstance(read, Describe):
            return f"{self._client.base}/sobjects/{read.sobject}/describe"
        if isinstance(read, Retrieve):
            return f"{self._client.base}/sobjects/{read.sobject}/{read.id}?fields={','.join(read.fields)}"
        return f"{self._client.base}/{'tooling/' if read.tooling else ''}query?q={quote(soql.render(read), safe='')}"

    def told(self, read: RecordRead, answer: Answer) -> t.Any:
        """What the answer to one read says: records, a description, or None for what the org lacks.

        Raises:
            SalesforceError: the read failed.
        """
        if not answer.ok:
            self._lacking(read, error_of(answer, self._client.session.instance_url))
            return None
        return self._content(read, answer.body, answer)

    def told_in_part(self, read: RecordRead, part: t.Mapping[str, t.Any], answer: Answer) -> t.Any:
        """The same for one part of a composite answer."""
        failures = failures_of(part)
        if failures:
            self._lacking(read, failures[0].error())
            return None
        return self._content(read, part.get("body"), answer)

    def _prepared(self, read: RecordRead) -> t.Tuple[t.Any, t.List[RecordRead]]:
        """The result, where it is known without asking, else the reads to send for it."""
        if isinstance(read, Describe):
            return (None, [read] if soql.is_name(read.sobject) else [])
        if isinstance(read, Retrieve):
            return None, [read]
        if soql.matches_nothing(read):
            return [], []
        try:
            return None, list(self._fitting(read))
        except SalesforceError as error:
            self._lacking(read, error)
            return None, []

    def _fitting(self, query: Query) -> t.List[Query]:
        """The query, cut into several where its text is too long to be sent."""
        too_long = len(self.path(query)) > LONGEST_URL if query.tooling else len(soql.render(query)) > LONGEST_SOQL
        cut = soql.halves(query) if too_long else None
        return [query] if cut is None else [piece for half in cut for piece in self._fitting(half)]

    def _gather(self, pieces: t.Sequence[_Piece], found: t.Dict[int, t.Any]) -> None:
        # The Tooling API's own composite is not documented to take queries: its queries go one by one.
        alone = [piece for piece in pieces if isinstance(piece[1], Query) and piece[1].tooling]
        for group in pack_reads([piece for piece in pieces if piece not in alone]):
            if len(group) == 1 and len(self.path(group[0][1])) <= LONGEST_URL:
                alone.append(group[0])
            else:
                self._composite(group, found)
        for index, read in alone:
            with _Blame(index):
                _add(found, index, self.told(read, self._client.send("GET", self.path(read))))

    def _composite(self, group: t.Sequence[_Piece], found: t.Dict[int, t.Any]) -> None:
        asked = [
            {"method": "GET", "url": self.path(read), "referenceId": f"r{place}"}
            for place, (_owner, read) in enumerate(group)
        ]
        answer = self._client.send(
            "POST", f"{self._client.base}/composite", {"allOrNone": False, "compositeRequest": asked}
        )
        parts = self.parts(answer, [one["referenceId"] for one in asked])
        for (index, read), part in zip(group, parts):
            with _Blame(index):
                _add(found, index, self.told_in_part(read, part, answer))

    def parts(self, answer: Answer, references: t.Sequence[str]) -> t.List[t.Dict[str, t.Any]]:
        """The parts of a composite answer, in the order asked for.

        Raises:
            SalesforceError: the composite failed as a whole, or does not answer everything.
        """
        origin = self._client.session.instance_url
        if not answer.ok:
            raise error_of(answer, origin)
        parts = {str(part.get("referenceId")): part for part in parts_of(answer)}
        if any(reference not in parts for reference in references):
            raise bad_answer(origin, answer)
        return [parts[reference] for reference in references]

    def _lacking(self, read: RecordRead, error: SalesforceError) -> None:
        """Raise the error, unless it says that the org lacks what may be lacking."""
        absent = error.code == "NOT_FOUND" or error.status == 404
        if not isinstance(read, Query):
            if not absent or error.code == "WRONG_HOST":
                raise error
        elif not (read.optional and error.code and error.code.startswith(_LACKING)):
            raise error

    def _content(self, read: RecordRead, body: t.Any, answer: Answer) -> t.Any:
        if not isinstance(body, dict):
            raise bad_answer(self._client.session.instance_url, answer)
        if not isinstance(read, Query):
            return self._plain(body) if isinstance(read, Retrieve) else body
        records = self._records(body)
        for name in soql.child_relationships(read):
            for record in records:
                # A record without children answers null, not an empty list.
                if record.get(name) is None:
                    record[name] = []
        return records

    def _records(self, page: t.Mapping[str, t.Any]) -> t.List[t.Dict[str, t.Any]]:
        """Records of a query's answer and of the pages that follow."""
        records: t.List[t.Dict[str, t.Any]] = []
        seen: t.Set[str] = set()
        while True:
            records += [self._plain(record) for record in page.get("records") or []]
            following = page.get("nextRecordsUrl")
            if page.get("done", True) or not following:
                return records
            # Only a path: an address here would carry the token to another host. Only once: no endless loop.
            if not str(following).startswith("/services/data/") or following in seen or len(seen) > _MOST_PAGES:
                raise SalesforceError("A query's pages do not end", "run again", code="BAD_ANSWER")
            seen.add(str(following))
            answer = self._client.send("GET", str(following))
            if not answer.ok or not isinstance(answer.body, dict):
                raise error_of(answer, self._client.session.instance_url)
            page = answer.body

    def _plain(self, value: t.Any) -> t.Any:
        """A record without ``attributes``; related records as dicts, child records as lists."""
        if not isinstance(value, dict):
            return value
        if "records" in value and "done" in value:
            return self._records(value)
        return {name: self._plain(one) for name, one in value.items() if name != "attributes"}


class _Blame:
    """Says in an error which of the reads failed."""

    def __init__(self, index: int) -> None:
        self._index = index

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: t.Any, error: t.Optional[BaseException], _traceback: t.Any) -> None:
        if isinstance(error, SalesforceError) and error.index is None:
            error.index = self._index


def _add(found: t.Dict[int, t.Any], index: int, result: t.Any) -> None:
    """Pieces of one query are put together; what one piece lacks, all lack."""
    if isinstance(result, list) and isinstance(found.get(index), list):
        found[index] = found[index] + result
    elif index not in found or result is None:
        found[index] = result


def _in_order(records: t.Any, order_by: str) -> t.Any:
    """Records of a cut query in the order of one field, the only order cut queries are asked for."""
    if not isinstance(records, list) or not soql.is_name(order_by):
        return records
    return sorted(records, key=lambda record: (record.get(order_by) is not None, record.get(order_by)))
