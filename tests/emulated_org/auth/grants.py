# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What apps may do for users: refresh tokens, and the rows of OauthToken that administrators see of it."""

from __future__ import annotations

import secrets
import typing as t

from ..metadata import app_policies
from ..store.database import Row
from .apps import App

if t.TYPE_CHECKING:
    from ..org import Org

HOUR = 3600.0
UNITS = {"HOURS": HOUR, "DAYS": 24 * HOUR, "MONTHS": 30 * 24 * HOUR}


def _row(org: Org, user: str, app: App, refresh: str) -> str:
    """A new row of OauthToken; returns its Id."""
    now, delete = org.clock.stamp(), secrets.token_hex(16)
    record = org.ids.new("0CQ")
    values: Row = {
        "Id": record,
        "UserId": user,
        "AppName": app.name,
        "UseCount": 0,
        "CreatedDate": now,
        "LastUsedDate": now,
        "DeleteToken": delete,
    }
    org.database.insert("OauthToken", values)
    org.delete_tokens[delete] = (record, refresh)
    return record


def issue_refresh_token(org: Org, user: str, app: App) -> str:
    """A refresh token, and its row."""
    made = org.sessions.refresh_token(user, app.client_id)
    _row(org, user, app, made)
    return made


def rotate(org: Org, refresh: str) -> str:
    """The refresh token that takes the place of *refresh*, which is worth nothing from now on."""
    made = org.sessions.replace(refresh)
    for delete, (record, token) in list(org.delete_tokens.items()):
        if token == refresh:
            org.delete_tokens[delete] = (record, made)
    return made


def used(org: Org, user: str, app: App, refresh: str = "") -> str:
    """Somebody got an access token: count it. One row per refresh token, and one per user and app for the other flows."""
    kept = {record for record, token in org.delete_tokens.values() if token == refresh}
    rows = [row for row in org.database.find("OauthToken", UserId=user, AppName=app.name) if row["Id"] in kept]
    record = str(rows[0]["Id"]) if rows else _row(org, user, app, refresh)
    count = rows[0]["UseCount"] if rows else 0
    org.database.update("OauthToken", record, {"UseCount": count + 1, "LastUsedDate": org.clock.stamp()})
    return record


def revoked(org: Org, given: str) -> bool:
    """Revoke by access token, refresh token or OauthToken.DeleteToken; False for an unknown one."""
    for delete, (record, refresh) in list(org.delete_tokens.items()):
        if given not in (delete, refresh) or not given:
            continue
        del org.delete_tokens[delete]
        org.database.delete("OauthToken", record)
        org.sessions.expire(grant=record)
        if refresh:
            org.sessions.revoke(refresh)
        return True
    return org.sessions.revoke(given)


def expired(org: Org, app: App, refresh: str) -> bool:
    """Whether the app's refresh token policy has ended what *refresh* is good for."""
    token = org.sessions.refresh(refresh)
    kind, seconds = _policy(org, app)
    if token is None or kind == "zero":
        return True
    start = token.used if kind == "specific_inactivity" else token.issued
    return kind != "infinite" and org.clock.time() - start > seconds


def _policy(org: Org, app: App) -> tuple[str, float]:
    """The policy in the words of connected apps, and its seconds."""
    if org.database.ids("ExternalClientApplication", Id=app.record):
        row = app_policies.of(org, "ExternalClientAppPolicy", app.record)
        kind = str(row["RefreshTokenPolicy"]).replace("Specific", "specific_").lower()
        unit = str(row.get("RefreshTokenValidityUnit") or "Hours").upper()
        return kind, float(row.get("RefreshTokenValidityPeriod") or 0) * UNITS[unit]
    text = str(app_policies.of(org, "ConnectedAppPolicy", app.record)["RefreshTokenPolicy"])
    kind, number, unit = (*text.split(":"), "0", "HOURS")[:3]
    return kind, float(number) * UNITS[unit]


def relaxed(org: Org, app: App, refreshing: bool = False) -> bool:
    """Whether the app lets users in from anywhere, whatever their profile's login IP ranges (ipRelaxation)."""
    external = org.database.ids("ExternalClientApplication", Id=app.record)
    kind = "ExternalClientAppPolicy" if external else "ConnectedAppPolicy"
    words = str(app_policies.of(org, kind, app.record)["IpRelaxation"]).upper()
    return words.startswith("BYPASS") or (refreshing and words == "ENFORCE_RELAXREFRESH")
