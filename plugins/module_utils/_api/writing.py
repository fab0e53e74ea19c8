# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Writes: packed into all-or-nothing composites, in order, with the one that failed found again."""

from __future__ import annotations

import typing as t

from .._access.requests import Create, Query, Ref, Write
from . import soql
from .answers import Answer, bad_answer, cause_of
from .client import Client
from .composite import Part, check, pack, settle, subrequest
from .errors import AnswerLost, SalesforceError
from .reading import LONGEST_SOQL, Reader


class _Progress:
    """What is in the org so far."""

    def __init__(self, number: int) -> None:
        self.ids: t.List[t.Optional[str]] = [None] * number
        self.named: t.Dict[str, str] = {}
        self.committed = 0


class Writer:
    """Writes to one org."""

    def __init__(self, client: Client, reader: Reader) -> None:
        self._client = client
        self._reader = reader

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Query] = ()
    ) -> t.Tuple[t.List[t.Optional[str]], t.Optional[t.List[t.Any]]]:
        """See Org.write."""
        check(writes)
        progress = _Progress(len(writes))
        composites = pack(writes)
        inside = _inside(then, composites[-1]) if composites else []
        read: t.Dict[int, t.Any] = {}
        try:
            for place, parts in enumerate(composites):
                asked = inside if place == len(composites) - 1 else []
                queries = [then[index] for index in asked]
                room = t.cast(t.List[Part], settle(parts, len(queries)))
                read = dict(zip(asked, self._composite(room, queries, progress)))
            after = [index for index in range(len(then)) if index not in read]
            read.update(zip(after, self._reader.read([then[index] for index in after])))
        except SalesforceError as error:
            error.committed = progress.committed
            if progress.committed == len(writes):
                error.index = None  # The writes are done; it was the reading behind them.
            raise
        return progress.ids, [read[index] for index in range(len(then))] if then else None

    def _composite(self, parts: t.Sequence[Part], queries: t.Sequence[Query], progress: _Progress) -> t.List[t.Any]:
        base = self._client.base
        names = {
            write.ref: part.reference
            for part in parts
            for write in part.writes
            if isinstance(write, Create) and write.ref
        }
        asked = [subrequest(part, base, progress.named, names) for part in parts]
        asked += [
            {"method": "GET", "url": self._reader.path(query), "referenceId": f"q{place}"}
            for place, query in enumerate(queries)
        ]
        # Without collation Salesforce keeps the order: what makes room comes before what needs it, queries come last.
        body = {"allOrNone": True, "collateSubrequests": False, "compositeRequest": asked}
        answer = self._client.send("POST", f"{base}/composite", body)
        answered = self._noted(answer, parts, [one["referenceId"] for one in asked], progress)
        return [self._reader.told_in_part(query, told, answer) for query, told in zip(queries, answered[len(parts) :])]

    def _noted(
        self, answer: Answer, parts: t.Sequence[Part], references: t.Sequence[str], progress: _Progress
    ) -> t.List[t.Dict[str, t.Any]]:
        """Refuse a composite that failed, enter the Ids of one that did not, and return its parts."""
        try:
            answered = self._reader.parts(answer, references)
            _refuse(answer, parts)
            for part, told in zip(parts, answered):
                self._note(part, told.get("body"), answer, progress)
        except SalesforceError as error:
            if error.code == "BAD_ANSWER":
                # It was carried out, or was not: the answer does not say.
                raise AnswerLost(error.message, error.cure, error.status, "ANSWER_LOST") from None
            raise
        progress.committed += sum(len(part.indexes) for part in parts)
        return answered

    def _note(self, part: Part, body: t.Any, answer: Answer, progress: _Progress) -> None:
        results = body if part.collection else [body] * len(part.writes)
        if not isinstance(results, list) or len(results) != len(part.writes):
            raise bad_answer(self._client.session.instance_url, answer)
        for index, write, result in zip(part.indexes, part.writes, results):
            if not isinstance(write, Create):
                progress.ids[index] = progress.named[write.id.name] if isinstance(write.id, Ref) else write.id
                continue
            found = result.get("id") if isinstance(result, dict) else None
            if not isinstance(found, str):
                raise bad_answer(self._client.session.instance_url, answer)
            progress.ids[index] = found
            if write.ref:
                progress.named[write.ref] = found


def _inside(then: t.Sequence[Query], parts: t.Sequence[Part]) -> t.List[int]:
    """Which of the queries run inside the last composite: as many as there is room for."""
    joining = [index for index, query in enumerate(then) if _may_join(query)]
    while joining and settle(parts, len(joining)) is None:
        joining.pop()
    return joining


def _may_join(query: Query) -> bool:
    """Whether the query may run inside the transaction. One that fails there takes the writes back."""
    if query.optional or query.tooling or soql.matches_nothing(query):
        return False
    return len(soql.render(query)) <= LONGEST_SOQL


def _refuse(answer: Answer, parts: t.Sequence[Part]) -> None:
    """Raise the failure that took the composite back, with the index of its write."""
    cause = cause_of(answer)
    if cause is None:
        return
    part = next((one for one in parts if one.reference == cause.reference), None)
    raise cause.error(part.indexes[cause.place] if part and cause.place < len(part.indexes) else None)
