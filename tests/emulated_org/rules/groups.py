# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a permission set group sums up to, and when the organisation works that out.

A group owns a permission set of type Group, which shows the sum of its parts without what its muting permission set
mutes. Salesforce works the sum out after the change, not with it: until then the group is Outdated, and nobody can be
assigned to it (help: Permission Set Group Status and Recalculation).
"""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from .profile import system_columns

if t.TYPE_CHECKING:
    from ..org import Org
    from ..schema.model import SObject

#: The rows below a permission set: what tells them apart, and the flags that add up.
OBJECTS = (
    "PermissionsRead",
    "PermissionsCreate",
    "PermissionsEdit",
    "PermissionsDelete",
    "PermissionsViewAllRecords",
    "PermissionsModifyAllRecords",
    "PermissionsViewAllFields",
)
CONTENT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ObjectPermissions": (("SobjectType",), OBJECTS),
    "FieldPermissions": (("SobjectType", "Field"), ("PermissionsRead", "PermissionsEdit")),
    "PermissionSetTabSetting": (("Name",), ()),
    "SetupEntityAccess": (("SetupEntityId", "SetupEntityType"), ()),
}
MUTING = "0QM"


def members(org: Org, group: str) -> tuple[list[str], list[str]]:
    """The permission sets of a group, and its muting permission sets."""
    rows = org.database.find("PermissionSetGroupComponent", PermissionSetGroupId=group)
    ids = [row["PermissionSetId"] for row in rows]
    return [one for one in ids if not one.startswith(MUTING)], [one for one in ids if one.startswith(MUTING)]


def groups_of(org: Org, parent: str) -> list[str]:
    """The groups a permission set or a muting permission set is in."""
    rows = org.database.find("PermissionSetGroupComponent", PermissionSetId=parent)
    return [row["PermissionSetGroupId"] for row in rows]


def aggregate(org: Org, group: str) -> str:
    """Id of the permission set that shows the sum of *group*."""
    found = org.database.ids("PermissionSet", PermissionSetGroupId=group)
    if not found:
        raise refuse("cross_reference")
    return found[0]


def assigned_sets(org: Org, assignment: Row) -> list[Row]:
    """What an assignment gives: a permission set, or the parts of a group and then their sum without what is muted."""
    group = assignment["PermissionSetGroupId"]
    ids = members(org, group)[0] if group else []
    ids.append(assignment["PermissionSetId"])
    return [found for found in (org.database.get("PermissionSet", one) for one in ids) if found is not None]


def follow(org: Org, sobject: SObject, row: Row) -> None:
    """A record was written: the groups it matters to are outdated now."""
    if sobject.name == "PermissionSetGroupComponent":
        concerned = [row["PermissionSetGroupId"]]
    elif sobject.name in ("PermissionSet", "MutingPermissionSet"):
        concerned = groups_of(org, row["Id"])
    elif sobject.name in CONTENT:
        concerned = groups_of(org, row["ParentId"])
    else:
        return
    for group in concerned:
        outdate(org, group)


def outdate(org: Org, group: str) -> None:
    """Have *group* worked out again, as soon as the organisation gets to it."""
    org.outdated[group] = org.clock.time() + org.settings.group_recalculation_seconds
    org.database.update("PermissionSetGroup", group, {"Status": "Outdated"})


def settle(org: Org) -> None:
    """Work out what is due."""
    for group, due in list(org.outdated.items()):
        if due <= org.clock.time():
            del org.outdated[group]
            recalculate(org, group)


def recalculate(org: Org, group: str) -> None:
    """Bring the sum of *group* up to date."""
    if not org.database.ids("PermissionSetGroup", Id=group):
        return
    parts, muting = members(org, group)
    parent = aggregate(org, group)
    columns = system_columns(org, "PermissionSet")
    sets = [org.database.get("PermissionSet", one) or {} for one in parts]
    muted = [org.database.get("MutingPermissionSet", one) or {} for one in muting]
    total = {name: any(one.get(name) for one in sets) and not any(one.get(name) for one in muted) for name in columns}
    org.database.update("PermissionSet", parent, total)
    for name in CONTENT:
        _replace(org, name, parent, _sum(org, name, parts, muting))
    org.database.update("PermissionSetGroup", group, {"Status": "Updated"})


def _sum(org: Org, name: str, parts: list[str], muting: list[str]) -> dict[tuple[t.Any, ...], Row]:
    """What the rows of *parts* add up to, less what those of *muting* name."""
    keys, flags = CONTENT[name]
    found: dict[tuple[t.Any, ...], Row] = {}
    for part in parts:
        for row in org.database.find(name, ParentId=part):
            place = tuple(row[key] for key in keys)
            before = found.get(place)
            if before is None:
                found[place] = dict(row)
                continue
            before.update({flag: bool(before[flag] or row[flag]) for flag in flags})
            if row.get("Visibility") == "DefaultOn":
                before["Visibility"] = "DefaultOn"
    for part in muting if flags else ():
        for row in org.database.find(name, ParentId=part):
            kept = found.get(tuple(row[key] for key in keys))
            if kept is not None:
                kept.update({flag: bool(kept[flag] and not row[flag]) for flag in flags})
    return {place: row for place, row in found.items() if not flags or any(row[flag] for flag in flags)}


def _replace(org: Org, name: str, parent: str, wanted: dict[tuple[t.Any, ...], Row]) -> None:
    """Make the rows of *parent* those; a row that stays keeps its Id."""
    keys, flags = CONTENT[name]
    prefix = org.catalog.objects[name.lower()].prefix
    kept = {tuple(row[key] for key in keys): row for row in org.database.find(name, ParentId=parent)}
    for place, row in kept.items():
        if place not in wanted:
            org.database.delete(name, row["Id"])
    for place, row in wanted.items():
        before = kept.get(place)
        if before is None:
            org.database.insert(name, {**row, "Id": org.ids.new(prefix), "ParentId": parent})
            continue
        changing = flags or ("Visibility",)
        changes = {flag: row[flag] for flag in changing if flag in row and row[flag] != before[flag]}
        org.database.update(name, before["Id"], changes)
