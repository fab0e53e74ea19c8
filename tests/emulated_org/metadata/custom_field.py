# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CustomField: a field of an object as a component."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..schema import changes
from ..schema.catalog import ACTIVITY
from ..schema.definitions import custom_row
from ..schema.model import Field, SObject
from ..store.database import Row
from . import archive, field_rules, registry
from .component import Component
from .kind import Caller, Kind, Listed, kind, missing

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
        "description": one.description or None,
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
        scale = 0 if one.type == "int" else SCALE
        return {"precision": one.precision or PRECISION, "scale": one.scale if one.precision else scale}
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
    return custom_row(caller.org, prefix, name)


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
        owner = changes.owners(name)[0]
        sobject = caller.org.catalog.get(owner)
        one = sobject.field(field) if sobject is not None else None
        if sobject is None or one is None or (not one.custom and one not in list(fields_of(sobject))):
            return None
        return {**component(one), "fullName": f"{sobject.name if owner == name else name}.{one.name}"}

    def find(self, caller: Caller, full_name: str) -> Row | None:
        found = self.read(caller, full_name)
        return row(caller, "00N", found["fullName"], full_name.endswith("__c")) if found is not None else None

    def create(self, caller: Caller, values: Component) -> None:
        """Nobody sees the field before somebody opens it (Metadata API, CustomField: no field-level security)."""
        caller.need("CustomizeApplication")
        name, _dot, field = str(values["fullName"]).partition(".")
        sobject = _owner(caller, name)
        if sobject.field(field) is not None:
            raise refuse("field_twice", field=field.removesuffix("__c"), object=sobject.name)
        self._put(caller, name, field_rules.made(field, values))

    def update(self, caller: Caller, values: Component) -> None:
        caller.need("CustomizeApplication")
        name, _dot, field = str(values["fullName"]).partition(".")
        before = _owner(caller, name).field(field)
        if before is None:
            raise missing("fullName", self.name, values["fullName"])
        if not before.custom:
            return
        after = field_rules.made(before.name, {"type": _type(before), "label": before.label, **values})
        if after.type != before.type:
            raise refuse("field_type")
        self._put(caller, name, after)

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.need("CustomizeApplication")
        name, _dot, field = full_name.partition(".")
        sobject = caller.org.catalog.get(changes.owners(name)[0])
        one = sobject.field(field) if sobject is not None else None
        if one is None or not one.custom:
            raise missing("fullName", self.name, full_name)
        changes.drop_field(caller.org, name, one)

    def _put(self, caller: Caller, name: str, one: Field) -> None:
        for target in one.references:
            if caller.org.catalog.get(target) is None:
                raise missing("referenceTo", "CustomObject", target)
        changes.put_field(caller.org, name, one)

    def opened(self, files: t.Mapping[str, bytes], full_name: str, version: int) -> Component | None:
        """A field stands in the file of its object."""
        path = registry.file_of(self.name, full_name)
        if path not in files:
            return None
        inside = archive.component(files[path], "CustomObject", version).get("fields", ())
        return next((one for one in inside if one.get("fullName") == full_name.partition(".")[2]), None)

    def starred(self, caller: Caller) -> list[Listed]:
        """Fields must be named (Metadata API, CustomField: no wildcard)."""
        return []

    def files(self, values: Component) -> dict[str, bytes]:
        """The file of its object, with nothing but the field."""
        name, _dot, field = values["fullName"].partition(".")
        inside = {"fields": [{**values, "fullName": field}]}
        return {registry.file_of(self.name, values["fullName"]): archive.document("CustomObject", inside)}


def _owner(caller: Caller, name: str) -> SObject:
    """The object a field is to stand in; raises ApiError. Task and Event have theirs through Activity (reported by many)."""
    found = caller.org.catalog.get(changes.owners(name)[0])
    if found is None or name in ACTIVITY or found not in objects(caller):
        raise refuse("field_object", name=name)
    return found


def objects(caller: Caller) -> list[SObject]:
    """The objects that are components: custom ones, and what has fields that can be governed."""
    found = [one for one in caller.org.catalog.objects.values() if one.custom or not (one.setup or one.hidden)]
    return sorted(found, key=lambda one: one.name)
