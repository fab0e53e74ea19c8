# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission set licences, assignments, and what a licence forbids."""

from __future__ import annotations

from emulated_org.testing import PSL, USER, Client

FORBIDDEN = "The user license doesn't allow the permission: Read Account"


def test_an_integration_user_needs_the_permission_set_licence_for_objects(org: Client) -> None:
    user, parent = org.user(), org.permission_set()
    org.make("ObjectPermissions", ParentId=parent, SobjectType="Account", PermissionsRead=True)
    row = {"AssigneeId": user, "PermissionSetId": parent}
    error = org.refused("PermissionSetAssignment", **row)
    assert error["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
    assert error["message"] == f'Can\'t assign permission set "Link" to user "Link". {FORBIDDEN}'
    org.with_psl(user)
    org.make("PermissionSetAssignment", **row)


def test_content_added_later_must_fit_everyone_who_has_the_set(org: Client) -> None:
    user, parent = org.user(), org.permission_set()
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    row = {"ParentId": parent, "SobjectType": "Account", "PermissionsRead": True}
    assert FORBIDDEN in org.refused("ObjectPermissions", **row)["message"]
    org.with_psl(user)
    org.make("ObjectPermissions", **row)


def test_a_set_with_the_licence_needs_an_assignee_who_holds_it(org: Client) -> None:
    user = org.user()
    parent = org.permission_set(LicenseId=org.one("PermissionSetLicense", DeveloperName=PSL))
    row = {"AssigneeId": user, "PermissionSetId": parent}
    assert org.refused("PermissionSetAssignment", **row)["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
    seat = org.with_psl(user)
    org.make("PermissionSetAssignment", **row)
    assert org.call("DELETE", f"/sobjects/PermissionSetLicenseAssign/{seat}")[0] == 400


def test_a_set_with_the_licence_holds_only_what_the_licence_may(org: Client) -> None:
    psl = org.one("PermissionSetLicense", DeveloperName="SalesConsoleUser")
    error = org.refused("PermissionSet", Name="Link", Label="Link", LicenseId=psl, PermissionsApiEnabled=True)
    assert error["message"] == "The user license doesn't allow the permission: ApiEnabled"
    org.permission_set(LicenseId=psl, PermissionsLightningConsoleAllowedForUser=True)


def test_the_licence_shows_its_maximum(org: Client) -> None:
    text = "SELECT MaximumPermissionsViewSetup, MaximumPermissionsInstallPackaging FROM PermissionSetLicense"
    found = org.query(f"{text} WHERE DeveloperName = '{PSL}'")[0]
    assert (found["MaximumPermissionsViewSetup"], found["MaximumPermissionsInstallPackaging"]) == (True, False)


def test_a_set_with_a_user_licence_fits_only_that_licence(org: Client) -> None:
    parent = org.permission_set(LicenseId=org.one("UserLicense", Name="Salesforce"))
    error = org.refused("PermissionSetAssignment", AssigneeId=org.user(), PermissionSetId=parent)
    assert error["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
    org.make("PermissionSetAssignment", AssigneeId=org.user("b@example.com", "Standard User"), PermissionSetId=parent)


def test_seats_of_a_permission_set_licence_run_out(acquired: Client) -> None:
    profile = "Salesforce API Only System Integrations"
    for number in range(3):
        acquired.with_psl(acquired.user(f"u{number}@example.com", profile))
    psl = acquired.one("PermissionSetLicense", DeveloperName=PSL)
    acquired.call("PATCH", f"/sobjects/User/{acquired.one('User', Username='u0@example.com')}", {"IsActive": False})
    acquired.with_psl(acquired.user("u3@example.com", profile))
    acquired.org.licences["Salesforce Integration"]["total"] = 9
    licence = acquired.one("UserLicense", Name="Salesforce Integration")
    acquired.control("POST", "/records", {"sobject": "UserLicense", "id": licence, "fields": {"TotalLicenses": 9}})
    late = acquired.user("u4@example.com", profile)
    error = acquired.refused("PermissionSetLicenseAssign", AssigneeId=late, PermissionSetLicenseId=psl)
    assert error["message"] == (
        "All Salesforce API Integration permission set licenses are in use. "
        "For more licenses, contact your salesforce.com representative."
    )


def test_a_permission_set_licence_fits_certain_user_licences_once(org: Client) -> None:
    psl = org.one("PermissionSetLicense", DeveloperName=PSL)
    other = org.user("s@example.com", "Standard User")
    assert org.refused("PermissionSetLicenseAssign", AssigneeId=other, PermissionSetLicenseId=psl)["errorCode"] == (
        "FIELD_INTEGRITY_EXCEPTION"
    )
    user = org.user()
    org.with_psl(user)
    twin = org.refused("PermissionSetLicenseAssign", AssigneeId=user, PermissionSetLicenseId=psl)
    assert twin["errorCode"] == "DUPLICATE_VALUE"


def test_an_assignment_is_made_once_and_never_moved(org: Client) -> None:
    user, parent = org.user(profile="Standard User"), org.permission_set()
    row = {"AssigneeId": user, "PermissionSetId": parent}
    record = org.make("PermissionSetAssignment", **row)
    twin = org.refused("PermissionSetAssignment", **row)
    assert twin["message"] == f"Duplicate PermissionSetAssignment. Assignee: {user}; Permission Set: {parent}"
    assert twin["fields"] == ["AssigneeId", "PermissionSetId"]
    status, body = org.call("PATCH", f"/sobjects/PermissionSetAssignment/{record}", {"AssigneeId": user})
    assert (status, body[0]["errorCode"]) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    past = org.call("PATCH", f"/sobjects/PermissionSetAssignment/{record}", {"ExpirationDate": "2020-01-01T00:00:00Z"})
    assert past[0] == 400
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{record}")[0] == 204
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{record}")[0] == 404


def test_the_profiles_own_assignment_stays(org: Client) -> None:
    user = org.user()
    own = org.one("PermissionSetAssignment", AssigneeId=user)
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{own}")[0] == 403


def test_rights_follow_profile_and_sets(org: Client) -> None:
    user = org.user()
    org.with_psl(user)
    client = org.signed_in(user)
    assert client.query_error("SELECT Id FROM Account")["errorCode"] == "INVALID_TYPE"
    assert client.query_error("SELECT Id FROM UserLicense")["errorCode"] == "INVALID_TYPE"
    assert client.call("GET", "/sobjects/Account/describe")[0] == 404
    parent = org.permission_set()
    org.make("ObjectPermissions", ParentId=parent, SobjectType="Account", PermissionsRead=True)
    row = {"ParentId": parent, "SobjectType": "Account", "Field": "Account.Phone", "PermissionsRead": True}
    org.make("FieldPermissions", **row)
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    org.make("Account", Name="Acme", Phone="1", Industry="Energy")
    assert [one["Phone"] for one in client.query("SELECT Name, Phone FROM Account")] == ["1"]
    assert client.query_error("SELECT Industry FROM Account")["errorCode"] == "INVALID_FIELD"
    assert client.refused("Account", Name="Other")["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"
    profile = org.one("Profile", Name="Standard User")
    same = {**USER, "Username": "evil@example.com", "ProfileId": profile}
    assert client.refused("User", **same)["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_an_expired_assignment_gives_nothing(org: Client) -> None:
    user = org.user(profile="Sales Manager")
    parent = org.permission_set(PermissionsViewSetup=True, PermissionsViewRoles=True)
    soon = "2999-01-01T00:00:00Z"
    record = org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent, ExpirationDate=soon)
    client = org.signed_in(user)
    assert client.query("SELECT Id FROM UserLicense")
    past = {"ExpirationDate": "2020-01-01T00:00:00.000+0000"}
    org.control("POST", "/records", {"sobject": "PermissionSetAssignment", "id": record, "fields": past})
    assert client.query_error("SELECT Id FROM UserLicense")["errorCode"] == "INVALID_TYPE"


def test_unassigning_the_last_set_that_needs_it_gives_the_licence_back(org: Client) -> None:
    user, psl = org.user(), org.one("PermissionSetLicense", DeveloperName=PSL)
    org.with_psl(user)
    one, other = (org.permission_set(name, LicenseId=psl) for name in ("Link", "Other"))
    rows = [org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent) for parent in (one, other)]
    held = f"SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '{user}'"
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{rows[0]}")[0] == 204
    assert len(org.query(held)) == 1
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{rows[1]}")[0] == 204
    assert org.query(held) == []
    used = org.query(f"SELECT UsedLicenses FROM PermissionSetLicense WHERE Id = '{psl}'")[0]["UsedLicenses"]
    assert used == len(org.query(f"SELECT Id FROM PermissionSetLicenseAssign WHERE PermissionSetLicenseId = '{psl}'"))


def test_a_licence_that_another_set_needs_stays(org: Client) -> None:
    user, psl = org.user(), org.one("PermissionSetLicense", DeveloperName=PSL)
    org.with_psl(user)
    licensed, plain = org.permission_set(LicenseId=psl), org.permission_set("Plain")
    org.make("ObjectPermissions", ParentId=plain, SobjectType="Account", PermissionsRead=True)
    row = org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=licensed)
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=plain)
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{row}")[0] == 204
    assert len(org.query(f"SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '{user}'")) == 1


def test_an_org_may_keep_the_licence(org: Client) -> None:
    org.org.settings.psl_leaves_with_set = False
    user, psl = org.user(), org.one("PermissionSetLicense", DeveloperName=PSL)
    org.with_psl(user)
    row = org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=org.permission_set(LicenseId=psl))
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{row}")[0] == 204
    assert len(org.query(f"SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '{user}'")) == 1


def test_assigned_licences_are_seen_with_view_setup_or_assign_permission_sets(org: Client) -> None:
    seller = org.one("User", Username="sam.seller@umbra.example")
    text = "SELECT Id FROM PermissionSetLicenseAssign"
    assert org.signed_in(seller).query_error(text)["errorCode"] == "INVALID_TYPE"
    wanted = ("AssignPermissionSets", "ViewSetup", "ViewRoles")
    parent = org.permission_set("Assigner", **{f"Permissions{name}": True for name in wanted})
    org.make("PermissionSetAssignment", AssigneeId=seller, PermissionSetId=parent)
    assert org.signed_in(seller).query(text) == []
