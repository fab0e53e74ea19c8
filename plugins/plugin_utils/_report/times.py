# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The times of a document as people read them."""

from __future__ import annotations

import typing as t
from datetime import datetime, timezone

_STAMP = "%Y-%m-%dT%H:%M:%SZ"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def stamp(when: datetime) -> str:
    """A time in UTC as documents have it: 2026-11-28T17:43:17Z."""
    return when.strftime(_STAMP)


def stamped(given: str) -> datetime:
    """The time that a stamp tells.

    Raises:
        ValueError: for anything else.
    """
    return datetime.strptime(given, _STAMP).replace(tzinfo=timezone.utc)


def moment(given: str) -> str:
    """A time of the document: 28 November 2026, 17:43 UTC. Anything else is told as it is."""
    day, clock = _parts(given)
    return f"{day}, {clock} UTC" if clock else given


def period(document: t.Mapping[str, t.Any]) -> str:
    """From when to when a run went: 28 November 2026, 17:43 to 17:51 UTC."""
    (day, clock), (last_day, last_clock) = _parts(document["started"]), _parts(document["ended"])
    if day != last_day:
        return f"{moment(document['started'])} to {moment(document['ended'])}"
    return f"{day}, {clock} UTC" if clock == last_clock else f"{day}, {clock} to {last_clock} UTC"


def _parts(given: str) -> tuple[str, str]:
    day, _t, clock = given.partition("T")
    numbers = day.split("-")
    if len(numbers) != 3 or not all(one.isdigit() for one in numbers) or not 1 <= int(numbers[1]) <= len(_MONTHS):
        return given, ""
    year, month, date = map(int, numbers)
    return f"{date} {_MONTHS[month - 1]} {year}", clock[:5]
