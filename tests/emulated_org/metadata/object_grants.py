# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Object and field permissions of a component: rows under a permission set."""

from __future__ import annotations

import functools
import typing as t

from ..errors import refuse
from .component import Component
from .kind import Caller, missing
from .steps import Step

FLAGS = {
    "allowCreate": "PermissionsCreate",
    "allowDelete": "PermissionsDelete",
    "allowEdit": "PermissionsEdit",
    "allowRead": "PermissionsRead",
    "modifyAllRecords": "PermissionsModifyAllRecords",
    "viewAllFields": "PermissionsViewAllFields",
    "viewAllRecords": "PermissionsViewAllRecords",
}
#: viewAllFields came with this version (ObjectPermissions, Object Reference).
SINCE = {"viewAllFields": 63}


def objects(caller: Caller, parent: str) -> list[Component]:
    """objectPermissions: what opens something."""
    rows = caller.org.database.find("ObjectPermissions", ParentId=parent)
    flags = {name: column for name, column in FLAGS.items() if SINCE.get(name, 0) <= caller.version}
    return [
        {"object": row["SobjectType"], **{name: bool(row[column]) for name, column in flags.items()}}
        for row in sorted(rows, key=lambda row: str(row["SobjectType"]))
    ]


def fields(caller: Caller, parent: str, closed: bool) -> list[Component]:
    """fieldPermissions; with *closed* also the fields that are not open, as profiles list them."""
    rows = {row["Field"]: row for row in caller.org.database.find("FieldPermissions", ParentId=parent)}
    names = set(rows)
    if closed:
        names |= {f"{sobject.name}.{one.name}" for sobject, one in caller.org.catalog.grantable_fields.values()}
    return [
        {
            "field": name,
            "editable": bool(rows.get(name, {}).get("PermissionsEdit")),
            "readable": bool(rows.get(name, {}).get("PermissionsRead")),
        }
        for name in sorted(names)
    ]


def object_steps(caller: Caller, parent: str, given: t.Sequence[Component]) -> t.Iterator[Step]:
    """Writes that bring the rows to what is given."""
    grantable = {name.lower(): name for name in caller.org.catalog.grantable_objects}
    for entry in given:
        name = grantable.get(str(entry["object"]).lower())
        if name is None:
            raise missing("object", "CustomObject", entry["object"])
        yield functools.partial(_object, caller, parent, name, entry)


def _object(caller: Caller, parent: str, name: str, entry: Component) -> None:
    flags = {column: bool(entry.get(flag)) for flag, column in FLAGS.items() if SINCE.get(flag, 0) <= caller.version}
    _row(caller, "ObjectPermissions", {"ParentId": parent, "SobjectType": name}, flags)


def field_steps(caller: Caller, parent: str, given: t.Sequence[Component]) -> t.Iterator[Step]:
    """Writes that bring the rows to what is given."""
    for entry in given:
        found = caller.org.catalog.grantable_fields.get(str(entry["field"]).lower())
        if found is None:
            raise _no_field(caller, str(entry["field"]))
        sobject, one = found
        keys = {"ParentId": parent, "SobjectType": sobject.name, "Field": f"{sobject.name}.{one.name}"}
        flags = {"PermissionsRead": bool(entry.get("readable")), "PermissionsEdit": bool(entry.get("editable"))}
        yield functools.partial(_row, caller, "FieldPermissions", keys, flags)


def _no_field(caller: Caller, name: str) -> Exception:
    """A field that is there, but that nobody can be kept from, is refused in other words (reported by many); without the
    object it is this one that is missed (seen in jongpie/NebulaLogger issue 339)."""
    sobject = caller.org.catalog.get(name.partition(".")[0])
    if sobject is None:
        return missing("field", "CustomObject", name.partition(".")[0])
    if sobject.field(name.partition(".")[2]) is not None:
        return refuse("metadata_required_field", ["field"], name=name)
    return missing("field", "CustomField", name)


def _row(caller: Caller, sobject: str, keys: dict[str, str], flags: dict[str, bool]) -> None:
    """Bring a row to these flags through the rules of its object; a row without any goes."""
    row = caller.org.database.one(sobject, **keys)
    if row is None and any(flags.values()):
        caller.create(sobject, **keys, **flags)
    elif row is not None and any(bool(row[name]) != value for name, value in flags.items()):
        if any(flags.values()):
            caller.update(sobject, row["Id"], **flags)
        else:
            caller.delete(sobject, row["Id"])
