# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that says which org it means touches no other, and pays next to nothing for that."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs

SET: dict[str, t.Any] = {"name": "Robot", "system_permissions": ["ApiEnabled"]}
TASKS: list[tuple[str, dict[str, t.Any]]] = [
    ("sf_permission_set", SET),
    ("sf_permission_set_info", {}),
    ("sf_user_info", {}),
    ("sf_permset_assignment", {"users": ["admin@umbra.example"], "permission_sets": ["Sales_Reporting"]}),
]


def organization(org: Org) -> dict[str, t.Any]:
    return org.row("Organization")


@pytest.mark.parametrize(("module", "params"), TASKS)
@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("wrong", ["id", "sandbox"])
def test_another_org_is_left_alone(
    production: Org, acquired: Org, new_run: Runs, module: str, params: dict[str, t.Any], check: bool, wrong: str
) -> None:
    here = organization(production)
    guard = (
        {"expected_org_id": organization(acquired)["Id"]}
        if wrong == "id"
        else {"expected_sandbox": not here["IsSandbox"]}
    )
    production.mark()
    run = new_run(check=check)
    for _time in range(2):
        result = run.task(module, **params, **guard)
        assert (result["failed"], result["changed"], result["preview"]) == (True, False, check)
        assert result["error"] == {"status": None, "code": "WRONG_ORG", "fields": list(guard)}
        assert f"the org {here['Name']} ({here['Id']}" in result["msg"]
        assert str(next(iter(guard.values()))).lower() in result["msg"].lower()
    assert not production.diff()
    assert not production.writes()


@pytest.mark.parametrize("length", [15, 18])
def test_the_org_that_is_meant_costs_no_request_of_its_own(production: Org, new_run: Runs, length: int) -> None:
    here = organization(production)
    guards = {"expected_org_id": here["Id"][:length], "expected_sandbox": here["IsSandbox"]}
    plain = [new_run(check=True).task(module, **params) for module, params in TASKS]
    run = new_run(check=True)
    guarded = [run.task(module, **params, **guards) for module, params in TASKS]
    assert [one["requests"] for one in guarded] == [
        {**one["requests"], "daily_limit": again["requests"]["daily_limit"]} for one, again in zip(plain, guarded)
    ]
    production.forget()
    run.task("sf_user_info", **guards)
    assert not [one for one in production.requests() if "Organization" in str(one)]


def test_an_id_that_is_none_is_refused_unsent(production: Org, run: Run) -> None:
    result = run.task("sf_user_info", expected_org_id="meridian")
    assert result["error"] == {"status": None, "code": "CONFIGURATION", "fields": ["expected_org_id"]}
    assert not production.requests()
