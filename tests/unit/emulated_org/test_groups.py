# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission set groups: their sum, what is muted in it, and when it holds."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.testing import PSL, Client

JSON = dict[str, t.Any]


def group_of(org: Client, *sets: str, name: str = "Both") -> str:
    group = org.make("PermissionSetGroup", DeveloperName=name, MasterLabel=name)
    for one in sets:
        org.make("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=one)
    return group


def reader(org: Client, name: str = "Reader", **fields: t.Any) -> str:
    """A permission set that opens accounts and their industry."""
    made = org.permission_set(name, PermissionsApiEnabled=True, PermissionsRunReports=True, **fields)
    row = {"PermissionsRead": True, "PermissionsCreate": True, "PermissionsEdit": True}
    org.make("ObjectPermissions", ParentId=made, SobjectType="Account", **row)
    row = {"PermissionsRead": True, "PermissionsEdit": True}
    org.make("FieldPermissions", ParentId=made, SobjectType="Account", Field="Account.Industry", **row)
    return made


def muting(org: Client, group: str, **permissions: bool) -> str:
    made = org.make("MutingPermissionSet", DeveloperName="Quiet", MasterLabel="Quiet", **permissions)
    org.make("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=made)
    return made


def status(org: Client, group: str) -> str:
    return str(org.query(f"SELECT Status FROM PermissionSetGroup WHERE Id = '{group}'")[0]["Status"])


def total(org: Client, group: str) -> JSON:
    """What the group sums up to, as a client reads it."""
    owned = org.query(f"SELECT Id, PermissionsRunReports FROM PermissionSet WHERE PermissionSetGroupId = '{group}'")[0]
    where = f"WHERE Parent.PermissionSetGroupId = '{group}'"
    objects = org.query(f"SELECT SobjectType, PermissionsCreate, PermissionsEdit FROM ObjectPermissions {where}")
    fields = org.query(f"SELECT SobjectType, Field, PermissionsEdit FROM FieldPermissions {where}")
    return {
        "reports": owned["PermissionsRunReports"],
        "objects": {one["SobjectType"]: (one["PermissionsCreate"], one["PermissionsEdit"]) for one in objects},
        "fields": {one["Field"]: one["PermissionsEdit"] for one in fields},
    }


def test_the_sum_has_rows_of_its_own(org: Client) -> None:
    group = group_of(org, reader(org))
    expected = {"reports": True, "objects": {"Account": (True, True)}, "fields": {"Account.Industry": True}}
    assert total(org, group) == expected


def test_what_is_muted_is_not_in_the_sum(org: Client) -> None:
    group = group_of(org, reader(org))
    quiet = muting(org, group, PermissionsRunReports=True)
    org.make("ObjectPermissions", ParentId=quiet, SobjectType="Account", PermissionsCreate=True)
    row = {"SobjectType": "Account", "Field": "Account.Industry", "PermissionsEdit": True}
    org.make("FieldPermissions", ParentId=quiet, **row)
    expected = {"reports": False, "objects": {"Account": (False, True)}, "fields": {"Account.Industry": False}}
    assert total(org, group) == expected
    assert org.call("DELETE", f"/sobjects/MutingPermissionSet/{quiet}")[0] == 204
    assert total(org, group)["reports"] is True


def test_a_group_has_one_muting_permission_set(org: Client) -> None:
    group = group_of(org)
    muting(org, group)
    second = org.make("MutingPermissionSet", DeveloperName="Second", MasterLabel="Second")
    error = org.refused("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=second)
    assert error["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"


def test_assignees_may_do_what_the_sum_allows_and_no_more(org: Client) -> None:
    group = group_of(org, reader(org))
    quiet = muting(org, group)
    org.make("ObjectPermissions", ParentId=quiet, SobjectType="Account", PermissionsCreate=True)
    user = org.user()
    org.with_psl(user)
    client = org.signed_in(user)
    assert client.call("GET", "/sobjects/Account/describe")[0] == 404
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    described = client.call("GET", "/sobjects/Account/describe")[1]
    assert (described["createable"], described["updateable"]) == (False, True)
    assert client.query("SELECT PermissionsRunReports FROM UserPermissionAccess")[0]["PermissionsRunReports"] is True


def test_nobody_is_assigned_while_the_sum_is_being_worked_out(org: Client) -> None:
    org.org.settings.group_recalculation_seconds = 30
    group, user = group_of(org, reader(org)), org.user()
    org.with_psl(user)
    assert status(org, group) == "Outdated"
    error = org.refused("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    wanted = 'You can only assign users to permission set groups that have the "Updated" status.'
    assert error["message"] == wanted
    org.control("POST", "/clock", {"advance": 31})
    assert status(org, group) == "Updated"
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)


def test_the_sum_is_not_there_within_the_transaction_that_changes_it(org: Client) -> None:
    first = group_of(org, name="First")
    parts = [
        ("group", "POST", "/sobjects/PermissionSetGroup", {"DeveloperName": "New", "MasterLabel": "New"}),
        ("read", "GET", f"/query?q=SELECT+Id,Status+FROM+PermissionSetGroup+WHERE+Id='{first}'", None),
        ("again", "GET", "/query?q=SELECT+Status+FROM+PermissionSetGroup+WHERE+DeveloperName='New'", None),
    ]
    requests = [
        {"referenceId": name, "method": verb, "url": org.base + url, **({"body": body} if body else {})}
        for name, verb, url, body in parts
    ]
    answers = org.call("POST", "/composite", {"allOrNone": True, "compositeRequest": requests})[1]["compositeResponse"]
    assert [answer["body"]["records"][0]["Status"] for answer in answers[1:]] == ["Updated", "Outdated"]


def test_a_group_is_assigned_by_the_permission_set_it_owns_too(org: Client) -> None:
    group, user = group_of(org, reader(org)), org.user(profile="Standard User")
    owned = org.one("PermissionSet", PermissionSetGroupId=group)
    made = org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=owned)
    found = org.call("GET", f"/sobjects/PermissionSetAssignment/{made}")[1]
    assert (found["PermissionSetGroupId"], found["PermissionSetId"]) == (group, owned)
    error = org.refused("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    assert error["errorCode"] == "DUPLICATE_VALUE"


def test_licences_are_asked_of_what_is_in_a_group(org: Client) -> None:
    psl = org.one("PermissionSetLicense", DeveloperName=PSL)
    group, user = group_of(org, reader(org, LicenseId=psl)), org.user()
    error = org.refused("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    assert "permission set license: Salesforce API Integration" in error["message"]
    held = org.with_psl(user)
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    status, body = org.call("DELETE", f"/sobjects/PermissionSetLicenseAssign/{held}")
    assert (status, body[0]["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")


def test_what_comes_into_an_assigned_group_must_fit_its_users(org: Client) -> None:
    group, user = group_of(org), org.user()
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    part = reader(org)
    error = org.refused("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=part)
    assert "The user license doesn't allow the permission" in error["message"]


def test_deleting_is_refused_while_somebody_has_the_group(org: Client) -> None:
    part = reader(org)
    group, user = group_of(org, part), org.user(profile="Standard User")
    held = org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    assert org.call("DELETE", f"/sobjects/PermissionSetGroup/{group}")[1][0]["errorCode"] == "DELETE_FAILED"
    assert org.call("DELETE", f"/sobjects/PermissionSet/{part}")[1][0]["errorCode"] == "DELETE_FAILED"
    assert org.call("DELETE", f"/sobjects/PermissionSetAssignment/{held}")[0] == 204
    assert org.call("DELETE", f"/sobjects/PermissionSetGroup/{group}")[0] == 204
    assert org.query("SELECT Id FROM PermissionSet WHERE Type = 'Group'") == []
    assert org.call("DELETE", f"/sobjects/PermissionSet/{part}")[0] == 204


@pytest.mark.parametrize("name", ["Both", "BOTH", "Reader"])
def test_names_are_shared_with_permission_sets(org: Client, name: str) -> None:
    group_of(org, reader(org))
    error = org.refused("PermissionSetGroup", DeveloperName=name, MasterLabel=name)
    assert error["errorCode"] == "DUPLICATE_DEVELOPER_NAME"
