# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Login hours: as people and YAML write them, as the Metadata API keeps them, and what Salesforce does not take."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access import login_hours
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal


def test_hours_are_minutes_of_a_day() -> None:
    hours = login_hours.read({"sunday": {"start": "00:00", "end": "24:00"}, "monday": {"start": " 8:00", "end": 1080}})
    assert hours == {"monday": (480, 1080), "sunday": (0, 1440)}
    assert login_hours.element(hours) == {"mondayEnd": 1080, "mondayStart": 480, "sundayEnd": 1440, "sundayStart": 0}
    assert login_hours.words(hours) == {
        "monday": {"start": "08:00", "end": "18:00"},
        "sunday": {"start": "00:00", "end": "24:00"},
    }


def test_what_is_kept_reads_as_it_was_written() -> None:
    told = {"mondayStart": "480", "mondayEnd": "1080", "fridayStart": None}
    hours = login_hours.stored(told)
    assert login_hours.read(login_hours.words(hours)) == hours == {"monday": (480, 1080)}


def test_nothing_said_and_no_restriction_differ() -> None:
    assert login_hours.read(None) is None
    assert login_hours.read({}) == {}
    assert login_hours.element({}) == {}
    assert login_hours.stored(None) == {}


@pytest.mark.parametrize(
    ("written", "part"),
    [
        (["monday"], "takes a dictionary of days"),
        ({"Monday": {"start": "08:00", "end": "18:00"}}, "it has Monday"),
        ({"monday": "08:00-18:00"}, "monday has '08:00-18:00'"),
        ({"monday": {"start": "08:00"}}, "takes start and end for each day"),
        ({"monday": {"start": "08:30", "end": "18:00"}}, "'08:30' on monday in login_hours is no full hour"),
        ({"monday": {"start": "08:00", "end": "25:00"}}, "'25:00' on monday"),
        ({"monday": {"start": 8, "end": 18}}, "8 on monday"),
        ({"monday": {"start": True, "end": 60}}, "True on monday"),
        ({"monday": {"start": "eight", "end": "18:00"}}, "'eight' on monday"),
        ({"monday": {"start": "22:00", "end": "06:00"}}, "ends before it starts"),
    ],
)
def test_what_no_hours_can_be_is_refused(written: t.Any, part: str) -> None:
    with pytest.raises(Refusal) as caught:
        login_hours.read(written)
    assert part in str(caught.value)
    assert caught.value.fields == ["login_hours"]
