# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Date literals: TODAY, LAST_N_DAYS:5 and so on, as half-open ranges of days."""

from __future__ import annotations

import datetime

Day = datetime.date


def _month(day: Day, by: int) -> Day:
    index = day.year * 12 + day.month - 1 + by
    return Day(index // 12, index % 12 + 1, 1)


def _start(day: Day, unit: str) -> Day:
    if unit == "WEEK":
        return day - datetime.timedelta(days=(day.weekday() + 1) % 7)
    if unit == "MONTH":
        return day.replace(day=1)
    if unit == "QUARTER":
        return Day(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if unit == "YEAR":
        return Day(day.year, 1, 1)
    return day


def _move(day: Day, unit: str, by: int) -> Day:
    if unit in ("DAY", "WEEK"):
        return day + datetime.timedelta(days=by * (7 if unit == "WEEK" else 1))
    return _month(day, by * {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit])


def span(literal: str, today: Day) -> tuple[Day, Day]:
    """First day of *literal* and the day after its last."""
    name, _colon, number = literal.partition(":")
    simple = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
    if name in simple:
        day = _move(today, "DAY", simple[name])
        return day, _move(day, "DAY", 1)
    if name == "LAST_90_DAYS":
        return _move(today, "DAY", -90), _move(today, "DAY", 1)
    if name == "NEXT_90_DAYS":
        return _move(today, "DAY", 1), _move(today, "DAY", 91)
    words = name.replace("FISCAL_", "").split("_")
    unit = next(word.rstrip("S") for word in words if word.rstrip("S") in ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR"))
    here = _start(today, unit)
    if number and words[0] == "N":
        start = _move(here, unit, -int(number))
        return start, _move(start, unit, 1)
    if number:
        if words[0] == "LAST":
            end = _move(today, "DAY", 1) if unit == "DAY" else here
            return _move(here, unit, -int(number)), end
        start = _move(here, unit, 1)
        return start, _move(start, unit, int(number))
    shift = {"LAST": -1, "THIS": 0, "NEXT": 1}[words[0]]
    start = _move(here, unit, shift)
    return start, _move(start, unit, 1)
