# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FullName and Metadata: what some objects of the Tooling API say besides, for one record at a time."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ..errors import refuse
from ..metadata.component import Component, elements
from ..metadata.kind import Caller
from ..metadata.names import prefixed, profile_full_name
from ..metadata.types import KINDS
from ..schema.standard import data
from ..soql.syntax import Path, Query
from .call import Call

FIELDS = {"fullname": "FullName", "metadata": "Metadata"}
#: Object to the type of the component, and to its full name (Tooling API reference, fields of these objects).
OBJECTS: dict[str, tuple[str, t.Callable[[dict[str, t.Any]], str]]] = {
    "CustomField": ("CustomField", lambda row: f"{row['EntityDefinitionId']}.{prefixed(row, 'DeveloperName')}__c"),
    "CustomObject": ("CustomObject", lambda row: f"{prefixed(row, 'DeveloperName')}__c"),
    "ApexClass": ("ApexClass", lambda row: prefixed(row, "Name")),
    "EntityDefinition": ("CustomObject", lambda row: str(row["QualifiedApiName"])),
    "FieldDefinition": ("CustomField", lambda row: str(row["DurableId"])),
    "Profile": ("Profile", lambda row: profile_full_name(row["Name"])),
}
#: What stands beside the component: in its JSON it is no element.
APART = ("fullName", "content")


def split(query: Query, name: str) -> tuple[Query, list[str]]:
    """The query without these fields, and the ones it asks for."""
    if name not in OBJECTS:
        return query, []
    wanted = [item for item in query.items if isinstance(item, Path) and item.text.lower() in FIELDS]
    kept = tuple(item for item in query.items if item not in wanted)
    if wanted and not any(isinstance(item, Path) and item.text.lower() == "id" for item in kept):
        kept += (Path(("Id",)),)
    return replace(query, items=kept), [item.text for item in wanted if isinstance(item, Path)]


def complete(call: Call, name: str, records: list[dict[str, t.Any]], wanted: t.Sequence[str]) -> None:
    """Give the record what it was asked for; raises ApiError for several records."""
    if wanted and len(records) > 1:
        raise refuse("tooling_rows", size=len(records))
    for record in records if wanted else ():
        kind, full_name = OBJECTS[name]
        shown = full_name(call.org.database.get(name, record["Id"]) or {})
        for field in wanted:
            proper = FIELDS[field.lower()]
            record[proper] = shown if proper == "FullName" else _metadata(call, kind, shown)


def _metadata(call: Call, kind: str, full_name: str) -> t.Any:
    values = KINDS[kind].read(Caller(call.org, call.access), full_name)
    return _shown(kind, values) if values is not None else None


def _shown(kind: str, values: Component) -> dict[str, t.Any]:
    """Every element there could be: lists are empty, others null."""
    found: dict[str, t.Any] = {}
    for name, one in elements(kind).items():
        if name in APART:
            continue
        value = values.get(name)
        if one.many:
            found[name] = [_value(one.type, part) for part in value or ()]
        else:
            found[name] = _value(one.type, value)
    return found


def _value(kind: str, value: t.Any) -> t.Any:
    return _shown(kind, value) if isinstance(value, dict) and kind in data("metadata.json")["types"] else value
