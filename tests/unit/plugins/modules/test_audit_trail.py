# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who changed what in Setup, as the org tells it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run

ADMIN = "admin@umbra.example"
AUTOMATION = "automation@umbra.example"


@pytest.fixture
def trail(production: Org) -> Org:
    """An org with three entries, a day apart, of two people and Salesforce itself."""
    made = (
        ("2026-11-01T08:00:00.000+0000", "createduser", "Manage Users", ADMIN),
        ("2026-11-02T08:00:00.000+0000", "PermissionSetGroupCreate", "Permission Set Group", AUTOMATION),
        ("2026-11-03T08:00:00.000+0000", "frozeuser", "Manage Users", None),
    )
    for row in production.rows("SetupAuditTrail"):
        production.control("POST", "/records", {"sobject": "SetupAuditTrail", "id": row["Id"], "fields": None})
    for time, action, section, user in made:
        by = production.row("User", Username=user)["Id"] if user else None
        fields = {
            "CreatedDate": time,
            "Action": action,
            "Section": section,
            "CreatedById": by,
            "Display": f"Told {action}",
        }
        production.control("POST", "/records", {"sobject": "SetupAuditTrail", "id": None, "fields": fields})
    production.mark()
    return production


def actions(result: dict[str, t.Any]) -> list[str]:
    assert not result.get("failed"), result
    return [one["action"] for one in result["entries"]]


def test_entries_come_newest_first(trail: Org, run: Run) -> None:
    result = run.task("sf_audit_trail_info")
    assert actions(result) == ["frozeuser", "PermissionSetGroupCreate", "createduser"]
    assert result["entries"][-1] == {
        "time": "2026-11-01T08:00:00.000+0000",
        "user": ADMIN,
        "delegate_user": None,
        "action": "createduser",
        "section": "Manage Users",
        "display": "Told createduser",
        "namespace": None,
    }
    assert result["entries"][0]["user"] is None
    assert (result["readable"], result["complete"], result["oldest"]) == (True, True, "2026-11-01T08:00:00.000+0000")
    assert trail.diff() == {}
    assert trail.writes() == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"since": "2026-11-02T08:00:00Z"}, ["frozeuser", "PermissionSetGroupCreate"]),
        ({"until": "2026-11-02T08:00:00Z"}, ["createduser"]),
        ({"since": "2026-11-01T09:00:00+02:00", "until": "2026-11-02"}, ["createduser"]),
        ({"actions": ["frozeuser", "it's"]}, ["frozeuser"]),
        ({"users": [AUTOMATION]}, ["PermissionSetGroupCreate"]),
        ({"sections": ["manage USERS "]}, ["frozeuser", "createduser"]),
    ],
)
def test_narrowing(trail: Org, run: Run, options: dict[str, t.Any], found: list[str]) -> None:
    assert actions(run.task("sf_audit_trail_info", **options)) == found


def test_who_reads_a_part_is_told(trail: Org, run: Run) -> None:
    result = run.task("sf_audit_trail_info", limit=2)
    assert (len(result["entries"]), result["complete"]) == (2, False)
    assert "newest 2 entries" in result["warnings"][0]


def test_who_may_not_see_the_trail_is_told(trail: Org, run: Run, world: t.Any) -> None:
    user = trail.row("User", Username="sam.seller@umbra.example")["Id"]
    org = world.orgs[0]
    mine = {**trail.credentials, "access_token": org.sessions.open(org.id, user, "test")}
    result = run.task("sf_audit_trail_info", **mine)
    assert not result.get("failed"), result
    assert (result["entries"], result["readable"], result["complete"]) == ([], False, False)
    assert "ViewSetup" in result["warnings"][0]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-13-01"}, "until"),
        ({"since": "2026-02-01", "until": "2026-02-01"}, "until"),
        ({"limit": 0}, "limit"),
    ],
)
def test_what_cannot_be_meant_is_refused(production: Org, run: Run, options: dict[str, t.Any], field: str) -> None:
    production.forget()
    result = run.task("sf_audit_trail_info", **options)
    assert result["error"] == {"status": None, "code": "BAD_OPTION", "fields": [field]}
    assert not production.requests()
