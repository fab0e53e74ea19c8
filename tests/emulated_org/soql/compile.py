# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A parsed query as one SQL statement, and how its rows become records."""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass, field

import sqlalchemy as sa

from ..errors import refuse
from ..schema.model import SObject
from . import semijoins
from .conditions import DEFINITIONS, Conditions
from .functions import AGGREGATES, function_column
from .parse import locate
from .scope import Column, Reader, Scope
from .syntax import Comparison, Condition, Function, Logical, Membership, Path, Query, TypeOf

FIELDS_LIMIT = 200
OFFSET_LIMIT = 2000
#: Child relationships below each other: one, since API 58 four below the root (SOQL reference, Relationship Queries).
LEVELS, NESTED_SINCE = 4, 58


class Catalogue(t.Protocol):
    """What the compiler must know of the organisation."""

    def source(self, name: str) -> SObject | None: ...
    def table(self, sobject: SObject, number: int) -> sa.FromClause: ...
    def child(self, parent: SObject, relationship: str) -> tuple[SObject, str] | None: ...
    def spelling(self, value: str) -> str: ...
    def today(self) -> datetime.date: ...


@dataclass
class Output:
    """One entry of the SELECT list: where it goes in the record, and which columns hold it."""

    path: tuple[str, ...]
    column: Column
    position: int
    parts: tuple[tuple[str, int], ...] = ()
    #: TYPEOF: the objects in whose records it stands, or (*other*) does not.
    only: tuple[str, ...] = ()
    other: bool = False


@dataclass
class Link:
    """A relationship in the SELECT list: its record is null when *id_position* holds none."""

    path: tuple[str, ...]
    id_position: int
    type_position: int | None
    sobject: SObject


@dataclass
class Child:
    path: str
    sobject: SObject
    reference: str
    query: Query


@dataclass
class Plan:
    sobject: SObject
    statement: sa.Select[t.Any]
    outputs: list[Output] = field(default_factory=list)
    links: dict[tuple[str, ...], Link] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    aggregate: bool = False
    count_only: bool = False
    id_position: int | None = None


class Compiler:
    """Compiles one query text for one caller."""

    def __init__(self, text: str, catalogue: Catalogue, reader: Reader) -> None:
        self.text = text
        self.catalogue = catalogue
        self.reader = reader
        self._numbers: dict[str, int] = {}

    def table(self, sobject: SObject) -> sa.FromClause:
        """Another alias of the object's table: every mention in a statement has its own."""
        number = self._numbers[sobject.name] = self._numbers.get(sobject.name, 0) + 1
        return self.catalogue.table(sobject, number)

    def scope(self, query: Query, sobject: SObject | None = None) -> Scope:
        sobject = sobject or self.catalogue.source(query.source)
        if sobject is None or not self.reader.readable(sobject):
            raise refuse("type_query", where=locate(self.text, query.source_position), name=query.source)
        return Scope(self.text, self.catalogue.source, self.table, self.reader, sobject, query.alias)

    def plan(self, query: Query, sobject: SObject | None = None) -> Plan:
        scope = self.scope(query, sobject)
        return _Planner(self, query, scope).plan()

    def inner(self, query: Query, outer: Column) -> sa.Select[t.Any]:
        """The query inside ``IN (SELECT ...)``: one column of Ids; *outer* is what they are compared with."""
        scope = self.scope(query)
        item = semijoins.selected(query)
        column = scope.column(item)
        semijoins.match(outer, column, item)
        conditions = self.conditions(scope)
        statement = sa.select(column.expression).where(column.expression.is_not(None))
        if query.where is not None:
            statement = statement.where(conditions.sql(query.where))
        return statement.select_from(scope.clause)

    def conditions(self, scope: Scope, compute: t.Callable[[Function], Column] | None = None) -> Conditions:
        compute = compute or (lambda function: function_column(scope, function))
        return Conditions(scope, self.catalogue.today(), self.inner, compute, self.catalogue.spelling)


class _Planner:
    def __init__(self, compiler: Compiler, query: Query, scope: Scope) -> None:
        self.compiler = compiler
        self.query = query
        self.scope = scope
        self.columns: list[sa.ColumnElement[t.Any]] = []
        self.made = Plan(scope.sobject, sa.select())
        self.selected: set[tuple[str, ...]] = set()

    def plan(self) -> Plan:
        query, scope, made = self.query, self.scope, self.made
        _allowed(query)
        _required_filters(scope.sobject, query)
        made.aggregate = bool(query.group) or any(_aggregate(item) for item in query.items)
        made.count_only = _counts(query)
        self._items()
        _required_selection(scope, made)
        if not made.aggregate:
            made.id_position = self._add(scope.root.table.c.Id)
        elif not made.count_only:
            self._only_grouped()
        conditions = self.compiler.conditions(scope)
        where = conditions.sql(query.where) if query.where is not None else None
        group = [self._expression(one) for one in query.group]
        having = conditions.sql(query.having) if query.having is not None else None
        order = [self._order(one.operand, one.descending, one.nulls_last) for one in query.order]
        statement = sa.select(*(self.columns or [sa.func.count()])).select_from(scope.clause)
        statement = statement.where(*([where] if where is not None else []))
        statement = statement.having(*([having] if having is not None else []))
        statement = statement.group_by(*group).order_by(*order)
        made.statement = self._cut(statement)
        return made

    def _cut(self, statement: sa.Select[t.Any]) -> sa.Select[t.Any]:
        query = self.query
        if query.limit is not None:
            statement = statement.limit(query.limit)
        if query.offset:
            statement = statement.limit(query.limit if query.limit is not None else -1).offset(query.offset)
        return statement

    def _add(self, expression: sa.ColumnElement[t.Any]) -> int:
        self.columns.append(expression.label(f"c{len(self.columns)}"))
        return len(self.columns) - 1

    def _select(self, output: Output) -> None:
        self.made.outputs.append(output)
        self.selected.add(output.path)

    def _items(self) -> None:
        number = 0
        for item in self.query.items:
            if isinstance(item, Query):
                self._child(item)
            elif isinstance(item, TypeOf):
                self._typeof(item)
            elif isinstance(item, Path):
                self._field(item)
            elif item.name.upper() == "FIELDS":
                self._every_field(item)
            elif not self.made.count_only:
                name = item.alias
                if not name and self.made.aggregate:
                    name, number = f"expr{number}", number + 1
                column = function_column(self.scope, item)
                if not name:
                    name = column.field.name if column.field is not None else item.name
                self._select(Output((name,), column, self._add(column.expression)))

    def _field(self, path: Path) -> None:
        column = self.scope.column(path)
        parts = path.parts
        if len(parts) > 1 and parts[0].lower() in (self.query.alias.lower(), self.scope.sobject.name.lower()):
            parts = parts[1:]
        names = self._links(parts[:-1], path) if not self.made.aggregate else ()
        leaf = column.field.name if column.field is not None else parts[-1]
        if path.alias:
            leaf = path.alias
        target = (*names, leaf if path.alias else _name_leaf(parts[-1], leaf))
        if target in self.selected:
            text = f"duplicate field selected: {path.text}"
            raise refuse("malformed_query", text=self.scope.where(path.position) + text)
        if column.parts:
            places = tuple((name, self._add(expression)) for name, expression in column.parts)
            self._select(Output(target, column, -1, places))
        else:
            self._select(Output(target, column, self._add(column.expression)))

    def _links(self, relationship: tuple[str, ...], path: Path) -> tuple[str, ...]:
        """Register every relationship on the way, so that a missing parent reads null; returns the proper names."""
        names: tuple[str, ...] = ()
        sobject = self.scope.sobject
        for depth in range(len(relationship)):
            sources = self.scope.sources(relationship[: depth + 1], path)
            proper = next(
                (
                    f.relationship
                    for f in sobject.fields.values()
                    if f.relationship.lower() == relationship[depth].lower()
                ),
                relationship[depth],
            )
            names = (*names, proper)
            if names not in self.made.links:
                ids = [source.table.c.Id for source in sources]
                place = self._add(sa.func.coalesce(*ids) if len(ids) > 1 else ids[0])
                kind = None
                if len(sources) > 1:
                    whens = [(source.table.c.Id.is_not(None), sa.literal(source.sobject.name)) for source in sources]
                    kind = self._add(sa.case(*whens, else_=None))
                self.made.links[names] = Link(names, place, kind, sources[0].sobject)
            sobject = sources[0].sobject
        return names

    def _every_field(self, item: Function) -> None:
        argument = item.arguments[0] if item.arguments else None
        kind = argument.text.upper() if isinstance(argument, Path) else ""
        if kind not in ("ALL", "STANDARD", "CUSTOM"):
            raise refuse("token_query", where=self.scope.where(item.position), token=kind or ")")
        if kind != "STANDARD" and not (self.query.limit is not None and self.query.limit <= FIELDS_LIMIT):
            raise refuse("fields_limit")
        for one in self.scope.sobject.fields.values():
            if (
                one.since > self.scope.reader.version
                or (kind == "CUSTOM") > one.custom
                or (kind == "STANDARD") & one.custom
            ):
                continue
            if not self.scope.reader.readable_field(self.scope.sobject, one):
                continue
            if not any(output.path == (one.name,) for output in self.made.outputs):
                self._field(Path((one.name,), item.position))

    def _child(self, query: Query) -> None:
        _allowed_below(self.compiler.reader.version, query)
        found = self.compiler.catalogue.child(self.scope.sobject, query.source)
        if found is None or not self.scope.reader.readable(found[0]):
            raise refuse("child_query", where=self.scope.where(query.source_position), name=query.source)
        sobject, reference = found
        one = sobject.field(reference)
        proper = one.child_relationship if one is not None else query.source
        proper = proper + "__r" if one is not None and one.custom and not proper.endswith("__r") else proper
        self.made.children.append(Child(proper, sobject, reference, query))

    def _typeof(self, item: TypeOf) -> None:
        """Which fields a record shows depends on its object."""
        names = self._links(item.path.parts, item.path)
        sources = {one.sobject.name.lower(): one for one in self.scope.sources(item.path.parts, item.path)}
        for kind, fields in item.branches:
            source = sources.get(kind.lower())
            if source is None:
                raise refuse("type_query", where=self.scope.where(item.path.position), name=kind)
            for path in fields:
                column = self.scope.plain(source, path)
                self._output((*names, path.parts[-1]), column, (source.sobject.name,))
        taken = tuple(sources[kind.lower()].sobject.name for kind, _fields in item.branches)
        for path in item.otherwise:
            column = self.scope.column(Path((*item.path.parts, *path.parts), path.position))
            self._output((*names, path.parts[-1]), column, taken, True)

    def _output(self, target: tuple[str, ...], column: Column, only: tuple[str, ...], other: bool = False) -> None:
        leaf = column.field.name if column.field is not None else target[-1]
        place = self._add(column.expression)
        self._select(Output((*target[:-1], _name_leaf(target[-1], leaf)), column, place, (), only, other))

    def _expression(self, operand: Path | Function) -> sa.ColumnElement[t.Any]:
        if isinstance(operand, Function):
            return function_column(self.scope, operand).expression
        column = self.scope.column(operand)
        if column.field is not None and not column.field.groupable:
            raise refuse("group_query", where=self.scope.where(operand.position), name=column.field.name)
        return column.expression

    def _order(self, operand: Path | Function, descending: bool, nulls_last: bool) -> t.Any:
        if isinstance(operand, Function):
            expression = function_column(self.scope, operand).expression
        else:
            named = [o for o in self.made.outputs if self.made.aggregate and o.path[-1].lower() == operand.text.lower()]
            if named:
                expression = named[0].column.expression
            else:
                column = self.scope.column(operand)
                if column.field is not None and not column.field.sortable:
                    raise refuse("sort_query", where=self.scope.where(operand.position), name=column.field.name)
                expression = column.expression
        ordered = expression.desc() if descending else expression.asc()
        return ordered.nulls_last() if nulls_last else ordered.nulls_first()

    def _only_grouped(self) -> None:
        grouped = {self.scope.column(one).expression for one in self.query.group if isinstance(one, Path)}
        for item in self.query.items:
            if isinstance(item, Path) and self.scope.column(item).expression not in grouped:
                raise refuse("ungrouped_query", where=self.scope.where(item.position), name=item.text)


def _allowed_below(version: int, query: Query) -> None:
    """What a query inside the SELECT list of another may not be."""
    if query.group or any(_aggregate(item) for item in query.items):
        raise refuse("malformed_query", text="only root queries support aggregate expressions")
    below = _levels(query)
    if below > (LEVELS if version >= NESTED_SINCE else 1):
        raise refuse("malformed_query", text="SOQL relationship queries can not be nested that deep")


def _levels(query: Query) -> int:
    return 1 + max((_levels(item) for item in query.items if isinstance(item, Query)), default=0)


def _allowed(query: Query) -> None:
    if query.all_rows:
        raise refuse("malformed_query", text="ALL ROWS not allowed in this context")
    if query.offset > OFFSET_LIMIT:
        raise refuse("offset")


def _name_leaf(written: str, leaf: str) -> str:
    """Through a polymorphic relationship Name and Type are called so, whatever field answers."""
    return written.capitalize() if written.lower() in ("name", "type") and leaf.lower() != written.lower() else leaf


def _aggregate(item: t.Any) -> bool:
    return isinstance(item, Function) and item.name.upper() in AGGREGATES


def _counts(query: Query) -> bool:
    item = query.items[0]
    return len(query.items) == 1 and isinstance(item, Function) and item.name.upper() == "COUNT" and not item.arguments


def _filtered(condition: Condition | None) -> set[str]:
    """Fields a condition pins to given values."""
    if isinstance(condition, Logical):
        parts = [_filtered(one) for one in condition.parts]
        return set().union(*parts) if condition.kind == "and" else set()
    if isinstance(condition, Comparison) and condition.operator == "=" and isinstance(condition.operand, Path):
        return {condition.operand.text.lower()}
    if isinstance(condition, Membership) and not condition.negated and isinstance(condition.operand, Path):
        return {condition.operand.text.lower()}
    return set()


def _required_filters(sobject: SObject, query: Query) -> None:
    """FieldDefinition and EntityParticle are only answered for given entities."""
    if sobject.name not in DEFINITIONS - {"EntityDefinition"}:
        return
    accepted = {"entitydefinitionid", "entitydefinition.qualifiedapiname", "durableid", "entitydefinition.durableid"}
    if sobject.name == "EntityParticle":
        accepted.add("fielddefinitionid")
    if not _filtered(query.where) & accepted:
        columns = "EntityDefinitionId, DurableId"
        raise refuse("reified", name=sobject.name, columns=columns)


def _required_selection(scope: Scope, made: Plan) -> None:
    """SobjectType and Field must both be selected (Object Reference, FieldPermissions)."""
    if scope.sobject.name != "FieldPermissions" or made.aggregate:
        return
    names = {output.path[-1] for output in made.outputs if len(output.path) == 1}
    if not {"SobjectType", "Field"} <= names:
        raise refuse("fls_select")
