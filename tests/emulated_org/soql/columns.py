# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``columns=true``: what the columns of a query are (the Salesforce CLI asks before it prints a table)."""

from __future__ import annotations

import typing as t

from .compile import Child, Compiler, Output
from .syntax import Query

Column = dict[str, t.Any]
NUMBERS = ("int", "double", "currency", "percent")
APEX = {
    "id": "Id",
    "reference": "Id",
    "boolean": "Boolean",
    "int": "Integer",
    "double": "Double",
    "currency": "Double",
    "percent": "Double",
    "date": "Date",
    "datetime": "Datetime",
    "address": "Address",
}


def describe(compiler: Compiler, query: Query) -> dict[str, t.Any]:
    """The answer to a query with ``columns=true``: no records."""
    plan = compiler.plan(query)
    columns: list[Column] = []
    for output in plan.outputs:
        _place(columns, output.path, output, plan.aggregate)
    for child in plan.children:
        columns.append(_column(child.path, None, True) | {"joinColumns": _children(compiler, child)})
    return {
        "columnMetadata": columns,
        "entityName": plan.sobject.name,
        "groupBy": bool(query.group),
        "idSelected": any(output.path == ("Id",) for output in plan.outputs),
        "keyPrefix": plan.sobject.prefix,
    }


def _children(compiler: Compiler, child: Child) -> list[Column]:
    columns: list[Column] = []
    for output in compiler.plan(child.query, child.sobject).outputs:
        _place(columns, output.path, output, False)
    return columns


def _place(columns: list[Column], path: tuple[str, ...], output: Output, aggregate: bool) -> None:
    """Put a column where its path says: through a relationship it is a column of that column."""
    if len(path) == 1:
        computed = aggregate and output.column.field is None
        columns.append(_column(path[0], output, computed))
        return
    holder = next((one for one in columns if one["columnName"] == path[0] and one["joinColumns"]), None)
    if holder is None:
        holder = _column(path[0], None, False)
        columns.append(holder)
    _place(holder["joinColumns"], path[1:], output, aggregate)


def _column(name: str, output: Output | None, aggregate: bool) -> Column:
    one = output.column.field if output is not None else None
    kind = one.type if one is not None else ""
    return {
        "aggregate": aggregate,
        "apexType": APEX.get(kind, "String") if one is not None else None,
        "booleanType": kind == "boolean",
        "columnName": name,
        "custom": one.custom if one is not None else False,
        "displayName": name,
        "foreignKeyName": None,
        "insertable": one.createable if one is not None else False,
        "joinColumns": [],
        "numberType": kind in NUMBERS,
        "textType": bool(one) and kind not in APEX,
        "updatable": one.updateable if one is not None else False,
    }
