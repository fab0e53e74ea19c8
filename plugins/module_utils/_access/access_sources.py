# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What grants a user access: the profile, the permission sets and the groups, each read with its rows."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from . import field_permissions, object_permissions, system_permissions
from .effective import Source
from .permset_assignment import api_name
from .requests import AnyOf, Query, Read, Where, is_pending
from .resource import Known, Record

_ASSIGNED = (
    "Id",
    "AssigneeId",
    "PermissionSetId",
    "PermissionSetGroupId",
    "ExpirationDate",
    "IsActive",
    "Assignee.Username",
    "PermissionSet.Name",
    "PermissionSet.Label",
    "PermissionSet.NamespacePrefix",
    "PermissionSetGroup.DeveloperName",
    "PermissionSetGroup.MasterLabel",
    "PermissionSetGroup.NamespacePrefix",
    "PermissionSetGroup.Status",
)
_OBJECT_COLUMNS = ("Id", "ParentId", "Parent.ProfileId", "SobjectType", *object_permissions.COLUMNS)
_FIELD_COLUMNS = ("Id", "ParentId", "Parent.ProfileId", "SobjectType", "Field", "PermissionsRead", "PermissionsEdit")


def user_query(name: str) -> Query:
    """The user with all its columns: which feature licences there are differs from org to org."""
    return Query("User", ("FIELDS(ALL)",), (Where("Username", "=", name),))


def profile_query(profile_id: str) -> Query:
    """The profile itself: its columns are those of the permission set it owns, which a preview does not make."""
    return Query("Profile", ("FIELDS(ALL)", "UserLicense.Name"), (Where("Id", "=", profile_id),))


def assigned_query(name: str) -> Query:
    """What is assigned to a user, but for the permission set that its profile owns."""
    where = (Where("Assignee.Username", "=", name), Where("PermissionSet.IsOwnedByProfile", "=", False))
    return Query("PermissionSetAssignment", _ASSIGNED, where)


@dataclass(frozen=True)
class Assigned:
    """One permission set or group that a user has been given."""

    name: str
    label: str
    parent: str
    group: bool
    #: Why it does not count; empty where it does.
    asleep: str = ""
    outdated: bool = False

    def __str__(self) -> str:
        return f"permission set {'group ' if self.group else ''}{self.name}"


class Sources:
    """The reads and the sources of one user. *objects* and *fields* are the objects to look at; None means all, () none."""

    def __init__(self, user: str, objects: tuple[str, ...] | None, fields: tuple[str, ...] | None) -> None:
        self.user = user_query(user)
        self.assigned = assigned_query(user)
        self._objects = objects
        self._fields = fields

    def reads(self, known: Known) -> list[Read]:
        first: list[Read] = [self.user, self.assigned]
        user = self.record(known)
        if user is None:
            return first
        return [*first, profile_query(user["ProfileId"]), *self._sets(known), *self._rows(known)]

    def record(self, known: Known) -> Record | None:
        found = known.records(self.user)
        return found[0] if found else None

    def profile(self, known: Known) -> Record:
        user = self.record(known) or {}
        found = known.records(profile_query(str(user.get("ProfileId"))))
        return found[0] if found else {}

    def things(self, known: Known) -> list[Assigned]:
        """What is assigned, by name, also what does not count."""
        sets = {record["Id"]: record for query in self._sets(known) for record in known.records(query)}
        found = []
        for row in known.records(self.assigned):
            parent = row.get("PermissionSetId") or ""
            group = row.get("PermissionSetGroup") if row.get("PermissionSetGroupId") else None
            named = group or row.get("PermissionSet") or {}
            names = {**named, "Name": named.get("DeveloperName") or named.get("Name")}
            label = str(named.get("MasterLabel") or named.get("Label") or "")
            outdated = bool(group) and (group or {}).get("Status", "Updated") != "Updated"
            asleep = _asleep(row, sets.get(parent, {}))
            found.append(Assigned(api_name(names), label, parent, bool(group), asleep, outdated))
        return sorted(found, key=lambda one: (one.group, one.name))

    def sources(self, known: Known) -> list[Source]:
        """Everything that counts, the profile first."""
        profile = self.profile(known)
        objects = [row for query in self._object_queries(known) for row in known.records(query)]
        fields = [row for query in self._field_queries(known) for row in known.records(query)]
        sets = {record["Id"]: record for query in self._sets(known) for record in known.records(query)}
        of_profile = (
            [row for row in objects if _is_of_profile(row, profile)],
            [row for row in fields if _is_of_profile(row, profile)],
        )
        found = [_source(f"profile {profile.get('Name')}", profile, *of_profile)]
        for one in self.things(known):
            if not one.asleep:
                rows = [row for row in objects if row["ParentId"] == one.parent]
                field_rows = [row for row in fields if row["ParentId"] == one.parent]
                found.append(_source(str(one), sets.get(one.parent, {}), rows, field_rows))
        return found

    def _parents(self, known: Known) -> list[str]:
        return list(
            dict.fromkeys(row["PermissionSetId"] for row in known.records(self.assigned) if row.get("PermissionSetId"))
        )

    def _sets(self, known: Known) -> list[Query]:
        pools = _apart(self._parents(known))
        return [Query("PermissionSet", ("FIELDS(ALL)",), (Where("Id", "IN", ids),)) for ids in pools if ids]

    def _rows(self, known: Known) -> list[Query]:
        return [*self._object_queries(known), *self._field_queries(known)]

    def _object_queries(self, known: Known) -> list[Query]:
        return self._by_parent(known, "ObjectPermissions", _OBJECT_COLUMNS, self._objects)

    def _field_queries(self, known: Known) -> list[Query]:
        return self._by_parent(known, "FieldPermissions", _FIELD_COLUMNS, self._fields)

    def _by_parent(
        self, known: Known, sobject: str, columns: tuple[str, ...], objects: tuple[str, ...] | None
    ) -> list[Query]:
        """The rows of the profile and of what is assigned; those of records that only previews have made are asked for apart."""
        user = self.record(known)
        if user is None or objects == ():
            return []
        only = (Where("SobjectType", "IN", objects),) if objects else ()
        real, pending = _apart(self._parents(known))
        profile = Where("Parent.ProfileId", "=", user["ProfileId"])
        parents = Where("ParentId", "IN", real)
        if is_pending(user["ProfileId"]):
            conditions: list[Where | AnyOf] = [profile, *([parents] if real else [])]
        else:
            conditions = [AnyOf((profile, parents)) if real else profile]
        if pending:
            conditions.append(Where("ParentId", "IN", pending))
        return [Query(sobject, columns, (one, *only)) for one in conditions]


def _apart(ids: t.Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids that the org knows, and those that only previews have given."""
    given = list(ids)
    return tuple(one for one in given if not is_pending(one)), tuple(one for one in given if is_pending(one))


def _asleep(row: Record, permission_set: Record) -> str:
    """Object Reference, PermissionSetAssignment.IsActive: false once it has expired. A set with HasActivationRequired counts in
    sessions only that were activated for it (PermissionSet.HasActivationRequired)."""
    if row.get("IsActive") is False:
        return f"expired on {row['ExpirationDate']}" if row.get("ExpirationDate") else "not active"
    return "counts in activated sessions only" if permission_set.get("HasActivationRequired") else ""


def _is_of_profile(row: Record, profile: Record) -> bool:
    return bool(profile) and (row.get("Parent") or {}).get("ProfileId") == profile["Id"]


def _source(label: str, record: Record, objects: t.Iterable[Record], fields: t.Iterable[Record]) -> Source:
    # View All Data shows object rows of its own, with Ids beginning 000; it is told apart by its own name.
    rows = [row for row in objects if not row["Id"].startswith("000")]
    return Source(
        label,
        frozenset(system_permissions.granted(record)),
        frozenset(object_permissions.granted(rows)),
        field_permissions.granted(fields),
    )
