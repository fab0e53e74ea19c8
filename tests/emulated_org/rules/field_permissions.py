# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FieldPermissions: which fields of an object a permission set shows and opens."""

from __future__ import annotations

import typing as t

from ..errors import Already, refuse
from ..schema.catalog import ACTIVITY
from ..schema.model import Field, SObject
from ..store.database import Row
from .base import Rules, rules_for
from .object_permissions import mutes, open_parent

if t.TYPE_CHECKING:
    from .writer import Writer


FLAGS = ("PermissionsRead", "PermissionsEdit")


def _holds(row: Row) -> bool:
    """Whether the row has a reason to be there: muting knows Edit without Read."""
    return bool(row["PermissionsRead"] or (mutes(row) and row["PermissionsEdit"]))


@rules_for("FieldPermissions")
class FieldPermissionsRules(Rules):
    """Object Reference, FieldPermissions."""

    def before_create(self, writer: Writer, row: Row) -> None:
        sobject, one = self._field(writer, row)
        row["Field"] = f"{sobject.name}.{one.name}"
        open_parent(writer, row)
        twins = writer.database.ids("FieldPermissions", ParentId=row["ParentId"], Field=row["Field"])
        if twins and sobject.name in ACTIVITY and writer.org.settings.activity_twin_accepted:
            writer.database.update("FieldPermissions", twins[0], {name: row[name] for name in FLAGS})
            raise Already(twins[0])
        if twins:
            raise refuse("row_twice", id=twins[0])
        self._check(row, one)
        if not _holds(row) and writer.org.settings.empty_rows_vanish:
            raise Already(row["Id"])
        if not _holds(row):
            raise refuse("row_empty", name=row["Field"])

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        open_parent(writer, old)
        self._check(new, self._field(writer, new)[1])

    def before_delete(self, writer: Writer, old: Row) -> None:
        open_parent(writer, old)

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if new is not None and not _holds(new):
            writer.database.delete("FieldPermissions", new["Id"])
            new = None
        self._mirror(writer, t.cast("Row", new or old), new)

    def _field(self, writer: Writer, row: Row) -> tuple[SObject, Field]:
        found = writer.org.catalog.grantable_fields.get(str(row["Field"]).lower())
        label = "Field Name"
        short = str(row["Field"]).rsplit(".", 1)[-1]
        spelled_short = found is not None and short.lower() != found[1].name.lower()
        if found is None or (spelled_short and writer.access.version < 50):
            raise refuse("picklist", ["Field"], label=label, value=row["Field"])
        if found[0].name != row["SobjectType"]:
            raise refuse("picklist", ["SobjectType"], label="Sobject Type Name", value=row["SobjectType"])
        return found

    def _check(self, row: Row, one: Field) -> None:
        if mutes(row):
            return
        if row["PermissionsEdit"] and not row["PermissionsRead"]:
            raise refuse("edit_needs_read", name=row["Field"])
        if row["PermissionsEdit"] and (one.calculated or one.auto_number):
            raise refuse("formula_edit", ["PermissionsEdit"], name=row["Field"])

    def _mirror(self, writer: Writer, row: Row, new: Row | None) -> None:
        """Custom activity fields: the rows of Task and Event are kept identical."""
        sobject, _dot, name = str(row["Field"]).partition(".")
        if sobject not in ACTIVITY or not name.endswith("__c"):
            return
        other = ACTIVITY[1 - ACTIVITY.index(sobject)]
        field = f"{other}.{name}"
        if field.lower() not in writer.org.catalog.grantable_fields:
            return
        kept = writer.database.ids("FieldPermissions", ParentId=row["ParentId"], Field=field)
        if new is None:
            for record in kept:
                writer.database.delete("FieldPermissions", record)
        elif kept:
            flags = {key: new[key] for key in ("PermissionsRead", "PermissionsEdit", "SystemModstamp")}
            writer.database.update("FieldPermissions", kept[0], flags)
        else:
            twin = {**new, "Id": writer.org.ids.new("01k"), "SobjectType": other, "Field": field}
            writer.database.insert("FieldPermissions", twin)
