# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""PermissionSetGroup and MutingPermissionSet."""

from __future__ import annotations

import functools

from ..rules import groups
from ..store.database import Row
from . import grants
from .component import Component
from .kind import Caller, Kind, Listed, kind, missing
from .names import prefixed
from .steps import settle

#: Element with names of what is in a group, to the object of these, and that object's name field.
PARTS = {
    "permissionSets": ("PermissionSet", "Name"),
    "mutingPermissionSets": ("MutingPermissionSet", "DeveloperName"),
}


@kind
class GroupKind(Kind):
    """An update replaces the whole of both lists."""

    name = "PermissionSetGroup"
    renamed = ("PermissionSetGroup", "DeveloperName")

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(prefixed(row, "DeveloperName"), row) for row in caller.org.database.all("PermissionSetGroup")]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        row = self.find(caller, full_name)
        if row is None:
            return None
        found: Component = {
            "fullName": full_name,
            "label": row["MasterLabel"],
            "description": row["Description"],
            "hasActivationRequired": bool(row["HasActivationRequired"]),
            "status": row["Status"],
        }
        for (element, (sobject, field)), ids in zip(PARTS.items(), groups.members(caller.org, row["Id"]), strict=True):
            records = [caller.org.database.get(sobject, one) or {} for one in ids]
            found[element] = sorted(prefixed(one, field) for one in records)
        return found

    def create(self, caller: Caller, values: Component) -> None:
        made = caller.create("PermissionSetGroup", DeveloperName=values["fullName"], MasterLabel=values["label"])
        self._write(caller, caller.org.database.get("PermissionSetGroup", made) or {}, values)

    def update(self, caller: Caller, values: Component) -> None:
        self._write(caller, self.existing(caller, values["fullName"]), values)

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.delete("PermissionSetGroup", self.existing(caller, full_name)["Id"])

    def _write(self, caller: Caller, row: Row, values: Component) -> None:
        caller.need("ManageProfilesPermissionsets")
        fields = {
            "label": "MasterLabel",
            "description": "Description",
            "hasActivationRequired": "HasActivationRequired",
        }
        changes = {
            field: values[element]
            for element, field in fields.items()
            if element in values and (values[element] or None) != (row[field] or None)
        }
        if changes:
            caller.update("PermissionSetGroup", row["Id"], **changes)
        wanted = [_record(caller, element, name) for element in PARTS for name in values.get(element, ())]
        key = {"PermissionSetGroupId": row["Id"]}
        kept = caller.org.database.find("PermissionSetGroupComponent", **key)
        for one in kept:
            if one["PermissionSetId"] not in wanted:
                caller.delete("PermissionSetGroupComponent", one["Id"])
        present = {one["PermissionSetId"] for one in kept}
        for record in dict.fromkeys(wanted):
            if record not in present:
                caller.create("PermissionSetGroupComponent", PermissionSetId=record, **key)


def _record(caller: Caller, element: str, name: str) -> str:
    sobject, field = PARTS[element]
    for row in caller.org.database.all(sobject):
        if prefixed(row, field) == name and not row.get("IsOwnedByProfile") and not row.get("PermissionSetGroupId"):
            return str(row["Id"])
    raise missing(element, sobject, name)


@kind
class MutingKind(Kind):
    """A permission set whose content is what its group does not grant."""

    name = "MutingPermissionSet"
    renamed = ("MutingPermissionSet", "DeveloperName")

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(row["DeveloperName"], row) for row in caller.org.database.all("MutingPermissionSet")]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        row = self.find(caller, full_name)
        if row is None:
            return None
        found = {name: value for name, value in grants.opened(caller, self.name, row).items() if value}
        return {"fullName": full_name, "label": row["MasterLabel"], **found}

    def create(self, caller: Caller, values: Component) -> None:
        made = caller.create("MutingPermissionSet", DeveloperName=values["fullName"], MasterLabel=values["label"])
        self._write(caller, caller.org.database.get("MutingPermissionSet", made) or {}, values)

    def update(self, caller: Caller, values: Component) -> None:
        self._write(caller, self.existing(caller, values["fullName"]), values)

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.delete("MutingPermissionSet", self.existing(caller, full_name)["Id"])

    def _write(self, caller: Caller, row: Row, values: Component) -> None:
        grants.demand_known(self.name, values, {"fullName", "label", *grants.ELEMENTS})
        caller.need("ManageProfilesPermissionsets")
        values = grants.completed(caller, self.name, row, values)
        settle(
            [
                *grants.steps(caller, row["Id"], values, {}),
                functools.partial(_own, caller, row["Id"], values),
            ]
        )


def _own(caller: Caller, record: str, values: Component) -> None:
    row = caller.org.database.get("MutingPermissionSet", record) or {}
    changes: Row = grants.own_fields(caller, "MutingPermissionSet", row, values)
    if values["label"] != row["MasterLabel"]:
        changes["MasterLabel"] = values["label"]
    if changes:
        caller.update("MutingPermissionSet", record, **changes)
