# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating, changing and deleting records: what holds for every object; the rest is in the object's own rules."""

from __future__ import annotations

import typing as t

from ..errors import Already, refuse
from ..schema.model import Field, SObject
from ..store.database import Row
from ..store.ids import full_id
from . import audit, groups, values
from .access import Access
from .base import REGISTRY, Rules

if t.TYPE_CHECKING:
    from ..org import Org

SYSTEM = ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp")
NUMBERED = ("CaseNumber", "ContractNumber", "OrderNumber", "SolutionNumber", "OrderItemNumber")
NO_RULES = Rules()


class Writer:
    """Writes of one caller through one API version."""

    def __init__(self, org: Org, access: Access) -> None:
        self.org = org
        self.access = access
        self.database = org.database
        #: Field names the request names itself, so that rules can tell a default from a wish.
        self.given: frozenset[str] = frozenset()
        #: Whether the Metadata API writes.
        self.metadata = False

    def create(self, sobject: SObject, given: dict[str, t.Any]) -> str:
        """Insert a record; returns its Id. Raises ApiError."""
        if not self._possible(sobject, "c"):
            raise refuse("cannot_create", label=sobject.label)
        if not self.access.may(sobject, "create"):
            raise refuse("readonly")
        row = self._accepted(sobject, given, "createable")
        self.given = frozenset(row)
        self._require(sobject, row)
        record = self.org.ids.new(sobject.prefix)
        self._complete(sobject, row, record)
        self._references(sobject, row)
        self.touch(sobject)
        rules = REGISTRY.get(sobject.name, NO_RULES)
        with self.database.atomic():
            try:
                rules.before_create(self, row)
            except Already as found:
                return found.record
            self._unique(sobject, row)
            self.database.insert(sobject.name, row)
            rules.after(self, None, row)
            groups.follow(self.org, sobject, row)
            audit.follow(self, sobject, None, row)
        return record

    def update(self, sobject: SObject, record: str, given: dict[str, t.Any]) -> None:
        """Change a record. Raises ApiError."""
        old = self.existing(sobject, record)
        if "u" not in sobject.crud:
            raise refuse("cannot_update", label=sobject.label)
        if not self.access.may(sobject, "edit"):
            raise refuse("readonly")
        changes = self._accepted(sobject, given, "updateable")
        for name, value in changes.items():
            one = sobject.fields[name.lower()]
            if value is None and not one.nillable and not one.defaulted:
                raise refuse("required", [name], names=name)
        new = {**old, **changes}
        self._references(sobject, changes)
        self.touch(sobject)
        rules = REGISTRY.get(sobject.name, NO_RULES)
        with self.database.atomic():
            rules.before_update(self, old, new)
            self._stamp(sobject, new)
            self._names(sobject, new)
            self._unique(sobject, new, record)
            self.database.update(sobject.name, record, {k: v for k, v in new.items() if v != old.get(k)})
            rules.after(self, old, new)
            groups.follow(self.org, sobject, new)
            audit.follow(self, sobject, old, new)

    def delete(self, sobject: SObject, record: str) -> None:
        """Delete a record. Raises ApiError."""
        if not self._possible(sobject, "d"):
            raise refuse("cannot_delete", label=sobject.label)
        old = self.existing(sobject, record, "gone")
        if not self.access.may(sobject, "delete"):
            raise refuse("readonly")
        self.touch(sobject)
        rules = REGISTRY.get(sobject.name, NO_RULES)
        with self.database.atomic():
            rules.before_delete(self, old)
            if "isdeleted" in sobject.fields and not sobject.setup:
                self.database.update(
                    sobject.name, record, {"IsDeleted": True, "SystemModstamp": self.org.clock.stamp()}
                )
            else:
                self.database.delete(sobject.name, record)
            rules.after(self, old, None)
            groups.follow(self.org, sobject, old)
            audit.follow(self, sobject, old, None)

    def _possible(self, sobject: SObject, letter: str) -> bool:
        """The Metadata API could make profiles before the data APIs could."""
        return letter in sobject.crud if self.metadata else sobject.allows(letter, self.access.version)

    def existing(self, sobject: SObject, record: str, missing: str = "not_found") -> Row:
        """The stored row; raises ApiError, *missing* where there is none."""
        found = self.database.get(sobject.name, record)
        if found is None:
            raise refuse(missing)
        if found.get("IsDeleted"):
            raise refuse("deleted")
        return found

    def touch(self, sobject: SObject) -> None:
        """Setup and other objects may not be written in one transaction (MIXED_DML_OPERATION)."""
        before = self.org.touched
        if before is None:
            return
        for one in before.values():
            if one.setup != sobject.setup:
                raise refuse("mixed_dml", now=sobject.name, before=one.name)
            if not self.org.settings.composite_mixes_setup_types and one.setup and one.name != sobject.name:
                raise refuse("mixed_dml", now=sobject.name, before=one.name)
        before[sobject.name] = sobject

    def _accepted(self, sobject: SObject, given: dict[str, t.Any], right: str) -> Row:
        row: Row = {}
        refused: list[str] = []
        for name, wanted in given.items():
            if name.lower() == "attributes":
                continue
            one, value = sobject.field(name), wanted
            if one is None or one.since > self.access.version:
                one, value = self._by_parent(sobject, name, wanted)
            if not getattr(one, right) or one.type == "address" or not self.access.editable_field(sobject, one):
                refused.append(one.name)
            else:
                row[one.name] = values.coerce(self.org.catalog, sobject, one, value)
        if refused:
            raise refuse("not_writable", refused, names=", ".join(refused))
        return row

    def _by_parent(self, sobject: SObject, name: str, value: t.Any) -> tuple[Field, t.Any]:
        """``{"Profile": {"Name": "..."}}``: a parent named by one of its unique fields."""
        one = next((f for f in sobject.fields.values() if f.relationship.lower() == name.lower()), None)
        if one is None or not isinstance(value, dict):
            raise refuse("no_such_column", name=name, sobject=sobject.name)
        keys = {key: part for key, part in value.items() if key.lower() not in ("attributes", "type")}
        for target in one.references:
            parent = self.org.catalog.get(target)
            key = next(iter(keys), "")
            field = parent.field(key) if parent is not None else None
            if parent is None or len(keys) != 1 or field is None or not field.id_lookup:
                continue
            found = self.database.ids(parent.name, **{field.name: keys[key]})
            if len(found) == 1:
                return one, found[0]
            raise refuse("cross_reference")
        raise refuse("no_such_column", name=name, sobject=sobject.name)

    def _require(self, sobject: SObject, row: Row) -> None:
        missing = [
            one.name
            for one in sobject.fields.values()
            if one.createable
            and not one.nillable
            and not one.defaulted
            and not one.boolean
            and row.get(one.name) is None
        ]
        if missing:
            raise refuse("required", missing, names=", ".join(missing))

    def _complete(self, sobject: SObject, row: Row, record: str) -> None:
        row["Id"] = record
        for one in sobject.fields.values():
            if one.boolean:
                row.setdefault(one.name, False)
            elif one.type != "address":
                row.setdefault(one.name, None)
            if one.auto_number or one.name in NUMBERED:
                row[one.name] = f"{len(self.database.ids(sobject.name)) + 1:08d}"
        if "OwnerId" in row and row["OwnerId"] is None:
            row["OwnerId"] = self.access.user
        now = self.org.clock.stamp()
        for name, value in zip(SYSTEM, (now, self.access.user, now, self.access.user, now), strict=True):
            if name in row:
                row[name] = value
        self._names(sobject, row)

    def _stamp(self, sobject: SObject, row: Row) -> None:
        now = self.org.clock.stamp()
        for name, value in (("LastModifiedDate", now), ("LastModifiedById", self.access.user), ("SystemModstamp", now)):
            if name.lower() in sobject.fields:
                row[name] = value

    def _names(self, sobject: SObject, row: Row) -> None:
        """The Name of persons is their first and last name."""
        name = sobject.field("Name")
        if name is not None and not name.createable and "lastname" in sobject.fields:
            row["Name"] = " ".join(part for part in (row.get("FirstName"), row.get("LastName")) if part)

    def _references(self, sobject: SObject, row: Row) -> None:
        for name, value in row.items():
            one = sobject.fields[name.lower()]
            if one.type != "reference" or value is None or one.name in SYSTEM:
                continue
            target = self.org.catalog.by_prefix.get(str(value)[:3])
            if target is None or not self.database.ids(target.name, Id=full_id(value)):
                key = "cross_reference_access" if name == "UserLicenseId" else "cross_reference"
                raise refuse(key, [name] if key == "cross_reference" else [])

    def _unique(self, sobject: SObject, row: Row, record: str = "") -> None:
        for one in sobject.fields.values():
            if one.unique and row.get(one.name) is not None:
                twins = [
                    found for found in self.database.ids(sobject.name, **{one.name: row[one.name]}) if found != record
                ]
                if twins:
                    raise refuse("duplicate_value", name=one.name, id=twins[0])
