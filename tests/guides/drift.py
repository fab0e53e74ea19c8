# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people do to an integration user by hand, in Setup, after it has been set up."""

from __future__ import annotations

from .truth import Org, Row, Snapshot


def meddle(org: Org, username: str) -> None:
    """Take away the first object permission that the vendor holds, and what its first set says of a field; move the user's name."""
    seen = org.snapshot()
    for row in (a_row(seen, username, "ObjectPermissions"), a_row(seen, username, "FieldPermissions")):
        if row:
            org.remove("ObjectPermissions" if "PermissionsCreate" in row else "FieldPermissions", row["Id"])
    org.meddle("User", seen.user(username)["Id"], LastName="Renamed by hand")


def a_row(seen: Snapshot, username: str, sobject: str) -> Row | None:
    """The first row of that kind which the vendor's own set, or else its profile, gives the user."""
    rows = [row for parent in parents(seen, username) for row in seen.rows(sobject, ParentId=parent)]
    return min(rows, key=lambda row: str(row.get("Field") or row["SobjectType"]), default=None)


def parents(seen: Snapshot, username: str) -> list[str]:
    """The sets that a user holds access by: the permission sets, or where it holds none, the profile's own."""
    user = seen.user(username)
    held = [str(row["PermissionSetId"]) for row in seen.rows("PermissionSetAssignment", AssigneeId=user["Id"])]
    own = [one for one in held if not seen.row("PermissionSet", Id=one)["IsOwnedByProfile"]]
    return own or held
