# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a store says, in the words of changes: read from its rows, by nothing of the collection.

A snapshot of the store becomes a flat table, (kind, subject, name) -> value. The difference of two such tables is what a run has changed.
"""

from __future__ import annotations

import typing as t

from .tables import STAMPS, Row, Tables

Key = tuple[str, str, str]
View = dict[Key, t.Any]
Facts = dict[Key, tuple[t.Any, t.Any]]

OBJECT_WORDS = {
    "PermissionsRead": "read",
    "PermissionsCreate": "create",
    "PermissionsEdit": "edit",
    "PermissionsDelete": "delete",
    "PermissionsViewAllRecords": "view_all",
    "PermissionsModifyAllRecords": "modify_all",
    "PermissionsViewAllFields": "view_all_fields",
}
TAB_WORDS = {"DefaultOn": "visible", "DefaultOff": "available"}
ENTITY_KINDS = {
    "ApexClass": ("apex_class", "Name"),
    "CustomPermission": ("custom_permission", "DeveloperName"),
    "ConnectedApplication": ("connected_app", "Name"),
    "ExternalClientApplication": ("external_client_app", "DeveloperName"),
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def facts(before: Tables, after: Tables) -> Facts:
    """What is different, with its old and its new value; what is below a record that is gone went with it."""
    if before is after:
        return {}
    old, new = _View(before, after).view, _View(after, before).view
    changed = {
        key: (old.get(key), new.get(key)) for key in sorted({*old, *new}) if plain(old.get(key)) != plain(new.get(key))
    }
    gone = {(key[0], key[1]) for key, (_old, now) in changed.items() if key[2] == "exists" and now is None}
    owners = {f"{kind} {subject}" for kind, subject in gone}
    return {
        key: values
        for key, values in changed.items()
        if key[2] == "exists" or ((key[0], key[1]) not in gone and key[1] not in owners)
    }


def plain(value: t.Any) -> t.Any:
    """Nothing, an empty text and a switch that is off are the same."""
    return value or None


class _View:
    """The rows of one snapshot that another has not, as a flat table."""

    def __init__(self, tables: Tables, other: Tables) -> None:
        self.tables = tables
        self.view: View = {}
        self.muted = {row[0]: row[1] for row in self._muting()}
        for name, table in tables.items():
            reader = getattr(self, f"_{name.lower()}", None)
            for row in table.changed(other.get(name)):
                if reader:
                    reader(row)
                else:
                    self._other(name, row)

    def _muting(self) -> t.Iterator[tuple[str, str]]:
        """Muting permission sets, each with its group."""
        table = self.tables["PermissionSetGroupComponent"]
        for row in map(table.get, table.rows):
            if row["PermissionSetId"] in self.tables["MutingPermissionSet"].rows:
                yield row["PermissionSetId"], row["PermissionSetGroupId"]

    def _owner(self, parent: str) -> str | None:
        """What the rows below a permission set say of; None where the org only adds up a group."""
        row = self._get("PermissionSet", parent)
        if parent in self.tables["MutingPermissionSet"].rows:
            return f"permission_set_group {_named(self._get('PermissionSetGroup', self.muted.get(parent)))}"
        if row.get("IsOwnedByProfile"):
            return f"profile {self._get('Profile', row['ProfileId'])['Name']}"
        return None if row.get("PermissionSetGroupId") else f"permission_set {_named(row)}"

    def _get(self, table: str, record: str | None) -> Row:
        return self.tables[table].get(record) if table in self.tables else {}

    def _put(self, kind: str, subject: str | None, name: str, value: t.Any) -> None:
        """Names are compared without regard to case, as Salesforce does."""
        if subject is not None and plain(value) is not None:
            self.view[kind, subject.casefold(), name] = value

    def _other(self, table: str, row: Row) -> None:
        self._put("row", table, row["Id"], tuple(sorted((k, str(v)) for k, v in row.items() if k not in STAMPS)))

    def _columns(self, kind: str, subject: str, row: Row, skipped: t.Collection[str] = ()) -> None:
        self._put(kind, subject, "exists", True)
        for column, value in row.items():
            if column not in STAMPS and column not in skipped and not column.startswith("Permissions"):
                self._put(kind, subject, column, value)

    def _system(self, subject: str | None, row: Row) -> None:
        for column, value in row.items():
            if column.startswith("Permissions") and value:
                self._put("system_permission", subject, column.removeprefix("Permissions"), True)

    def _user(self, row: Row) -> None:
        self._columns("user", row["Username"], row, ("Id", "Name", "ProfileId", "UserRoleId", "Username"))
        profile = self._get("Profile", row["ProfileId"])
        self._put("user", row["Username"], "profile", profile["Name"])
        self._put("user", row["Username"], "license", self._get("UserLicense", profile["UserLicenseId"])["Name"])
        self._put("user", row["Username"], "role", self._get("UserRole", row["UserRoleId"]).get("DeveloperName"))

    def _name(self, user: str) -> str:
        return str(self._get("User", user)["Username"])

    def _userlogin(self, row: Row) -> None:
        self._put("user", self._name(row["UserId"]), "IsFrozen", row["IsFrozen"])
        self._put("user", self._name(row["UserId"]), "IsPasswordLocked", row["IsPasswordLocked"])

    def _password(self, row: Row) -> None:
        self._put("password", self._name(row["Id"]), "", row["Value"])

    def _profile(self, row: Row) -> None:
        self._columns("profile", row["Name"], row, ("Id", "UserLicenseId", "Name"))
        self._put("profile", row["Name"], "license", self._get("UserLicense", row["UserLicenseId"])["Name"])
        self._system(f"profile {row['Name']}", row)

    def _permissionset(self, row: Row) -> None:
        owner = self._owner(row["Id"])
        self._system(owner, row)
        if owner is not None and not row["IsOwnedByProfile"]:
            self._columns("permission_set", _named(row), row, ("Id", "Name", "NamespacePrefix", "LicenseId"))
            license_row = self._get("PermissionSetLicense", row["LicenseId"])
            label = license_row.get("MasterLabel") or self._get("UserLicense", row["LicenseId"]).get("Name")
            self._put("permission_set", _named(row), "license", label)

    def _permissionsetgroup(self, row: Row) -> None:
        self._columns("permission_set_group", _named(row), row, ("Id", "DeveloperName", "NamespacePrefix", "Status"))

    def _mutingpermissionset(self, row: Row) -> None:
        self._put("muting_permission_set", row["DeveloperName"], "exists", True)
        self._system(self._owner(row["Id"]), row)

    def _permissionsetgroupcomponent(self, row: Row) -> None:
        member = self._get("PermissionSet", row["PermissionSetId"])
        if member:
            group = self._get("PermissionSetGroup", row["PermissionSetGroupId"])
            self._put("member", f"permission_set_group {_named(group)}", _named(member), True)

    def _objectpermissions(self, row: Row) -> None:
        words = tuple(word for column, word in OBJECT_WORDS.items() if row[column])
        self._put("object_permission", self._owner(row["ParentId"]), row["SobjectType"], words)

    def _fieldpermissions(self, row: Row) -> None:
        held = [level for level, column in (("edit", "PermissionsEdit"), ("read", "PermissionsRead")) if row[column]]
        # Muting reading says more than muting editing: the strongest word comes last there, and first where access is granted.
        strongest = held[::-1] if row["ParentId"] in self.tables["MutingPermissionSet"].rows else held
        level = strongest[0] if strongest else None
        self._put("field_permission", self._owner(row["ParentId"]), row["Field"], level)

    def _permissionsettabsetting(self, row: Row) -> None:
        self._put("tab", self._owner(row["ParentId"]), row["Name"], TAB_WORDS.get(row["Visibility"]))

    def _setupentityaccess(self, row: Row) -> None:
        kind, column = ENTITY_KINDS.get(row["SetupEntityType"], (row["SetupEntityType"], "Id"))
        found = self._get(row["SetupEntityType"], row["SetupEntityId"])
        name = found.get(column) or row["SetupEntityId"]
        name = f"{found['NamespacePrefix']}__{name}" if found.get("NamespacePrefix") else name
        self._put(kind, self._owner(row["ParentId"]), name, True)

    def _permissionsetassignment(self, row: Row) -> None:
        user, group = self._name(row["AssigneeId"]), self._get("PermissionSetGroup", row["PermissionSetGroupId"])
        member = self._get("PermissionSet", row["PermissionSetId"])
        if group:
            self._put("assigned", user, f"permission_set_group {_named(group)}", row["ExpirationDate"] or True)
        elif not member.get("IsOwnedByProfile"):
            self._put("assigned", user, f"permission_set {_named(member)}", row["ExpirationDate"] or True)

    def _permissionsetlicenseassign(self, row: Row) -> None:
        license_row = self._get("PermissionSetLicense", row["PermissionSetLicenseId"])
        name = f"permission_set_license {license_row['DeveloperName']}"
        self._put("assigned", self._name(row["AssigneeId"]), name, True)

    def _oauthtoken(self, row: Row) -> None:
        """An app may hold several; those that come or go are numbered."""
        user, number = self._name(row["UserId"]), 1
        while ("token", user, f"{row['AppName']} {number}") in self.view:
            number += 1
        self._put("token", user, f"{row['AppName']} {number}", True)

    def _profileloginiprange(self, row: Row) -> None:
        profile = self._get("Profile", row["ProfileId"])
        key = f"{row['StartAddress']}-{row['EndAddress']}"
        self._put("login_ip_range", f"profile {profile['Name']}", key, row["Description"] or True)

    def _trustediprange(self, row: Row) -> None:
        self._put("trusted_ip_range", "org", f"{row['StartAddress']}-{row['EndAddress']}", row["Description"] or True)

    def _profileloginhours(self, row: Row) -> None:
        profile = self._get("Profile", row["ProfileId"])
        for day in DAYS:
            if row[f"{day}Start"] is not None:
                span = (row[f"{day}Start"], row[f"{day}End"])
                self._put("login_hours", f"profile {profile['Name']}", day.lower(), span)

    def _installedsubscriberpackage(self, row: Row) -> None:
        package = self._get("SubscriberPackage", row["SubscriberPackageId"])
        version = self._get("SubscriberPackageVersion", row["SubscriberPackageVersionId"])
        self._put("package", package["Name"], "version", f"{version['MajorVersion']}.{version['MinorVersion']}")


def _named(row: Row) -> str:
    """The API name, with the namespace of a package."""
    name = str(row.get("DeveloperName") or row.get("Name"))
    return f"{row['NamespacePrefix']}__{name}" if row.get("NamespacePrefix") else name
