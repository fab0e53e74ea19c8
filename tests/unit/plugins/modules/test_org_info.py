# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an org is, has seats of, and lets the signed-in user do."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs

INTEGRATION = "Salesforce Integration"
ROBOT: dict[str, t.Any] = {
    "name": "robot@umbra.example",
    "last_name": "Robot",
    "email": "robot@umbra.example",
    "profile": ["Minimum Access - API Only Integrations"],
}


def seats(org: dict[str, t.Any], kind: str, name: str) -> dict[str, t.Any]:
    (found,) = [one for one in org[kind] if one["name"] == name]
    return t.cast("dict[str, t.Any]", found)


def test_everything(run: Run, production: Org) -> None:
    production.mark()
    production.forget()
    result = run.task("sf_org_info")
    assert (result["changed"], result["warnings"]) == (False, [])
    org, truth = result["org"], production.row("Organization")
    assert (org["id"], org["name"], org["edition"]) == (truth["Id"], "Umbra Robotics", "Enterprise Edition")
    assert (org["sandbox"], org["multi_currency"], org["currencies"]) == (False, False, [])
    assert seats(org, "user_licenses", INTEGRATION) == {
        "name": INTEGRATION,
        "label": INTEGRATION,
        "status": "Active",
        "total": 5,
        "used": 0,
        "free": 5,
    }
    assert seats(org, "permission_set_licenses", "SalesforceAPIIntegrationPsl")["total"] == 5
    assert org["api_versions"][-1] > "66.0"
    assert org["daily_api_requests"]["max"] == 100000
    user = production.row("User", Username=production.facts["username"])
    signed_in = org["signed_in"]
    assert (signed_in["id"], signed_in["username"], signed_in["profile"]) == (
        user["Id"],
        user["Username"],
        "System Administrator",
    )
    profile = production.row("PermissionSet", ProfileId=user["ProfileId"])
    held = sorted(name[11:] for name, on in profile.items() if name.startswith("Permissions") and on is True)
    assert signed_in["system_permissions"] == held
    assert len(production.requests()) == result["requests"]["reads"] == 6
    assert not production.diff()
    assert not production.writes()


@pytest.mark.parametrize(
    ("part", "reads"), [("licenses", 1), ("packages", 2), ("limits", 2), ("api_versions", 2), ("signed_in", 3)]
)
def test_a_part_costs_what_it_needs(part: str, reads: int, run: Run) -> None:
    result = run.task("sf_org_info", gather=[part])
    assert result["requests"]["reads"] == reads
    told = {"licenses": "user_licenses", "limits": "daily_api_requests"}.get(part, part)
    assert told in result["org"]
    assert ("signed_in" in result["org"]) is (part == "signed_in")
    assert run.task("sf_org_info", gather=[])["requests"]["reads"] == 1


def test_several_currencies(new_run: Runs, acquired: Org) -> None:
    org = new_run(org=acquired).task("sf_org_info", gather=[])["org"]
    assert (org["multi_currency"], org["currencies"], org["corporate_currency"]) == (True, ["EUR", "USD"], "USD")


def test_holders(run: Run, production: Org) -> None:
    run.task("sf_user", **ROBOT)
    run.task("sf_permset_license_assignment", users=[ROBOT["name"]], licenses=["SalesforceAPIIntegrationPsl"])
    org = run.task("sf_org_info", gather=["licenses"], holders=True)["org"]
    held = seats(org, "user_licenses", INTEGRATION)
    assert (held["used"], held["free"], held["holders"]) == (1, 4, [ROBOT["name"]])
    assert seats(org, "permission_set_licenses", "SalesforceAPIIntegrationPsl")["holders"] == [ROBOT["name"]]
    active = {row["Id"]: row["Username"] for row in production.rows("User", IsActive=True)}
    assert set(seats(org, "user_licenses", "Salesforce")["holders"]) <= set(active.values())
    assert seats(org, "user_licenses", "Identity")["holders"] == []


def test_a_preview_counts_what_it_would_have_taken(new_run: Runs) -> None:
    run = new_run(check=True)
    run.task("sf_user", **ROBOT)
    org = run.task("sf_org_info", gather=["licenses"], holders=True)["org"]
    assert seats(org, "user_licenses", INTEGRATION)["used"] == 1


def test_packages(run: Run, production: Org) -> None:
    org = run.task("sf_org_info", gather=["packages"])["org"]
    (package,) = org["packages"]
    assert (package["namespace"], package["licenses"]["total"]) == ("cnvsn", None)
    installed = production.row("InstalledSubscriberPackage")
    assert package["package_id"] == installed["SubscriberPackageId"]
    (same,) = run.task("sf_package_info")["packages"]
    told = {key: one for key, one in same.items() if key not in ("declaration", "not_exported")}
    assert {**package, "id": same["id"]} == {**told, "licenses": package["licenses"]}
    assert package["version"] == "1.0"


def test_what_the_user_may_not_see_is_told(run: Run, production: Org, world: t.Any) -> None:
    """Sam has neither View Setup nor Download AppExchange Packages."""
    user = production.row("User", Username="sam.seller@umbra.example")["Id"]
    sams = {**production.credentials, "access_token": world.orgs[0].sessions.open(world.orgs[0].id, user, "test")}
    result = run.task("sf_org_info", gather=["packages", "signed_in"], connection=sams)
    assert result.get("msg") is None
    assert result["org"]["packages"] is None
    assert "Download AppExchange Packages" in result["warnings"][0]
    assert result["org"]["signed_in"]["username"] == "sam.seller@umbra.example"
    assert {"ApiEnabled", "RunReports"} <= set(result["org"]["signed_in"]["system_permissions"])
    assert "ModifyAllData" not in result["org"]["signed_in"]["system_permissions"]
