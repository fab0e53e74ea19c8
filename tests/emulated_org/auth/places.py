# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From where and when somebody may sign in: login IP ranges and hours of the profile, trusted ranges of the organisation."""

from __future__ import annotations

import ipaddress
import typing as t
import zoneinfo

from ..store.database import Row

if t.TYPE_CHECKING:
    from ..org import Org

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: What LoginHistory says of a sign-in that was refused for its place or time.
PLACE, TIME = "Restricted IP", "Restricted Time"


def _inside(row: Row, source: str) -> bool:
    first, last = ipaddress.ip_address(row["StartAddress"]), ipaddress.ip_address(row["EndAddress"])
    address = ipaddress.ip_address(source)
    return address.version == first.version and int(first) <= int(address) <= int(last)


#: "Enforce login IP ranges on every request" (Session Settings).
EVERY_REQUEST = "sessionSettings.enforceIpRangesEveryRequest"


def forbidden_now(org: Org, user: Row, source: str) -> bool:
    """Whether a session of the user's is not taken from *source*: ranges hold after the sign-in, too, if the org says so."""
    setting = org.database.one("SecuritySetting", Name=EVERY_REQUEST)
    return setting is not None and setting["Value"] == "true" and in_profile_range(org, user, source) is False


def in_profile_range(org: Org, user: Row, source: str) -> bool | None:
    """Whether *source* is in a login IP range of the user's profile; None when the profile has none."""
    rows = org.database.find("ProfileLoginIpRange", ProfileId=user["ProfileId"])
    return any(_inside(row, source) for row in rows) if rows else None


def refusal(org: Org, user: Row, source: str, anywhere: bool = False) -> str:
    """Why the user cannot sign in from *source* now (PLACE or TIME), or nothing. *anywhere* ignores the ranges."""
    if not anywhere and in_profile_range(org, user, source) is False:
        return PLACE
    return TIME if _too_early_or_late(org, user) else ""


def _too_early_or_late(org: Org, user: Row) -> bool:
    """Hours are those of the organisation's time zone; a day without hours is open (Metadata API, Profile)."""
    hours = org.database.one("ProfileLoginHours", ProfileId=user["ProfileId"])
    if hours is None:
        return False
    about = org.database.all("Organization")[0]
    now = org.clock.now().astimezone(zoneinfo.ZoneInfo(about["TimeZoneSidKey"]))
    day = DAYS[now.weekday()]
    start, end = hours[f"{day}Start"], hours[f"{day}End"]
    return start is not None and not start <= now.hour * 60 + now.minute < end


def token_waived(org: Org, user: Row, source: str) -> bool:
    """Whether no security token is asked for: from trusted ranges, and from login IP ranges of the profile."""
    trusted = any(_inside(row, source) for row in org.database.all("TrustedIpRange"))
    return trusted or bool(in_profile_range(org, user, source))
