# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that exist only in answers."""

from __future__ import annotations

import typing as t

import sqlalchemy as sa

from ..store.tables import Schema

#: Id of rows that View All Data and Modify All Data imply: they begin with 000 and cannot be written
#: (Object Reference, ObjectPermissions).
VIRTUAL_ID = "000000000000000AAA"


def object_permissions(schema: Schema) -> sa.Subquery:
    """The stored rows of ObjectPermissions and those that View All Data or Modify All Data imply."""
    rows = schema.table("ObjectPermissions")
    sets = schema.table("PermissionSet")
    names = schema.catalog.grantable_objects or [""]
    # SQLite cannot name the columns of VALUES.
    grantable = sa.union_all(*(sa.select(sa.literal(name).label("name")) for name in names)).subquery("grantable")
    everything = sets.c.PermissionsModifyAllData
    implied: dict[str, t.Any] = {
        "Id": sa.literal(VIRTUAL_ID),
        "ParentId": sets.c.Id,
        "SobjectType": grantable.c.name,
        "PermissionsRead": sa.true(),
        "PermissionsViewAllRecords": sa.true(),
        "PermissionsViewAllFields": sa.false(),
        "PermissionsCreate": everything,
        "PermissionsEdit": everything,
        "PermissionsDelete": everything,
        "PermissionsModifyAllRecords": everything,
    }
    columns = [
        (implied[column.name] if column.name in implied else sets.c[column.name]).label(column.name)
        for column in rows.c
    ]
    stored = (
        sa.exists()
        .where(rows.c.ParentId == sets.c.Id, rows.c.SobjectType == grantable.c.name)
        .correlate(sets, grantable)
    )
    virtual = (
        sa.select(*columns)
        .select_from(sets.join(grantable, sa.true()))
        .where(sa.or_(sets.c.PermissionsModifyAllData, sets.c.PermissionsViewAllData), sa.not_(stored))
    )
    return sa.union_all(sa.select(*rows.c), virtual).subquery()
