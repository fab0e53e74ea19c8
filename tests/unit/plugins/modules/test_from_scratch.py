# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run previewed in an org that has nothing of it: every task sees what the tasks before it would make."""

from __future__ import annotations

import typing as t

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

ROBOT = "conversion@umbra.example"
PSL = "SalesforceAPIIntegrationPsl"
OBJECTS = ["Account", "Contact", "Lead", "Opportunity", "Campaign"]


def tasks(suffix: str = "") -> list[tuple[str, dict[str, t.Any]]]:
    """The job of an integration user, in the order a role does it."""
    user = ROBOT + suffix
    grants = [{"object": one, "permissions": ["create", "modify_all", "view_all_fields"]} for one in OBJECTS]
    return [
        ("sf_profile", {"name": "Conversion", "license": "Salesforce Integration"}),
        ("sf_user", {"name": user, "last_name": "Conversion", "email": "it@umbra.example", "profile": ["Conversion"]}),
        ("sf_permset_license_assignment", {"users": [user], "licenses": [PSL]}),
        (
            "sf_permission_set",
            {
                "name": "Conversion",
                "label": "Conversion",
                "system_permissions": {"set": ["API Enabled", "Customize Application", "View All Users"]},
                "object_permissions": {"set": grants},
                "field_permissions": {"set": [{"object": one, "all_editable": True} for one in OBJECTS]},
                "tabs": {"set": ["Opportunity"]},
            },
        ),
        ("sf_permset_assignment", {"users": [user], "permission_sets": ["Conversion"]}),
    ]


def carry_out(run: Run) -> list[Result]:
    results = [run.task(module, **params) for module, params in tasks()]
    assert not [one["msg"] for one in results if one.get("failed")]
    return results


def test_the_preview_equals_the_run_change_by_change(production: Org, new_run: Runs) -> None:
    production.mark()
    previewed = carry_out(new_run(check=True))
    assert not production.diff()
    assert not production.writes()
    applied = carry_out(new_run())
    for before, after in zip(previewed, applied):
        assert before["changes"] == after["changes"]
        # The org chooses the nickname of a new user by itself.
        before["record"].pop("nickname", None)
        after["record"].pop("nickname", None)
        assert before["record"] == after["record"]
        assert before["unmanaged"] == after["unmanaged"]
        assert before["warnings"] == after["warnings"]
    assert production.writes()
    production.forget()
    assert not any(one["changed"] for one in carry_out(new_run()))
    assert not any(one["changed"] for one in carry_out(new_run(check=True)))
    assert not production.writes()


def test_no_invented_id_leaves_a_preview(new_run: Runs) -> None:
    run = new_run(check=True)
    results: list[t.Any] = list(carry_out(run))
    for module in ("sf_user_info", "sf_profile_info", "sf_permission_set_info", "sf_permset_assignment_info"):
        results.append(run.task(module))
    assert "preview:" not in str(results)


def test_info_modules_show_what_was_previewed(new_run: Runs) -> None:
    run = new_run(check=True)
    carry_out(run)
    (user,) = run.task("sf_user_info", names=[ROBOT])["users"]
    assert (user["id"], user["profile"], user["permission_sets"]) == (None, "Conversion", ["Conversion"])
    assert user["permission_set_licenses"] == [PSL]
    (found,) = run.task("sf_permission_set_info", names=["Conversion"])["permission_sets"]
    assert list(found["object_permissions"]) == sorted(OBJECTS)
    assert found["users"] == [ROBOT]
    every = {one["name"]: one for one in run.task("sf_permission_set_info")["permission_sets"]}
    assert every["Conversion"] == found
    seats = run.task("sf_permset_license_assignment_info", licenses=[PSL])["licenses"][0]
    assert (seats["used"], seats["users"]) == (1, [ROBOT])


def test_a_name_nobody_creates_fails_in_check_mode_as_for_real(new_run: Runs) -> None:
    missing = ("sf_permset_assignment", {"users": [ROBOT], "permission_sets": ["Nobody_Makes_This"]})
    for check in (True, False):
        run = new_run(check=check)
        run.task(*tasks()[0][:1], **tasks()[0][1])
        run.task(*tasks()[1][:1], **tasks()[1][1])
        result = run.task(missing[0], **missing[1])
        assert result["failed"] is True
        assert result["error"]["code"] == "NOT_FOUND"
        assert "Nobody_Makes_This" in result["msg"]


def test_seats_taken_by_earlier_tasks_of_a_preview_count(production: Org, new_run: Runs) -> None:
    license_row = production.row("UserLicense", Name="Salesforce Integration")
    production.put("UserLicense", license_row["Id"], TotalLicenses=1)
    outcomes = []
    for check in (True, False):
        run = new_run(check=check)
        first = run.task("sf_user", **{**tasks()[1][1], "profile": ["Minimum Access - API Only Integrations"]})
        second = run.task(
            "sf_user",
            name="second@umbra.example",
            last_name="Second",
            email="it@umbra.example",
            profile=["Minimum Access - API Only Integrations"],
        )
        assert "failed" not in first
        outcomes.append((second["msg"], second["error"]))
    assert outcomes[0] == outcomes[1]
    assert "no free seat of 'Salesforce Integration' (1 of 1 used by conversion@umbra.example)" in outcomes[0][0]
    assert outcomes[0][1]["code"] == "LICENSE_LIMIT_EXCEEDED"


def test_each_org_has_a_preview_of_its_own(production: Org, acquired: Org, new_run: Runs) -> None:
    run = new_run(check=True)
    run.task("sf_permission_set", name="Only_Here")
    run.org = acquired
    assert not run.task("sf_permission_set_info", names=["Only_Here"])["permission_sets"]
    run.org = production
    assert run.task("sf_permission_set_info", names=["Only_Here"])["permission_sets"]


def test_a_real_write_ends_the_preview_it_was_not_part_of(new_run: Runs) -> None:
    run = new_run()
    run.task("sf_permission_set", check=True, name="Imagined")
    assert run.task("sf_permission_set_info", check=True, names=["Imagined"])["permission_sets"]
    run.task("sf_permission_set", name="Real")
    assert not run.task("sf_permission_set_info", check=True, names=["Imagined"])["permission_sets"]
