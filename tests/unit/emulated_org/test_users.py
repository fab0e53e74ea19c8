# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users: names, seats, deactivation."""

from __future__ import annotations

import pytest

from emulated_org.start import World
from emulated_org.testing import API_ONLY, USER, Client


def test_a_user_comes_with_login_and_the_profiles_permission_set(org: Client) -> None:
    user = org.user("Link@Example.COM")
    found = org.query(f"SELECT Username, IsActive, Name, UserType, CommunityNickname FROM User WHERE Id = '{user}'")[0]
    assert (found["Username"], found["IsActive"], found["Name"]) == ("link@example.com", True, "Link")
    assert org.query(f"SELECT IsFrozen FROM UserLogin WHERE UserId = '{user}'")[0]["IsFrozen"] is False
    owned = org.query(f"SELECT PermissionSet.IsOwnedByProfile FROM PermissionSetAssignment WHERE AssigneeId = '{user}'")
    assert [one["PermissionSet"]["IsOwnedByProfile"] for one in owned] == [True]


def test_missing_fields_are_listed_in_order(org: Client) -> None:
    assert org.refused("User") == {
        "message": "Required fields are missing: [Username, LastName, Email, Alias, TimeZoneSidKey, LocaleSidKey, "
        "EmailEncodingKey, ProfileId, LanguageLocaleKey]",
        "errorCode": "REQUIRED_FIELD_MISSING",
        "fields": [
            *("Username", "LastName", "Email", "Alias", "TimeZoneSidKey", "LocaleSidKey"),
            *("EmailEncodingKey", "ProfileId", "LanguageLocaleKey"),
        ],
    }


@pytest.mark.parametrize(
    ("wrong", "code", "message"),
    [
        ({"Username": "link"}, "FIELD_INTEGRITY_EXCEPTION", "Username must be in the form of an email address"),
        ({"Alias": "much too long"}, "STRING_TOO_LONG", "Alias: data value too large: much too long (max length=8)"),
        ({"TimeZoneSidKey": "Mars/Base"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Mars/Base"),
        ({"Email": "nobody"}, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: nobody"),
        ({"ProfileId": "00e"}, "MALFORMED_ID", "id value of incorrect type: 00e"),
        ({"ProfileId": "00eNS0000009999ZZZ"}, "MALFORMED_ID", "id value of incorrect type"),
        ({"UserRoleId": "00e000000000001AAA"}, "MALFORMED_ID", "id value of incorrect type"),
        ({"ManagerId": "005000000000001AAA"}, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
        ({"UserType": "Guest"}, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: UserType"),
        ({"Colour": "red"}, "INVALID_FIELD", "No such column 'Colour' on sobject of type User"),
        ({"IsActive": "true"}, "JSON_PARSER_ERROR", "Cannot deserialize instance of boolean from VALUE_STRING"),
    ],
)
def test_wrong_values(org: Client, wrong: dict[str, object], code: str, message: str) -> None:
    profile = org.one("Profile", Name=API_ONLY)
    error = org.refused("User", **{**USER, "Username": "link@example.com", "ProfileId": profile, **wrong})
    assert error["errorCode"] == code
    assert message in error["message"]


def test_usernames_are_unique_across_organisations(org: Client, acquired: Client) -> None:
    acquired.user("shared@example.com", "Standard User")
    error = org.refused(
        "User", **USER, Username="SHARED@example.com", ProfileId=org.one("Profile", Name="Standard User")
    )
    assert (error["errorCode"], error["fields"]) == ("DUPLICATE_USERNAME", ["Username"])
    assert error["message"].startswith("Duplicate Username.<br>The username already exists in this or another")


def test_nicknames_and_federation_identifiers_are_unique(org: Client) -> None:
    org.user("one@example.com", CommunityNickname="link", FederationIdentifier="f1")
    profile = org.one("Profile", Name=API_ONLY)
    same = {**USER, "Username": "two@example.com", "ProfileId": profile}
    assert org.refused("User", **same, CommunityNickname="LINK")["errorCode"] == "DUPLICATE_COMM_NICKNAME"
    assert org.refused("User", **same, FederationIdentifier="f1")["errorCode"] == "DUPLICATE_VALUE"


def test_seats_run_out_and_deactivation_frees_them(org: Client) -> None:
    users = [org.user(f"u{number}@example.com") for number in range(5)]
    profile = org.one("Profile", Name=API_ONLY)
    error = org.refused("User", **USER, Username="u6@example.com", ProfileId=profile)
    assert (error["errorCode"], error["message"]) == ("LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded")
    assert org.query("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")[0] | {
        "attributes": None
    } == {"attributes": None, "UsedLicenses": 5}
    assert org.call("PATCH", f"/sobjects/User/{users[0]}", {"IsActive": False})[0] == 204
    org.user("u6@example.com")
    status, body = org.call("PATCH", f"/sobjects/User/{users[0]}", {"IsActive": True})
    assert (status, body[0]["errorCode"]) == (400, "LICENSE_LIMIT_EXCEEDED")


def test_an_inactive_user_takes_no_seat(org: Client) -> None:
    for number in range(7):
        org.user(f"u{number}@example.com", IsActive=False)


def test_deactivation_gives_permission_set_licences_back(org: Client) -> None:
    user = org.user()
    org.with_psl(user)
    seats = "SELECT UsedLicenses FROM PermissionSetLicense WHERE MasterLabel = 'Salesforce API Integration'"
    assert org.query(seats)[0]["UsedLicenses"] == 1
    org.call("PATCH", f"/sobjects/User/{user}", {"IsActive": False})
    assert org.query(seats)[0]["UsedLicenses"] == 0


def test_nobody_deactivates_themselves(org: Client) -> None:
    me = org.one("User", Username=org.facts["username"])
    status, body = org.call("PATCH", f"/sobjects/User/{me}", {"IsActive": False})
    assert (status, body[0]["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")
