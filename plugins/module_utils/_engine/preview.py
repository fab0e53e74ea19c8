# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a preview would have written, so that later previews of the same run see it.

A preview plans the same writes as the run and keeps them here instead of sending them. Every later read of the same run is
answered by the org and then amended: records that would exist are added, those that would change are changed, those that would
be gone are dropped, and seats that would be taken count as taken. Ids of records that do not exist yet never leave this file's
users: see ``is_pending``.
"""

from __future__ import annotations

import copy
import re
import typing as t

from .._access.plan import Plan
from .._access.requests import PENDING, AnyOf, Create, Delete, Query, Read, Ref, Update, Where, is_pending

Record = dict[str, t.Any]


class Preview:
    """The records a preview would leave in one org."""

    def __init__(self, state: t.Mapping[str, t.Any] | None = None) -> None:
        """*state* is what :meth:`state` gave earlier in the run."""
        state = state or {}
        self._records: dict[str, dict[str, Record]] = copy.deepcopy(dict(state.get("records", {})))
        self._changed: dict[str, Record] = copy.deepcopy(dict(state.get("changed", {})))
        self._gone: set[str] = set(state.get("gone", ()))
        self._seats: dict[str, int] = dict(state.get("seats", {}))
        self._count = int(state.get("count", 0))

    def state(self) -> dict[str, t.Any]:
        """Everything as JSON-ready data."""
        return {
            "records": self._records,
            "changed": self._changed,
            "gone": sorted(self._gone),
            "seats": self._seats,
            "count": self._count,
        }

    def absorb(self, plan: Plan) -> None:
        """Keep the writes of a plan instead of sending them."""
        names: dict[str, str] = {}
        for write in (*plan.writes, *plan.byproducts):
            if isinstance(write, Create):
                self._create(write, names)
            elif isinstance(write, Update):
                record_id = names[write.id.name] if isinstance(write.id, Ref) else write.id
                self._change(record_id, {**_values(write.fields, names), **copy.deepcopy(dict(write.related))})
            elif isinstance(write, Delete):
                self._drop(write.id)
        for seat in plan.seats:
            self._seats[seat.id] = self._seats.get(seat.id, 0) + seat.delta

    @staticmethod
    def alone_answers(read: Read) -> bool:
        """Whether a read asks for what belongs to records that only previews have made: the org cannot be asked for those."""
        return isinstance(read, Query) and any(
            is_pending(one.value) or (isinstance(one.value, tuple) and one.value and all(map(is_pending, one.value)))
            for one in read.where
            if isinstance(one, Where)
        )

    def amend(self, read: Read, result: t.Any) -> t.Any:
        """The result of a read as it would be after everything previewed so far."""
        if not isinstance(read, Query) or result is None:
            return result
        records = [self._seen(one) for one in result if not self._is_gone(one)]
        known = {one.get("Id") for one in records}
        for record_id, record in self._records.get(read.sobject, {}).items():
            if record_id not in known and all(_holds(one, record) for one in read.where):
                records.append(copy.deepcopy(record))
        return records

    def _create(self, write: Create, names: dict[str, str]) -> None:
        self._count += 1
        record_id = f"{PENDING}{self._count}"
        if write.ref:
            names[write.ref] = record_id
        record = {**_values(write.fields, names), **copy.deepcopy(dict(write.related)), "Id": record_id}
        self._records.setdefault(write.sobject, {})[record_id] = record

    def _change(self, record_id: str, values: Record) -> None:
        for records in self._records.values():
            if record_id in records:
                records[record_id].update(values)
                return
        self._changed.setdefault(record_id, {}).update(values)

    def _drop(self, record_id: str) -> None:
        for records in self._records.values():
            for gone in [one for one, record in records.items() if record_id in record.values()]:
                del records[gone]
        if not is_pending(record_id):
            self._gone.add(record_id)

    def _is_gone(self, record: Record) -> bool:
        """A record is gone when it, or a record it belongs to, is."""
        return bool(self._gone) and any(value in self._gone for value in record.values() if isinstance(value, str))

    def _seen(self, record: Record) -> Record:
        seen = dict(record)
        seen.update(copy.deepcopy(self._changed.get(str(record.get("Id")), {})))
        taken = self._seats.get(str(record.get("Id")))
        if taken and isinstance(seen.get("UsedLicenses"), int):
            seen["UsedLicenses"] += taken
        return {key: self._seen(value) if isinstance(value, dict) else value for key, value in seen.items()}


def _values(fields: t.Mapping[str, t.Any], names: t.Mapping[str, str]) -> Record:
    return {key: names[value.name] if isinstance(value, Ref) else value for key, value in fields.items()}


def _holds(condition: Where | AnyOf, record: Record) -> bool:
    """A condition judged as SOQL does: text without regard to case, a missing relationship as null."""
    if isinstance(condition, AnyOf):
        return any(_holds(one, record) for one in condition.conditions)
    found: t.Any = record
    for part in condition.field.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    wanted = condition.value
    if condition.op == "IN":
        return any(_same(found, one) for one in t.cast(tuple[t.Any, ...], wanted))
    if condition.op == "=":
        return _same(found, wanted)
    if condition.op == "!=":
        return not _same(found, wanted)
    if condition.op == "LIKE":
        return isinstance(found, str) and _like(str(wanted)).match(found) is not None
    return found is not None and wanted is not None and found > wanted


def _same(found: t.Any, wanted: t.Any) -> bool:
    if isinstance(found, str) and isinstance(wanted, str):
        return found.casefold() == wanted.casefold()
    if isinstance(wanted, bool):
        return bool(found) is wanted
    return bool(found == wanted)


def _like(pattern: str) -> t.Pattern[str]:
    parts = (".*" if one == "%" else "." if one == "_" else re.escape(one) for one in pattern)
    return re.compile("^" + "".join(parts) + "$", re.IGNORECASE | re.DOTALL)
