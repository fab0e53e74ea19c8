# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the administrator of an organisation says of an app: who may use it, from where, and for how long."""

from __future__ import annotations

import re
import typing as t

from ..errors import refuse
from ..store.database import Row
from . import blank

if t.TYPE_CHECKING:
    from ..org import Org

#: Of apps nobody has configured: a new app starts so (Salesforce Help, Manage OAuth Access Policies; scopes believed).
CONNECTED: Row = {"Scopes": "Api,RefreshToken", "IpRelaxation": "ENFORCE", "RefreshTokenPolicy": "infinite"}
EXTERNAL: Row = {
    "Scopes": "Api,RefreshToken",
    "PermittedUsers": "AdminApprovedPreAuthorized",
    "IpRelaxation": "Enforce",
    "RefreshTokenPolicy": "Infinite",
}
#: Values of a connected app (Metadata API, ConnectedAppOauthPolicy).
RELAXATIONS = ("ENFORCE", "BYPASS", "BYPASS_2FACTOR", "ENFORCE_RELAXREFRESH")
REFRESH = re.compile(r"infinite|zero|(specific_lifetime|specific_inactivity):(\d+):(?:HOURS|DAYS|MONTHS)")
OWNERS = {
    "ConnectedAppPolicy": ("ConnectedApplicationId", CONNECTED),
    "ExternalClientAppPolicy": ("ExternalClientApplicationId", EXTERNAL),
}


def of(org: Org, sobject: str, app: str) -> Row:
    """The policies of an app, a row of *sobject*."""
    owner, defaults = OWNERS[sobject]
    found = org.database.one(sobject, **{owner: app})
    return found if found is not None else {**defaults, owner: app}


def put(org: Org, sobject: str, app: str, **changes: t.Any) -> None:
    """Change policies of an app; raises ApiError for words that are none."""
    owner, defaults = OWNERS[sobject]
    row = org.database.one(sobject, **{owner: app})
    new = {**(row or defaults), **changes}
    if sobject == "ConnectedAppPolicy":
        _check(new)
        _show(org, app, new["RefreshTokenPolicy"])
    if row is not None:
        org.database.update(sobject, row["Id"], changes)
    elif changes:
        blank.put(org, sobject, **{**new, owner: app})


def _check(row: Row) -> None:
    if row["IpRelaxation"] not in RELAXATIONS:
        raise refuse("app_policy", ["ipRelaxation"], element="ipRelaxation", value=row["IpRelaxation"])
    if not REFRESH.fullmatch(str(row["RefreshTokenPolicy"])):
        raise refuse(
            "app_policy", ["refreshTokenPolicy"], element="refreshTokenPolicy", value=row["RefreshTokenPolicy"]
        )


def _show(org: Org, app: str, policy: str) -> None:
    """ConnectedApplication shows a period, null for ever; the metric is true when it counts from the last use."""
    match = REFRESH.fullmatch(policy)
    number = match.group(2) if match is not None else None
    period = int(number) if number else {"zero": 0}.get(policy)
    metric = policy.startswith("specific_inactivity")
    changes = {"RefreshTokenValidityPeriod": period, "OptionsRefreshTokenValidityMetric": metric}
    org.database.update("ConnectedApplication", app, changes)
