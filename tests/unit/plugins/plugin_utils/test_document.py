# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of the results of a run in its document, and what can be approved of it."""

from __future__ import annotations

import copy
import typing as t
from datetime import datetime, timezone

import pytest

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.approving import CannotApprove, approved
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.collect import MODULES, Collected, Task
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.document import (
    About,
    document,
    document_digest,
    org_digest,
)
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.held import held_against

ABOUT = About("p.yml", "2026-01-01T00:00:00Z", "2026-01-01T00:00:09Z", "me", {})
NOW = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
GRANT = {"verb": "grant", "kind": "system_permission", "key": "ApiEnabled", "before": False, "after": True}
USER = Task("Make the user", "sfops.salesforce.sf_user", "conversion", check_mode=True)


def result(org: str = "00D1", preview: bool = True, **more: t.Any) -> dict[str, t.Any]:
    """The result of a task that grants something."""
    return {
        "preview": preview,
        "changed": True,
        "subject": "user x",
        "changes": [GRANT],
        "org_id": org,
        "instance_url": f"https://{org}.my.salesforce.com",
        "requests": {"reads": 2, "writes": 0, "signed_in": False, "daily_limit": {"used": 1, "max": 9, "remaining": 8}},
        "invocation": {"module_args": {"name": "x", "title": None, "access_token": "********", "approved_plan": None}},
        **more,
    }


def made(*taken: tuple[str, Task, dict[str, t.Any], str]) -> dict[str, t.Any]:
    """The document of these results."""
    collected = Collected()
    for host, task, found, how in taken:
        collected.take(host, task, found, how)
    return document(ABOUT, collected)


def test_every_module_is_known() -> None:
    assert {"sf_user", "sf_user_info", "sf_permission_set"} <= MODULES


def test_an_org_has_its_tasks_and_what_was_declared_without_connection() -> None:
    told = made(("a", USER, result(), "ok"))
    (org,) = told["orgs"]
    (task,) = org["tasks"]
    assert (told["mode"], org["hosts"], org["complete"]) == ("preview", ["a"], True)
    assert (task["vendor"], task["parameters"], task["changes"]) == ("conversion", {"name": "x"}, [GRANT])
    assert org["requests"]["reads"] == 2
    assert (told["digest"], org["digest"]) == (document_digest(told), org_digest(org))


def test_two_hosts_of_one_org_are_one_org() -> None:
    told = made(("a", USER, result(), "ok"), ("b", USER, result(), "ok"), ("c", USER, result("00D2"), "ok"))
    assert [one["hosts"] for one in told["orgs"]] == [["a", "b"], ["c"]]


def test_what_was_rehearsed_before_it_was_done_is_left_out() -> None:
    told = made(("a", USER, result(), "ok"), ("a", USER, result(preview=False), "ok"))
    assert told["mode"] == "applied"
    assert [one["preview"] for one in told["orgs"][0]["tasks"]] == [False]


def test_a_failure_before_the_sign_in_belongs_to_the_org_of_the_host() -> None:
    failure = {"preview": True, "failed": True, "error": {"code": "BAD_OPTION"}, "msg": "no"}
    told = made(("a", USER, result(), "ok"), ("a", USER, failure, "failed"), ("z", USER, failure, "failed"))
    assert [one["complete"] for one in told["orgs"]] == [False]
    assert [one["host"] for one in told["unidentified"]] == ["z"]


@pytest.mark.parametrize(
    ("task", "found", "how", "complete"),
    [
        (Task("Hidden", "sf_user", check_mode=True), {"censored": "hidden"}, "ok", False),
        (Task("Fails", "ansible.builtin.fail", check_mode=True), {"msg": "no"}, "failed", False),
        (USER, {"msg": "no route"}, "unreachable", False),
        (Task("Runs", "ansible.builtin.command", check_mode=True), {"msg": "would have run"}, "skipped", True),
    ],
)
def test_what_could_not_be_previewed(task: Task, found: dict[str, t.Any], how: str, complete: bool) -> None:
    (org,) = made(("a", USER, result(), "ok"), ("a", task, found, how))["orgs"]
    assert org["complete"] is complete
    assert [one["task"] for one in org["not_previewed"]] == [task.name]


@pytest.mark.parametrize("key", ["skip_reason", "false_condition", "skipped_reason"])
def test_a_task_that_was_not_wanted_is_no_gap(key: str) -> None:
    found = {"msg": "", key: "no"}
    (org,) = made(("a", USER, result(), "ok"), ("a", Task("Not", "ansible.builtin.command"), found, "skipped"))["orgs"]
    assert not org["not_previewed"]


def test_labels_are_no_part_of_what_is_approved() -> None:
    told = made(("a", USER, result(), "ok"))
    labelled = copy.deepcopy(told["orgs"][0])
    labelled["tasks"][0]["changes"][0]["label"] = "API Enabled"
    assert org_digest(labelled) == told["orgs"][0]["digest"]


def test_some_orgs_are_approved_for_some_hours() -> None:
    told = made(("a", USER, result(), "ok"), ("b", USER, result("00D2"), "ok"))
    plan = approved(told, ["b"], "Board", "CHG-1", 2, NOW)
    assert [one["hosts"] for one in plan["orgs"]] == [["b"]]
    assert plan["approved"] == {"by": "Board", "on": "2026-01-01T12:00:00Z", "note": "CHG-1"}
    assert plan["expires"] == "2026-01-01T14:00:00Z"
    assert plan["digest"] == document_digest(plan)


@pytest.mark.parametrize("name", ["00D1", "https://00D1.my.salesforce.com", "a"])
def test_orgs_have_several_names(name: str) -> None:
    told = made(("a", USER, result(), "ok"), ("b", USER, result("00D2"), "ok"))
    assert [one["id"] for one in approved(told, [name], "Board", "", None, NOW)["orgs"]] == ["00D1"]


def test_what_cannot_be_approved() -> None:
    told = made(
        ("a", USER, result(), "ok"), ("b", USER, result("00D2"), "ok"), ("b", USER, {"msg": "x"}, "unreachable")
    )
    applied = made(("a", USER, result(preview=False), "ok"))
    with pytest.raises(CannotApprove, match="b could not be previewed"):
        approved(told, None, "Board", "", None, NOW)
    assert approved(told, ["a"], "Board", "", None, NOW)["orgs"]
    with pytest.raises(CannotApprove, match="no org nowhere; it has a, b"):
        approved(told, ["nowhere"], "Board", "", None, NOW)
    with pytest.raises(CannotApprove, match="nobody"):
        approved(told, ["a"], "", "", None, NOW)
    with pytest.raises(CannotApprove, match="wrote"):
        approved(applied, None, "Board", "", None, NOW)
    with pytest.raises(CannotApprove, match="as it was written"):
        approved({**told, "expires": "2999-01-01T00:00:00Z"}, None, "Board", "", None, NOW)


def test_what_was_approved_and_not_done() -> None:
    plan = made(("a", USER, result(), "ok"), ("b", USER, result("00D2"), "ok"))
    done = made(("a", USER, result(preview=False), "ok"))
    assert [one["hosts"] for one in held_against(plan, done)["not_done"]] == [["b"]]
