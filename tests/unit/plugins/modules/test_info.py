# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The _info modules tell what is, in the words the writing modules take, and write nothing."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs

MODULES = {
    "sf_org_info": "org",
    "sf_oauth_token_info": "tokens",
    "sf_user_info": "users",
    "sf_profile_info": "profiles",
    "sf_permission_set_info": "permission_sets",
    "sf_permset_assignment_info": "assignments",
    "sf_permset_license_assignment_info": "licenses",
    "sf_app_access_info": "apps",
    "sf_package_info": "packages",
    "sf_permset_group_info": "groups",
    "sf_trusted_ip_range_info": "ranges",
}


@pytest.mark.parametrize("module", MODULES)
def test_it_only_reads(module: str, production: Org, new_run: Runs) -> None:
    production.put("TrustedIpRange", StartAddress="192.0.2.1", EndAddress="192.0.2.9", Description=None)
    group = production.put("PermissionSetGroup", DeveloperName="Some", MasterLabel="Some", Status="Outdated")
    assert group
    production.mark()
    results = [new_run(check=check).task(module) for check in (True, False)]
    for result in results:
        assert result["changed"] is False
        assert result[MODULES[module]]
        assert result["requests"]["writes"] == 0
    told = [result[MODULES[module]] for result in results]
    if module == "sf_org_info":
        # Looking is counted, too.
        assert told[0].pop("daily_api_requests")["remaining"] > told[1].pop("daily_api_requests")["remaining"]
    assert told[0] == told[1]
    assert not production.diff()
    assert not production.writes()


def test_users(run: Run, production: Org) -> None:
    found = {one["name"]: one for one in run.task("sf_user_info")["users"]}
    assert {"admin@umbra.example", "sam.seller@umbra.example", "otto.former@umbra.example"} <= set(found)
    sam = found["sam.seller@umbra.example"]
    assert sam["id"] == production.row("User", Username="sam.seller@umbra.example")["Id"]
    assert (sam["profile"], sam["license"], sam["active"], sam["frozen"]) == (
        "Sales Manager",
        "Salesforce",
        True,
        False,
    )
    assert sam["permission_sets"] == ["Sales_Reporting"]
    assert found["otto.former@umbra.example"]["active"] is False
    assert [one["name"] for one in run.task("sf_user_info", names=["SAM.seller@umbra.example"])["users"]] == [
        "sam.seller@umbra.example"
    ]
    assert run.task("sf_user_info", names=["nobody@umbra.example"])["users"] == []


def test_a_permission_set_reads_as_it_would_be_declared(run: Run) -> None:
    (found,) = run.task("sf_permission_set_info", names=["Sales_Reporting"])["permission_sets"]
    assert found["system_permissions"] == ["ExportReport", "RunReports"]
    assert found["object_permissions"] == {"Opportunity": ["read", "view_all"]}
    assert found["field_permissions"] == {"Opportunity": {"read": ["Amount"]}}
    assert found["tabs"] == {"standard-Opportunity": "visible"}
    assert found["setup_entity_access"] == {"custom_permissions": ["Approve_Discount"]}
    assert found["users"] == ["sam.seller@umbra.example"]
    declared = {
        "name": found["name"],
        "label": found["label"],
        "system_permissions": {"set": found["system_permissions"]},
        "object_permissions": {
            "set": [{"object": one, "permissions": words} for one, words in found["object_permissions"].items()]
        },
        "field_permissions": {"set": [{"object": one, **rows} for one, rows in found["field_permissions"].items()]},
        "tabs": {"set": [{"name": one, "visibility": word} for one, word in found["tabs"].items()]},
        "custom_permissions": {"set": found["setup_entity_access"]["custom_permissions"]},
    }
    result = run.task("sf_permission_set", **declared)
    assert (result.get("msg"), result["changed"], result["unmanaged"]) == (None, False, [])


def test_assignments_and_licenses(run: Run) -> None:
    user = "sam.seller@umbra.example"
    (found,) = run.task("sf_permset_assignment_info", users=[user])["assignments"]
    assert (found["permission_set"], found["expires"]) == ("Sales_Reporting", None)
    by_set = run.task("sf_permset_assignment_info", permission_sets=["Sales Reporting"])["assignments"]
    assert by_set == [found]
    run.task("sf_permset_license_assignment", users=[user], licenses=["SalesConsoleUser"])
    (seats,) = run.task("sf_permset_license_assignment_info", licenses=["Sales Console User"])["licenses"]
    assert (seats["total"], seats["used"], seats["free"], seats["users"]) == (2, 1, 1, [user])


def test_profiles(run: Run) -> None:
    (found,) = run.task("sf_profile_info", names=["Sales Manager"])["profiles"]
    assert found["license"] == "Salesforce"
    assert found["system_permissions"] == ["ApiEnabled", "RunReports"]


def test_profiles_tell_their_users(production: Org, new_run: Runs) -> None:
    result = new_run().task("sf_profile_info", names=["Sales Manager", "Standard User"], include=["users"])
    assert not result.get("failed"), result.get("msg")
    told = {one["name"]: one["users"] for one in result["profiles"]}
    assert told == {"Sales Manager": ["sam.seller@umbra.example"], "Standard User": ["otto.former@umbra.example"]}
    assert "users" not in new_run().task("sf_profile_info", names=["Sales Manager"])["profiles"][0]
