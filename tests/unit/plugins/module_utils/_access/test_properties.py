# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every declaration: a preview equals the run, a second run changes nothing, nothing undeclared is lost."""

from __future__ import annotations

import copy
import json
import typing as t

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.preview import Preview
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import MemoryOrg

COMMON = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
USERS = ("admin@example.com", "robot@example.com", "other@example.com")
SETS = ("Integration", "Second")
PROFILES = ("System Administrator", "Minimum Access - API Only Integrations", "Custom")
VERBS = ("read", "create", "edit", "delete", "view_all", "modify_all", "view_all_fields")
FIELDS = ("Industry", "Phone", "BillingAddress", "BillingCity", "ParentId", "OwnerId")

names = st.sampled_from(sorted(worlds.SYSTEM))
objects = st.fixed_dictionaries(
    {
        "object": st.sampled_from(worlds.OBJECTS),
        "permissions": st.lists(st.sampled_from(VERBS), min_size=1, max_size=3, unique=True),
    }
)
fields = st.fixed_dictionaries(
    {"object": st.just("Account"), "read": st.lists(st.sampled_from(FIELDS), max_size=3)},
    optional={
        "edit": st.lists(st.sampled_from(FIELDS), max_size=3),
        "all_readable": st.booleans(),
        "all_editable": st.booleans(),
    },
)
whole_objects = st.just({"object": "Account"})
tabs = st.fixed_dictionaries(
    {"name": st.sampled_from(["standard-Account", "Contact"])},
    optional={"visibility": st.sampled_from(["available", "visible"])},
)


def edits(
    entries: st.SearchStrategy[t.Any],
    most: int = 3,
    removed: st.SearchStrategy[t.Any] | None = None,
    unique_by: t.Callable[[t.Any], t.Any] | None = None,
) -> st.SearchStrategy[t.Any]:
    """An option in any of its forms; *removed* are entries of which only a removal can be meant."""
    some = st.lists(entries, max_size=most, unique_by=unique_by)
    going = st.lists(entries | removed, max_size=most) if removed is not None else some
    return st.one_of(
        some,
        some.map(lambda one: {"set": one}),
        going.map(lambda one: {"remove": one}),
        st.tuples(some, going).map(lambda two: {"add": two[0], "remove": two[1]}),
    )


permission_sets = st.fixed_dictionaries(
    {"name": st.sampled_from(SETS)},
    optional={
        "label": st.sampled_from(["One label", "Another \u2013 label"]),
        "description": st.sampled_from(["", 'It\'s "quoted" \\ and long']),
        "system_permissions": edits(names),
        "object_permissions": edits(objects),
        "field_permissions": edits(fields, removed=whole_objects),
        "tabs": edits(tabs, unique_by=lambda one: one["name"]),
        "connected_apps": edits(st.sampled_from(["Conversion", "Reporting"])),
        "custom_permissions": edits(st.sampled_from(["Export_All", "Export all"])),
    },
).map(lambda params: worlds.permission_set(**params))

#: Who requires what; always from a later letter to an earlier one, as no org has circles.
NODES = [f"{sobject}<{verb}>" for sobject in worlds.OBJECTS for verb in ("read", "viewAllRecords")] + sorted(
    worlds.SYSTEM
)
edge = st.sets(st.integers(0, len(NODES) - 1), min_size=2, max_size=2)


def closed(edges: list[set[int]]) -> dict[str, set[str]]:
    """Edges by node."""
    result: dict[str, set[str]] = {}
    for two in edges:
        result.setdefault(NODES[max(two)], set()).add(NODES[min(two)])
    return result


graphs = st.lists(edge, max_size=6).map(closed)
#: What objects require of each other.
between_objects = st.lists(st.sets(st.integers(0, 7), min_size=2, max_size=2), max_size=6).map(closed)


def outcome(function: t.Callable[..., t.Any], *arguments: t.Any) -> t.Any:
    """What a task did, or why it refused."""
    try:
        return worlds.changes(function(*arguments))
    except Refusal as refusal:
        return str(refusal)


@COMMON
@given(graph=graphs, first=permission_sets, second=permission_sets)
def test_what_is_previewed_is_what_happens_and_it_happens_once(
    graph: dict[str, set[str]], first: worlds.Task, second: worlds.Task
) -> None:
    org = worlds.world(graph)
    outcome(worlds.apply, first, org)
    before = org.snapshot()
    previewed = outcome(worlds.look, second, org)
    assert org.tables == before, "a preview left something behind"
    applied = outcome(worlds.apply, second, org)
    assert applied == previewed
    event("refused" if isinstance(applied, str) else "changed" if applied else "unchanged")
    if isinstance(applied, str):
        assert org.tables == before
        return
    again = worlds.plan(second, org)
    assert not again.changes
    assert not again.writes


@COMMON
@given(graph=graphs, first=permission_sets, second=permission_sets)
def test_a_plain_list_and_add_take_nothing_away(
    graph: dict[str, set[str]], first: worlds.Task, second: worlds.Task
) -> None:
    org = worlds.world(graph)
    adding = {
        key: one.get("add", []) if isinstance(one, dict) else one for key, one in second[1].items() if key != "state"
    }
    outcome(worlds.apply, first, org)
    assume(first[1]["name"] == second[1]["name"])
    verbs = {one.verb for one in worlds.plan(worlds.permission_set(**adding), org).changes}
    assert verbs <= {"grant", "create", "update"}


@COMMON
@given(graph=graphs, first=permission_sets, second=permission_sets)
def test_set_leaves_exactly_what_is_declared_and_demanded(
    graph: dict[str, set[str]], first: worlds.Task, second: worlds.Task
) -> None:
    org = worlds.world(graph)
    exact: dict[str, t.Any] = {"system_permissions": {"set": []}, "object_permissions": {"set": []}}
    for option in exact:
        given_value = second[1].get(option)
        if isinstance(given_value, list):
            exact[option] = {"set": given_value}
    outcome(worlds.apply, worlds.permission_set(**{**first[1], "name": "Integration"}), org)
    worlds.apply(worlds.permission_set(**exact), org)
    found = org.nodes(org.only("PermissionSet", Name="Integration"))
    wanted = set(exact["system_permissions"]["set"])
    column = {"edit": "update", "view_all": "viewAllRecords", "modify_all": "modifyAllRecords"}
    column["view_all_fields"] = "viewAllFields"
    for one in exact["object_permissions"]["set"]:
        wanted |= {f"{one['object']}<{column.get(verb, verb)}>" for verb in one["permissions"]}
    expected = set(wanted)
    while True:
        more = {required for node in expected for required in org.requires(node)} - expected
        if not more:
            break
        expected |= more
    assert found == expected


users = st.fixed_dictionaries(
    {"name": st.sampled_from(USERS[1:]), "state": st.sampled_from(["present", "present", "absent"])},
    optional={
        "profile": st.lists(st.sampled_from(PROFILES), min_size=1, max_size=2),
        "frozen": st.booleans(),
        "first_name": st.sampled_from(["O'Neil", "Zo\u00eb", ""]),
        "title": st.sampled_from(["Robot", ""]),
    },
).map(lambda params: worlds.user(**params))
profiles = st.fixed_dictionaries(
    {"name": st.just("Custom"), "state": st.sampled_from(["present", "present", "absent"])},
    optional={
        "license": st.sampled_from(["Salesforce", "Salesforce Integration"]),
        "clone_from": st.sampled_from(["Model", "Minimum Access - API Only Integrations"]),
        "description": st.sampled_from(["", "Made here"]),
        "system_permissions": edits(names),
        "object_permissions": edits(objects),
        "field_permissions": edits(fields, removed=whole_objects),
        "tabs": edits(tabs, unique_by=lambda one: one["name"]),
        "connected_apps": edits(st.sampled_from(["Conversion", "Reporting"])),
        "login_ip_ranges": edits(st.sampled_from(["192.0.2.1", "192.0.2.0/24", "2001:db8::/32"])),
        "login_hours": st.sampled_from([{}, {"friday": {"start": "08:00", "end": "18:00"}}]),
    },
).map(lambda params: ("profile", params))
assignments = st.fixed_dictionaries(
    {
        "users": st.lists(st.sampled_from(USERS), min_size=1, max_size=2, unique=True),
        "state": st.sampled_from(["present", "present", "absent"]),
        "permission_sets": edits(st.sampled_from(SETS), 2),
    },
    optional={"expires": st.sampled_from(["2030-01-31", "2030-01-31T10:00:00+02:00"])},
).map(lambda params: ("assignment", params))
license_assignments = st.fixed_dictionaries(
    {
        "users": st.lists(st.sampled_from(USERS), min_size=1, max_size=2, unique=True),
        "state": st.sampled_from(["present", "present", "absent"]),
        "licenses": edits(st.sampled_from(["SalesforceAPIIntegrationPsl", "Analytics"]), 2),
    },
).map(lambda params: ("license_assignment", params))
ACCOUNT = {"object": "Account", "permissions": ["read"]}
absent_sets = st.sampled_from(SETS).map(lambda name: worlds.permission_set(name, state="absent"))
MODEL: worlds.Task = (
    "profile",
    {
        "name": "Model",
        "license": "Salesforce",
        "system_permissions": ["ApiEnabled"],
        "object_permissions": [{"object": "Account", "permissions": ["delete"]}],
        "field_permissions": [{"object": "Account", "edit": ["Industry"], "read": ["Phone"]}],
        "tabs": ["Account"],
        "connected_apps": ["Conversion"],
        "login_ip_ranges": [{"start": "192.0.2.1", "end": "192.0.2.9", "description": "office"}],
        "login_hours": {"monday": {"start": "08:00", "end": "18:00"}},
    },
)
tasks = st.lists(
    st.one_of(users, users, st.just(MODEL), profiles, permission_sets, absent_sets, assignments, license_assignments),
    min_size=1,
    max_size=8,
)


PSL = ("license_assignment", {"users": ["robot@example.com"], "licenses": ["SalesforceAPIIntegrationPsl"]})
ASSIGNED = ("assignment", {"users": ["robot@example.com"], "permission_sets": ["Integration"]})
CUSTOM = ("profile", {"name": "Custom", "license": "Salesforce Integration"})
histories = st.sampled_from(
    [
        [],
        [worlds.user()],
        [MODEL],
        [worlds.user(), worlds.permission_set(), PSL, ASSIGNED],
        [CUSTOM, worlds.user(profile=["Custom"]), worlds.permission_set(object_permissions=[ACCOUNT]), PSL],
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories, run=tasks, seats=st.integers(1, 2))
def test_a_run_of_many_tasks_is_previewed_from_scratch(
    history: list[worlds.Task], run: list[worlds.Task], seats: int
) -> None:
    """The preview of a whole run tells every change and every refusal, also where one task needs what another makes."""
    org = worlds.world()
    org.only("UserLicense", Name="Salesforce Integration")["TotalLicenses"] = seats
    for task in history:
        worlds.apply(task, org)
    preview = Preview()
    previewed = []
    for task in run:
        previewed.append(outcome(worlds.look, task, org, preview))
        preview = Preview(json.loads(json.dumps(preview.state())))
    applied = [outcome(worlds.apply, task, org) for task in run]
    assert applied == previewed
    event(f"{sum(isinstance(one, list) and bool(one) for one in applied)} tasks change something")


@COMMON
@given(history=tasks, task=st.one_of(users, profiles, permission_sets, assignments, license_assignments))
def test_a_second_run_of_any_task_changes_nothing(history: list[worlds.Task], task: worlds.Task) -> None:
    org = worlds.world()
    for one in history:
        outcome(worlds.apply, one, org)
    assume(not isinstance(outcome(worlds.apply, task, org), str))
    counted = len(org.written)
    again = worlds.apply(task, org)
    assert not again.changes
    assert len(org.written) == counted


#: What the licence Salesforce Integration brings needs nothing else.
profile_graphs = graphs.map(lambda graph: {one: graph[one] for one in graph if not one.startswith("Api")})


@settings(COMMON, max_examples=100)
@given(graph=profile_graphs, first=profiles, second=profiles)
def test_a_profile_is_previewed_as_it_happens_and_it_happens_once(
    graph: dict[str, set[str]], first: worlds.Task, second: worlds.Task
) -> None:
    org = worlds.world(graph)
    outcome(worlds.apply, MODEL, org)
    outcome(worlds.apply, first, org)
    before = copy.deepcopy((org.tables, org.components))
    previewed = outcome(worlds.look, second, org)
    assert (org.tables, org.components) == before, "a preview left something behind"
    applied = outcome(worlds.apply, second, org)
    assert applied == previewed
    event("refused" if isinstance(applied, str) else "changed" if applied else "unchanged")
    if not isinstance(applied, str):
        again = worlds.plan(second, org)
        assert not again.changes
        assert not again.writes


@settings(COMMON, max_examples=100)
@given(drift=profiles, model=profiles)
def test_drift_of_a_copy_is_put_right(drift: worlds.Task, model: worlds.Task) -> None:
    """Whatever somebody did to the copy or to its source, the next run makes the copy what the source is."""
    org = worlds.world()
    for task in (MODEL, ("profile", {"name": "Custom", "clone_from": "Model"}), drift):
        outcome(worlds.apply, task, org)
    outcome(worlds.apply, ("profile", {**model[1], "name": "Model", "clone_from": None}), org)
    assume(org.all("Profile", Name="Model"))
    made = outcome(worlds.apply, ("profile", {"name": "Custom", "clone_from": "Model"}), org)
    event("refused" if isinstance(made, str) else "changed" if made else "unchanged")
    if not isinstance(made, str):
        assert held_by(org, "Custom") == held_by(org, "Model")


def held_by(org: MemoryOrg, name: str) -> t.Any:
    """What a profile holds, without Ids, and without rows that read what View All Fields reads anyway."""
    profile = org.only("Profile", Name=name)
    parent = org.only("PermissionSet", ProfileId=profile["Id"])["Id"]
    for row in org.all("FieldPermissions", ParentId=parent):
        if "Account<viewAllFields>" in org.nodes(profile) and not row["PermissionsEdit"]:
            del org.tables["FieldPermissions"][row["Id"]]
    rows = {
        sobject: sorted(
            str({key: one for key, one in sorted(row.items()) if key not in ("Id", "ParentId") and one})
            for row in org.all(sobject, ParentId=parent)
        )
        for sobject in ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess")
    }
    component = org.components.get(("Profile", name), {})
    ranges = component.get("loginIpRanges") or []
    return org.nodes(profile), rows, ranges, component.get("loginHours") or {}


def org_with(graph: dict[str, set[str]]) -> MemoryOrg:
    """A world with dependencies that its rows do not show."""
    org = worlds.world()
    org.edges = graph
    return org


@COMMON
@given(graph=between_objects, first=permission_sets)
def test_dependencies_that_only_refusals_show_are_learned(graph: dict[str, set[str]], first: worlds.Task) -> None:
    org = org_with(graph)
    applied = outcome(worlds.apply, first, org)
    if not isinstance(applied, str):
        assert not worlds.apply(first, org).changes
