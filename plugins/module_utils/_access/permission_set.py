# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission sets with everything they grant."""

from __future__ import annotations

import typing as t

from . import (
    entity_access,
    field_permissions,
    field_targets,
    object_permissions,
    permission_set_license,
    system_permissions,
    tabs,
)
from .dependencies import explore, split_node
from .edits import edit, word
from .granting import Granting
from .grants import Grants, Settled
from .permission_set_content import assignments_query, content_of, group_fields, groups_of_query
from .permission_set_writes import Writer, owner_of
from .plan import Plan
from .refusal import Findings, Refusal
from .requests import Create, Delete, Describe, Read, Ref, Update
from .resource import Known, Params
from .set_attributes import declared_attributes, declared_name
from .set_names import api_name

_ATTRIBUTES = {"label": "Label", "description": "Description"}
DESCRIBE = Describe("PermissionSet")


class PermissionSet(Granting):
    """One permission set: attributes, licence, and the permissions it grants."""

    describe = DESCRIBE

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = declared_name(params, "permission set")
        self.values = declared_attributes(params)
        self.content = content_of(self.name)
        self.license = permission_set_license.License(params.get("license"), self.content.record)
        self.system = edit(system_permissions.OPTION, params.get("system_permissions"), word(system_permissions.OPTION))
        self.optional = [
            word(system_permissions.OPTIONAL)(one) for one in params.get(system_permissions.OPTIONAL) or ()
        ]
        self.objects = edit(object_permissions.OPTION, params.get("object_permissions"), object_permissions.entry)
        self.fields = edit(field_permissions.OPTION, params.get("field_permissions"), field_permissions.entry)
        self.tabs = edit(tabs.OPTION, params.get("tabs"), tabs.entry)
        self.entities = entity_access.edits(params, edit)
        self.absent = params.get("state") == "absent"

    def reads(self, known: Known) -> list[Read]:
        if self.absent:
            return [self.content.set_query, assignments_query(self.name), groups_of_query(self.name)]
        first: list[Read] = [*self.content.queries, DESCRIBE, *field_permissions.descriptions(self.fields)]
        if any(one not in known for one in first):
            return first
        more: list[Read] = [
            *entity_access.reads(self.entities, self.content.entity_rows(known)),
            *tabs.reads(self.tabs, tabs.granted(self.content.tab_rows(known).values())),
        ]
        grants = Findings().attempt(lambda: self._grants(known))
        if grants is None:  # the plan will refuse it, with whatever else is wrong
            return first + more + self.license.reads(known, granting=False)
        dependencies, missing = explore(known, grants.nodes(), self.taught(known))
        if grants.dependencies_matter():
            more += missing
        granting = grants.to_grant() | (set(dependencies.closure(grants.wanted)) - grants.current)
        more += self.license.reads(known, granting=bool(granting))
        more += object_permissions.removal_reads(self.objects, self.content.objects(known))
        if any(split_node(node) for node in granting):
            more.append(object_permissions.OFFERED)
        return first + more

    def plan(self, known: Known) -> Plan:
        current = self.content.record(known)
        plan = Plan(f"permission set {self.name}", current["Id"] if current else None)
        if self.absent:
            return self._plan_absent(plan, known)
        tabs_now = tabs.granted(self.content.tab_rows(known).values())
        entities_now = self.content.entity_rows(known)
        findings = Findings()
        findings.attempt(lambda: self._grants(known))
        fields_declared = findings.attempt(lambda: field_permissions.wanted_rows(self.fields, known)) or {}
        tabs_after = findings.attempt(lambda: tabs.target(self.tabs, tabs_now, known)) or {}
        entities_after = findings.attempt(lambda: entity_access.target(self.entities, entities_now, known)) or {}
        findings.attempt(lambda: self.license.label(known))
        findings.refuse()
        fields_wanted = field_permissions.mirrored(fields_declared)
        settled = self._settle(known)
        fields_now = field_permissions.granted(self.content.field_rows(known).values())
        fields_after = field_targets.after(self.fields, fields_now, fields_now, fields_wanted, settled, known)
        attributes = self._plan_set(plan, known, settled)
        names = {"Name": self.name, "Label": attributes.get("label") or (current or {}).get("Label")}
        writer = Writer(plan, plan.id or "", owner_of(names), self.content, known)
        writer.fields_removed(fields_after)
        writer.objects(settled)
        writer.fields_granted(fields_after, fields_declared)
        writer.tabs(tabs_after, tabs.declared(self.tabs, tabs_now, known))
        writer.entities(entities_after, entity_access.declared(self.entities, known))
        if settled.late_columns():
            plan.write(Update("PermissionSet", plan.id or "", settled.late_columns()), settled.late_change(plan))
        field_targets.report_unmanaged(plan, self.content.field_rows(known), fields_wanted, settled)
        self._warn(plan, known, fields_after, settled)
        plan.warnings += field_permissions.withheld(self.fields, known)
        plan.before = self.content.describe(known)
        plan.after = {
            "name": self.name,
            "label": None,
            "description": None,
            "license": self.license.label(known),
            **plan.before,
            **attributes,
            **settled.describe(),
            "field_permissions": group_fields(fields_after),
            "tabs": dict(sorted(tabs_after.items())),
            "setup_entity_access": dict(
                sorted({**plan.before.get("setup_entity_access", {}), **entity_access.words(entities_after)}.items())
            ),
        }
        return plan

    def _grants(self, known: Known) -> Grants:
        rows = {name.lower(): name for name in self.content.objects(known)}

        def spelled(name: str) -> str:
            return rows.get(name.lower()) or object_permissions.spelled([name], known).get(name, name)

        names = self.permission_names(known)
        system = system_permissions.resolve(system_permissions.with_optional(self.system, self.optional, names), names)
        return Grants(system, self.objects, self.content.nodes(known), spelled)

    def _settle(self, known: Known) -> Settled:
        grants = self._grants(known)
        permissions = set(self.permission_names(known).values())
        dependencies = explore(known, grants.nodes(), self.taught(known))[0]
        settled = grants.settle(dependencies, lambda node: bool(split_node(node)) or node in permissions, self.kept)
        findings = Findings()
        object_permissions.check(settled.granted, known, findings)
        object_permissions.check_removed(self.objects, self.content.objects(known), known, findings)
        self.license.check(known, settled.granted, findings)
        findings.refuse()
        return settled

    def _plan_set(self, plan: Plan, known: Known, settled: Settled) -> dict[str, t.Any]:
        """Create the set, or change its attributes and the permissions that need no object permission first."""
        wanted: dict[str, t.Any] = dict(self.values)
        current = self.content.record(known)
        if current is None and self.content.sums_up_a_group(known):
            text = f"Cannot create permission set {self.name}: a permission set group has this API name, and the two share their names; change name"
            raise Refusal(text, "DUPLICATE_DEVELOPER_NAME", ["name"])
        if current is None:
            wanted.setdefault("label", self.name.replace("_", " "))
            values = {"Name": self.name, **{_ATTRIBUTES[option]: value for option, value in wanted.items()}}
            related = {
                "NamespacePrefix": None,
                "IsOwnedByProfile": False,
                "IsCustom": True,
                **self.license.related(known),
            }
            reason = plan.change(
                "create", "permission_set", self.name, None, {**wanted, "license": self.license.label(known)}
            )
            values.update(self.license.columns(known))
            plan.id = Ref("set")
            plan.write(
                Create("PermissionSet", {**values, **settled.early_columns()}, ref="set", related=related), reason
            )
            settled.add_changes(plan)
            return wanted
        self.license.refuse_change(known, self.name)
        fields: dict[str, t.Any] = dict(settled.early_columns())
        settled.add_changes(plan)
        for option, value in wanted.items():
            column = _ATTRIBUTES[option]
            if (current.get(column) or "") != value:
                plan.change("update", "permission_set", option, current.get(column), value)
                fields[column] = value
        if fields:
            found = {key: current.get(key) for key in ("Name", "Label", "IsCustom", "LicenseId", "License")}
            related = {**found, "NamespacePrefix": None, "IsOwnedByProfile": False, "PermissionSetGroupId": None}
            plan.write(Update("PermissionSet", current["Id"], fields, related), plan.changes[0])
        return wanted

    def _plan_absent(self, plan: Plan, known: Known) -> Plan:
        if plan.id is None:
            return plan
        holders = [row["Assignee"]["Username"] for row in known.records(assignments_query(self.name))]
        if holders:
            # Salesforce Help: permission sets cannot be deleted while they are assigned to users.
            text = f"Cannot delete permission set {self.name}: it is assigned to {', '.join(holders)}; unassign it first (sf_permset_assignment)"
            raise Refusal(text, "DELETE_FAILED", ["state"])
        groups = sorted(api_name(row["PermissionSetGroup"]) for row in known.records(groups_of_query(self.name)))
        if groups:
            text = f"Cannot delete permission set {self.name}: it is in the permission set group {', '.join(groups)}; take it out first (sf_permset_group)"
            raise Refusal(text, "DELETE_FAILED", ["state"])
        plan.before = {"name": self.name}
        plan.write(Delete("PermissionSet", str(plan.id)), plan.change("delete", "permission_set", self.name))
        return plan

    def _warn(self, plan: Plan, known: Known, fields_after: field_permissions.Rows, settled: Settled) -> None:
        self.warn_of_the_org(plan)
        missing = [one for one in self.optional if one.lower() not in self.permission_names(known)]
        if missing:
            plan.warnings.append(
                f"The org does not offer {', '.join(missing)}: permission set {self.name} does without"
            )
        offered = {row.split(".", 1)[0] for row in fields_after}
        blind = sorted(
            one for one in offered if not settled.readable(one) and not object_permissions.governed_elsewhere(one)
        )
        if blind:
            plan.warnings.append(
                f"Field permissions on {', '.join(blind)} have no effect: permission set {self.name} does not read these objects"
            )
