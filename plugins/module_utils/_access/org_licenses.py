# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Licences of an org: how many seats there are, how many are taken, and by whom."""

from __future__ import annotations

import typing as t

from . import feature_seats, licenses
from .requests import Query, Read
from .resource import Known, Record

_METRICS = feature_seats.metrics()


def reads(known: Known, holders: bool) -> list[Read]:
    """What must be known of seats; who holds them costs a query for each licence in use."""
    reads: list[Read] = [licenses.USER_LICENSES, licenses.PERMSET_LICENSES, _METRICS]
    if not holders:
        return reads
    used = [licenses.holders_of_user_license(one["Id"]) for one in _in_use(known, licenses.USER_LICENSES)]
    return [*reads, *used, *map(_holding, (one["Id"] for one in _in_use(known, licenses.PERMSET_LICENSES)))]


def report(known: Known, holders: bool) -> dict[str, t.Any]:
    """The three kinds of licences."""
    return {
        "user_licenses": [
            {**_seats(one), **({"holders": _users(known, one)} if holders else {})}
            for one in sorted(known.records(licenses.USER_LICENSES), key=lambda one: str(one["Name"]))
        ],
        "permission_set_licenses": [
            {**_seats(one), **({"holders": _assigned(known, one)} if holders else {})}
            for one in sorted(known.records(licenses.PERMSET_LICENSES), key=lambda one: str(one["DeveloperName"]))
        ],
        "feature_licenses": [
            {
                "name": name,
                "total": one.get("TotalLicenseCount"),
                "used": one.get("AssignedUserCount"),
                "as_of": one.get("MetricsDate"),
            }
            for name, one in sorted(feature_seats.latest(known.records(_METRICS)).items())
        ],
    }


def _seats(one: Record) -> dict[str, t.Any]:
    return {
        "name": one.get("DeveloperName") or one["Name"],
        "label": licenses.label(one),
        "status": one["Status"],
        "total": one["TotalLicenses"],
        "used": one["UsedLicenses"],
        "free": licenses.free(one),
    }


def _in_use(known: Known, query: Query) -> list[Record]:
    return [one for one in known.records(query) if one["UsedLicenses"]]


def _holding(license_id: str) -> Query:
    return licenses.holders_of_permset_license(license_id)


def _users(known: Known, one: Record) -> list[str]:
    return [user["Username"] for user in known.records(licenses.holders_of_user_license(one["Id"]))]


def _assigned(known: Known, one: Record) -> list[str]:
    return [row["Assignee"]["Username"] for row in known.records(_holding(one["Id"]))]
