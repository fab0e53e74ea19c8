# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Packing: many reads or writes into few composite requests. Pure.

Limits and forms are those of "Composite" and "sObject Collections" (REST API Developer Guide, API 67): 25 subrequests,
of which 5 may be queries or collections; 200 records in a collection; objects of setup may not be mixed in one
collection.
"""

from __future__ import annotations

import itertools
import typing as t
from dataclasses import dataclass

from .._access.requests import Create, Delete, Describe, Query, Ref, Update
from .checks import references


@dataclass(frozen=True)
class Retrieve:
    """One record by its Id: in a composite it takes the place of no query. Reads as None where the org has none of that Id."""

    sobject: str
    id: str
    fields: t.Tuple[str, ...]


#: What goes into composites.
RecordWrite = t.Union[Create, Update, Delete]
RecordRead = t.Union[Query, Describe, Retrieve]

SUBREQUESTS = 25
QUERIES_AND_COLLECTIONS = 5
RECORDS = 200

_T = t.TypeVar("_T")


@dataclass(frozen=True)
class Part:
    """One subrequest: one write, or a collection of writes of one kind to one object.

    ``indexes`` are the places of the writes in the list that was packed.
    """

    indexes: t.Tuple[int, ...]
    writes: t.Tuple[RecordWrite, ...]
    collection: bool

    @property
    def reference(self) -> str:
        return f"w{self.indexes[0]}"

    def singles(self) -> t.List[Part]:
        return [Part((index,), (write,), False) for index, write in zip(self.indexes, self.writes)]


def pack(writes: t.Sequence[RecordWrite], start: int = 0) -> t.List[t.List[Part]]:
    """The writes as composites, in their order. Greedy: a new composite begins when the next part no longer fits.

    *start* is the place of the first of them among all writes.
    """
    composites: t.List[t.List[Part]] = []
    current: t.List[Part] = []
    for part in _runs(writes, start):
        if settle([*current, part]) is None:
            composites.append(current)
            current = []
        current = [*current, part]
    if current:
        composites.append(current)
    return composites


def settle(parts: t.Sequence[Part], queries: int = 0) -> t.Optional[t.List[Part]]:
    """The parts, and room for so many queries, within the limits of one composite; None when they do not fit.

    Collections are few, subrequests many: the shortest collections are written out record by record where that helps.
    """
    allowed = QUERIES_AND_COLLECTIONS - queries
    collections = sorted((part for part in parts if part.collection), key=lambda part: len(part.writes))
    opened = collections[: max(0, len(collections) - allowed)] if allowed >= 0 else None
    if opened is None:
        return None
    result = [one for part in parts for one in (part.singles() if part in opened else [part])]
    return result if len(result) + queries <= SUBREQUESTS else None


def by_object(parts: t.Sequence[Part]) -> t.List[t.List[Part]]:
    """The parts in their order, neighbours that write to one object together."""
    return [list(found) for _object, found in itertools.groupby(parts, lambda part: part.writes[0].sobject)]


def _runs(writes: t.Sequence[RecordWrite], start: int) -> t.List[Part]:
    """Neighbours of one kind and object together.

    What others refer to stays alone: only then it has a name of its own.
    """
    referred = {name for write in writes for name in references(write)}
    runs: t.List[t.List[int]] = []
    for index in range(len(writes)):
        if runs and _joins(writes, runs[-1], index, referred):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [
        Part(tuple(start + index for index in run), tuple(writes[index] for index in run), len(run) > 1) for run in runs
    ]


def _joins(writes: t.Sequence[RecordWrite], run: t.Sequence[int], index: int, referred: t.Set[str]) -> bool:
    write, first = writes[index], writes[run[0]]
    if len(run) >= RECORDS or type(write) is not type(first) or write.sobject != first.sobject:
        return False
    if isinstance(write, Create) and isinstance(first, Create):
        return write.ref not in referred and first.ref not in referred
    # A record may occur only once in a collection.
    return t.cast(t.Any, write).id not in [t.cast(t.Any, writes[one]).id for one in run]


def pack_reads(reads: t.Sequence[t.Tuple[_T, RecordRead]]) -> t.List[t.List[t.Tuple[_T, RecordRead]]]:
    """Reads, each with something that tells whose it is, spread over as few composites as possible."""
    others = [one for one in reads if not isinstance(one[1], Query)]
    queries = [one for one in reads if isinstance(one[1], Query)]
    packs = [
        queries[start : start + QUERIES_AND_COLLECTIONS] for start in range(0, len(queries), QUERIES_AND_COLLECTIONS)
    ]
    for other in others:
        room = next((one for one in packs if len(one) < SUBREQUESTS), None)
        if room is None:
            packs.append([other])
        else:
            room.append(other)
    return packs


def subrequest(part: Part, base: str, ids: t.Mapping[str, str], names: t.Mapping[str, str]) -> t.Dict[str, t.Any]:
    """The part as a subrequest.

    *base* is ``/services/data/vXX.0``. References become Ids where *ids* knows them (created by an earlier composite),
    else the name that *names* knows (created earlier in this one).
    """

    def resolved(value: t.Any) -> t.Any:
        if not isinstance(value, Ref):
            return value
        return ids[value.name] if value.name in ids else f"@{{{names[value.name]}.id}}"

    def record(write: t.Union[Create, Update]) -> t.Dict[str, t.Any]:
        return {name: resolved(value) for name, value in write.fields.items()}

    first = part.writes[0]
    method = {Create: "POST", Update: "PATCH", Delete: "DELETE"}[type(first)]
    asked: t.Dict[str, t.Any] = {"method": method, "referenceId": part.reference}
    if not part.collection:
        place = "" if isinstance(first, Create) else f"/{resolved(first.id)}"
        asked["url"] = f"{base}/sobjects/{first.sobject}{place}"
        if not isinstance(first, Delete):
            asked["body"] = record(first)
        return asked
    asked["url"] = f"{base}/composite/sobjects"
    if isinstance(first, Delete):
        asked["url"] += f"?ids={','.join(t.cast(Delete, write).id for write in part.writes)}&allOrNone=true"
        return asked
    records = []
    for write in part.writes:
        body: t.Dict[str, t.Any] = {"attributes": {"type": write.sobject}}
        if isinstance(write, Update):
            body["id"] = resolved(write.id)
        records.append({**body, **record(t.cast(t.Union[Create, Update], write))})
    asked["body"] = {"allOrNone": True, "records": records}
    return asked
