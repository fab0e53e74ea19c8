# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission set groups and who has them, in an emulated org."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

if t.TYPE_CHECKING:
    from emulated_org.start import World

SAM = "sam.seller@umbra.example"
ROBOT = "robot@umbra.example"
PSL = "SalesforceAPIIntegrationPsl"
STEWARD = {
    "name": "Steward",
    "object_permissions": [{"object": "Account", "permissions": ["create", "edit", "delete"]}],
}
TEAM: dict[str, t.Any] = {
    "name": "Team",
    "permission_sets": ["Steward", "Sales_Reporting"],
    "muted": {"object_permissions": [{"object": "Account", "permissions": ["delete"]}]},
}


def made(run: Run, **options: t.Any) -> Result:
    assert not run.task("sf_permission_set", **STEWARD).get("failed")
    result = run.task("sf_permset_group", **{**TEAM, **options})
    assert not result.get("failed"), result["msg"]
    return result


def assigned(run: Run, *users: str, **options: t.Any) -> Result:
    return run.task("sf_permset_assignment", users=list(users), **options)


def groups_of(org: Org, user: str) -> list[str]:
    """The groups a user has, as the store says."""
    user_id = org.row("User", Username=user)["Id"]
    rows = org.rows("PermissionSetAssignment", AssigneeId=user_id)
    ids = {row["PermissionSetGroupId"] for row in rows if row.get("PermissionSetGroupId")}
    return sorted(row["DeveloperName"] for row in org.rows("PermissionSetGroup") if row["Id"] in ids)


def total(org: Org, name: str = "Team") -> dict[str, t.Any]:
    """What the group sums up to on accounts."""
    parent = org.row("PermissionSet", Name=name)
    assert parent["Type"] == "Group"
    rows = org.rows("ObjectPermissions", ParentId=parent["Id"], SobjectType="Account")
    return {key[11:]: value for key, value in rows[0].items() if key.startswith("Permissions")} if rows else {}


def test_from_nothing_the_preview_equals_the_run(production: Org, new_run: Runs) -> None:
    tasks = [
        ("sf_permission_set", STEWARD),
        ("sf_permset_group", {**TEAM, "name": "Outer", "label": "Outer team"}),
        ("sf_permset_assignment", {"users": [SAM], "permission_set_groups": ["Outer team"], "expires": "2031-01-31"}),
        (
            "sf_permset_group",
            {"name": "Outer", "permission_sets": {"set": ["Steward"]}, "muted": {"object_permissions": {"set": []}}},
        ),
    ]
    production.mark()
    preview = new_run(check=True)
    previewed = [preview.task(name, **options) for name, options in tasks]
    foreseen = [preview.task(one) for one in ("sf_permset_group_info", "sf_permset_assignment_info", "sf_user_info")]
    assert "preview:" not in str([*previewed, *foreseen])
    assert not production.diff()
    assert not production.writes()
    run = new_run()
    applied = [run.task(name, **options) for name, options in tasks]
    for before, after in zip(previewed, applied):
        assert not after.get("failed"), after["msg"]
        assert (before["changes"], before["record"]) == (after["changes"], after["record"])
        assert before["unmanaged"] == after["unmanaged"]
    assert groups_of(production, SAM) == ["Outer"]
    assert total(production, "Outer")["Delete"] is True
    (group,) = [one for one in foreseen[0]["groups"] if one["name"] == "Outer"]
    (told,) = run.task("sf_permset_group_info", names=["outer"])["groups"]
    assert {**group, "id": told["id"]} == told
    again = new_run()
    for name, options in tasks[:1] + tasks[2:]:
        assert again.task(name, **options)["changed"] is False


def test_what_is_muted_is_not_granted(production: Org, run: Run) -> None:
    done = made(run)
    assert (total(production)["Edit"], total(production)["Delete"]) == (True, False)
    implied = [one for one in done["changes"] if one.get("implied_by")]
    assert [(one["key"], one["after"], one["implied_by"]) for one in implied] == [
        ("Account", ["modify_all"], "Account delete")
    ]
    assert {one["verb"] for one in implied} == {"mute"}
    # Enough to read everything once, in two requests, and to write in one.
    assert (done["requests"]["reads"], done["requests"]["writes"]) == (3, 1)
    ended = run.task("sf_permset_group", name="Team", muted={"object_permissions": {"set": []}})
    assert [(one["verb"], one["kind"], one["key"]) for one in ended["changes"]] == [
        ("unmute", "muted_object_permission", "Account")
    ]
    assert total(production)["Delete"] is True
    assert len(production.rows("MutingPermissionSet", DeveloperName="Team_Muted")) == 1


def test_fields_are_muted_by_degrees(production: Org, run: Run) -> None:
    fields = {"object": "account", "read": ["Industry", "Phone"]}
    made(run, muted={"field_permissions": [fields]})
    parent = production.row("MutingPermissionSet", DeveloperName="Team_Muted")["Id"]

    def muted() -> dict[str, tuple[bool, bool]]:
        rows = production.rows("FieldPermissions", ParentId=parent)
        return {row["Field"][8:]: (row["PermissionsRead"], row["PermissionsEdit"]) for row in rows}

    assert muted() == {"Industry": (True, True), "Phone": (True, True)}
    again = run.task(
        "sf_permset_group", name="Team", muted={"field_permissions": [{"object": "Account", "edit": ["Phone"]}]}
    )
    assert again["changed"] is False
    assert [one["key"] for one in again["unmanaged"] if one["kind"] == "muted_field_permission"] == ["Account.Industry"]
    readable = {"remove": [{"object": "Account", "read": ["Phone"], "edit": ["Industry"]}]}
    eased = run.task("sf_permset_group", name="Team", muted={"field_permissions": readable})
    assert [(one["verb"], one["key"], one["after"]) for one in eased["changes"]] == [
        ("unmute", "Account.Industry", None),
        ("unmute", "Account.Phone", "edit"),
    ]
    assert muted() == {"Phone": (False, True)}
    assert run.task("sf_permset_group", name="Team", muted={"field_permissions": readable})["changed"] is False


def test_what_others_put_in_is_told_and_stays(production: Org, run: Run) -> None:
    made(run)
    result = run.task("sf_permset_group", name="Team", permission_sets=["Steward"], muted={"system_permissions": []})
    assert result["changed"] is False
    assert result["unmanaged"] == [
        {"kind": "permission_set", "key": "Sales_Reporting", "value": True},
        {"kind": "muted_object_permission", "key": "Account", "value": ["delete", "modify_all"]},
    ]
    exact = run.task("sf_permset_group", name="Team", label="A team", permission_sets={"set": ["Steward"]})
    assert [(one["verb"], one["key"]) for one in exact["changes"]] == [
        ("update", "label"),
        ("remove", "Sales_Reporting"),
    ]
    assert production.row("PermissionSetGroup", DeveloperName="Team")["MasterLabel"] == "A team"


@pytest.mark.parametrize(
    ("options", "code", "field", "said"),
    [
        ({"permission_sets": ["Stewart"]}, "NOT_FOUND", "permission_sets", "no permission set 'Stewart'"),
        ({"muted": {"system_permissions": ["Fly"]}}, "UNKNOWN_PERMISSION", "system_permissions", "'Fly'"),
        (
            {"muted": {"object_permissions": [{"object": "Acount", "permissions": ["read"]}]}},
            "UNKNOWN_OBJECT",
            "object_permissions",
            "'Acount'",
        ),
        (
            {"muted": {"field_permissions": [{"object": "Account", "read": ["Nothing"]}]}},
            "UNKNOWN_FIELD",
            "field_permissions",
            "no field 'Nothing'",
        ),
        ({"name": "Sales_Reporting"}, "DUPLICATE_DEVELOPER_NAME", "name", "a permission set has this API name"),
        ({"name": "No name"}, "BAD_OPTION", "name", "permission set group"),
        ({"label": "x" * 81}, "STRING_TOO_LONG", "label", "longer than 80"),
        (
            {"permission_sets": {"add": ["Steward"], "remove": ["Steward"]}},
            "BAD_OPTION",
            "permission_sets",
            "adds and removes",
        ),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(
    production: Org, new_run: Runs, options: dict[str, t.Any], code: str, field: str, said: str
) -> None:
    new_run().task("sf_permission_set", **STEWARD)
    production.mark()
    production.forget()
    told = [new_run(check=check).task("sf_permset_group", **{**TEAM, **options}) for check in (True, False)]
    assert told[0]["msg"] == told[1]["msg"]
    assert (told[1]["error"]["code"], told[1]["error"]["fields"]) == (code, [field])
    assert said in told[1]["msg"]
    assert not production.writes()
    assert not production.diff()


def test_a_group_that_somebody_has_is_not_deleted(production: Org, new_run: Runs) -> None:
    made(new_run())
    assigned(new_run(), SAM, permission_set_groups=["Team"])
    production.forget()
    for check in (True, False):
        refused = new_run(check=check).task("sf_permset_group", name="Team", state="absent")
        assert f"it is assigned to {SAM}; unassign it first" in refused["msg"]
    assert not production.writes()
    gone = assigned(new_run(), SAM, permission_set_groups=["Team"], state="absent")
    assert [(one["verb"], one["kind"], one["key"]) for one in gone["changes"]] == [
        ("unassign", "permission_set_group", f"{SAM}: Team")
    ]
    assert new_run().task("sf_permset_group", name="Team", state="absent")["changed"] is True


def test_each_list_minds_its_own(production: Org, run: Run) -> None:
    made(run)
    both = assigned(run, SAM, permission_sets=["Steward"], permission_set_groups=["Team"])
    assert both["record"] == {SAM: ["Sales_Reporting", "Steward", "Team"]}
    assert [one["key"] for one in both["unmanaged"]] == [f"{SAM}: Sales_Reporting"]
    assert assigned(run, SAM, permission_sets={"set": ["Steward", "Sales_Reporting"]})["changed"] is False
    assert assigned(run, SAM, permission_set_groups={"set": ["Team"]})["changed"] is False
    none = assigned(run, SAM, permission_set_groups={"set": []})
    assert [one["verb"] for one in none["changes"]] == ["unassign"]
    assert groups_of(production, SAM) == []
    assert run.task("sf_user_info", names=[SAM])["users"][0]["permission_sets"] == ["Sales_Reporting", "Steward"]


def test_assignments_are_told_by_what_is_assigned(run: Run) -> None:
    made(run)
    assigned(run, SAM, permission_set_groups=["Team"], expires="2031-01-31")
    group = {
        "user": SAM,
        "permission_set": None,
        "permission_set_group": "Team",
        "label": "Team",
        "expires": "2031-01-31T00:00:00.000+0000",
    }

    def told(**options: t.Any) -> list[dict[str, t.Any]]:
        found = run.task("sf_permset_assignment_info", **options)["assignments"]
        return [
            {key: value for key, value in one.items() if key not in ("id", "declaration", "not_exported")}
            for one in found
        ]

    assert told(permission_set_groups=["team"]) == [group]
    (direct,) = told(permission_sets=["Sales_Reporting"], users=[SAM])
    assert (direct["permission_set"], direct["permission_set_group"]) == ("Sales_Reporting", None)
    assert told(users=[SAM]) == told(users=[SAM], permission_sets=["Sales_Reporting"], permission_set_groups=["Team"])
    assert told(users=[SAM]) == [group, direct]
    assert told(permission_sets=["Team"]) == []
    assert run.task("sf_user_info", names=[SAM])["users"][0]["permission_set_groups"] == ["Team"]
    assert run.task("sf_permset_group_info", names=["Team"])["groups"][0]["users"] == [SAM]


def test_licences_are_asked_of_what_is_in_the_group(production: Org, new_run: Runs) -> None:
    run = new_run()
    api_only = "Minimum Access - API Only Integrations"
    run.task("sf_user", name=ROBOT, last_name="Robot", email="robot@umbra.example", profile=[api_only])
    run.task("sf_permission_set", name="Licensed", license=PSL)
    made(run, permission_sets=["Licensed"])
    run.task("sf_permset_group", name="Granting", permission_sets=["Steward"])
    production.forget()
    for check in (True, False):
        refused = assigned(new_run(check=check), ROBOT, permission_set_groups=["Team", "Granting"])
        assert refused["error"]["code"] == "PERMISSION_SET_LICENSE_MISSING"
        assert f"Cannot assign Team with Licensed in it to {ROBOT}" in refused["msg"]
        assert "Granting with Steward in it" in refused["msg"]
        assert "(Account) only with" in refused["msg"]
    assert not production.writes()
    run.task("sf_permset_license_assignment", users=[ROBOT], licenses=[PSL])
    assert assigned(run, ROBOT, permission_set_groups=["Team", "Granting"])["changed"] is True
    assert groups_of(production, ROBOT) == ["Granting", "Team"]


def test_what_comes_into_a_group_must_fit_its_users(production: Org, new_run: Runs) -> None:
    run = new_run()
    api_only = "Minimum Access - API Only Integrations"
    run.task("sf_user", name=ROBOT, last_name="Robot", email="robot@umbra.example", profile=[api_only])
    run.task("sf_permission_set", **STEWARD)
    run.task("sf_permission_set", name="Empty")
    run.task("sf_permission_set", name="Licensed", license=PSL)
    run.task("sf_permset_group", name="Team", permission_sets=["Empty"])
    assert assigned(run, ROBOT, permission_set_groups=["Team"])["changed"] is True
    production.forget()
    for check in (True, False):
        refused = new_run(check=check).task("sf_permset_group", name="Team", permission_sets=["Steward", "Licensed"])
        assert refused["error"]["code"] == "PERMISSION_SET_LICENSE_MISSING"
        assert f"Cannot assign Team with Licensed in it to {ROBOT}" in refused["msg"]
        assert f"Cannot assign Team with Steward in it to {ROBOT}" in refused["msg"]
    assert not production.writes()
    run.task("sf_permset_license_assignment", users=[ROBOT], licenses=[PSL])
    shown = new_run(check=True).task("sf_permset_group", name="Team", permission_sets=["Steward", "Licensed"])
    done = run.task("sf_permset_group", name="Team", permission_sets=["Steward", "Licensed"])
    assert [one["key"] for one in done["changes"]] == ["Licensed", "Steward"]
    assert done["changes"] == shown["changes"]


@pytest.fixture
def slow(world: World) -> t.Iterator[t.Callable[[float], None]]:
    """Let the org take its time to work groups out."""
    settings = world.orgs[0].settings
    before = settings.group_recalculation_seconds

    def take(seconds: float) -> None:
        settings.group_recalculation_seconds = seconds

    yield take
    settings.group_recalculation_seconds = before
    world.orgs[0].outdated.clear()


def test_a_group_is_assigned_when_salesforce_has_worked_it_out(
    production: Org, new_run: Runs, slow: t.Callable[[float], None]
) -> None:
    slow(1.0)
    made(new_run())
    assert new_run(check=True).task("sf_permset_group_info", names=["Team"])["groups"][0]["status"] == "Outdated"
    shown = assigned(new_run(check=True), SAM, permission_set_groups=["Team"])
    done = assigned(new_run(), SAM, permission_set_groups=["Team"])
    assert not done.get("failed"), done["msg"]
    assert done["changes"] == shown["changes"]
    assert done["requests"]["writes"] == 1
    assert groups_of(production, SAM) == ["Team"]


def test_waiting_ends(production: Org, new_run: Runs, slow: t.Callable[[float], None]) -> None:
    slow(900.0)
    made(new_run())
    production.forget()
    late = assigned(new_run(), SAM, permission_set_groups=["Team"], permission_sets=["Steward"], wait_timeout=0)
    assert (late["error"]["code"], late["changed"]) == ("WAIT_TIMEOUT", False)
    assert "Status of permission set group Team is Outdated, not Updated, after 0 seconds" in late["msg"]
    assert not production.writes()
    group = production.row("PermissionSetGroup", DeveloperName="Team")["Id"]
    production.put("PermissionSetGroup", group, Status="Failed")
    for check in (True, False):
        failed = assigned(new_run(check=check), SAM, permission_set_groups=["Team"])
        assert failed["error"]["code"] == "GROUP_FAILED"
    assert groups_of(production, SAM) == []


def test_a_group_takes_no_requests_from_who_uses_none(production: Org, run: Run) -> None:
    run.task("sf_permission_set", **STEWARD)
    production.forget()
    done = assigned(run, SAM, permission_sets=["Steward"])
    assert (done["requests"]["reads"], done["requests"]["writes"]) == (1, 1)
