# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ApexClass, ApexPage and CustomPermission: what permission sets name. Code has no content here."""

from __future__ import annotations

import base64
import typing as t

from ..errors import refuse
from . import archive, blank, registry
from .component import Component
from .kind import Caller, Kind, Listed, kind
from .names import prefixed


class Code(Kind):
    """Two files each: the code, and what is said about it. Code of packages is hidden (seen in retrieved classes)."""

    body = ""

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(prefixed(row, "Name"), row) for row in caller.org.database.all(self.name)]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        row = self.find(caller, full_name)
        if row is None:
            return None
        text = "(hidden)" if row.get("NamespacePrefix") else self.body.replace("NAME", str(row["Name"]))
        content = base64.b64encode(text.encode()).decode()
        return {"fullName": full_name, "content": content, "apiVersion": float(caller.version), **self.extra(row)}

    def extra(self, row: dict[str, t.Any]) -> Component:
        """What else the component says."""
        raise NotImplementedError

    def files(self, values: Component) -> dict[str, bytes]:
        path = registry.file_of(self.name, values["fullName"])
        about = {name: value for name, value in values.items() if name != "content"}
        return {path: base64.b64decode(values["content"]), f"{path}-meta.xml": archive.document(self.name, about)}


@kind
class ClassKind(Code):
    name = "ApexClass"
    body = "public class NAME {\n}"

    def extra(self, row: dict[str, t.Any]) -> Component:
        return {"status": "Active"}


@kind
class PageKind(Code):
    name = "ApexPage"
    body = "<apex:page>\n</apex:page>"

    def extra(self, row: dict[str, t.Any]) -> Component:
        return {"label": row.get("MasterLabel") or row["Name"]}


@kind
class CustomPermissionKind(Kind):
    name = "CustomPermission"

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(prefixed(row, "DeveloperName"), row) for row in caller.org.database.all(self.name)]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        row = self.find(caller, full_name)
        if row is None:
            return None
        return {
            "fullName": full_name,
            "description": row.get("Description"),
            "isLicensed": False,
            "label": row["MasterLabel"],
        }

    def create(self, caller: Caller, values: Component) -> None:
        """Past the data APIs, which can only read it."""
        caller.need("ManageCustomPermissions", "CustomizeApplication")
        if self.find(caller, values["fullName"]) is not None:
            raise refuse("set_name_taken", ["fullName"])
        stamps = dict.fromkeys(("CreatedDate", "LastModifiedDate", "SystemModstamp"), caller.org.clock.stamp())
        people = dict.fromkeys(("CreatedById", "LastModifiedById"), caller.access.user)
        fields = {**_fields(values), **stamps, **people}
        flags = dict.fromkeys(("IsDeleted", "IsProtected", "IsLicensed"), False)
        blank.put(caller.org, self.name, DeveloperName=values["fullName"], Language="en_US", **flags, **fields)

    def update(self, caller: Caller, values: Component) -> None:
        caller.need("ManageCustomPermissions", "CustomizeApplication")
        row = self.existing(caller, values["fullName"])
        changes = {name: value for name, value in _fields(values).items() if value != row.get(name)}
        if changes:
            changes.update(dict.fromkeys(("LastModifiedDate", "SystemModstamp"), caller.org.clock.stamp()))
            caller.org.database.update(self.name, row["Id"], {**changes, "LastModifiedById": caller.access.user})

    def delete(self, caller: Caller, full_name: str) -> None:
        """What opens it goes with it."""
        caller.need("ManageCustomPermissions", "CustomizeApplication")
        gone = self.existing(caller, full_name)["Id"]
        for row in caller.org.database.ids("SetupEntityAccess", SetupEntityId=gone):
            caller.org.database.delete("SetupEntityAccess", row)
        caller.org.database.delete(self.name, gone)


def _fields(values: Component) -> dict[str, t.Any]:
    given = {"MasterLabel": values["label"]}
    return {**given, "Description": values["description"]} if "description" in values else given
