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
import hashlib
import operator
import re
import typing as t

from .._access.components import updated
from .._access.plan import Plan
from .._access.requests import (
    PENDING,
    AnyOf,
    Create,
    Delete,
    Metadata,
    Query,
    Read,
    Ref,
    RevokeToken,
    SignIn,
    Update,
    UpdateMetadata,
    Where,
    is_pending,
)

Record = dict[str, t.Any]
_UNKNOWN = object()


class Preview:
    """The records a preview would leave in one org."""

    def __init__(self, state: t.Mapping[str, t.Any] | None = None) -> None:
        """*state* is what :meth:`state` gave earlier in the run."""
        state = state or {}
        self._records: dict[str, dict[str, Record]] = copy.deepcopy(dict(state.get("records", {})))
        self._changed: dict[str, dict[str, Record]] = copy.deepcopy(dict(state.get("changed", {})))
        self._components: dict[str, dict[str, Record]] = copy.deepcopy(dict(state.get("components", {})))
        self._gone: set[str] = set(state.get("gone", ()))
        self._ended: set[str] = set(state.get("ended", ()))
        self._seats: dict[str, int] = dict(state.get("seats", {}))
        self._count = int(state.get("count", 0))

    def state(self) -> dict[str, t.Any]:
        """Everything as JSON-ready data."""
        return {
            "records": self._records,
            "changed": self._changed,
            "components": self._components,
            "gone": sorted(self._gone),
            "ended": sorted(self._ended),
            "seats": self._seats,
            "count": self._count,
        }

    def absorb(self, plan: Plan) -> None:
        """Keep the writes of a plan instead of sending them."""
        names: dict[str, str] = {}
        for write in plan.writes:
            if isinstance(write, Create):
                self._create(write, names)
            elif isinstance(write, Update):
                record_id = names[write.id.name] if isinstance(write.id, Ref) else write.id
                self._change(write.sobject, record_id, {**self._stored(write.related), **_values(write.fields, names)})
            elif isinstance(write, Delete):
                self._drop(write.id)
            elif isinstance(write, RevokeToken):
                self._ended.add(_digest(write.token))
            elif isinstance(write, UpdateMetadata):
                # What else it changes (rows of permissions) and what a job brings about, the plan says in writes by the org.
                components = self._components.setdefault(write.type, {})
                name = write.name.casefold()
                components[name] = updated(write.type, components.get(name, {}), copy.deepcopy(dict(write.content)))
        for seat in plan.seats:
            self._seats[seat.id] = self._seats.get(seat.id, 0) + seat.delta

    def alone_answers(self, read: Read) -> bool:
        """Whether the org cannot be asked: what belongs to records that only previews have made is here alone, and whether somebody
        can sign in shows only after what has been previewed was done."""
        if isinstance(read, SignIn):
            return bool(self._records or self._changed or self._components or self._gone)
        return isinstance(read, Query) and any(
            is_pending(one.value) or (isinstance(one.value, tuple) and one.value and all(map(is_pending, one.value)))
            for one in read.where
            if isinstance(one, Where)
        )

    def amend(self, read: Read, result: t.Any) -> t.Any:
        """The result of a read as it would be after everything previewed so far."""
        if isinstance(read, Metadata):
            return self._component(read, result)
        if not isinstance(read, Query) or result is None:
            return result
        if read.sobject == "OauthToken":
            result = [one for one in result if _digest(str(one.get("DeleteToken"))) not in self._ended]
        changed = self._changed.get(read.sobject, {})
        # A change may take a record out of what was asked for, or bring one in.
        records = [self._seen(one, changed) for one in result]
        records = [
            one for one in records if not self._is_gone(one) and not (one.get("Id") in changed and _fails(read, one))
        ]
        known = {one.get("Id") for one in result}
        for record_id, values in changed.items():
            record = {"Id": record_id, **values}
            if record_id not in known and not self._is_gone(record) and _fulfils(read, record):
                records.append(self._seen(record, {}))
        for record in self._records.get(read.sobject, {}).values():
            if all(_holds(one, record) for one in read.where):
                records.append(self._seen(record, {}))
        if read.order_by and len(records) > len(result):
            records.sort(key=lambda one: str(_found(read.order_by, one) or ""))
        return records[: read.limit] if read.limit else records

    def _component(self, read: Metadata, result: t.Any) -> t.Any:
        """A component with the elements that were replaced. One that only previews have made has no others yet."""
        changed = self._components.get(read.type, {}).get(read.name.casefold())
        if changed is None:
            return result
        seen = updated(read.type, result or {"fullName": read.name}, copy.deepcopy(changed))
        return {name: value for name, value in seen.items() if value is not None}

    def _create(self, write: Create, names: dict[str, str]) -> None:
        self._count += 1
        record_id = f"{PENDING}{self._count}"
        if write.ref:
            names[write.ref] = record_id
        record = {**_values(write.fields, names), **self._stored(write.related), "Id": record_id}
        self._records.setdefault(write.sobject, {})[record_id] = record

    def _change(self, sobject: str, record_id: str, values: Record) -> None:
        if is_pending(record_id):
            self._records[sobject][record_id].update(values)
        else:
            self._changed.setdefault(sobject, {}).setdefault(record_id, {}).update(values)

    def _drop(self, record_id: str) -> None:
        for records in self._records.values():
            for gone in [one for one, record in records.items() if record_id in record.values()]:
                del records[gone]
        if not is_pending(record_id):
            self._gone.add(record_id)

    def _is_gone(self, record: Record) -> bool:
        """A record is gone when it, or a record it belongs to, is."""
        return bool(self._gone) and any(value in self._gone for value in record.values() if isinstance(value, str))

    def _seen(self, record: Record, changed: t.Mapping[str, Record]) -> Record:
        """A record with what was changed of it, and with the seats that were taken."""
        return self._with_seats({**record, **changed.get(str(record.get("Id")), {})}, 1)

    def _stored(self, related: t.Mapping[str, t.Any]) -> Record:
        """What belongs to a record, without the seats taken so far: they are added when it is read."""
        return self._with_seats(related, -1)

    def _with_seats(self, record: t.Mapping[str, t.Any], sign: int) -> Record:
        seen: Record = {
            key: self._with_seats(one, sign) if isinstance(one, dict) else one for key, one in record.items()
        }
        if isinstance(seen.get("UsedLicenses"), int):
            seen["UsedLicenses"] += sign * self._seats.get(str(seen.get("Id")), 0)
        return seen


def _digest(token: str) -> str:
    """A token without what it is good for: only its value tells it from others (Object Reference, OauthToken: the Id is reserved)."""
    return hashlib.sha256(token.encode()).hexdigest()


def _values(fields: t.Mapping[str, t.Any], names: t.Mapping[str, str]) -> Record:
    return {key: names[value.name] if isinstance(value, Ref) else value for key, value in fields.items()}


def _found(path: str, record: t.Any) -> t.Any:
    """What a field holds; a missing relationship is null."""
    for part in path.split("."):
        if record is None:
            return None
        record = record.get(part, _UNKNOWN)
        if record is _UNKNOWN:
            return record
    return record


def _decided(condition: Where | AnyOf, record: Record) -> bool:
    """Whether enough is known of a record to judge it by a condition."""
    if isinstance(condition, AnyOf):
        return all(_decided(one, record) for one in condition.conditions)
    return _found(condition.field, record) is not _UNKNOWN


def _fails(read: Query, record: Record) -> bool:
    return any(_decided(one, record) and not _holds(one, record) for one in read.where)


def _fulfils(read: Query, record: Record) -> bool:
    return all(_decided(one, record) and _holds(one, record) for one in read.where)


def _holds(condition: Where | AnyOf, record: Record) -> bool:
    """A condition judged as SOQL does: text without regard to case, a missing relationship as null."""
    if isinstance(condition, AnyOf):
        return any(_holds(one, record) for one in condition.conditions)
    found = _found(condition.field, record)
    found = None if found is _UNKNOWN else found
    wanted = condition.value
    if condition.op == "IN":
        return any(_same(found, one) for one in t.cast(tuple[t.Any, ...], wanted))
    if condition.op == "=":
        return _same(found, wanted)
    if condition.op == "!=":
        return not _same(found, wanted)
    if condition.op == "LIKE":
        return isinstance(found, str) and _like(str(wanted)).match(found) is not None
    return found is not None and wanted is not None and _ORDERS[condition.op](found, wanted)


_ORDERS: t.Mapping[str, t.Callable[[t.Any, t.Any], bool]] = {">": operator.gt, ">=": operator.ge, "<": operator.lt}


def _same(found: t.Any, wanted: t.Any) -> bool:
    if isinstance(found, str) and isinstance(wanted, str):
        return found.casefold() == wanted.casefold()
    if isinstance(wanted, bool):
        return bool(found) is wanted
    return bool(found == wanted)


def _like(pattern: str) -> t.Pattern[str]:
    parts = (".*" if one == "%" else "." if one == "_" else re.escape(one) for one in pattern)
    return re.compile("^" + "".join(parts) + "$", re.IGNORECASE | re.DOTALL)
