# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trusted IP ranges of an emulated org: what others trust stays, whatever happens."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs

OFFICE = ("203.0.113.0", "203.0.113.255", "Office <main> & guests")


@pytest.fixture
def trusting(production: Org) -> Org:
    """An org that trusts something already."""
    start, end, description = OFFICE
    production.put("TrustedIpRange", StartAddress=start, EndAddress=end, Description=description)
    production.forget()
    return production


def trusted(org: Org) -> set[tuple[str, str, t.Any]]:
    return {(one["StartAddress"], one["EndAddress"], one["Description"]) for one in org.rows("TrustedIpRange")}


def test_nobody_elses_range_is_lost(trusting: Org, run: Run) -> None:
    before = trusted(trusting)
    done = run.task("sf_trusted_ip_range", ranges=["192.0.2.1", "203.0.113.9"])
    assert done["covered_by"] == {"203.0.113.9": ["203.0.113.0/24"]}
    assert trusted(trusting) == before | {("192.0.2.1", "192.0.2.1", None)}
    # Read, write and read again: nothing comes between the first two.
    assert (done["requests"]["reads"], done["requests"]["writes"]) == (2, 1)
    again = run.task("sf_trusted_ip_range", ranges=["192.0.2.1", "203.0.113.9"])
    assert (again["changed"], again["covered_by"]) == (False, done["covered_by"])
    assert (again["requests"]["reads"], again["requests"]["writes"]) == (1, 0)


def test_everything_can_be_taken_away(trusting: Org, new_run: Runs) -> None:
    shown = new_run(check=True).task("sf_trusted_ip_range", ranges={"set": []})
    done = new_run().task("sf_trusted_ip_range", ranges={"set": []})
    assert shown["changes"] == done["changes"]
    assert "203.0.113.0/24" in [one["key"] for one in done["changes"]]
    assert trusted(trusting) == set()
    assert new_run().task("sf_trusted_ip_range_info")["ranges"] == []
    assert new_run().task("sf_trusted_ip_range", ranges={"set": []})["changed"] is False


def test_the_twin_tells_the_same(trusting: Org, new_run: Runs) -> None:
    preview = new_run(check=True)
    preview.task("sf_trusted_ip_range", ranges=["192.0.2.0/30"])
    foreseen = preview.task("sf_trusted_ip_range_info")["ranges"]
    assert {"range": "192.0.2.0/30", "start": "192.0.2.0", "end": "192.0.2.3", "description": None} in foreseen
    done = new_run().task("sf_trusted_ip_range", ranges=["192.0.2.0/30"])
    assert new_run().task("sf_trusted_ip_range_info")["ranges"] == foreseen
    told = [{key: value for key, value in one.items() if key != "range"} for one in foreseen]
    assert told == done["record"]["ranges"]
    assert new_run().task("sf_trusted_ip_range", ranges={"set": told})["changed"] is False


@pytest.mark.parametrize(
    "entry", ["192.0.2.5/24", "203.0.112.0/22", "10.0.0.0/6", {"start": "192.0.2.9", "end": "192.0.2.1"}, None]
)
def test_a_bad_range_is_refused_before_anything_is_sent_or_written(trusting: Org, new_run: Runs, entry: t.Any) -> None:
    before = trusted(trusting)
    for check in (True, False):
        refused = new_run(check=check).task("sf_trusted_ip_range", ranges=["192.0.2.1", entry])
        assert refused["failed"] is True
        assert refused["error"]["fields"] == ["ranges"]
    assert not trusting.writes()
    assert trusted(trusting) == before
