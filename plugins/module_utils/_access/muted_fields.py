# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Access to fields that a permission set group mutes.

Of one field either editing is muted, or reading and with it editing. So "read" says more here than "edit", the reverse of what a
permission set grants (Object Reference, FieldPermissions: the row of a muting permission set takes away what is true in it).
"""

from __future__ import annotations

import typing as t
from dataclasses import replace

from .edits import Edit
from .field_permissions import EDIT, READ, Fields, Rows, descriptions, echoes, removed_rows, twin, wanted_rows
from .field_universe import universe
from .plan import Plan
from .requests import Create, Delete, Ref, Update
from .resource import Known, Record


def current(rows: t.Iterable[Record]) -> Rows:
    """What is muted now."""
    return {row["Field"]: READ if row.get("PermissionsRead") else EDIT for row in rows}


def wanted(edit: Edit[Fields], known: Known) -> Rows:
    """What is to be muted.

    Raises:
        Refusal: see wanted_rows.
    """
    edits = wanted_rows(_only(edit, reading=False), known)
    return {**edits, **dict.fromkeys(wanted_rows(_only(edit, reading=True), known), READ)}


def target(edit: Edit[Fields], known: Known, now: Rows) -> Rows:
    """What should be muted: what is wanted and, but for ``set``, what is there and not named for removal.

    Raises:
        Refusal: see wanted_rows and removed_rows.
    """
    after = {} if edit.exact else dict(now)
    for name in removed_rows(_only(edit, reading=True), known, now):
        if after.get(name) == READ:
            after[name] = EDIT
    for name in removed_rows(_only(edit, reading=False), known, now):
        after.pop(name, None)
    for name, level in wanted(edit, known).items():
        if after.get(name) != READ:
            after[name] = level
    return _mirrored(after)


def _only(edit: Edit[Fields], reading: bool) -> Edit[Fields]:
    """The part of the entries that is about reading, or about editing. The object alone stands for both."""
    if reading:
        return edit.map(lambda one: replace(one, edit=(), all_editable=False, bare=False))
    return edit.map(lambda one: replace(one, read=(), all_readable=False))


def _mirrored(rows: Rows) -> Rows:
    """Fields that Task and Event share have equal rows; the stronger one counts."""
    result = dict(rows)
    for name, level in rows.items():
        other = twin(name)
        if other and READ in (level, rows.get(other)):
            result[name] = result[other] = READ
        elif other:
            result[other] = EDIT
    return result


def plan_rows(
    plan: Plan, parent: str | Ref, rows: t.Mapping[str, Record], after: Rows, edit: Edit[Fields], known: Known
) -> None:
    """Add the changes and the writes that lead from *rows* to *after*; "grant" means that more is muted."""
    now, declared, computed = current(rows.values()), wanted(edit, known), _computed(edit, known)
    for name in sorted(set(now) - set(after)):
        reason = plan.change("revoke", "field_permission", name, now[name], None)
        plan.write(Delete("FieldPermissions", rows[name]["Id"], by_org=echoes(name)), reason)
    for name, level in sorted(after.items()):
        if now.get(name) == level:
            continue
        verb = "revoke" if now.get(name) == READ else "grant"
        implied_by = "" if name in declared else twin(name) or ""
        reason = plan.change(verb, "field_permission", name, now.get(name), level, implied_by)
        values = {"PermissionsRead": level == READ, "PermissionsEdit": name not in computed}
        if name in rows:
            plan.write(Update("FieldPermissions", rows[name]["Id"], values, by_org=echoes(name)), reason)
        else:
            columns = {"ParentId": parent, "SobjectType": name.split(".", 1)[0], "Field": name, **values}
            plan.write(Create("FieldPermissions", columns, by_org=echoes(name)), reason)


def _computed(edit: Edit[Fields], known: Known) -> set[str]:
    """Fields that nobody edits anyway (formula, roll-up, auto-number)."""
    found = set()
    for describe in map(known.description, descriptions(edit)):
        if describe is not None:
            fields = universe(describe)
            found |= {f"{fields.sobject}.{name}" for name in fields.computed}
    return found
