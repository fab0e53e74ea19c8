# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The records of one organisation: one SQLite database in memory, a table per sObject."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import typing as t

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from ..schema.catalog import Catalog
from ..schema.model import SObject
from .tables import Schema, connect

Row = dict[str, t.Any]
_COMPILED: dict[t.Any, t.Any] = {}


class Dump(bytes):
    """Everything in a database; *schema* is what it looks like."""

    schema: Schema


@functools.cache
def _dialect() -> sa.Dialect:
    """One dialect for every organisation, so that a statement is compiled once for all of them."""
    raw = connect()
    engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    engine.connect().close()
    return engine.dialect


class Database:
    """Reads and writes rows as dictionaries. Rules live elsewhere: whatever is asked here is done."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._raw = connect()
        self._raw.deserialize(schema.template)
        raw = self._raw
        engine = sa.Engine(StaticPool(t.cast("t.Any", lambda: raw)), _dialect(), sa.make_url("sqlite://"))
        options: t.Any = {"compiled_cache": _COMPILED, "isolation_level": "AUTOCOMMIT"}
        self._connection = engine.connect().execution_options(**options)
        self._depth = 0
        #: Grows with every write, so that what was computed from rows can be kept until one changes.
        self.version = 0

    def table(self, name: str) -> sa.Table:
        return self.schema.table(name)

    def execute(self, statement: sa.Executable, values: t.Any = None) -> t.Any:
        """Run a statement; returns SQLAlchemy's result."""
        return self._connection.execute(statement, values)

    def get(self, name: str, record: str) -> Row | None:
        return self.one(name, Id=record)

    def pick(self, name: str, record: str, *columns: str) -> Row | None:
        """Some columns of one row."""
        found = self._select(name, columns, {"Id": record})
        return found[0] if found else None

    def find(self, name: str, **equals: t.Any) -> list[Row]:
        return self._select(name, (), equals)

    def one(self, name: str, **equals: t.Any) -> Row | None:
        rows = self.find(name, **equals)
        return rows[0] if rows else None

    def ids(self, name: str, **equals: t.Any) -> list[str]:
        return [row["Id"] for row in self._select(name, ("Id",), equals)]

    def all(self, name: str) -> list[Row]:
        return self.find(name)

    def _select(self, name: str, columns: t.Sequence[str], equals: Row) -> list[Row]:
        """Rows whose columns have these values, None included; *columns* of them, all when there are none."""
        names = ", ".join(f"[{one}]" for one in columns) or "*"
        where = " AND ".join(f"[{one}] IS ?" for one in equals)
        text = f"SELECT {names} FROM [{self._name(name)}]{' WHERE ' if where else ''}{where}"
        cursor = self._raw.execute(text, list(equals.values()))
        found = [one[0] for one in cursor.description]
        rows = [dict(zip(found, values, strict=True)) for values in cursor]
        booleans = [one for one in self.schema.booleans[name.lower()] if not columns or one in columns]
        for row in rows:
            row.update({one: bool(row[one]) for one in booleans if row[one] is not None})
        return rows

    def insert(self, name: str, row: Row) -> None:
        self.insert_many(name, [row])

    def insert_many(self, name: str, rows: list[Row]) -> None:
        """Rows with the same columns."""
        if not rows:
            return
        columns = list(rows[0])
        names, places = ", ".join(f"[{one}]" for one in columns), ", ".join("?" * len(columns))
        values = [[row[one] for one in columns] for row in rows]
        self._raw.executemany(f"INSERT INTO [{self._name(name)}] ({names}) VALUES ({places})", values)
        self.version += 1

    def update(self, name: str, record: str, changes: Row) -> None:
        if changes:
            places = ", ".join(f"[{one}] = ?" for one in changes)
            self._raw.execute(f"UPDATE [{self._name(name)}] SET {places} WHERE [Id] = ?", [*changes.values(), record])
            self.version += 1

    def delete(self, name: str, record: str) -> None:
        self._raw.execute(f"DELETE FROM [{self._name(name)}] WHERE [Id] = ?", [record])
        self.version += 1

    def _name(self, name: str) -> str:
        return self.schema.catalog.objects[name.lower()].name

    @contextlib.contextmanager
    def atomic(self) -> t.Iterator[None]:
        """All of what happens inside, or (when it raises) nothing of it."""
        self._depth += 1
        schema = self.schema
        name = f"level{self._depth}"
        self._raw.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self._raw.execute(f"ROLLBACK TO {name}")
            self._raw.execute(f"RELEASE {name}")
            self.version += 1
            self.schema = schema
            raise
        else:
            self._raw.execute(f"RELEASE {name}")
        finally:
            self._depth -= 1

    def evolve(self, schema: Schema) -> None:
        """Go over to a schema with more or fewer objects and fields."""
        for statement in schema.changes(self.schema):
            self._raw.execute(statement)
        self.schema = schema
        self.version += 1

    def raw(self, statement: str) -> sqlite3.Cursor:
        """Rows as SQLite has them, for who reads many at once; booleans are 0 and 1."""
        return self._raw.execute(statement)

    def save(self) -> Dump:
        """The whole database, for ``restore``."""
        made = Dump(self._raw.serialize())
        made.schema = self.schema
        return made

    def restore(self, saved: Dump) -> None:
        """Everything as it was when it was saved."""
        self._raw.deserialize(saved)
        self.schema = saved.schema
        self.version += 1

    def snapshot(self, names: t.Iterable[str]) -> dict[str, dict[str, Row]]:
        """Every row of these objects by Id, with its own database values."""
        return {
            self.schema.catalog.objects[name].name: {row["Id"]: row for row in self.all(name)}
            for name in names
            if name in self.schema.catalog.objects
        }


def setup_objects(catalog: Catalog) -> list[str]:
    """Lower-case names of the objects whose rows are worth comparing: none that only mirrors the catalogue."""
    mirrors = {
        "customfield",
        "customobject",
        "entitydefinition",
        "fielddefinition",
        "entityparticle",
        "tabdefinition",
        "permissiondependency",
    }
    return [name for name in catalog.objects if name not in mirrors]


def object_of(catalog: Catalog, record: str) -> SObject | None:
    """The object an Id belongs to, by its key prefix."""
    return catalog.by_prefix.get(record[:3])
