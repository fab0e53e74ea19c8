# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What sf_user sets besides name and profile: licences of features, role, currency, any field, a password; and what it tells."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

API_ONLY = "Minimum Access - API Only Integrations"
ROBOT = "robot@umbra.example"
SAM = "sam.seller@umbra.example"
PASSWORD = "a-long-planted-Passw0rd"
USER: dict[str, t.Any] = {"name": ROBOT, "last_name": "Robot", "email": ROBOT, "profile": ["Standard User"]}
EXTRAS: dict[str, t.Any] = {
    "feature_licenses": ["marketing_user", "Flow User"],
    "role": "Sales Operations",
    "fields": {"phone": "+49 30 1", "ReceivesInfoEmails": False, "Extension": None},
}


@pytest.fixture(autouse=True)
def seats(world: t.Any) -> t.Iterator[None]:
    """Seats of the licences that these tests give."""
    before = [org.feature_licences for org in world.orgs]
    for org in world.orgs:
        org.feature_licences = {"MarketingUser": 5, "InteractionUser": 3, "KnowledgeUser": 2}
    yield
    for org, had in zip(world.orgs, before):
        org.feature_licences = had


def verbs(result: Result) -> list[tuple[str, str, str]]:
    assert not result.get("failed"), result
    return [(one["verb"], one["kind"], one["key"]) for one in result["changes"]]


def refused(result: Result, code: str, *parts: str) -> None:
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code), result
    for part in parts:
        assert part in result["msg"]


@pytest.mark.parametrize("there", [False, True])
def test_life(there: bool, production: Org, new_run: Runs) -> None:
    """The same for a new user and for one that is there without any of it."""
    if there:
        new_run().task("sf_user", **USER)
    production.mark()
    production.forget()
    checked = new_run(check=True).task("sf_user", **USER, **EXTRAS)
    new = (
        [("update", "user", "ReceivesInfoEmails")]
        if there
        else [("create", "user", ROBOT), ("update", "user", "ReceivesInfoEmails")]
    )
    assert sorted(verbs(checked)) == sorted(
        [
            *new,
            ("assign", "feature_license", "marketing_user"),
            ("assign", "feature_license", "interaction_user"),
            ("update", "user", "Phone"),
            ("update", "user", "role"),
        ]
    )
    assert not production.diff()
    assert not production.writes()

    applied = new_run().task("sf_user", **USER, **EXTRAS)
    assert applied.get("msg") is None
    assert applied["changes"] == checked["changes"]
    assert {**applied["record"], "nickname": None} == {**checked["record"], "nickname": None}
    row = production.row("User", Username=ROBOT)
    assert row["UserPermissionsMarketingUser"] is row["UserPermissionsInteractionUser"] is True
    assert (row["Phone"], row["ReceivesInfoEmails"], row["Extension"]) == ("+49 30 1", False, None)
    assert production.row("UserRole", Id=row["UserRoleId"])["Name"] == "Sales Operations"
    production.forget()

    again = new_run().task("sf_user", **USER, **EXTRAS)
    assert (again["changed"], again["changes"], again["record"]) == (False, [], applied["record"])
    assert again["record"]["feature_licenses"] == ["interaction_user", "marketing_user"]
    assert (again["record"]["role"], again["record"]["fields"]["Phone"]) == ("Sales_Operations", "+49 30 1")
    assert not production.writes()

    less = {"feature_licenses": {"set": ["marketing_user"]}, "role": "", "fields": {"Phone": ""}}
    taken = new_run().task("sf_user", name=ROBOT, **less)
    assert sorted(verbs(taken)) == [
        ("unassign", "feature_license", "interaction_user"),
        ("update", "user", "Phone"),
        ("update", "user", "role"),
    ]
    row = production.row("User", Username=ROBOT)
    assert (row["UserPermissionsInteractionUser"], row["UserRoleId"], row["Phone"]) == (False, None, None)


def test_what_is_held_besides_is_told_and_stays(run: Run, production: Org) -> None:
    user = production.row("User", Username=SAM)["Id"]
    production.put("User", user, UserPermissionsKnowledgeUser=True, UserPermissionsCallCenterAutoLogin=True)
    result = run.task("sf_user", name=SAM, feature_licenses=["marketing_user"])
    assert result["unmanaged"] == [{"kind": "feature_license", "key": "knowledge_user", "value": True}]
    exact = run.task("sf_user", name=SAM, feature_licenses={"set": []})
    assert sorted(one[2] for one in verbs(exact)) == ["knowledge_user", "marketing_user"]
    # A setting that is named like a licence is none.
    assert production.row("User", Username=SAM)["UserPermissionsCallCenterAutoLogin"] is True


@pytest.mark.parametrize(
    ("options", "code", "parts"),
    [
        ({"feature_licenses": ["marketting_user"]}, "UNKNOWN_FEATURE_LICENSE", ["did you mean marketing_user"]),
        ({"feature_licenses": ["x"]}, "UNKNOWN_FEATURE_LICENSE", ["it has", "offline_user"]),
        (
            {"feature_licenses": {"add": ["offline_user"], "remove": ["OfflineUser"]}},
            "BAD_OPTION",
            ["adds and removes"],
        ),
        ({"role": "Chief"}, "NOT_FOUND", ["no role 'Chief'", "change role"]),
        ({"currency": "EUR"}, "NO_MULTI_CURRENCY", ["one currency only", "leave currency out"]),
        ({"fields": {"Fone": 1}}, "UNKNOWN_FIELD", ["no field 'Fone'", "change fields"]),
        ({"fields": {"lastname": "X"}}, "BAD_OPTION", ["use last_name"]),
        ({"fields": {"UserPermissionsOfflineUser": True}}, "BAD_OPTION", ["use feature_licenses"]),
        ({"fields": {"LastLoginDate": None}}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["cannot be set"]),
        ({"fields": {"ReceivesInfoEmails": "perhaps"}}, "BAD_OPTION", ["true or false"]),
        ({"fields": {"ManagerId": "Sam"}}, "BAD_OPTION", ["the Id of a record"]),
        ({"fields": {"Phone": "1" * 41}}, "STRING_TOO_LONG", ["up to 40 characters"]),
        ({"fields": {"DigestFrequency": "hourly"}}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ["offers no 'hourly'"]),
        ({"new_password": ""}, "BAD_OPTION", ["new_password is empty"]),
        ({"license": ["Salesforce Platform"]}, "WRONG_LICENSE", ["profile 'Sales Manager' has 'Salesforce'"]),
        (
            {"license": ["Salesforce"], "profile": [API_ONLY]},
            "WRONG_LICENSE",
            [f"profile '{API_ONLY}' has", "Sales Manager"],
        ),
        ({"license": ["Telepathy"]}, "WRONG_LICENSE", ["no profile of the org has it: change license"]),
    ],
)
def test_refused_before_anything_is_written(
    options: dict[str, t.Any], code: str, parts: list[str], production: Org, new_run: Runs
) -> None:
    production.mark()
    results = [new_run(check=check).task("sf_user", name=SAM, **options) for check in (True, False)]
    for result in results:
        refused(result, code, *parts)
    assert results[0]["msg"] == results[1]["msg"]
    assert not production.diff()
    assert not production.writes()


def test_findings_come_at_once(run: Run) -> None:
    result = run.task("sf_user", name=SAM, feature_licenses=["x"], currency="EUR", fields={"Fone": 1, "Id": "1"})
    assert result["msg"].startswith("4 problems: ")
    assert result["error"]["fields"] == ["feature_licenses", "currency", "fields"]


def test_a_role_by_a_name_that_several_have_is_refused(run: Run, production: Org) -> None:
    production.put("UserRole", Name="CEO", DeveloperName="CEO_of_another")
    refused(run.task("sf_user", name=SAM, role="Sales Operation"), "NOT_FOUND")
    assert run.task("sf_user", name=SAM, role="CEO_of_another")["record"]["role"] == "CEO_of_another"
    # A developer name wins over names.
    assert run.task("sf_user", name=SAM, role="CEO")["record"]["role"] == "CEO"
    production.put("UserRole", Name="Sales Operations", DeveloperName="Second")
    production.put("UserRole", Name="Sales Operations", DeveloperName="Third")
    refused(run.task("sf_user", name=SAM, role="sales operations"), "AMBIGUOUS", "Sales_Operations, Second, Third")


def test_a_seat_of_the_wrong_licence_is_never_taken(run: Run, production: Org) -> None:
    task = {**USER, "profile": [API_ONLY, "Standard User"], "license": ["Salesforce"]}
    assert run.task("sf_user", **task)["record"]["license"] == "Salesforce"
    production.put(
        "User", production.row("User", Username=ROBOT)["Id"], ProfileId=production.row("Profile", Name=API_ONLY)["Id"]
    )
    moved = run.task("sf_user", **task)
    assert verbs(moved) == [("update", "user", "profile"), ("update", "user", "license")]
    assert moved["record"]["license"] == "Salesforce"
    refused(
        run.task("sf_user", name=ROBOT, license=["Salesforce Integration"]),
        "WRONG_LICENSE",
        "'Standard User' has 'Salesforce'",
    )


def test_currency(new_run: Runs, acquired: Org) -> None:
    dana = "dana.data@lantern.example"
    run = new_run(org=acquired)
    assert verbs(run.task("sf_user", name=dana, currency="eur")) == [("update", "user", "currency")]
    assert acquired.row("User", Username=dana)["DefaultCurrencyIsoCode"] == "EUR"
    assert run.task("sf_user", name=dana, currency="EUR")["changed"] is False
    refused(run.task("sf_user", name=dana, currency="QQQ"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "it has")


def test_seats_of_features_are_counted_before(production: Org, new_run: Runs, world: t.Any) -> None:
    world.orgs[0].feature_licences = {"MarketingUser": 1}
    other = {**USER, "name": "second@umbra.example", "nickname": "second"}
    check = new_run(check=True)
    assert not check.task("sf_user", **USER, feature_licenses=["marketing_user"]).get("failed")
    refused(
        check.task("sf_user", **other, feature_licenses=["marketing_user"]),
        "LICENSE_LIMIT_EXCEEDED",
        f"no free seat (1 of 1 used by {ROBOT}",
    )
    run = new_run()
    assert not run.task("sf_user", **USER, feature_licenses=["marketing_user"]).get("failed")
    refused(run.task("sf_user", **other, feature_licenses=["marketing_user"]), "LICENSE_LIMIT_EXCEEDED", "used by")
    assert not production.rows("User", Username=other["name"])
    assert run.task("sf_user", name=ROBOT, feature_licenses=["marketing_user"])["changed"] is False


@pytest.mark.parametrize("how", ["on_create", "always"])
def test_a_password_is_set_and_shown_nowhere(how: str, production: Org, new_run: Runs, world: t.Any) -> None:
    params = {**USER, "new_password": PASSWORD, "update_password": how}
    checked = new_run(check=True).task("sf_user", **params)
    assert not production.writes()
    run = new_run()
    applied = run.task("sf_user", **params)
    assert verbs(applied) == verbs(checked) == [("create", "user", ROBOT), ("set", "password", ROBOT)]
    user = production.row("User", Username=ROBOT)["Id"]
    assert world.orgs[0].passwords[user] == PASSWORD
    production.forget()
    again = run.task("sf_user", **{**params, "new_password": "another-planted-Passw0rd"})
    assert again["changed"] is (how == "always")
    assert bool(production.writes()) is (how == "always")
    assert (world.orgs[0].passwords[user] == PASSWORD) is (how == "on_create")
    assert "planted" not in json.dumps([checked, applied, again])


def test_a_password_that_is_refused_says_how_to_go_on(run: Run, production: Org) -> None:
    result = run.task("sf_user", **USER, new_password="short")
    assert (result["error"]["code"], result["changed"]) == ("INVALID_NEW_PASSWORD", True)
    assert "update_password: always" in result["msg"]
    assert [one["verb"] for one in result["changes"]] == ["create"]
    assert production.row("User", Username=ROBOT)["IsActive"] is True
    mended = run.task("sf_user", **USER, new_password=PASSWORD, update_password="always")
    assert verbs(mended) == [("set", "password", ROBOT)]


def test_what_stops_with_a_user_is_told_before(new_run: Runs, production: Org) -> None:
    for check in (True, False):
        result = new_run(check=check).task("sf_user", name=SAM, state="absent")
        assert verbs(result) == [("deactivate", "user", SAM)]
        (jobs,) = [one for one in result["warnings"] if "Scheduled jobs" in one]
        assert "Nightly lead routing" in jobs
    assert new_run().task("sf_user", name=SAM, state="absent")["warnings"] == []


@pytest.mark.parametrize(
    ("reason", "cure"),
    [
        ("case_owner", "Support Settings"),
        ("workflow_user", "Process Automation Settings"),
        ("lead_creator", "Web-to-Lead"),
    ],
)
def test_what_keeps_a_user_active_is_told_with_the_place_to_change_it(
    reason: str, cure: str, run: Run, production: Org, world: t.Any
) -> None:
    world.orgs[0].holds[SAM] = [reason]
    try:
        result = run.task("sf_user", name=SAM, state="absent")
    finally:
        del world.orgs[0].holds[SAM]
    assert result["failed"]
    assert cure in result["msg"]
    assert "freeze the user until then" in result["msg"]
    assert production.row("User", Username=SAM)["IsActive"] is True


def test_privileged_users_are_told_of_unless_they_are_api_only(run: Run, production: Org) -> None:
    (told,) = run.task("sf_user", name="admin@umbra.example")["warnings"]
    assert "profile System Administrator: Modify All Data, View All Data, Customize Application, Author Apex" in told
    assert "security key" in told
    assert run.task("sf_user", name="automation@umbra.example")["warnings"] == []
    assert run.task("sf_user", **USER)["warnings"] == []
    (created,) = run.task("sf_user", **{**USER, "name": "boss@umbra.example", "profile": ["System Administrator"]})[
        "warnings"
    ]
    assert "profile System Administrator" in created
    run.task("sf_permission_set", name="Wide", system_permissions=["ViewAllData"])
    run.task("sf_permset_assignment", users=[ROBOT], permission_sets=["Wide"])
    (told,) = run.task("sf_user", **USER)["warnings"]
    assert "(permission set Wide: View All Data)" in told


def test_a_deprecated_profile_is_told_of(new_run: Runs, acquired: Org) -> None:
    params = {**USER, "name": "robot@lantern.example", "profile": ["Salesforce API Only System Integrations"]}
    (told,) = new_run(org=acquired).task("sf_user", **params)["warnings"]
    assert "deprecated" in told
    assert API_ONLY in told


def test_info_tells_it_in_the_same_words(run: Run, production: Org, tmp_path: pathlib.Path) -> None:
    applied = run.task("sf_user", **USER, **EXTRAS)["record"]
    (found,) = run.task("sf_user_info", names=[ROBOT], fields=["phone", "ReceivesInfoEmails"])["users"]
    for option in ("role", "feature_licenses", "profile", "license", "title"):
        assert found[option] == applied[option]
    assert found["fields"] == {"Phone": "+49 30 1", "ReceivesInfoEmails": False}
    assert found["last_login"] is None
    refused_ = run.task("sf_user_info", fields=["Fone"])
    assert (refused_["error"]["code"], refused_["failed"]) == ("UNKNOWN_FIELD", True)
    production.forget()
    run.task("sf_user_info", names=[ROBOT])
    assert len(production.requests()) == 2
