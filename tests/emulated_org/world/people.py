# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Licences, profiles and users of a new organisation."""

from __future__ import annotations

import typing as t

from ..rules import licences as rules
from ..rules.profile import owned_set
from ..schema.standard import data
from ..store.database import Row
from .files import WorldError
from .seed import Seed

#: Profiles whose object and field rows are known well enough to seed (retrieved from real orgs).
ALL_FIELDS = ("System Administrator", "Standard User")
USER = {
    "TimeZoneSidKey": "Europe/Berlin",
    "LocaleSidKey": "en_US",
    "EmailEncodingKey": "UTF-8",
    "LanguageLocaleKey": "en_US",
    "IsActive": True,
    "DigestFrequency": "D",
    "DefaultGroupNotificationFrequency": "N",
    "UserType": "Standard",
}


def licences(seed: Seed) -> None:
    """Rows of UserLicense and PermissionSetLicense."""
    org = seed.org
    seed.system_user = org.ids.new("005")
    for name, offer in org.licences.items():
        key = offer.get("key", name)
        values = {
            "Name": name,
            "MasterLabel": name,
            "LicenseDefinitionKey": key,
            "Status": offer.get("status", "Active"),
        }
        row = seed.put("UserLicense", TotalLicenses=int(offer.get("total", 0)), UsedLicenses=0, **values)
        seed.licences[name] = row["Id"]
    for name, offer in org.permission_set_licences.items():
        most = {
            f"Maximum{field}": True
            for field in (f"Permissions{one}" for one in org.catalog.permissions)
            if rules.allows(org, offer, field.removeprefix("Permissions"))
            and org.catalog.objects["permissionsetlicense"].field(f"Maximum{field}") is not None
        }
        row = seed.put(
            "PermissionSetLicense",
            DeveloperName=name,
            PermissionSetLicenseKey=offer.get("key", name),
            MasterLabel=offer.get("label", name),
            Language="en_US",
            Status=offer.get("status", "Active"),
            TotalLicenses=int(offer.get("total", 0)),
            UsedLicenses=0,
            IsAvailableForIntegrations=bool(offer.get("integrations", False)),
            **most,
        )
        seed.psls[name] = row["Id"]


def profiles(seed: Seed) -> None:
    """The standard profiles whose licence the organisation has, and the world's own."""
    org = seed.org
    absent = set(seed.entry.get("absent_profiles", ()))
    wanted: dict[str, dict[str, t.Any]] = {}
    for name, raw in data("profiles.json")["profiles"].items():
        if raw["license"] in seed.licences and name not in absent:
            wanted[name] = raw
            if not raw["custom"]:
                org.standard_profiles.add(name)
    for raw in seed.entry.get("profiles", ()):
        wanted[raw["name"]] = raw
    admin = data("profiles.json")["profiles"]["System Administrator"]["permissions"]
    rows: dict[str, list[Row]] = {}
    for name, raw in wanted.items():
        own = raw in seed.entry.get("profiles", ())
        permissions = list(raw.get("permissions", ())) + (admin if raw.get("administrator") else [])
        if name == "System Administrator":
            permissions += seed.entry.get("extra_permissions", ())
        for sobject, made in _profile(seed, name, raw, permissions, own).items():
            rows.setdefault(sobject, []).extend(made)
    for sobject, made in rows.items():
        org.database.insert_many(sobject, made)


def _profile(seed: Seed, name: str, raw: dict[str, t.Any], permissions: list[str], own: bool) -> dict[str, list[Row]]:
    """The rows of a profile, of its permission set and what that holds, by object."""
    org = seed.org
    licence = seed.named("user licence", seed.licences, raw["license"])
    flags = seed.permission_flags("Profile", permissions, strict=own and not raw.get("administrator"))
    offer = org.licences[raw["license"]]
    row = seed.row(
        "Profile",
        Name=name,
        UserLicenseId=licence,
        UserType=offer.get("user_type", "Standard"),
        Description=raw.get("description"),
        **flags,
    )
    seed.profiles[name] = row["Id"]
    parent = owned_set(org, row, licence, seed.system_user)
    parent["IsCustom"] = name not in org.standard_profiles
    parent.update(seed.permission_flags("PermissionSet", permissions, strict=False))
    seed.owned[name] = parent["Id"]
    whole = name in ALL_FIELDS or raw.get("administrator")
    grantable = org.catalog.grantable_objects
    letters: dict[str, str] = {one: value for one, value in raw.get("objects", {}).items() if one in grantable}
    if name == ALL_FIELDS[0] or raw.get("administrator"):
        letters = {**dict.fromkeys(grantable, "CREDVM"), **letters}
    names = {f"{sobject.name}.{one.name}": "RE" for sobject, one in org.catalog.grantable_fields.values()}
    return {
        "Profile": [row],
        "PermissionSet": [parent],
        "ObjectPermissions": [seed.object_row(parent["Id"], o, v) for o, v in letters.items()],
        "FieldPermissions": seed.field_rows(parent["Id"], names if whole else {}),
    }


def users(seed: Seed) -> Row:
    """The world's users; returns the first, who administers the organisation."""
    org = seed.org
    suffix = seed.entry.get("username_suffix", "")
    given = seed.entry.get("users") or ()
    if not given:
        raise WorldError(f"{org.name}: needs at least one user, the administrator first")
    for number, raw in enumerate(given):
        fields = {key: value for key, value in raw.items() if key not in ("profile", "permission_set_licenses", "role")}
        fields["Username"] = (str(raw["Username"]) + suffix).lower()
        last = str(fields.get("LastName", "User"))
        first = fields.get("FirstName")
        fields.setdefault("Email", raw["Username"])
        fields.setdefault("Alias", last[:8].strip().lower())
        fields.setdefault("CommunityNickname", f"{str(raw['Username']).split('@', maxsplit=1)[0]}{number}"[:40])
        if number == 0:
            fields["Id"] = seed.system_user
        name = " ".join(part for part in (first, last) if part)
        profile = seed.named("profile", seed.profiles, raw.get("profile", "System Administrator"))
        row = seed.put("User", **{**USER, **fields, "LastName": last, "Name": name, "ProfileId": profile})
        seed.users[str(raw["Username"]).lower()] = row
        now = org.clock.stamp()
        login = {"UserId": row["Id"], "LastModifiedDate": now, "LastModifiedById": seed.system_user}
        seed.put("UserLogin", **login)
        owner = seed.owned[raw.get("profile", "System Administrator")]
        seed.put("PermissionSetAssignment", PermissionSetId=owner, AssigneeId=row["Id"], IsActive=True)
        for psl in raw.get("permission_set_licenses", ()):
            found = seed.named("permission set licence", seed.psls, psl)
            seed.put("PermissionSetLicenseAssign", AssigneeId=row["Id"], PermissionSetLicenseId=found)
    rules.recount(org)
    return seed.users[str(given[0]["Username"]).lower()]
