# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which assigned permission sets still need a permission set licence, and which licences leave with the last that does.

Salesforce Help, "Remove a Permission Set License from a User": the permission sets that require it are unassigned first, and since Winter '26
it goes by itself with the last of them.
"""

from __future__ import annotations

import typing as t

from . import licenses
from .assignment_licenses import Content
from .names import plain
from .refusal import Findings
from .requests import Query, Read, Where
from .resource import Known, Record
from .set_names import api_name

_SET = ("PermissionSet.Name", "PermissionSet.NamespacePrefix", "PermissionSet.LicenseId")


class Needs:
    """What the permission sets and groups of some users need."""

    def __init__(self, users: t.Sequence[str]) -> None:
        self._users = tuple(users)
        mine = (Where("Assignee.Username", "IN", tuple(users)), Where("PermissionSet.IsOwnedByProfile", "=", False))
        group = ("PermissionSetGroupId", "PermissionSetGroup.DeveloperName", "PermissionSetGroup.NamespacePrefix")
        self._assigned = Query("PermissionSetAssignment", ("Id", "AssigneeId", "PermissionSetId", *_SET, *group), mine)

    def reads(self, known: Known) -> list[Read]:
        if self._assigned not in known:
            return [self._assigned]
        members = self._members(known)
        reads: list[Read] = [self._assigned, *members]
        if any(one not in known for one in members):
            return reads
        return [*reads, *self._content(known).queries]

    def check(self, known: Known, user: Record, psl: Record, findings: Findings) -> None:
        """Add a finding where the user may not lose the licence *psl*."""
        needing = sorted(
            {
                self._told(row, one)
                for row in self._rows(known, user)
                for one in self._sets(known, row)
                if self._needs(known, user, one, psl)
            }
        )
        if needing:
            text = (
                f"Cannot unassign {psl['DeveloperName']} from {user['Username']}: {', '.join(needing)} of the user needs it; "
                "unassign that first (sf_permset_assignment)"
            )
            findings.add(text, "PERMISSION_SET_LICENSE_NEEDED", ["licenses"])

    def released(
        self, known: Known, user: Record, leaving: t.Collection[str], coming: t.Sequence[Record]
    ) -> list[Record]:
        """The user's permission set licences that nothing needs once the assignments *leaving* are gone and the sets *coming* are there."""
        rows = self._rows(known, user)
        gone = {one.get("LicenseId") for row in rows if row["Id"] in leaving for one in self._sets(known, row)}
        left = [*coming, *(one for row in rows if row["Id"] not in leaving for one in self._sets(known, row))]
        held = [one for one in known.records(licenses.held_query(self._users)) if one["AssigneeId"] == user["Id"]]
        return [
            one for one in held if one["PermissionSetLicenseId"] in gone and not self._any_needs(known, user, left, one)
        ]

    def _any_needs(self, known: Known, user: Record, sets: t.Iterable[Record], held: Record) -> bool:
        psl = {"Id": held["PermissionSetLicenseId"], **held["PermissionSetLicense"]}
        return any(self._needs(known, user, one, psl) for one in sets)

    def _content(self, known: Known) -> Content:
        """What the assigned sets grant for which no licence of their own speaks."""
        sets = (one for row in known.records(self._assigned) for one in self._sets(known, row))
        return Content(str(one["Name"]) for one in sets if not one.get("LicenseId"))

    def _rows(self, known: Known, user: Record) -> list[Record]:
        return [row for row in known.records(self._assigned) if row["AssigneeId"] == user["Id"]]

    def _members(self, known: Known) -> list[Query]:
        groups = sorted(
            {
                row["PermissionSetGroup"]["DeveloperName"]
                for row in known.records(self._assigned)
                if row.get("PermissionSetGroup")
            }
        )
        if not groups:
            return []
        fields = ("Id", "PermissionSetGroupId", "PermissionSetId", *_SET)
        return [
            Query(
                "PermissionSetGroupComponent", fields, (Where("PermissionSetGroup.DeveloperName", "IN", tuple(groups)),)
            )
        ]

    def _sets(self, known: Known, row: Record) -> list[Record]:
        """The permission sets that an assignment gives; what mutes in a group is none."""
        if not row.get("PermissionSetGroupId"):
            return [{"Id": row["PermissionSetId"], **row["PermissionSet"]}]
        rows = (one for query in self._members(known) for one in known.records(query))
        return [
            {"Id": one["PermissionSetId"], **one["PermissionSet"]}
            for one in rows
            if one["PermissionSetGroupId"] == row["PermissionSetGroupId"] and one.get("PermissionSet")
        ]

    def _needs(self, known: Known, user: Record, one: Record, psl: Record) -> bool:
        if one.get("LicenseId"):
            return bool(one["LicenseId"] == psl["Id"])
        integration = plain(str(((user.get("Profile") or {}).get("UserLicense") or {}).get("Name")))
        brings = plain(str(psl["DeveloperName"])) == plain(licenses.INTEGRATION_PERMSET_LICENSE)
        return (
            brings
            and integration == plain(licenses.INTEGRATION_LICENSE)
            and bool(self._content(known).beyond(known, one))
        )

    @staticmethod
    def _told(row: Record, one: Record) -> str:
        group = row.get("PermissionSetGroup")
        if row.get("PermissionSetGroupId") and group:
            return f"permission set group {api_name(group)} (with {api_name(one)})"
        return f"permission set {api_name(one)}"
