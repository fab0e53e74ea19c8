# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""jsforce: REST, collections and the Metadata API through the library that most Node tools are built on."""

from __future__ import annotations

import pytest

from . import packages
from .conftest import Told
from .transcript import Transcript

CLIENT = "jsforce"


@pytest.fixture(scope="module")
def js(told: Told) -> Transcript:
    return told.by(CLIENT)


def test_knows_who_it_is(js: Transcript, told: Told) -> None:
    target = told.targets[CLIENT]
    who = js.answer("sign in")
    assert who == {
        "user_id": target.user_id,
        "organization_id": target.org_id,
        "username": target.username,
        "active": True,
    }


def test_reads_and_describes(js: Transcript) -> None:
    assert js.answer("query")["totalSize"] == 2
    assert js.answer("find")[0]["Name"] == "Salesforce Integration"
    # Object Reference, User: Username has 80 characters and looks users up.
    username = {"type": "string", "length": 80, "idLookup": True, "nillable": False}
    assert js.answer("describe") == {"name": "User", "keyPrefix": "005", "username": username}
    assert js.answer("describe global")[0]["keyPrefix"] == "0PS"
    assert js.answer("password state") == {"isExpired": False}


def test_refuses_wrong_users(js: Transcript) -> None:
    # All but the last: api.md section 7, R.
    assert js.refused("create user again").code == "DUPLICATE_USERNAME"
    missing = js.refused("user without anything")
    assert missing.message == (
        "Required fields are missing: [Username, LastName, Email, Alias, TimeZoneSidKey, LocaleSidKey, "
        "EmailEncodingKey, ProfileId, LanguageLocaleKey]"
    )
    unknown = js.refused("user with an unknown field")
    assert (unknown.code, unknown.message) == ("INVALID_FIELD", "No such column 'Nope__c' on sobject of type User")
    # "Cannot deserialize instance of ... from VALUE_STRING value ..." is pasted in many questions.
    wrong = js.refused("user with a wrong type")
    assert wrong.code == "JSON_PARSER_ERROR"
    assert wrong.message.startswith("Cannot deserialize instance of boolean from VALUE_STRING value maybe")


def test_changes_records_one_by_one_in_a_collection(js: Transcript) -> None:
    # REST API guide, sObject collections: without allOrNone each record has its own result, errors with statusCode.
    right, wrong = js.answer("collection")
    assert right["success"]
    assert not wrong["success"]
    assert wrong["errors"][0]["statusCode"] == "MALFORMED_ID"


def test_permissions_depend_on_reading(js: Transcript) -> None:
    # api.md section 7, "object-perm dependency", R.
    refused = js.refused("object permission without read")
    assert refused.code == "FIELD_INTEGRITY_EXCEPTION"
    assert refused.message == "Permission Edit Account depends on permission(s): Read Account"
    assert js.refused("field permission without read").code == "FIELD_INTEGRITY_EXCEPTION"
    assert js.answer("object permission")["success"]
    assert js.answer("field permission")["success"]


def test_assigns_once_and_after_the_licence(js: Transcript) -> None:
    assert "doesn't allow the permission" in js.refused("assign without the licence").message
    assert js.answer("licence")["success"]
    assert js.refused("licence again").code == "DUPLICATE_VALUE"
    assert js.answer("assign")["success"]
    assert js.refused("assign again").code == "DUPLICATE_VALUE"


def test_reads_and_writes_profiles_as_metadata(js: Transcript, told: Told) -> None:
    # Metadata API guide, describeMetadata and Profile.
    profiles = {"directoryName": "profiles", "suffix": "profile", "inFolder": False, "metaFile": False}
    assert js.answer("describe metadata") == [{**profiles, "xmlName": "Profile"}]
    standard = js.answer("read profile")
    assert (standard["userLicense"], standard["custom"]) == ("Salesforce Integration", False)
    assert js.answer("create profile")["success"]
    again = js.answer("create profile again")["errors"][0]
    assert again["message"] == "The profile name is already in use: Name"  # CumulusCI's tests quote it
    custom = js.answer("read custom profile")
    assert custom["custom"] is True
    assert custom["loginIpRanges"][0] == {
        "description": "office",
        "startAddress": "192.0.2.1",
        "endAddress": "192.0.2.9",
    }
    assert custom["loginHours"] == {"mondayStart": "480", "mondayEnd": "1080"}
    listed = js.answer("list metadata")[0]
    assert listed["fileName"] == f"profiles/{told.targets[CLIENT].mark} profile.profile"


def test_writes_permission_sets_as_metadata(js: Transcript) -> None:
    assert js.answer("upsert permission set")["created"] is False
    assert js.answer("upsert another permission set")["created"] is True
    wrong = js.answer("write permission set wrongly")
    assert wrong["errors"][0]["message"] == "Unknown user permission: Nope"  # api.md section 7, "unknown perm", R
    found = js.answer("read permission set")
    assert found["userPermissions"] == [{"name": "ApiEnabled", "enabled": True}]
    assert js.answer("read two")[1] is None  # readMetadata: what is missing is a nil record
    missing = js.answer("update what is missing")
    assert missing["errors"][0]["statusCode"] == "INVALID_CROSS_REFERENCE_KEY"
    assert [one["success"] for one in js.answer("delete permission sets")] == [True, False]


def test_deploys_over_both_doors(js: Transcript) -> None:
    for step in ("check deployment", "deploy", "deploy over REST"):
        done = js.answer(step)
        assert (done["status"], done["numberComponentsDeployed"]) == ("Succeeded", 1), step
    wrong = js.answer("deploy what is wrong")
    assert (wrong["status"], wrong["numberComponentErrors"]) == ("Failed", 1)
    assert wrong["details"]["componentFailures"][0]["problemType"] == "Error"


def test_a_check_alone_makes_nothing(js: Transcript) -> None:
    # DeployOptions, checkOnly: the component is as new to the deployment behind it.
    assert js.answer("check deployment")["details"]["componentSuccesses"][0]["created"] is True
    assert js.answer("deploy")["details"]["componentSuccesses"][0]["created"] is True


def test_retrieves_files(js: Transcript, told: Told) -> None:
    done, mark = js.answer("retrieve"), told.targets[CLIENT].mark
    assert done["status"] == "Succeeded"
    files = packages.unzipped(done["zip"])
    assert "<startAddress>192.0.2.1</startAddress>" in files[f"profiles/{mark} profile.profile"]
    assert "<object>Account</object>" in files[f"permissionsets/{mark}_Files.permissionset"]


def test_sends_nobody_away_with_the_right_words(js: Transcript) -> None:
    # jsforce refreshes a session when it finds these: INVALID_SESSION_ID in JSON, sf:INVALID_SESSION_ID in a fault.
    assert js.refused("bad session").code == "INVALID_SESSION_ID"
    assert js.refused("bad session, Metadata API").code == "sf:INVALID_SESSION_ID"
    assert js.refused("bad field").code == "INVALID_FIELD"
    assert js.refused("bad object").code == "NOT_FOUND"
    assert "unexpected token: 'FRM'" in js.refused("bad query").message
    assert js.refused("no such record").code == "NOT_FOUND"


def test_leaves_nothing_but_the_user(js: Transcript, told: Told) -> None:
    assert js.answer("delete assigned permission set")["errors"][0]["statusCode"] == "DELETE_FAILED"
    for step in ("unassign", "delete profile", "deactivate user"):
        assert js.answer(step)["success"], step
    mark = told.targets[CLIENT].mark
    left = [row["Name"] for kind in ("Profile", "PermissionSet") for row in told.rows(CLIENT, kind).values()]
    assert not [name for name in left if name.startswith(mark)]
    user = next(row for row in told.rows(CLIENT, "User").values() if row["LastName"] == mark)
    assert (user["Department"], user["IsActive"]) == ("Ops", False)
