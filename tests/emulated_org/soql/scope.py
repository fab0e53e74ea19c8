# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From names in a query to columns: relationships become joins."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import sqlalchemy as sa

from ..errors import ApiError, refuse
from ..schema.model import Field, SObject
from .parse import locate
from .syntax import Path

#: What may be read through a relationship that leads to several objects (the Name object).
NAME_FIELDS = frozenset(
    (
        *("id", "name", "type", "firstname", "lastname", "email", "phone", "title"),
        *("username", "alias", "isactive", "profileid", "userroleid"),
    )
)
NAME_COLUMN = {"PermissionSetLicense": "MasterLabel"}


class Reader(t.Protocol):
    """What the caller may see."""

    version: int

    def readable(self, sobject: SObject) -> bool: ...
    def readable_field(self, sobject: SObject, field: Field) -> bool: ...


@dataclass(frozen=True)
class Column:
    """A field of a query: its SQL expression and where it comes from (no field: computed)."""

    expression: sa.ColumnElement[t.Any]
    sobject: SObject
    field: Field | None
    #: For a compound address: the columns of its parts.
    parts: tuple[tuple[str, sa.ColumnElement[t.Any]], ...] = ()


@dataclass(frozen=True)
class Source:
    """One joined object."""

    sobject: SObject
    table: sa.FromClause


class Scope:
    """The FROM clause of one query while it grows."""

    LEVELS = 5

    def __init__(
        self,
        text: str,
        objects: t.Callable[[str], SObject | None],
        table: t.Callable[[SObject], sa.FromClause],
        reader: Reader,
        sobject: SObject,
        alias: str,
    ) -> None:
        self.text = text
        self.reader = reader
        self.sobject = sobject
        self._objects = objects
        self._table = table
        self._alias = alias.lower()
        self.root = Source(sobject, table(sobject))
        self.clause: sa.FromClause = self.root.table
        self._joined: dict[tuple[str, ...], list[Source]] = {}

    def where(self, position: int) -> str:
        return locate(self.text, position)

    def column(self, path: Path) -> Column:
        """The column *path* names; raises ApiError (INVALID_FIELD)."""
        parts = list(path.parts)
        if len(parts) > 1 and self._names_root(parts[0]):
            parts = parts[1:]
        if len(parts) > self.LEVELS + 1:
            raise refuse("levels_query", where=self.where(path.position), name=path.text, levels=self.LEVELS)
        sources = [self.root]
        for depth, name in enumerate(parts[:-1]):
            sources = self._follow(tuple(part.lower() for part in parts[: depth + 1]), sources, name, path)
        if len(sources) == 1:
            return self._plain(sources[0], parts[-1], path)
        return self._polymorphic(sources, parts[-1], path)

    def _names_root(self, word: str) -> bool:
        """Whether *word* is the alias, or the object's own name (unless a relationship is called so)."""
        if word.lower() == self._alias:
            return True
        return word.lower() == self.sobject.name.lower() and self._relationship(self.sobject, word) is None

    def sources(self, relationship: tuple[str, ...], path: Path) -> list[Source]:
        """The objects behind ``Owner`` or ``CreatedBy.Profile``."""
        sources = [self.root]
        for depth, name in enumerate(relationship):
            sources = self._follow(tuple(p.lower() for p in relationship[: depth + 1]), sources, name, path)
        return sources

    def _relationship(self, sobject: SObject, name: str) -> Field | None:
        for one in sobject.fields.values():
            if one.relationship.lower() == name.lower() and self._visible(sobject, one):
                return one
        return None

    def _visible(self, sobject: SObject, one: Field) -> bool:
        return one.since <= self.reader.version and self.reader.readable_field(sobject, one)

    def _follow(self, key: tuple[str, ...], sources: list[Source], name: str, path: Path) -> list[Source]:
        if key in self._joined:
            return self._joined[key]
        found: list[Source] = []
        for source in sources:
            one = self._relationship(source.sobject, name)
            for target in one.references if one is not None else ():
                sobject = self._objects(target)
                if one is None or sobject is None or not self.reader.readable(sobject):
                    continue
                table = self._table(sobject)
                link = source.table.c[one.name] == table.c.Id
                self.clause = self.clause.outerjoin(table, link)
                found.append(Source(sobject, table))
        if not found:
            raise refuse("relationship_query", where=self.where(path.position), name=name)
        self._joined[key] = found
        return found

    def plain(self, source: Source, path: Path) -> Column:
        """A field of one joined object (a branch of TYPEOF); raises ApiError (INVALID_FIELD)."""
        return self._plain(source, path.parts[-1], path)

    def _plain(self, source: Source, name: str, path: Path) -> Column:
        one = source.sobject.field(name)
        if one is None or not self._visible(source.sobject, one):
            raise self._unknown(source.sobject, name, path)
        if one.type == "address":
            parts = tuple(
                (part.name, source.table.c[part.name])
                for part in source.sobject.fields.values()
                if part.compound == one.name
            )
            return Column(sa.null(), source.sobject, one, parts)
        return Column(source.table.c[one.name], source.sobject, one)

    def _unknown(self, sobject: SObject, name: str, path: Path) -> ApiError:
        return refuse("column_query", where=self.where(path.position), name=name, sobject=sobject.name)

    def _polymorphic(self, sources: list[Source], name: str, path: Path) -> Column:
        lower = name.lower()
        if lower not in NAME_FIELDS:
            raise refuse("column_query", where=self.where(path.position), name=name, sobject="Name")
        if lower == "type":
            whens = [(source.table.c.Id.is_not(None), sa.literal(source.sobject.name)) for source in sources]
            return Column(sa.case(*whens, else_=None), sources[0].sobject, None)
        columns = []
        field: Field | None = None
        for source in sources:
            wanted = name
            if lower == "name":
                wanted = NAME_COLUMN.get(source.sobject.name) or source.sobject.name_field
            one = source.sobject.field(wanted)
            if one is not None:
                columns.append(source.table.c[one.name])
                field = field or one
        if not columns:
            raise refuse("column_query", where=self.where(path.position), name=name, sobject="Name")
        expression = sa.func.coalesce(*columns) if len(columns) > 1 else columns[0]
        return Column(expression, sources[0].sobject, field)
