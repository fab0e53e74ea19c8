# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profile. What an update does not list stays as it is (Metadata API Developer Guide, Profile)."""

from __future__ import annotations

import functools
import typing as t

from ..errors import refuse
from ..schema.standard import data
from ..store.database import Row
from . import grants, login_hours, login_ranges, object_grants, setup_grants, user_permissions
from .clone import copy_profile
from .component import Component
from .kind import Caller, Kind, Listed, kind, missing
from .names import profile_full_name, profile_label
from .steps import settle

KNOWN = {
    "fullName",
    "custom",
    "description",
    "userLicense",
    "loginHours",
    "loginIpRanges",
    "tabVisibilities",
    *grants.ELEMENTS,
}
HIDDEN = "Hidden"


@kind
class ProfileKind(Kind):
    name = "Profile"
    renamed = ("Profile", "Name")

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(profile_full_name(row["Name"]), row) for row in caller.org.database.all("Profile")]

    def spelled(self, full_name: str) -> str:
        return profile_label(full_name)

    def read(self, caller: Caller, full_name: str) -> Component | None:
        """Profiles list every field, tab and class, open or not; of objects and permissions what is open."""
        row = self.find(caller, full_name)
        if row is None:
            return None
        parent = _parent(caller, row)
        licence = caller.org.database.get("UserLicense", row["UserLicenseId"]) or {}
        tabs = setup_grants.tabs(caller, parent)
        return {
            "fullName": profile_full_name(row["Name"]),
            "custom": row["Name"] not in caller.org.standard_profiles,
            "description": row["Description"],
            "userLicense": licence.get("Name"),
            "classAccesses": setup_grants.entities(caller, parent, "classAccesses", True),
            "customPermissions": setup_grants.entities(caller, parent, "customPermissions", False),
            "pageAccesses": setup_grants.entities(caller, parent, "pageAccesses", True),
            "fieldPermissions": object_grants.fields(caller, parent, True),
            "loginHours": login_hours.read(caller, row["Id"]),
            "loginIpRanges": login_ranges.read(caller, row["Id"]),
            "objectPermissions": object_grants.objects(caller, parent),
            "tabVisibilities": [
                {"tab": tab.name, "visibility": tabs.get(tab.name, HIDDEN)} for tab in caller.org.catalog.tabs.values()
            ],
            "userPermissions": user_permissions.read(caller, "Profile", row),
        }

    def create(self, caller: Caller, values: Component) -> None:
        """A new profile starts as a copy of its licence's standard profile (Salesforce Help, article 005093100)."""
        if self.find(caller, values["fullName"]) is not None:
            raise refuse("profile_name_taken", ["Name"])
        database = caller.org.database
        label = values.get("userLicense") or "Salesforce"
        licence = database.one("UserLicense", Name=label)
        if licence is None:
            raise missing("userLicense", "UserLicense", label)
        name = profile_label(values["fullName"])
        made = caller.create("Profile", Name=name, UserLicenseId=licence["Id"])
        base = _base(caller, licence)
        if base is not None:
            copy_profile(caller.org, base, made)
        self._write(caller, database.get("Profile", made) or {}, values)

    def update(self, caller: Caller, values: Component) -> None:
        self._write(caller, self.existing(caller, values["fullName"]), values)

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.delete("Profile", self.existing(caller, full_name)["Id"])

    def _write(self, caller: Caller, row: Row, values: Component) -> None:
        grants.demand_known(self.name, values, KNOWN)
        caller.need("ManageProfilesPermissionsets")
        _fixed(caller, row, values)
        parent = _parent(caller, row)
        _standard_objects(caller, row, parent, values.get("objectPermissions", ()))
        steps = grants.steps(caller, parent, values, _tabs(values))
        steps.append(functools.partial(_own, caller, row["Id"], values))
        settle(steps)
        if "loginHours" in values:
            login_hours.write(caller, row["Id"], values["loginHours"])
        if "loginIpRanges" in values:
            login_ranges.write(caller, row["Id"], values["loginIpRanges"])
        stamps = dict.fromkeys(("LastModifiedDate", "SystemModstamp"), caller.org.clock.stamp())
        caller.org.database.update("Profile", row["Id"], {**stamps, "LastModifiedById": caller.access.user})


def _parent(caller: Caller, row: Row) -> str:
    return caller.org.database.ids("PermissionSet", ProfileId=row["Id"], IsOwnedByProfile=True)[0]


def _base(caller: Caller, licence: Row) -> str | None:
    """The standard profile that a new profile of this licence is copied from."""
    found = {row["Name"]: row["Id"] for row in caller.org.database.find("Profile", UserLicenseId=licence["Id"])}
    if licence["Name"] == "Salesforce":
        return found.get("Minimum Access - Salesforce" if caller.version >= 60 else "Standard User")
    return next((record for name, record in found.items() if name in caller.org.standard_profiles), None)


def _fixed(caller: Caller, row: Row, values: Component) -> None:
    """The licence, and whether a profile is a custom one, never change."""
    licence = caller.org.database.get("UserLicense", row["UserLicenseId"]) or {}
    if values.get("userLicense") not in (None, licence.get("Name")):
        raise refuse("profile_licence_fixed", ["userLicense"])
    if values.get("custom") not in (None, row["Name"] not in caller.org.standard_profiles):
        raise refuse("profile_custom_fixed", ["custom"])


def _standard_objects(caller: Caller, row: Row, parent: str, given: t.Sequence[Component]) -> None:
    """From version 50 on, standard objects of standard profiles cannot be edited (Metadata API, Profile)."""
    if caller.version < data("metadata.json")["standard_objects_fixed"]:
        return
    if row["Name"] not in caller.org.standard_profiles:
        return
    before = {entry["object"]: entry for entry in object_grants.objects(caller, parent)}
    for entry in given:
        old = before.get(entry["object"], {})
        same = all(bool(entry.get(flag)) == bool(old.get(flag)) for flag in object_grants.FLAGS)
        if not same and not entry["object"].endswith("__c"):
            raise refuse("standard_profile", name=row["Name"])


def _tabs(values: Component) -> dict[str, str | None]:
    given = values.get("tabVisibilities", ())
    return {entry["tab"]: None if entry["visibility"] == HIDDEN else entry["visibility"] for entry in given}


def _own(caller: Caller, profile: str, values: Component) -> None:
    """What is in the Profile record itself."""
    row = caller.org.database.get("Profile", profile) or {}
    changes: Row = grants.own_fields(caller, "Profile", row, values)
    if "description" in values and (values["description"] or None) != row["Description"]:
        changes["Description"] = values["description"]
    if changes:
        caller.update("Profile", profile, **changes)
