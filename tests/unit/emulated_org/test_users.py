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


def test_nobody_freezes_themselves(org: Client) -> None:
    login = org.one("UserLogin", UserId=org.one("User", Username=org.facts["username"]))
    status, body = org.call("PATCH", f"/sobjects/UserLogin/{login}", {"IsFrozen": True})
    assert (status, body[0]["errorCode"]) == (400, "CANNOT_FREEZE_SELF")
    assert org.query("SELECT Id FROM UserLogin WHERE IsFrozen = true") == []


def test_a_deactivated_or_frozen_user_has_no_session(org: Client) -> None:
    first, second = org.user("a@example.com"), org.user("b@example.com")
    clients = [org.signed_in(first), org.signed_in(second)]
    assert [one.call("GET", "/limits")[0] for one in clients] == [200, 200]
    login = org.one("UserLogin", UserId=second)
    assert org.call("PATCH", f"/sobjects/UserLogin/{login}", {"IsFrozen": True})[0] == 204
    org.call("PATCH", f"/sobjects/User/{first}", {"IsActive": False})
    assert [one.call("GET", "/limits")[0] for one in clients] == [401, 401]
    assert (
        org.query("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")[0]["UsedLicenses"] == 1
    )


def test_feature_licences_have_seats(org: Client) -> None:
    profile = org.one("Profile", Name="Standard User")
    for number in range(5):
        org.user(f"m{number}@example.com", "Standard User", UserPermissionsMarketingUser=True)
    same = {**USER, "Username": "m6@example.com", "ProfileId": profile, "UserPermissionsMarketingUser": True}
    assert org.refused("User", **same)["errorCode"] == "LICENSE_LIMIT_EXCEEDED"


def test_a_change_of_profile_must_fit_the_assigned_sets(org: Client) -> None:
    user = org.user(profile="Standard User")
    parent = org.permission_set()
    org.make("ObjectPermissions", ParentId=parent, SobjectType="Account", PermissionsRead=True)
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    status, body = org.call("PATCH", f"/sobjects/User/{user}", {"ProfileId": org.one("Profile", Name=API_ONLY)})
    assert (status, body[0]["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")
    assert "The user license doesn't allow the permission: Read Account" in body[0]["message"]


def test_passwords_are_set_and_reset(org: Client) -> None:
    user = org.user()
    assert org.call("GET", f"/sobjects/User/{user}/password") == (200, {"isExpired": False})
    assert org.call("POST", f"/sobjects/User/{user}/password", {"NewPassword": "short"})[0] == 400
    assert org.call("POST", f"/sobjects/User/{user}/password", {"NewPassword": "longer123"})[0] == 204
    assert "NewPassword" in org.call("DELETE", f"/sobjects/User/{user}/password")[1]


def test_parents_can_be_named_by_a_look_up_field(org: Client) -> None:
    named = {**USER, "Username": "named@example.com", "Profile": {"Name": "Standard User"}}
    user = org.make("User", **named)
    assert org.call("GET", f"/sobjects/User/{user}?fields=Profile.Name")[1]["Profile"]["Name"] == "Standard User"


def test_deactivation_may_meet_what_still_names_the_user(org: Client) -> None:
    org.org.holds["sam.seller@umbra.example"] = ["case_owner"]
    seller = org.one("User", Username="sam.seller@umbra.example")
    status, body = org.call("PATCH", f"/sobjects/User/{seller}", {"IsActive": False})
    org.org.holds.clear()
    assert (status, body[0]["message"]) == (
        400,
        "You cannot deactivate this user. You cannot deactivate a user who is the default owner of cases",
    )


def set_password(org: Client, user: str, wanted: str) -> str:
    """Nothing, or the refusal."""
    status, body = org.call("POST", f"/sobjects/User/{user}/password", {"NewPassword": wanted})
    return "" if status == 204 else f"{body[0]['errorCode']}: {body[0]['message']}"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("short1", "INVALID_NEW_PASSWORD: Your password must be at least 8 characters long."),
        ("onlyletters", "INVALID_NEW_PASSWORD: Your password must have a mix of letters and numbers."),
        ("xlink@example.com1", "INVALID_NEW_PASSWORD: Your password cannot equal or contain your user name."),
        ("planted-one-1", "INVALID_NEW_PASSWORD: invalid repeated password"),
        ("planted-two-2", ""),
    ],
)
def test_password_policies(org: Client, wanted: str, message: str) -> None:
    user = org.user()
    assert set_password(org, user, "planted-one-1") == ""
    assert set_password(org, user, wanted) == message


def test_a_stricter_policy_holds(org: Client) -> None:
    for name, value in (("complexity", "UpperLowerCaseNumeric"), ("minimumPasswordLength", "12")):
        fields = {"Name": f"passwordPolicies.{name}", "Value": value}
        org.control("POST", "/records", {"sobject": "SecuritySetting", "fields": fields})
    user = org.user()
    assert "uppercase and lowercase" in set_password(org, user, "planted-long-1")
    assert "at least 12 characters" in set_password(org, user, "Planted-1")
    assert set_password(org, user, "Planted-long-1") == ""


def test_a_password_that_was_made_must_be_changed(org: Client) -> None:
    user = org.user()
    org.call("DELETE", f"/sobjects/User/{user}/password")
    assert org.call("GET", f"/sobjects/User/{user}/password")[1] == {"isExpired": True}
    assert set_password(org, user, "planted-one-1") == ""
    assert org.call("GET", f"/sobjects/User/{user}/password")[1] == {"isExpired": False}


def test_features_that_were_not_bought_have_no_seats(org: Client) -> None:
    named = {**USER, "Username": "f@example.com", "ProfileId": org.one("Profile", Name="Standard User")}
    assert org.refused("User", **named, UserPermissionsKnowledgeUser=True)["errorCode"] == "LICENSE_LIMIT_EXCEEDED"
    org.make("User", **named, UserPermissionsCallCenterAutoLogin=True)


def test_users_have_currencies_only_where_there_are_several(org: Client, guides: World) -> None:
    assert "DefaultCurrencyIsoCode" in org.refused("User", DefaultCurrencyIsoCode="EUR")["message"]
    several = Client(guides, [one.name for one in guides.orgs].index("multi-currency"))
    user = several.user("c@example.com", "Standard User")
    text = f"SELECT CurrencyIsoCode, DefaultCurrencyIsoCode FROM User WHERE Id = '{user}'"
    assert [several.query(text)[0][name] for name in ("CurrencyIsoCode", "DefaultCurrencyIsoCode")] == ["USD", "USD"]
    assert several.call("PATCH", f"/sobjects/User/{user}", {"DefaultCurrencyIsoCode": "EUR"})[0] == 204
    status, body = several.call("PATCH", f"/sobjects/User/{user}", {"DefaultCurrencyIsoCode": "CHF"})
    assert (status, body[0]["errorCode"]) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")


def test_users_have_custom_fields(enterprise: Client) -> None:
    user = enterprise.user("c@example.com", "Standard User", Owner_Team__c="Sales", Integration__c=True)
    found = enterprise.query(f"SELECT Owner_Team__c FROM User WHERE Id = '{user}' AND Integration__c = true")
    assert [one["Owner_Team__c"] for one in found] == ["Sales"]


def test_packages_have_seats(enterprise: Client) -> None:
    fields = {"NamespacePrefix": "seats", "AllowedLicenses": 1, "UsedLicenses": 0, "Status": "Active"}
    made = enterprise.control("POST", "/records", {"sobject": "PackageLicense", "fields": fields})["id"]
    users = [enterprise.user(f"p{number}@example.com", "Standard User") for number in range(2)]
    held = enterprise.make("UserPackageLicense", UserId=users[0], PackageLicenseId=made)
    used = f"SELECT UsedLicenses FROM PackageLicense WHERE Id = '{made}'"
    assert enterprise.query(used)[0]["UsedLicenses"] == 1
    error = enterprise.refused("UserPackageLicense", UserId=users[1], PackageLicenseId=made)
    assert error["errorCode"] == "LICENSE_LIMIT_EXCEEDED"
    enterprise.call("DELETE", f"/sobjects/UserPackageLicense/{held}")
    assert enterprise.query(used)[0]["UsedLicenses"] == 0
    enterprise.control("POST", "/records", {"sobject": "PackageLicense", "id": made, "fields": {"AllowedLicenses": -1}})
    error = enterprise.refused("UserPackageLicense", UserId=users[0], PackageLicenseId=made)
    assert error["errorCode"] == "INVALID_PACKAGE_LICENSE"
