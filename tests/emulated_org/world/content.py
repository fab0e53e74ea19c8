# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What else a new organisation holds: itself, permission sets, definitions."""

from __future__ import annotations

import typing as t

from ..rules import groups
from ..store.database import Row
from .seed import Seed


def fill(seed: Seed) -> None:
    """Write it all; the users exist already."""
    _organization(seed)
    for raw in seed.entry.get("roles", ()):
        name = str(raw)
        seed.put("UserRole", Name=name, DeveloperName=name.replace(" ", "_"), RollupDescription=name)
    for raw in seed.entry.get("custom_permissions", ()):
        row = seed.put("CustomPermission", DeveloperName=raw, MasterLabel=str(raw).replace("_", " "), Language="en_US")
        seed.targets[str(raw)] = row["Id"]
    for raw in seed.entry.get("apex_classes", ()):
        row = seed.put("ApexClass", Name=raw, ApiVersion=66.0, Status="Active", IsValid=True, LengthWithoutComments=0)
        seed.targets[str(raw)] = row["Id"]
    for raw in seed.entry.get("currencies", ()):
        seed.put("CurrencyType", **{"DecimalPlaces": 2, "IsActive": True, **raw})
    for raw in seed.entry.get("scheduled_jobs", ()):
        _scheduled_job(seed, raw)
    for raw in seed.entry.get("permission_sets", ()):
        permission_set(seed, raw)
    for raw in seed.entry.get("permission_set_groups", ()):
        _group(seed, raw)
    suffix = seed.entry.get("username_suffix", "")
    seed.org.holds.update({name.lower() + suffix: list(keys) for name, keys in seed.entry.get("holds", {}).items()})


#: What CronJobDetail calls Apex that was scheduled (Object Reference).
SCHEDULED_APEX = "7"


def _scheduled_job(seed: Seed, raw: dict[str, t.Any]) -> None:
    owner = seed.named("user", seed.users, str(raw["user"]).lower())
    detail = seed.put("CronJobDetail", Name=raw["name"], JobType=raw.get("type", SCHEDULED_APEX))
    seed.put(
        "CronTrigger",
        CronJobDetailId=detail["Id"],
        OwnerId=owner["Id"],
        State=raw.get("state", "WAITING"),
        CronExpression=raw.get("expression", "0 0 2 * * ?"),
        TimeZoneSidKey=owner["TimeZoneSidKey"],
        TimesTriggered=0,
    )


#: Organization-wide defaults of a new organisation, and how Organization spells a sharing model.
SHARING = {
    "Account": "ReadWrite",
    "Contact": "ControlledByParent",
    "Opportunity": "ReadWrite",
    "Lead": "ReadWriteTransfer",
    "Case": "ReadWriteTransfer",
    "Campaign": "ReadWrite",
}
ACCESS = {"Private": "None", "Read": "Read", "ReadWrite": "Edit", "ReadWriteTransfer": "ReadEditTransfer"}


def _organization(seed: Seed) -> None:
    entry = seed.entry
    seed.org.sharing = {**SHARING, **entry.get("sharing", {})}
    defaults = {f"Default{name}Access": ACCESS.get(seed.org.sharing[name], seed.org.sharing[name]) for name in SHARING}
    seed.put(
        "Organization",
        Id=seed.org.id,
        Name=entry.get("company", seed.org.name),
        Country=entry.get("country", "DE"),
        OrganizationType=entry.get("edition", "Enterprise Edition"),
        IsSandbox=seed.org.sandbox,
        InstanceName=("CS" if seed.org.sandbox else "EU") + "42",
        LanguageLocaleKey="en_US",
        DefaultLocaleSidKey="en_US",
        TimeZoneSidKey="Europe/Berlin",
        PrimaryContact=None,
        UiSkin="Theme3",
        **defaults,
    )


def permission_set(seed: Seed, raw: dict[str, t.Any]) -> None:
    """A permission set with all it holds, and whom it is assigned to."""
    org = seed.org
    licence = raw.get("license")
    holder = {**seed.licences, **seed.psls}
    row = seed.put(
        "PermissionSet",
        Name=raw["name"],
        Label=raw.get("label", str(raw["name"]).replace("_", " ")),
        Description=raw.get("description"),
        NamespacePrefix=raw.get("namespace"),
        LicenseId=seed.named("licence", holder, licence) if licence else None,
        IsCustom=not raw.get("namespace"),
        Type="Regular",
        **seed.permission_flags("PermissionSet", raw.get("permissions", ())),
    )
    seed.sets[raw["name"]] = row["Id"]
    objects = raw.get("objects", {})
    org.database.insert_many("ObjectPermissions", [seed.object_row(row["Id"], o, v) for o, v in objects.items()])
    org.database.insert_many("FieldPermissions", seed.field_rows(row["Id"], raw.get("fields", {})))
    for tab, visibility in raw.get("tabs", {}).items():
        found = seed.named("tab", {one.name: one for one in org.catalog.tabs.values()}, tab)
        seed.put("PermissionSetTabSetting", ParentId=row["Id"], Name=found.name, Visibility=visibility)
    for target in raw.get("custom_permissions", ()):
        _open(seed, row, "CustomPermission", target)
    for target in raw.get("apex_classes", ()):
        _open(seed, row, "ApexClass", target)
    for username in raw.get("assigned", ()):
        user = seed.named("user", seed.users, str(username).lower())
        seed.put("PermissionSetAssignment", PermissionSetId=row["Id"], AssigneeId=user["Id"], IsActive=True)


def _open(seed: Seed, parent: Row, kind: str, name: str) -> None:
    target = seed.named(kind, seed.targets, name)
    seed.put("SetupEntityAccess", ParentId=parent["Id"], SetupEntityId=target, SetupEntityType=kind)


def _group(seed: Seed, raw: dict[str, t.Any]) -> None:
    org = seed.org
    label = raw.get("label", str(raw["name"]).replace("_", " "))
    keys = {"DeveloperName": raw["name"], "MasterLabel": label, "Description": raw.get("description")}
    row = seed.put("PermissionSetGroup", Language="en_US", Status=raw.get("status", "Updated"), **keys)
    parts = [seed.named("permission set", seed.sets, one) for one in raw.get("permission_sets", ())]
    if "muted" in raw:
        parts.append(_muting(seed, f"{raw['name']}_Muted", raw["muted"]))
    for part in parts:
        seed.put("PermissionSetGroupComponent", PermissionSetGroupId=row["Id"], PermissionSetId=part)
    total = seed.put("PermissionSet", Name=raw["name"], Label=label, PermissionSetGroupId=row["Id"], Type="Group")
    groups.recalculate(org, row["Id"])
    org.database.update("PermissionSetGroup", row["Id"], {"Status": raw.get("status", "Updated")})
    for username in raw.get("assigned", ()):
        user = seed.named("user", seed.users, str(username).lower())
        held = {"PermissionSetGroupId": row["Id"], "PermissionSetId": total["Id"]}
        seed.put("PermissionSetAssignment", AssigneeId=user["Id"], IsActive=True, **held)


def _muting(seed: Seed, name: str, raw: dict[str, t.Any]) -> str:
    flags = seed.permission_flags("MutingPermissionSet", raw.get("permissions", ()))
    label = name.replace("_", " ")
    row = seed.put("MutingPermissionSet", DeveloperName=name, MasterLabel=label, Language="en_US", **flags)
    parent, objects = str(row["Id"]), raw.get("objects", {})
    seed.org.database.insert_many("ObjectPermissions", [seed.object_row(parent, o, v) for o, v in objects.items()])
    seed.org.database.insert_many("FieldPermissions", seed.field_rows(parent, raw.get("fields", {})))
    return parent
