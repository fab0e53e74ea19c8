# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the API says of itself: versions, resources, limits."""

from __future__ import annotations

import typing as t

from ..schema.standard import data
from .call import NEWEST, OLDEST, Answer, Call
from .routes import routes

SEASONS = ("Winter", "Spring", "Summer")
#: Permission sets that people make, within the larger limit (answers in the REST API guide).
CUSTOM_SETS = 1000
#: API 65 is Winter '26; three releases a year.
ANCHOR_VERSION, ANCHOR_YEAR = 65, 26
#: Only what is answered here; a real org lists some forty more.
RESOURCES = ("tooling", "metadata", "queryAll", "composite", "recent", "limits", "query", "sobjects")


def season(version: int) -> str:
    """Release name of an API version."""
    years, season_number = divmod(version - ANCHOR_VERSION, 3)
    return f"{SEASONS[season_number]} '{ANCHOR_YEAR + years:02d}"


def versions() -> list[dict[str, str]]:
    """``/services/data``: needs no session."""
    return [
        {"label": season(number), "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
        for number in range(OLDEST, NEWEST + 1)
    ]


def resources(call: Call) -> Answer:
    """``/services/data/vXX.X``."""
    found: dict[str, t.Any] = {name: f"{call.base}/{name}" for name in RESOURCES}
    found["identity"] = f"{call.org.url}/id/{call.org.id}/{call.access.user}"
    return Answer(body=found)


def limits(call: Call) -> Answer:
    """``/limits``: what is counted here, and the rest untouched."""
    org = call.org
    most = {**data("limits.json")["limits"], "DailyApiRequests": org.settings.daily_requests}
    custom = len(org.database.ids("PermissionSet", IsCustom=True, IsOwnedByProfile=False))
    used = {"DailyApiRequests": org.usage.used, "PermissionSets": custom}
    body: dict[str, t.Any] = {name: _limit(total, used.get(name, 0)) for name, total in most.items()}
    body["PermissionSets"]["CreateCustom"] = _limit(CUSTOM_SETS, custom)
    return Answer(body=body)


def _limit(total: int, used: int) -> dict[str, int]:
    return {"Max": total, "Remaining": max(total - used, 0)}


def recent(_call: Call) -> Answer:
    """``/recent``: what the user looked at lately in the user interface, which nobody has."""
    return Answer(body=[])


routes.add("", GET=resources)
routes.add("/recent", GET=recent)
routes.add("/limits", GET=limits)
