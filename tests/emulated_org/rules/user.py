# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users and their logins."""

from __future__ import annotations

import re
import typing as t

from ..errors import refuse
from ..store.database import Row
from . import groups, licences
from .base import Rules, rules_for

if t.TYPE_CHECKING:
    from ..org import Org
    from .writer import Writer

USERNAME = re.compile(r"[^@\s]+@[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+\Z")
DEFAULTS = {
    "IsActive": True,
    "DigestFrequency": "D",
    "DefaultGroupNotificationFrequency": "N",
    "ReceivesInfoEmails": True,
    "ReceivesAdminInfoEmails": True,
}
FEATURE = "UserPermissions"
#: Settings of a user that look like a feature licence and are none.
NO_SEATS = ("UserPermissionsCallCenterAutoLogin",)


def feature_columns(org: Org) -> list[str]:
    """The fields of User that take a feature licence: one without seats cannot be switched on."""
    names = [one.name for one in org.catalog.objects["user"].fields.values()]
    return [name for name in names if name.startswith(FEATURE) and name not in NO_SEATS]


@rules_for("User")
class UserRules(Rules):
    """Object Reference, User: user names are unique across organisations, active users hold seats."""

    def before_create(self, writer: Writer, row: Row) -> None:
        given = writer.given
        for name, value in DEFAULTS.items():
            if name not in given or row.get(name) is None:
                row[name] = value and not (name == "IsActive" and writer.org.settings.users_start_inactive)
        row["CommunityNickname"] = row.get("CommunityNickname") or _nickname(row)
        self._identity(writer, row)
        licence = licences.licence_of_profile(writer.org, row["ProfileId"])
        row["UserType"] = writer.org.licences[licence["Name"]].get("user_type", "Standard")
        if "DefaultCurrencyIsoCode" in row:
            row["CurrencyIsoCode"] = row["CurrencyIsoCode"] or _corporate(writer)
            row["DefaultCurrencyIsoCode"] = row["DefaultCurrencyIsoCode"] or row["CurrencyIsoCode"]
        if row["IsActive"]:
            licences.take_seat(writer.org, licence)
            self._features(writer, None, row)

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        self._identity(writer, new)
        if old["IsActive"] and not new["IsActive"]:
            self._may_stop(writer, new)
        licence = licences.licence_of_profile(writer.org, new["ProfileId"])
        before = licences.licence_of_profile(writer.org, old["ProfileId"])
        if new["IsActive"] and (not old["IsActive"] or licence["Id"] != before["Id"]):
            licences.take_seat(writer.org, licence)
        if new["IsActive"]:
            self._features(writer, old, new)
        if licence["Id"] != before["Id"]:
            new["UserType"] = writer.org.licences[licence["Name"]].get("user_type", "Standard")
            self._sets_still_fit(writer, new, licence)

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        org = writer.org
        if new is None:
            return
        if old is None:
            login = {"Id": org.ids.new("0Yw"), "UserId": new["Id"], "IsFrozen": False, "IsPasswordLocked": False}
            stamp = {"LastModifiedDate": new["CreatedDate"], "LastModifiedById": new["CreatedById"]}
            org.database.insert("UserLogin", login | stamp)
        if old is None or old["ProfileId"] != new["ProfileId"]:
            own_profile_set(writer, new, old)
        if old is not None and old["IsActive"] and not new["IsActive"]:
            kept = org.settings.deactivated_users_keep_psl
            for row in () if kept else org.database.ids("PermissionSetLicenseAssign", AssigneeId=new["Id"]):
                org.database.delete("PermissionSetLicenseAssign", row)
            org.sessions.expire(user=new["Id"])
        if old is None or (old["IsActive"], old["ProfileId"]) != (new["IsActive"], new["ProfileId"]):
            licences.recount(org)

    def _identity(self, writer: Writer, row: Row) -> None:
        username = str(row["Username"])
        if not USERNAME.match(username):
            raise refuse("username_form", ["Username"])
        row["Username"] = username.lower()
        if writer.org.universe.username_taken(row["Username"], (writer.org.id, row["Id"])):
            raise refuse("username_taken", ["Username"])
        twins = writer.database.ids("User", CommunityNickname=row["CommunityNickname"])
        if any(found != row["Id"] for found in twins):
            raise refuse("nickname_taken", ["CommunityNickname"])

    def _may_stop(self, writer: Writer, row: Row) -> None:
        if row["Id"] == writer.access.user:
            raise refuse("self_deactivate")
        for reason in writer.org.holds.get(row["Username"], ()):
            raise refuse(reason)

    def _features(self, writer: Writer, old: Row | None, new: Row) -> None:
        """Feature licences (Marketing User and so on) have seats of their own."""
        for name in feature_columns(writer.org):
            was = bool(old and old["IsActive"] and old.get(name))
            if not new.get(name) or was:
                continue
            used = len(writer.database.ids("User", **{name: True, "IsActive": True}))
            unbought = used + 1 if writer.org.settings.unbought_features_have_seats else 0
            if used >= writer.org.feature_licences.get(name.removeprefix(FEATURE), unbought):
                raise refuse("feature_seats")

    def _sets_still_fit(self, writer: Writer, user: Row, licence: Row) -> None:
        """A new profile with another licence must still allow every assigned permission set."""
        for row in writer.database.find("PermissionSetAssignment", AssigneeId=user["Id"]):
            for parent in groups.assigned_sets(writer.org, row):
                if parent["IsOwnedByProfile"]:
                    continue
                if str(parent["LicenseId"] or "").startswith("100") and parent["LicenseId"] != licence["Id"]:
                    words = {"set": parent["Label"], "user": user["Name"], "license": licence["Name"]}
                    raise refuse("licence_mismatch", **words)
                licences.check_assignment(writer.org, user, parent)


def _corporate(writer: Writer) -> str | None:
    """The corporate currency, which users start with."""
    found = writer.database.one("CurrencyType", IsCorporate=True)
    return found["IsoCode"] if found is not None else None


def _nickname(row: Row) -> str:
    local = str(row["Username"]).split("@", 1)[0]
    return f"{local}{int(str(row['Id'])[-6:-3], 36) if str(row['Id'])[-6:-3].isalnum() else ''}"[:40]


def own_profile_set(writer: Writer, user: Row, old: Row | None) -> None:
    """Every user has an assignment to the permission set of the profile."""
    database = writer.database
    parent = database.ids("PermissionSet", ProfileId=user["ProfileId"], IsOwnedByProfile=True)[0]
    before = database.ids("PermissionSet", ProfileId=old["ProfileId"], IsOwnedByProfile=True) if old else []
    kept = database.ids("PermissionSetAssignment", AssigneeId=user["Id"], PermissionSetId=before[0]) if before else []
    if kept:
        database.update("PermissionSetAssignment", kept[0], {"PermissionSetId": parent})
        return
    row = {
        "Id": writer.org.ids.new("0Pa"),
        "PermissionSetId": parent,
        "AssigneeId": user["Id"],
        "IsActive": True,
        "IsRevoked": False,
        "SystemModstamp": writer.org.clock.stamp(),
    }
    database.insert("PermissionSetAssignment", row)


@rules_for("UserLogin")
class UserLoginRules(Rules):
    """Object Reference, UserLogin: freezing is open both ways, a lock can only be lifted."""

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        if new["IsPasswordLocked"] and not old["IsPasswordLocked"]:
            raise refuse("unlock_only", ["IsPasswordLocked"])
        if new["IsFrozen"] and not old["IsFrozen"]:
            if new["UserId"] == writer.access.user:
                raise refuse("self_freeze", ["IsFrozen"])
            writer.org.sessions.expire(user=new["UserId"])

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        licences.recount(writer.org)
