# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new profile starts with: a copy of a standard profile, made past the rules, as it holds there already."""

from __future__ import annotations

import typing as t

from ..rules.profile import system_columns

if t.TYPE_CHECKING:
    from ..org import Org

ROWS = ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess")


def copy_profile(org: Org, base: str, made: str) -> None:
    """Give the profile *made* what the profile *base* has."""
    source = org.database.get("Profile", base) or {}
    org.database.update("Profile", made, {name: source[name] for name in system_columns(org, "Profile")})
    parents = {one: org.database.ids("PermissionSet", ProfileId=one)[0] for one in (base, made)}
    held = org.database.get("PermissionSet", parents[base]) or {}
    columns = system_columns(org, "PermissionSet")
    org.database.update("PermissionSet", parents[made], {name: held[name] for name in columns})
    for sobject in ROWS:
        prefix = org.catalog.objects[sobject.lower()].prefix
        rows = org.database.find(sobject, ParentId=parents[base])
        fresh = [{**row, "Id": org.ids.new(prefix), "ParentId": parents[made]} for row in rows]
        org.database.insert_many(sobject, fresh)
