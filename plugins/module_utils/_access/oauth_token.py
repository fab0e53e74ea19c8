# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What apps may do for a user: the tokens they were given, and their end.

OauthToken (Object Reference): whoever has Customize Application sees all tokens, everybody else their own. Its Id is reserved for later
use, so a token is known by its ``DeleteToken``.
"""

from __future__ import annotations

import typing as t

from .apps import EXTERNAL_APPS
from .assignments import users_query
from .edits import tidy
from .plan import Plan
from .refusal import Refusal
from .requests import Query, Read, RevokeToken, Where
from .resource import Inspection, Known, Params, Record, Resource

#: Rows that one query of OauthToken returns at most.
MOST = 500
_FIELDS = ("Id", "AppName", "UserId", "User.Username", "CreatedDate", "LastUsedDate", "UseCount")
#: What the signed-in user may do (UserPermissionAccess has one row: its own).
_RIGHTS = Query("UserPermissionAccess", ("Id", "PermissionsCustomizeApplication"), optional=True, catalogue=True)
_CONNECTED_APPS = Query("ConnectedApplication", ("Id", "Name"), optional=True)


class OauthTokens(Resource):
    """The tokens that apps, or one app, hold for a user: none of them may stay."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.user = tidy(params["user"]).lower()
        self.app = None if params.get("app") is None else tidy(params["app"])
        if not self.user or self.app == "":
            option = "app" if self.user else "user"
            raise Refusal(f"Option {option} is empty; name one, or leave app out for all apps", "BAD_OPTION", [option])

    def reads(self, known: Known) -> list[Read]:
        user = self._user(known)
        return [users_query([self.user]), _RIGHTS, *([self._tokens(user)] if user else [])]

    def plan(self, known: Known) -> Plan:
        plan = Plan(f"OAuth tokens of {self.user}")
        user = self._user(known)
        if user is None:
            plan.warnings.append(f"The org has no user '{self.user}', so apps hold nothing for it")
            return plan
        tokens = known.records(self._tokens(user))
        if not tokens and not sees_all(known):
            text = (
                f"Cannot see whether apps hold tokens of {self.user}: the signed-in user sees only its own; sign in as a user with "
                "Customize Application"
            )
            raise Refusal(text, "INSUFFICIENT_ACCESS", ["user"])
        plan.before = {"user": self.user, "tokens": [described(one) for one in tokens]} if tokens else {}
        for one in tokens:
            facts = described(one)
            change = plan.change("revoke", "oauth_token", f"{self.user}: {facts.pop('app')}", facts, None)
            plan.write(RevokeToken(one["Id"], one["DeleteToken"]), change)
        if len(tokens) >= MOST:
            plan.deferred = True
            plan.warnings.append(f"Salesforce shows {MOST} tokens at a time: more may be left, run the task again")
        return plan

    def _user(self, known: Known) -> Record | None:
        found = known.records(users_query([self.user]))
        return found[0] if found else None

    def _tokens(self, user: Record) -> Query:
        app = (Where("AppName", "=", self.app),) if self.app else ()
        where = (Where("UserId", "=", user["Id"]), *app)
        return Query("OauthToken", (*_FIELDS, "DeleteToken"), where, limit=MOST)


class OauthTokenInfo(Inspection):
    """Which apps hold tokens, and of whom. Never the tokens themselves."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.users = tuple(tidy(one).lower() for one in params.get("users") or ())
        self.apps = tuple(tidy(one) for one in params.get("apps") or ())

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [_RIGHTS, _CONNECTED_APPS, EXTERNAL_APPS]
        if not self.users:
            return [*reads, self._query(())]
        reads.append(users_query(self.users))
        return [*reads, self._query(self._ids(known))] if users_query(self.users) in known else reads

    def report(self, known: Known) -> dict[str, t.Any]:
        rows = known.records(self._query(self._ids(known)))
        installed = _installed(known)
        tokens = [
            {
                "user": (one.get("User") or {}).get("Username"),
                **described(one),
                "installed": None if installed is None else str(one.get("AppName")).casefold() in installed,
            }
            for one in rows
        ]
        ordered = sorted(tokens, key=lambda one: (str(one["user"]), str(one["app"])))
        return {"tokens": ordered, "warnings": self._warnings(known, ordered)}

    @staticmethod
    def _warnings(known: Known, tokens: t.Sequence[t.Mapping[str, t.Any]]) -> list[str]:
        told = (
            [] if sees_all(known) else ["The signed-in user sees only its own tokens: Customize Application shows all"]
        )
        if len(tokens) >= MOST:
            told.append(f"Salesforce shows {MOST} tokens at a time: name users or apps to see the others")
        strange = sorted({str(one["app"]) for one in tokens if one["installed"] is False})
        if strange:
            told.append(
                f"The org has not installed apps that hold tokens: {', '.join(strange)}; since September 2025 only users with Approve Uninstalled "
                "Connected Apps can authorise them (Salesforce Help 005132365): install them (Setup, Connected Apps OAuth Usage), or revoke the tokens"
            )
        return told

    def _ids(self, known: Known) -> tuple[str, ...]:
        return tuple(one["Id"] for one in known.records(users_query(self.users))) if self.users else ()

    def _query(self, ids: tuple[str, ...]) -> Query:
        users = (Where("UserId", "IN", ids),) if self.users else ()
        apps = (Where("AppName", "IN", self.apps),) if self.apps else ()
        # A preview tells by the value which tokens would be gone.
        return Query("OauthToken", (*_FIELDS, "DeleteToken"), (*users, *apps), limit=MOST)


def _installed(known: Known) -> set[str] | None:
    """The labels of the org's apps; None where the signed-in user may not see them."""
    if not known.answered(_CONNECTED_APPS):
        return None
    labels = [one["Name"] for one in known.records(_CONNECTED_APPS)]
    labels += [one.get("MasterLabel") or one["DeveloperName"] for one in known.records(EXTERNAL_APPS)]
    return {str(one).casefold() for one in labels}


def sees_all(known: Known) -> bool:
    """Whether the signed-in user sees the tokens of others."""
    return any(one.get("PermissionsCustomizeApplication") for one in known.records(_RIGHTS))


def described(token: Record) -> dict[str, t.Any]:
    """A token as people see it."""
    return {
        "app": token.get("AppName"),
        "created": token.get("CreatedDate"),
        "last_used": token.get("LastUsedDate"),
        "use_count": token.get("UseCount"),
    }
