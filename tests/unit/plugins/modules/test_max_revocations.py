# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that would take away more than it may is refused, in a preview as in the run, and writes nothing."""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from ..conftest import Org, Run, Runs

SET = {"name": "Shrinks", "system_permissions": ["ApiEnabled", "RunReports", "ExportReport"]}
LESS: dict[str, t.Any] = {"name": "Shrinks", "system_permissions": {"set": ["ApiEnabled"]}}


@pytest.fixture
def made(run: Run, production: Org) -> Org:
    assert run.task("sf_permission_set", **SET)["changed"]
    production.mark()
    production.forget()
    return production


@pytest.mark.parametrize("check", [True, False])
def test_too_much(made: Org, new_run: Runs, check: bool) -> None:
    result = new_run(check=check).task("sf_permission_set", **LESS, max_revocations=1)
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, "MAX_REVOCATIONS")
    assert "Refusing to take 2 things away from permission set Shrinks, as max_revocations is 1" in result["msg"]
    assert "revoke system permission ExportReport; revoke system permission RunReports" in result["msg"]
    assert "set max_revocations to 2" in result["msg"]
    assert not made.diff()
    assert not made.writes()


def test_just_enough(made: Org, new_run: Runs) -> None:
    result = new_run().task("sf_permission_set", **LESS, max_revocations=2)
    assert [one["verb"] for one in result["changes"]] == ["revoke", "revoke"]
    assert made.writes()


def test_what_is_granted_does_not_count(production: Org, run: Run) -> None:
    assert run.task("sf_permission_set", **SET, max_revocations=0)["changed"]
    assert production.rows("PermissionSet", Name="Shrinks")


@pytest.mark.parametrize(
    ("module", "params", "said"),
    [
        ("sf_permission_set", {"name": "Shrinks", "state": "absent"}, "delete permission set Shrinks"),
        ("sf_user", {"name": "leaving@halcyon.example", "state": "absent"}, "deactivate user leaving@halcyon.example"),
        ("sf_user", {"name": "leaving@halcyon.example", "frozen": True}, "freeze user leaving@halcyon.example"),
    ],
)
def test_what_counts(made: Org, run: Run, module: str, params: dict[str, t.Any], said: str) -> None:
    user = {"name": "leaving@halcyon.example", "last_name": "L", "email": "l@halcyon.example"}
    assert run.task("sf_user", **user, profile=["Standard User"])["changed"]
    made.mark()
    result = run.task(module, **params, max_revocations=0)
    assert result["error"]["code"] == "MAX_REVOCATIONS"
    assert said in result["msg"]
    assert not made.diff()


def test_a_number_that_is_none(production: Org, run: Run) -> None:
    result = run.task("sf_permission_set", **SET, max_revocations=-1)
    assert result["error"]["code"] == "BAD_OPTION"
    assert not production.rows("PermissionSet", Name="Shrinks")
