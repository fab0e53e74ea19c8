# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which permission needs which, and Salesforce's sentence when one is missing."""

from __future__ import annotations

import functools
import typing as t

import sqlalchemy as sa

from ..errors import refuse
from ..schema.standard import data
from ..store.database import Row

if t.TYPE_CHECKING:
    from ..org import Org

#: Columns of ObjectPermissions and the verbs of PermissionDependency.
VERBS = {
    "PermissionsRead": "read",
    "PermissionsCreate": "create",
    "PermissionsEdit": "update",
    "PermissionsDelete": "delete",
    "PermissionsViewAllRecords": "viewAllRecords",
    "PermissionsModifyAllRecords": "modifyAllRecords",
    "PermissionsViewAllFields": "viewAllFields",
}
COLUMNS = {verb: column for column, verb in VERBS.items()}
WORDS = {
    "read": "Read",
    "create": "Create",
    "update": "Edit",
    "delete": "Delete",
    "viewAllRecords": "Read All",
    "modifyAllRecords": "Modify All",
    "viewAllFields": "View All Fields",
}


def split(permission: str) -> tuple[str, str]:
    """``Account<read>`` as object and verb; a user permission has no verb."""
    name, _bracket, verb = permission.partition("<")
    return name, verb.rstrip(">")


def spoken(permission: str) -> str:
    """As error texts name a permission."""
    name, verb = split(permission)
    return f"{WORDS[verb]} {name}" if verb else name


@functools.cache
def _facts() -> dict[str, t.Any]:
    return data("dependencies.json")


def edges(org: Org) -> dict[str, list[str]]:
    """Every dependency of this organisation: permission to what it needs."""
    key = "dependencies"
    kept: dict[str, list[str]] | None = org.catalog.__dict__.get(key)
    if kept is not None:
        return kept
    known = org.catalog.permissions
    found: dict[str, list[str]] = {}
    for name, needed in _user_edges(org.settings.features).items():
        if name in known:
            found.setdefault(name, []).extend(one for one in needed if one in known)
    objects = {name.lower() for name in org.catalog.grantable_objects}
    for name, needed in {**_facts()["user_object"], **_facts()["object_object"]}.items():
        subject = split(name)[0]
        if subject in known or subject.lower() in objects:
            found.setdefault(name, []).extend(one for one in needed if split(one)[0].lower() in objects)
    for name in org.catalog.grantable_objects:
        _object_edges(org, name, found)
    org.catalog.__dict__[key] = found
    return found


def _object_edges(org: Org, name: str, found: dict[str, list[str]]) -> None:
    """What the permissions of one object need of the same object, and of its masters."""
    for verb, required in _facts()["same_object"].items():
        found.setdefault(f"{name}<{verb}>", []).extend(f"{name}<{one}>" for one in required)
    sobject = org.catalog.get(name)
    for one in sobject.fields.values() if sobject is not None else ():
        if one.cascade:
            found.setdefault(f"{name}<read>", []).extend(f"{parent}<read>" for parent in one.references)


def _user_edges(features: t.Sequence[str]) -> dict[str, list[str]]:
    found = {name: list(needed) for name, needed in _facts()["user"].items()}
    for feature in features:
        for name, needed in _facts()["features"].get(feature, {}).items():
            found.setdefault(name, []).extend(needed)
    return found


def held(org: Org, parent: Row) -> set[str]:
    """Permissions of the permission set *parent*: its user permissions, its object rows, and what these imply."""
    found = {
        one.system_permission
        for one in org.catalog.objects["permissionset"].fields.values()
        if one.system_permission and parent.get(one.name)
    }
    table = org.database.table("ObjectPermissions")
    for row in org.database.execute(sa.select(table).where(table.c.ParentId == parent["Id"])).mappings():
        found |= of_row(dict(row))
    return found | implied(org, found)


def implied(org: Org, found: t.Collection[str]) -> set[str]:
    """View All Data and Modify All Data open every object without rows."""
    if not org.settings.implied_rows_count:
        return set()
    verbs: t.Sequence[str] = ()
    if "ModifyAllData" in found:
        verbs = [verb for verb in WORDS if verb != "viewAllFields"]
    elif "ViewAllData" in found:
        verbs = ["read", "viewAllRecords"]
    return {f"{name}<{verb}>" for name in org.catalog.grantable_objects for verb in verbs}


def of_row(row: Row) -> set[str]:
    """Object permissions a row of ObjectPermissions opens."""
    return {f"{row['SobjectType']}<{verb}>" for column, verb in VERBS.items() if row.get(column)}


def missing(org: Org, permissions: t.Collection[str], among: t.Collection[str] | None = None) -> dict[str, list[str]]:
    """Per permission (of *among*, else of all) what it needs and *permissions* lacks."""
    graph = edges(org)
    found: dict[str, list[str]] = {}
    for name in sorted(among if among is not None else permissions):
        lacking = [one for one in graph.get(name, ()) if one not in permissions]
        if lacking:
            found[name] = list(dict.fromkeys(lacking))
    return found


def closure(org: Org, permissions: t.Collection[str]) -> set[str]:
    """*permissions* with everything they need, and everything that needs in turn."""
    found, waiting = set(permissions), list(permissions)
    while waiting:
        for one in edges(org).get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def demand(org: Org, permissions: t.Collection[str], among: t.Collection[str] | None = None) -> None:
    """Raises ApiError when a permission lacks one it needs."""
    lacking = missing(org, permissions, among)
    if lacking:
        text = "; ".join(
            f"Permission {spoken(name)} depends on permission(s): {', '.join(spoken(one) for one in sorted(needed))}"
            for name, needed in lacking.items()
        )
        raise refuse("depends", text=text)
