# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Groups of permission sets that users are assigned.

Object Reference, PermissionSetAssignment: the row names the group, and shows the permission set that sums the group up.
Only a group whose Status is Updated can be assigned (Salesforce Help, "Permission Set Group Status and Recalculation");
Salesforce works the others out by itself.
"""

from __future__ import annotations

import typing as t

from .assigned import Assigned
from .assignment_licenses import Content, Licenses
from .assignments import users_query
from .names import choose
from .plan import Plan
from .refusal import Findings
from .requests import Await, Query, Read, Where, is_pending
from .resource import Known, Params, Record
from .set_names import api_name, groups_query, named, pool

_FIELDS = ("Id", "DeveloperName", "MasterLabel", "NamespacePrefix", "Status")
_MEMBER = ("Id", "PermissionSetGroupId", "PermissionSetId", "PermissionSet.Name", "PermissionSet.NamespacePrefix")
_LICENSE = ("PermissionSet.LicenseId", "PermissionSet.License.Name")
UPDATED, FAILED = "Updated", "Failed"


def held_query(users: t.Sequence[str]) -> Query:
    """Assignments of groups."""
    fields = ("Id", "AssigneeId", "PermissionSetGroupId", "ExpirationDate", "Assignee.Username")
    names = ("PermissionSetGroup.DeveloperName", "PermissionSetGroup.MasterLabel", "PermissionSetGroup.NamespacePrefix")
    where = (Where("Assignee.Username", "IN", tuple(users)), Where("PermissionSetGroupId", "!=", None))
    return Query("PermissionSetAssignment", (*fields, *names), where)


class Groups(Assigned):
    """Permission set groups. *wait* is for how many seconds at most an assignment waits for Salesforce to work a group out."""

    option = "permission_set_groups"
    kind = "permission_set_group"
    column = "PermissionSetGroupId"
    relation = "PermissionSetGroup"

    def __init__(self, params: Params, users: t.Sequence[str], wait: float) -> None:
        super().__init__(params, users)
        self.wait = wait
        self.held_query = held_query(users)
        self._licenses = Licenses(users, self.option)
        self._query = groups_query(self.named, _FIELDS) if self.named else None
        owner = named(self.named, "PermissionSetGroup.DeveloperName", "PermissionSetGroup.MasterLabel")
        self._members = Query("PermissionSetGroupComponent", (*_MEMBER, *_LICENSE), (owner,))

    def reads(self, known: Known) -> list[Read]:
        if self._query is None:
            return [self.held_query]
        if self.absent or not self.edit.wanted:
            return [self.held_query, self._query]
        reads: list[Read] = [self.held_query, self._query, self._members, self._licenses.query]
        users = known.records(users_query(self.users))
        if self._members in known and any(self._licenses.limits_content(known, one) for one in users):
            reads += self._content(known).queries
        return reads

    def _sets(self, known: Known, group_id: str | None = None) -> list[Record]:
        """What is in a group, or in all of them; a set that mutes is no permission set, so nothing is shown of it."""
        rows = (row for row in known.records(self._members) if row.get("PermissionSet"))
        return [
            {"Id": row["PermissionSetId"], **row["PermissionSet"]}
            for row in rows
            if group_id in (None, row["PermissionSetGroupId"])
        ]

    def _content(self, known: Known) -> Content:
        return Content(str(one["Name"]) for one in self._sets(known))

    def find(self, known: Known, name: str) -> Record:
        keys = ("ApiName", "MasterLabel", "DeveloperName")
        hint = ", or create the group (sf_permset_group)"
        return choose(self.what, name, pool(known, self._query), keys, self.option, hint)

    def parts(self, known: Known, thing: Record) -> list[Record]:
        return self._sets(known, thing["Id"])

    def check(self, known: Known, user: Record, thing: Record, findings: Findings) -> None:
        content = self._content(known)
        for one in sorted(self._sets(known, thing["Id"]), key=api_name):
            what = f"{api_name(thing)} with {api_name(one)} in it"
            self._licenses.check(known, user, one, what, content.beyond(known, one), findings)

    def prepare(self, plan: Plan, known: Known, things: t.Sequence[Record], findings: Findings) -> None:
        for one in things:
            status, name = one.get("Status"), f"permission set group {api_name(one)}"
            if status == FAILED:
                text = (
                    f"Cannot assign {name}: Salesforce failed to work it out; open it in Setup and recalculate it there"
                )
                findings.add(text, "GROUP_FAILED", [self.option])
            elif status != UPDATED and not is_pending(one["Id"]):
                plan.write(
                    Await("PermissionSetGroup", one["Id"], "Status", UPDATED, name, (FAILED,), timeout=self.wait)
                )

    def related(self, thing: Record) -> Record:
        seen = {key: thing.get(key) for key in ("DeveloperName", "MasterLabel", "NamespacePrefix")}
        total = {
            "Name": thing["DeveloperName"],
            "Label": thing.get("MasterLabel"),
            "NamespacePrefix": thing.get("NamespacePrefix"),
            "LicenseId": None,
            "IsOwnedByProfile": False,
            "PermissionSetGroupId": thing["Id"],
        }
        return {"PermissionSetGroup": seen, "PermissionSet": total}
