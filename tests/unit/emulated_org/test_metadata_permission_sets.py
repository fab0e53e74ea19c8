# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission sets, groups of them and what these mute, through the Metadata API."""

from __future__ import annotations

import pytest

from emulated_org.testing import PSL, Client

from .soap import JSON, Mdapi, component, post, saved, write

NAME, LABEL = "<fullName>Link</fullName>", "<label>Link</label>"
HEAD = NAME + LABEL
READ_ACCOUNT = (
    "<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit>"
    "<allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account</object>"
    "<viewAllRecords>false</viewAllRecords></objectPermissions>"
)
INDUSTRY = "<fieldPermissions><editable>true</editable><field>Account.Industry</field><readable>true</readable></fieldPermissions>"
API = "<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>"
TAB = "<tabSettings><tab>standard-Account</tab><visibility>Visible</visibility></tabSettings>"
DISCOUNT = "<customPermissions><enabled>true</enabled><name>Approve_Discount</name></customPermissions>"


def update(org: Client, inner: str, version: int = 66) -> tuple[str, bool, str, str]:
    return write(org, "updateMetadata", "PermissionSet", HEAD + inner, version)


def content(org: Client) -> dict[str, list[JSON]]:
    """The rows of the permission set Link."""
    store = org.control("GET", "/store")
    parent = next(row["Id"] for row in store["PermissionSet"].values() if row["Name"] == "Link")
    names = ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess")
    return {name: [row for row in store[name].values() if row["ParentId"] == parent] for name in names}


def test_another_client_creates_reads_and_updates(org: Client) -> None:
    client = Mdapi(org)
    kind = client.of("PermissionSet")
    flags = dict.fromkeys(("allowCreate", "allowDelete", "allowEdit", "modifyAllRecords", "viewAllRecords"), False)
    account = {**flags, "allowRead": True, "object": "Account"}
    kind.create([kind(fullName="Link", label="Link", description="First", objectPermissions=[account])])
    found = client.read("PermissionSet", "Link")
    assert (found.label, found.description, found.license) == ("Link", "First", None)
    assert [(one.object, one.allowRead, one.allowEdit) for one in found.objectPermissions] == [("Account", True, False)]
    kind.upsert([kind(fullName="Link", label="Second", objectPermissions=[{**account, "allowEdit": True}])])
    row = org.query("SELECT Label, Description FROM PermissionSet WHERE Name = 'Link'")[0]
    assert (row["Label"], row["Description"]) == ("Second", "First")
    assert [row["PermissionsEdit"] for row in content(org)["ObjectPermissions"]] == [True]
    assert client.read("PermissionSet", "Nobody").fullName is None
    kind.delete(["Link"])
    assert org.query("SELECT Id FROM PermissionSet WHERE Name = 'Link'") == []


def test_what_an_update_does_not_list_is_switched_off(org: Client) -> None:
    org.permission_set()
    assert update(org, DISCOUNT + INDUSTRY + READ_ACCOUNT + TAB + API)[1]
    assert {name: len(rows) for name, rows in content(org).items()} == {
        "ObjectPermissions": 1,
        "FieldPermissions": 1,
        "PermissionSetTabSetting": 1,
        "SetupEntityAccess": 1,
    }
    assert update(org, READ_ACCOUNT)[1]
    assert {name: len(rows) for name, rows in content(org).items()} == {
        "ObjectPermissions": 1,
        "FieldPermissions": 0,
        "PermissionSetTabSetting": 0,
        "SetupEntityAccess": 0,
    }
    assert not org.query("SELECT PermissionsApiEnabled FROM PermissionSet WHERE Name = 'Link'")[0][
        "PermissionsApiEnabled"
    ]


def test_before_version_40_it_stays(org: Client) -> None:
    org.permission_set()
    assert update(org, INDUSTRY + READ_ACCOUNT)[1]
    assert update(org, API, 39)[1]
    assert len(content(org)["FieldPermissions"]) == 1


def test_custom_activity_fields_may_be_named_once(org: Client) -> None:
    org.permission_set()
    rating = INDUSTRY.replace("Account.Industry", "Task.Call_Rating__c")
    for _round in range(2):
        assert update(org, rating)[1]
        assert sorted(row["Field"] for row in content(org)["FieldPermissions"]) == [
            "Event.Call_Rating__c",
            "Task.Call_Rating__c",
        ]


@pytest.mark.parametrize(
    ("inner", "code", "text"),
    [
        (NAME, "REQUIRED_FIELD_MISSING", "Required field is missing: label"),
        (
            HEAD + "<userPermissions><enabled>true</enabled><name>Fly</name></userPermissions>",
            "INVALID_FIELD",
            "Unknown user permission: Fly",
        ),
        (
            HEAD + "<objectPermissions><allowRead>true</allowRead><object>Account</object></objectPermissions>",
            "REQUIRED_FIELD_MISSING",
            "Required field is missing: allowCreate",
        ),
        (
            HEAD
            + READ_ACCOUNT.replace("<allowEdit>false", "<allowEdit>true").replace(
                "<allowRead>true", "<allowRead>false"
            ),
            "FIELD_INTEGRITY_EXCEPTION",
            "Permission Edit Account depends on permission(s): Read Account",
        ),
        (HEAD + "<license>Salesforce</license>", "FIELD_INTEGRITY_EXCEPTION", "license of a permission set"),
        (
            HEAD + TAB.replace("standard-Account", "Nowhere"),
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: tab - no CustomTab named Nowhere found",
        ),
        (
            HEAD.replace("Link", "Nobody"),
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: fullName - no PermissionSet named Nobody found",
        ),
    ],
)
def test_refusals(org: Client, inner: str, code: str, text: str) -> None:
    org.permission_set()
    org.control("POST", "/store/mark")
    found = write(org, "updateMetadata", "PermissionSet", inner)
    assert found[1:3] == (False, code)
    assert text in found[3]
    assert org.control("GET", "/store/diff") == {}


def test_licences_and_assignments_hold(org: Client) -> None:
    labelled = write(org, "createMetadata", "PermissionSet", HEAD + "<license>Salesforce API Integration</license>")
    assert labelled[3] == "In field: license - no UserLicense named Salesforce API Integration found"
    inner = HEAD + f"<license>{PSL}</license>" + READ_ACCOUNT
    assert write(org, "createMetadata", "PermissionSet", inner)[1]
    assert Mdapi(org).read("PermissionSet", "Link").license == PSL
    other = HEAD.replace("Link", "Other") + "<license>Salesforce Integration</license>"
    assert write(org, "createMetadata", "PermissionSet", other)[1]
    assert Mdapi(org).read("PermissionSet", "Other").license == "Salesforce Integration"
    user = org.user()
    org.with_psl(user)
    parent = org.one("PermissionSet", Name="Link")
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    body = "<deleteMetadata><type>PermissionSet</type><fullNames>Link</fullNames></deleteMetadata>"
    assert saved(post(org, body)[1])[0][2] == "DELETE_FAILED"


def test_groups_and_muting(org: Client) -> None:
    assert write(org, "createMetadata", "PermissionSet", HEAD + INDUSTRY + READ_ACCOUNT + API)[1]
    muting = HEAD.replace("Link", "Quiet") + API
    assert write(org, "createMetadata", "MutingPermissionSet", muting)[1]
    head = HEAD.replace("Link", "Team")
    inner = head + "<mutingPermissionSets>Quiet</mutingPermissionSets><permissionSets>Link</permissionSets>"
    assert write(org, "createMetadata", "PermissionSetGroup", inner)[1]
    found = Mdapi(org).read("PermissionSetGroup", "Team")
    assert (found.permissionSets, found.mutingPermissionSets, found.status) == (["Link"], ["Quiet"], "Updated")
    total = org.query(
        "SELECT PermissionsApiEnabled FROM PermissionSet WHERE PermissionSetGroup.DeveloperName = 'Team'"
    )[0]
    assert total["PermissionsApiEnabled"] is False
    assert [one.name for one in Mdapi(org).read("MutingPermissionSet", "Quiet").userPermissions] == ["ApiEnabled"]
    assert write(org, "updateMetadata", "MutingPermissionSet", HEAD.replace("Link", "Quiet"))[1]
    total = org.query(
        "SELECT PermissionsApiEnabled FROM PermissionSet WHERE PermissionSetGroup.DeveloperName = 'Team'"
    )[0]
    assert total["PermissionsApiEnabled"] is True
    assert write(org, "updateMetadata", "PermissionSetGroup", head)[1]
    assert org.query("SELECT Id FROM PermissionSetGroupComponent WHERE PermissionSetGroup.DeveloperName = 'Team'") == []
    nobody = head + "<permissionSets>Nobody</permissionSets>"
    assert write(org, "updateMetadata", "PermissionSetGroup", nobody)[3] == (
        "In field: permissionSets - no PermissionSet named Nobody found"
    )


def test_the_caller_needs_the_right_to_manage_permission_sets(org: Client) -> None:
    org.permission_set()
    flags = ("ModifyMetadata", "ViewSetup", "ViewRoles", "ApiEnabled")
    parent = org.permission_set("Metadata", **{f"Permissions{one}": True for one in flags})
    user = org.user("meta@example.com", "Standard User")
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    client = org.signed_in(user)
    assert update(client, READ_ACCOUNT)[2] == "INSUFFICIENT_ACCESS_OR_READONLY"
    assert post(client, component("createMetadata", "PermissionSet", HEAD.replace("Link", "Own")))[0] == 200
    assert org.query("SELECT Id FROM PermissionSet WHERE Name = 'Own'") == []
