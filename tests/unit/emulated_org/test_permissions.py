# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission sets, what they hold, and profiles."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.testing import PSL, Client


def test_names_are_checked_and_unique(org: Client) -> None:
    org.permission_set("Link")
    assert org.refused("PermissionSet", Name="LINK", Label="x")["errorCode"] == "DUPLICATE_DEVELOPER_NAME"
    for wrong in ("1Link", "Li__nk", "Link_", "Li nk"):
        assert org.refused("PermissionSet", Name=wrong, Label="x")["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
    assert org.refused("PermissionSet", Name="Other")["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert org.refused("PermissionSet", Name="x" * 81, Label="x")["errorCode"] == "STRING_TOO_LONG"


def test_the_licence_is_fixed_at_creation(org: Client) -> None:
    psl = org.one("PermissionSetLicense", DeveloperName=PSL)
    parent = org.permission_set(LicenseId=psl)
    status, body = org.call("PATCH", f"/sobjects/PermissionSet/{parent}", {"LicenseId": None})
    assert (status, body[0]["errorCode"]) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")


def test_a_user_permission_needs_what_it_depends_on(org: Client) -> None:
    wanted: dict[str, t.Any] = {"PermissionsCustomizeApplication": True, "PermissionsViewSetup": True}
    error = org.refused("PermissionSet", Name="Link", Label="Link", **wanted)
    assert error["message"] == (
        "Permission CustomizeApplication depends on permission(s): ManageCustomPermissions; "
        "Permission ViewSetup depends on permission(s): ViewRoles"
    )
    org.permission_set(**wanted, PermissionsManageCustomPermissions=True, PermissionsViewRoles=True)


def test_what_others_need_cannot_be_taken_away(org: Client) -> None:
    parent = org.permission_set(PermissionsViewSetup=True, PermissionsViewRoles=True)
    status, body = org.call("PATCH", f"/sobjects/PermissionSet/{parent}", {"PermissionsViewRoles": False})
    assert (status, body[0]["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")
    both = {"PermissionsViewRoles": False, "PermissionsViewSetup": False}
    assert org.call("PATCH", f"/sobjects/PermissionSet/{parent}", both)[0] == 204


def test_an_org_may_switch_dependencies_on_by_itself(org: Client) -> None:
    org.org.settings.auto_enable_dependencies = True
    try:
        parent = org.permission_set(PermissionsCustomizeApplication=True)
        org.make("ObjectPermissions", ParentId=parent, SobjectType="Account", PermissionsModifyAllRecords=True)
    finally:
        org.org.settings.auto_enable_dependencies = False
    found = org.query(f"SELECT PermissionsViewSetup, PermissionsViewRoles FROM PermissionSet WHERE Id = '{parent}'")[0]
    assert (found["PermissionsViewSetup"], found["PermissionsViewRoles"]) == (True, True)
    assert org.query(f"SELECT PermissionsDelete FROM ObjectPermissions WHERE ParentId = '{parent}'")[0][
        "PermissionsDelete"
    ]


def test_object_permissions_build_on_each_other(org: Client) -> None:
    parent = org.permission_set()
    row = {"ParentId": parent, "SobjectType": "Account"}
    error = org.refused("ObjectPermissions", **row, PermissionsDelete=True, PermissionsRead=True)
    assert error["message"] == "Permission Delete Account depends on permission(s): Edit Account"
    error = org.refused("ObjectPermissions", **row, PermissionsEdit=True)
    assert error["message"] == "Permission Edit Account depends on permission(s): Read Account"
    record = org.make("ObjectPermissions", **row, PermissionsRead=True, PermissionsEdit=True)
    twin = org.refused("ObjectPermissions", **row, PermissionsRead=True)
    assert (twin["errorCode"], record in twin["message"]) == ("DUPLICATE_VALUE", True)
    nothing = {"PermissionsRead": False, "PermissionsEdit": False}
    assert org.call("PATCH", f"/sobjects/ObjectPermissions/{record}", nothing)[0] == 204
    assert org.call("GET", f"/sobjects/ObjectPermissions/{record}")[0] == 404


def test_object_permissions_of_one_object_may_need_another(org: Client) -> None:
    parent = org.permission_set()
    row = {"ParentId": parent, "PermissionsRead": True}
    error = org.refused("ObjectPermissions", **row, SobjectType="Service_Visit__c")
    assert error["message"] == "Permission Read Service_Visit__c depends on permission(s): Read Robot__c"
    error = org.refused("ObjectPermissions", **row, SobjectType="Asset", PermissionsViewAllRecords=True)
    assert error["message"] == "Permission Read All Asset depends on permission(s): Read All Account"
    robot = org.make("ObjectPermissions", **row, SobjectType="Robot__c")
    org.make("ObjectPermissions", **row, SobjectType="Service_Visit__c")
    assert org.call("DELETE", f"/sobjects/ObjectPermissions/{robot}")[0] == 400


@pytest.mark.parametrize("name", ["Idea", "Product2", "Pricebook2", "PushTopic"])
def test_view_all_is_silently_dropped_on_some_objects(org: Client, name: str) -> None:
    parent = org.permission_set()
    everything = dict.fromkeys(("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords"), True)
    flags = {f"Permissions{verb}": on for verb, on in everything.items()}
    record = org.make("ObjectPermissions", ParentId=parent, SobjectType=name, **flags)
    found = org.call("GET", f"/sobjects/ObjectPermissions/{record}")[1]
    assert (found["PermissionsDelete"], found["PermissionsViewAllRecords"], found["PermissionsModifyAllRecords"]) == (
        *(True, False),
        False,
    )


def test_objects_without_object_permissions_are_no_choice(org: Client) -> None:
    parent = org.permission_set()
    error = org.refused("ObjectPermissions", ParentId=parent, SobjectType="Task", PermissionsRead=True)
    assert error["errorCode"] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
    assert error["message"] == "Sobject Type Name: bad value for restricted picklist field: Task"


def test_view_all_fields_needs_api_63(org: Client) -> None:
    parent = org.permission_set()
    row = {"ParentId": parent, "SobjectType": "Account", "PermissionsRead": True, "PermissionsViewAllFields": True}
    assert org.at(62).refused("ObjectPermissions", **row)["errorCode"] == "INVALID_FIELD"
    org.make("ObjectPermissions", **row)


def test_field_permissions(org: Client) -> None:
    parent = org.permission_set()

    def row(name: str, **flags: bool) -> dict[str, object]:
        return {"ParentId": parent, "SobjectType": name.split(".")[0], "Field": name, **flags}

    read = {"PermissionsRead": True}
    both = {**read, "PermissionsEdit": True}
    record = org.make("FieldPermissions", **row("Account.Industry", **both))
    assert org.refused("FieldPermissions", **row("Account.Industry", **read))["errorCode"] == "DUPLICATE_VALUE"
    for name in ("Account.Name", "Account.BillingStreet", "Account.OwnerId", "Account.Nope", "Contact.LastName"):
        error = org.refused("FieldPermissions", **row(name, **read))
        assert error["message"] == f"Field Name: bad value for restricted picklist field: {name}"
    org.make("FieldPermissions", **row("Account.BillingAddress", **read))
    assert org.refused("FieldPermissions", **row("Account.Phone", PermissionsEdit=True))["errorCode"] == (
        "FIELD_INTEGRITY_EXCEPTION"
    )
    for name in ("Opportunity.Weighted_Margin__c", "Account.Account_Code__c"):
        assert org.refused("FieldPermissions", **row(name, **both))["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
        org.make("FieldPermissions", **row(name, **read))
    assert org.call("PATCH", f"/sobjects/FieldPermissions/{record}", {"PermissionsEdit": False})[0] == 204
    assert org.call("PATCH", f"/sobjects/FieldPermissions/{record}", {"PermissionsRead": False})[0] == 204
    assert org.call("GET", f"/sobjects/FieldPermissions/{record}")[0] == 404


def test_look_ups_are_named_with_or_without_id(org: Client) -> None:
    parent = org.permission_set()
    row = {"ParentId": parent, "SobjectType": "Contact", "Field": "Contact.Account", "PermissionsRead": True}
    assert org.at(49).refused("FieldPermissions", **row)["errorCode"] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
    org.make("FieldPermissions", **row)
    text = f"SELECT SobjectType, Field FROM FieldPermissions WHERE ParentId = '{parent}' AND Field = 'Contact.Account'"
    assert [one["Field"] for one in org.query(text)] == ["Contact.AccountId"]


def test_custom_activity_fields_are_kept_alike_on_tasks_and_events(org: Client) -> None:
    parent = org.permission_set()
    row = {"ParentId": parent, "SobjectType": "Task", "Field": "Task.Call_Rating__c", "PermissionsRead": True}
    record = org.make("FieldPermissions", **row)
    text = (
        f"SELECT SobjectType, Field, PermissionsEdit FROM FieldPermissions WHERE ParentId = '{parent}' ORDER BY Field"
    )
    assert [one["Field"] for one in org.query(text)] == ["Event.Call_Rating__c", "Task.Call_Rating__c"]
    org.call("PATCH", f"/sobjects/FieldPermissions/{record}", {"PermissionsEdit": True})
    assert [one["PermissionsEdit"] for one in org.query(text)] == [True, True]
    org.call("DELETE", f"/sobjects/FieldPermissions/{record}")
    assert org.query(text) == []


def test_tabs_must_exist_and_are_hidden_by_absence(org: Client) -> None:
    parent = org.permission_set()
    row = {"ParentId": parent, "Visibility": "DefaultOn"}
    org.make("PermissionSetTabSetting", **row, Name="standard-Task")
    org.make("PermissionSetTabSetting", **row, Name="Robot__c")
    assert org.refused("PermissionSetTabSetting", **row, Name="standard-Nope")["fields"] == ["Name"]
    assert org.refused("PermissionSetTabSetting", **row, Name="standard-Task")["errorCode"] == "DUPLICATE_VALUE"
    wrong = {**row, "Visibility": "None", "Name": "standard-Lead"}
    assert org.refused("PermissionSetTabSetting", **wrong)["errorCode"] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"


def test_setup_entity_access_knows_the_kind_of_its_target(org: Client) -> None:
    parent = org.permission_set()
    app = org.one("ConnectedApplication", Name="Provisioning")
    record = org.make("SetupEntityAccess", ParentId=parent, SetupEntityId=app)
    assert org.call("GET", f"/sobjects/SetupEntityAccess/{record}")[1]["SetupEntityType"] == "ConnectedApplication"
    assert org.call("PATCH", f"/sobjects/SetupEntityAccess/{record}", {"ParentId": parent})[0] >= 400


def test_a_permission_set_goes_only_when_nobody_has_it(org: Client) -> None:
    parent = org.permission_set()
    org.make("ObjectPermissions", ParentId=parent, SobjectType="Account", PermissionsRead=True)
    user = org.one("User", Username="sam.seller@umbra.example")
    assignment = org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    status, body = org.call("DELETE", f"/sobjects/PermissionSet/{parent}")
    assert (status, body[0]["errorCode"]) == (400, "DELETE_FAILED")
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{assignment}")[0] == 204
    assert org.call("DELETE", f"/sobjects/PermissionSet/{parent}")[0] == 204
    assert org.query(f"SELECT Id FROM ObjectPermissions WHERE ParentId = '{parent}'") == []


def test_blank_profiles(org: Client) -> None:
    licence = org.one("UserLicense", Name="Salesforce Integration")
    profile = org.make("Profile", Name="Link", UserLicenseId=licence)
    found = org.call("GET", f"/sobjects/Profile/{profile}")[1]
    assert {name for name, value in found.items() if value is True} == {
        "PermissionsApiEnabled",
        "PermissionsApiUserOnly",
    }
    owned = org.query(f"SELECT Id, PermissionsApiEnabled FROM PermissionSet WHERE ProfileId = '{profile}'")[0]
    assert owned["PermissionsApiEnabled"] is True
    assert org.call("PATCH", f"/sobjects/PermissionSet/{owned['Id']}", {"Label": "x"})[0] == 400
    assert org.call("PATCH", f"/sobjects/Profile/{profile}", {"PermissionsApiUserOnly": False})[0] == 400
    status, body = org.call("PATCH", f"/sobjects/Profile/{profile}", {"PermissionsRunReports": True})
    assert (status, body[0]["message"]) == (400, "The user license doesn't allow the permission: RunReports")
    assert org.refused("Profile", Name="link", UserLicenseId=licence)["message"] == (
        "The profile name is already in use: Name"
    )
    user = org.user(profile="Link")
    assert org.call("DELETE", f"/sobjects/Profile/{profile}")[1][0]["errorCode"] == "DELETE_FAILED"
    org.call("PATCH", f"/sobjects/User/{user}", {"ProfileId": org.one("Profile", Name="Standard User")})
    assert org.call("DELETE", f"/sobjects/Profile/{profile}")[0] == 204
    assert org.query(f"SELECT Id FROM PermissionSet WHERE ProfileId = '{profile}'") == []


def test_rows_of_a_custom_profile_can_be_written_those_of_a_standard_one_not(org: Client) -> None:
    own = org.query("SELECT Id FROM PermissionSet WHERE Profile.Name = 'Sales Manager'")[0]["Id"]
    org.make("ObjectPermissions", ParentId=own, SobjectType="Lead", PermissionsRead=True)
    standard = org.query("SELECT Id FROM PermissionSet WHERE Profile.Name = 'Minimum Access - Salesforce'")[0]["Id"]
    row = {"ParentId": standard, "SobjectType": "Lead", "PermissionsRead": True}
    assert org.refused("ObjectPermissions", **row)["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"


def test_a_wrong_licence_of_a_profile_is_an_unreadable_reference(org: Client) -> None:
    error = org.refused("Profile", Name="Link", UserLicenseId="100000000000001AAA")
    assert error["errorCode"] == "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"


def test_groups_sum_up_their_permission_sets(org: Client) -> None:
    first = org.permission_set("First", PermissionsApiEnabled=True)
    second = org.permission_set("Second", PermissionsRunReports=True)
    group = org.make("PermissionSetGroup", DeveloperName="Both", MasterLabel="Both")
    for part in (first, second):
        org.make("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=part)
    text = "SELECT PermissionsApiEnabled, PermissionsRunReports, Type FROM PermissionSet WHERE PermissionSetGroupId = "
    found = org.query(f"{text}'{group}'")[0]
    assert (found["PermissionsApiEnabled"], found["PermissionsRunReports"], found["Type"]) == (True, True, "Group")
    user = org.user(profile="Minimum Access - Salesforce")
    client = org.signed_in(user)
    assert client.call("GET", "/limits")[0] == 403
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    assert client.call("GET", "/limits")[0] == 200
    assert org.call("DELETE", f"/sobjects/PermissionSet/{first}")[1][0]["errorCode"] == "DELETE_FAILED"


def test_a_session_activated_set_gives_nothing_by_itself(org: Client) -> None:
    user = org.user(profile="Minimum Access - Salesforce")
    parent = org.permission_set(PermissionsApiEnabled=True, HasActivationRequired=True)
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    assert org.signed_in(user).call("GET", "/limits")[0] == 403
