# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Login hours of a profile: minutes from midnight, for each day a start and an end."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from . import blank
from .component import Component
from .kind import Caller

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COLUMNS = [f"{day}{end}" for day in DAYS for end in ("Start", "End")]


def element(column: str) -> str:
    """``mondayStart`` for ``MondayStart``."""
    return column[0].lower() + column[1:]


def read(caller: Caller, profile: str) -> Component | None:
    """The hours of a profile, None when nothing restricts them."""
    row = caller.org.database.one("ProfileLoginHours", ProfileId=profile)
    return {element(one): row[one] for one in COLUMNS if row[one] is not None} if row is not None else None


def write(caller: Caller, profile: str, hours: Component | None) -> None:
    """Replace the hours; an empty element takes the restriction away (Metadata API, Profile, loginHours)."""
    row = checked(hours or {})
    restricted = any(value is not None for value in row.values())
    blank.replace(caller.org, "ProfileLoginHours", [row] if restricted else [], ProfileId=profile)


def checked(hours: t.Mapping[str, t.Any]) -> Row:
    """A row of these hours; raises ApiError. Minutes must be divisible by 60 (same source)."""
    row: Row = dict.fromkeys(COLUMNS)
    for column in COLUMNS:
        raw = hours.get(element(column))
        if raw in (None, ""):
            continue
        if not str(raw).isdigit() or int(raw) % 60 or int(raw) > 24 * 60:
            raise refuse("login_hours", [element(column)], element=element(column), value=raw)
        row[column] = int(raw)
    for day in DAYS:
        start, end = row[f"{day}Start"], row[f"{day}End"]
        if (start is None) != (end is None) or (start is not None and start > end):
            raise refuse("login_hours_pair", [element(f"{day}Start"), element(f"{day}End")], day=day)
    return row
