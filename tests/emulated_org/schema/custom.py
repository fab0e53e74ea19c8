# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom objects and fields, as a world file declares them."""

from __future__ import annotations

import typing as t

from ..store.ids import base62
from .model import Field, SObject

TYPES = {
    "text": ("string", 255),
    "textarea": ("textarea", 255),
    "longtextarea": ("textarea", 32768),
    "number": ("double", 0),
    "integer": ("int", 0),
    "currency": ("currency", 0),
    "percent": ("percent", 0),
    "checkbox": ("boolean", 0),
    "date": ("date", 0),
    "datetime": ("datetime", 0),
    "email": ("email", 80),
    "phone": ("phone", 40),
    "url": ("url", 255),
    "picklist": ("picklist", 255),
    "multipicklist": ("multipicklist", 4099),
    "lookup": ("reference", 18),
    "masterdetail": ("reference", 18),
    "autonumber": ("string", 30),
    "formula": ("string", 1300),
}


def label_of(api_name: str) -> str:
    """``Mutiny_Score__c`` reads ``Mutiny Score``; a namespace is left out."""
    bare = api_name.removesuffix("__c")
    return bare.rsplit("__", 1)[-1].replace("_", " ")


def custom_field(raw: dict[str, t.Any]) -> Field:
    """A custom field; *raw* has name and type (see TYPES), and may have label, length, values, to, required, unique,
    external_id."""
    name, kind = str(raw["name"]), str(raw.get("type", "text")).lower()
    if kind not in TYPES:
        raise ValueError(f"field {name}: unknown type {kind}; one of {', '.join(TYPES)}")
    soap, length = TYPES[kind]
    derived = kind in ("formula", "autonumber")
    master = kind == "masterdetail"
    required = bool(raw.get("required", False)) or master
    target = raw.get("to")
    return Field(
        name=name,
        label=str(raw.get("label", label_of(name))),
        type=soap,
        length=int(raw.get("length", length)),
        nillable=not required and soap != "boolean",
        createable=not derived,
        updateable=not derived and not master,
        permissionable=not required,
        calculated=kind == "formula",
        auto_number=kind == "autonumber",
        defaulted=soap == "boolean",
        groupable=soap not in ("textarea", "datetime", "double", "currency", "percent"),
        sortable=soap != "multipicklist",
        restricted=bool(raw.get("restricted", False)),
        unique=bool(raw.get("unique", False)),
        id_lookup=bool(raw.get("external_id", False)),
        external_id=bool(raw.get("external_id", False)),
        custom=True,
        cascade=master,
        references=(str(target),) if target else (),
        relationship=name.removesuffix("__c") + "__r" if target else "",
        child_relationship=str(raw.get("children", "")) if target else "",
        picklist=tuple(raw.get("values", ())),
        precision=int(raw.get("precision", 0)),
        scale=int(raw.get("scale", 0)),
        description=str(raw.get("description", "")),
    )


def system_fields(label: str, owned: bool, name: dict[str, t.Any]) -> list[Field]:
    """What every custom object has."""

    def stamp(field: str, text: str) -> Field:
        return Field(field, text, "datetime", defaulted=True)

    def person(field: str, text: str) -> Field:
        return Field(
            field, text, "reference", 18, defaulted=True, groupable=True, references=("User",), relationship=field[:-2]
        )

    auto = name.get("type") == "autonumber"
    fields = [
        Field("Id", "Record ID", "id", 18, defaulted=True, groupable=True, id_lookup=True),
        Field("IsDeleted", "Deleted", "boolean", defaulted=True, groupable=True),
        Field(
            "Name",
            str(name.get("label", f"{label} Name")),
            "string",
            80,
            nillable=not auto,
            createable=not auto,
            updateable=not auto,
            defaulted=auto,
            groupable=True,
            id_lookup=True,
            auto_number=auto,
        ),
        stamp("CreatedDate", "Created Date"),
        person("CreatedById", "Created By ID"),
        stamp("LastModifiedDate", "Last Modified Date"),
        person("LastModifiedById", "Last Modified By ID"),
        stamp("SystemModstamp", "System Modstamp"),
    ]
    if owned:
        fields.append(
            Field(
                "OwnerId",
                "Owner ID",
                "reference",
                18,
                createable=True,
                updateable=True,
                defaulted=True,
                groupable=True,
                references=("Group", "User"),
                relationship="Owner",
            )
        )
    return fields


def prefix_of(number: int) -> str:
    """Key prefixes of custom objects have three characters that begin with an a: two digits first, then letters."""
    return "a" + (f"{number:02d}" if number < 100 else base62(520 + number, 2))


def custom_object(raw: dict[str, t.Any], number: int) -> SObject:
    """A custom object; *raw* has name and may have label, plural, fields, name_field."""
    name = str(raw["name"])
    label = str(raw.get("label", label_of(name)))
    fields = [custom_field(one) for one in raw.get("fields", ())]
    owned = not any(one.cascade for one in fields)
    everything = system_fields(label, owned, raw.get("name_field", {})) + fields
    return SObject(
        name=name,
        label=label,
        plural=str(raw.get("plural", label + "s")),
        prefix=prefix_of(number),
        crud="cqud",
        setup=False,
        custom=True,
        fields={one.name.lower(): one for one in everything},
    )
