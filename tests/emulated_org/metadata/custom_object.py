# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CustomObject and CustomTab: what tools read to know an organisation's fields. Reading only."""

from __future__ import annotations

from ..schema.model import SObject
from . import custom_field
from .component import Component
from .custom_field import row
from .kind import Caller, Kind, Listed, kind


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
