# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What grants a user access: the profile, the permission sets and the groups, each read with its rows."""

from __future__ import annotations

from dataclasses import dataclass

from .access_rows import Parents, Scope, apart
from .effective import Source
from .requests import Query, Read, Where, is_pending
from .resource import Known, Record
from .set_names import api_name

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
_COMPONENTS = ("Id", "PermissionSetGroupId", "PermissionSetId", "PermissionSet.Name")


def user_query(name: str) -> Query:
    """The user with all its columns: which feature licences there are differs from org to org."""
    return Query("User", ("FIELDS(ALL)",), (Where("Username", "=", name),))


def profile_query(profile_id: str) -> Query:
    """The profile itself: its columns are those of the permission set it owns."""
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
    #: The permission set: of a group, the one that shows what it sums up to.
    parent: str
    group: str = ""
    #: Why it does not count; empty where it does.
    asleep: str = ""
    outdated: bool = False

    def __str__(self) -> str:
        return f"permission set {'group ' if self.group else ''}{self.name}"


class Sources:
    """The reads and the sources of one user."""

    def __init__(self, user: str, scope: Scope) -> None:
        self.user = user_query(user)
        self.assigned = assigned_query(user)
        self._scope = scope

    def reads(self, known: Known) -> list[Read]:
        first: list[Read] = [self.user, self.assigned]
        user = self.record(known)
        if user is None:
            return first
        reads = [*first, profile_query(user["ProfileId"]), *self._owned(known), *self._components(known)]
        if any(one not in known for one in self._owned(known)):
            return reads
        return [*reads, *self._direct(known).queries, *self._members(known).queries]

    def record(self, known: Known) -> Record | None:
        found = known.records(self.user)
        return found[0] if found else None

    def profile(self, known: Known) -> Record:
        user = self.record(known) or {}
        found = known.records(profile_query(str(user.get("ProfileId"))))
        return found[0] if found else {}

    def things(self, known: Known) -> list[Assigned]:
        """What is assigned, by name, also what does not count."""
        sets = self._direct(known).sets(known)
        found = []
        for row in known.records(self.assigned):
            group_id = row.get("PermissionSetGroupId") or ""
            named = (row.get("PermissionSetGroup") if group_id else row.get("PermissionSet")) or {}
            names = {**named, "Name": named.get("DeveloperName") or named.get("Name")}
            label = str(named.get("MasterLabel") or named.get("Label") or "")
            parent = row.get("PermissionSetId") or ""
            outdated = bool(group_id) and named.get("Status", "Updated") != "Updated"
            asleep = _asleep(row, sets.get(parent, {}))
            found.append(Assigned(api_name(names), label, parent, group_id, asleep, outdated))
        return sorted(found, key=lambda one: (bool(one.group), one.name))

    def sources(self, known: Known) -> list[Source]:
        """Everything that counts, the profile first."""
        profile = self.profile(known)
        direct = self._direct(known)
        found = [direct.source_of_profile(known, f"profile {profile.get('Name')}", profile)]
        for one in self.things(known):
            if not one.asleep:
                group = self._group(known, one) if one.group else None
                found.append(group or direct.source(known, str(one), one.parent))
        return found

    def _group(self, known: Known, one: Assigned) -> Source | None:
        """What a group sums up to. It is added up from what is in it, because previews change that and not the sum that the org keeps;
        nothing where the group does not show what is in it."""
        rows = [
            row
            for query in self._components(known)
            for row in known.records(query)
            if row["PermissionSetGroupId"] == one.group
        ]
        members = self._members(known)
        ids = [str(row["PermissionSetId"]) for row in rows]
        muting = {str(row["PermissionSetId"]) for row in rows if not row.get("PermissionSet")}
        parts = [members.source(known, str(one), part) for part in ids if part not in muting]
        return members.without(known, str(one), parts, muting) if parts else None

    def _owned(self, known: Known) -> list[Query]:
        """The permission set of a profile that only previews have made; the rows of others are found by their profile."""
        user = self.record(known) or {}
        profile_id = str(user.get("ProfileId"))
        own = Query("PermissionSet", ("Id", "ProfileId"), (Where("ProfileId", "=", profile_id),))
        return [own] if is_pending(profile_id) else []

    def _components(self, known: Known) -> list[Query]:
        groups = apart(
            row["PermissionSetGroupId"] for row in known.records(self.assigned) if row.get("PermissionSetGroupId")
        )
        return [
            Query("PermissionSetGroupComponent", _COMPONENTS, (Where("PermissionSetGroupId", "IN", ids),))
            for ids in groups
            if ids
        ]

    def _direct(self, known: Known) -> Parents:
        """The profile, and what is assigned."""
        user = self.record(known) or {}
        owned = [one["Id"] for query in self._owned(known) for one in known.records(query)]
        given = [row["PermissionSetId"] for row in known.records(self.assigned) if row.get("PermissionSetId")]
        return Parents(self._scope, given, str(user.get("ProfileId")), owned)

    def _members(self, known: Known) -> Parents:
        """What is in the groups that are assigned."""
        rows = [row for query in self._components(known) for row in known.records(query)]
        return Parents(
            self._scope,
            [row["PermissionSetId"] for row in rows if row.get("PermissionSet")],
            muting=[row["PermissionSetId"] for row in rows if not row.get("PermissionSet")],
        )


def _asleep(row: Record, permission_set: Record) -> str:
    """Object Reference, PermissionSetAssignment.IsActive: false once it has expired. A set with HasActivationRequired counts in
    sessions only that were activated for it (PermissionSet.HasActivationRequired)."""
    if row.get("IsActive") is False:
        return f"expired on {row['ExpirationDate']}" if row.get("ExpirationDate") else "not active"
    return "counts in activated sessions only" if permission_set.get("HasActivationRequired") else ""
