# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Writes, in order: records packed into all-or-nothing composites, the others one by one, with the one that failed found again."""

from __future__ import annotations

import typing as t

from .._access.requests import Create, Query, Read, Ref, Write
from . import soql
from .answers import Answer, bad_answer, cause_of
from .checks import check
from .client import Client
from .composite import Part, RecordWrite, by_object, pack, settle, subrequest
from .errors import AnswerLost, SalesforceError
from .reading import LONGEST_SOQL, Reader
from .singles import SINGLES, Single, Singles
from .sources import Sources

#: A request to be sent: a composite of parts, or a single write with its place.
_Step = t.Union[t.List[Part], t.Tuple[int, Single]]


class _Progress:
    """What is in the org so far."""

    def __init__(self, number: int) -> None:
        self.ids: t.List[t.Optional[str]] = [None] * number
        self.named: t.Dict[str, str] = {}
        self.committed = 0


class Writer:
    """Writes to one org."""

    def __init__(self, client: Client, reader: Reader, sources: Sources, singles: Singles) -> None:
        self._client = client
        self._reader = reader
        self._sources = sources
        self._singles = singles

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Read] = ()
    ) -> t.Tuple[t.List[t.Optional[str]], t.Optional[t.List[t.Any]]]:
        """See Org.write."""
        check(writes)
        progress = _Progress(len(writes))
        steps = _steps(writes)
        inside = _inside(then, steps[-1]) if steps and isinstance(steps[-1], list) else []
        read: t.Dict[int, t.Any] = {}
        try:
            for place, step in enumerate(steps):
                if isinstance(step, list):
                    asked = inside if place == len(steps) - 1 else []
                    queries = [t.cast(Query, then[index]) for index in asked]
                    read = dict(zip(asked, self._records(step, queries, progress)))
                else:
                    self._single(step, progress)
            after = [index for index in range(len(then)) if index not in read]
            read.update(zip(after, self._sources.read([then[index] for index in after])))
        except SalesforceError as error:
            error.committed = progress.committed
            if progress.committed == len(writes):
                error.index = None  # The writes are done; it was the reading behind them.
            raise
        return progress.ids, [read[index] for index in range(len(then))] if then else None

    def _records(self, parts: t.Sequence[Part], queries: t.Sequence[Query], progress: _Progress) -> t.List[t.Any]:
        """Write the parts together. Where an org does not want several objects in one transaction, object by object.

        Setup objects are among those that Salesforce keeps apart from others (Apex Developer Guide, "sObjects That Cannot Be Used
        Together in DML Operations"); whether it also keeps them apart from each other in a composite, nobody has published.
        """
        pieces = by_object(parts)
        try:
            return self._composite(parts, queries, progress)
        except SalesforceError as error:
            if error.code != "MIXED_DML_OPERATION" or len(pieces) == 1:
                raise
        for piece in pieces[:-1]:
            self._composite(piece, [], progress)
        return self._composite(pieces[-1], queries, progress)

    def _single(self, step: t.Tuple[int, Single], progress: _Progress) -> None:
        index, write = step
        try:
            progress.ids[index] = self._singles.send(write, progress.named)
        except SalesforceError as error:
            error.index = index
            raise
        progress.committed += 1

    def _composite(self, parts: t.Sequence[Part], queries: t.Sequence[Query], progress: _Progress) -> t.List[t.Any]:
        base = self._client.base
        parts = t.cast(t.List[Part], settle(parts, len(queries)))
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


def _steps(writes: t.Sequence[Write]) -> t.List[_Step]:
    """The requests that carry the writes: neighbours that are records share composites."""
    steps: t.List[_Step] = []
    run: t.List[RecordWrite] = []
    for index, write in enumerate(writes):
        if isinstance(write, SINGLES):
            steps += [*pack(run, index - len(run)), (index, write)]
            run = []
        else:
            run.append(write)
    return [*steps, *pack(run, len(writes) - len(run))]


def _inside(then: t.Sequence[Read], parts: t.Sequence[Part]) -> t.List[int]:
    """Which of the queries run inside the last composite: as many as there is room for."""
    joining = [index for index, query in enumerate(then) if _may_join(query)]
    while joining and settle(parts, len(joining)) is None:
        joining.pop()
    return joining


def _may_join(query: Read) -> bool:
    """Whether the query may run inside the transaction. One that fails there takes the writes back."""
    if not isinstance(query, Query) or query.optional or query.tooling or soql.matches_nothing(query):
        return False
    return len(soql.render(query)) <= LONGEST_SOQL


def _refuse(answer: Answer, parts: t.Sequence[Part]) -> None:
    """Raise the failure that took the composite back, with the index of its write."""
    cause = cause_of(answer)
    if cause is None:
        return
    part = next((one for one in parts if one.reference == cause.reference), None)
    raise cause.error(part.indexes[cause.place] if part and cause.place < len(part.indexes) else None)
