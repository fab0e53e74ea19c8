# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The rows below permission sets, profiles and muting permission sets, and what they add up to."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from . import field_permissions, object_permissions, system_permissions
from .effective import Source
from .field_permissions import READ, Rows
from .requests import AnyOf, Query, Read, Where, is_pending
from .resource import Known, Record

_OBJECT_COLUMNS = ("Id", "ParentId", "Parent.ProfileId", "SobjectType", *object_permissions.COLUMNS)
_FIELD_COLUMNS = ("Id", "ParentId", "Parent.ProfileId", "SobjectType", "Field", "PermissionsRead", "PermissionsEdit")
_EVERYTHING = ("FIELDS(ALL)",)
#: FIELDS(ALL) reads so many records at most.
_MOST = 200


@dataclass(frozen=True)
class Scope:
    """The objects whose permissions, and whose field permissions, are read; None means all, () none."""

    objects: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None

    def counts_fields(self, sobject: str) -> bool:
        return self.fields is None or sobject.lower() in {one.lower() for one in self.fields}


class Parents:
    """Permission sets by Id, one profile with the permission set it *owned* where that is known, and muting permission sets."""

    def __init__(
        self,
        scope: Scope,
        sets: t.Iterable[str],
        profile: str = "",
        owned: t.Iterable[str] = (),
        muting: t.Iterable[str] = (),
    ) -> None:
        self._profile, self._owned = profile, set(owned)
        self._sets = list(dict.fromkeys(sets))
        muted = list(dict.fromkeys(muting))
        everyone = [*self._sets, *self._owned, *muted]
        self._set_queries = [*_by_id("PermissionSet", self._sets), *_by_id("MutingPermissionSet", muted)]
        self._object_queries = self._rows("ObjectPermissions", _OBJECT_COLUMNS, everyone, scope.objects)
        self._field_queries = self._rows("FieldPermissions", _FIELD_COLUMNS, everyone, scope.fields)
        self.queries: list[Read] = [*self._set_queries, *self._object_queries, *self._field_queries]

    def sets(self, known: Known) -> dict[str, Record]:
        return {record["Id"]: record for query in self._set_queries for record in known.records(query)}

    def source(self, known: Known, label: str, parent: str) -> Source:
        """What one permission set grants."""
        record = self.sets(known).get(parent, {})
        return _source(
            label, record, self._of(known, self._object_queries, parent), self._of(known, self._field_queries, parent)
        )

    def source_of_profile(self, known: Known, label: str, profile: Record) -> Source:
        """What the profile grants."""

        def own(queries: t.Iterable[Query]) -> list[Record]:
            rows = (row for query in queries for row in known.records(query))
            return [row for row in rows if row["ParentId"] in self._owned or self._is_of_profile(row)]

        return _source(label, profile, own(self._object_queries), own(self._field_queries))

    def without(self, known: Known, label: str, parts: t.Iterable[Source], muting: t.Iterable[str]) -> Source:
        """What *parts* add up to, less what the muting permission sets mute: each permission that is on there is off in the sum."""
        system: set[str] = set()
        nodes: set[str] = set()
        fields: Rows = {}
        for part in parts:
            system |= part.system
            nodes |= part.nodes
            for name, level in part.fields.items():
                fields[name] = level if fields.get(name) in (None, READ) else fields[name]
        for parent in muting:
            muted = self.source(known, label, parent)
            system -= muted.system
            nodes -= muted.nodes
            for row in self._of(known, self._field_queries, parent):
                _mute(fields, row)
        return Source(label, frozenset(system), frozenset(nodes), fields)

    def _is_of_profile(self, row: Record) -> bool:
        return bool(self._profile) and (row.get("Parent") or {}).get("ProfileId") == self._profile

    @staticmethod
    def _of(known: Known, queries: t.Iterable[Query], parent: str) -> list[Record]:
        return [row for query in queries for row in known.records(query) if row["ParentId"] == parent]

    def _rows(
        self, sobject: str, columns: tuple[str, ...], ids: t.Iterable[str], objects: tuple[str, ...] | None
    ) -> list[Query]:
        """Those of records that only previews have made are asked for apart."""
        if objects == ():
            return []
        only = (Where("SobjectType", "IN", objects),) if objects else ()
        real, pending = apart(ids)
        conditions: list[Where | AnyOf] = [Where("ParentId", "IN", real)] if real else []
        if self._profile and not is_pending(self._profile):
            profile = Where("Parent.ProfileId", "=", self._profile)
            conditions = [AnyOf((profile, Where("ParentId", "IN", real))) if real else profile]
        if pending:
            conditions.append(Where("ParentId", "IN", pending))
        return [Query(sobject, columns, (one, *only)) for one in conditions]


def apart(ids: t.Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids that the org knows, and those that only previews have given."""
    given = list(dict.fromkeys(ids))
    return tuple(one for one in given if not is_pending(one)), tuple(one for one in given if is_pending(one))


def _by_id(sobject: str, ids: t.Iterable[str]) -> list[Query]:
    return [
        Query(sobject, _EVERYTHING, (Where("Id", "IN", some[start : start + _MOST]),))
        for some in apart(ids)
        for start in range(0, len(some), _MOST)
    ]


def _source(label: str, record: Record, objects: t.Iterable[Record], fields: t.Iterable[Record]) -> Source:
    # View All Data shows object rows of its own, with Ids beginning 000; it is told apart by its own name.
    rows = [row for row in objects if not row["Id"].startswith("000")]
    return Source(
        label,
        frozenset(system_permissions.granted(record)),
        frozenset(object_permissions.granted(rows)),
        field_permissions.granted(fields),
    )


def _mute(fields: Rows, row: Record) -> None:
    """A field that is muted for reading is gone; one that is muted for editing can still be read."""
    name = row["Field"]
    if row.get("PermissionsRead"):
        fields.pop(name, None)
    elif row.get("PermissionsEdit") and name in fields:
        fields[name] = READ
