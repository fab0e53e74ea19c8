# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ObjectPermissions: what a permission set opens of an object."""

from __future__ import annotations

import typing as t

from ..errors import Already, refuse
from ..store.database import Row
from . import dependencies, licences
from .base import Rules, rules_for

if t.TYPE_CHECKING:
    from .writer import Writer

#: On these objects the two are dropped without a word (seen by public tools that write them).
NO_VIEW_ALL = ("Idea", "PendingOrdSumProcEvent", "Pricebook2", "Product2", "PushTopic")
HEAD = ("Id", "Name", "Label", "LicenseId", "IsOwnedByProfile", "ProfileId", "PermissionSetGroupId")
DROPPED = ("PermissionsViewAllRecords", "PermissionsModifyAllRecords")


def mutes(row: Row) -> bool:
    """Whether a row belongs to a muting permission set. What is on in it grants nothing, so nothing is asked of it."""
    return str(row["ParentId"]).startswith("0QM")


def open_parent(writer: Writer, row: Row) -> Row:
    """What matters of the permission set a row belongs to, if rows of it may be written; raises ApiError."""
    if mutes(row):
        return dict.fromkeys(HEAD) | {"Id": row["ParentId"]}
    parent = writer.database.pick("PermissionSet", row["ParentId"], *HEAD)
    if parent is None:
        raise refuse("cross_reference", ["ParentId"])
    if parent["PermissionSetGroupId"]:
        raise refuse("readonly")
    if parent["IsOwnedByProfile"]:
        profile = writer.database.pick("Profile", parent["ProfileId"], "Name") or {"Name": ""}
        if profile["Name"] in writer.org.standard_profiles and not writer.org.settings.edit_standard_profiles:
            raise refuse("standard_profile", name=profile["Name"])
    return parent


def enable(writer: Writer, parent: Row, permissions: t.Collection[str]) -> None:
    """Switch on object permissions of *parent* (only where the organisation does so by itself)."""
    wanted: dict[str, set[str]] = {}
    for one in permissions:
        name, verb = dependencies.split(one)
        wanted.setdefault(name, set()).add(dependencies.COLUMNS[verb])
    for name, columns in wanted.items():
        rows = writer.database.find("ObjectPermissions", ParentId=parent["Id"], SobjectType=name)
        if rows:
            writer.database.update("ObjectPermissions", rows[0]["Id"], dict.fromkeys(columns, True))
            continue
        now = writer.org.clock.stamp()
        row: Row = {column: column in columns for column in dependencies.VERBS}
        row |= {"Id": writer.org.ids.new("110"), "ParentId": parent["Id"], "SobjectType": name, "CreatedDate": now}
        row |= {"LastModifiedDate": now, "SystemModstamp": now}
        row |= {"CreatedById": writer.access.user, "LastModifiedById": writer.access.user}
        writer.database.insert("ObjectPermissions", row)


@rules_for("ObjectPermissions")
class ObjectPermissionsRules(Rules):
    """Object Reference, ObjectPermissions: one row per permission set and object, never an empty one."""

    def before_create(self, writer: Writer, row: Row) -> None:
        parent = open_parent(writer, row)
        twins = writer.database.ids("ObjectPermissions", ParentId=row["ParentId"], SobjectType=row["SobjectType"])
        if twins:
            raise refuse("row_twice", id=twins[0])
        self._check(writer, parent, set(), row)
        if not dependencies.of_row(row) and writer.org.settings.empty_rows_vanish:
            raise Already(row["Id"])
        if not (dependencies.of_row(row) if mutes(row) else row["PermissionsRead"]):
            raise refuse("row_empty", name=row["SobjectType"])

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        self._check(writer, open_parent(writer, old), dependencies.of_row(old), new)

    def before_delete(self, writer: Writer, old: Row) -> None:
        parent = open_parent(writer, old)
        self._keep_others(writer, parent, dependencies.of_row(old), set())

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if new is not None and not dependencies.of_row(new):
            writer.database.delete("ObjectPermissions", new["Id"])

    def _check(self, writer: Writer, parent: Row, before: set[str], row: Row) -> None:
        org = writer.org
        if row["SobjectType"] in NO_VIEW_ALL:
            row.update(dict.fromkeys(DROPPED, False))
        if mutes(row):
            return
        if org.settings.auto_enable_dependencies:
            content = dependencies.closure(org, dependencies.of_row(row))
            for column, verb in dependencies.VERBS.items():
                row[column] = bool(row.get(column)) or f"{row['SobjectType']}<{verb}>" in content
            others = {one for one in content if not one.startswith(row["SobjectType"] + "<") and "<" in one}
            enable(writer, parent, others)
        after = dependencies.of_row(row)
        self._keep_others(writer, parent, before, after)
        licences.check_bound(org, parent, after - before)
        if not parent["IsOwnedByProfile"]:
            licences.check_assignees(org, parent, after - before)
            return
        licence = licences.licence_of_profile(org, parent["ProfileId"])
        bad = licences.forbidden(org, [org.licences[licence["Name"]]], after - before)
        if bad is not None:
            raise refuse("licence_forbids", permission=dependencies.spoken(bad))

    def _keep_others(self, writer: Writer, parent: Row, before: set[str], after: set[str]) -> None:
        """Neither the new row nor what else the permission set holds may lack what it needs."""
        org = writer.org
        if mutes({"ParentId": parent["Id"]}):
            return
        held = dependencies.held(org, writer.database.get("PermissionSet", parent["Id"]) or parent)
        earlier = set(dependencies.missing(org, held))
        everything = (held - before) | after | dependencies.implied(org, held)
        dependencies.demand(org, everything, everything - earlier)
