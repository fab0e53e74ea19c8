# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Orgs that are not new: one that somebody clicked about in, a small one with just enough of everything, and a vast one."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulated_org.start import running

from .runs import Ansible, Run
from .test_lacking import over
from .truth import Org, Snapshot

NAMES = ("drifted", "developer")


@pytest.fixture(scope="module")
def before(orgs: dict[str, Org]) -> dict[str, Snapshot]:
    return {name: orgs[name].snapshot() for name in NAMES}


@pytest.fixture(scope="module")
def runs(ansible: Ansible, orgs: dict[str, Org], before: dict[str, Snapshot]) -> list[Run]:
    """What a preview, a run and a second run said."""
    return [over(ansible, orgs, "conversion", NAMES, *arguments) for arguments in (["--check"], [], [])]


@pytest.mark.parametrize("name", NAMES)
def test_the_guide_is_brought_about_and_stays(runs: list[Run], orgs: dict[str, Org], name: str) -> None:
    preview, run, repeat = runs
    assert [one.failed(name) for one in runs] == [[], [], []]
    assert run.changes(name) == preview.changes(name) != []
    assert repeat.changes(name) == []
    assert [one["path"] for one in orgs[name].requests() if one["writing"]] == []


def test_what_was_clicked_is_undone_and_what_was_added_elsewhere_stays(
    runs: list[Run], orgs: dict[str, Org], before: dict[str, Snapshot]
) -> None:
    assert not runs[1].failed("drifted")
    after, user = orgs["drifted"].snapshot(), "conversion@halcyon.example.drifted"
    held = after.permission_set("Conversion_Integration_Permissions")
    assert after.user(user)["LastName"] == "Integration"
    assert held["Label"] == "Conversion Integration Permissions"
    assert "Case" not in after.objects(held)
    assert "ModifyAllRecords" in after.objects(held)["Contact"]
    assert after.fields(held)["Account.Industry"] == "edit"
    assert after.tabs(held)["standard-Opportunity"] == "DefaultOn"
    assert "standard-Case" not in after.tabs(held)
    assert after.sets_of(user) == {"Conversion_Integration_Permissions", "Hotfix_2025"}
    different = after.since(before["drifted"])
    assert different["PermissionSet"]["created"] == different["PermissionSet"]["deleted"] == {}
    assert set(different) <= {
        "PermissionSet",
        "ObjectPermissions",
        "FieldPermissions",
        "PermissionSetTabSetting",
        "User",
    }


def test_one_permission_set_for_all_fields_of_300_objects(ansible: Ansible) -> None:
    names = [f"Thing_{number:03d}__c" for number in range(1, 301)]
    declared = {
        "objects": [{"object": one, "permissions": ["create", "modify_all"]} for one in names],
        "fields": [{"object": one, "all_editable": True} for one in names],
    }
    told, asked = [], []
    with running("vast") as world:
        org = Org(world, "vast")
        for arguments in (["--check"], [], []):
            org.begin()
            told.append(
                ansible.play(
                    str(Path(__file__).with_name("vast.yml")), {"vast": org.connection}, *arguments, **declared
                )
            )
            asked.append([one["writing"] for one in org.requests()])
        preview, run, repeat = told
        assert [one.failed("vast") for one in told] == [[], [], []]
        assert run.changes("vast") == preview.changes("vast")
        assert repeat.changes("vast") == []
        after = org.snapshot()
        held = after.permission_set("Everything")
        assert len(after.objects(held)) == 300
        # Every tenth field is a formula, which nobody can edit.
        assert sum(one == "edit" for one in after.fields(held).values()) == 9100
    assert [sum(one) for one in asked] == [0, 10, 0]
    assert max(map(len, asked)) < 50
