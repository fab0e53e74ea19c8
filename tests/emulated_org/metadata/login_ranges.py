# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Login IP ranges of a profile: who has it can sign in from nowhere else."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..rules import audit
from ..store.database import Row
from . import blank
from .addresses import checked
from .component import Component
from .kind import Caller

if t.TYPE_CHECKING:
    from ..org import Org

NAMES = ("startAddress", "endAddress")


def read(caller: Caller, profile: str) -> list[Component]:
    """The ranges of a profile."""
    return [
        {"description": row["Description"], "endAddress": row["EndAddress"], "startAddress": row["StartAddress"]}
        for row in caller.org.database.find("ProfileLoginIpRange", ProfileId=profile)
    ]


def write(caller: Caller, profile: str, given: t.Sequence[Component | None]) -> None:
    """The given list replaces the stored one (salesforce.stackexchange.com, question 250292)."""
    entries = [entry for entry in given if entry]
    if not entries and not caller.org.settings.empty_login_ip_ranges_clear:
        raise refuse("metadata_required", [NAMES[1]], name=NAMES[1])
    rows = [_row(entry) for entry in entries]
    check_number(caller.org, len(rows))
    _tell(caller, profile, rows)
    blank.replace(caller.org, "ProfileLoginIpRange", rows, ProfileId=profile)


def _tell(caller: Caller, profile: str, rows: list[Row]) -> None:
    """The setup audit trail names the ranges that come."""
    owner = caller.org.database.pick("Profile", profile, "Name") or {}
    for row in rows:
        keys = {key: row[key] for key in ("StartAddress", "EndAddress")}
        if not caller.org.database.ids("ProfileLoginIpRange", ProfileId=profile, **keys):
            words = {"name": owner.get("Name"), "old": row["StartAddress"], "new": row["EndAddress"]}
            audit.entry(caller.org, caller.access.user, "loginIpRange", **words)


def _row(entry: Component) -> Row:
    for name in reversed(NAMES):
        if not entry.get(name):
            raise refuse("metadata_required", [name], name=name)
    found = checked(entry["startAddress"], entry["endAddress"], NAMES)
    return {**found, "Description": entry.get("description") or None}


def check_number(org: Org, number: int) -> None:
    """Raises ApiError for more ranges than a profile takes (status codes of the SOAP API)."""
    most = org.settings.login_ip_range_limit
    if most and number > most:
        raise refuse("ip_number", [], most=most)
