# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Salesforce CLI: what Salesforce's own tool reads, makes and is refused.

Sources beside an expectation: the CLI's own source (it is written against real orgs), or what people pasted from one.
"""

from __future__ import annotations

import typing as t

import pytest

from .conftest import Told
from .transcript import Transcript

CLIENT = "salesforce-cli"


@pytest.fixture(scope="module")
def sf(told: Told) -> Transcript:
    return told.by(CLIENT)


def result(sf: Transcript, step: str, status: int = 0) -> t.Any:
    answer = sf.answer(step)
    assert answer["status"] == status, answer
    return answer["result"]


def test_signs_in_by_access_token(sf: Transcript, told: Told) -> None:
    signed_in = result(sf, "sign in")
    assert signed_in["username"] == told.targets[CLIENT].username
    assert signed_in["orgId"] == told.targets[CLIENT].org_id
    assert signed_in["orgEdition"] == "Enterprise Edition"


def test_a_token_that_is_none_is_one_word_of_plain_text(sf: Transcript) -> None:
    # salesforcedx-vscode looks for this word in the CLI's message to explain that a session has ended.
    refused = sf.refused("sign in with a bad session")
    assert refused.code == "AuthCodeUsernameRetrievalError"
    assert "Due to: Bad_OAuth_Token" in refused.message


def test_queries_both_apis(sf: Transcript) -> None:
    found = result(sf, "query")
    assert found["totalSize"] == len(found["records"]) == 2
    assert found["records"][0]["Profile"]["Name"] == "System Administrator"
    assert result(sf, "tooling query")["records"][0]["attributes"]["url"].startswith("/services/data/v64.0/tooling/")


def test_wrong_questions_get_the_place_of_the_mistake(sf: Transcript) -> None:
    # Recorded by CumulusCI from real orgs, and pasted in many issues (api.md section 7: "bad field, query").
    field, sobject = sf.refused("bad field"), sf.refused("bad object")
    assert field.code == "INVALID_FIELD"
    assert "ERROR at Row:1:Column:8\nNo such column 'Nope' on entity 'User'." in field.message
    assert sobject.code == "INVALID_TYPE"
    assert "sObject type 'Nopes' is not supported." in sobject.message


def test_describes_and_tells_limits(sf: Transcript) -> None:
    described = result(sf, "describe")
    assert (described["keyPrefix"], described["createable"], described["deletable"]) == ("0Pa", True, True)
    fields = {one["name"]: one for one in described["fields"]}
    assert fields["AssigneeId"]["referenceTo"] == ["User"]
    assert "DailyApiRequests" in {one["name"] for one in result(sf, "limits")}


def test_makes_a_user_once(sf: Transcript, told: Told) -> None:
    # The texts: api.md section 7, R.
    missing = sf.refused("user without a profile")
    assert (missing.code, missing.fields) == ("REQUIRED_FIELD_MISSING", ["ProfileId"])
    made = result(sf, "create user")["id"]
    again = sf.refused("create user again")
    assert (again.code, again.fields) == ("DUPLICATE_USERNAME", ["Username"])
    row = told.rows(CLIENT, "User")[made]
    assert (row["Title"], row["IsActive"]) == ("Integration", False)


def test_deploys_source_and_reports_what_is_wrong(sf: Transcript) -> None:
    good, bad = result(sf, "deploy"), result(sf, "deploy what is wrong", status=1)
    assert (good["status"], good["numberComponentsDeployed"]) == ("Succeeded", 1)
    assert [one["state"] for one in good["files"]] == ["Created"]
    # "In field: field - no CustomField named X found" is what deployments of permission sets fail with (issues).
    failure = bad["details"]["componentFailures"][0]
    assert failure["problem"] == "In field: field - no CustomField named Account.Nope__c found"
    assert failure["problemType"] == "Error"


def test_the_licence_comes_before_what_needs_it(sf: Transcript) -> None:
    # The text: api.md section 7, "PS wrong licence", R.
    before = result(sf, "assign without the licence", status=1)["failures"][0]["message"]
    assert before.endswith("The user license doesn't allow the permission: Read Account")
    assert result(sf, "assign")["failures"] == []


def test_assigns_once(sf: Transcript) -> None:
    # plugin-user looks licences up and warns; a permission set it simply creates: "Duplicate PermissionSetAssignment.
    # Assignee: ...; Permission Set: ..." is what it then reports (api.md section 7, "PSA twice (a)").
    again = sf.answer("licence again")
    assert again["result"]["failures"] == []
    assert "already has the Permission Set License" in again["warnings"][0]
    twice = result(sf, "assign again", status=1)["failures"][0]["message"]
    assert twice.startswith("Duplicate PermissionSetAssignment. Assignee: 005")


def test_retrieves_what_it_deployed(sf: Transcript, told: Told) -> None:
    mark = told.targets[CLIENT].mark
    listed = {one["fullName"]: one for one in result(sf, "list metadata")}
    assert listed[mark]["fileName"] == f"permissionsets/{mark}.permissionset"
    files = sf.files("retrieved files")
    assert "<field>Account.Site</field>" in files[f"{mark}.permissionset-meta.xml"]
    profile = files["Minimum Access - API Only Integrations.profile-meta.xml"]
    assert "<userLicense>Salesforce Integration</userLicense>" in profile
    assert "<name>ApiUserOnly</name>" in profile


def test_deletes_only_what_nobody_has(sf: Transcript, told: Told) -> None:
    assert sf.refused("delete an assigned permission set").code == "DELETE_FAILED"
    result(sf, "unassign")
    result(sf, "delete permission set")
    names = {row["Name"] for row in told.rows(CLIENT, "PermissionSet").values()}
    assert told.targets[CLIENT].mark not in names
