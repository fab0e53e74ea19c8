# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The writes that bring a permission set's rows to what they should be. A row that grants nothing must not exist."""

from __future__ import annotations

import typing as t

from . import entity_access, object_permissions, tabs
from .edits import Edit
from .field_permissions import EDIT, READ, Rows, echoes, twin
from .grants import Settled
from .permission_set_content import Content
from .plan import Plan
from .requests import Create, Delete, Ref, Update
from .resource import Known, Record

Parent = t.Union[str, Ref]


class Writer:
    """Adds the changes and the writes of one permission set to a plan."""

    def __init__(self, plan: Plan, parent: Parent, names: Record, content: Content, known: Known) -> None:
        self.plan, self.parent, self.content, self.known = plan, parent, content, known
        seen = {**names, "NamespacePrefix": None, "PermissionSetGroupId": None}
        self.related = {"Parent": {**seen, "IsOwnedByProfile": False, "IsCustom": True}}

    def _create(self, sobject: str, values: t.Mapping[str, t.Any], by_org: bool = False) -> Create:
        return Create(sobject, {"ParentId": self.parent, **values}, related=self.related, by_org=by_org)

    def objects(self, settled: Settled) -> None:
        """Object rows: what is gained, each after what it requires; then what is lost, each before what it required."""
        rows = self.content.objects(self.known)
        for sobject in settled.gaining():
            reason = settled.granted_changes(self.plan, sobject)
            gained = settled.words(settled.granted, sobject)
            if sobject in rows:
                values = object_permissions.columns(gained, gained)
                self.plan.write(Update("ObjectPermissions", rows[sobject]["Id"], values), reason)
            else:
                row: Record = {"SobjectType": sobject, **object_permissions.columns(gained)}
                self.plan.write(self._create("ObjectPermissions", row), reason)
        for sobject in settled.losing():
            reason = settled.revoked_change(self.plan, sobject)
            row_id = rows[sobject]["Id"]
            if settled.words(settled.target, sobject):
                values = object_permissions.columns((), settled.words(settled.revoked, sobject))
                self.plan.write(Update("ObjectPermissions", row_id, values), reason)
            else:
                self.plan.write(Delete("ObjectPermissions", row_id), reason)

    def fields_removed(self, target: Rows) -> None:
        """Rows that go; before the objects' rows, so that no row outlives its object's permission."""
        for name, row in sorted(self.content.field_rows(self.known).items()):
            if name not in target:
                level = EDIT if row.get("PermissionsEdit") else READ
                reason = self.plan.change("revoke", "field_permission", name, level, None)
                self.plan.write(Delete("FieldPermissions", row["Id"], by_org=echoes(name)), reason)

    def fields_granted(self, target: Rows, declared: Rows) -> None:
        """Rows that come or change; those nobody declared are there because the org keeps them equal to a declared one."""
        rows = self.content.field_rows(self.known)
        for name in sorted(target):
            wanted, row = target[name], rows.get(name)
            level = (EDIT if row.get("PermissionsEdit") else READ) if row else None
            if level == wanted:
                continue
            verb = "revoke" if level == EDIT else "grant"
            implied_by = "" if name in declared else twin(name) or ""
            reason = self.plan.change(verb, "field_permission", name, level, wanted, implied_by)
            if row is None:
                values = {
                    "SobjectType": name.split(".", 1)[0],
                    "Field": name,
                    "PermissionsRead": True,
                    "PermissionsEdit": wanted == EDIT,
                }
                self.plan.write(self._create("FieldPermissions", values, echoes(name)), reason)
            else:
                values = {"PermissionsEdit": wanted == EDIT}
                self.plan.write(Update("FieldPermissions", row["Id"], values, by_org=echoes(name)), reason)

    def tabs(self, target: t.Mapping[str, str], wanted: Edit[tabs.Tab]) -> None:
        rows = self.content.tab_rows(self.known)
        current = tabs.granted(rows.values())
        for name in sorted(set(current) - set(target)):
            self.plan.write(
                Delete("PermissionSetTabSetting", rows[name]["Id"]),
                self.plan.change("revoke", "tab", name, current[name], None),
            )
        for name, visibility in sorted(target.items()):
            if current.get(name) == visibility:
                continue
            reason = self.plan.change("grant", "tab", name, current.get(name), visibility)
            values = {"Visibility": tabs.VISIBILITY[visibility]}
            if name in rows:
                self.plan.write(Update("PermissionSetTabSetting", rows[name]["Id"], values), reason)
            else:
                self.plan.write(self._create("PermissionSetTabSetting", {"Name": name, **values}), reason)
        for name in sorted(set(current) - tabs.declared(wanted, current, self.known)):
            self.plan.unmanaged.append({"kind": "tab", "key": name, "value": current[name]})

    def entities(self, target: t.Mapping[str, t.Mapping[str, str]], wanted: entity_access.Edits) -> None:
        rows = self.content.entity_rows(self.known)
        for entity in entity_access.ENTITIES:
            mine = {row["SetupEntityId"]: row for row in rows if row["SetupEntityType"] == entity.entity_type}
            keep = target.get(entity.option)
            declared = entity_access.declared(entity, wanted, self.known)
            for record_id in sorted(mine):
                name = entity_access.name(entity, record_id, self.known)
                if keep is not None and record_id not in keep:
                    reason = self.plan.change("revoke", entity.kind, name, True, None)
                    self.plan.write(Delete("SetupEntityAccess", mine[record_id]["Id"]), reason)
                if record_id not in declared:
                    self.plan.unmanaged.append({"kind": entity.kind, "key": name, "value": True})
            for record_id, name in sorted((keep or {}).items()):
                if record_id not in mine:
                    reason = self.plan.change("grant", entity.kind, name, None, True)
                    values = {"SetupEntityId": record_id}
                    related = {**self.related, "SetupEntityType": entity.entity_type}
                    self.plan.write(
                        Create("SetupEntityAccess", {"ParentId": self.parent, **values}, related=related), reason
                    )


def unmanaged_fields(plan: Plan, rows: t.Mapping[str, Record], declared: Rows, settled: Settled) -> None:
    """Report rows nobody declared; where the set views all fields, rows that only read are no news."""
    for name, row in sorted(rows.items()):
        level = EDIT if row.get("PermissionsEdit") else READ
        if name not in declared and not (level == READ and settled.views_all_fields(name.split(".", 1)[0])):
            plan.unmanaged.append({"kind": "field_permission", "key": name, "value": level})
