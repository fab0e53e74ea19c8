# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Whether a user's licences allow a permission set.

Object Reference, PermissionSetAssignment: a user licence must equal that of the user's profile, a permission set licence must
be assigned to the user. A set without licence takes what the user's licence allows: users of the Salesforce Integration licence
may hold object permissions, and system permissions but those of the licence itself, only with its permission set licence
(Salesforce Help, "Integration User").
"""

from __future__ import annotations

import typing as t

from . import licenses, system_permissions
from .names import plain
from .refusal import Findings
from .requests import Query, Read, Where
from .resource import Known, Record

#: ``FIELDS(ALL)`` reads 200 records at most (SOQL Reference), and packages may repeat a name.
_NAMES_PER_QUERY = 100
_PERMSET_LICENSE_PREFIX, _USER_LICENSE_PREFIX = "0PL", "100"


class Licenses:
    """The licences of some users, by their names; *option* is what names the sets."""

    def __init__(self, names: t.Sequence[str], option: str) -> None:
        self.query = licenses.held_query(names)
        self._option = option

    def _held(self, known: Known, user: Record) -> dict[str, Record]:
        rows = known.records(self.query)
        return {row["PermissionSetLicenseId"]: row for row in rows if row["AssigneeId"] == user["Id"]}

    def limits_content(self, known: Known, user: Record) -> bool:
        """Whether it depends on what a set grants that the user may have it."""
        held = {plain(row["PermissionSetLicense"]["DeveloperName"]) for row in self._held(known, user).values()}
        integration = plain(_user_license(user)) == plain(licenses.INTEGRATION_LICENSE)
        return integration and plain(licenses.INTEGRATION_PERMSET_LICENSE) not in held

    def check(
        self, known: Known, user: Record, one: Record, thing: str, beyond: t.Sequence[str], findings: Findings
    ) -> None:
        """Add a finding where the user may not have the set *one*.

        *thing* says what cannot be assigned, *beyond* what the set grants that the Salesforce Integration licence alone does not.
        """
        license_id = str(one.get("LicenseId") or "")
        cannot = f"Cannot assign {thing} to {user['Username']}"
        name = (one.get("License") or {}).get("Name")
        options = [self._option, "users"]
        if license_id.startswith(_PERMSET_LICENSE_PREFIX) and license_id not in self._held(known, user):
            text = f"{cannot}: the set needs the permission set licence '{name}', which the user does not hold; assign it first (sf_permset_license_assignment)"
            findings.add(text, "PERMISSION_SET_LICENSE_MISSING", options)
        elif license_id.startswith(_USER_LICENSE_PREFIX) and license_id != (user.get("Profile") or {}).get(
            "UserLicenseId"
        ):
            text = (
                f"{cannot}: the set is made for the user licence '{name}' and the user has '{_user_license(user)}'; "
                "use a set without licence or another profile"
            )
            findings.add(text, "LICENSE_MISMATCH", options)
        elif not license_id and beyond and self.limits_content(known, user):
            text = (
                f"{cannot}: the licence '{_user_license(user)}' allows what the set grants ({', '.join(beyond[:5])}) only with the permission set "
                f"licence {licenses.INTEGRATION_PERMSET_LICENSE}; assign it first (sf_permset_license_assignment)"
            )
            findings.add(text, "PERMISSION_SET_LICENSE_MISSING", options)


def beyond_integration(one: Record, object_rows: t.Iterable[Record]) -> list[str]:
    """What a set grants that users of the Salesforce Integration licence do not have by their licence alone.

    View All Data shows object rows of its own, with Ids beginning 000.
    """
    rows = (row for row in object_rows if not row["Id"].startswith("000"))
    objects = sorted(row["SobjectType"] for row in rows if row["ParentId"] == one["Id"])
    return objects + sorted(system_permissions.granted(one) - set(licenses.INTEGRATION_OWN))


class Content:
    """What permission sets grant, found by their names, which asks for the org's and for previewed ones alike."""

    def __init__(self, names: t.Iterable[str]) -> None:
        self._sets: list[Query] = []
        self._rows: list[Query] = []
        ordered = sorted(set(names))
        for start in range(0, len(ordered), _NAMES_PER_QUERY):
            some = tuple(ordered[start : start + _NAMES_PER_QUERY])
            own = (Where("Name", "IN", some), Where("IsOwnedByProfile", "=", False))
            self._sets.append(Query("PermissionSet", ("FIELDS(ALL)",), own))
            child = (Where("Parent.Name", "IN", some), Where("Parent.IsOwnedByProfile", "=", False))
            fields = ("Id", "ParentId", "SobjectType")
            self._rows.append(Query("ObjectPermissions", fields, child, order_by="SobjectType"))
        self.queries: list[Read] = [*self._sets, *self._rows]

    def beyond(self, known: Known, one: Record) -> list[str]:
        """What a set grants beyond the Salesforce Integration licence; nothing where it was not read."""
        found = (row for query in self._sets for row in known.records(query) if row["Id"] == one["Id"])
        rows = [row for query in self._rows for row in known.records(query)]
        return [name for record in found for name in beyond_integration(record, rows)]


def _user_license(user: Record) -> str:
    return ((user.get("Profile") or {}).get("UserLicense") or {}).get("Name") or ""
