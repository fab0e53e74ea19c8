# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the ``_info`` modules report: the same words that the writing modules take."""

from __future__ import annotations

import typing as t

from . import (
    entity_access,
    licenses,
    permset_assignment,
    permset_license_assignment,
    profile,
    system_permissions,
    user_fields,
)
from .assignments import users_query
from .permission_set import DESCRIBE
from .permission_set_content import Content
from .requests import AnyOf, Query, Read, Where, is_pending
from .resource import Inspection, Known, Params, Record


def _names(params: Params, option: str = "names") -> tuple[str, ...]:
    return tuple(str(one).strip() for one in params.get(option) or ())


def _named(names: tuple[str, ...], field: str) -> tuple[Where, ...]:
    return (Where(field, "IN", names),) if names else ()


class UserInfo(Inspection):
    """Users with their profiles, licences, freeze and assignments."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = _names(params)
        self._users = Query(
            "User", user_fields.USER_FIELDS, _named(self.names, "Username") or self._filter(), order_by="Username"
        )

    def _filter(self) -> tuple[Where, ...]:
        wanted = self.params.get("license")
        return (Where("Profile.UserLicense.Name", "=", wanted),) if wanted else (Where("UserType", "=", "Standard"),)

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [self._users]
        if known.records(self._users):
            reads += self._held(known)
        if self._ids(known):
            reads.append(self._logins(known))
        return reads

    def _ids(self, known: Known) -> tuple[str, ...]:
        return tuple(one["Id"] for one in known.records(self._users) if not is_pending(one["Id"]))

    def _logins(self, known: Known) -> Query:
        where = (Where("UserId", "IN", self._ids(known)),)
        return Query("UserLogin", ("Id", "UserId", "IsFrozen", "IsPasswordLocked"), where)

    def _held(self, known: Known) -> tuple[Query, Query]:
        names = [one["Username"] for one in known.records(self._users)]
        return permset_assignment.held_query(names), permset_license_assignment.held_query(names)

    def report(self, known: Known) -> dict[str, t.Any]:
        records = known.records(self._users)
        logins = {row["UserId"]: row for row in known.records(self._logins(known))}
        sets, held = self._held(known)
        users = []
        for one in records:
            users.append(
                {
                    "id": one["Id"],
                    **user_fields.describe(one, logins.get(one["Id"])),
                    "permission_sets": sorted(
                        permset_assignment.api_name(row["PermissionSet"]) for row in _of(one, known.records(sets))
                    ),
                    "permission_set_licenses": sorted(
                        row["PermissionSetLicense"]["DeveloperName"] for row in _of(one, known.records(held))
                    ),
                }
            )
        return {"users": users}


class ProfileInfo(Inspection):
    """Profiles with their licence and system permissions."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = _names(params)

    def _query(self, known: Known) -> Query:
        columns = system_permissions.column_names(known.description(profile.DESCRIBE))
        return Query(
            "Profile",
            ("Id", "Name", "Description", "UserLicense.Name", *columns),
            _named(self.names, "Name"),
            order_by="Name",
        )

    def reads(self, known: Known) -> list[Read]:
        return [profile.DESCRIBE, *([self._query(known)] if profile.DESCRIBE in known else [])]

    def report(self, known: Known) -> dict[str, t.Any]:
        found = known.records(self._query(known))
        return {"profiles": [{"id": one["Id"], **profile.describe(one)} for one in found]}


class PermissionSetInfo(Inspection):
    """Permission sets with everything they grant, and who has them."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = _named(_names(params), "Name")
        custom = (
            Where("IsCustom", "=", True),
            Where("PermissionSetGroupId", "=", None),
            Where("NamespacePrefix", "=", None),
        )
        self._where = self.names or custom
        self._assigned = Query(
            "PermissionSetAssignment",
            ("Id", "PermissionSetId", "Assignee.Username"),
            (
                *(Where("PermissionSet." + one.field, one.op, one.value) for one in self.names),
                Where("PermissionSet.IsOwnedByProfile", "=", False),
            ),
        )

    def _content(self, known: Known) -> Content:
        columns = system_permissions.column_names(known.description(DESCRIBE))
        return Content(
            self._where,
            ("Id", "Name", "Label", "Description", "LicenseId", "NamespacePrefix", "License.Name", *columns),
        )

    def reads(self, known: Known) -> list[Read]:
        if DESCRIBE not in known:
            return [DESCRIBE]
        entities = (entity.query for entity in entity_access.ENTITIES if entity.query)
        return [DESCRIBE, *self._content(known).queries, self._assigned, *entities]

    def report(self, known: Known) -> dict[str, t.Any]:
        content = self._content(known)
        sets = []
        for record in sorted(known.records(content.set_query), key=lambda one: str(one["Name"])):
            assigned = (row for row in known.records(self._assigned) if row["PermissionSetId"] == record["Id"])
            described = content.describe(content.only(known, record["Id"]))
            users = sorted(row["Assignee"]["Username"] for row in assigned)
            sets.append({"id": record["Id"], **described, "namespace": record.get("NamespacePrefix"), "users": users})
        return {"permission_sets": sets}


class PermsetAssignmentInfo(Inspection):
    """Assignments of permission sets, by user, by set, or both."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        users, sets = _names(params, "users"), _names(params, "permission_sets")
        bare = tuple(dict.fromkeys(part for one in sets for part in (one, one.split("__", 1)[-1])))
        where: list[Where | AnyOf] = [
            Where("PermissionSet.IsOwnedByProfile", "=", False),
            Where("PermissionSetGroupId", "=", None),
        ]
        where += _named(users, "Assignee.Username")
        if bare:
            where.append(AnyOf((Where("PermissionSet.Name", "IN", bare), Where("PermissionSet.Label", "IN", bare))))
        fields = (
            "Id",
            "ExpirationDate",
            "Assignee.Username",
            "PermissionSet.Name",
            "PermissionSet.Label",
            "PermissionSet.NamespacePrefix",
        )
        self._query = Query("PermissionSetAssignment", fields, tuple(where))

    def reads(self, known: Known) -> list[Read]:
        return [self._query]

    def report(self, known: Known) -> dict[str, t.Any]:
        rows = [
            {
                "id": row["Id"],
                "user": row["Assignee"]["Username"],
                "permission_set": permset_assignment.api_name(row["PermissionSet"]),
                "label": row["PermissionSet"].get("Label"),
                "expires": row.get("ExpirationDate"),
            }
            for row in known.records(self._query)
        ]
        return {"assignments": sorted(rows, key=lambda one: (one["user"], one["permission_set"]))}


class PermsetLicenseAssignmentInfo(Inspection):
    """Permission set licences: seats, and which users hold them."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.users, self.licenses = _names(params, "users"), _names(params, "licenses")
        fields = ("Id", "PermissionSetLicenseId", "Assignee.Username")
        self._held = Query("PermissionSetLicenseAssign", fields, _named(self.users, "Assignee.Username"))

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
            reported.append(
                {
                    "id": one["Id"],
                    "name": one["DeveloperName"],
                    "label": one["MasterLabel"],
                    "status": one["Status"],
                    "total": one["TotalLicenses"],
                    "used": one["UsedLicenses"],
                    "free": licenses.free(one),
                    "users": users,
                }
            )
        return {"licenses": reported}


def _of(record: Record, rows: t.Iterable[Record]) -> list[Record]:
    return [row for row in rows if row["AssigneeId"] == record["Id"]]
