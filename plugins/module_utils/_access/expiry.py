# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Until when an assignment counts."""

from __future__ import annotations

import datetime
import re

from .refusal import Refusal

#: A date, or a date and a time to the second; Salesforce keeps no parts of seconds (Object Reference, "dateTime").
_EXPIRES = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:T(?P<time>\d\d:\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)


def expiry(value: str | None, option: str = "expires") -> datetime.datetime | None:
    """An ISO 8601 date or time; without a zone it is UTC, a date alone is its first moment. Parts of seconds are dropped.

    Raises:
        Refusal: for anything else, and for moments outside the calendar.
    """
    if not value:
        return None
    match = _EXPIRES.fullmatch(value)
    try:
        if not match:
            raise ValueError(value)
        zone = (match.group("zone") or "Z").replace("Z", "+00:00")
        text = f"{match.group('date')}T{match.group('time') or '00:00'}:{match.group('second') or '00'}{zone}"
        return datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc)
    except (ValueError, OverflowError):
        raise Refusal(
            f"Option {option} takes a date or time such as 2027-01-31T00:00:00Z, not {value!r}",
            "BAD_OPTION",
            [option],
        ) from None


def wire(moment: datetime.datetime | None) -> str | None:
    """The form Salesforce takes and, but for the zone's colon and the milliseconds, gives."""
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000+0000") if moment else None


def moment(value: str | None) -> datetime.datetime | None:
    """A moment as Salesforce gives it."""
    return datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%f%z") if value else None


def written(value: str) -> str:
    """A moment that Salesforce gives, as the options take it."""
    found = moment(value)
    return found.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if found else ""


def shown(name: str, expires: str | None) -> str:
    """An assignment as people read it."""
    return f"{name} until {expires}" if expires else name
