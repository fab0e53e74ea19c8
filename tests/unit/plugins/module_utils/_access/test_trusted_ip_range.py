# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trusted IP ranges: nothing that others trust is lost, and nothing is added that is trusted already."""

from __future__ import annotations

import ipaddress
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.ip_ranges import IpRange
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import UpdateMetadata
from ansible_collections.sfops.salesforce.plugins.module_utils._access.trusted_ip_range import covering
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import MemoryOrg

NETWORK = "192.0.2."
OFFICE = {"description": "Office", "end": "203.0.113.255", "start": "203.0.113.0"}


def task(ranges: t.Any, state: str = "present") -> worlds.Task:
    return "trusted_ip_range", {"ranges": ranges, "state": state}


def org_with(*ranges: dict[str, t.Any], told: bool = True) -> MemoryOrg:
    org = worlds.world()
    settings: dict[str, t.Any] = {"fullName": "Security", "canUsersGrantLoginAccess": True}
    if told:
        settings["networkAccess"] = {"ipRanges": list(ranges)} if ranges else None
    org.components[("SecuritySettings", "Security")] = settings
    return org


def trusted(org: MemoryOrg) -> list[dict[str, t.Any]]:
    settings = org.components[("SecuritySettings", "Security")]
    assert settings["canUsersGrantLoginAccess"] is True
    return t.cast("list[dict[str, t.Any]]", (settings["networkAccess"] or {}).get("ipRanges") or [])


def test_what_is_there_stays_with_its_description() -> None:
    org = org_with(OFFICE)
    done = worlds.apply(task([{"start": "192.0.2.1", "description": "Vendor"}, "192.0.2.8/32"]), org)
    assert worlds.words(done) == ["create trusted ip range 192.0.2.1", "create trusted ip range 192.0.2.8"]
    assert trusted(org) == [
        {"description": "Vendor", "end": "192.0.2.1", "start": "192.0.2.1"},
        {"end": "192.0.2.8", "start": "192.0.2.8"},
        OFFICE,
    ]
    assert [one["key"] for one in done.unmanaged] == ["203.0.113.0/24"]


def test_what_is_covered_needs_nothing_and_is_told() -> None:
    low, high = ({"end": f"192.0.2.{end}", "start": f"192.0.2.{start}"} for start, end in ((0, 9), (10, 19)))
    org = org_with(low, high)
    wanted = ["192.0.2.3", {"start": "192.0.2.5", "end": "192.0.2.15"}, "198.51.100.0/24", "198.51.100.9"]
    plan = worlds.plan(task(wanted), org)
    assert [one.key for one in plan.changes] == ["198.51.100.0/24"]
    assert plan.extra["covered_by"] == {
        "192.0.2.3": ["192.0.2.0 - 192.0.2.9"],
        "192.0.2.5 - 192.0.2.15": ["192.0.2.0 - 192.0.2.9", "192.0.2.10 - 192.0.2.19"],
        "198.51.100.9": ["198.51.100.0/24"],
    }
    assert not worlds.plan(task(wanted[:2]), org).writes


@pytest.mark.parametrize("wanted", [{"start": "203.0.113.128", "end": "203.0.114.5"}, "203.0.112.0/22"])
def test_what_overlaps_is_refused(wanted: t.Any) -> None:
    with pytest.raises(Refusal, match=r"overlaps the trusted range 203\.0\.113\.0/24: write the addresses") as refused:
        worlds.plan(task([wanted]), org_with(OFFICE))
    assert (refused.value.code, refused.value.fields) == ("OVERLAP", ["ranges"])
    replaced = worlds.plan(task({"add": [wanted], "remove": ["203.0.113.0/24"]}), org_with(OFFICE))
    assert [one.verb for one in replaced.changes] == ["delete", "create"]


@pytest.mark.parametrize(
    ("wanted", "fits"), [("10.0.0.0/7", True), ("8.0.0.0/6", False), ("2001:db8::/32", True), ("2001::/31", False)]
)
def test_a_range_has_a_greatest_size(wanted: str, fits: bool) -> None:
    if fits:
        assert worlds.plan(task([wanted]), org_with()).changes
        return
    with pytest.raises(Refusal, match="too wide") as refused:
        worlds.make(task([wanted]))
    assert refused.value.code == "RANGE_TOO_WIDE"
    worlds.make(task([wanted], "absent"))


def test_only_what_is_a_range_is_removed() -> None:
    org = org_with(OFFICE)
    plan = worlds.plan(task({"remove": ["203.0.113.7", "198.51.100.1"]}), org)
    assert not plan.changes
    assert plan.warnings == [
        "203.0.113.7 stays trusted, because it lies in 203.0.113.0/24; remove 203.0.113.0/24 to end that"
    ]
    gone = worlds.apply(task([{"start": "203.0.113.0", "end": "203.0.113.255"}], "absent"), org)
    assert worlds.words(gone) == ["delete trusted ip range 203.0.113.0/24"]
    (write,) = org.written[-1]
    assert isinstance(write, UpdateMetadata)
    assert write.content == {"networkAccess": {}}


def test_set_leaves_nothing_else() -> None:
    org = org_with(OFFICE, {"end": "192.0.2.9", "start": "192.0.2.9"})
    done = worlds.apply(task({"set": ["192.0.2.0/28", "192.0.2.5", "203.0.113.0/24"]}), org)
    assert worlds.words(done) == ["delete trusted ip range 192.0.2.9", "create trusted ip range 192.0.2.0/28"]
    assert trusted(org) == [{"end": "192.0.2.15", "start": "192.0.2.0"}, OFFICE]
    assert not worlds.plan(task({"set": ["192.0.2.0/28", "192.0.2.5", "203.0.113.0/24"]}), org).writes
    assert worlds.words(worlds.apply(task({"set": []}), org)) == [
        "delete trusted ip range 192.0.2.0/28",
        "delete trusted ip range 203.0.113.0/24",
    ]
    assert trusted(org) == []


def test_a_description_is_changed_where_one_is_given() -> None:
    org = org_with(OFFICE)
    assert not worlds.plan(task(["203.0.113.0/24"]), org).changes
    entry = {"start": "203.0.113.0", "end": "203.0.113.255", "description": "Old office"}
    done = worlds.apply(task([entry]), org)
    assert worlds.words(done) == ["update trusted ip range 203.0.113.0/24"]
    assert trusted(org) == [{**OFFICE, "description": "Old office"}]


def test_what_the_org_does_not_tell_is_not_replaced() -> None:
    for org in (org_with(told=False), worlds.world()):
        with pytest.raises(Refusal, match="does not tell its trusted IP ranges") as refused:
            worlds.plan(task(["192.0.2.1"]), org)
        assert refused.value.code == "NOT_TOLD"


def addresses(start: int, end: int) -> IpRange:
    return IpRange(ipaddress.IPv4Address(start), ipaddress.IPv4Address(end))


pairs = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)


@given(one=pairs, others=st.lists(pairs, max_size=6))
def test_what_covers_a_range_has_every_address_of_it(one: list[int], others: list[list[int]]) -> None:
    found = covering(addresses(*one), [addresses(*other) for other in others])
    trusted_addresses = {number for start, end in others for number in range(start, end + 1)}
    covered = set(range(one[0], one[1] + 1)) <= trusted_addresses
    assert bool(found) is covered
    reached = {number for part in found for number in range(int(part.start), int(part.end) + 1)}
    assert not covered or set(range(one[0], one[1] + 1)) <= reached


@given(present=st.lists(pairs, max_size=4), wanted=st.lists(pairs, max_size=4), removed=st.lists(pairs, max_size=2))
def test_only_what_is_named_stops_being_trusted(
    present: list[list[int]], wanted: list[list[int]], removed: list[list[int]]
) -> None:
    def written(one: list[int]) -> dict[str, t.Any]:
        return {"start": f"192.0.2.{one[0]}", "end": f"192.0.2.{one[1]}"}

    org = org_with(*({"end": one["end"], "start": one["start"]} for one in map(written, present)))
    before = trusted(org)
    asked = task({"add": [written(one) for one in wanted], "remove": [written(one) for one in removed]})
    try:
        shown, done = worlds.look(asked, org), worlds.apply(asked, org)
    except Refusal:
        assert trusted(org) == before
        return
    assert worlds.changes(shown) == worlds.changes(done)
    assert shown.extra == done.extra
    after = trusted(org)
    gone = [one for one in before if one not in after]
    assert all(one in [{"end": x["end"], "start": x["start"]} for x in map(written, removed)] for one in gone)
    held = [addresses(int(one["start"].rsplit(".", 1)[1]), int(one["end"].rsplit(".", 1)[1])) for one in after]
    assert all(covering(addresses(*one), held) for one in wanted)
    assert not worlds.plan(asked, org).writes
