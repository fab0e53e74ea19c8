# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Who has what: assignments of permission sets, of groups and of licences as they are, in the words of the modules that write them."""

from __future__ import annotations

import typing as t

from . import declarations, licenses
from .assignments import users_query
from .requests import Query, Read, Where
from .resource import Inspection, Known, Params, Record
from .set_names import api_name, named

_FIELDS = (
    "Id",
    "ExpirationDate",
    "Assignee.Username",
    "PermissionSet.Name",
    "PermissionSet.Label",
    "PermissionSet.NamespacePrefix",
    "PermissionSetGroupId",
    "PermissionSetGroup.DeveloperName",
    "PermissionSetGroup.MasterLabel",
    "PermissionSetGroup.NamespacePrefix",
)


def _names(params: Params, option: str) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in params.get(option) or ())


class PermsetAssignmentInfo(Inspection):
    """Assignments of permission sets and of groups, by user, by what is assigned, or both."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        users, sets = _names(params, "users"), _names(params, "permission_sets")
        groups = _names(params, "permission_set_groups")
        where = [Where("PermissionSet.IsOwnedByProfile", "=", False)]
        where += [Where("Assignee.Username", "IN", users)] if users else []
        self._queries = []
        if sets:
            direct = (
                Where("PermissionSetGroupId", "=", None),
                named(sets, "PermissionSet.Name", "PermissionSet.Label"),
            )
            self._queries.append(Query("PermissionSetAssignment", _FIELDS, (*where, *direct)))
        if groups:
            grouped = named(groups, "PermissionSetGroup.DeveloperName", "PermissionSetGroup.MasterLabel")
            self._queries.append(Query("PermissionSetAssignment", _FIELDS, (*where, grouped)))
        if not sets and not groups:
            self._queries.append(Query("PermissionSetAssignment", _FIELDS, tuple(where)))

    def reads(self, known: Known) -> list[Read]:
        return [*self._queries]

    def report(self, known: Known) -> dict[str, t.Any]:
        found = [_described(row) for query in self._queries for row in known.records(query)]
        rows = [{**one, **declarations.assignment(one).as_dict()} for one in found]
        order = ("user", "permission_set", "permission_set_group")
        return {"assignments": sorted(rows, key=lambda one: [str(one[key] or "") for key in order])}


def _described(row: Record) -> Record:
    """One assignment. That of a group shows the permission set that sums the group up, too, which nobody assigns by itself."""
    group = row.get("PermissionSetGroup") if row.get("PermissionSetGroupId") else None
    return {
        "id": row["Id"],
        "user": row["Assignee"]["Username"],
        "permission_set": None if group else api_name(row["PermissionSet"]),
        "permission_set_group": api_name(group) if group else None,
        "label": group.get("MasterLabel") if group else row["PermissionSet"].get("Label"),
        "expires": row.get("ExpirationDate"),
    }


class PermsetLicenseAssignmentInfo(Inspection):
    """Permission set licences: seats, and which users hold them."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.users, self.licenses = _names(params, "users"), _names(params, "licenses")
        fields = ("Id", "PermissionSetLicenseId", "Assignee.Username")
        self._held = Query(
            "PermissionSetLicenseAssign",
            fields,
            ((Where("Assignee.Username", "IN", self.users),) if self.users else ()),
        )

    def reads(self, known: Known) -> list[Read]:
        return [licenses.PERMSET_LICENSES, self._held, *([users_query(self.users)] if self.users else [])]

    def report(self, known: Known) -> dict[str, t.Any]:
        found = known.records(licenses.PERMSET_LICENSES)
        wanted = {name.casefold() for name in self.licenses}
        reported = []
        for one in sorted(found, key=lambda record: str(record["DeveloperName"])):
            if wanted and not wanted & {str(one.get(key)).casefold() for key in licenses.PERMSET_LICENSE_KEYS}:
                continue
            users = sorted(
                row["Assignee"]["Username"]
                for row in known.records(self._held)
                if row["PermissionSetLicenseId"] == one["Id"]
            )
            if self.users and not users:
                continue
            described = {
                "id": one["Id"],
                "name": one["DeveloperName"],
                "label": one["MasterLabel"],
                "status": one["Status"],
                "total": one["TotalLicenses"],
                "used": one["UsedLicenses"],
                "free": licenses.free(one),
                "users": users,
            }
            reported.append({**described, **declarations.license_assignment(described).as_dict()})
        return {"licenses": reported}
