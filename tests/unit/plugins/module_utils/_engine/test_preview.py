# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What later reads of a previewed run see."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Plan, Seat
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    AnyOf,
    Create,
    Delete,
    Describe,
    Job,
    Metadata,
    Query,
    Ref,
    Rest,
    RevokeToken,
    SetPassword,
    SignIn,
    Update,
    UpdateMetadata,
    Where,
    Write,
    is_pending,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.preview import Preview

USERS = Query("User", ("Id", "Username", "IsActive", "Profile.Name"))


def absorb(preview: Preview, *writes: Write, seats: t.Sequence[Seat] = ()) -> Preview:
    plan = Plan("something")
    for write in writes:
        plan.write(write)
    plan.seats += seats
    preview.absorb(plan)
    return preview


def users(*conditions: Where | AnyOf, **more: t.Any) -> Query:
    return Query("User", USERS.fields, tuple(conditions), **more)


def create(name: str = "robot@example.com", **fields: t.Any) -> Create:
    return Create("User", {"Username": name, "IsActive": True, **fields}, related={"Profile": {"Name": "API Only"}})


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ((), True),
        ((Where("Username", "=", "ROBOT@example.com"),), True),
        ((Where("Username", "=", "other@example.com"),), False),
        ((Where("Username", "!=", "other@example.com"),), True),
        ((Where("Username", "IN", ("a@b.example", "robot@EXAMPLE.com")),), True),
        ((Where("Username", "IN", ()),), False),
        ((Where("Username", "LIKE", "robot@%"),), True),
        ((Where("Username", "LIKE", "_obot@example.com"),), True),
        ((Where("Username", "LIKE", "bot%"),), False),
        ((Where("Username", "LIKE", "robot@example?com"),), False),
        ((Where("Profile.Name", "=", "api only"),), True),
        ((Where("Profile.UserLicense.Name", "=", None),), True),
        ((Where("Manager.Name", "=", None),), True),
        ((Where("IsActive", "=", True),), True),
        ((Where("IsActive", "=", False),), False),
        ((Where("IsFrozen", "=", False),), True),
        ((Where("NumberOfLogins", ">", 1),), False),
        ((AnyOf((Where("Username", "=", "x"), Where("IsActive", "=", True))),), True),
        ((AnyOf((Where("Username", "=", "x"), Where("IsActive", "=", False))),), False),
        ((Where("IsActive", "=", True), Where("Username", "=", "x")), False),
    ],
)
def test_a_created_record_is_found_by_what_it_is(conditions: tuple[Where | AnyOf, ...], found: bool) -> None:
    preview = absorb(Preview(), create())
    records = preview.amend(users(*conditions), [])
    assert bool(records) is found
    assert all(is_pending(one["Id"]) for one in records)


def test_references_lead_to_the_created_record() -> None:
    preview = absorb(
        Preview(),
        Create("PermissionSet", {"Name": "One"}, ref="set"),
        Create("ObjectPermissions", {"ParentId": Ref("set"), "SobjectType": "Account"}),
        Update("PermissionSet", Ref("set"), {"Label": "One"}),
    )
    (made,) = preview.amend(Query("PermissionSet", ("Id",)), [])
    (row,) = preview.amend(Query("ObjectPermissions", ("Id",)), [])
    assert row["ParentId"] == made["Id"]
    assert made["Label"] == "One"


def test_a_changed_record_is_seen_as_changed_and_the_orgs_answer_stays_as_it_was() -> None:
    answer = [{"Id": "005A", "Username": "a@b.example", "IsActive": True}]
    preview = absorb(Preview(), Update("User", "005A", {"IsActive": False}))
    assert preview.amend(USERS, answer)[0]["IsActive"] is False
    assert answer[0]["IsActive"] is True
    assert preview.amend(users(Where("IsActive", "=", True)), answer) == []


def test_a_change_brings_a_record_into_a_query_only_where_all_is_known() -> None:
    related = {"Username": "a@b.example", "Profile": {"Name": "Custom"}}
    preview = absorb(Preview(), Update("User", "005A", {"ProfileId": "00eB"}, related))
    assert [one["Username"] for one in preview.amend(users(Where("Profile.Name", "=", "custom")), [])] == [
        "a@b.example"
    ]
    unknown = users(Where("Profile.Name", "=", "Custom"), Where("Title", "=", None))
    assert preview.amend(unknown, []) == []


def test_a_deleted_record_takes_what_belongs_to_it_along() -> None:
    preview = absorb(Preview(), Delete("PermissionSet", "0PSA"))
    assert preview.amend(Query("PermissionSet", ("Id",)), [{"Id": "0PSA"}, {"Id": "0PSB"}]) == [{"Id": "0PSB"}]
    assert preview.amend(Query("ObjectPermissions", ("Id",)), [{"Id": "110A", "ParentId": "0PSA"}]) == []


def test_a_created_record_can_be_deleted_again() -> None:
    preview = absorb(
        Preview(),
        Create("PermissionSet", {"Name": "One"}, ref="set"),
        Create("ObjectPermissions", {"ParentId": Ref("set")}),
    )
    (made,) = preview.amend(Query("PermissionSet", ("Id",)), [])
    absorb(preview, Delete("PermissionSet", made["Id"]))
    assert preview.amend(Query("PermissionSet", ("Id",)), []) == []
    assert preview.amend(Query("ObjectPermissions", ("Id",)), []) == []


def test_seats_count_wherever_the_license_is_shown() -> None:
    seats = {"Id": "100A", "TotalLicenses": 5, "UsedLicenses": 3}
    preview = absorb(Preview(), seats=[Seat("100A", 1)])
    assert preview.amend(Query("UserLicense", ("Id",)), [dict(seats)])[0]["UsedLicenses"] == 4
    profile = {"Id": "00eA", "Name": "P", "UserLicense": dict(seats)}
    assert preview.amend(Query("Profile", ("Id",)), [profile])[0]["UserLicense"]["UsedLicenses"] == 4
    absorb(preview, Create("Profile", {"Name": "New"}, related={"UserLicense": {**seats, "UsedLicenses": 4}}))
    absorb(preview, seats=[Seat("100A", 1)])
    new = [one for one in preview.amend(Query("Profile", ("Id",)), [profile]) if one["Name"] == "New"]
    assert new[0]["UserLicense"]["UsedLicenses"] == 5
    absorb(preview, seats=[Seat("100A", -2)])
    assert preview.amend(Query("UserLicense", ("Id",)), [dict(seats)])[0]["UsedLicenses"] == 3


def test_order_and_limit_hold() -> None:
    preview = absorb(Preview(), create("b@b.example"), create("a@b.example"))
    found = preview.amend(users(order_by="Username", limit=2), [{"Id": "005C", "Username": "c@b.example"}])
    assert [one["Username"] for one in found] == ["a@b.example", "b@b.example"]


def test_what_the_org_lacks_and_descriptions_stay_as_they_are() -> None:
    preview = absorb(Preview(), create())
    assert preview.amend(Query("User", ("Id",), optional=True), None) is None
    assert preview.amend(Describe("User"), {"name": "User"}) == {"name": "User"}


@pytest.mark.parametrize(
    ("condition", "alone"),
    [
        (Where("UserId", "=", "preview:1"), True),
        (Where("UserId", "IN", ("preview:1", "preview:2")), True),
        (Where("UserId", "IN", ("preview:1", "005A")), False),
        (Where("UserId", "IN", ()), False),
        (Where("UserId", "=", "005A"), False),
    ],
)
def test_the_org_is_not_asked_for_what_it_cannot_have(condition: Where, alone: bool) -> None:
    assert Preview().alone_answers(Query("UserLogin", ("Id",), (condition,))) is alone


def test_the_state_survives_being_written_down() -> None:
    preview = absorb(
        Preview(),
        create(),
        Update("User", "005A", {"Title": "x"}),
        Delete("User", "005B"),
        seats=[Seat("100A", 1)],
    )
    answer = [{"Id": "005A"}, {"Id": "005B"}]
    kept = json.loads(json.dumps(preview.state()))
    again = Preview(kept)
    assert again.amend(USERS, answer) == preview.amend(USERS, answer)
    absorb(again, create("second@example.com"))
    assert len({one["Id"] for one in again.amend(USERS, answer)}) == 3
    assert json.loads(json.dumps(preview.state())) == kept


SECURITY = Metadata("SecuritySettings", "Security")
PROFILE = Metadata("Profile", "Robot")


def kept(preview: Preview) -> Preview:
    """The preview as the next task finds it."""
    return Preview(json.loads(json.dumps(preview.state())))


def test_a_component_shows_the_elements_that_were_replaced() -> None:
    ranges = {"ipRanges": [{"start": "192.0.2.1", "end": "192.0.2.1"}]}
    before = {"fullName": "Security", "networkAccess": {"ipRanges": []}, "sessionSettings": {"lockSessionsToIp": True}}
    preview = kept(absorb(Preview(), UpdateMetadata("SecuritySettings", "security", {"networkAccess": ranges})))
    assert preview.amend(SECURITY, before) == {**before, "networkAccess": ranges}
    assert before["networkAccess"] == {"ipRanges": []}
    assert preview.amend(Metadata("SecuritySettings", "Other"), None) is None
    assert preview.amend(Metadata("Profile", "Security"), before) == before


def test_the_last_of_several_replacements_counts() -> None:
    first = UpdateMetadata("SecuritySettings", "Security", {"networkAccess": {"ipRanges": [1, 2]}, "other": "a"})
    second = UpdateMetadata("SecuritySettings", "Security", {"networkAccess": {"ipRanges": [3]}})
    preview = kept(absorb(kept(absorb(Preview(), first)), second))
    assert preview.amend(SECURITY, {"fullName": "Security"}) == {
        "fullName": "Security",
        "networkAccess": {"ipRanges": [3]},
        "other": "a",
    }


def test_an_element_that_was_taken_away_is_not_shown() -> None:
    preview = absorb(Preview(), UpdateMetadata("Profile", "Robot", {"loginHours": None}))
    assert preview.amend(PROFILE, {"fullName": "Robot", "loginHours": {"mondayStart": "480"}}) == {"fullName": "Robot"}


def test_a_component_of_a_record_that_only_previews_have_made() -> None:
    preview = absorb(Preview(), UpdateMetadata("Profile", "Robot", {"loginIpRanges": [{"startAddress": "192.0.2.1"}]}))
    assert preview.amend(PROFILE, None) == {"fullName": "Robot", "loginIpRanges": [{"startAddress": "192.0.2.1"}]}


def test_rows_of_a_profile_are_laid_over_those_there_are() -> None:
    before = {"objectPermissions": [{"object": "Account", "allowRead": True}, {"object": "Case", "allowRead": True}]}
    first = UpdateMetadata("Profile", "Robot", {"objectPermissions": [{"object": "account", "allowRead": False}]})
    second = UpdateMetadata("Profile", "Robot", {"objectPermissions": [{"object": "Lead", "allowRead": True}]})
    preview = kept(absorb(kept(absorb(Preview(), first)), second))
    assert preview.amend(PROFILE, before) == {
        "objectPermissions": [
            {"object": "account", "allowRead": False},
            {"object": "Case", "allowRead": True},
            {"object": "Lead", "allowRead": True},
        ]
    }


def test_a_token_that_was_ended_is_gone() -> None:
    """Only its value tells it from others: the Object Reference calls the Id of tokens reserved, so it may be null."""
    tokens = Query("OauthToken", ("Id", "DeleteToken"))
    preview = kept(absorb(Preview(), RevokeToken(None, "a planted token")))
    left = {"Id": None, "DeleteToken": "another token"}
    assert preview.amend(tokens, [{"Id": None, "DeleteToken": "a planted token"}, left]) == [left]
    assert "planted" not in json.dumps(preview.state())


def test_what_shows_nowhere_leaves_nothing_and_no_secret() -> None:
    """What a job brings about is planned as writes by the org."""
    installed = Create("InstalledSubscriberPackage", {"SubscriberPackageId": "033"}, by_org=True)
    job = Job("PackageInstallRequest", {"Password": "planted key"})
    preview = absorb(Preview(), SetPassword("005", "planted password"), job, installed)
    assert "planted" not in json.dumps(preview.state())
    assert len(preview.amend(Query("InstalledSubscriberPackage", ("Id",), tooling=True), [])) == 1


def test_what_is_told_by_resources_and_sign_ins_stays() -> None:
    preview = absorb(Preview(), create())
    assert preview.amend(Rest("limits"), {"a": 1}) == {"a": 1}
    assert preview.amend(SignIn(()), {"ok": True}) == {"ok": True}


def test_nobody_signs_in_to_an_org_that_has_only_been_previewed() -> None:
    preview = Preview()
    assert not preview.alone_answers(SignIn(()))
    plan = Plan("user robot")
    plan.write(Create("User", {"Username": "robot@acme.com"}))
    preview.absorb(plan)
    assert preview.alone_answers(SignIn(()))
