# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing the first rows of an organisation: straight into the tables, past the rules."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..org import Org
from ..rules.dependencies import COLUMNS
from ..rules.profile import system_columns
from ..store.database import Row
from .files import Entry, WorldError

LETTERS = {
    "C": "create",
    "R": "read",
    "E": "update",
    "D": "delete",
    "V": "viewAllRecords",
    "M": "modifyAllRecords",
    "F": "viewAllFields",
}


@dataclass
class Seed:
    """The organisation being filled; names of what it holds so far."""

    org: Org
    entry: Entry
    licences: dict[str, str] = field(default_factory=dict)
    psls: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, str] = field(default_factory=dict)
    owned: dict[str, str] = field(default_factory=dict)
    users: dict[str, Row] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    system_user: str = ""

    @classmethod
    def resumed(cls, org: Org, user: str, namespace: str | None = None) -> Seed:
        """For an organisation that is in use already: what it holds by name, as far as *namespace* sees it."""
        made = cls(org, {}, system_user=user)
        names = {"UserLicense": ("Name", made.licences), "PermissionSetLicense": ("DeveloperName", made.psls)}
        for sobject, (key, table) in names.items():
            table.update({row[key]: row["Id"] for row in org.database.all(sobject)})
        for sobject, key in (("ApexClass", "Name"), ("CustomPermission", "DeveloperName")):
            found = org.database.find(sobject, NamespacePrefix=namespace)
            made.targets.update({row[key]: row["Id"] for row in found})
        return made

    def row(self, sobject: str, **values: t.Any) -> Row:
        """A whole row of *sobject*: an Id, system fields, false and null where nothing is given."""
        one = self.org.catalog.objects[sobject.lower()]
        made: Row = {f.name: False if f.boolean else None for f in one.fields.values() if f.type != "address"}
        now = self.org.clock.stamp()
        stamps = {"CreatedDate": now, "LastModifiedDate": now, "SystemModstamp": now}
        people = {"CreatedById": self.system_user, "LastModifiedById": self.system_user}
        made.update({key: value for key, value in {**stamps, **people}.items() if key in made})
        unknown = set(values) - set(made)
        if unknown:
            raise WorldError(f"{self.org.name}: {sobject} has no field {', '.join(sorted(unknown))}")
        made.update(values)
        made["Id"] = values.get("Id") or self.org.ids.new(one.prefix)
        return made

    def put(self, sobject: str, **values: t.Any) -> Row:
        made = self.row(sobject, **values)
        self.org.database.insert(sobject, made)
        return made

    def named(self, kind: str, table: dict[str, t.Any], name: str) -> t.Any:
        if name not in table:
            raise WorldError(f"{self.org.name}: no {kind} {name}")
        return table[name]

    def permission_flags(self, sobject: str, names: t.Iterable[str], *, strict: bool = True) -> Row:
        """``PermissionsX: True`` for each name; unknown ones are an error (or left out)."""
        columns = set(system_columns(self.org, sobject))
        flags: Row = {}
        for name in names:
            if f"Permissions{name}" in columns:
                flags[f"Permissions{name}"] = True
            elif strict:
                raise WorldError(f"{self.org.name}: no permission {name} on {sobject}")
        return flags

    def object_row(self, parent: str, name: str, letters: str) -> Row:
        """A row of ObjectPermissions; *letters* as in data/profiles.json, F for View All Fields."""
        flags = {COLUMNS[LETTERS[letter]]: True for letter in letters}
        return self.row("ObjectPermissions", ParentId=parent, SobjectType=name, **flags)

    def field_rows(self, parent: str, fields: t.Mapping[str, str]) -> list[Row]:
        """Rows of FieldPermissions; values R or RE."""
        rows = []
        blank = self.row("FieldPermissions", ParentId=parent, PermissionsRead=True) if fields else {}
        for name, letters in fields.items():
            found = self.org.catalog.grantable_fields.get(name.lower())
            if found is None:
                raise WorldError(f"{self.org.name}: {name} is no field that permissions govern")
            sobject, one = found
            rows.append(
                {
                    **blank,
                    "Id": self.org.ids.new("01k"),
                    "SobjectType": sobject.name,
                    "Field": f"{sobject.name}.{one.name}",
                    "PermissionsEdit": "E" in letters and not (one.calculated or one.auto_number),
                }
            )
        return rows
