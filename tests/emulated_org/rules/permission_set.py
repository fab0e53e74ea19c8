# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission sets."""

from __future__ import annotations

import re
import typing as t

from ..errors import refuse
from ..store.database import Row
from . import dependencies, licences
from .base import Rules, rules_for
from .profile import drop_content, system_columns

if t.TYPE_CHECKING:
    from .writer import Writer

NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|_(?!_|\Z))*\Z")


@rules_for("PermissionSet")
class PermissionSetRules(Rules):
    """Object Reference, PermissionSet."""

    def before_create(self, writer: Writer, row: Row) -> None:
        self._name(writer, row)
        row["IsCustom"] = True
        row["IsOwnedByProfile"] = False
        row["Type"] = "Session" if row["HasActivationRequired"] else "Regular"
        self._content(writer, row, None)

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        if old["IsOwnedByProfile"]:
            raise refuse("profile_set")
        if old["PermissionSetGroupId"] or not old["IsCustom"]:
            raise refuse("readonly")
        self._name(writer, new)
        new["Type"] = "Session" if new["HasActivationRequired"] else "Regular"
        self._content(writer, new, old)

    def before_delete(self, writer: Writer, old: Row) -> None:
        org = writer.org
        if old["IsOwnedByProfile"]:
            raise refuse("profile_set")
        if old["PermissionSetGroupId"] or not old["IsCustom"]:
            raise refuse("readonly")
        assigned = org.database.find("PermissionSetAssignment", PermissionSetId=old["Id"])
        if assigned:
            users = ", ".join(row["Id"] for row in assigned[:5])
            raise org.refuse("set_in_use", name=old["Label"], users=users)
        parts = org.database.find("PermissionSetGroupComponent", PermissionSetId=old["Id"])
        if parts:
            groups = ", ".join(row["PermissionSetGroupId"] for row in parts[:5])
            raise org.refuse("group_in_use", name=old["Label"], groups=groups)
        drop_content(org, old["Id"])

    def _name(self, writer: Writer, row: Row) -> None:
        if not NAME.match(str(row["Name"])):
            raise refuse("set_name_form", ["Name"])
        keys = {"Name": row["Name"], "NamespacePrefix": row["NamespacePrefix"]}
        if any(found != row["Id"] for found in writer.database.ids("PermissionSet", **keys)):
            raise writer.org.refuse("set_name_taken", ["Name"])

    def _content(self, writer: Writer, row: Row, old: Row | None) -> None:
        org = writer.org
        columns = system_columns(org, "PermissionSet")
        before = {name for name in columns if old is not None and old[name]}
        if before == {name for name in columns if row.get(name)} and old is not None:
            return
        if org.settings.auto_enable_dependencies:
            content = dependencies.closure(org, dependencies.held(org, row))
            row.update({f"Permissions{one}": True for one in content if f"Permissions{one}" in columns})
            from .object_permissions import enable

            enable(writer, row, {one for one in content if "<" in one} - dependencies.implied(org, content))
        added = {name.removeprefix("Permissions") for name in columns if row.get(name)}
        added -= {name.removeprefix("Permissions") for name in before}
        content = dependencies.held(org, row)
        earlier = set(dependencies.missing(org, dependencies.held(org, old))) if old is not None else set()
        dependencies.demand(org, content, content - earlier)
        licences.check_bound(org, row, added)
        licences.check_assignees(org, row, added)
