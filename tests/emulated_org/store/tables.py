# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of a catalogue: one for each sObject."""

from __future__ import annotations

import functools
import re
import sqlite3
import typing as t

import sqlalchemy as sa

from ..schema.catalog import Catalog
from ..schema.model import Field, SObject

#: Storage classes: what a query makes of a column, and how the database declares it.
KINDS: dict[str, tuple[t.Any, str]] = {
    "boolean": (sa.Boolean(create_constraint=False), "BOOLEAN"),
    "integer": (sa.Integer(), "INTEGER"),
    "real": (sa.Float(), "FLOAT"),
    "id": (sa.Text(), "TEXT"),
    "text": (sa.Text(collation="SALESFORCE"), 'TEXT COLLATE "SALESFORCE"'),
}


def _kind(one: Field) -> tuple[t.Any, str]:
    return KINDS["id" if one.type in ("id", "reference") else one.column_type]


def _stored(sobject: SObject) -> list[Field]:
    return [one for one in sobject.fields.values() if one.type != "address"]


def _declaration(sobject: SObject) -> str:
    columns = [f"[{one.name}] {_kind(one)[1]}" for one in _stored(sobject)]
    return f"CREATE TABLE [{sobject.name}] ({', '.join(columns)}, PRIMARY KEY ([Id]))"


class Schema:
    """Tables for one catalogue, and the empty database every organisation with it starts from.

    Declared by hand and described to SQLAlchemy when first asked for: doing all of it there takes most of a start.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._metadata = sa.MetaData()
        self._tables: dict[str, sa.Table] = {}
        #: Columns that hold 0 and 1 for false and true, by object.
        self.booleans = {
            name: [one.name for one in _stored(sobject) if one.column_type == "boolean"]
            for name, sobject in catalog.objects.items()
        }
        self.aliases: dict[tuple[str, int], sa.FromClause] = {}

    @functools.cached_property
    def template(self) -> bytes:
        """The empty database."""
        raw = connect()
        for sobject in self.catalog.objects.values():
            raw.execute(_declaration(sobject))
        for name in ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess"):
            second = {"ObjectPermissions": "SobjectType", "FieldPermissions": "Field"}.get(name, "Id")
            raw.execute(f"CREATE INDEX [{name}_parent] ON [{name}] ([ParentId], [{second}])")
        return raw.serialize()

    def changes(self, before: Schema) -> t.Iterator[str]:
        """The statements that make a database of this schema out of one of *before*."""
        for name in before.catalog.objects.keys() | self.catalog.objects.keys():
            old, new = before.catalog.objects.get(name), self.catalog.objects.get(name)
            if old is None or new is None:
                yield _declaration(new) if new is not None else f"DROP TABLE [{old.name if old is not None else name}]"
                continue
            had, has = ({one.name: one for one in _stored(sobject)} for sobject in (old, new))
            for one in has.keys() - had.keys():
                yield f"ALTER TABLE [{new.name}] ADD COLUMN [{one}] {_kind(has[one])[1]}"
            for one in had.keys() - has.keys():
                yield f"ALTER TABLE [{new.name}] DROP COLUMN [{one}]"

    def table(self, name: str) -> sa.Table:
        """The table of the object *name*."""
        made = self._tables.get(name.lower())
        if made is None:
            sobject = self.catalog.objects[name.lower()]
            columns: list[t.Any] = [
                sa.Column(one.name, _kind(one)[0], primary_key=one.name == "Id") for one in _stored(sobject)
            ]
            made = self._tables[name.lower()] = sa.Table(sobject.name, self._metadata, *columns)
        return made


def _fold(value: str) -> str:
    return value.casefold()


def _like(pattern: str | None, value: str | None, escape: str = "\\") -> bool | None:
    if pattern is None or value is None:
        return None
    regex, index = "", 0
    while index < len(pattern):
        char = pattern[index]
        if char == escape and index + 1 < len(pattern):
            index += 1
            regex += re.escape(pattern[index])
        else:
            regex += {"%": ".*", "_": "."}.get(char, re.escape(char))
        index += 1
    return re.fullmatch(regex, str(value), re.IGNORECASE | re.DOTALL) is not None


def _collate(left: str, right: str) -> int:
    one, other = left.casefold(), right.casefold()
    return (one > other) - (one < other)


def connect() -> sqlite3.Connection:
    """An empty database that compares text as Salesforce does."""
    raw = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    raw.create_collation("SALESFORCE", _collate)
    raw.create_function("like", 2, _like, deterministic=True)
    raw.create_function("like", 3, _like, deterministic=True)
    raw.create_function("fold", 1, lambda value: _fold(value) if isinstance(value, str) else value, deterministic=True)
    return raw
