# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that only the Metadata API knows."""

from __future__ import annotations

import typing as t

from ..store.database import Row

if t.TYPE_CHECKING:
    from ..org import Org


def put(org: Org, sobject: str, **values: t.Any) -> Row:
    """Write a row with these values."""
    one = org.catalog.objects[sobject.lower()]
    row: Row = {field.name: None for field in one.fields.values()}
    row.update(values, Id=org.ids.new(one.prefix))
    org.database.insert(sobject, row)
    return row


def replace(org: Org, sobject: str, rows: t.Sequence[Row], **owner: str) -> None:
    """Make *rows* all there is of *owner*; rows that are there already keep their Ids."""
    kept = list(rows)
    for old in org.database.find(sobject, **owner):
        same = next((row for row in kept if all(old[key] == value for key, value in row.items())), None)
        if same is None:
            org.database.delete(sobject, old["Id"])
        else:
            kept.remove(same)
    for row in kept:
        put(org, sobject, **row, **owner)
