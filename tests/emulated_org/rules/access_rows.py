# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tabs, connected apps, Apex classes and custom permissions of a permission set."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from .base import Rules, rules_for
from .object_permissions import open_parent

if t.TYPE_CHECKING:
    from .writer import Writer

#: What SetupEntityAccess may open, by the object of the Id.
ENTITIES = {
    "ApexClass": "ApexClass",
    "ApexPage": "ApexPage",
    "ConnectedApplication": "ConnectedApplication",
    "CustomPermission": "CustomPermission",
    "ExternalClientApplication": "ExternalClientApplication",
    "NamedCredential": "NamedCredential",
}


@rules_for("PermissionSetTabSetting")
class TabRules(Rules):
    """Object Reference, PermissionSetTabSetting: no row means hidden."""

    def before_create(self, writer: Writer, row: Row) -> None:
        _tabs_are_open(writer)
        open_parent(writer, row)
        tab = writer.org.catalog.tabs.get(str(row["Name"]).lower())
        if tab is None:
            raise refuse("tab_unknown", ["Name"], name=row["Name"])
        row["Name"] = tab.name
        twins = writer.database.ids("PermissionSetTabSetting", ParentId=row["ParentId"], Name=row["Name"])
        if twins:
            raise refuse("row_twice", id=twins[0])

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        _tabs_are_open(writer)
        open_parent(writer, old)

    def before_delete(self, writer: Writer, old: Row) -> None:
        _tabs_are_open(writer)
        open_parent(writer, old)


def _tabs_are_open(writer: Writer) -> None:
    """Raises ApiError where tab settings are written as metadata only."""
    if not (writer.metadata or writer.org.settings.tab_settings_over_rest):
        raise refuse("cannot_create", label="Permission Set Tab Setting")


@rules_for("SetupEntityAccess")
class SetupEntityRules(Rules):
    """Object Reference, SetupEntityAccess: the type follows from the Id."""

    def before_create(self, writer: Writer, row: Row) -> None:
        open_parent(writer, row)
        target = writer.org.catalog.by_prefix.get(str(row["SetupEntityId"])[:3])
        kind = ENTITIES.get(target.name) if target is not None else None
        if target is None or kind is None or not writer.database.ids(target.name, Id=row["SetupEntityId"]):
            raise refuse("cross_reference", ["SetupEntityId"])
        row["SetupEntityType"] = kind
        keys = {key: row[key] for key in ("ParentId", "SetupEntityId")}
        twins = writer.database.ids("SetupEntityAccess", **keys)
        if twins:
            raise refuse("row_twice", id=twins[0])

    def before_delete(self, writer: Writer, old: Row) -> None:
        open_parent(writer, old)
