# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Login hours of a profile: for each day from when to when its users may be signed in.

"ProfileLoginHours" (Metadata API Developer Guide, API 67): minutes from midnight, whole hours. A day without hours is not restricted,
and nobody signs in on a day that ends when it starts (Salesforce Help, "View and Edit Login Hours in the Original Profile User Interface").
"""

from __future__ import annotations

import re
import typing as t

from .edits import shape
from .refusal import Refusal
from .resource import Record

OPTION = "login_hours"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_DAY_ENDS = 24 * 60

#: Day -> minutes from midnight to start and to end.
Hours = dict[str, tuple[int, int]]


def read(value: t.Any) -> Hours | None:
    """The option ``{monday: {start: "08:00", end: "18:00"}}``; empty means no restriction, None that nothing is said.

    Raises:
        Refusal: for another form, an unknown day, or hours that Salesforce does not take.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        raise shape(OPTION, "a dictionary of days, each with start and end; {} for no restriction")
    unknown = [str(day) for day in value if day not in DAYS]
    if unknown:
        raise shape(OPTION, f"{', '.join(DAYS)}; it has {', '.join(unknown)}")
    return {day: _span(day, value[day]) for day in DAYS if day in value}


def stored(element: Record | None) -> Hours:
    """The hours as the Metadata API tells them."""
    hours = element or {}
    return {
        day: (int(hours[f"{day}Start"]), int(hours[f"{day}End"]))
        for day in DAYS
        if hours.get(f"{day}Start") is not None
    }


def element(hours: Hours) -> Record:
    """The hours as the Metadata API takes them; an empty element takes every restriction away."""
    found = {f"{day}{end}": minutes for day, span in hours.items() for end, minutes in zip(("Start", "End"), span)}
    return dict(sorted(found.items()))


def words(hours: Hours) -> dict[str, dict[str, str]]:
    """The hours as the option takes them."""
    return {day: span(hours[day]) for day in DAYS if day in hours}


def span(one: tuple[int, int]) -> dict[str, str]:
    """The hours of one day as the option takes them."""
    return {end: f"{minutes // 60:02}:{minutes % 60:02}" for end, minutes in zip(("start", "end"), one)}


def _span(day: str, value: t.Any) -> tuple[int, int]:
    if not isinstance(value, dict) or set(value) != {"start", "end"}:
        raise shape(
            OPTION, f"start and end for each day, such as {{start: '08:00', end: '18:00'}}; {day} has {value!r}"
        )
    start, end = _minutes(day, value["start"]), _minutes(day, value["end"])
    if start > end:
        text = f"{day} in {OPTION} ends before it starts; Salesforce keeps hours of one day, so give each day its own"
        raise Refusal(text, "BAD_OPTION", [OPTION])
    return start, end


def _minutes(day: str, value: t.Any) -> int:
    """Minutes from midnight. YAML 1.1 takes an unquoted 18:00 for the number 1080, which are those minutes."""
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found else value
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 <= minutes <= _DAY_ENDS or minutes % 60:
        text = f"{value!r} on {day} in {OPTION} is no full hour from 00:00 to 24:00, and Salesforce takes no other; write it like '08:00'"
        raise Refusal(text, "BAD_OPTION", [OPTION])
    return minutes
