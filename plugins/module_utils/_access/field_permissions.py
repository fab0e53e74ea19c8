# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Field permissions: FieldPermissions rows under a permission set."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .edits import Edit, api_name, mapping, shape
from .field_universe import Universe, universe
from .refusal import Findings, near
from .requests import Describe
from .resource import Known, Record

OPTION = "field_permissions"
READ, EDIT = "read", "edit"
_ACTIVITIES = {"Task": "Event", "Event": "Task"}

L = t.TypeVar("L", bound=t.Optional[str])

#: ``Account.Industry`` -> ``read`` or ``edit``.
Rows = dict[str, str]


@dataclass(frozen=True)
class Fields:
    """One entry: fields of one object by name, or all that the org's description allows; *bare* where it is the object alone."""

    sobject: str
    read: tuple[str, ...] = ()
    edit: tuple[str, ...] = ()
    all_readable: bool = False
    all_editable: bool = False
    bare: bool = False


def entry(value: t.Any) -> Fields:
    """One entry ``{object: Account, read: [...], edit: [...], all_readable: true, all_editable: true}``.

    Raises:
        Refusal: for another form.
    """
    given = mapping(OPTION, value, ["object"], ["read", "edit", "all_readable", "all_editable"])
    sobject = api_name(OPTION, given["object"])
    for key in ("read", "edit"):
        names = given.get(key, [])
        if not isinstance(names, (list, tuple)) or not all(isinstance(one, str) for one in names):
            raise shape(OPTION, f"a list of field names under '{key}' of {sobject}; it has {names!r}")
    for key in ("all_readable", "all_editable"):
        if not isinstance(given.get(key, False), bool):
            raise shape(OPTION, f"true or false under '{key}' of {sobject}; it has {given[key]!r}")
    return Fields(
        sobject,
        tuple(given.get("read") or ()),
        tuple(given.get("edit") or ()),
        bool(given.get("all_readable")),
        bool(given.get("all_editable")),
        bare=not any(given.get(key) or key in ("read", "edit") for key in given if key != "object"),
    )


def descriptions(edit: Edit[Fields]) -> list[Describe]:
    """The descriptions needed to know the fields of the objects named."""
    return [Describe(name) for name in dict.fromkeys(one.sobject for one in (*edit.wanted, *edit.removed))]


def wanted_rows(edit: Edit[Fields], known: Known) -> Rows:
    """The rows that *edit* wants.

    Raises:
        Refusal: naming every unknown object, unknown field, field whose access cannot be set, and object without fields.
    """
    rows: Rows = {}
    findings = Findings()
    for one in edit.wanted:
        universe = _universe(one.sobject, known, findings)
        if universe is None:
            continue
        if one.bare:
            text = f"Option {OPTION} names {universe.sobject} without fields; list them, or leave the object out"
            findings.add(text, "BAD_OPTION", [OPTION])
        for name, level in _levels(one, universe, findings).items():
            if level == EDIT or name not in rows:
                rows[name] = level
    findings.refuse()
    return rows


def removed_rows(edit: Edit[Fields], known: Known, current: t.Mapping[str, str]) -> dict[str, str | None]:
    """What each row named for removal becomes: ``read`` where only edit goes, ``None`` where the row goes.

    The object alone means all its rows; lists that are there but empty mean none.

    Raises:
        Refusal: naming every unknown object or field.
    """
    left: dict[str, str | None] = {}
    findings = Findings()
    for one in edit.removed:
        universe = _universe(one.sobject, known, findings)
        if universe is None:
            continue
        if one.bare or ((one.all_readable or one.all_editable) and not (one.read or one.edit)):
            left.update({row: None for row in current if row.startswith(universe.sobject + ".")})
        left.update(dict.fromkeys(_names(one.edit, universe, findings), READ))
        left.update(dict.fromkeys(_names(one.read, universe, findings)))
    findings.refuse()
    return left


def mirrored(rows: t.Mapping[str, L]) -> dict[str, L]:
    """The rows with those that the org keeps equal to them.

    Custom fields of activities belong to Task and Event at once, and their rows are kept identical (Object Reference,
    FieldPermissions). Where both are given, edit wins over read and anything over nothing.
    """
    result = dict(rows)
    for name, level in rows.items():
        other = twin(name)
        if other and other not in rows:
            result[other] = level
        elif other and EDIT in (level, rows[other]):
            result[name] = t.cast(L, EDIT)
    return result


def twin(row: str) -> str | None:
    """The row of the other kind of activity that the org keeps equal to this one, if there is one."""
    sobject, name = row.split(".", 1)
    if sobject not in _ACTIVITIES or not name.endswith("__c"):
        return None
    return f"{_ACTIVITIES[sobject]}.{name}"


def echoes(row: str) -> bool:
    """Whether the org changes this row by itself when its twin is written: of two equal rows only Event's is sent."""
    return row.startswith("Task.") and twin(row) is not None


def granted(rows: t.Iterable[Record]) -> Rows:
    """The field permissions that are on."""
    return {row["Field"]: EDIT if row.get("PermissionsEdit") else READ for row in rows}


def withheld(edit: Edit[Fields], known: Known) -> list[str]:
    """Warnings where ``all_editable`` means less than the object could give.

    What a description calls updateable is so for the signed-in user: without the feature licence Marketing User, most fields of
    Campaign are not (REST API Developer Guide, sObject Describe: the metadata is that of the calling user).
    """
    warnings = []
    for one in edit.wanted:
        describe = known.description(Describe(one.sobject)) if one.all_editable else None
        fields = universe(describe) if describe else None
        if fields:
            entered = [name for name in fields.editable if name not in fields.computed]
            shut = [name for name in entered if not fields.editable[name]]
            if len(shut) * 2 > len(entered):
                warnings.append(
                    f"{len(shut)} of {len(entered)} fields of {fields.sobject} are read-only for the signed-in user, so all_editable leaves "
                    "them out: sign in as a user who may edit the object (for Campaign: Marketing User), or name the fields under edit"
                )
    return warnings


def _universe(sobject: str, known: Known, findings: Findings) -> Universe | None:
    describe = known.description(Describe(sobject))
    if describe is None:
        findings.add(
            f"The org has no object '{sobject}' visible to this user; correct or remove it in {OPTION}",
            "UNKNOWN_OBJECT",
            [OPTION],
        )
        return None
    return universe(describe)


def _levels(one: Fields, fields: Universe, findings: Findings) -> Rows:
    rows: Rows = {}
    if one.all_readable:
        rows.update({f"{fields.sobject}.{name}": READ for name in fields.editable})
    rows.update(dict.fromkeys(_names(one.read, fields, findings), READ))
    if one.all_editable:
        rows.update({f"{fields.sobject}.{name}": EDIT for name, writable in fields.editable.items() if writable})
    for row in _names(one.edit, fields, findings):
        if row.split(".", 1)[1] in fields.computed:
            text = f"Field {row} can only be read (formula, roll-up or auto-number); name it under 'read' in {OPTION}"
            findings.add(text, "FIELD_NOT_EDITABLE", [OPTION])
        rows[row] = EDIT
    return rows


def _names(names: t.Iterable[str], fields: Universe, findings: Findings) -> list[str]:
    """Full row names; findings for the unknown and for those without field access of their own."""
    rows = []
    for given in names:
        name = given.split(".", 1)[1] if given.lower().startswith(fields.sobject.lower() + ".") else given
        owner = fields.aliases.get(name.lower())
        if owner:
            rows.append(f"{fields.sobject}.{owner}")
        elif name.lower() in fields.others:
            text = f"Access to {fields.sobject}.{name} cannot be set (required, system or name field: it follows the object); remove it from {OPTION}"
            findings.add(text, "FIELD_NOT_PERMISSIONABLE", [OPTION])
        else:
            hint = near(name, fields.editable)
            findings.add(
                f"Object {fields.sobject} has no field '{name}' visible to this user{hint}; change {OPTION}",
                "UNKNOWN_FIELD",
                [OPTION],
            )
    return rows
