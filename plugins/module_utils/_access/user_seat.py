# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The seat of a user licence that an active user takes."""

from __future__ import annotations

import typing as t

from . import licenses
from .plan import Seat
from .requests import Read
from .resource import Known, Record


def taken(current: Record | None, profile: Record | None) -> Record | None:
    """The licence of which a user with that profile takes a seat, if it does not hold one (active users hold their profile's)."""
    target = profile or (current or {}).get("Profile") or {}
    license_record = t.cast(t.Optional[Record], target.get("UserLicense"))
    held = (((current or {}).get("Profile") or {}).get("UserLicense") or {}).get("Id")
    if license_record and (not (current or {}).get("IsActive") or held != license_record["Id"]):
        return license_record
    return None


def moves(current: Record | None, profile: Record | None) -> list[Seat]:
    """The seats taken and given back."""
    license_record = taken(current, profile)
    if not license_record:
        return []
    left = [Seat(current["Profile"]["UserLicense"]["Id"], -1)] if current and current.get("IsActive") else []
    return [Seat(license_record["Id"], 1), *left]


def reads(license_record: Record | None) -> list[Read]:
    """Who holds the seats, where none is left of the licence to be taken."""
    if not license_record or licenses.free(license_record) > 0:
        return []
    return [licenses.holders_of_user_license(license_record["Id"])]


def refuse_without(name: str, license_record: Record | None, current: Record | None, known: Known) -> None:
    """Raises Refusal where no seat is left."""
    if not license_record or licenses.free(license_record) > 0:
        return
    holders = [one["Username"] for one in known.records(licenses.holders_of_user_license(license_record["Id"]))]
    doing = f"activate user {name}" if current else f"create user {name}"
    cure = "deactivate a user of this licence (sf_user state: absent), buy seats, or set another profile"
    raise licenses.no_seat(doing, license_record, holders, cure)
