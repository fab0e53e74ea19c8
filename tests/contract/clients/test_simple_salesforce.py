# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""simple-salesforce: REST, and the Metadata API through zeep, which takes nothing that the published WSDL does not have."""

from __future__ import annotations

import pytest

from . import packages
from .conftest import Told
from .transcript import Transcript

CLIENT = "simple-salesforce"


@pytest.fixture(scope="module")
def ss(told: Told) -> Transcript:
    return told.by(CLIENT)


def test_reads_and_describes(ss: Transcript) -> None:
    assert set(ss.answer("limits")["DailyApiRequests"]) >= {"Max", "Remaining"}
    assert [row["attributes"]["type"] for row in ss.answer("query")["records"]] == ["User", "User"]
    assert ss.answer("describe")["keyPrefix"] == "0Pa"
    assert "Salesforce Integration" in ss.answer("query all")


def test_refuses_wrong_users(ss: Transcript) -> None:
    # api.md section 7, R but for METHOD_NOT_ALLOWED (T).
    refusals = {
        "create user again": ("DUPLICATE_USERNAME", ["Username"]),
        "user without a name": ("REQUIRED_FIELD_MISSING", ["LastName"]),
        "user in no time zone": ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ["TimeZoneSidKey"]),
        "user with an unknown field": ("INVALID_FIELD", []),
        "user who cannot be deleted": ("METHOD_NOT_ALLOWED", []),
        "no such user": ("NOT_FOUND", []),
    }
    for step, expected in refusals.items():
        refused = ss.refused(step)
        assert (refused.code, refused.fields) == expected, step


def test_makes_and_changes_a_user(ss: Transcript, told: Told) -> None:
    assert ss.answer("create user")["success"]
    assert ss.answer("change user") == 204  # REST API guide: a changed record is answered without content
    assert ss.answer("read user") == "Integration"
    row = told.rows(CLIENT, "User")[ss.answer("create user")["id"]]
    assert row["Username"] == f"{told.targets[CLIENT].mark}@contract.example".lower()


def test_grants(ss: Transcript) -> None:
    assert ss.answer("object permission")["success"]
    # api.md section 7: "object-perm dependency", "generic duplicate", R.
    assert ss.refused("object permission without read").message.endswith("depends on permission(s): Read Account")
    assert ss.refused("object permission again").message.startswith("duplicate value found: ")
    assert ss.answer("field permission")["success"]
    unknown = ss.refused("field permission of an unknown field")
    # A restricted picklist of field names: api.md section 7, "bad picklist", R pattern.
    assert unknown.message == "Field Name: bad value for restricted picklist field: Account.Nope__c"


def test_assigns_once_and_after_the_licence(ss: Transcript) -> None:
    assert (
        "The user license doesn't allow the permission: Read Account"
        in ss.refused("assign without the licence").message
    )
    assert ss.answer("licence")["success"]
    assert ss.refused("licence again").code == "DUPLICATE_VALUE"
    assert ss.answer("assign")["success"]
    again = ss.refused("assign again")
    assert (again.code, again.message.split(".")[0]) == ("DUPLICATE_VALUE", "Duplicate PermissionSetAssignment")
    assert ss.refused("delete an assigned permission set").code == "DELETE_FAILED"


def test_reads_and_writes_profiles_as_metadata(ss: Transcript) -> None:
    profile = ss.answer("read profile")
    assert profile["userLicense"] == "Salesforce Integration"
    assert {"name": "ApiUserOnly", "enabled": True} in profile["userPermissions"]
    for step in ("create profile", "write profile", "delete profile"):
        assert ss.answer(step) is None  # the library raises when a result is no success
    again = ss.refused("create profile again")
    assert (again.code, again.message) == ("FIELD_INTEGRITY_EXCEPTION", "The profile name is already in use: Name")
    ranges = ss.answer("read custom profile")
    assert ranges == [{"description": "office", "endAddress": "192.0.2.9", "startAddress": "192.0.2.1"}]
    assert "no CustomField named Account.Nope__c found" in ss.refused("write profile wrongly").message


def test_reads_and_writes_permission_sets_as_metadata(ss: Transcript, told: Told) -> None:
    mark = told.targets[CLIENT].mark
    found = ss.answer("read permission set")
    assert found["label"] == f"{mark} changed"
    assert found["userPermissions"] == [{"name": "ApiEnabled", "enabled": True}]
    assert [(row["object"], row["allowEdit"]) for row in found["objectPermissions"]] == [("Account", True)]
    assert ss.answer("read a missing permission set")["fullName"] is None
    assert ss.answer("list metadata") == [mark]


def test_deploys_and_retrieves_files(ss: Transcript, told: Told) -> None:
    assert ss.answer("deploy")["state"] == "Succeeded"
    wrong = ss.answer("deploy what is wrong")
    assert wrong["state"] == "Failed"
    assert "no CustomField named Account.Nope__c found" in str(wrong["deployment_detail"])
    done, mark = ss.answer("retrieve"), told.targets[CLIENT].mark
    files = packages.unzipped(done["zip"])
    assert f"<label>{mark} changed</label>" in files[f"permissionsets/{mark}.permissionset"]
    assert "<endAddress>192.0.2.9</endAddress>" in files[f"profiles/{mark} profile.profile"]


def test_sends_nobody_away_with_the_right_words(ss: Transcript) -> None:
    # The library signs in again when it reads INVALID_SESSION_ID.
    session = ss.refused("bad session")
    assert (session.code, session.message) == ("INVALID_SESSION_ID", "Session expired or invalid")
    fault = ss.refused("bad session, Metadata API")
    assert fault.message == "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session"
    assert ss.refused("bad field").code == "INVALID_FIELD"
    assert ss.refused("bad object").code == "INVALID_TYPE"
    assert ss.refused("bad query").code == "MALFORMED_QUERY"
