# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Deactivating a user, and what stops with it: told before, where a query can tell."""

from __future__ import annotations

from .licenses import held_query
from .plan import Plan, Seat
from .requests import Delete, Query, Read, Update, Where
from .resource import Known, Record
from .user_fields import as_found, describe

_MOST = 50
#: CronTrigger.State (Object Reference): these run no more.
_ENDED = ("COMPLETE", "DELETED", "ERROR")


def _jobs(user_id: str) -> Query:
    return Query(
        "CronTrigger",
        ("Id", "State", "CronJobDetail.Name"),
        (Where("OwnerId", "=", user_id),),
        limit=_MOST,
        optional=True,
        catalogue=True,
    )


def _tokens(user_id: str) -> Query:
    return Query(
        "OauthToken",
        ("Id", "AppName", "LastUsedDate"),
        (Where("UserId", "=", user_id),),
        limit=_MOST,
        optional=True,
        catalogue=True,
    )


def reads(username: str, current: Record | None) -> list[Read]:
    """What must be known; the more when there is somebody to deactivate."""
    leaving = [_jobs(current["Id"]), _tokens(current["Id"])] if current and current.get("IsActive") else []
    return [held_query([username]), *leaving]


def plan(plan: Plan, current: Record | None, known: Known) -> None:
    """Deactivate, with what Salesforce does because of it."""
    if current is None or not current.get("IsActive"):
        plan.after = dict(plan.before)
        return
    name = str(current["Username"])
    plan.after = describe({**current, "IsActive": False})
    change = plan.change("deactivate", "user", name, True, False)
    plan.write(Update("User", current["Id"], {"IsActive": False}, as_found(current)), change)
    plan.warnings += _warnings(current, known)
    seat = ((current.get("Profile") or {}).get("UserLicense") or {}).get("Id")
    if seat:
        plan.seats.append(Seat(seat, -1))
    # Deactivating gives permission set licences back (Salesforce Help 000394412); a preview must know.
    for row in known.records(held_query([name])):
        plan.write(Delete("PermissionSetLicenseAssign", row["Id"], by_org=True))
        plan.seats.append(Seat(row["PermissionSetLicenseId"], -1))


def _warnings(current: Record, known: Known) -> list[str]:
    """What ends with the user's access."""
    told = []
    jobs = [one for one in known.records(_jobs(current["Id"])) if one.get("State") not in _ENDED]
    if jobs:
        names = sorted({str((one.get("CronJobDetail") or {}).get("Name")) for one in jobs})
        told.append(
            f"Scheduled jobs run as {current['Username']} and stop with it: {', '.join(names)}; schedule them as another user "
            "(Setup, Scheduled Jobs)"
        )
    tokens = known.records(_tokens(current["Id"]))
    if tokens:
        last: dict[str, str] = {}
        for one in tokens:
            name = str(one.get("AppName"))
            last[name] = max(last.get(name, ""), str(one.get("LastUsedDate") or "never"))
        apps = ", ".join(f"{name} (last used {moment})" for name, moment in sorted(last.items()))
        told.append(
            f"Apps act as {current['Username']} and lose that access: {apps}; connect them as another user first"
        )
    return told
