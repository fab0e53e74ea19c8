# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles. Each owns a permission set, which shows its permissions and cannot be changed directly."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from . import dependencies, licences
from .base import Rules, rules_for

if t.TYPE_CHECKING:
    from ..org import Org
    from .writer import Writer


def system_columns(org: Org, name: str) -> list[str]:
    """The Permissions fields of Profile or PermissionSet."""
    kept: dict[str, list[str]] = org.catalog.__dict__.setdefault("system_columns", {})
    if name not in kept:
        kept[name] = [one.name for one in org.catalog.objects[name.lower()].fields.values() if one.system_permission]
    return kept[name]


def owned_set(org: Org, profile: Row, licence: str, user: str) -> Row:
    """The permission set of *profile*, with its permissions."""
    now = org.clock.stamp()
    fields = org.catalog.objects["permissionset"].fields.values()
    row: Row = {one.name: False if one.boolean else None for one in fields}
    row.update({name: bool(profile.get(name)) for name in system_columns(org, "PermissionSet")})
    row.update(
        Id=org.ids.new("0PS"),
        Name="X" + str(profile["Id"])[:15],
        Label=str(profile["Id"])[:15],
        LicenseId=licence,
        ProfileId=profile["Id"],
        IsOwnedByProfile=True,
        IsCustom=True,
        Type="Profile",
        CreatedDate=now,
        CreatedById=user,
        LastModifiedDate=now,
        LastModifiedById=user,
        SystemModstamp=now,
    )
    return row


@rules_for("Profile")
class ProfileRules(Rules):
    """Object Reference, Profile: created blank but for what the licence requires."""

    def before_create(self, writer: Writer, row: Row) -> None:
        org = writer.org
        self._name(writer, row)
        licence = org.database.get("UserLicense", row["UserLicenseId"])
        if licence is None:
            raise refuse("cross_reference_access")
        offer = org.licences[licence["Name"]]
        for name in offer.get("required", ()):
            if f"Permissions{name}" in row:
                row[f"Permissions{name}"] = True
        row["UserType"] = offer.get("user_type", "Standard")
        self._content(writer, row, offer, set())

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        org = writer.org
        columns = system_columns(org, "Profile")
        changed = [name for name in columns if bool(old[name]) != bool(new[name])]
        fixed = old["Name"] in org.standard_profiles and not org.settings.edit_standard_profiles
        if fixed and (changed or old["Name"] != new["Name"]):
            raise refuse("standard_profile", name=old["Name"])
        self._name(writer, new)
        licence = org.database.get("UserLicense", new["UserLicenseId"]) or {}
        offer = org.licences[licence["Name"]]
        for name in offer.get("required", ()):
            if not new.get(f"Permissions{name}", True):
                raise refuse("api_only_required", license=licence["Name"])
        self._content(writer, new, offer, {name for name in columns if old[name]})

    def before_delete(self, writer: Writer, old: Row) -> None:
        org = writer.org
        if old["Name"] in org.standard_profiles:
            raise refuse("profile_standard_delete", name=old["Name"])
        users = org.database.find("User", ProfileId=old["Id"])
        if users:
            raise org.refuse("profile_in_use", name=old["Name"], users=", ".join(user["Name"] for user in users[:5]))
        for parent in org.database.ids("PermissionSet", ProfileId=old["Id"]):
            drop_content(org, parent)
            org.database.delete("PermissionSet", parent)
        for name in ("ProfileLoginIpRange", "ProfileLoginHours"):
            for row in org.database.ids(name, ProfileId=old["Id"]):
                org.database.delete(name, row)

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        org = writer.org
        if new is None:
            return
        if old is None:
            org.database.insert("PermissionSet", owned_set(org, new, new["UserLicenseId"], writer.access.user))
            return
        names = set(system_columns(org, "PermissionSet"))
        changes = {
            name: new[name] for name in system_columns(org, "Profile") if new[name] != old[name] and name in names
        }
        if changes:
            parent = org.database.ids("PermissionSet", ProfileId=new["Id"], IsOwnedByProfile=True)[0]
            org.database.update("PermissionSet", parent, changes)

    def _name(self, writer: Writer, row: Row) -> None:
        if any(found != row["Id"] for found in writer.database.ids("Profile", Name=row["Name"])):
            raise refuse("profile_name_taken", ["Name"])

    def _content(self, writer: Writer, row: Row, offer: licences.Offer, before: set[str]) -> None:
        org = writer.org
        names = {name: name.removeprefix("Permissions") for name in system_columns(org, "Profile")}
        held = {short for name, short in names.items() if row.get(name)}
        if org.settings.auto_enable_dependencies:
            for one in dependencies.closure(org, held):
                if f"Permissions{one}" in row:
                    row[f"Permissions{one}"] = True
                    held.add(one)
        added = {names[name] for name in names if row.get(name) and name not in before}
        required = set(offer.get("required", ()))
        bad = licences.forbidden(org, [offer], added - required)
        if bad is not None:
            raise refuse("licence_forbids", permission=bad)
        content = held | dependencies.implied(org, held)
        parents = org.database.ids("PermissionSet", ProfileId=row["Id"])
        for parent in parents:
            for rights in org.database.find("ObjectPermissions", ParentId=parent):
                content |= dependencies.of_row(rights)
        if before != {name for name in names if row.get(name)}:
            old = {name.removeprefix("Permissions") for name in before}
            earlier = dependencies.missing(org, old | dependencies.implied(org, old) | {c for c in content if "<" in c})
            dependencies.demand(org, content, held - set(earlier) - required)


def drop_content(org: Org, parent: str) -> None:
    """Remove every row that belongs to a permission set."""
    for name in ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess"):
        for row in org.database.ids(name, ParentId=parent):
            org.database.delete(name, row)
    for row in org.database.ids("PermissionSetAssignment", PermissionSetId=parent):
        org.database.delete("PermissionSetAssignment", row)
