# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SOQL as a client writes it."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.testing import Client


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("Name = 'SALES MANAGER'", 1),
        ("Name LIKE 'sales m%'", 1),
        ("Name IN ('Sales Manager', 'Standard User')", 2),
        ("Name = 'Standard User' OR (Name = 'Sales Manager' AND UserLicense.Name = 'Salesforce')", 2),
        ("Name = 'Sales Manager' AND NOT UserLicense.Name = 'Salesforce'", 0),
        ("Name = 'O\\'Hara'", 0),
        ("Description = null AND Name = 'Sales Manager'", 1),
        ("Name = 'Sales Manager' AND Description != 'x'", 1),
        ("Id IN (SELECT ProfileId FROM User WHERE Username = 'sam.seller@umbra.example')", 1),
        ("Name = 'Sales Manager' AND CreatedDate >= LAST_N_DAYS:2", 1),
        ("Name = 'Sales Manager' AND CreatedDate < 2020-01-01T00:00:00Z", 0),
    ],
)
def test_conditions(org: Client, where: str, expected: int) -> None:
    assert len(org.query(f"SELECT Id FROM Profile WHERE {where}")) == expected


def test_relationships_nest_and_carry_attributes(org: Client) -> None:
    found = org.query(
        "SELECT Username, Profile.UserLicense.Name, UserRole.Name, "
        "(SELECT PermissionSet.Name FROM PermissionSetAssignments WHERE PermissionSet.IsOwnedByProfile = false), "
        "(SELECT Id FROM PermissionSetLicenseAssignments) FROM User u WHERE u.Username = 'sam.seller@umbra.example'"
    )[0]
    assert found["Profile"]["UserLicense"]["Name"] == "Salesforce"
    assert found["Profile"]["attributes"]["type"] == "Profile"
    assert found["UserRole"] is None
    assert found["PermissionSetAssignments"]["records"][0]["PermissionSet"]["Name"] == "Sales_Reporting"
    assert found["PermissionSetLicenseAssignments"] is None


def test_a_licence_of_either_kind_has_a_name(org: Client) -> None:
    psl = org.one("PermissionSetLicense", DeveloperName="salesforceapiintegrationpsl")
    org.permission_set(LicenseId=psl)
    found = org.query("SELECT License.Name FROM PermissionSet WHERE Name = 'Link'")[0]
    assert found["License"]["Name"] == "Salesforce API Integration"


def test_counting_and_grouping(org: Client) -> None:
    _status, body = org.call("GET", "/query", params={"q": "SELECT COUNT() FROM User WHERE IsActive = true"})
    assert (body["totalSize"], body["records"]) == (3, [])
    found = org.query("SELECT IsActive, COUNT(Id) many FROM User GROUP BY IsActive ORDER BY COUNT(Id) DESC")
    assert [(one["IsActive"], one["many"]) for one in found] == [(True, 3), (False, 1)]
    assert org.query("SELECT COUNT(Id) FROM User")[0]["expr0"] == 4


def test_order_limit_offset(org: Client) -> None:
    names = [one["Name"] for one in org.query("SELECT Name FROM Profile ORDER BY Name")]
    assert names == sorted(names, key=str.casefold)
    assert org.query("SELECT Name FROM Profile ORDER BY Name LIMIT 2 OFFSET 1")[0]["Name"] == names[1]


def test_fields_function_needs_a_limit(org: Client) -> None:
    assert "LIMIT of at most 200" in org.query_error("SELECT FIELDS(ALL) FROM User")["message"]
    found = org.query("SELECT FIELDS(ALL) FROM PermissionSet WHERE Name = 'Sales_Reporting' LIMIT 200")[0]
    assert found["PermissionsRunReports"] is True
    assert org.query("SELECT FIELDS(CUSTOM) FROM Account LIMIT 1") == []


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("SELECT Id FRM Account", "MALFORMED_QUERY", "unexpected token: 'FRM'"),
        ("SELECT Id FROM User WHERE IsActive = 'true'", "INVALID_FIELD", "must be of type boolean"),
        ("SELECT Id FROM User WHERE Id = '1'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: 1"),
        ("SELECT Nope FROM User", "INVALID_FIELD", "No such column 'Nope' on entity 'User'"),
        ("SELECT Nope.Id FROM User", "INVALID_FIELD", "Didn't understand relationship 'Nope'"),
        ("SELECT Id, (SELECT Id FROM Nope) FROM User", "INVALID_TYPE", "Didn't understand relationship 'Nope'"),
        ("SELECT Id FROM Nope", "INVALID_TYPE", "sObject type 'Nope' is not supported"),
        ("SELECT Id FROM User WHERE a = 1 AND b = 2 OR c = 3", "MALFORMED_QUERY", "unexpected token: 'OR'"),
        ("SELECT Name, COUNT(Id) FROM User GROUP BY IsActive", "MALFORMED_QUERY", "must be grouped or aggregated"),
        ("SELECT Id FROM FieldPermissions", "MALFORMED_QUERY", "SobjectType and Field"),
        ("SELECT Id FROM UserLicense WHERE UsedLicenses > 1", "INVALID_FIELD", "can not be filtered"),
        ("SELECT Id FROM PermissionDependency", "INVALID_TYPE", "PermissionDependency"),
        ("SELECT QualifiedApiName FROM FieldDefinition", "MALFORMED_QUERY", "a filter on a reified column is required"),
        ("SELECT Id FROM User OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "offset"),
    ],
)
def test_refusals(org: Client, text: str, code: str, message: str) -> None:
    error = org.query_error(text)
    assert error["errorCode"] == code
    assert message in error["message"]


def test_used_licences_could_be_filtered_before_api_64(org: Client) -> None:
    assert org.at(63).query("SELECT Name FROM UserLicense WHERE UsedLicenses > 0")


def test_long_answers_come_in_pages(org: Client) -> None:
    rows = [{"Id": f"001{index:012d}AAA", "Name": f"A{index}", "IsDeleted": False} for index in range(450)]
    for row in rows:
        org.org.database.insert("Account", row)
    text = {"q": "SELECT Name FROM Account ORDER BY Name"}
    status, body = org.call("GET", "/query", params=text, headers={"Sforce-Query-Options": "batchSize=200"})
    assert (status, body["totalSize"], body["done"], len(body["records"])) == (200, 450, False, 200)
    names = [one["Name"] for one in body["records"]]
    while not body["done"]:
        _status, body = org.call("GET", body["nextRecordsUrl"], headers={"Sforce-Query-Options": "batchSize=200"})
        names += [one["Name"] for one in body["records"]]
    assert len(set(names)) == 450
    lost = {"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}
    assert org.call("GET", "/query/01gxx0000000000AAA-200") == (400, [lost])


def test_answers_that_do_not_come_in_pages(org: Client) -> None:
    text = "SELECT QualifiedApiName FROM EntityParticle WHERE EntityDefinition.QualifiedApiName IN ('Account', 'User', 'Lead')"
    options = {"params": {"q": text}, "headers": {"Sforce-Query-Options": "batchSize=200"}}
    status, body = org.call("GET", "/tooling/query", **options)
    assert (status, body[0]["errorCode"]) == (400, "EXCEEDED_ID_LIMIT")
    assert body[0]["message"].startswith("EntityParticle does not support queryMore(), use LIMIT")
    for index in range(2001):
        org.org.database.insert("Account", {"Id": f"001{index:012d}AAA", "Name": f"A{index}", "IsDeleted": False})
    error = org.query_error("SELECT Name, COUNT(Id) FROM Account GROUP BY Name")
    assert error["message"].startswith("Aggregate query does not support queryMore(), use LIMIT")


def test_the_tooling_api_says_more_around_its_records(org: Client) -> None:
    def asked(where: str) -> dict[str, t.Any]:
        text = f"SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = '{where}'"
        return t.cast("dict[str, t.Any]", org.call("GET", "/tooling/query", params={"q": text})[1])

    found = asked("Account")
    assert list(found) == ["size", "totalSize", "done", "queryLocator", "entityTypeName", "records"]
    assert (found["size"], found["queryLocator"], found["entityTypeName"]) == (1, None, "EntityDefinition")
    assert asked("Nope") == {
        "size": 0,
        "totalSize": 0,
        "done": True,
        "queryLocator": None,
        "entityTypeName": None,
        "records": [],
    }


def test_definitions(org: Client) -> None:
    found = org.query(
        "SELECT QualifiedApiName, IsPermissionable FROM EntityParticle "
        "WHERE EntityDefinition.QualifiedApiName = 'Account' AND IsPermissionable = true",
        tooling=True,
    )
    assert "Fleet_Size__c" in {one["QualifiedApiName"] for one in found}
    assert (
        org.query("SELECT KeyPrefix FROM EntityDefinition WHERE QualifiedApiName = 'Account'")[0]["KeyPrefix"] == "001"
    )
    tabs = org.query("SELECT Name, SobjectName FROM TabDefinition WHERE SobjectName = 'Task'")
    assert [one["Name"] for one in tabs] == ["standard-Task"]


def test_dependencies_are_listed_with_the_reported_quirks(org: Client) -> None:
    text = "SELECT Id, Permission, PermissionType, RequiredPermission, RequiredPermissionType FROM PermissionDependency"
    found = org.query(text + " LIMIT 5", tooling=True)
    assert len(found) > 100
    assert "ModifyAllData" not in {one["Permission"] for one in found}
    pairs = {(one["Permission"], one["RequiredPermission"]) for one in found}
    assert {("CustomizeApplication", "ViewSetup"), ("Account<update>", "Account<read>")} <= pairs


def test_modify_all_data_implies_rows_nobody_wrote(org: Client) -> None:
    everything = {"PermissionsModifyAllData": True}
    parent = org.permission_set("Mighty")
    org.org.settings.auto_enable_dependencies = True
    try:
        org.call("PATCH", f"/sobjects/PermissionSet/{parent}", everything)
    finally:
        org.org.settings.auto_enable_dependencies = False
    found = org.query(
        f"SELECT Id, PermissionsModifyAllRecords FROM ObjectPermissions WHERE ParentId = '{parent}' "
        "AND SobjectType = 'Case'"
    )
    assert [(one["Id"], one["PermissionsModifyAllRecords"]) for one in found] == [("000000000000000AAA", True)]
    assert org.call("DELETE", "/sobjects/ObjectPermissions/000000000000000AAA")[0] == 403
