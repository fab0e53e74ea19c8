# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tabs, Apex classes, pages and custom permissions of a component: rows under a permission set."""

from __future__ import annotations

import functools
import typing as t

from .component import Component
from .kind import Caller, missing
from .names import pairs, prefixed
from .steps import Step

#: Element to the name inside its entries, the object of what is opened, and that object's name field.
ENTITIES = {
    "classAccesses": ("apexClass", "ApexClass", "Name"),
    "customPermissions": ("name", "CustomPermission", "DeveloperName"),
    "pageAccesses": ("apexPage", "ApexPage", "Name"),
}


def tabs(caller: Caller, parent: str) -> dict[str, str]:
    """Tab to the visibility its row has."""
    return pairs(caller.org.database.find("PermissionSetTabSetting", ParentId=parent), "Name", "Visibility")


def tab_steps(caller: Caller, parent: str, wanted: t.Mapping[str, str | None]) -> t.Iterator[Step]:
    """*wanted*: tab to visibility, None to hide it."""
    for name, visibility in wanted.items():
        found = caller.org.catalog.tabs.get(name.lower())
        if found is None:
            raise missing("tab", "CustomTab", name)
        yield functools.partial(_tab, caller, parent, found.name, visibility)


def _tab(caller: Caller, parent: str, name: str, visibility: str | None) -> None:
    row = caller.org.database.one("PermissionSetTabSetting", ParentId=parent, Name=name)
    if row is None and visibility:
        caller.create("PermissionSetTabSetting", ParentId=parent, Name=name, Visibility=visibility)
    elif row is not None and not visibility:
        caller.delete("PermissionSetTabSetting", row["Id"])
    elif row is not None and row["Visibility"] != visibility:
        caller.update("PermissionSetTabSetting", row["Id"], Visibility=visibility)


def entities(caller: Caller, parent: str, element: str, closed: bool) -> list[Component]:
    """What an element of ENTITIES lists; with *closed* also what is not open."""
    key, sobject, name = ENTITIES[element]
    opened = {row["SetupEntityId"] for row in caller.org.database.find("SetupEntityAccess", ParentId=parent)}
    rows = sorted((prefixed(row, name), row["Id"]) for row in caller.org.database.all(sobject))
    return [{key: shown, "enabled": row in opened} for shown, row in rows if closed or row in opened]


def entity_steps(caller: Caller, parent: str, element: str, given: t.Sequence[Component]) -> t.Iterator[Step]:
    """Writes that open and close what is given."""
    key, sobject, name = ENTITIES[element]
    known = {prefixed(row, name): row["Id"] for row in caller.org.database.all(sobject)} if given else {}
    for entry in given:
        if entry[key] not in known:
            raise missing(key, sobject, entry[key])
        yield functools.partial(_entity, caller, parent, known[entry[key]], bool(entry["enabled"]))


def _entity(caller: Caller, parent: str, target: str, enabled: bool) -> None:
    row = caller.org.database.one("SetupEntityAccess", ParentId=parent, SetupEntityId=target)
    if row is None and enabled:
        caller.create("SetupEntityAccess", ParentId=parent, SetupEntityId=target)
    elif row is not None and not enabled:
        caller.delete("SetupEntityAccess", row["Id"])
