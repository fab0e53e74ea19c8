# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The OAuth policies of an app: what they are, what is wanted, and what to choose in Setup where they differ."""

from __future__ import annotations

import typing as t

from .apps import CONNECTED, App
from .edits import shape
from .requests import Metadata, Query, Read, Where
from .resource import Known, Record

Policies = dict[str, t.Any]
Wanted = t.Mapping[str, t.Any]

#: Words of the options -> words of Setup (Salesforce Help, "Manage OAuth Access Policies for a Connected App").
PERMITTED_USERS = {
    "admin_approved": "Admin approved users are pre-authorized",
    "self_authorize": "All users may self-authorize",
}
IP_RELAXATION = {
    "enforce": "Enforce IP restrictions",
    "enforce_relaxrefresh": "Enforce IP restrictions, but relax for refresh tokens",
    "bypass_2factor": "Relax IP restrictions for activated devices",
    "bypass": "Relax IP restrictions",
}
REFRESH_TOKEN = {
    "infinite": "Refresh token is valid until revoked",
    "zero": "Immediately expire refresh token",
    "specific_inactivity": "Expire refresh token if not used for a time",
    "specific_lifetime": "Expire refresh token after a time",
}
OPTIONS = ("permitted_users", "ip_relaxation", "refresh_token_policy", "scopes")
_LABELS = {
    "permitted_users": ("Permitted Users", PERMITTED_USERS),
    "ip_relaxation": ("IP Relaxation", IP_RELAXATION),
    "refresh_token_policy": ("Refresh Token Policy", REFRESH_TOKEN),
}
_PERMITTED = {"AdminApprovedPreAuthorized": "admin_approved", "AllSelfAuthorized": "self_authorize"}
#: Where to click, before the words of a policy.
_WAY = {
    CONNECTED: "Setup, Manage Connected Apps, {label}, Edit Policies",
    "external_client_app": "Setup, External Client App Manager, {label}, Policies, Edit",
}
#: Metadata names of what belongs to an external client app are not told by the app; public repositories have these.
_POLICY_NAMES = ("_oauthPlcy", "_defaultPolicy", "_policy")
_SETTINGS_NAMES = ("_oauth",)
_POLICY_COLUMNS = (
    "Id",
    "ExternalClientApplicationId",
    "PermittedUsersPolicyType",
    "IpRelaxationPolicyType",
    "RefreshTokenPolicyType",
    "RefreshTokenValidityPeriod",
    "RefreshTokenValidityUnit",
)


def check(option: str, wanted: Wanted) -> None:
    """Refuse words that are no policies.

    Raises:
        Refusal: naming the words to choose from.
    """
    for policy, words in (("ip_relaxation", IP_RELAXATION), ("refresh_token_policy", REFRESH_TOKEN)):
        for one in wanted.get(policy) or ():
            if str(one).split(":", 1)[0].lower() not in words:
                raise shape(option, f"{policy} among {', '.join(words)}; it has '{one}'")


def reads(app: App, known: Known) -> list[Read]:
    """What tells the policies of an app."""
    if app.pending:
        return []
    if app.kind == CONNECTED:
        return [_connected(app)]
    reads: list[Read] = [_query(app), *_named("ExtlClntAppOauthSettings", app, _SETTINGS_NAMES)]
    if _query(app) in known and not known.answered(_query(app)):
        reads += _named("ExtlClntAppOauthConfigurablePolicies", app, _POLICY_NAMES)
    return reads


def current(app: App, known: Known) -> Policies:
    """The policies, in the words of the options; null what the org does not tell."""
    if app.pending:
        return dict.fromkeys(OPTIONS)
    return _of_connected(app, known) if app.kind == CONNECTED else _of_external(app, known)


def to_do(app: App, policies: Policies, wanted: Wanted) -> list[str]:
    """One sentence for each policy that is not as wanted: where to go, and the exact words to choose there."""
    way = _WAY[app.kind].format(label=app.label)
    found = []
    for policy, (label, words) in _LABELS.items():
        given = wanted.get(policy) or ()
        accepted = [given] if isinstance(given, str) else [str(one).lower() for one in given]
        if accepted and not any(_fits(policies[policy], one) for one in accepted):
            choice = " or ".join(f"'{_words(one, words)}'" for one in accepted)
            found.append(f"{way}: set {label} to {choice} (it is {_shown(policies[policy], words)})")
    scopes = policies["scopes"]
    lacking = [one for one in wanted.get("scopes") or () if _scope(one) not in map(_scope, scopes or ())]
    if lacking:
        # Scopes are the app's own: whoever owns the app selects them, not the org that uses it.
        had = ", ".join(scopes) if scopes else "not told by the org"
        found.append(
            f"{app} lacks the OAuth scopes {', '.join(lacking)} (it has {had}); its owner, the vendor, has to select them"
        )
    return found


def _of_connected(app: App, known: Known) -> Policies:
    component = known.component(_connected(app)) or {}
    policy, config = component.get("oauthPolicy") or {}, component.get("oauthConfig") or {}
    return {
        "permitted_users": "admin_approved" if app.admin_approved else "self_authorize",
        "ip_relaxation": _lower(policy.get("ipRelaxation")),
        "refresh_token_policy": _lower(policy.get("refreshTokenPolicy")),
        "scopes": _listed(config.get("scopes")) if config else None,
    }


def _of_external(app: App, known: Known) -> Policies:
    rows = known.records(_query(app))
    names = _named("ExtlClntAppOauthConfigurablePolicies", app, _POLICY_NAMES)
    component = next((found for one in names for found in [known.component(one)] if found), {})
    # The record and the component call the same things by the same words.
    policy = {name[0].lower() + name[1:]: value for name, value in (rows[0] if rows else component).items()}
    settings = next(
        (
            found
            for one in _named("ExtlClntAppOauthSettings", app, _SETTINGS_NAMES)
            for found in [known.component(one)]
            if found
        ),
        None,
    )
    scopes = str(settings.get("commaSeparatedOauthScopes") or "") if settings else ""
    return {
        "permitted_users": _PERMITTED.get(str(policy.get("permittedUsersPolicyType"))),
        "ip_relaxation": _lower(policy.get("ipRelaxationPolicyType")),
        "refresh_token_policy": _refresh_of(policy),
        "scopes": [one.strip() for one in scopes.split(",") if one.strip()] if settings else None,
    }


def _refresh_of(policy: Record) -> str | None:
    """``SpecificLifetime``, 30 and ``Days`` as a connected app would say it: ``specific_lifetime:30:days``."""
    kind = str(policy.get("refreshTokenPolicyType") or "")
    if not kind.startswith("Specific"):
        return _lower(kind)
    period = (policy.get("refreshTokenValidityPeriod"), policy.get("refreshTokenValidityUnit"))
    return ":".join(["specific_" + kind[len("Specific") :].lower(), *(str(one).lower() for one in period if one)])


def _connected(app: App) -> Metadata:
    """Metadata names have underscores for spaces."""
    return Metadata("ConnectedApp", app.name.replace(" ", "_"))


def _query(app: App) -> Query:
    where = (Where("ExternalClientApplicationId", "=", app.id),)
    return Query("ExtlClntAppOauthPlcyCnfg", _POLICY_COLUMNS, where, optional=True)


def _named(kind: str, app: App, suffixes: t.Iterable[str]) -> list[Metadata]:
    return [Metadata(kind, app.name + suffix) for suffix in suffixes]


def _lower(value: t.Any) -> str | None:
    return str(value).lower() if value else None


def _listed(value: t.Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value] if value else [])]


def _fits(has: str | None, wanted: str) -> bool:
    """A policy without a time fits whatever the time is."""
    return has is not None and (has == wanted or (":" not in wanted and has.split(":", 1)[0] == wanted))


def _words(value: str, words: t.Mapping[str, str]) -> str:
    kind, _colon, time = value.partition(":")
    return words[kind] + (f": {time.replace(':', ' ')}" if time else "")


def _shown(value: str | None, words: t.Mapping[str, str]) -> str:
    if value is None:
        return "not told by the org"
    return f"'{_words(value, words)}'" if value.split(":", 1)[0] in words else value


def _scope(name: str) -> str:
    """``refresh_token``, ``RefreshToken`` and ``offline_access`` are one scope (Salesforce Help, "OAuth Tokens and Scopes")."""
    bare = str(name).replace("_", "").casefold()
    return "refreshtoken" if bare == "offlineaccess" else bare
