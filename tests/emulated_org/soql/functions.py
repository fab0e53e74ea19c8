# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions of queries as SQL: aggregates, parts of dates, and what only changes how a value is shown."""

from __future__ import annotations

import typing as t

import sqlalchemy as sa

from ..errors import refuse
from .scope import Column, Scope
from .syntax import Function, Path

AGGREGATES = {"COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG"}
#: Functions that change how a value is shown, not which value it is. Times stay those of UTC.
PRESENTATION = {"TOLABEL", "FORMAT", "CONVERTCURRENCY", "CONVERTTIMEZONE"}
#: The fiscal year is the calendar's.
FISCAL = {"FISCAL_YEAR": "CALENDAR_YEAR", "FISCAL_QUARTER": "CALENDAR_QUARTER", "FISCAL_MONTH": "CALENDAR_MONTH"}
Element = sa.ColumnElement[t.Any]
#: SQLite's strftime pattern of each date function, and what becomes of the number (SOQL reference, Date Functions).
DATE_PARTS: dict[str, tuple[str, t.Callable[[Element], Element]]] = {
    "CALENDAR_YEAR": ("%Y", lambda number: number),
    "CALENDAR_QUARTER": ("%m", lambda number: (number + 2) // 3),
    "CALENDAR_MONTH": ("%m", lambda number: number),
    "DAY_IN_MONTH": ("%d", lambda number: number),
    "DAY_IN_WEEK": ("%w", lambda number: number + 1),
    "DAY_IN_YEAR": ("%j", lambda number: number),
    "HOUR_IN_DAY": ("%H", lambda number: number),
    "WEEK_IN_MONTH": ("%d", lambda number: (number + 6) // 7),
    "WEEK_IN_YEAR": ("%j", lambda number: (number + 6) // 7),
}


def function_column(scope: Scope, function: Function) -> Column:
    """An aggregate or date function as a column; raises ApiError for an unknown one."""
    name = function.name.upper()
    argument = function.arguments[0] if function.arguments else None
    if name == "COUNT" and argument is None:
        return Column(sa.func.count(), scope.sobject, None)
    if not isinstance(argument, (Path, Function)):
        raise refuse("token_query", where=scope.where(function.position), token=function.name)
    column = function_column(scope, argument) if isinstance(argument, Function) else scope.column(argument)
    if name in PRESENTATION:
        return column
    if name in AGGREGATES:
        return _aggregated(name, column)
    name = FISCAL.get(name, name)
    if name in DATE_PARTS:
        pattern, convert = DATE_PARTS[name]
        number = sa.cast(sa.func.strftime(pattern, sa.func.substr(column.expression, 1, 19)), sa.Integer)
        return Column(convert(number), column.sobject, None)
    if name == "DAY_ONLY":
        return Column(sa.func.substr(column.expression, 1, 10), column.sobject, None)
    raise refuse("token_query", where=scope.where(function.position), token=function.name)


def _aggregated(name: str, column: Column) -> Column:
    if name == "COUNT_DISTINCT":
        return Column(sa.func.count(sa.distinct(column.expression)), column.sobject, None)
    made: Element = getattr(sa.func, name.lower())(column.expression)
    return Column(made, column.sobject, column.field if name in ("MIN", "MAX") else None)
