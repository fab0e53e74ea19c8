# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of a store as they were at one moment."""

from __future__ import annotations

import typing as t

from emulated_org.org import Org
from emulated_org.store.database import setup_objects

Row = dict[str, t.Any]

#: What asking and time change, and what the org counts or adds up by itself.
IGNORED = {"LoginHistory", "SetupAuditTrail", "UserPermissionAccess", "ActiveFeatureLicenseMetric"}
STAMPS = {
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "LastModifiedById",
    "SystemModstamp",
    "LastLoginDate",
    "LastViewedDate",
    "LastReferencedDate",
    "LastPasswordChangeDate",
    "UsedLicenses",
    "UsedLicensesLastUpdated",
}


class Table:
    """The rows of one object as they were, by Id; made into dictionaries where somebody looks."""

    def __init__(self, columns: t.Sequence[str], rows: dict[str, tuple[t.Any, ...]]) -> None:
        self.columns, self.rows = columns, rows
        stamps = [number for number, one in enumerate(columns) if one in STAMPS]
        self.lasting = {record: _without(row, stamps) for record, row in rows.items()} if stamps else rows

    def get(self, record: str | None) -> Row:
        row = self.rows.get(record or "")
        return dict(zip(self.columns, row)) if row is not None else {}

    def changed(self, other: Table | None) -> list[Row]:
        """The rows that *other* does not have, or not like this."""
        if other is None:
            return [self.get(one) for one in self.rows]
        return [self.get(one) for one, row in self.lasting.items() if other.lasting.get(one) != row]


def _without(row: tuple[t.Any, ...], stamps: list[int]) -> tuple[t.Any, ...]:
    kept = list(row)
    for number in stamps:
        kept[number] = None
    return tuple(kept)


Tables = dict[str, Table]


def snapshot(org: Org) -> Tables:
    """Every row by object and Id, and the passwords, which no object shows."""
    tables: Tables = {
        "Password": Table(("Id", "Value"), {user: (user, value) for user, value in org.passwords.items()})
    }
    for name in setup_objects(org.catalog):
        sobject = org.catalog.objects[name]
        if sobject.name not in IGNORED:
            cursor = org.database.raw(f'SELECT * FROM "{sobject.name}"')
            columns = [one[0] for one in cursor.description]
            key = columns.index("Id")
            tables[sobject.name] = Table(columns, {row[key]: row for row in cursor})
    return tables
