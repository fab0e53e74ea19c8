# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""sf_access_check tells what a user may do, where it comes from and what it lacks, and writes nothing."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs

if t.TYPE_CHECKING:
    from emulated_org.start import World
    from emulated_org.testing import Client

SAM = "sam.seller@umbra.example"
ADMIN = "admin@umbra.example"
SECRET = "a-secret-long-enough-to-be-told-apart"
NEEDS = {
    "license": ["Salesforce"],
    "system_permissions": ["API Enabled", "ViewSetup"],
    "object_permissions": [
        {"object": "opportunity", "permissions": ["read", "view_all", "modify_all"]},
        {"object": "Lead", "permissions": ["read"]},
    ],
    "field_permissions": [
        {"object": "Opportunity", "read": ["Amount", "NextStep"]},
        {"object": "Account", "edit": ["Industry"]},
    ],
    "feature_licenses": ["Marketing User"],
    "permission_sets": ["Sales Reporting", "Other"],
    "permission_set_licenses": ["Sales Console User"],
}


@pytest.fixture
def salesforce(world: World) -> Client:
    """Another client of the same org."""
    from emulated_org.testing import Client

    return Client(world, 0)


def test_everything_with_its_sources(run: Run, production: Org) -> None:
    production.mark()
    found = run.task("sf_access_check", user=SAM.upper())
    assert found["user"] == {
        "id": production.row("User", Username=SAM)["Id"],
        "name": SAM,
        "active": True,
        "frozen": False,
        "profile": "Sales Manager",
        "license": "Salesforce",
        "feature_licenses": [],
        "permission_set_licenses": [],
    }
    assert found["assigned"] == [{"kind": "permission_set", "name": "Sales_Reporting", "counts": True, "reason": None}]
    both = ["profile Sales Manager", "permission set Sales_Reporting"]
    assert found["system_permissions"] == {"ApiEnabled": both[:1], "ExportReport": both[1:], "RunReports": both}
    opportunity = found["objects"]["Opportunity"]
    assert opportunity["permissions"] == ["read", "create", "edit", "delete", "view_all"]
    assert (opportunity["sources"]["read"], opportunity["sources"]["view_all"]) == (both, both[1:])
    assert (opportunity["fields"]["readable"], opportunity["fields"]["editable"]) == (1, 0)
    assert (found["changed"], found["satisfied"], found["missing"], found["extra"]) == (False, True, [], [])
    assert found["requests"]["reads"] <= 3
    assert not production.diff()
    assert not production.writes()


def test_what_is_missing_and_what_goes_beyond(run: Run) -> None:
    found = run.task("sf_access_check", user=SAM, needs=NEEDS)
    missing = {(one["kind"], one["key"]): one["value"] for one in found["missing"]}
    assert missing == {
        ("system_permission", "ViewSetup"): True,
        ("object_permission", "Opportunity"): ["modify_all"],
        ("object_permission", "Lead"): ["read"],
        ("field_permission", "Opportunity"): {"read": ["NextStep"]},
        ("field_permission", "Account"): {"edit": ["Industry"]},
        ("feature_license", "marketing_user"): True,
        ("permission_set", "Other"): True,
        ("permission_set_license", "SalesConsoleUser"): True,
    }
    assert all(one["cure"] for one in found["missing"])
    extra = {(one["kind"], one["key"]): (one["value"], one["privileged"]) for one in found["extra"]}
    assert extra[("system_permission", "ExportReport")] == (True, False)
    assert extra[("object_permission", "Contact")] == (["read", "create", "edit", "delete"], False)
    # Deleting and editing are part of Modify All, which is needed.
    assert extra[("object_permission", "Opportunity")] == (["create"], False)
    assert found["fields"]["Opportunity.Amount"] == {
        "access": "read",
        "sources": ["permission set Sales_Reporting"],
    }
    assert found["fields"]["Account.Industry"] == {"access": None, "sources": []}
    assert found["satisfied"] is False


def test_a_requirement_fails_with_everything_that_is_missing(run: Run, new_run: Runs) -> None:
    for one in (run, new_run(check=True)):
        found = one.task("sf_access_check", user=SAM, needs=NEEDS, require=True)
        assert (found["failed"], found["error"]["code"]) == (True, "ACCESS_MISSING")
        for words in ("ViewSetup", "Lead (read)", "marketing_user", "sf_user", "sf_permset_license_assignment"):
            assert words in found["msg"]
    satisfied = {"system_permissions": ["ApiEnabled"], "license": ["Salesforce Integration", "Salesforce"]}
    found = run.task("sf_access_check", user=SAM, needs=satisfied, require=True)
    assert (found.get("msg"), found["satisfied"]) == (None, True)


def test_modify_all_data_opens_objects_and_not_fields(run: Run, production: Org) -> None:
    run.task("sf_permission_set", name="Might", system_permissions=["ModifyAllData"])
    run.task("sf_permset_assignment", users=[SAM], permission_sets=["Might"])
    found = run.task("sf_access_check", user=SAM, objects=["Case"])
    case = found["objects"]["Case"]
    assert case["permissions"] == ["read", "create", "edit", "delete", "view_all", "modify_all"]
    assert case["sources"]["delete"] == ["permission set Might (Modify All Data)"]
    assert (case["fields"]["readable"], case["fields"]["total"] > 0) == (0, True)
    assert set(found["objects"]) == {"Case"}
    assert "phishing-resistant" in found["warnings"][0]
    needs = {"system_permissions": ["ApiEnabled"]}
    extra = run.task("sf_access_check", user=SAM, needs=needs)["extra"]
    privileged = {one["key"] for one in extra if one["privileged"] and one["kind"] == "system_permission"}
    assert {"ModifyAllData", "ViewAllData"} <= privileged
    assert "ExportReport" not in privileged


def test_view_all_fields_shows_them_all(run: Run) -> None:
    grants = [{"object": "Case", "permissions": ["view_all_fields"]}]
    run.task("sf_permission_set", name="Look", object_permissions=grants)
    run.task("sf_permset_assignment", users=[SAM], permission_sets=["Look"])
    fields = run.task("sf_access_check", user=SAM, objects=["Case"])["objects"]["Case"]["fields"]
    assert fields["all_readable"] is True
    assert fields["readable"] == fields["total"] > 10
    assert fields["editable"] == 0
    needs = {"field_permissions": [{"object": "Case", "all_readable": True}]}
    assert run.task("sf_access_check", user=SAM, needs=needs)["missing"] == []


def test_fields_reach_no_further_than_their_object(run: Run) -> None:
    """FieldPermissions without ObjectPermissions open nothing."""
    rows = [{"object": "Case", "read": ["Priority"]}]
    run.task("sf_permission_set", name="Blind", field_permissions=rows)
    run.task("sf_permset_assignment", users=[SAM], permission_sets=["Blind"])
    found = run.task("sf_access_check", user=SAM, needs={"field_permissions": rows})
    assert found["missing"][0]["value"] == {"read": ["Priority"]}
    run.task("sf_permission_set", name="Blind", object_permissions=[{"object": "Case", "permissions": ["read"]}])
    found = run.task("sf_access_check", user=SAM, needs={"field_permissions": rows})
    assert found["missing"] == []
    assert found["fields"]["Case.Priority"] == {"access": "read", "sources": ["permission set Blind"]}


def test_what_has_expired_does_not_count(run: Run, production: Org) -> None:
    row = production.row(
        "PermissionSetAssignment",
        AssigneeId=production.row("User", Username=SAM)["Id"],
        IsActive=True,
        PermissionSetId=production.row("PermissionSet", Name="Sales_Reporting")["Id"],
    )
    production.put("PermissionSetAssignment", row["Id"], IsActive=False, ExpirationDate="2026-01-01T00:00:00.000+0000")
    found = run.task("sf_access_check", user=SAM, needs={"permission_sets": ["Sales_Reporting"]})
    assert found["assigned"][0]["counts"] is False
    assert "expired" in found["assigned"][0]["reason"]
    assert "ExportReport" not in found["system_permissions"]
    assert [one["key"] for one in found["missing"]] == ["Sales_Reporting"]


def test_a_group_counts_as_what_it_sums_up_to(run: Run, salesforce: Client) -> None:
    made = salesforce.permission_set("Cases", PermissionsViewRoles=True)
    salesforce.make("ObjectPermissions", ParentId=made, SobjectType="Case", PermissionsRead=True, PermissionsEdit=True)
    group = salesforce.make("PermissionSetGroup", DeveloperName="Support", MasterLabel="Support")
    salesforce.make("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=made)
    muting = salesforce.make("MutingPermissionSet", DeveloperName="Quiet", MasterLabel="Quiet")
    salesforce.make("PermissionSetGroupComponent", PermissionSetGroupId=group, PermissionSetId=muting)
    salesforce.make("ObjectPermissions", ParentId=muting, SobjectType="Case", PermissionsEdit=True)
    salesforce.query("SELECT Id FROM PermissionSetGroup")
    user = salesforce.one("User", Username=SAM)
    salesforce.make("PermissionSetAssignment", AssigneeId=user, PermissionSetGroupId=group)
    found = run.task("sf_access_check", user=SAM, needs={"permission_set_groups": ["support"]})
    assert found["missing"] == []
    assert {"kind": "permission_set_group", "name": "Support", "counts": True, "reason": None} in found["assigned"]
    assert found["system_permissions"]["ViewRoles"] == ["permission set group Support"]
    assert found["objects"]["Case"]["sources"] == {"read": ["permission set group Support"]}


def test_who_is_inactive_or_frozen_lacks_something(run: Run) -> None:
    run.task("sf_user", name=SAM, frozen=True)
    found = run.task("sf_access_check", user=SAM)
    assert [(one["kind"], one["value"]) for one in found["missing"]] == [("user", "frozen")]
    found = run.task("sf_access_check", user="otto.former@umbra.example", require=True)
    assert "otto.former@umbra.example (inactive)" in found["msg"]


def test_names_the_org_does_not_have_are_refused(run: Run) -> None:
    for params, code in (
        ({"user": "nobody@umbra.example"}, "UNKNOWN_USER"),
        ({"objects": ["Acount"]}, "UNKNOWN_OBJECT"),
        ({"objects": ["my object"]}, "BAD_OPTION"),
        ({"needs": {"system_permissions": ["Api Enabledd"]}}, "UNKNOWN_PERMISSION"),
        ({"needs": {"object_permissions": [{"object": "Task", "permissions": ["read"]}]}}, "UNKNOWN_OBJECT"),
        ({"needs": {"field_permissions": [{"object": "Account", "read": ["Industri"]}]}}, "UNKNOWN_FIELD"),
        ({"needs": {"feature_licenses": ["marketing_usr"]}}, "NOT_FOUND"),
        ({"needs": {"permission_set_licenses": ["Nothing"]}}, "NOT_FOUND"),
        ({"needs": {"system_permissions": {"remove": ["ApiEnabled"]}}}, "BAD_OPTION"),
    ):
        found = run.task("sf_access_check", **{"user": SAM, **params})
        assert found.get("error", {}).get("code") == code, (params, found)
        assert found["requests"]["writes"] == 0 if "requests" in found else True


def test_a_rehearsal_sees_what_would_be_made(production: Org, new_run: Runs) -> None:
    from .test_from_scratch import OBJECTS, ROBOT, carry_out

    needs = {
        "license": ["Salesforce Integration"],
        "system_permissions": ["ApiEnabled", "View All Users"],
        "object_permissions": [{"object": one, "permissions": ["create", "modify_all"]} for one in OBJECTS],
        "field_permissions": [{"object": one, "all_editable": True, "all_readable": True} for one in OBJECTS],
        "permission_sets": ["Conversion"],
        "permission_set_licenses": ["Salesforce API Integration"],
    }
    sign_in = {"password": SECRET}
    rehearsal = new_run(check=True)
    carry_out(rehearsal)
    before = rehearsal.task("sf_access_check", user=ROBOT, needs=needs, sign_in=sign_in, require=True)
    assert not production.writes()
    applied = new_run()
    carry_out(applied)
    after = applied.task("sf_access_check", user=ROBOT, needs=needs, require=True)
    assert (before.get("msg"), after.get("msg")) == (None, None)
    assert (before["user"].pop("id"), bool(after["user"].pop("id"))) == (None, True)
    assert before["sign_in"] == {"ok": None, "user": None, "error": None}
    for part in ("user", "assigned", "system_permissions", "objects", "fields", "missing", "extra", "satisfied"):
        assert before[part] == after[part], part


def test_a_rehearsal_sees_groups_and_what_is_changed_in_them(new_run: Runs) -> None:
    reads = [{"object": "Case", "permissions": ["read", "edit"]}]
    steps: list[tuple[str, dict[str, t.Any]]] = [
        ("sf_permission_set", {"name": "Cases", "object_permissions": reads, "system_permissions": ["ViewRoles"]}),
        (
            "sf_permset_group",
            {
                "name": "Support",
                "permission_sets": ["Cases"],
                "muted": {
                    "object_permissions": [{"object": "Case", "permissions": ["edit"]}],
                    "field_permissions": [{"object": "Case", "edit": ["Priority"], "read": ["Reason"]}],
                },
            },
        ),
        ("sf_permset_assignment", {"users": [SAM], "permission_set_groups": ["Support"]}),
        # The group is there by now, and one of its sets changes.
        (
            "sf_permission_set",
            {"name": "Cases", "field_permissions": [{"object": "Case", "edit": ["Priority", "Reason", "Origin"]}]},
        ),
    ]
    needs = {"field_permissions": [{"object": "Case", "edit": ["Origin"], "read": ["Priority", "Reason"]}]}
    found = []
    for check in (True, False):
        one = new_run(check=check)
        for module, params in steps:
            result = one.task(module, **params)
            assert not result.get("failed"), result["msg"]
        found.append(one.task("sf_access_check", user=SAM, needs=needs))
    before, after = found
    assert before["objects"]["Case"]["permissions"] == ["read"]
    # Nothing can be edited where the object cannot.
    assert {row: one["access"] for row, one in before["fields"].items()} == {
        "Case.Origin": "read",
        "Case.Priority": "read",
        "Case.Reason": None,
    }
    for part in ("assigned", "system_permissions", "objects", "fields", "missing", "extra"):
        assert before[part] == after[part], part


def test_a_rehearsal_sees_a_profile_that_is_copied_and_then_changed(new_run: Runs) -> None:
    user = "robot@umbra.example"
    copied = {
        "clone_from": "Sales Manager",
        "license": "Salesforce",
        "object_permissions": [{"object": "Case", "permissions": ["read", "edit"]}],
        "field_permissions": [{"object": "Case", "edit": ["Priority"]}],
    }
    changed = {
        "object_permissions": [{"object": "Lead", "permissions": ["read"]}],
        "system_permissions": ["ViewRoles"],
    }
    steps: list[tuple[str, dict[str, t.Any]]] = [
        ("sf_profile", {"name": "Robots", **copied}),
        ("sf_user", {"name": user, "last_name": "Robot", "email": user, "profile": ["Robots"]}),
        ("sf_profile", {"name": "Robots", **changed}),
        ("sf_app_access", {"app": "Provisioning", "profiles": ["Robots"]}),
    ]
    needs = {**changed, "field_permissions": copied["field_permissions"]}
    found, opened = [], []
    for check in (True, False):
        one = new_run(check=check)
        for module, params in steps:
            result = one.task(module, **params)
            assert not result.get("failed"), result["msg"]
        opened.append(result["changes"])
        found.append(one.task("sf_access_check", user=user, needs=needs, require=True))
    before, after = found
    assert opened[0] == opened[1]
    assert (before.get("msg"), after.get("msg")) == (None, None)
    for part in ("assigned", "system_permissions", "objects", "fields", "missing", "extra"):
        assert before[part] == after[part], part


def test_signing_in_is_proved(run: Run, production: Org) -> None:
    facts = production.facts
    good = {name: facts[name] for name in ("client_id", "username", "private_key_file")}
    found = run.task("sf_access_check", user=facts["username"], sign_in=good, require=True)
    assert (found.get("msg"), found["sign_in"]) == (None, {"ok": True, "user": facts["username"], "error": None})
    found = run.task("sf_access_check", user=SAM, sign_in=good)
    assert (found["sign_in"]["ok"], found["missing"][0]["value"]) == (False, "ANOTHER_USER")
    found = run.task("sf_access_check", user=SAM, sign_in={"password": SECRET})
    assert (found["sign_in"]["ok"], found["satisfied"]) == (False, False)
    assert found["missing"][0]["kind"] == "sign_in"
    failed = run.task("sf_access_check", user=SAM, sign_in={"password": SECRET}, require=True)
    assert "sign in" in failed["msg"]
    assert SECRET not in str(found) + str(failed)
