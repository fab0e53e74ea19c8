# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user may see and do: the profile's permissions and those of every assigned permission set."""

from __future__ import annotations

import functools
import typing as t

import sqlalchemy as sa

from ..schema.catalog import Catalog
from ..schema.model import Field, SObject
from ..schema.standard import data
from ..store.database import Database

FLAGS = {
    "PermissionsRead": "read",
    "PermissionsCreate": "create",
    "PermissionsEdit": "edit",
    "PermissionsDelete": "delete",
    "PermissionsViewAllRecords": "read",
    "PermissionsModifyAllRecords": "edit",
}


@functools.cache
def _rules() -> dict[str, t.Any]:
    return data("access.json")


def sources_of(database: Database, user: str, now: str) -> list[str]:
    """Ids of the permission sets in force for *user*: the profile's own, the assigned, and the sums of assigned groups."""
    person = database.get("User", user)
    if person is None:
        return []
    found = database.ids("PermissionSet", ProfileId=person["ProfileId"], IsOwnedByProfile=True)
    session_only = set(database.ids("PermissionSet", HasActivationRequired=True))
    for row in database.find("PermissionSetAssignment", AssigneeId=user):
        if (row["ExpirationDate"] and row["ExpirationDate"] <= now) or row["PermissionSetId"] in session_only:
            continue
        if row["PermissionSetId"] not in found:
            found.append(row["PermissionSetId"])
    return found


def _permission_columns(database: Database) -> tuple[list[str], sa.Select[t.Any]]:
    """Names of the user permissions, and the statement that reads them. Kept: it has hundreds of columns."""
    kept = database.schema.__dict__.get("permission_columns")
    if kept is None:
        table = database.table("PermissionSet")
        fields = database.schema.catalog.objects["permissionset"].fields.values()
        names = [one.system_permission for one in fields if one.system_permission]
        columns = [table.c[f"Permissions{name}"] for name in names]
        chosen: t.Any = sa.bindparam("sources", expanding=True)
        kept = database.schema.__dict__["permission_columns"] = names, sa.select(*columns).where(table.c.Id.in_(chosen))
    return t.cast("tuple[list[str], sa.Select[t.Any]]", kept)


class Access:
    """One user's rights, as of one state of the database."""

    def __init__(self, catalog: Catalog, database: Database, user: str, version: int, now: str) -> None:
        self.user = user
        self.version = version
        self._catalog = catalog
        self._database = database
        self.sources = sources_of(database, user, now)

    def at(self, version: int) -> Access:
        """The same rights seen through another API version."""
        if version == self.version:
            return self
        twin = object.__new__(Access)
        twin.__dict__.update(self.__dict__)
        twin.version = version
        return twin

    @functools.cached_property
    def permissions(self) -> frozenset[str]:
        """User permissions that are on (API names)."""
        names, statement = _permission_columns(self._database)
        rows = self._database.execute(statement, {"sources": self.sources}).all()
        return frozenset(name for row in rows for name, on in zip(names, row, strict=True) if on)

    @functools.cached_property
    def fingerprint(self) -> int:
        """The same number for the same rights."""
        objects = frozenset((name, frozenset(verbs)) for name, verbs in self._objects.items())
        return hash((self.permissions, objects, frozenset(self._fields.items())))

    def can(self, *names: str) -> bool:
        """Whether any of these user permissions is on."""
        return not self.permissions.isdisjoint(names)

    @functools.cached_property
    def _objects(self) -> dict[str, set[str]]:
        table = self._database.table("ObjectPermissions")
        found: dict[str, set[str]] = {}
        for row in self._database.execute(sa.select(table).where(table.c.ParentId.in_(self.sources))).mappings():
            flags = found.setdefault(str(row["SobjectType"]).lower(), set())
            flags.update(verb for column, verb in FLAGS.items() if row[column])
            if row["PermissionsViewAllFields"]:
                flags.add("fields")
        return found

    @functools.cached_property
    def _fields(self) -> dict[str, bool]:
        """Governed fields the user can read, with whether they can be edited."""
        table = self._database.table("FieldPermissions")
        statement: sa.Select[t.Any] = (
            sa.select(table.c.Field, sa.func.max(table.c.PermissionsEdit))
            .where(table.c.ParentId.in_(self.sources), table.c.PermissionsRead)
            .group_by(table.c.Field)
        )
        return {str(row[0]).lower(): bool(row[1]) for row in self._database.execute(statement)}

    def may(self, sobject: SObject, verb: str) -> bool:
        """Whether *verb* (read, create, edit, delete) is open on *sobject*."""
        if sobject.setup:
            rule = _rules()["objects"].get(sobject.name, {"read": [], "write": []})
            needed = rule["read" if verb == "read" else "write"]
            return (not needed and verb == "read") or self.can(*needed)
        if self.can("ModifyAllData") or (verb == "read" and self.can("ViewAllData")):
            return True
        name = _rules()["follows"].get(sobject.name, sobject.name)
        if sobject.name in _rules()["activities"]:
            return self.can("ActivitiesAccess" if verb == "read" else _rules()["activities"][sobject.name])
        if name != sobject.name and verb != "read":
            verb = "edit"
        return verb in self._objects.get(name.lower(), set())

    def readable(self, sobject: SObject) -> bool:
        return sobject.since <= self.version and self.may(sobject, "read")

    def readable_field(self, sobject: SObject, field: Field) -> bool:
        if sobject.setup:
            needed = _rules()["fields"].get(f"{sobject.name}.{field.name}")
            return needed is None or self.can(*needed)
        return self._governed(sobject, field, False)

    def editable_field(self, sobject: SObject, field: Field) -> bool:
        return sobject.setup or self._governed(sobject, field, True)

    def _governed(self, sobject: SObject, field: Field, edit: bool) -> bool:
        """Field-level security; parts of an address follow the whole."""
        name = field.name
        whole = sobject.field(field.compound) if field.compound else None
        if whole is not None and whole.type == "address":
            name = whole.name
        key = f"{sobject.name}.{name}".lower()
        if key not in self._catalog.grantable_fields:
            return True
        if not edit and (self.can("ViewAllFieldsGlobal") or "fields" in self._objects.get(sobject.name.lower(), set())):
            return True
        return self._fields.get(key, False) if edit else key in self._fields
