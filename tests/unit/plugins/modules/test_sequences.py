# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tasks see of each other, in a preview as in a run, and what must never be mistaken."""

from __future__ import annotations

import threading
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils import _runner

from ..conftest import Org, Result, Runs

USER: dict[str, t.Any] = {
    "last_name": "Robot",
    "email": "team@umbra.example",
    "profile": ["Minimum Access - API Only Integrations"],
}
PSL = "SalesforceAPIIntegrationPsl"


def changes(result: Result) -> list[tuple[str, str, str]]:
    assert not result.get("failed"), result.get("msg")
    return [(one["verb"], one["kind"], one["key"]) for one in result["changes"]]


def test_a_profile_is_taken_to_the_letter_before_one_that_reads_like_it(production: Org, new_run: Runs) -> None:
    license_id = production.row("UserLicense", Name="Salesforce")["Id"]
    for name in ("Dup - P", "Dup \u2013 P"):
        production.put("Profile", Name=name, UserLicenseId=license_id)
    result = new_run().task("sf_profile", name="Dup \u2013 P", state="absent")
    assert changes(result) == [("delete", "profile", "Dup \u2013 P")]
    assert [one["Name"] for one in production.rows("Profile") if one["Name"].startswith("Dup")] == ["Dup - P"]
    assert changes(new_run().task("sf_profile", name="Dup \u2013 P", state="absent")) == []


def test_nothing_is_granted_for_dependencies_nobody_read(production: Org, new_run: Runs) -> None:
    first = new_run().task("sf_permission_set", name="Admins", system_permissions={"set": ["ManageUsers"]})
    held = first["record"]["system_permissions"]
    again = new_run().task("sf_permission_set", name="Admins", system_permissions={"set": held})
    assert again["changed"] is False
    assert again["record"]["system_permissions"] == held


def test_a_user_name_counts_in_lower_case(production: Org, new_run: Runs) -> None:
    preview = new_run(check=True).task("sf_user", name="One@Umbra.example", **USER)
    real = new_run().task("sf_user", name="One@Umbra.example", **USER)
    assert changes(preview) == changes(real) == [("create", "user", "one@umbra.example")]
    assert preview["record"]["name"] == real["record"]["name"] == "one@umbra.example"


def test_text_is_kept_as_salesforce_keeps_it(production: Org, new_run: Runs) -> None:
    task = {"name": "Tidy", "label": " Tidy ", "description": "one\r\ntwo \n"}
    assert new_run().task("sf_permission_set", **task)["changed"] is True
    assert production.row("PermissionSet", Name="Tidy")["Description"] == "one\ntwo"
    assert new_run().task("sf_permission_set", **task)["changed"] is False
    user = {"name": "t@umbra.example", **USER, "title": " Robot ", "locale": "EN_us", "time_zone": "europe/berlin"}
    assert new_run().task("sf_user", **user)["changed"] is True
    assert production.row("User", Username="t@umbra.example")["TimeZoneSidKey"] == "Europe/Berlin"
    assert new_run().task("sf_user", **user)["changed"] is False


def test_a_previewed_label_can_be_assigned_by(production: Org, new_run: Runs) -> None:
    new_run().task("sf_permission_set", name="Relabelled", label="Old")
    new_run().task("sf_user", name="l@umbra.example", **USER)
    for check in (True, False):
        run = new_run(check=check)
        run.task("sf_permission_set", name="Relabelled", label="Brand New")
        assigned = run.task("sf_permset_assignment", users=["l@umbra.example"], permission_sets=["Brand New"])
        assert changes(assigned) == [("assign", "permission_set", "l@umbra.example: Relabelled")]


def test_a_previewed_deactivation_gives_licences_back(production: Org, new_run: Runs) -> None:
    psl = production.row("PermissionSetLicense", DeveloperName=PSL)
    new_run().task("sf_user", name="s1@umbra.example", **USER)
    new_run().task("sf_permset_license_assignment", users=["s1@umbra.example"], licenses=[PSL])
    held = len(production.rows("PermissionSetLicenseAssign", PermissionSetLicenseId=psl["Id"]))
    production.put("PermissionSetLicense", psl["Id"], TotalLicenses=held)
    for check in (True, False):
        run = new_run(check=check)
        run.task("sf_user", name="s1@umbra.example", state="absent")
        run.task("sf_user", name="s2@umbra.example", **USER)
        given = run.task("sf_permset_license_assignment", users=["s2@umbra.example"], licenses=[PSL])
        assert changes(given) == [("assign", "permission_set_license", f"s2@umbra.example: {PSL}")]


def test_a_reactivation_is_previewed_as_it_ends(production: Org, new_run: Runs) -> None:
    new_run().task("sf_user", name="r@umbra.example", **USER)
    new_run().task("sf_user", name="r@umbra.example", state="absent")
    preview = new_run(check=True).task("sf_user", name="r@umbra.example")
    assert changes(preview) == [("activate", "user", "r@umbra.example")]
    assert preview["record"]["active"] is True


def test_probes_in_a_run_begin_from_what_is_there(production: Org, new_run: Runs) -> None:
    run = new_run()
    run.task("sf_permission_set", name="Probed", label="Old")
    for _round in range(2):
        assert run.task("sf_permission_set", check=True, name="Probed", label="New")["changed"] is True
        assert run.task("sf_permission_set", name="Probed", label="Old")["changed"] is False


def test_a_preview_outlives_a_task_that_is_real(production: Org, new_run: Runs) -> None:
    run = new_run(check=True)
    run.task("sf_permission_set", name="Only_Previewed", label="x")
    run.task("sf_user", check=False, name="real@umbra.example", **USER)
    assigned = run.task("sf_permset_assignment", users=["real@umbra.example"], permission_sets=["Only_Previewed"])
    assert changes(assigned) == [("assign", "permission_set", "real@umbra.example: Only_Previewed")]


def test_two_hosts_may_name_one_org(production: Org, new_run: Runs) -> None:
    run = new_run()
    results: list[Result] = []

    def task() -> None:
        results.append(run.task("sf_permission_set", name="Shared", label="Shared"))

    threads = [threading.Thread(target=task) for _host in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert sorted(one["changed"] for one in results) == [False, False, True]
    assert not any(one.get("failed") for one in results)


def test_fields_that_only_this_user_may_not_edit_are_told_and_can_be_named(production: Org, new_run: Runs) -> None:
    task: dict[str, t.Any] = {
        "name": "Campaigns",
        "object_permissions": [{"object": "Campaign", "permissions": ["edit"]}],
    }
    every = new_run().task(
        "sf_permission_set", **task, field_permissions=[{"object": "Campaign", "all_editable": True}]
    )
    assert any("Campaign are read-only for the signed-in user" in one for one in every["warnings"])
    named = new_run().task("sf_permission_set", **task, field_permissions=[{"object": "Campaign", "edit": ["Type"]}])
    assert changes(named) == [("grant", "field_permission", "Campaign.Type")]
    set_id = production.row("PermissionSet", Name="Campaigns")["Id"]
    assert production.row("FieldPermissions", ParentId=set_id, Field="Campaign.Type")["PermissionsEdit"]
    assert named["warnings"] == []


def test_a_slip_of_the_pen_under_remove_is_refused(new_run: Runs) -> None:
    removal = {"remove": [{"object": "Acount"}]}
    result = new_run(check=True).task("sf_permission_set", name="Slip", object_permissions=removal)
    assert result["error"]["code"] == "UNKNOWN_OBJECT"
    assert "did you mean Account" in result["msg"]


def test_a_fault_of_our_own_is_a_result_as_well(new_run: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: t.Any) -> None:
        raise ValueError("unforeseen")

    monkeypatch.setattr(_runner, "execute", broken)
    result = new_run().task("sf_permission_set", name="Any")
    assert result["failed"] is True
    assert result["error"]["code"] == "INTERNAL"
    assert "unforeseen" in result["msg"]


def test_what_an_org_need_not_offer_is_granted_where_it_does(production: Org, new_run: Runs) -> None:
    task = {"name": "Some", "system_permissions": {"set": ["ApiEnabled"]}}
    optional = ["Manage Package Licenses", "NoSuchThing"]
    result = new_run().task("sf_permission_set", **task, optional_system_permissions=optional)
    assert ("grant", "system_permission", "ManagePackageLicenses") in changes(result)
    assert [one for one in result["warnings"] if "does not offer NoSuchThing" in one]
    assert production.row("PermissionSet", Name="Some")["PermissionsManagePackageLicenses"] is True
    assert new_run().task("sf_permission_set", **task, optional_system_permissions=optional)["changed"] is False
    assert changes(new_run().task("sf_permission_set", **task)) == [
        ("revoke", "system_permission", "ManagePackageLicenses")
    ]
