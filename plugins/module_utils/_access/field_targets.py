# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which field permissions should be there: what is wanted, what stays, what goes."""

from __future__ import annotations

import typing as t

from .edits import Edit
from .field_permissions import EDIT, READ, Fields, Rows, mirrored, removed_rows
from .grants import Settled
from .plan import Plan
from .resource import Known, Record


def after(edit: Edit[Fields], start: Rows, current: Rows, wanted: Rows, settled: Settled, known: Known) -> Rows:
    """The rows as they should be; *start* is what stays where nothing else is said.

    Where all fields of an object are viewed, a row that only reads adds nothing and cannot be told from the org's own answer (Object
    Reference, FieldPermissions: PermissionsRead then reads true for every field), so such rows are neither made nor removed.

    Raises:
        Refusal: naming every unknown object or field of a removal.
    """
    left = mirrored(removed_rows(edit, known, {**current, **start}))
    target: Rows = {}
    for name in {*start, *current, *wanted}:
        level: str | None = start.get(name)
        if edit.exact:
            level = None
        elif name in left and level:
            level = left[name]
        level = EDIT if EDIT in (level, wanted.get(name)) else wanted.get(name) or level
        if level != EDIT and settled.views_all_fields(name.split(".", 1)[0]):
            level = READ if name in current else None
        if level:
            target[name] = level
    return target


def report_unmanaged(plan: Plan, rows: t.Mapping[str, Record], declared: t.Collection[str], settled: Settled) -> None:
    """Report rows nobody declared; where all fields are viewed, rows that only read are no news."""
    for name, row in sorted(rows.items()):
        level = EDIT if row.get("PermissionsEdit") else READ
        if name not in declared and not (level == READ and settled.views_all_fields(name.split(".", 1)[0])):
            plan.unmanaged.append({"kind": "field_permission", "key": name, "value": level})
