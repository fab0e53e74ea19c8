# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom an administrator has pre-authorised for an app: profiles and permission sets."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from .kind import Caller, missing

PROFILES, SETS = "profiles", "sets"


def read(caller: Caller, app: str) -> dict[str, list[str]]:
    """Names of profiles, and API names of permission sets."""
    found: dict[str, list[str]] = {PROFILES: [], SETS: []}
    for row in caller.org.database.find("SetupEntityAccess", SetupEntityId=app):
        parent = caller.org.database.get("PermissionSet", row["ParentId"]) or {}
        if parent.get("IsOwnedByProfile"):
            profile = caller.org.database.pick("Profile", parent["ProfileId"], "Name") or {}
            found[PROFILES].append(profile["Name"])
        else:
            found[SETS].append(parent["Name"])
    return {name: sorted(names) for name, names in found.items()}


def write(caller: Caller, app: str, element: str, kind: str, names: t.Sequence[str]) -> None:
    """Make *names* all that are pre-authorised of their kind.

    Standard profiles can be named too, whose rows nobody may write otherwise (done by scripts in public repositories).
    """
    if not caller.access.can("ManageRemoteAccess", "CustomizeApplication"):
        raise refuse("readonly")
    wanted = {_parent(caller, element, kind, name) for name in names}
    database = caller.org.database
    entity = "ConnectedApplication" if database.ids("ConnectedApplication", Id=app) else "ExternalClientApplication"
    for row in database.find("SetupEntityAccess", SetupEntityId=app):
        parent = database.get("PermissionSet", row["ParentId"]) or {}
        if bool(parent.get("IsOwnedByProfile")) != (kind == PROFILES):
            continue
        if row["ParentId"] in wanted:
            wanted.remove(row["ParentId"])
        else:
            database.delete("SetupEntityAccess", row["Id"])
    for new in sorted(wanted):
        keys = {"ParentId": new, "SetupEntityId": app, "SetupEntityType": entity}
        stamp = {"SystemModstamp": caller.org.clock.stamp()}
        database.insert("SetupEntityAccess", {"Id": caller.org.ids.new("0J0"), **keys, **stamp})


def _parent(caller: Caller, element: str, kind: str, name: str) -> str:
    """Id of the permission set behind a name: of a profile its own, else by API name or label."""
    database = caller.org.database
    if kind == PROFILES:
        profiles = database.ids("Profile", Name=name)
        if profiles:
            return database.ids("PermissionSet", ProfileId=profiles[0], IsOwnedByProfile=True)[0]
        raise missing(element, "Profile", name)
    rows = database.find("PermissionSet", Name=name) or database.find("PermissionSet", Label=name)
    found = [row["Id"] for row in rows if not row["IsOwnedByProfile"]]
    if not found:
        raise missing(element, "PermissionSet", name)
    return str(found[0])
