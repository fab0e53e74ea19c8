# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission sets that users are assigned directly."""

from __future__ import annotations

import typing as t

from .assigned import Assigned
from .assignment_licenses import Licenses, beyond_integration
from .names import choose
from .refusal import Findings
from .requests import Query, Read, Where
from .resource import Known, Params, Record
from .set_names import api_name, named, pool, sets_query

#: To unassign a set its names will do; to assign it, what it grants counts.
_NAMES = ("Id", "Name", "Label", "NamespacePrefix")
_ALL = ("FIELDS(ALL)", "License.Name")


def held_query(users: t.Sequence[str]) -> Query:
    """Direct assignments: neither the set that belongs to the user's profile nor those that come with a group."""
    fields = ("Id", "AssigneeId", "PermissionSetId", "ExpirationDate", "Assignee.Username")
    names_of_set = ("PermissionSet.Name", "PermissionSet.Label", "PermissionSet.NamespacePrefix")
    where = (
        Where("Assignee.Username", "IN", tuple(users)),
        Where("PermissionSet.IsOwnedByProfile", "=", False),
        Where("PermissionSetGroupId", "=", None),
    )
    return Query("PermissionSetAssignment", (*fields, *names_of_set), where)


class Sets(Assigned):
    """Permission sets."""

    option = "permission_sets"
    kind = "permission_set"
    column = "PermissionSetId"
    relation = "PermissionSet"

    def __init__(self, params: Params, users: t.Sequence[str]) -> None:
        super().__init__(params, users)
        self.held_query = held_query(users)
        self._licenses = Licenses(users, self.option)
        self._query = sets_query(self.named, _NAMES if self.absent else _ALL) if self.named else None
        content = (named(self.named, "Parent.Name", "Parent.Label"), Where("Parent.IsOwnedByProfile", "=", False))
        self._content = Query("ObjectPermissions", ("Id", "ParentId", "SobjectType"), content, order_by="SobjectType")

    def reads(self, known: Known) -> list[Read]:
        if self._query is None:
            return [self.held_query]
        return [self.held_query, self._query, *([] if self.absent else [self._licenses.query, self._content])]

    def find(self, known: Known, name: str) -> Record:
        hint = ", or create the set (sf_permission_set)"
        return choose(self.what, name, pool(known, self._query), ("ApiName", "Label", "Name"), self.option, hint)

    def parts(self, known: Known, thing: Record) -> list[Record]:
        return [thing]

    def check(self, known: Known, user: Record, thing: Record, findings: Findings) -> None:
        beyond = beyond_integration(thing, known.records(self._content))
        self._licenses.check(known, user, thing, api_name(thing), beyond, findings)

    def related(self, thing: Record) -> Record:
        seen = {
            "Name": thing["Name"],
            "Label": thing.get("Label"),
            "NamespacePrefix": thing.get("NamespacePrefix"),
            "LicenseId": thing.get("LicenseId"),
            "IsOwnedByProfile": False,
            "PermissionSetGroupId": None,
        }
        return {"PermissionSet": seen, "PermissionSetGroupId": None}
