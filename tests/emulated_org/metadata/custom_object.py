# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CustomObject and CustomTab: what tools read to know an organisation's fields, and custom objects of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from ..errors import refuse
from ..schema import changes
from ..schema.custom import custom_object
from ..schema.model import SObject
from . import custom_field
from .component import Component
from .custom_field import row
from .kind import Caller, Kind, Listed, kind, missing


@kind
class ObjectKind(Kind):
    """Custom objects whole; of standard ones what can be changed. A star means the custom ones only (Metadata API,
    Sample package.xml Manifest Files)."""

    name = "CustomObject"

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(one.name, row(caller, "01I", one.name, one.custom)) for one in custom_field.objects(caller)]

    def starred(self, caller: Caller) -> list[Listed]:
        return [one for one in self.listed(caller) if one.full_name.endswith("__c")]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        one = caller.org.catalog.get(full_name)
        if one is None or one.name not in {found.name for found in custom_field.objects(caller)}:
            return None
        fields = sorted(custom_field.fields_of(one), key=lambda field: field.name)
        kept = [field for field in fields if not one.custom or field.custom]
        found: Component = {
            "fullName": one.name,
            "enableFeeds": False,
            "externalSharingModel": "Private",
            "fields": [custom_field.component(field) for field in kept],
            "sharingModel": _sharing(caller, one),
        }
        return {**found, **_own(one)} if one.custom else {**found, "enableHistory": False}

    def create(self, caller: Caller, values: Component) -> None:
        """With a table of its own, and without a tab."""
        caller.need("CustomizeApplication")
        name = str(values["fullName"])
        if not NAME.match(name):
            raise refuse("object_name")
        if caller.org.catalog.get(name) is not None:
            raise refuse("object_twice", name=name.removesuffix("__c"))
        for element in ("label", "pluralLabel", "nameField", "deploymentStatus", "sharingModel"):
            if not values.get(element):
                raise refuse("object_must", [element], element=element)
        named = values["nameField"]
        kind = "autonumber" if named.get("type") == "AutoNumber" else "text"
        raw = {"name": name, "label": values["label"], "plural": values["pluralLabel"]}
        raw["name_field"] = {"type": kind, "label": named.get("label") or f"{values['label']} Name"}
        changes.put_object(caller.org, custom_object(raw, changes.free_number(caller.org)))
        caller.org.sharing[name] = values["sharingModel"]
        self._fields(caller, values)

    def update(self, caller: Caller, values: Component) -> None:
        caller.need("CustomizeApplication")
        self.existing(caller, values["fullName"])
        one = caller.org.catalog.get(values["fullName"])
        if one is not None and one.custom:
            label, plural = values.get("label") or one.label, values.get("pluralLabel") or one.plural
            if (label, plural) != (one.label, one.plural):
                changes.put_object(caller.org, replace(one, label=label, plural=plural))
        self._fields(caller, values)

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.need("CustomizeApplication")
        one = caller.org.catalog.get(full_name)
        if one is None or not one.custom:
            raise missing("fullName", self.name, full_name)
        changes.drop_object(caller.org, one)

    def inside(self, values: Component) -> list[tuple[str, Component]]:
        name = values["fullName"]
        custom = [one for one in values.get("fields", ()) if str(one.get("fullName")).endswith("__c")]
        return [("CustomField", {**one, "fullName": f"{name}.{one['fullName']}"}) for one in custom]

    def _fields(self, caller: Caller, values: Component) -> None:
        """Custom fields that stand in the object; what can be said of standard ones means nothing here."""
        fields = custom_field.FieldKind()
        for _kind, one in self.inside(values):
            (fields.create if fields.read(caller, one["fullName"]) is None else fields.update)(caller, one)


#: Custom objects and what is like them; only objects can be made here.
NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|_(?!_))*(?<!_)__c\Z")


def _own(one: SObject) -> Component:
    """What a custom object has besides."""
    name = one.fields["name"]
    named: Component = {"label": name.label, "type": "AutoNumber" if name.auto_number else "Text"}
    if name.auto_number:
        named["displayFormat"] = "{00000000}"
    flags = ("enableActivities", "enableFeeds", "enableHistory")
    return {
        **dict.fromkeys(flags, False),
        **dict.fromkeys(
            ("enableBulkApi", "enableReports", "enableSearch", "enableSharing", "enableStreamingApi"), True
        ),
        "deploymentStatus": "Deployed",
        "label": one.label,
        "nameField": named,
        "pluralLabel": one.plural,
        "visibility": "Public",
    }


def _sharing(caller: Caller, one: SObject) -> str:
    if any(field.cascade for field in one.fields.values()):
        return "ControlledByParent"
    return caller.org.sharing.get(one.name, "ReadWrite")


@kind
class TabKind(Kind):
    """Tabs of custom objects are named like these."""

    name = "CustomTab"

    def listed(self, caller: Caller) -> list[Listed]:
        tabs = [tab for tab in caller.org.catalog.tabs.values() if tab.custom]
        return [Listed(tab.name, row(caller, "01r", tab.name, True)) for tab in tabs]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        tab = caller.org.catalog.tabs.get(full_name.lower())
        if tab is None or not tab.custom:
            return None
        return {"fullName": tab.name, "customObject": True, "motif": "Custom53: Bell"}
