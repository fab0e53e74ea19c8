# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""How a user reads: its fields, the queries that find it, and the description that users see."""

from __future__ import annotations

import typing as t

from .requests import Query, Where
from .resource import Record

#: Option -> column, longest value (Object Reference, User).
FIELDS: t.Mapping[str, tuple[str, int]] = {
    "first_name": ("FirstName", 40),
    "last_name": ("LastName", 80),
    "email": ("Email", 128),
    "alias": ("Alias", 8),
    "nickname": ("CommunityNickname", 40),
    "title": ("Title", 80),
    "department": ("Department", 80),
    "company_name": ("CompanyName", 80),
    "employee_number": ("EmployeeNumber", 20),
    "federation_id": ("FederationIdentifier", 512),
    "time_zone": ("TimeZoneSidKey", 40),
    "locale": ("LocaleSidKey", 40),
    "language": ("LanguageLocaleKey", 40),
    "email_encoding": ("EmailEncodingKey", 40),
}
_SEATS = (
    "Profile.UserLicense.Id",
    "Profile.UserLicense.Name",
    "Profile.UserLicense.TotalLicenses",
    "Profile.UserLicense.UsedLicenses",
)
USER_FIELDS = (
    "Id",
    "Username",
    "IsActive",
    "UserType",
    "ProfileId",
    "Profile.Name",
    *_SEATS,
    *(column for column, length in FIELDS.values()),
)

PROFILES = Query(
    "Profile",
    (
        "Id",
        "Name",
        "UserLicenseId",
        "UserLicense.Id",
        "UserLicense.Name",
        "UserLicense.TotalLicenses",
        "UserLicense.UsedLicenses",
    ),
    order_by="Name",
)
ORGANIZATION = Query(
    "Organization", ("Id", "TimeZoneSidKey", "DefaultLocaleSidKey", "LanguageLocaleKey"), catalogue=True
)


def by_name(username: str, columns: t.Iterable[str] = ()) -> Query:
    """The user of that name, active or not, with more columns."""
    return Query("User", tuple(dict.fromkeys((*USER_FIELDS, *columns))), (Where("Username", "=", username),))


def login_of(user_id: str) -> Query:
    """The row that says whether a user is frozen."""
    return Query("UserLogin", ("Id", "UserId", "IsFrozen", "IsPasswordLocked"), (Where("UserId", "=", user_id),))


def describe(record: Record, login: Record | None = None) -> dict[str, t.Any]:
    """A user as the module's options would declare it."""
    profile = record.get("Profile") or {}
    described = {
        "name": record["Username"],
        "active": bool(record.get("IsActive")),
        "profile": profile.get("Name"),
        "license": (profile.get("UserLicense") or {}).get("Name"),
        **{option: record.get(column) for option, (column, length) in FIELDS.items()},
    }
    if login is not None:
        described["frozen"] = bool(login["IsFrozen"])
    return described


def as_found(current: Record) -> dict[str, t.Any]:
    """What a preview must know of a user it changes, to tell whether later queries still find the user."""
    profile = current.get("Profile") or {}
    found = {key: current.get(key) for key in ("Username", "IsActive", "UserType", "ProfileId")}
    return {**found, "Profile": {**profile, "UserLicenseId": (profile.get("UserLicense") or {}).get("Id")}}
