# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a plan and shapes its rows as records."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, replace

import sqlalchemy as sa

from ..schema.model import SObject
from .compile import Child, Compiler, Output, Plan
from .parse import parse
from .syntax import Query

Record = dict[str, t.Any]
BATCH = 400
#: Objects without a REST resource of their own for a row are named by their durable Id.
DURABLE = ("EntityDefinition", "FieldDefinition", "EntityParticle", "TabDefinition")


class Execute(t.Protocol):
    def __call__(self, statement: sa.Select[t.Any]) -> sa.Result[t.Any]: ...


@dataclass
class Answer:
    records: list[Record]
    total: int
    aggregate: bool = False


class Runner:
    """Answers queries of one caller; *base* is the URL that record URLs begin with."""

    def __init__(self, compiler: Compiler, execute: Execute, base: str) -> None:
        self.compiler = compiler
        self.execute = execute
        self.base = base

    @classmethod
    def parse(cls, text: str) -> Query:
        return parse(text)

    def run(self, query: Query) -> Answer:
        plan = self.compiler.plan(query)
        rows = self.execute(plan.statement).all()
        if plan.count_only:
            counted = int(rows[0][0])
            return Answer([], counted if query.limit is None else min(counted, query.limit))
        if plan.aggregate:
            return self._aggregates(plan, rows)
        records = [self._record(plan, row) for row in rows]
        self._children(plan, rows, records)
        return Answer(records, len(records))

    def _aggregates(self, plan: Plan, rows: t.Sequence[t.Any]) -> Answer:
        records = []
        for row in rows:
            record: Record = {"attributes": {"type": "AggregateResult"}}
            for output in plan.outputs:
                record[output.path[-1]] = _value(output, row)
            records.append(record)
        return Answer(records, len(records), aggregate=True)

    def _attributes(self, sobject: SObject, kind: str, record: t.Any) -> Record:
        return {"type": kind, "url": f"{self.base}/sobjects/{kind}/{record}"}

    def _record(self, plan: Plan, row: t.Any) -> Record:
        identity = row[plan.id_position]
        record: Record = {"attributes": self._attributes(plan.sobject, plan.sobject.name, identity)}
        for output in plan.outputs:
            self._place(plan, row, record, output)
        for link in plan.links:
            self._parent(plan, row, record, link)
        for child in plan.children:
            record[child.path] = None
        return record

    def _parent(self, plan: Plan, row: t.Any, record: Record, path: tuple[str, ...]) -> Record | None:
        """The nested record at *path*, made when it is first needed; None when there is no such parent."""
        holder: Record | None = record if len(path) == 1 else self._parent(plan, row, record, path[:-1])
        if holder is None:
            return None
        if path[-1] not in holder:
            link = plan.links[path]
            identity = row[link.id_position]
            if identity is None:
                holder[path[-1]] = None
            else:
                kind = row[link.type_position] if link.type_position is not None else link.sobject.name
                holder[path[-1]] = {"attributes": self._attributes(link.sobject, kind, identity)}
        found: Record | None = holder[path[-1]]
        return found

    def _place(self, plan: Plan, row: t.Any, record: Record, output: Output) -> None:
        holder = record if len(output.path) == 1 else self._parent(plan, row, record, output.path[:-1])
        if holder is not None and (not output.only or (holder["attributes"]["type"] in output.only) != output.other):
            holder[output.path[-1]] = _value(output, row)

    def _children(self, plan: Plan, rows: t.Sequence[t.Any], records: list[Record]) -> None:
        owners = {row[plan.id_position]: record for row, record in zip(rows, records, strict=True)}
        for child in plan.children:
            for start in range(0, len(rows), BATCH):
                ids = [row[plan.id_position] for row in rows[start : start + BATCH]]
                self._child_batch(child, ids, owners)

    def _child_batch(self, child: Child, ids: list[str], owners: dict[str, Record]) -> None:
        limit = child.query.limit
        plan = self.compiler.plan(_unlimited(child.query), child.sobject)
        froms = plan.statement.get_final_froms()[0]
        reference = _column_of(froms, child.sobject.name, child.reference)
        statement = plan.statement.where(reference.in_(ids)).add_columns(reference.label("parent"))
        grouped: dict[str, list[Record]] = {}
        kept: list[t.Any] = []
        for row in self.execute(statement).all():
            found = grouped.setdefault(row[-1], [])
            if limit is None or len(found) < limit:
                found.append(self._record(plan, row))
                kept.append((row, found[-1]))
        self._children(plan, [row for row, _record in kept], [record for _row, record in kept])
        for parent, records in grouped.items():
            owners[parent][child.path] = {"totalSize": len(records), "done": True, "records": records}


def _unlimited(query: Query) -> Query:
    return replace(query, limit=None)


def _column_of(clause: t.Any, table: str, column: str) -> sa.ColumnElement[t.Any]:
    """*column* of the leftmost table of a FROM clause."""
    while isinstance(clause, sa.sql.selectable.Join):
        clause = clause.left
    found: sa.ColumnElement[t.Any] = clause.c[column]
    return found


def _value(output: Output, row: t.Any) -> t.Any:
    if output.parts:
        return _address(output, row)
    value = row[output.position]
    one = output.column.field
    if one is not None and one.boolean:
        return bool(value)
    if one is not None and one.type == "complexvalue" and isinstance(value, str):
        return json.loads(value)
    return value


def _address(output: Output, row: t.Any) -> Record | None:
    """A compound address: its parts without the prefix, or null when all are empty."""
    prefix = output.column.field.name.removesuffix("Address") if output.column.field is not None else ""
    parts = {name.removeprefix(prefix): row[place] for name, place in output.parts}
    made = {name[:1].lower() + name[1:]: value for name, value in sorted(parts.items())}
    return made if any(value is not None for value in made.values()) else None
