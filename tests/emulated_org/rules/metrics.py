# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Feature licences as the organisation counts them: once a day, so that a count may be a day old."""

from __future__ import annotations

import typing as t

from .user import FEATURE

if t.TYPE_CHECKING:
    from ..org import Org

NAME = "ActiveFeatureLicenseMetric"


def collect(org: Org) -> None:
    """Today's rows, if they are not there yet (Object Reference, ActiveFeatureLicenseMetric)."""
    today = org.clock.now().date().isoformat()
    if org.database.ids(NAME, MetricsDate=today):
        return
    prefix = org.catalog.objects[NAME.lower()].prefix
    for feature, total in org.feature_licences.items():
        column = FEATURE + feature
        if org.catalog.objects["user"].field(column) is None:
            continue
        holders = org.database.find("User", **{column: True, "IsActive": True})
        row = {
            "Id": org.ids.new(prefix),
            "MetricsDate": today,
            "FeatureType": feature,
            "AssignedUserCount": len(holders),
            "ActiveUserCount": sum(1 for one in holders if one["LastLoginDate"]),
            "TotalLicenseCount": total,
        }
        org.database.insert(NAME, row)
