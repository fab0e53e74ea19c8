# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From where and when people may sign in to a new organisation: rows that only the Metadata API knows."""

from __future__ import annotations

import typing as t

from ..errors import ApiError
from ..metadata import blank
from ..metadata.addresses import checked
from ..metadata.login_hours import DAYS
from .files import WorldError
from .seed import Seed


def fill(seed: Seed) -> None:
    """Write what the world's entry says of IP ranges, login hours and security settings."""
    for raw in seed.entry.get("trusted_ip_ranges", ()):
        blank.put(seed.org, "TrustedIpRange", **_range(seed, raw))
    for name, value in seed.entry.get("security_settings", {}).items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        blank.put(seed.org, "SecuritySetting", Name=name, Value=text)
    for raw in seed.entry.get("profiles", ()):
        profile = seed.profiles[raw["name"]]
        for one in raw.get("login_ip_ranges", ()):
            blank.put(seed.org, "ProfileLoginIpRange", ProfileId=profile, **_range(seed, one))
        hours = _hours(seed, raw.get("login_hours", {}))
        if hours:
            blank.put(seed.org, "ProfileLoginHours", ProfileId=profile, **hours)


def _range(seed: Seed, raw: t.Any) -> dict[str, t.Any]:
    """``{start, end, description}``, or a text: one address, or two with a dash between."""
    if not isinstance(raw, dict):
        start, _dash, end = str(raw).partition("-")
        raw = {"start": start, "end": end or start}
    try:
        found = checked(str(raw["start"]), str(raw.get("end", raw["start"])), ("start", "end"))
    except (ApiError, KeyError) as error:
        raise WorldError(f"{seed.org.name}: IP range {raw}: {error}") from error
    return {**found, "Description": raw.get("description")}


def _hours(seed: Seed, raw: dict[str, t.Any]) -> dict[str, int]:
    """Per day, in small letters, the minutes at which it starts and ends."""
    found: dict[str, int] = {}
    for day, minutes in raw.items():
        if day.capitalize() not in DAYS or len(minutes) != 2:
            raise WorldError(f"{seed.org.name}: login_hours: {day} needs the minutes of start and end")
        found[f"{day.capitalize()}Start"], found[f"{day.capitalize()}End"] = int(minutes[0]), int(minutes[1])
    return found
