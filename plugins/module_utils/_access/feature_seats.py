# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Seats of feature licences (Marketing User, Flow User ...), which the org counts once a day."""

from __future__ import annotations

import typing as t

from .feature_licenses import PREFIX, name_of, squeezed
from .refusal import Findings, Refusal, near
from .requests import Query, Where
from .resource import Record

OPTION = "feature_licenses"
#: Columns named like licences that are settings of the user (Object Reference, User).
_SETTINGS = ("UserPermissionsCallCenterAutoLogin",)
#: Days of metrics that may lie about for each licence, more than enough to find the last one.
_MOST_METRICS = 200
_MOST_NAMES = 20


def offered(user: Record | None) -> dict[str, Record]:
    """Name -> field, for the feature licences in the org's description of User."""
    fields = (user or {}).get("fields") or ()
    return {
        name_of(one["name"]): one for one in fields if one["name"].startswith(PREFIX) and one["name"] not in _SETTINGS
    }


def find(names: t.Iterable[str], licenses: t.Mapping[str, Record], findings: Findings) -> list[str]:
    """The names as this collection spells them; API names (MarketingUser) and labels (Flow User) are as good."""
    spellings: dict[str, str] = {}
    for name, field in licenses.items():
        for spelling in (str(field.get("label") or ""), field["name"], name):
            spellings[squeezed(spelling)] = name
    found = []
    for one in names:
        meant = spellings.get(squeezed(one))
        if meant:
            found.append(meant)
        else:
            hint = near(one, licenses) or f"; it has {', '.join(sorted(licenses))}"
            text = f"The org has no feature licence '{one}'{hint}; change {OPTION}"
            findings.add(text, "UNKNOWN_FEATURE_LICENSE", [OPTION])
    return found


def metrics(fields: t.Iterable[Record] = ()) -> Query:
    """How many seats the org has of these licences, or of all; it counts them once a day.

    ActiveFeatureLicenseMetric (Object Reference, API 52) calls a licence by its column's name. An org need not tell.
    """
    types = tuple(one["name"][len(PREFIX) :] for one in fields)
    return Query(
        "ActiveFeatureLicenseMetric",
        ("FeatureType", "MetricsDate", "TotalLicenseCount", "AssignedUserCount"),
        (Where("FeatureType", "IN", types),) if types else (),
        order_by="MetricsDate DESC",
        limit=_MOST_METRICS,
        optional=True,
        catalogue=True,
    )


def latest(rows: t.Iterable[Record]) -> dict[str, Record]:
    """Name -> what the org last counted."""
    found: dict[str, Record] = {}
    for row in rows:
        name = name_of(PREFIX + str(row["FeatureType"]))
        if name not in found or str(row["MetricsDate"]) > str(found[name]["MetricsDate"]):
            found[name] = row
    return found


def holders(field: Record) -> Query:
    """The active users who hold a licence."""
    where = (Where("IsActive", "=", True), Where(field["name"], "=", True))
    return Query("User", ("Id", "Username"), where, order_by="Username")


def refuse_without_seat(user: str, name: str, metric: Record | None, held: t.Sequence[Record]) -> None:
    """Refuse to give a user a licence of which the org is known to have no free seat.

    Raises:
        Refusal: naming who holds the seats.
    """
    if metric is None or metric.get("TotalLicenseCount") is None or len(held) < metric["TotalLicenseCount"]:
        return
    names = ", ".join(str(one["Username"]) for one in held[:_MOST_NAMES])
    by = f" by {names}{', ...' if len(held) > _MOST_NAMES else ''}" if names else ""
    raise Refusal(
        f"Cannot give user {user} the feature licence {name}: no free seat ({len(held)} of {metric['TotalLicenseCount']} used{by}; "
        f"seats as of {metric['MetricsDate']}); take it from a user that no longer needs it ({OPTION}: remove), or buy seats",
        "LICENSE_LIMIT_EXCEEDED",
        [OPTION],
    )
