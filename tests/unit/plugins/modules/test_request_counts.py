# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a job costs in requests: the whole of it, once and again, and whether that grows with its size."""

from __future__ import annotations

import collections
import math
import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

if t.TYPE_CHECKING:
    from emulated_org.start import World

OBJECTS = [
    "Account",
    "Asset",
    "Campaign",
    "Case",
    "Contact",
    "Contract",
    "Lead",
    "Opportunity",
    "Order",
    "Pricebook2",
    "Product2",
    "Solution",
]
ROBOT = "conversion@meridian.example"
PSL = "SalesforceAPIIntegrationPsl"
FIRST_RUN, SECOND_RUN = 14, 6


@pytest.fixture(scope="module")
def large_world() -> t.Iterator[World]:
    from emulated_org.start import running

    with running("large") as made:
        yield made


@pytest.fixture
def large(large_world: World) -> t.Iterator[Org]:
    (org,) = large_world.orgs
    saved = org.database.save()
    yield Org(large_world.facts[0])
    org.database.restore(saved)
    org.log.clear()
    org.filled.clear()


@pytest.fixture
def signing_in(large: Org) -> dict[str, t.Any]:
    """Credentials that cost a sign-in."""
    names = ("client_id", "username", "private_key_file")
    return {"login_url": large.facts["instance_url"], **{name: large.facts[name] for name in names}}


def fields_of(org: Org, objects: t.Sequence[str]) -> list[tuple[str, str, bool]]:
    """Field rows that can be granted: object, field, whether it can be edited."""
    found = []
    for name in objects:
        answer = org.session.get(
            f"{org.facts['instance_url']}/services/data/v66.0/sobjects/{name}/describe",
            headers={"Authorization": f"Bearer {org.facts['access_token']}"},
            timeout=30,
        ).json()
        compounds = {one["compoundFieldName"] for one in answer["fields"] if one.get("compoundFieldName")}
        for one in answer["fields"]:
            simple = one["permissionable"] and not one.get("compoundFieldName") and one["name"] not in compounds
            if simple and one["type"] not in ("address", "location"):
                found.append((name, one["name"], one["updateable"] and not one["calculated"]))
    return found


def job(rows: t.Sequence[tuple[str, str, bool]], access: t.Sequence[str] = ("create", "modify_all")) -> list[t.Any]:
    """The four tasks of an integration user, with so many field rows."""
    granted: dict[str, dict[str, list[str]]] = collections.defaultdict(lambda: {"read": [], "edit": []})
    for sobject, name, editable in rows:
        granted[sobject]["edit" if editable else "read"].append(name)
    objects = sorted(granted)
    grants = [{"object": one, "permissions": _possible(one, access)} for one in objects]
    return [
        (
            "sf_user",
            {
                "name": ROBOT,
                "last_name": "Conversion",
                "email": "it@meridian.example",
                "profile": ["Minimum Access \u2013 API Only Integrations"],
            },
        ),
        ("sf_permset_license_assignment", {"users": [ROBOT], "licenses": [PSL]}),
        (
            "sf_permission_set",
            {
                "name": "Conversion_Integration_Permissions",
                "label": "Conversion Integration Permissions",
                "system_permissions": {"set": ["API Enabled", "Customize Application", "View All Users"]},
                "object_permissions": {"set": grants},
                "field_permissions": {"set": [{"object": one, **granted[one]} for one in objects]},
                "tabs": {"set": ["Opportunity", "Account"]},
            },
        ),
        ("sf_permset_assignment", {"users": [ROBOT], "permission_sets": ["Conversion_Integration_Permissions"]}),
    ]


def _possible(sobject: str, access: t.Sequence[str]) -> list[str]:
    """Salesforce keeps neither View All nor Modify All on products and price books."""
    if sobject in ("Product2", "Pricebook2"):
        return [one for one in access if one != "modify_all"] + ["edit"]
    return list(access)


def carry_out(run: Run, tasks: t.Sequence[t.Any], **connection: t.Any) -> list[Result]:
    results = []
    for module, params in tasks:
        result = run.task(module, **params, **({"connection": connection} if connection else {}))
        assert "failed" not in result, result.get("msg")
        results.append(result)
    return results


def counted(results: t.Sequence[Result]) -> tuple[int, int]:
    """Reads and writes as the results tell them."""
    return sum(one["requests"]["reads"] for one in results), sum(one["requests"]["writes"] for one in results)


def test_the_whole_job(large: Org, signing_in: dict[str, t.Any], new_run: Runs) -> None:
    rows = fields_of(large, OBJECTS)
    assert len(rows) >= 500
    tasks = job(rows[:500])
    assert len({sobject for sobject, _name, _editable in rows[:500]}) <= len(OBJECTS)
    large.forget()

    previewed = carry_out(new_run(check=True, org=large), tasks, **signing_in)
    assert not large.writes()
    large.forget()

    first = carry_out(new_run(org=large), tasks, **signing_in)
    log = large.requests()
    assert len(log) <= FIRST_RUN, [(one["method"], one["path"]) for one in log]
    assert sum(counted(first)) == len(log), "results do not tell what was sent"
    assert [one["changes"] for one in first] == [one["changes"] for one in previewed]
    set_id = large.row("PermissionSet", Name="Conversion_Integration_Permissions")["Id"]
    assert len(large.rows("FieldPermissions", ParentId=set_id)) == 500
    large.forget()

    second = carry_out(new_run(org=large), tasks, **signing_in)
    log = large.requests()
    assert len(log) <= SECOND_RUN, [(one["method"], one["path"]) for one in log]
    assert not large.writes()
    assert not any(one["changed"] for one in second)
    assert sum(one["requests"]["signed_in"] for one in second) == 1


def test_all_twelve_objects_with_every_field(large: Org, new_run: Runs) -> None:
    tasks = job(fields_of(large, OBJECTS))
    tasks[2][1]["field_permissions"] = {
        "set": [{"object": one, "all_readable": True, "all_editable": True} for one in OBJECTS]
    }
    large.forget()
    first = carry_out(new_run(org=large), tasks)
    assert len(large.requests()) <= FIRST_RUN - 1
    large.forget()
    second = carry_out(new_run(org=large), tasks)
    assert len(large.requests()) <= SECOND_RUN - 1
    assert first[2]["changed"]
    assert not any(one["changed"] for one in second)


def test_field_rows_change_the_number_of_writes_only_by_the_thousand(large: Org, new_run: Runs) -> None:
    every = fields_of(large, OBJECTS)
    counts = {}
    for size in (50, 200, len(every)):
        name = f"Rows_{size}"
        tasks = job(every[:size])
        tasks[2][1]["name"] = name
        (result,) = carry_out(new_run(org=large), [tasks[2]])
        counts[size] = (result["requests"]["reads"], result["requests"]["writes"])
        assert len(large.rows("FieldPermissions", ParentId=result["id"])) == size
        (again,) = carry_out(new_run(org=large), [tasks[2]])
        assert (again["changed"], again["requests"]["writes"]) == (False, 0)
    reads = {reads for reads, _writes in counts.values()}
    assert len(reads) == 1, counts
    fewest = counts[50][1]
    for size, (_reads, writes) in counts.items():
        assert writes <= fewest + math.ceil(size / 1000), counts
