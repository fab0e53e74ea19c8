# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ranges of IP addresses: every way to write one, what cannot be meant, and what a list of them should become."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.edits import edit
from ansible_collections.sfops.salesforce.plugins.module_utils._access.ip_ranges import IpRange, entry, settle, stored
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal

read = entry("ranges")


@pytest.mark.parametrize(
    ("written", "start", "end", "text"),
    [
        ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1/32 ", "192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.2.0/24"),
        ({"start": "192.0.2.1"}, "192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ({"start": "192.0.2.1", "end": "192.0.2.9"}, "192.0.2.1", "192.0.2.9", "192.0.2.1 - 192.0.2.9"),
        ({"start": "192.0.2.4", "end": "192.0.2.7"}, "192.0.2.4", "192.0.2.7", "192.0.2.4/30"),
        ("2001:DB8::1", "2001:db8::1", "2001:db8::1", "2001:db8::1"),
        ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32"),
        ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "0.0.0.0/0"),
    ],
)
def test_a_range_is_read_as_it_is_written(written: t.Any, start: str, end: str, text: str) -> None:
    found = read(written)
    assert (str(found.start), str(found.end), str(found)) == (start, end, text)


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("192.0.2.300", "'192.0.2.300' is not an IP address or network; ranges takes addresses"),
        ("192.0.2.5/24", "did you mean 192.0.2.0/24?"),
        ("192.0.2.0/33", "'192.0.2.0/33' is not"),
        ("", "is not an IP address"),
        ("fe80::1%eth0", "'fe80::1%eth0' is not an IP address"),
        ({"start": "fe80::1", "end": "fe80::9%1"}, "'fe80::9%1' is not an IP address"),
        (["192.0.2.1"], "Option ranges takes addresses"),
        (3221225985, "Option ranges takes addresses"),
        ({"end": "192.0.2.1"}, "'start' in each entry"),
        ({"start": "192.0.2.1", "till": "192.0.2.2"}, "one has 'till'"),
        ({"start": "192.0.2.9", "end": "192.0.2.1"}, "ends before it starts"),
        ({"start": "192.0.2.9", "end": "2001:db8::1"}, "mixes IPv4 and IPv6"),
        ({"start": "::", "end": "::1:0:0:0"}, "crosses the IPv4-mapped addresses"),
        ({"start": "255.255.255.255", "end": "::1:0:0:0"}, "mixes IPv4 and IPv6"),
        ({"start": "192.0.2.1", "description": "x" * 256}, "longer than 255"),
        ({"start": "192.0.2.1", "description": 7}, "text as description"),
    ],
)
def test_what_no_range_can_be_is_refused(written: t.Any, part: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(written)
    assert part in str(caught.value)
    assert caught.value.fields == ["ranges"]


def test_ranges_know_how_they_lie_to_each_other() -> None:
    wide, inner, beside, six = map(read, ["10.0.0.0/8", "10.1.0.0/16", "11.0.0.0/8", "::a00:0/104"])
    assert [wide.covers(inner), wide.covers(wide), inner.covers(wide)] == [True, True, False]
    assert [inner.overlaps(wide), wide.overlaps(beside)] == [True, False]
    # The same numbers, but other addresses.
    assert int(six.start) == int(wide.start)
    assert [six.overlaps(wide), six.covers(wide)] == [False, False]


def test_what_an_option_shows_it_also_takes() -> None:
    found = stored("192.0.2.1", "192.0.2.9", " office \r\n")
    assert read(found.as_dict()) == found
    assert stored("192.0.2.1", "192.0.2.1", "").description is None


CURRENT = [stored("10.0.0.0", "10.255.255.255", "office"), stored("192.0.2.1", "192.0.2.1", None)]


def settled(option: t.Any) -> t.Any:
    return settle("ranges", edit("ranges", option, read), CURRENT)


def texts(ranges: t.Iterable[IpRange]) -> list[str]:
    return [str(one) for one in ranges]


def test_a_list_adds_and_takes_nothing_away() -> None:
    found = settled(["198.51.100.0/24", "192.0.2.1"])
    assert texts(found.added) == ["198.51.100.0/24"]
    assert texts(found.target) == ["10.0.0.0/8", "192.0.2.1", "198.51.100.0/24"]
    assert texts(found.unmanaged) == ["10.0.0.0/8"]


def test_what_a_wider_range_covers_needs_nothing() -> None:
    found = settled(["10.1.2.3"])
    assert not found.changed
    assert [(str(one), str(wider)) for one, wider in found.covered] == [("10.1.2.3", "10.0.0.0/8")]


def test_set_leaves_exactly_what_it_names() -> None:
    found = settled({"set": ["10.1.2.3"]})
    assert texts(found.removed) == ["10.0.0.0/8", "192.0.2.1"]
    assert texts(found.target) == ["10.1.2.3"]


def test_remove_takes_that_range_and_tells_when_a_wider_one_stays() -> None:
    found = settled({"remove": ["192.0.2.1", "10.1.0.0/16"]})
    assert texts(found.removed) == ["192.0.2.1"]
    assert [(str(one), str(wider)) for one, wider in found.open] == [("10.1.0.0/16", "10.0.0.0/8")]


def test_only_a_declared_description_changes_one() -> None:
    assert not settled(["10.0.0.0/8"]).changed
    found = settled([{"start": "10.0.0.0", "end": "10.255.255.255", "description": ""}])
    assert [(old.description, new.description) for old, new in found.described] == [("office", "")]
    assert found.target[0].description is None


@pytest.mark.parametrize(
    ("option", "part"),
    [
        ({"add": ["10.1.2.3"], "remove": ["10.1.2.3/32"]}, "adds and removes 10.1.2.3"),
        ([{"start": "10.1.2.3", "description": "a"}, {"start": "10.1.2.3", "description": "b"}], "two descriptions"),
    ],
)
def test_contradictions_are_refused(option: t.Any, part: str) -> None:
    with pytest.raises(Refusal) as caught:
        settled(option)
    assert part in str(caught.value)


@st.composite
def a_range(draw: st.DrawFn) -> dict[str, str]:
    ends = sorted(draw(st.tuples(st.integers(0, 40), st.integers(0, 40))))
    return {"start": f"192.0.2.{ends[0]}", "end": f"192.0.2.{ends[1]}"}


RANGES = st.lists(a_range(), max_size=5)
OPTIONS = st.one_of(RANGES, st.fixed_dictionaries({"set": RANGES}))


@given(RANGES, OPTIONS)
def test_a_settled_list_needs_nothing_more(found: list[t.Any], option: t.Any) -> None:
    first = settle("ranges", edit("ranges", option, read), [read(one) for one in found])
    again = settle("ranges", edit("ranges", option, read), first.target)
    assert not again.changed
    for one in edit("ranges", option, read).wanted:
        assert any(other.covers(one) for other in first.target)
