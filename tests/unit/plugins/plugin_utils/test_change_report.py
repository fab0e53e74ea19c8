# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the callback takes down of a run, and which files it leaves alone."""

from __future__ import annotations

import json
import pathlib
import types
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.callback import change_report
from ansible_collections.sfops.salesforce.plugins.filter.approve_plan import approve_plan
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.files import write

from .test_document import USER, made, result

PREVIEW = ("a", USER, result(), "ok")


def told_of(host: str, found: dict[str, t.Any]) -> t.Any:
    """A result as ansible-core hands it over."""
    task = types.SimpleNamespace(
        action="sfops.salesforce.sf_user", loop=None, check_mode=False, get_name=lambda: "Make the user"
    )
    named = types.SimpleNamespace(get_name=lambda: host)
    return types.SimpleNamespace(task=task, host=named, result=found, task_fields={"name": "Make the user"})


def test_a_try_that_wrote_before_it_failed_is_told() -> None:
    callback = change_report.CallbackModule()
    failure: dict[str, t.Any] = {"failed": True, "error": {"code": "INSUFFICIENT_ACCESS"}, "msg": "no"}
    callback.v2_runner_retry(told_of("a", result(preview=False, **failure)))
    callback.v2_runner_retry(told_of("a", {**result(preview=False, **failure), "changed": False}))
    callback.v2_runner_retry(told_of("a", result(preview=True, **failure)))
    callback.v2_runner_on_ok(told_of("a", result(preview=False)))
    assert [one.told["status"] for one in callback._collected.entries] == ["failed", "ok"]


def test_the_plan_is_told_as_it_was_when_it_counted(tmp_path: pathlib.Path) -> None:
    plan = tmp_path / "approved.json"
    approved = made(PREVIEW)
    plan.write_text(json.dumps(approved), encoding="utf-8")
    callback = change_report.CallbackModule()
    arguments = {"invocation": {"module_args": {"name": "x", "approved_plan": str(plan)}}}
    callback.v2_runner_on_ok(told_of("a", {**result(preview=False), **arguments}))
    plan.unlink()
    held = callback._held(made(("a", USER, result(preview=False), "ok")))["applied_plan"]
    assert (held["digest"], held["not_done"]) == (approved["digest"], [])


def test_a_plan_that_was_changed_is_no_evidence(tmp_path: pathlib.Path) -> None:
    plan = tmp_path / "approved.json"
    plan.write_text(json.dumps({**made(PREVIEW), "approved": {"by": "Nobody"}}), encoding="utf-8")
    callback = change_report.CallbackModule()
    arguments = {"invocation": {"module_args": {"name": "x", "approved_plan": str(plan)}}}
    callback.v2_runner_on_ok(told_of("a", {**result(preview=False), **arguments}))
    assert callback._held(made(PREVIEW))["applied_plan"] is None


def test_a_plan_is_not_overwritten_by_the_run_that_is_held_against_it(tmp_path: pathlib.Path) -> None:
    (plan,) = write(tmp_path, made(PREVIEW), ["json"], "")
    before = plan.read_bytes()
    (evidence,) = write(tmp_path, made(("a", USER, result(preview=False), "ok")), ["json"], "", str(plan))
    assert (evidence.name, plan.read_bytes()) == ("evidence.json", before)
    assert json.loads(evidence.read_bytes())["mode"] == "applied"
    (other,) = write(tmp_path, made(PREVIEW), ["json"], "", str(tmp_path / "approved.json"))
    assert other == plan


def test_a_user_without_a_name_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert change_report._user().startswith("uid ")


@pytest.mark.parametrize("orgs", ["b, a", ["a", "b"]])
def test_orgs_are_named_on_the_command_line_too(orgs: t.Any) -> None:
    plan = made(PREVIEW, ("b", USER, result("00D2"), "ok"), ("c", USER, result("00D3"), "ok"))
    assert [one["hosts"] for one in approve_plan(plan, orgs, "Board")["orgs"]] == [["a"], ["b"]]


@pytest.mark.parametrize("hours", [0, -1, float("inf"), float("nan")])
def test_nobody_approves_what_is_over(hours: float) -> None:
    with pytest.raises(Exception, match="Cannot approve the plan"):
        approve_plan(made(PREVIEW), None, "Board", "", hours)
