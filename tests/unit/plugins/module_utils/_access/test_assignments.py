# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assignments of permission sets and of their licences to users."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.expiry import expiry
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import MemoryOrg

MOMENTS = {
    "2030-01-31": "2030-01-31T00:00:00+00:00",
    "2030-01-31T10:00": "2030-01-31T10:00:00+00:00",
    "2030-01-31T10:00Z": "2030-01-31T10:00:00+00:00",
    "2030-01-31T10:00:07": "2030-01-31T10:00:07+00:00",
    "2030-01-31T10:00:07.9Z": "2030-01-31T10:00:07+00:00",
    "2030-01-31T10:00:07.999999+02:00": "2030-01-31T08:00:07+00:00",
    "2030-01-31T23:30-05:00": "2030-02-01T04:30:00+00:00",
}
NO_MOMENTS = (
    "9999-12-31T23:59:59-05:00",
    "0001-01-01T00:00:00+05:00",
    "2030-02-30",
    "2030-01-31T25:00",
    "2030-01-31T10:00+25:00",
    "2030-01-31 10:00",
    "2030-01-31T10",
    "20300131",
    "2030-W05-4",
    "2030-01-31Z",
    "2030-01-31T10:00:00+0200",
    "\u0662\u0660\u0663\u0660-01-31",
    "2030-01-31\n",
)


@pytest.mark.parametrize("written", MOMENTS)
def test_until_when(written: str) -> None:
    moment = expiry(written)
    assert moment is not None
    assert moment.isoformat() == MOMENTS[written]


@pytest.mark.parametrize("written", NO_MOMENTS)
def test_what_is_no_moment(written: str) -> None:
    with pytest.raises(Refusal, match="Option expires takes a date or time") as refused:
        expiry(written)
    assert refused.value.code == "BAD_OPTION"
    assert refused.value.fields == ["expires"]


ADMIN = "admin@example.com"
KINDS = {
    "assignment": ("permission_sets", "permission set"),
    "license_assignment": ("licenses", "permission set licence"),
}


def task(kind: str, things: t.Any, state: str = "present", users: tuple[str, ...] = (ADMIN,)) -> worlds.Task:
    return kind, {"users": list(users), KINDS[kind][0]: things, "state": state}


@pytest.fixture
def org() -> MemoryOrg:
    """An org with two sets, made in another order than that of their names."""
    org = worlds.world()
    for name in ("Zeta", "Alpha"):
        worlds.apply(worlds.permission_set(name), org)
    return org


THINGS = {"assignment": ["Zeta", "Alpha"], "license_assignment": ["SalesforceAPIIntegrationPsl", "AnalyticsPsl"]}


@pytest.mark.parametrize("kind", KINDS)
def test_users_go_by_their_names_in_lower_case_and_once(kind: str, org: MemoryOrg) -> None:
    plan = worlds.plan(task(kind, THINGS[kind][:1], users=("Admin@Example.com", "ADMIN@example.com ")), org)
    assert [one.key for one in plan.changes] == [f"{ADMIN}: {THINGS[kind][0]}"]
    assert plan.subject.endswith(f"of {ADMIN}")
    org.only("User", Username=ADMIN)["Username"] = "Admin@Example.com"
    plan = worlds.plan(task(kind, THINGS[kind][:1]), org)
    assert [one.key for one in plan.changes] == [f"{ADMIN}: {THINGS[kind][0]}"]
    assert plan.after == {ADMIN: THINGS[kind][:1]}


@pytest.mark.parametrize("kind", KINDS)
def test_everything_stands_in_the_order_of_the_names(kind: str, org: MemoryOrg) -> None:
    expected = [f"{ADMIN}: {name}" for name in sorted(THINGS[kind])]
    assert [one.key for one in worlds.plan(task(kind, THINGS[kind]), org).changes] == expected
    worlds.apply(task(kind, THINGS[kind]), org)
    assert [one["key"] for one in worlds.plan(task(kind, []), org).unmanaged] == expected
    assert [one.key for one in worlds.plan(task(kind, {"set": []}), org).changes] == expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["absent", "remove"])
def test_what_the_org_does_not_have_is_not_assigned(kind: str, how: str, org: MemoryOrg) -> None:
    worlds.apply(task(kind, THINGS[kind]), org)
    named = ["Nothing", THINGS[kind][0]]
    users = ("nobody@example.com", ADMIN)
    asked = task(kind, named, "absent", users) if how == "absent" else task(kind, {"remove": named}, users=users)
    plan = worlds.plan(asked, org)
    assert [one.key for one in plan.changes] == [f"{ADMIN}: {THINGS[kind][0]}"]
    assert plan.warnings == [
        "The org has no user 'nobody@example.com': nothing to unassign",
        f"The org has no {KINDS[kind][1]} 'Nothing': nothing to unassign",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_what_should_be_assigned_must_be_there(kind: str, org: MemoryOrg) -> None:
    with pytest.raises(Refusal, match="^2 problems: The org has no user 'nobody@example.com'.*'Nothing'"):
        worlds.plan(task(kind, ["Nothing"], users=("nobody@example.com",)), org)
    with pytest.raises(Refusal, match="The org has no user"):
        worlds.plan(task(kind, {"add": THINGS[kind][:1], "remove": ["X"]}, users=("nobody@example.com",)), org)


ROBOT = "robot@example.com"


@pytest.fixture
def integration() -> MemoryOrg:
    """An org with a user of the Salesforce Integration licence."""
    org = worlds.world()
    profile = org.only("Profile", Name="Minimum Access - API Only Integrations")
    worlds.add_user(org, ROBOT, profile["Id"])
    return org


@pytest.mark.parametrize("permission", ["RunFlow", "ApiEnabled", "ApiUserOnly"])
def test_system_permissions_beyond_the_integration_licence_need_its_permission_set_licence(
    permission: str, integration: MemoryOrg
) -> None:
    worlds.apply(worlds.permission_set(system_permissions=[permission]), integration)
    assigned = task("assignment", ["Integration"], users=(ROBOT,))
    if permission == "RunFlow":
        with pytest.raises(Refusal, match=r"allows what the set grants \(RunFlow\) only with") as refused:
            worlds.plan(assigned, integration)
        assert refused.value.code == "PERMISSION_SET_LICENSE_MISSING"
        worlds.apply(task("license_assignment", ["SalesforceAPIIntegrationPsl"], users=(ROBOT,)), integration)
    assert worlds.words(worlds.plan(assigned, integration)) == [f"assign permission set {ROBOT}: Integration"]


def test_rows_that_only_view_all_data_shows_need_no_licence(integration: MemoryOrg) -> None:
    worlds.apply(worlds.permission_set(system_permissions=["ApiEnabled"]), integration)
    parent = integration.only("PermissionSet", Name="Integration")["Id"]
    shown = {"Id": "000000000000000AAA", "ParentId": parent, "SobjectType": "Account", "PermissionsRead": True}
    integration.tables["ObjectPermissions"][shown["Id"]] = shown
    plan = worlds.plan(task("assignment", ["Integration"], users=(ROBOT,)), integration)
    assert len(plan.changes) == 1
