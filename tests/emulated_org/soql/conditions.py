# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""WHERE and HAVING as SQL."""

from __future__ import annotations

import datetime
import operator
import typing as t

import sqlalchemy as sa

from ..clock import parse_date, parse_datetime
from ..errors import refuse
from ..schema.model import ADDRESS, Field
from ..store.ids import full_id
from .dates import span
from .scope import Column, Scope
from .syntax import Choice, Comparison, Condition, Function, Literal, Logical, Membership, Path, Query

#: Their references hold durable Ids, which are names.
DEFINITIONS = frozenset({"EntityDefinition", "FieldDefinition", "EntityParticle"})
NUMBERS = ("int", "double", "currency", "percent")
Element = sa.ColumnElement[t.Any]
COMPARE: dict[str, t.Callable[[t.Any, t.Any], t.Any]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Conditions:
    """Translates the conditions of one query."""

    def __init__(
        self,
        scope: Scope,
        today: datetime.date,
        inner: t.Callable[[Query, Column], sa.Select[t.Any]],
        compute: t.Callable[[Function], Column],
        spelling: t.Callable[[str], str],
    ) -> None:
        self.scope = scope
        self._spelling = spelling
        self.today = today
        self._inner = inner
        self._compute = compute

    def sql(self, condition: Condition) -> Element:
        if isinstance(condition, Logical):
            parts = [self.sql(one) for one in condition.parts]
            if condition.kind == "not":
                return sa.not_(sa.func.coalesce(parts[0], sa.false()))
            return sa.and_(*parts) if condition.kind == "and" else sa.or_(*parts)
        column = self._operand(condition.operand)
        if isinstance(condition, Membership):
            return self._membership(condition, column)
        if isinstance(condition, Choice):
            return self._choice(condition, column)
        return self._comparison(condition, column)

    def _operand(self, operand: Path | Function) -> Column:
        if isinstance(operand, Function):
            return self._compute(operand)
        column = self.scope.column(operand)
        one = column.field
        if one is not None and (not one.can_filter(self.scope.reader.version) or one.type == ADDRESS):
            raise refuse("filter_query", where=self.scope.where(operand.position), name=one.name)
        return column

    def _where(self, operand: Path | Function) -> str:
        return self.scope.where(operand.position)

    def _comparison(self, condition: Comparison, column: Column) -> Element:
        value = condition.value
        left = column.expression
        if value.kind == "null":
            return left.is_(None) if condition.operator == "=" else left.is_not(None)
        if value.kind == "range":
            return self._range(condition, column)
        if condition.operator == "like":
            if column.field is not None and column.field.type in ("id", "reference"):
                raise refuse("like_id_query", where=self._where(condition.operand))
            return sa.func.like(str(value.value), left)
        right = self._value(value, column, condition.operand)
        if right is None:
            return left.is_(None) if condition.operator == "=" else left.is_not(None)
        if condition.operator == "!=":
            return sa.or_(left != right, left.is_(None))
        compared: Element = COMPARE[condition.operator](left, right)
        return compared

    def _range(self, condition: Comparison, column: Column) -> Element:
        try:
            first, after = span(str(condition.value.value), self.today)
        except (OverflowError, ValueError):
            text = f"{self._where(condition.operand)}Invalid date range: {condition.value.value}"
            raise refuse("malformed_query", text=text) from None
        ends = [first.isoformat(), after.isoformat()]
        if column.field is not None and column.field.type == "datetime":
            ends = [f"{end}T00:00:00.000+0000" for end in ends]
        left = column.expression
        inside = sa.and_(left >= ends[0], left < ends[1])
        shapes: dict[str, Element] = {
            "=": inside,
            "!=": sa.not_(sa.func.coalesce(inside, sa.false())),
            "<": left < ends[0],
            "<=": left < ends[1],
            ">": left >= ends[1],
            ">=": left >= ends[0],
        }
        return shapes[condition.operator]

    def _membership(self, condition: Membership, column: Column) -> Element:
        if isinstance(condition.values, Query):
            inside: Element = column.expression.in_(self._inner(condition.values, column))
        else:
            values = [self._value(one, column, condition.operand) for one in condition.values]
            real = [value for value in values if value is not None]
            inside = column.expression.in_(real)
            if len(real) < len(values):
                inside = sa.or_(inside, column.expression.is_(None))
        return sa.not_(sa.func.coalesce(inside, sa.false())) if condition.negated else inside

    def _choice(self, condition: Choice, column: Column) -> Element:
        wanted = [str(one.value).split(";") for one in condition.values]
        packed = sa.literal(";").concat(column.expression).concat(";")
        found = sa.or_(*[sa.and_(*[packed.contains(f";{part};") for part in parts]) for parts in wanted])
        return sa.not_(sa.func.coalesce(found, sa.false())) if condition.negated else found

    def _value(self, literal: Literal, column: Column, operand: Path | Function) -> t.Any:
        """The literal as the column keeps it; raises ApiError when its type does not fit."""
        one = column.field
        if one is None or literal.kind == "null":
            return literal.value
        if one.type in ("id", "reference"):
            return self._id(literal, one, operand, column.sobject.name in DEFINITIONS)
        expected = _expected(one)
        if literal.kind != expected:
            raise self._type(one, operand, literal)
        if literal.kind == "datetime":
            return parse_datetime(str(literal.value))
        if literal.kind == "date":
            return parse_date(str(literal.value))
        if literal.kind == "text" and literal.value == "":
            return None
        if (column.sobject.name, one.name) == ("FieldPermissions", "Field") and self.scope.reader.version >= 50:
            return self._spelling(str(literal.value))
        return literal.value

    def _id(self, literal: Literal, one: Field, operand: Path | Function, durable: bool) -> str | None:
        if literal.kind != "text":
            raise self._type(one, operand, literal)
        if literal.value == "":
            return None
        found = full_id(literal.value)
        if found is None and not durable:
            raise refuse("bad_id_query", where=self._where(operand), value=literal.value)
        return found or str(literal.value)

    def _type(self, one: Field, operand: Path | Function, literal: Literal) -> Exception:
        expected = _expected(one)
        quoted = expected == "text"
        name = {"text": "string", "number": "int" if one.type == "int" else "double", "datetime": "dateTime"}
        return refuse(
            "value_query",
            where=self._where(operand),
            name=one.name,
            type=name.get(expected, expected),
            **{"not": "" if quoted else "not "},
        )


def _expected(one: Field) -> str:
    if one.type in NUMBERS:
        return "number"
    if one.type in ("boolean", "datetime", "date"):
        return one.type
    return "text"
