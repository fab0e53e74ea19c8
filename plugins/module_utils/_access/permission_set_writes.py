# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The writes that bring a permission set's rows to what they should be. A row that grants nothing must not exist."""

from __future__ import annotations

import typing as t

from . import entity_access, object_permissions, tabs
from .field_permissions import EDIT, READ, Rows, echoes, twin
from .grants import Settled
from .permission_set_content import Content
from .plan import Change, Plan
from .requests import Create, Delete, Ref, Update
from .resource import Known, Record

Parent = t.Union[str, Ref]


def owner_of(names: Record) -> Record:
    """What queries ask of the set a row belongs to, for a set that belongs to no profile, package or group."""
    seen = {**names, "NamespacePrefix": None, "PermissionSetGroupId": None}
    return {**seen, "IsOwnedByProfile": False, "IsCustom": True}


class Writer:
    """Adds the changes and the writes of one permission set to a plan.

    *owner* is what queries ask of the set. With *by_org* the rows are planned and previewed, and something else makes the org write them.
    """

    def __init__(
        self, plan: Plan, parent: Parent, owner: Record, content: Content, known: Known, by_org: bool = False
    ) -> None:
        self.plan, self.parent, self.content, self.known, self.by_org = plan, parent, content, known, by_org
        self.related = {"Parent": owner}

    def _create(self, sobject: str, values: t.Mapping[str, t.Any], reason: Change | None, by_org: bool = False) -> None:
        fields = {"ParentId": self.parent, **values}
        self.plan.write(Create(sobject, fields, related=self.related, by_org=by_org or self.by_org), reason)

    def _update(self, sobject: str, row: Record, values: Record, reason: Change | None, by_org: bool = False) -> None:
        self.plan.write(Update(sobject, row["Id"], values, by_org=by_org or self.by_org), reason)

    def _delete(self, sobject: str, row: Record, reason: Change | None, by_org: bool = False) -> None:
        self.plan.write(Delete(sobject, row["Id"], by_org=by_org or self.by_org), reason)

    def objects(self, settled: Settled) -> None:
        """Object rows: what is gained, each after what it requires; then what is lost, each before what it required."""
        rows = self.content.objects(self.known)
        for sobject in settled.gaining():
            reason = settled.granted_changes(self.plan, sobject)
            gained = settled.words(settled.granted, sobject)
            if sobject in rows:
                values = object_permissions.columns(gained, gained)
                self._update("ObjectPermissions", rows[sobject], {**values}, reason)
            else:
                row: Record = {"SobjectType": sobject, **object_permissions.columns(gained)}
                self._create("ObjectPermissions", row, reason)
        for sobject in settled.losing():
            reason = settled.revoked_change(self.plan, sobject)
            if settled.words(settled.target, sobject):
                values = object_permissions.columns((), settled.words(settled.revoked, sobject))
                self._update("ObjectPermissions", rows[sobject], {**values}, reason)
            else:
                self._delete("ObjectPermissions", rows[sobject], reason)

    def fields_removed(self, target: Rows) -> None:
        """Rows that go; before the objects' rows, so that no row outlives its object's permission."""
        for name, row in sorted(self.content.field_rows(self.known).items()):
            if name not in target:
                level = EDIT if row.get("PermissionsEdit") else READ
                reason = self.plan.change("revoke", "field_permission", name, level, None)
                self._delete("FieldPermissions", row, reason, echoes(name))

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
                self._create("FieldPermissions", values, reason, echoes(name))
            else:
                self._update("FieldPermissions", row, {"PermissionsEdit": wanted == EDIT}, reason, echoes(name))

    def tabs(self, target: t.Mapping[str, str], declared: t.Collection[str]) -> None:
        rows = self.content.tab_rows(self.known)
        current = tabs.granted(rows.values())
        for name in sorted(set(current) - set(target)):
            reason = self.plan.change("revoke", "tab", name, current[name], None)
            self._delete("PermissionSetTabSetting", rows[name], reason)
        for name, visibility in sorted(target.items()):
            if current.get(name) == visibility:
                continue
            reason = self.plan.change("grant", "tab", name, current.get(name), visibility)
            values = {"Visibility": tabs.VISIBILITY[visibility]}
            if name in rows:
                self._update("PermissionSetTabSetting", rows[name], values, reason)
            else:
                self._create("PermissionSetTabSetting", {"Name": name, **values}, reason)
        for name in sorted(set(current) - set(declared)):
            self.plan.unmanaged.append({"kind": "tab", "key": name, "value": current[name]})

    def entities(self, target: entity_access.Target, declared: t.Mapping[str, t.Collection[str]]) -> None:
        rows = entity_access.by_type(self.content.entity_rows(self.known))
        for entity in entity_access.entities({*rows, *target}):
            mine = {row["SetupEntityId"]: row for row in rows.get(entity.entity_type, ())}
            keep = target.get(entity.entity_type)
            for record_id in sorted(mine):
                name = entity_access.name(entity, record_id, self.known)
                if keep is not None and record_id not in keep:
                    reason = self.plan.change("revoke", entity.kind, name, True, None)
                    self._delete("SetupEntityAccess", mine[record_id], reason)
                if record_id not in declared.get(entity.entity_type, ()):
                    self.plan.unmanaged.append({"kind": entity.kind, "key": name, "value": True})
            for record_id, name in sorted((keep or {}).items()):
                if record_id not in mine:
                    self._open(entity, record_id, self.plan.change("grant", entity.kind, name, None, True))

    def _open(self, entity: entity_access.Entity, record_id: str, reason: Change) -> None:
        fields = {"ParentId": self.parent, "SetupEntityId": record_id}
        related = {**self.related, "SetupEntityType": entity.entity_type}
        self.plan.write(Create("SetupEntityAccess", fields, related=related, by_org=self.by_org), reason)
