# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A permission set group: what is in it, and what is muted in it.

Object Reference, PermissionSetGroup and PermissionSetGroupComponent. Salesforce works out by itself what a changed group sums up to;
until then its Status is not Updated, and nobody new can be assigned to it.
"""

from __future__ import annotations

import typing as t

from .assignments import Targets, targets
from .edits import edit, word
from .group_holders import Holders
from .muting import Muting
from .names import choose
from .plan import Plan
from .refusal import Findings, Refusal
from .requests import Create, Delete, Query, Read, Ref, Update, Where
from .resource import Known, Params, Record, Resource
from .set_attributes import declared_attributes, declared_name
from .set_names import api_name, pool, sets_query

OPTION = "permission_sets"
_ATTRIBUTES = {"label": "MasterLabel", "description": "Description"}
#: Salesforce Help, "Permission Set Group Considerations".
_MOST = 100
#: Users that a message names.
_NAMED = 20
_SET = ("Id", "Name", "Label", "NamespacePrefix", "LicenseId", "License.Name")
GROUP_FIELDS = ("Id", "DeveloperName", "MasterLabel", "Description", "NamespacePrefix", "Status")
COMPONENT_FIELDS = (
    "Id",
    "PermissionSetGroupId",
    "PermissionSetId",
    "PermissionSet.Name",
    "PermissionSet.Label",
    "PermissionSet.NamespacePrefix",
)


def _muting(muting_id: str) -> Query:
    """What the muting permission set of a group is called."""
    return Query("MutingPermissionSet", ("Id", "DeveloperName"), (Where("Id", "=", muting_id),))


class PermsetGroup(Resource):
    """One permission set group that belongs to no package."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = declared_name(params, "permission set group")
        self.values = declared_attributes(params)
        self.sets = edit(OPTION, params.get(OPTION), word(OPTION))
        self.muting = Muting(params)
        self.absent = params.get("state") == "absent"
        own = (Where("DeveloperName", "=", self.name), Where("NamespacePrefix", "=", None))
        self._query = Query("PermissionSetGroup", GROUP_FIELDS, own)
        owner = tuple(Where("PermissionSetGroup." + one.field, one.op, one.value) for one in own)
        self._components = Query("PermissionSetGroupComponent", COMPONENT_FIELDS, owner)
        self._holders = Holders(owner, OPTION)
        taken = (Where("Name", "=", self.name), Where("NamespacePrefix", "=", None))
        self._taken = Query("PermissionSet", ("Id", "Name", "PermissionSetGroupId"), taken)
        named = (*self.sets.wanted, *self.sets.removed)
        self._sets = sets_query(named, _SET) if named else None

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [self._query, self._components]
        if self.absent:
            muting = self._muting_id(known)
            return [*reads, self._holders.query, *([_muting(muting)] if muting else [])]
        reads += [self._taken, *([self._sets] if self._sets else [])]
        reads += [self._holders.query] if self.sets.wanted else []
        if any(one not in known for one in reads):
            return reads
        return [
            *reads,
            *self._holders.reads(known, self._added(known)),
            *self.muting.reads(known, self._muting_id(known)),
        ]

    def plan(self, known: Known) -> Plan:
        found = known.records(self._query)
        current = found[0] if found else None
        plan = Plan(f"permission set group {self.name}", current["Id"] if current else None)
        if self.absent:
            return self._plan_absent(plan, known)
        findings = Findings()
        chosen = self._targets(known, findings)
        findings.refuse()
        self._holders.check(known, self.name, self._added(known), findings)
        findings.refuse()
        plan.warnings += chosen.warnings
        plan.before = self._describe(known, current) if current else {}
        attributes = self._plan_group(plan, known, current)
        after = self._plan_members(plan, known, chosen)
        plan.after = {"name": self.name, "label": None, "description": None, **plan.before, **attributes, OPTION: after}
        self.muting.plan(plan, known, self._muting_id(known), plan.id or "", self.name)
        if current is None:
            plan.before = {}
        return plan

    def _describe(self, known: Known, current: Record) -> dict[str, t.Any]:
        return {
            "name": current["DeveloperName"],
            "label": current.get("MasterLabel"),
            "description": current.get("Description"),
            OPTION: sorted(api_name(row["PermissionSet"]) for row in self._members(known)),
        }

    def _members(self, known: Known) -> list[Record]:
        return [row for row in known.records(self._components) if row.get("PermissionSet")]

    def _muting_id(self, known: Known) -> str | None:
        """The muting permission set; queries show no permission set in its component."""
        return next(
            (row["PermissionSetId"] for row in known.records(self._components) if not row.get("PermissionSet")), None
        )

    def _targets(self, known: Known, findings: Findings) -> Targets:
        def find(name: str) -> Record:
            hint = ", or create the set (sf_permission_set)"
            return choose("permission set", name, pool(known, self._sets), ("ApiName", "Label", "Name"), OPTION, hint)

        return targets(self.sets, False, OPTION, "permission set", find, findings)

    def _added(self, known: Known) -> list[Record]:
        """The permission sets that come in, as far as the org has them."""
        held = {row["PermissionSetId"] for row in self._members(known)}
        return sorted(self._targets(known, Findings()).missing(held), key=api_name)

    def _plan_group(self, plan: Plan, known: Known, current: Record | None) -> dict[str, t.Any]:
        wanted: dict[str, t.Any] = dict(self.values)
        if current is None:
            if known.records(self._taken):
                text = f"Cannot create permission set group {self.name}: a permission set has this API name, and the two share their names; change name"
                raise Refusal(text, "DUPLICATE_DEVELOPER_NAME", ["name"])
            wanted.setdefault("label", self.name.replace("_", " "))
            values = {"DeveloperName": self.name, **{_ATTRIBUTES[one]: value for one, value in wanted.items()}}
            reason = plan.change("create", "permission_set_group", self.name, None, wanted)
            plan.id = Ref("group")
            related = {"NamespacePrefix": None, "Status": "Updated"}
            plan.write(Create("PermissionSetGroup", values, ref="group", related=related), reason)
            total = {"Name": self.name, "Label": wanted["label"], "PermissionSetGroupId": plan.id}
            seen = {"NamespacePrefix": None, "IsOwnedByProfile": False, "IsCustom": True}
            plan.write(Create("PermissionSet", total, related=seen, by_org=True), reason)
            return wanted
        fields = {}
        for option, value in wanted.items():
            column = _ATTRIBUTES[option]
            if (current.get(column) or "") != value:
                plan.change("update", "permission_set_group", option, current.get(column), value)
                fields[column] = value
        if fields:
            related = {key: current.get(key) for key in GROUP_FIELDS if key != "Id"}
            plan.write(Update("PermissionSetGroup", current["Id"], fields, related), plan.changes[0])
        return wanted

    def _plan_members(self, plan: Plan, known: Known, chosen: Targets) -> list[str]:
        """What is in the group afterwards, by name."""
        rows = {row["PermissionSetId"]: row for row in self._members(known)}
        names = {key: api_name(row["PermissionSet"]) for key, row in rows.items()}
        for set_id, name in sorted(names.items(), key=lambda one: one[1]):
            if chosen.leaves(set_id):
                change = plan.change("remove", "permission_set", name, True, None)
                plan.write(Delete("PermissionSetGroupComponent", rows[set_id]["Id"]), change)
            if not chosen.names_it(set_id):
                plan.unmanaged.append({"kind": "permission_set", "key": name, "value": True})
        stays = {key: name for key, name in names.items() if not chosen.leaves(key)}
        for one in sorted(chosen.missing(rows), key=api_name):
            stays[one["Id"]] = api_name(one)
            change = plan.change("add", "permission_set", api_name(one), None, True)
            values = {"PermissionSetGroupId": plan.id, "PermissionSetId": one["Id"]}
            seen = {key: one.get(key) for key in ("Name", "Label", "NamespacePrefix", "LicenseId", "License")}
            group = {"DeveloperName": self.name, "MasterLabel": self.values.get("label"), "NamespacePrefix": None}
            related = {"PermissionSetGroup": group, "PermissionSet": seen}
            plan.write(Create("PermissionSetGroupComponent", values, related=related), change)
        if len(stays) > _MOST:
            text = f"Permission set group {self.name} would have {len(stays)} permission sets; Salesforce takes {_MOST}: use two groups"
            raise Refusal(text, "TOO_MANY", [OPTION])
        return sorted(stays.values())

    def _plan_absent(self, plan: Plan, known: Known) -> Plan:
        if plan.id is None:
            return plan
        holders = self._holders.names(known)
        if holders:
            more = f" and {len(holders) - _NAMED} more" if len(holders) > _NAMED else ""
            text = (
                f"Cannot delete permission set group {self.name}: it is assigned to {', '.join(holders[:_NAMED])}{more}; "
                "unassign it first (sf_permset_assignment)"
            )
            raise Refusal(text, "DELETE_FAILED", ["state"])
        plan.before = {"name": self.name}
        reason = plan.change("delete", "permission_set_group", self.name)
        muting = self._muting_id(known)
        if muting:
            # It serves this group alone, and its name should be free again.
            for row in known.records(_muting(muting)):
                goes = plan.change("delete", "muting_permission_set", row["DeveloperName"])
                plan.write(Delete("MutingPermissionSet", muting), goes)
        plan.write(Delete("PermissionSetGroup", str(plan.id)), reason)
        return plan
