# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The records of one organisation: one SQLite database in memory, a table per sObject."""

from __future__ import annotations

import contextlib
import functools
import re
import sqlite3
import typing as t

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from ..schema.catalog import Catalog
from ..schema.model import Field, SObject

Row = dict[str, t.Any]
_COMPILED: dict[t.Any, t.Any] = {}


def _column(one: Field) -> sa.Column[t.Any]:
    kinds: dict[str, t.Any] = {
        "boolean": sa.Boolean(create_constraint=False),
        "integer": sa.Integer(),
        "real": sa.Float(),
        "text": sa.Text() if one.type in ("id", "reference") else sa.Text(collation="SALESFORCE"),
    }
    return sa.Column(one.name, kinds[one.column_type], primary_key=one.name == "Id")


class Schema:
    """Tables for one catalogue, and the empty database every organisation with it starts from."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.metadata = sa.MetaData()
        self.tables: dict[str, sa.Table] = {
            name: sa.Table(one.name, self.metadata, *[_column(f) for f in one.fields.values() if f.type != "address"])
            for name, one in catalog.objects.items()
        }
        self.aliases: dict[tuple[str, int], sa.FromClause] = {}
        raw = _connect()
        engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        self.metadata.create_all(engine, checkfirst=False)
        for name in ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess"):
            second = {"ObjectPermissions": "SobjectType", "FieldPermissions": "Field"}.get(name, "Id")
            raw.execute(f'CREATE INDEX "{name}_parent" ON "{name}" ("ParentId", "{second}")')
        raw.commit()
        self.template = raw.serialize()


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


@functools.cache
def _dialect() -> sa.Dialect:
    """One dialect for every organisation, so that a statement is compiled once for all of them."""
    raw = _connect()
    engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    engine.connect().close()
    return engine.dialect


def _connect() -> sqlite3.Connection:
    raw = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    raw.create_collation("SALESFORCE", _collate)
    raw.create_function("like", 2, _like, deterministic=True)
    raw.create_function("like", 3, _like, deterministic=True)
    raw.create_function("fold", 1, lambda value: _fold(value) if isinstance(value, str) else value, deterministic=True)
    return raw


class Database:
    """Reads and writes rows as dictionaries. Rules live elsewhere: whatever is asked here is done."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._raw = _connect()
        self._raw.deserialize(schema.template)
        raw = self._raw
        engine = sa.Engine(StaticPool(t.cast("t.Any", lambda: raw)), _dialect(), sa.make_url("sqlite://"))
        options: t.Any = {"compiled_cache": _COMPILED, "isolation_level": "AUTOCOMMIT"}
        self._connection = engine.connect().execution_options(**options)
        self._depth = 0
        #: Grows with every write, so that what was computed from rows can be kept until one changes.
        self.version = 0

    def table(self, name: str) -> sa.Table:
        return self.schema.tables[name.lower()]

    def execute(self, statement: sa.Executable, values: t.Any = None) -> t.Any:
        """Run a statement; returns SQLAlchemy's result."""
        return self._connection.execute(statement, values)

    def get(self, name: str, record: str) -> Row | None:
        table = self.table(name)
        row = self.execute(sa.select(table).where(table.c.Id == record)).mappings().first()
        return dict(row) if row is not None else None

    def pick(self, name: str, record: str, *columns: str) -> Row | None:
        """Some columns of one row."""
        table = self.table(name)
        statement = sa.select(*[table.c[one] for one in columns]).where(table.c.Id == record)
        row = self.execute(statement).first()
        return dict(zip(columns, row, strict=True)) if row is not None else None

    def find(self, name: str, **equals: t.Any) -> list[Row]:
        table = self.table(name)
        statement = sa.select(table).where(*[table.c[key] == value for key, value in equals.items()])
        return [dict(row) for row in self.execute(statement).mappings()]

    def one(self, name: str, **equals: t.Any) -> Row | None:
        rows = self.find(name, **equals)
        return rows[0] if rows else None

    def ids(self, name: str, **equals: t.Any) -> list[str]:
        table = self.table(name)
        statement = sa.select(table.c.Id).where(*[table.c[key] == value for key, value in equals.items()])
        return [row[0] for row in self.execute(statement)]

    def insert(self, name: str, row: Row) -> None:
        self.execute(self.table(name).insert(), row)
        self.version += 1

    def insert_many(self, name: str, rows: list[Row]) -> None:
        if rows:
            self.execute(self.table(name).insert(), rows)
            self.version += 1

    def update(self, name: str, record: str, changes: Row) -> None:
        table = self.table(name)
        if changes:
            self.execute(table.update().where(table.c.Id == record), changes)
            self.version += 1

    def delete(self, name: str, record: str) -> None:
        table = self.table(name)
        self.execute(table.delete().where(table.c.Id == record))
        self.version += 1

    def all(self, name: str) -> list[Row]:
        return [dict(row) for row in self.execute(sa.select(self.table(name))).mappings()]

    @contextlib.contextmanager
    def atomic(self) -> t.Iterator[None]:
        """All of what happens inside, or (when it raises) nothing of it."""
        self._depth += 1
        name = f"level{self._depth}"
        self._raw.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self._raw.execute(f"ROLLBACK TO {name}")
            self._raw.execute(f"RELEASE {name}")
            self.version += 1
            raise
        else:
            self._raw.execute(f"RELEASE {name}")
        finally:
            self._depth -= 1

    def save(self) -> bytes:
        """The whole database, for ``restore``."""
        return self._raw.serialize()

    def restore(self, saved: bytes) -> None:
        """Everything as it was when it was saved."""
        self._raw.deserialize(saved)
        self.version += 1

    def snapshot(self, names: t.Iterable[str]) -> dict[str, dict[str, Row]]:
        """Every row of these objects by Id, with its own database values."""
        return {
            self.schema.catalog.objects[name].name: {row["Id"]: row for row in self.all(name)}
            for name in names
            if name in self.schema.tables
        }


def setup_objects(catalog: Catalog) -> list[str]:
    """Lower-case names of the objects whose rows are worth comparing: none that only mirrors the catalogue."""
    mirrors = {"entitydefinition", "fielddefinition", "entityparticle", "tabdefinition", "permissiondependency"}
    return [name for name in catalog.objects if name not in mirrors]


def object_of(catalog: Catalog, record: str) -> SObject | None:
    """The object an Id belongs to, by its key prefix."""
    return catalog.by_prefix.get(record[:3])
