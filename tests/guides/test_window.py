# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A change window: a preview of three orgs, an approval of two, a drift in one of them, and what is then applied where."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field

import pytest

from .conftest import WINDOW
from .runs import Ansible, Run
from .truth import Org
from .vendors import EMAIL

APPROVED, DRIFTED, LEFT_OUT = WINDOW
VENDORS = ("conversion", "mutiny")


@dataclass
class Window:
    """What each run of the window said, and what the orgs had that they had not before."""

    plan: dict[str, t.Any] = field(default_factory=dict)
    evidence: dict[str, t.Any] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    different: dict[str, dict[str, dict[str, t.Any]]] = field(default_factory=dict)
    writes: dict[str, dict[str, list[str]]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def window(ansible: Ansible, orgs: dict[str, Org]) -> Window:
    told, mine = Window(), {name: orgs[name] for name in WINDOW}
    approved = ansible.folder / "approved.json"

    def play(name: str, *arguments: str) -> None:
        for org in mine.values():
            org.begin()
        told.runs[name] = ansible.play("site", _hosts(mine), *arguments)
        told.different[name] = {one: org.different() for one, org in mine.items()}
        told.writes[name] = {one: org.writes() for one, org in mine.items()}

    def held(file: t.Any) -> tuple[str, str]:
        return "-e", json.dumps({"salesforce_approved_plan": str(file)})

    play("preview", "--check")
    told.plan = ansible.report()
    (ansible.folder / "plan.json").write_text(json.dumps(told.plan), encoding="utf-8")
    approval = {
        "plan": "plan.json",
        "approved_orgs": [APPROVED, DRIFTED],
        "approved_by": "Change board",
        "approval_note": "CHG-4711",
        "approval_hours": 24,
    }
    told.runs["approve"] = ansible.play("approve", {}, "-e", json.dumps(approval))
    mine[DRIFTED].meddle(
        "PermissionSet", None, Name="Conversion_Integration_Permissions", Label="Made by hand", IsCustom=True
    )
    play("preview under the plan", "--check", *held(approved))
    play("another declaration", *held(approved), "-e", "conversion_access=least", "-l", APPROVED)
    play("apply", *held(approved))
    told.evidence = ansible.report()
    play("again", *held(approved))
    return told


def test_the_approval_keeps_what_was_approved(window: Window, ansible: Ansible) -> None:
    assert window.runs["approve"].code == 0, window.runs["approve"].output
    approved = json.loads((ansible.folder / "approved.json").read_text("utf-8"))
    assert [one["hosts"] for one in approved["orgs"]] == [[APPROVED], [DRIFTED]]
    assert (approved["approved"]["by"], approved["approved"]["note"]) == ("Change board", "CHG-4711")
    assert approved["expires"]


def test_what_was_approved_is_what_was_applied(window: Window) -> None:
    planned = {org["hosts"][0]: _changes(org) for org in window.plan["orgs"]}
    applied = {org["hosts"][0]: _changes(org) for org in window.evidence["orgs"]}
    assert planned[APPROVED]
    assert applied[APPROVED] == planned[APPROVED]
    assert len(window.different["apply"][APPROVED]["User"]["created"]) == len(VENDORS)


@pytest.mark.parametrize("org", [DRIFTED, LEFT_OUT])
@pytest.mark.parametrize("run", ["apply", "again"])
def test_nothing_is_written_where_that_is_not_approved(window: Window, org: str, run: str) -> None:
    assert window.runs[run].failed(org)
    assert not window.different[run][org]
    assert not window.writes[run][org]


def test_the_difference_is_shown(window: Window) -> None:
    said = window.runs["apply"].said(DRIFTED)
    assert "differs from approved_plan" in said
    assert "permission set Conversion_Integration_Permissions: cannot be done any more" in said
    assert "is not among the orgs" in window.runs["apply"].said(LEFT_OUT)


def test_a_preview_under_the_plan_says_the_same(window: Window) -> None:
    run = window.runs["preview under the plan"]
    assert not run.failed(APPROVED)
    assert run.failed(DRIFTED)
    assert run.failed(LEFT_OUT)
    assert not any(window.writes["preview under the plan"].values())


def test_another_declaration_is_not_what_was_approved(window: Window) -> None:
    run = window.runs["another declaration"]
    assert "differs from approved_plan" in run.said(APPROVED)
    assert not window.different["another declaration"][APPROVED]
    assert not window.writes["another declaration"][APPROVED]


def test_a_plan_that_was_applied_is_used_up(window: Window) -> None:
    assert window.runs["again"].failed(APPROVED)
    assert not window.writes["again"][APPROVED]


def test_the_evidence_says_what_was_approved_and_not_done(window: Window) -> None:
    held = window.evidence["applied_plan"]
    assert held["approved"]["by"] == "Change board"
    assert {host for one in held["not_done"] for host in one["hosts"]} == {DRIFTED}
    assert window.evidence["mode"] == "applied"


def test_no_secret_is_in_any_document(window: Window, orgs: dict[str, Org]) -> None:
    text = json.dumps([window.plan, window.evidence])
    assert not [name for name in WINDOW if orgs[name].connection["salesforce_access_token"] in text]


def _changes(org: dict[str, t.Any]) -> list[t.Any]:
    return [[task["subject"], task["changes"]] for task in org["tasks"] if task["changes"]]


def _hosts(orgs: dict[str, Org]) -> dict[str, dict[str, t.Any]]:
    hosts = {}
    for name, org in orgs.items():
        suffix = org.client.facts["username"].partition(".example")[2]
        hosts[name] = {**org.connection, "salesforce_vendors": list(VENDORS)}
        for vendor in VENDORS:
            hosts[name][f"{vendor}_username"] = f"{vendor}@halcyon.example{suffix}"
            hosts[name][f"{vendor}_email"] = EMAIL
    return hosts
