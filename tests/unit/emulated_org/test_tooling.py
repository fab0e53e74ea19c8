# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Tooling API: what it shares with the ordinary one, and what it says besides."""

from __future__ import annotations

import pytest

from emulated_org.testing import Client

ADMIN = "Name = 'System Administrator'"


def test_a_profile_says_its_full_name_and_metadata(org: Client) -> None:
    profile = org.one("Profile", Name="Sales Manager")
    found = org.query(f"SELECT Name, FullName, Metadata FROM Profile WHERE Id = '{profile}'", tooling=True)[0]
    assert (found["FullName"], found["attributes"]["url"]) == (
        "Sales Manager",
        f"{org.base}/tooling/sobjects/Profile/{profile}",
    )
    content = found["Metadata"]
    assert (content["custom"], content["userLicense"], content["loginIpRanges"]) == (True, "Salesforce", [])
    assert {"enabled": True, "name": "ApiEnabled"} in content["userPermissions"]
    assert (content["loginHours"], "fullName" in content) == (None, False)
    assert org.query(f"SELECT FullName FROM Profile WHERE {ADMIN}", tooling=True)[0]["FullName"] == "Admin"
    body = org.call("GET", f"/tooling/sobjects/Profile/{profile}")[1]
    assert (body["FullName"], body["Metadata"]) == ("Sales Manager", content)
    one = org.call("GET", f"/tooling/sobjects/Profile/{profile}", params={"fields": "Name,FullName"})[1]
    assert (one["FullName"], "Metadata" in one) == ("Sales Manager", False)


def test_metadata_comes_for_one_row_at_a_time(org: Client) -> None:
    refused = org.query_error("SELECT Id, Metadata FROM Profile", tooling=True)
    assert refused["errorCode"] == "MALFORMED_QUERY"
    assert refused["message"].startswith(
        "When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than "
        "one row for retrieval. Result size: "
    )
    assert org.query_error("SELECT Id, Metadata FROM Profile WHERE " + ADMIN)["errorCode"] == "INVALID_FIELD"


def test_definitions_say_it_too(org: Client) -> None:
    text = "SELECT FullName, Metadata FROM EntityDefinition WHERE QualifiedApiName = 'Lead'"
    found = org.query(text, tooling=True)[0]
    assert (found["FullName"], found["Metadata"]["sharingModel"]) == ("Lead", "ReadWriteTransfer")
    text = "SELECT FullName FROM FieldDefinition WHERE DurableId = 'Lead.Industry'"
    assert org.query(text, tooling=True)[0]["FullName"] == "Lead.Industry"


@pytest.mark.parametrize("name", ["Profile", "PermissionSet", "User"])
def test_what_can_only_be_read(org: Client, name: str) -> None:
    refused = org.call("POST", f"/tooling/sobjects/{name}", {"Name": "Link"})
    assert (refused[0], refused[1][0]["errorCode"]) == (405, "METHOD_NOT_ALLOWED")
    assert refused[1][0]["message"].endswith("Allowed are HEAD,GET")


def test_what_can_be_written_here_too(org: Client) -> None:
    user, parent = org.user(), org.permission_set()
    fields = {"AssigneeId": user, "PermissionSetId": parent}
    status, body = org.call("POST", "/tooling/sobjects/PermissionSetAssignment", fields)
    assert (status, body["warnings"], body["infos"]) == (201, [], [])
    assert org.call("DELETE", f"/tooling/sobjects/PermissionSetAssignment/{body['id']}")[0] == 204
    tab = {"ParentId": parent, "Name": "standard-Account", "Visibility": "DefaultOn"}
    assert org.call("POST", "/tooling/sobjects/PermissionSetTabSetting", tab)[0] == 201


def test_objects_of_the_business_are_not_there(org: Client) -> None:
    assert org.query_error("SELECT Id FROM Account", tooling=True)["errorCode"] == "INVALID_TYPE"
    names = {one["name"] for one in org.call("GET", "/tooling/sobjects")[1]["sobjects"]}
    assert {"Profile", "PermissionSet", "EntityParticle", "PackageInstallRequest"} < names
    assert "Account" not in names
    fields = {one["name"] for one in org.call("GET", "/tooling/sobjects/Profile/describe")[1]["fields"]}
    assert {"FullName", "Metadata"} < fields
    fields = {one["name"] for one in org.call("GET", "/sobjects/Profile/describe")[1]["fields"]}
    assert {"FullName", "Metadata"}.isdisjoint(fields)


def test_custom_fields_have_records(org: Client) -> None:
    fields = org.query(
        "SELECT Id, DeveloperName, TableEnumOrId FROM CustomField WHERE TableEnumOrId = 'Lead'", tooling=True
    )
    named = {one["DeveloperName"]: one["Id"] for one in fields}
    described = {one["name"] for one in org.call("GET", "/sobjects/Lead/describe")[1]["fields"] if one["custom"]}
    assert {f"{name}__c" for name in named} == described
    name, record = next(iter(named.items()))
    assert record[:3] == "00N"
    text = f"SELECT FullName, Metadata FROM CustomField WHERE Id = '{record}'"
    found = org.query(text, tooling=True)[0]
    assert (found["FullName"], found["Metadata"]["required"]) == (f"Lead.{name}__c", False)
    assert org.query_error("SELECT Id FROM CustomField")["errorCode"] == "INVALID_TYPE"
    custom = org.query("SELECT Id, DeveloperName FROM CustomObject", tooling=True)
    assert all(one["Id"][:3] == "01I" for one in custom)
    assert {f"{one['DeveloperName']}__c" for one in custom} <= {
        one["QualifiedApiName"] for one in org.query("SELECT QualifiedApiName FROM EntityDefinition")
    }
