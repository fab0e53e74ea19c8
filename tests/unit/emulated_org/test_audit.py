# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The setup audit trail, and what the organisation says of its limits and feature licences."""

from __future__ import annotations

from emulated_org.testing import PSL, Client

TRAIL = "SELECT Action, Section, Display, CreatedBy.Username FROM SetupAuditTrail ORDER BY CreatedDate, Id"


def trail(org: Client) -> list[tuple[str, str]]:
    return [(row["Action"], row["Display"]) for row in org.query(TRAIL)]


def test_changes_of_users_are_told(enterprise: Client) -> None:
    user = enterprise.user("link@halcyon.example", "Standard User")
    short = user[:15]
    role = enterprise.one("UserRole", Name="CEO")
    for change in (
        {"ProfileId": enterprise.one("Profile", Name="API Only Administrator")},
        {"UserRoleId": role, "UserPermissionsMarketingUser": True},
        {"UserRoleId": None, "IsActive": False},
    ):
        assert enterprise.call("PATCH", f"/sobjects/User/{user}", change)[0] == 204
    assert trail(enterprise) == [
        ("createduser", "Created new user Link"),
        (
            "changedprofileforuserstdtocust",
            "Changed profile for user Link from Standard User to API Only Administrator",
        ),
        ("changedmarketinguseroffon", "For user Link, changed Marketing user from off to on"),
        ("changedroleforuserfromnone", "Changed role for user Link from none to CEO"),
        ("deactivateduser", f"Deactivated user Link (UserID: [{short}])"),
        ("changedroleforusertonone", "Changed role for user Link from CEO to none"),
    ]
    row = enterprise.query(TRAIL)[0]
    assert (row["Section"], row["CreatedBy"]["Username"]) == ("Manage Users", enterprise.facts["username"])


def test_changes_of_permission_sets_and_assignments_are_told(enterprise: Client) -> None:
    user = enterprise.user("link@halcyon.example")
    licence = enterprise.one("PermissionSetLicense", DeveloperName=PSL)
    parent = enterprise.permission_set(PermissionsRunReports=True, LicenseId=licence)
    rights = {"PermissionsRead": True, "PermissionsEdit": True}
    row = enterprise.make("ObjectPermissions", ParentId=parent, SobjectType="Account", **rights)
    enterprise.call("PATCH", f"/sobjects/ObjectPermissions/{row}", {"PermissionsEdit": False})
    field = {"SobjectType": "Account", "Field": "Account.Industry", "PermissionsRead": True}
    enterprise.make("FieldPermissions", ParentId=parent, **field)
    enterprise.make("PermissionSetTabSetting", ParentId=parent, Name="standard-Account", Visibility="DefaultOn")
    app = enterprise.one("ConnectedApplication", Name="Mutiny")
    enterprise.make("SetupEntityAccess", ParentId=parent, SetupEntityId=app)
    enterprise.with_psl(user)
    held = enterprise.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    enterprise.call("DELETE", f"/sobjects/PermissionSetAssignment/{held}")
    enterprise.call("DELETE", f"/sobjects/PermissionSet/{parent}")
    person = f"user Link (UserID: [{user[:15]}])"
    assert trail(enterprise)[1:] == [
        ("PermSetCreate", "Created permission set Link: with User License Salesforce API Integration"),
        (
            "PermSetEnableUserPerm",
            "Changed permission set Link: Run Reports permission was changed from disabled to enabled",
        ),
        (
            "PermSetEntityPermChanged",
            "Changed permission set Link: Account object permissions were changed from No Access to Read, Edit",
        ),
        (
            "PermSetEntityPermChanged",
            "Changed permission set Link: Account object permissions were changed from Read, Edit to Read",
        ),
        (
            "PermSetFlsChanged",
            "Changed permission set Link: field-level security for Account: Industry was changed from No Access to Read",
        ),
        (
            "PermSetTabSettingsChangedNew",
            "Changed permission set Link: standard-Account tab was changed from None to Visible",
        ),
        (
            "SetupEntityAccessAudit_PermissionSet_ConnectedApplication_Enabled",
            "Changed permission set Link: Mutiny connected app is enabled ",
        ),
        ("PermSetLicenseAssign", f"Permission set license Salesforce API Integration: assigned to {person}"),
        ("PermSetAssign", f"Permission set Link: assigned to {person}"),
        ("PermSetUnassign", f"Permission set Link: unassigned from {person}"),
        ("PermSetDelete", "Deleted permission set Link"),
    ]


def test_what_was_rolled_back_is_not_told(enterprise: Client) -> None:
    bodies = [{"Name": "Good", "Label": "Good"}, {"Name": "not good", "Label": "Bad"}]
    requests = [
        {"referenceId": f"r{number}", "method": "POST", "url": f"{enterprise.base}/sobjects/PermissionSet", "body": one}
        for number, one in enumerate(bodies)
    ]
    enterprise.call("POST", "/composite", {"allOrNone": True, "compositeRequest": requests})
    assert trail(enterprise) == []


def test_limits_are_those_of_an_organisation(enterprise: Client) -> None:
    before = enterprise.call("GET", "/limits")[1]
    enterprise.permission_set()
    after = enterprise.call("GET", "/limits")[1]
    assert len(after) > 60
    assert after["PermissionSets"]["Remaining"] == before["PermissionSets"]["Remaining"] - 1
    assert after["DailyApiRequests"]["Remaining"] == before["DailyApiRequests"]["Remaining"] - 2


def test_feature_licences_are_counted_once_a_day(enterprise: Client) -> None:
    text = "SELECT TotalLicenseCount, AssignedUserCount FROM ActiveFeatureLicenseMetric"
    text += " WHERE FeatureType = 'MarketingUser' ORDER BY MetricsDate DESC LIMIT 1"
    first = enterprise.query(text)[0]
    assert (first["TotalLicenseCount"], first["AssignedUserCount"]) == (5, 1)
    enterprise.user("link@halcyon.example", "Standard User", UserPermissionsMarketingUser=True)
    assert enterprise.query(text)[0]["AssignedUserCount"] == 1
    assert enterprise.later(86400).query(text)[0]["AssignedUserCount"] == 2
