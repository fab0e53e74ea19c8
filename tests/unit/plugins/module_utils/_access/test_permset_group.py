# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Permission set groups: what is in them, what they mute, and who is given them."""

from __future__ import annotations

import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_assignment import PermsetAssignment
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Await, Create
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.preview import Preview
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import MemoryOrg, Refused
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.test_properties import (
    COMMON,
    edits,
    fields,
    names,
    objects,
    outcome,
    permission_sets,
    whole_objects,
)

ADMIN = "admin@example.com"


def group(name: str = "Team", **options: t.Any) -> worlds.Task:
    return "group", {"name": name, "state": "present", **options}


def given_to(groups: t.Any, **options: t.Any) -> worlds.Task:
    return "assignment", {"users": [ADMIN], "permission_set_groups": groups, "wait_timeout": 60, **options}


@pytest.fixture
def org() -> MemoryOrg:
    """An org with two sets and a group of one of them."""
    org = worlds.world()
    for name in ("Integration", "Second"):
        worlds.apply(worlds.permission_set(name), org)
    worlds.apply(group(permission_sets=["Second"]), org)
    return org


def muted(org: MemoryOrg) -> dict[str, list[str]]:
    """The object permissions that a group's muting permission set holds."""
    (quiet,) = org.all("MutingPermissionSet")
    rows = org.all("ObjectPermissions", ParentId=quiet["Id"])
    return {row["SobjectType"]: sorted(key[11:] for key, on in row.items() if on is True) for row in rows}


@pytest.mark.parametrize(
    ("verb", "columns"),
    [
        ("create", ["Create"]),
        ("delete", ["Delete", "ModifyAllRecords"]),
        ("view_all", ["ModifyAllRecords", "ViewAllRecords"]),
        ("edit", ["Delete", "Edit", "ModifyAllRecords"]),
        ("read", ["Create", "Delete", "Edit", "ModifyAllRecords", "Read", "ViewAllFields", "ViewAllRecords"]),
    ],
)
def test_muting_takes_with_it_what_cannot_be_without(org: MemoryOrg, verb: str, columns: list[str]) -> None:
    worlds.apply(group(muted={"object_permissions": [{"object": "Account", "permissions": [verb]}]}), org)
    assert muted(org) == {"Account": columns}


def test_what_is_needed_by_a_muted_permission_is_not_unmuted_alone(org: MemoryOrg) -> None:
    worlds.apply(group(muted={"object_permissions": [{"object": "Account", "permissions": ["read"]}]}), org)
    edit_again = {"object_permissions": {"remove": [{"object": "Account", "permissions": ["edit"]}]}}
    with pytest.raises(Refusal) as refused:
        worlds.plan(group(muted=edit_again), org)
    assert refused.value.code == "DEPENDENCY"
    worlds.apply(group(muted={"object_permissions": {"remove": [{"object": "Account"}]}}), org)
    assert muted(org) == {}


def test_the_hundred_and_first_set_is_refused(org: MemoryOrg) -> None:
    for number in range(100):
        org.add(
            "PermissionSet", Name=f"S{number}", NamespacePrefix=None, IsOwnedByProfile=False, PermissionSetGroupId=None
        )
    wanted = [f"S{number}" for number in range(100)]
    assert worlds.plan(group(permission_sets={"set": wanted}), org).changes
    with pytest.raises(Refusal, match="would have 101 permission sets; Salesforce takes 100"):
        worlds.plan(group(permission_sets=wanted), org)


def test_sets_of_packages_go_by_their_namespace(org: MemoryOrg) -> None:
    org.add("PermissionSet", Name="Second", NamespacePrefix="pkg", IsOwnedByProfile=False, PermissionSetGroupId=None)
    plan = worlds.plan(group(permission_sets={"set": ["pkg__Second"]}), org)
    assert worlds.words(plan) == ["remove permission set Second", "add permission set pkg__Second"]
    assert plan.after["permission_sets"] == ["pkg__Second"]


def test_a_set_that_is_in_a_group_is_not_deleted(org: MemoryOrg) -> None:
    with pytest.raises(
        Refusal, match=r"it is in the permission set group Team; take it out first \(sf_permset_group\)"
    ):
        worlds.plan(worlds.permission_set("Second", state="absent"), org)
    worlds.apply(group(permission_sets={"set": []}), org)
    assert worlds.apply(worlds.permission_set("Second", state="absent"), org).changes


def test_a_group_is_waited_for_before_anything_is_assigned(org: MemoryOrg) -> None:
    assert org.only("PermissionSetGroup")["Status"] == "Outdated"
    both = given_to(["Team"], permission_sets=["Integration"])
    plan = worlds.plan(both, org)
    wait, *rest = plan.writes
    assert isinstance(wait, Await)
    assert (wait.value, wait.timeout, wait.hopeless) == ("Updated", 60, ("Failed",))
    assert all(isinstance(one, Create) for one in rest)
    assert worlds.words(worlds.apply(both, org)) == [
        f"assign permission set {ADMIN}: Integration",
        f"assign permission set group {ADMIN}: Team",
    ]
    assert not worlds.plan(both, org).writes


def test_a_group_that_becomes_outdated_meanwhile_is_waited_for(org: MemoryOrg, monkeypatch: pytest.MonkeyPatch) -> None:
    told = 'You can only assign users to permission set groups that have the "Updated" status.'
    org.only("PermissionSetGroup")["Status"] = "Updated"

    def outdated(*_arguments: t.Any) -> t.Any:
        monkeypatch.undo()
        org.only("PermissionSetGroup")["Status"] = "Outdated"
        raise Refused(told, index=0)

    monkeypatch.setattr(org, "write", outdated)
    done = worlds.apply(given_to(["Team"]), org)
    assert len(done.changes) == 1
    assert isinstance(org.written[-1][0], Await)
    resource = PermsetAssignment(given_to(["Team"])[1])
    assert [resource.learn(told) for _time in range(5)] == [True, True, True, False, False]
    assert resource.learn("something else") is False


def test_waiting_takes_no_negative_time() -> None:
    with pytest.raises(Refusal, match="wait_timeout cannot be negative"):
        worlds.make(given_to(["Team"], wait_timeout=-1))


muting = st.fixed_dictionaries(
    {},
    optional={
        "system_permissions": edits(names, 2),
        "object_permissions": edits(objects, 2),
        "field_permissions": edits(fields, 2, removed=whole_objects),
    },
)
groups = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Team", "Integration"]),
        "state": st.sampled_from(["present", "present", "present", "absent"]),
    },
    optional={
        "label": st.sampled_from(["A team", "Other"]),
        "description": st.sampled_from(["", "Some"]),
        "permission_sets": edits(st.sampled_from(["Integration", "Second"]), 2),
        "muted": muting,
    },
).map(lambda params: ("group", params))
assigned = edits(st.sampled_from(["Team", "Integration"]), 2).map(given_to)


@COMMON
@given(run=st.lists(st.one_of(groups, groups, permission_sets, assigned), min_size=1, max_size=6))
def test_a_run_with_groups_is_previewed_from_scratch_and_done_once(run: list[worlds.Task]) -> None:
    org = worlds.world()
    preview, previewed = Preview(), []
    for task in run:
        previewed.append(outcome(worlds.look, task, org, preview))
        preview = Preview(json.loads(json.dumps(preview.state())))
    for task, foreseen in zip(run, previewed):
        applied = outcome(worlds.apply, task, org)
        assert applied == foreseen
        if not isinstance(applied, str):
            assert not worlds.apply(task, org).changes
