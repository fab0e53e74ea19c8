# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects whose rows mirror the catalogue: written when they are first asked for."""

from __future__ import annotations

import typing as t

from ..rules import dependencies
from ..soql.virtual import VIRTUAL_ID
from ..store.database import Row
from .model import Field, SObject
from .standard import data

if t.TYPE_CHECKING:
    from ..org import Org
    from ..rules.access import Access

USER, OBJECT = "User Permission", "Object Permission"
TYPES = {
    "string": "Text",
    "boolean": "Checkbox",
    "reference": "Lookup",
    "textarea": "Text Area",
    "datetime": "Date/Time",
    "date": "Date",
    "double": "Number",
    "int": "Number",
    "currency": "Currency",
    "percent": "Percent",
    "phone": "Phone",
    "email": "Email",
    "url": "URL",
    "picklist": "Picklist",
    "multipicklist": "Picklist (Multi-Select)",
    "id": "Lookup",
    "address": "Address",
}


def fill(org: Org, name: str) -> None:
    """Make the rows of *name*, if it is a mirror that has none yet."""
    chain = ("EntityDefinition", "FieldDefinition", "EntityParticle")
    wanted: tuple[str, ...] = chain[: chain.index(name) + 1] if name in chain else (name,)
    for one in wanted:
        make = MAKERS.get(one)
        if make is not None and one not in org.filled:
            org.filled.add(one)
            org.database.execute(org.database.table(one).delete())
            org.database.insert_many(one, list(make(org)))


def fill_access(org: Org, access: Access) -> None:
    """UserPermissionAccess has one row: what the caller may do."""
    for record in org.database.ids("UserPermissionAccess"):
        org.database.delete("UserPermissionAccess", record)
    row = _blank(org, "UserPermissionAccess") | {"Id": VIRTUAL_ID}
    row |= {f"Permissions{name}": True for name in access.permissions if f"Permissions{name}" in row}
    org.database.insert("UserPermissionAccess", row)


def _blank(org: Org, name: str) -> Row:
    return {
        one.name: False if one.boolean else None
        for one in org.catalog.objects[name.lower()].fields.values()
        if one.type != "address"
    }


def _public(org: Org) -> t.Iterator[SObject]:
    return (one for one in org.catalog.objects.values() if not one.hidden)


def _entities(org: Org) -> t.Iterator[Row]:
    blank = _blank(org, "EntityDefinition")
    for one in _public(org):
        values: Row = {
            "Id": one.name,
            "DurableId": one.name,
            "QualifiedApiName": one.name,
            "DeveloperName": one.name.removesuffix("__c").rsplit("__", 1)[-1],
            "NamespacePrefix": one.name.split("__")[0] if one.name.count("__") == 2 else None,
            "MasterLabel": one.label,
            "Label": one.label,
            "PluralLabel": one.plural,
            "KeyPrefix": one.prefix,
            "IsCustomizable": not one.setup,
            "IsQueryable": "q" in one.crud,
            "IsRetrieveable": True,
            "IsEverCreatable": "c" in one.crud,
            "IsEverUpdatable": "u" in one.crud,
            "IsEverDeletable": "d" in one.crud,
            "IsFlsEnabled": any(f.permissionable for f in one.fields.values()),
            "IsLayoutable": not one.setup,
            "IsApexTriggerable": not one.setup,
            "IsSearchable": not one.setup,
            "InternalSharingModel": org.sharing.get(one.name, "ReadWrite"),
            "ExternalSharingModel": "Private",
        }
        yield blank | {key: value for key, value in values.items() if key in blank}


def durable(sobject: SObject, one: Field) -> str:
    """Durable Id of a field."""
    return f"{sobject.name}.{one.name}"


def _fields(org: Org) -> t.Iterator[Row]:
    blank = _blank(org, "FieldDefinition")
    for sobject in _public(org):
        for one in sobject.fields.values():
            values: Row = {
                "Id": durable(sobject, one),
                "DurableId": durable(sobject, one),
                "QualifiedApiName": one.name,
                "EntityDefinitionId": sobject.name,
                "DeveloperName": one.name.removesuffix("__c"),
                "MasterLabel": one.label,
                "Label": one.label,
                "Length": one.length,
                "DataType": _data_type(one),
                "IsCalculated": one.calculated,
                "IsNameField": one.name == sobject.name_field,
                "IsCompound": one.type == "address",
                "IsNillable": one.nillable,
                "IsApiFilterable": one.filterable,
                "IsApiGroupable": one.groupable,
                "IsApiSortable": one.sortable,
                "RelationshipName": one.relationship or None,
            }
            yield blank | {key: value for key, value in values.items() if key in blank}


def _data_type(one: Field) -> str:
    name = TYPES.get(one.type, one.type)
    if one.type == "reference":
        return f"{name}({','.join(one.references)})"
    if one.type == "string":
        return f"{name}({one.length or 255})"
    return f"Formula ({name})" if one.calculated else name


def _particles(org: Org) -> t.Iterator[Row]:
    blank = _blank(org, "EntityParticle")
    for sobject in _public(org):
        for one in sobject.fields.values():
            values: Row = {
                "Id": durable(sobject, one),
                "DurableId": durable(sobject, one),
                "QualifiedApiName": one.name,
                "EntityDefinitionId": sobject.name,
                "FieldDefinitionId": durable(sobject, one),
                "DeveloperName": one.name.removesuffix("__c"),
                "MasterLabel": one.label,
                "Label": one.label,
                "Length": one.length,
                "DataType": one.type,
                "IsAutonumber": one.auto_number,
                "IsCalculated": one.calculated,
                "IsComponent": bool(one.compound),
                "IsCompound": one.type == "address",
                "IsCreatable": one.createable,
                "IsDefaultedOnCreate": one.defaulted,
                "IsIdLookup": one.id_lookup,
                "IsNameField": one.name == sobject.name_field,
                "IsNillable": one.nillable,
                "IsPermissionable": one.permissionable,
                "IsUnique": one.unique,
                "IsUpdatable": one.updateable,
                "IsApiFilterable": one.filterable,
                "IsApiGroupable": one.groupable,
                "IsApiSortable": one.sortable,
                "RelationshipName": one.relationship or None,
                "ReferenceTo": ",".join(one.references) or None,
            }
            yield blank | values


def _tabs(org: Org) -> t.Iterator[Row]:
    blank = _blank(org, "TabDefinition")
    for tab in org.catalog.tabs.values():
        available = {
            "IsAvailableInAloha": True,
            "IsAvailableInLightning": True,
            "IsAvailableInMobile": True,
            "IsAvailableInDesktop": True,
        }
        named = {"Id": tab.name, "DurableId": tab.name, "Name": tab.name, "Label": tab.label, "IsCustom": tab.custom}
        yield blank | available | named | {"SobjectName": tab.sobject or None}


def _dependencies(org: Org) -> t.Iterator[Row]:
    """Rows of PermissionDependency; the ones reported as absent are left out where the org has that quirk."""
    quiet = data("dependencies.json")["unlisted"] if org.settings.permission_dependency_quirks else []
    for name, needed in dependencies.edges(org).items():
        for one in dict.fromkeys(needed):
            if name in quiet:
                continue
            yield {
                "Id": org.ids.new("0kt"),
                "DurableId": f"{name}-{one}",
                "Permission": name,
                "PermissionType": OBJECT if "<" in name else USER,
                "RequiredPermission": one,
                "RequiredPermissionType": OBJECT if "<" in one else USER,
            }


def custom_row(org: Org, prefix: str, name: str) -> Row:
    """What the record of a custom object or field says besides its content. There is none: its Id follows from the name."""
    start = org.database.all("Organization")[0]
    parts = name.rpartition(".")[2].split("__")
    package = parts[0] if len(parts) == 3 else None
    stamps = {key: start[key] for key in ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById")}
    return {"Id": org.ids.fixed(prefix, name), "NamespacePrefix": package, **stamps}


def _custom_objects(org: Org) -> t.Iterator[Row]:
    for one in _public(org):
        if one.custom:
            row = custom_row(org, "01I", one.name)
            state = "installed" if row["NamespacePrefix"] else "unmanaged"
            sharing = org.sharing.get(one.name, "ReadWrite")
            named = {"DeveloperName": _bare(one.name), "ManageableState": state, "SharingModel": sharing}
            yield _blank(org, "CustomObject") | row | named


def _custom_fields(org: Org) -> t.Iterator[Row]:
    """A field names a standard object by its name, a custom one by its Id (Tooling API, CustomField)."""
    for sobject in _public(org):
        owner = org.ids.fixed("01I", sobject.name)[:15] if sobject.custom else sobject.name
        for one in sobject.fields.values():
            if one.custom:
                row = custom_row(org, "00N", durable(sobject, one))
                values: Row = {
                    "TableEnumOrId": owner,
                    "DeveloperName": _bare(one.name),
                    "Description": one.description or None,
                    "Length": one.length or None,
                    "Precision": one.precision or None,
                    "Scale": one.scale if one.precision else None,
                    "ManageableState": "installed" if row["NamespacePrefix"] else "unmanaged",
                    "EntityDefinitionId": sobject.name,
                }
                yield _blank(org, "CustomField") | row | values


def _bare(name: str) -> str:
    return name.removesuffix("__c").rpartition("__")[2]


MAKERS: dict[str, t.Callable[[t.Any], t.Iterator[Row]]] = {
    "CustomField": _custom_fields,
    "CustomObject": _custom_objects,
    "EntityDefinition": _entities,
    "FieldDefinition": _fields,
    "EntityParticle": _particles,
    "TabDefinition": _tabs,
    "PermissionDependency": _dependencies,
}
