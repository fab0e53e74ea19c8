# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CumulusCI: the tasks with which Salesforce.org's own team sets up orgs."""

from __future__ import annotations

import pytest

from .conftest import Told
from .transcript import Transcript

CLIENT = "cumulusci"
PSL = "SalesforceAPIIntegrationPsl"


@pytest.fixture(scope="module")
def cci(told: Told) -> Transcript:
    return told.by(CLIENT)


def said(cci: Transcript, step: str) -> str:
    return "\n".join(cci.answer(step)["said"])


def test_reads_and_describes(cci: Transcript) -> None:
    assert PSL in cci.answer("permission set licences")["returned"]
    assert cci.answer("installed packages")["returned"] == {}
    # Object Reference: permission sets can be made and deleted; "You can't delete a user".
    assert cci.answer("check object")["returned"] is True
    assert cci.answer("check what is not so")["returned"] is False
    assert {"Profile", "PermissionSet", "Settings"} <= set(cci.answer("metadata types")["returned"])


def test_refuses_wrong_records(cci: Transcript) -> None:
    # api.md section 7, R.
    refusals = {
        "create user again": ("DUPLICATE_USERNAME", ["Username"]),
        "user without a name": ("REQUIRED_FIELD_MISSING", ["LastName"]),
        "user with an unknown field": ("INVALID_FIELD", []),
        "record of an unknown type": ("NOT_FOUND", []),
        "unknown permission": ("INVALID_FIELD", []),
    }
    for step, expected in refusals.items():
        refused = cci.refused(step)
        assert (refused.code, refused.fields) == expected, step
    assert (
        cci.refused("unknown permission").message == "No such column 'PermissionsNope' on sobject of type PermissionSet"
    )


def test_makes_a_permission_set_once_and_adds_to_it(cci: Transcript) -> None:
    cci.answer("create permission set")
    cci.refused("create permission set again")
    # AddPermissionSetPermissions retrieves, changes and deploys the component.
    assert "[Success]: Succeeded" in said(cci, "field permission")
    wrong = cci.refused("field permission of an unknown field")
    assert "no CustomField named Account.Nope__c found" in wrong.message


def test_assigns_once(cci: Transcript, told: Told) -> None:
    # The task reads what is assigned through child relationships of User and leaves it.
    assert f'Assigning Permission Set License "{PSL}"' in said(cci, "licence")
    assert f'"{PSL}" is already assigned' in said(cci, "licence again")
    assert f'Assigning Permission Set "{told.targets[CLIENT].mark}"' in said(cci, "assign")
    assert "is already assigned" in said(cci, "assign again")
    assert "were not found" in cci.refused("assign what is missing").message


def test_makes_a_profile_once(cci: Transcript) -> None:
    # CreateBlankProfile uses create() of the partner API, there for profiles since Winter '22.
    assert cci.answer("create profile")["returned"]["profile_id"].startswith("00e")
    assert "The profile name is already in use" in cci.refused("create profile again").message
    assert "was not found" in cci.refused("create profile of an unknown licence").message


def test_adds_login_ranges_to_those_there_are(cci: Transcript, told: Told) -> None:
    # AddIPRanges retrieves the profile, appends a range and deploys all of them.
    assert "[Success]: Succeeded" in said(cci, "write profile")
    assert "[Success]: Succeeded" in said(cci, "add to profile")
    profile = cci.files("retrieved files")[f"{told.targets[CLIENT].mark} profile.profile"]
    assert "<startAddress>192.0.2.1</startAddress>" in profile
    assert "<startAddress>198.51.100.1</startAddress>" in profile
    assert "<endAddress>198.51.100.6</endAddress>" in profile


def test_deploys_over_both_doors(cci: Transcript) -> None:
    assert cci.answer("deploy")["returned"] == "Success"
    assert "Deployment Succeeded" in said(cci, "deploy over REST")
    assert "no CustomField named Account.Nope__c found" in cci.refused("deploy what is wrong").message


def test_retrieves_what_it_wrote(cci: Transcript, told: Told) -> None:
    mark = told.targets[CLIENT].mark
    files = cci.files("retrieved files")
    assert "<field>Account.Site</field>" in files[f"{mark}.permissionset"]
    assert "<name>ApiEnabled</name>" in files[f"{mark}.permissionset"]
    assert f"<members>{mark}</members>" in files["package.xml"]


def test_nobody_gets_in(cci: Transcript) -> None:
    # CumulusCI asks userinfo first, which refuses with 403 (see the Salesforce CLI's test).
    assert cci.refused("bad session").message.startswith("403 Client Error")


def test_leaves_nothing_but_the_user(cci: Transcript, told: Told) -> None:
    mark = told.targets[CLIENT].mark
    left = [row["Name"] for kind in ("Profile", "PermissionSet") for row in told.rows(CLIENT, kind).values()]
    assert not [name for name in left if name.startswith(mark)]
    user = next(row for row in told.rows(CLIENT, "User").values() if row["LastName"] == mark)
    assert user["IsActive"] is False
