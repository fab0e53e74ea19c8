# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an emulated org holds, read from its own store, never from the modules under test."""

from __future__ import annotations

import typing as t

from emulated_org.start import World
from emulated_org.store.difference import difference
from emulated_org.testing import Client

Row = t.Dict[str, t.Any]


class Snapshot:
    """A store at one moment."""

    def __init__(self, store: t.Mapping[str, t.Mapping[str, Row]]) -> None:
        self._store = store

    def since(self, earlier: Snapshot) -> dict[str, t.Any]:
        """What was created, changed and deleted since *earlier*: see emulated_org.store.difference."""
        return difference(earlier._store, self._store)

    def rows(self, sobject: str, **equals: t.Any) -> list[Row]:
        """The rows with these values."""
        rows = self._store.get(sobject, {}).values()
        return [row for row in rows if all(row.get(key) == value for key, value in equals.items())]

    def row(self, sobject: str, **equals: t.Any) -> Row:
        """The one row with these values."""
        found = self.rows(sobject, **equals)
        assert len(found) == 1, f"{len(found)} rows of {sobject} with {equals}"
        return found[0]

    def user(self, username: str) -> Row:
        """The user of that name."""
        return self.row("User", Username=username)

    def profile_of(self, username: str) -> Row:
        """The profile of a user."""
        return self.row("Profile", Id=self.user(username)["ProfileId"])

    def license_of(self, username: str) -> str:
        """The name of a user's licence."""
        return str(self.row("UserLicense", Id=self.profile_of(username)["UserLicenseId"])["Name"])

    def permission_set_licenses_of(self, username: str) -> set[str]:
        """The permission set licences that a user holds."""
        rows = self.rows("PermissionSetLicenseAssign", AssigneeId=self.user(username)["Id"])
        return {
            str(self.row("PermissionSetLicense", Id=row["PermissionSetLicenseId"])["DeveloperName"]) for row in rows
        }

    def sets_of(self, username: str) -> set[str]:
        """The permission sets that a user holds, without the one of its profile."""
        rows = self.rows("PermissionSetAssignment", AssigneeId=self.user(username)["Id"])
        held = {row["PermissionSetId"] for row in rows}
        return {str(row["Name"]) for row in self.rows("PermissionSet", IsOwnedByProfile=False) if row["Id"] in held}

    def permission_set(self, name: str) -> Row:
        """The permission set of that name."""
        return self.row("PermissionSet", Name=name, IsOwnedByProfile=False)

    def set_of_profile(self, name: str) -> Row:
        """The permission set that belongs to the profile of that name."""
        return self.row("PermissionSet", ProfileId=self.row("Profile", Name=name)["Id"], IsOwnedByProfile=True)

    def objects(self, permission_set: Row) -> dict[str, set[str]]:
        """Object permissions of a permission set: which are on, by object."""
        found = {}
        for row in self.rows("ObjectPermissions", ParentId=permission_set["Id"]):
            found[str(row["SobjectType"])] = {
                key.replace("Permissions", "", 1) for key, on in row.items() if key.startswith("Permissions") and on
            }
        return found

    def fields(self, permission_set: Row) -> dict[str, str]:
        """Field permissions of a permission set: read or edit, by field."""
        rows = self.rows("FieldPermissions", ParentId=permission_set["Id"])
        return {str(row["Field"]): "edit" if row["PermissionsEdit"] else "read" for row in rows}

    def tabs(self, permission_set: Row) -> dict[str, str]:
        """Tab settings of a permission set."""
        rows = self.rows("PermissionSetTabSetting", ParentId=permission_set["Id"])
        return {str(row["Name"]): str(row["Visibility"]) for row in rows}


def system_permissions(row: Row) -> set[str]:
    """The system permissions that are on in a profile or permission set."""
    return {
        key.replace("Permissions", "", 1) for key, on in row.items() if key.startswith("Permissions") and on is True
    }


class Org:
    """One running org: its store, and its log of requests."""

    def __init__(self, world: World, name: str) -> None:
        self.name = name
        (index,) = (place for place, facts in enumerate(world.facts) if facts["name"] == name)
        self.client = Client(world, index)

    @property
    def connection(self) -> dict[str, str]:
        """What the inventory says of the org."""
        facts = self.client.facts
        return {"salesforce_instance_url": facts["instance_url"], "salesforce_access_token": facts["access_token"]}

    def begin(self) -> None:
        """Forget the requests so far, and note the store as it is."""
        self.client.control("DELETE", "/requests")
        self.client.control("POST", "/store/mark")

    def requests(self) -> list[Row]:
        """Every request since the beginning."""
        return t.cast("list[Row]", self.client.control("GET", "/requests"))

    def writes(self) -> list[str]:
        """The requests since the beginning that would have changed something."""
        return [f"{one['method']} {one['path']}" for one in self.requests() if one["writing"]]

    def different(self) -> dict[str, t.Any]:
        """What is different in the store since the beginning."""
        return t.cast("dict[str, t.Any]", self.client.control("GET", "/store/diff"))

    def snapshot(self) -> Snapshot:
        """The store as it is now."""
        return Snapshot(self.client.control("GET", "/store"))

    def meddle(self, sobject: str, record: str | None, **fields: t.Any) -> None:
        """Change a record behind everybody's back, or create one where *record* is None."""
        self.client.control("POST", "/records", {"sobject": sobject, "id": record, "fields": fields})

    def remove(self, sobject: str, record: str) -> None:
        """Delete a record behind everybody's back."""
        self.client.control("POST", "/records", {"sobject": sobject, "id": record, "fields": None})
