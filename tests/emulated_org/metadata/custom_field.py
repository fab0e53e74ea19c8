# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CustomField: a field of an object as a component."""

from __future__ import annotations

import typing as t

from ..schema.model import Field, SObject
from ..store.database import Row
from . import archive, registry
from .component import Component
from .kind import Caller, Kind, Listed, kind

#: Type of a field to the type of the component (Metadata API, FieldType).
TYPES = {
    "boolean": "Checkbox",
    "currency": "Currency",
    "date": "Date",
    "datetime": "DateTime",
    "double": "Number",
    "email": "Email",
    "int": "Number",
    "multipicklist": "MultiselectPicklist",
    "percent": "Percent",
    "phone": "Phone",
    "picklist": "Picklist",
    "reference": "Lookup",
    "string": "Text",
    "textarea": "TextArea",
    "url": "Url",
}
#: Digits of number fields, which the data model does not keep.
PRECISION, SCALE = 18, 2
#: Longest text that is not a LongTextArea.
SHORT = 255
SYSTEM = ("Id", "IsDeleted", "SystemModstamp", "CreatedDate", "LastModifiedDate", "LastActivityDate")


def fields_of(sobject: SObject) -> t.Iterator[Field]:
    """The fields an object's component lists: no system fields, and no parts of compound ones."""
    for one in sobject.fields.values():
        if one.custom or not (one.name in SYSTEM or one.compound or one.type == "id" or one.system_permission):
            yield one


def component(one: Field) -> Component:
    """A field as it stands inside its object. Of standard ones only what can be changed is shown."""
    if not one.custom:
        shown = TYPES.get(one.type) if one.type in ("picklist", "multipicklist", "reference") else None
        return {"fullName": one.name, "trackFeedHistory": False, "type": shown}
    found: Component = {
        "fullName": one.name,
        "externalId": one.external_id,
        "label": one.label,
        "trackFeedHistory": False,
        "trackTrending": False,
        "type": _type(one),
    }
    if one.type == "boolean":
        found["defaultValue"] = "false"
    elif not one.calculated:
        found["required"] = not one.nillable and not one.cascade
    return {**found, **_details(one)}


def _type(one: Field) -> str:
    if one.auto_number:
        return "AutoNumber"
    if one.cascade:
        return "MasterDetail"
    if one.type == "textarea" and one.length > SHORT:
        return "LongTextArea"
    return TYPES.get(one.type, "Text")


def _details(one: Field) -> Component:
    """What only some types have."""
    if one.type in ("double", "currency", "percent", "int"):
        return {"precision": PRECISION, "scale": 0 if one.type == "int" else SCALE}
    if one.type == "reference":
        return _reference(one)
    if one.type in ("picklist", "multipicklist"):
        values = [{"fullName": value, "default": False, "label": value} for value in one.picklist]
        definition = {"sorted": False, "value": values}
        return {"valueSet": {"restricted": one.restricted, "valueSetDefinition": definition}}
    if one.type == "textarea" and one.length > SHORT:
        return {"length": one.length, "visibleLines": 3}
    if one.type == "string" and not one.auto_number and not one.calculated:
        return {"length": one.length, "unique": one.unique}
    return {}


def _reference(one: Field) -> Component:
    found: Component = {
        "referenceTo": one.references[0] if one.references else None,
        "relationshipName": one.child_relationship.removesuffix("__r") or None,
    }
    if one.cascade:
        return {**found, "relationshipOrder": 0, "reparentableMasterDetail": False, "writeRequiresMasterRead": False}
    return {**found, "deleteConstraint": None if one.cascade else "SetNull"}


def row(caller: Caller, prefix: str, name: str, custom: bool) -> Row:
    """What stands for the record of something that has none: standard things have no Id."""
    if not custom:
        return {"Id": ""}
    start = caller.org.database.all("Organization")[0]
    stamps = {key: start[key] for key in ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById")}
    return {"Id": caller.org.ids.fixed(prefix, name), "NamespacePrefix": namespace(name), **stamps}


def namespace(name: str) -> str | None:
    """``pkg`` of ``pkg__Thing__c``."""
    parts = name.rpartition(".")[2].split("__")
    return parts[0] if len(parts) == 3 else None


@kind
class FieldKind(Kind):
    """Fields are listed by the name of their object and their own."""

    name = "CustomField"

    def listed(self, caller: Caller) -> list[Listed]:
        return [
            Listed(f"{sobject.name}.{one.name}", row(caller, "00N", f"{sobject.name}.{one.name}", True))
            for sobject in objects(caller)
            for one in sobject.fields.values()
            if one.custom
        ]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        name, _dot, field = full_name.partition(".")
        sobject = caller.org.catalog.get(name)
        one = sobject.field(field) if sobject is not None else None
        if sobject is None or one is None or (not one.custom and one not in list(fields_of(sobject))):
            return None
        return {**component(one), "fullName": f"{sobject.name}.{one.name}"}

    def starred(self, caller: Caller) -> list[Listed]:
        """Fields must be named (Metadata API, CustomField: no wildcard)."""
        return []

    def files(self, values: Component) -> dict[str, bytes]:
        """The file of its object, with nothing but the field."""
        name, _dot, field = values["fullName"].partition(".")
        inside = {"fields": [{**values, "fullName": field}]}
        return {registry.file_of(self.name, values["fullName"]): archive.document("CustomObject", inside)}


def objects(caller: Caller) -> list[SObject]:
    """The objects that are components: custom ones, and what has fields that can be governed."""
    found = [one for one in caller.org.catalog.objects.values() if one.custom or not (one.setup or one.hidden)]
    return sorted(found, key=lambda one: one.name)
