# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is adopted, and what people then change by hand, in Setup."""

from __future__ import annotations

from guides.truth import Org, Row, Snapshot

Told = tuple[str, str, str]


def choose(org: Org) -> list[str]:
    """The user name of whoever holds most: everybody would take minutes."""
    seen = org.snapshot()
    own = {row["Id"] for row in seen.rows("Profile", IsCustom=True)}

    def holds(user: Row) -> tuple[int, bool, str]:
        rows = seen.rows("PermissionSetAssignment", AssigneeId=user["Id"])
        return len(rows), user["ProfileId"] in own, str(user["Username"])

    return [str(max(seen.rows("User", IsActive=True, UserType="Standard"), key=holds)["Username"])]


def meddle(org: Org, username: str) -> list[Told]:
    """Change one thing of each kind that the user has; returned is what repairs it, as verb, kind and key."""
    seen = org.snapshot()
    user = seen.user(username)
    org.meddle("User", user["Id"], LastName="Renamed by hand")
    return [("update", "user", "last_name"), *_permission_set(org, seen, user), *_profile(org, seen, user)]


def _permission_set(org: Org, seen: Snapshot, user: Row) -> list[Told]:
    """A permission more, and a field that can be edited."""
    held = {row["PermissionSetId"] for row in seen.rows("PermissionSetAssignment", AssigneeId=user["Id"])}
    own = [row for row in seen.rows("PermissionSet", IsOwnedByProfile=False, NamespacePrefix=None) if row["Id"] in held]
    found: list[Told] = []
    for one in sorted(own, key=lambda row: str(row["Name"]))[:1]:
        if not one["PermissionsApiEnabled"]:
            org.meddle("PermissionSet", one["Id"], PermissionsApiEnabled=True)
            found.append(("revoke", "system_permission", "ApiEnabled"))
        found += _field(org, seen, one)
    return found


def _field(org: Org, seen: Snapshot, parent: Row) -> list[Told]:
    rows = seen.rows("FieldPermissions", ParentId=parent["Id"], PermissionsEdit=False)
    for one in sorted(rows, key=lambda row: str(row["Field"]))[:1]:
        org.meddle("FieldPermissions", one["Id"], PermissionsEdit=True)
        return [("revoke", "field_permission", str(one["Field"]))]
    return []


def _profile(org: Org, seen: Snapshot, user: Row) -> list[Told]:
    """A custom profile tells another description."""
    if not seen.rows("Profile", Id=user["ProfileId"], IsCustom=True):
        return []
    org.meddle("Profile", user["ProfileId"], Description="Described by hand")
    return [("update", "profile", "description")]
