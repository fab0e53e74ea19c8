# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assigning permission sets and permission set licences to users."""

from __future__ import annotations

import typing as t

from ..errors import Already, refuse
from ..store.database import Row
from . import groups, licences
from .base import Rules, rules_for

if t.TYPE_CHECKING:
    from ..org import Org
    from .writer import Writer


def expire_assignments(org: Org) -> None:
    """IsActive turns false when the expiration date has come."""
    table = org.database.table("PermissionSetAssignment")
    over = (table.c.ExpirationDate <= org.clock.stamp()) & table.c.IsActive
    if org.database.execute(table.update().where(over).values(IsActive=False)).rowcount:
        org.database.version += 1


@rules_for("PermissionSetAssignment")
class AssignmentRules(Rules):
    """Object Reference, PermissionSetAssignment."""

    def before_create(self, writer: Writer, row: Row) -> None:
        row["IsActive"] = True
        if bool(row["PermissionSetId"]) == bool(row["PermissionSetGroupId"]):
            raise refuse("assignment_both")
        self._expiry(writer, row)
        self._group(writer, row)
        twins = writer.database.ids(
            "PermissionSetAssignment", AssigneeId=row["AssigneeId"], PermissionSetId=row["PermissionSetId"]
        )
        if twins and writer.org.settings.duplicate_assignment == "ignored":
            raise Already(twins[0])
        if twins and writer.org.settings.duplicate_assignment == "reworded":
            raise refuse("assignment_again")
        if twins:
            fields = ["AssigneeId", "PermissionSetId"]
            raise refuse("assignment_twice", fields, assignee=row["AssigneeId"], set=row["PermissionSetId"])
        user = writer.existing(writer.org.catalog.objects["user"], row["AssigneeId"])
        for parent in groups.assigned_sets(writer.org, row):
            check_licence(writer, user, parent)
            licences.check_assignment(writer.org, user, parent)

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        if new["ExpirationDate"] != old["ExpirationDate"]:
            self._expiry(writer, new)

    def before_delete(self, writer: Writer, old: Row) -> None:
        parent = writer.database.get("PermissionSet", str(old["PermissionSetId"])) or {}
        if parent.get("IsOwnedByProfile"):
            raise refuse("readonly")

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if new is None and old is not None and writer.org.settings.psl_leaves_with_set:
            release_unused(writer.org, old)

    def _expiry(self, writer: Writer, row: Row) -> None:
        if row["ExpirationDate"] and row["ExpirationDate"] <= writer.org.clock.stamp():
            raise refuse("assignment_past", ["ExpirationDate"])

    def _group(self, writer: Writer, row: Row) -> None:
        """A group is assigned by its own Id or by that of the permission set it owns."""
        if row["PermissionSetId"]:
            parent = writer.database.pick("PermissionSet", row["PermissionSetId"], "PermissionSetGroupId") or {}
            row["PermissionSetGroupId"] = parent.get("PermissionSetGroupId")
        if not row["PermissionSetGroupId"]:
            return
        group = writer.database.get("PermissionSetGroup", row["PermissionSetGroupId"]) or {}
        if group.get("Status") != "Updated":
            raise refuse("group_outdated")
        row["PermissionSetId"] = groups.aggregate(writer.org, row["PermissionSetGroupId"])


def check_licence(writer: Writer, user: Row, parent: Row) -> None:
    """Raises ApiError when *user* lacks the licence that the permission set *parent* is tied to."""
    if parent["IsOwnedByProfile"]:
        raise refuse("assignment_profile", ["PermissionSetId"])
    licence = str(parent["LicenseId"] or "")
    words = {"set": parent["Label"], "user": user["Name"]}
    needed = writer.database.get("UserLicense", licence)
    if needed is not None:
        if licences.licence_of_profile(writer.org, user["ProfileId"])["Id"] != licence:
            raise refuse("licence_mismatch", license=needed["Name"], **words)
        return
    psl = writer.database.get("PermissionSetLicense", licence)
    if psl is None:
        return
    keys = {"AssigneeId": user["Id"], "PermissionSetLicenseId": psl["Id"]}
    if writer.database.ids("PermissionSetLicenseAssign", **keys):
        return
    exhausted = licences.psl_exhausted(writer.org, psl)
    if exhausted is not None:
        raise exhausted
    if not writer.org.settings.auto_assign_psl:
        raise refuse("psl_missing", license=psl["MasterLabel"], **words)
    now = writer.org.clock.stamp()
    stamps = dict.fromkeys(("CreatedDate", "LastModifiedDate", "SystemModstamp"), now)
    people = dict.fromkeys(("CreatedById", "LastModifiedById"), writer.access.user)
    row = {"Id": writer.org.ids.new("2LA"), "IsDeleted": False, **keys, **stamps, **people}
    writer.database.insert("PermissionSetLicenseAssign", row)
    licences.recount(writer.org)


def release_unused(org: Org, gone: Row) -> None:
    """Take away the permission set licences that only the assignment *gone* needed (Salesforce Help, Remove a Permission
    Set License from a User; since Winter '26)."""
    user = org.database.get("User", gone["AssigneeId"]) or {}
    left = [
        parent
        for row in org.database.find("PermissionSetAssignment", AssigneeId=gone["AssigneeId"])
        for parent in groups.assigned_sets(org, row)
        if not parent["IsOwnedByProfile"]
    ]
    licensed = {parent["LicenseId"] for parent in groups.assigned_sets(org, gone) if parent["LicenseId"]}
    for licence in licensed - {parent["LicenseId"] for parent in left}:
        keys = {"AssigneeId": gone["AssigneeId"], "PermissionSetLicenseId": licence}
        for row in org.database.ids("PermissionSetLicenseAssign", **keys):
            psl = org.database.get("PermissionSetLicense", licence) or {}
            given = org.permission_set_licences[psl["DeveloperName"]]
            offers = [one for one in licences.offers_of(org, user) if one is not given]
            if not any(licences.forbidden(org, offers, licences.explicit(org, parent)) for parent in left):
                org.database.delete("PermissionSetLicenseAssign", row)
    licences.recount(org)


@rules_for("PermissionSetLicenseAssign")
class LicenceAssignmentRules(Rules):
    """Object Reference, PermissionSetLicenseAssign: seats, and what an assigned permission set still needs."""

    def before_create(self, writer: Writer, row: Row) -> None:
        org = writer.org
        user = writer.existing(org.catalog.objects["user"], row["AssigneeId"])
        psl = org.database.get("PermissionSetLicense", row["PermissionSetLicenseId"]) or {}
        keys = {key: row[key] for key in ("AssigneeId", "PermissionSetLicenseId")}
        if org.database.ids("PermissionSetLicenseAssign", **keys):
            raise refuse("psl_twice")
        if not user["IsActive"] and not org.settings.inactive_users_take_psl:
            raise refuse("psl_inactive_user", ["AssigneeId"])
        offer = org.permission_set_licences[psl["DeveloperName"]]
        fitting = offer.get("user_licenses")
        if fitting and licences.licence_of_profile(org, user["ProfileId"])["Name"] not in fitting:
            raise refuse("psl_user_licence", license=psl["MasterLabel"])
        exhausted = licences.psl_exhausted(org, psl)
        if exhausted is not None:
            raise exhausted

    def before_delete(self, writer: Writer, old: Row) -> None:
        org = writer.org
        if org.settings.psl_can_leave_first:
            return
        user = org.database.get("User", old["AssigneeId"]) or {}
        psl = org.database.get("PermissionSetLicense", old["PermissionSetLicenseId"]) or {}
        gone = org.permission_set_licences[psl["DeveloperName"]]
        left = [one for one in licences.offers_of(org, user) if one is not gone]
        for row in org.database.find("PermissionSetAssignment", AssigneeId=user["Id"]):
            for parent in groups.assigned_sets(org, row):
                if parent["IsOwnedByProfile"]:
                    continue
                content = licences.explicit(org, parent)
                if parent["LicenseId"] == psl["Id"] or licences.forbidden(org, left, content) is not None:
                    raise refuse("psl_needed", license=psl["MasterLabel"])

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if new is not None and writer.org.touched is not None:
            writer.org.touched.licences.add(new["Id"])
        licences.recount(writer.org)
