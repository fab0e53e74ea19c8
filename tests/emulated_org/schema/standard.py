# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The standard objects, read once per process from the data files."""

from __future__ import annotations

import functools
import json
import typing as t
from dataclasses import replace

from ..errors import DATA
from .model import Field, SObject

FILES = (
    "sobjects_access.json",
    "sobjects_business.json",
    "sobjects_definitions.json",
    "sobjects_other.json",
    "sobjects_metadata.json",
    "sobjects_packages.json",
    "sobjects_schedules.json",
)
#: Picklists that depend on the organisation; schema.catalog fills them.
ORG_PICKLISTS = ("@ObjectPermissions.SobjectType", "@FieldPermissions.SobjectType", "@FieldPermissions.Field")


@functools.cache
def data(name: str) -> dict[str, t.Any]:
    """A data file, read once."""
    loaded: dict[str, t.Any] = json.loads((DATA / name).read_text("utf-8"))
    return loaded


def _picklist(raw: object) -> tuple[str, ...]:
    if isinstance(raw, str):
        return (raw,) if raw in ORG_PICKLISTS else tuple(data("picklists.json")[raw[1:]])
    return tuple(raw) if isinstance(raw, list) else ()


def _field(sobject: str, raw: dict[str, t.Any]) -> Field:
    flags = raw["flags"]
    children = data("relationships.json")["children"]
    return Field(
        name=raw["name"],
        label=raw["label"],
        type=raw["type"],
        length=int(raw.get("length", 0)),
        filterable_until=int(raw.get("filterable_until", 0)),
        nillable="n" in flags,
        createable="c" in flags,
        updateable="u" in flags,
        permissionable="p" in flags,
        calculated="k" in flags,
        defaulted="d" in flags,
        filterable="f" in flags,
        groupable="g" in flags,
        sortable="s" in flags,
        restricted="r" in flags,
        unique="q" in flags,
        id_lookup="i" in flags or raw["type"] == "id",
        references=tuple(raw.get("to", ())),
        also=tuple(raw.get("also", ())),
        relationship=raw.get("rel", ""),
        child_relationship=children.get(f"{sobject}.{raw['name']}", ""),
        compound=raw.get("compound") or "",
        picklist=_picklist(raw.get("picklist")),
        since=int(raw.get("since", 0)),
    )


def permission_fields(sobject: str, start: str, absent: frozenset[str], extra: frozenset[str]) -> list[Field]:
    """One boolean field per user permission the organisation has."""
    known = data("permissions.json")
    labels = dict(known["permissions"])
    if sobject == "Profile":
        labels.update(known["profile_only"])
        for name in known["set_only"]:
            labels.pop(name, None)
    labels.update({name: label for name, label in known["later"].items() if name in extra})
    writable = sobject in ("PermissionSet", "Profile", "MutingPermissionSet")
    return [
        Field(
            name=start + name,
            label=label,
            type="boolean",
            createable=writable,
            updateable=writable,
            defaulted=True,
            sortable=False,
            since=int(known["since"].get(name, 0)),
            system_permission=name,
        )
        for name, label in sorted(labels.items())
        if name not in absent
    ]


@functools.cache
def standard_objects() -> dict[str, SObject]:
    """Every standard object by its name, without the permission fields."""
    objects: dict[str, SObject] = {}
    for file in FILES:
        for name, raw in data(file)["objects"].items():
            fields = [_field(name, one) for one in raw["fields"]]
            objects[name] = SObject(
                name=name,
                label=raw["label"],
                plural=raw["plural"],
                prefix=raw["prefix"],
                crud=raw["crud"],
                written_since=raw.get("written_since", 0),
                setup=raw["setup"],
                api=raw.get("api", "rest"),
                fields={one.name.lower(): one for one in fields},
            )
    return objects


def permission_prefix(name: str) -> str:
    """What the names of permission fields begin with on an object; empty where it has none."""
    raw = data("sobjects_access.json")["objects"].get(name, {})
    return str(raw.get("permissions", ""))


def with_picklist(field: Field, values: t.Sequence[str]) -> Field:
    """The field with other picklist values."""
    return replace(field, picklist=tuple(values))
