# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All that a component grants, as steps that write it."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..rules.profile import system_columns
from ..schema.catalog import ACTIVITY
from ..store.database import Row
from . import object_grants, setup_grants, user_permissions
from .component import Component
from .kind import Caller, missing
from .steps import Step

#: Elements with what is granted, besides tabs, which profiles and permission sets name differently.
ELEMENTS = ("fieldPermissions", "objectPermissions", "userPermissions", *setup_grants.ENTITIES)
#: Row of a tab and what permission sets call it (Metadata API, PermissionSetTabSetting).
VISIBILITIES = {"DefaultOn": "Visible", "DefaultOff": "Available"}

#: Elements that name what these organisations do not have: the name inside, and the type of it.
ABSENT = {
    "applicationVisibilities": ("application", "CustomApplication"),
    "customMetadataTypeAccesses": ("name", "CustomObject"),
    "customSettingAccesses": ("name", "CustomObject"),
    "externalDataSourceAccesses": ("externalDataSource", "ExternalDataSource"),
    "flowAccesses": ("flow", "Flow"),
    "layoutAssignments": ("layout", "Layout"),
    "recordTypeVisibilities": ("recordType", "RecordType"),
}


def steps(caller: Caller, parent: str, values: Component, tabs: t.Mapping[str, str | None]) -> list[Step]:
    """Writes of everything but the user permissions, which stand in the record itself."""
    return [
        *object_grants.object_steps(caller, parent, values.get("objectPermissions", ())),
        *object_grants.field_steps(caller, parent, values.get("fieldPermissions", ())),
        *setup_grants.tab_steps(caller, parent, tabs),
        *(
            step
            for element in setup_grants.ENTITIES
            for step in setup_grants.entity_steps(caller, parent, element, values.get(element, ()))
        ),
    ]


def opened(caller: Caller, sobject: str, row: Row) -> Component:
    """What a permission set grants: only what is on (seen in retrieved permission sets)."""
    parent = row["Id"]
    found: Component = {
        "fieldPermissions": object_grants.fields(caller, parent, False),
        "objectPermissions": object_grants.objects(caller, parent),
        "userPermissions": user_permissions.read(caller, sobject, row),
        "tabSettings": [
            {"tab": tab, "visibility": VISIBILITIES[visibility]}
            for tab, visibility in sorted(setup_grants.tabs(caller, parent).items())
        ],
    }
    for element in setup_grants.ENTITIES:
        found[element] = setup_grants.entities(caller, parent, element, False)
    return found


def tabs_of(values: Component) -> dict[str, str | None]:
    """tabSettings as rows have them."""
    rows = {shown: visibility for visibility, shown in VISIBILITIES.items()}
    return {entry["tab"]: rows.get(entry["visibility"]) for entry in values.get("tabSettings", ())}


def completed(caller: Caller, sobject: str, row: Row, values: Component) -> Component:
    """*values* with everything switched off that they do not list (Metadata API, PermissionSet, since version 40)."""
    off: dict[str, tuple[str, Component]] = {
        "fieldPermissions": ("field", {"editable": False, "readable": False}),
        "objectPermissions": ("object", {}),
        "userPermissions": ("name", {"enabled": False}),
        "tabSettings": ("tab", {"visibility": "None"}),
        **{element: (key, {"enabled": False}) for element, (key, _sobject, _name) in setup_grants.ENTITIES.items()},
    }
    before = opened(caller, sobject, row)
    found = dict(values)
    for element, (key, closed) in off.items():
        given = list(values.get(element, ()))
        named = {_same(str(entry[key])) for entry in given}
        rest = [entry[key] for entry in before[element] if _same(str(entry[key])) not in named]
        found[element] = given + [{key: name, **closed} for name in rest]
    return found


def _same(name: str) -> str:
    """One spelling for names that mean the same: rows of custom activity fields are kept identical."""
    sobject, dot, field = name.lower().partition(".")
    if field.endswith("__c") and sobject in {one.lower() for one in ACTIVITY}:
        sobject = "activity"
    return sobject + dot + field


def own_fields(caller: Caller, sobject: str, row: Row, values: Component) -> Row:
    """User permissions of *values* that differ from the record."""
    wanted = user_permissions.wanted(caller, sobject, values.get("userPermissions", ()))
    known = set(system_columns(caller.org, sobject))
    return {name: value for name, value in wanted.items() if name in known and bool(row[name]) != value}


def demand_known(kind: str, values: Component, known: t.Collection[str]) -> None:
    """Raises ApiError for an element that means something to Salesforce, and nothing here. What it names is missing: this
    org has no such components."""
    unknown = sorted(name for name, value in values.items() if name not in known and value not in (None, []))
    for name in unknown:
        key, target = ABSENT.get(name, ("", ""))
        if not key:
            raise refuse("metadata_not_emulated", name=f"{kind}.{name}")
        for entry in values[name]:
            raise missing(key, target, str(entry.get(key)))
