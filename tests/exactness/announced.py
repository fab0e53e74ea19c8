# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a result announces, in the words of the store: its changes as (kind, subject, name) -> old and new value."""

from __future__ import annotations

import typing as t

from .truth import OBJECT_WORDS, Facts, plain

Record = dict[str, t.Any]

#: Option -> what the store's table calls it, for what a module makes as a whole.
USER = {
    "profile": "profile",
    "license": "license",
    "role": "role",
    "first_name": "FirstName",
    "last_name": "LastName",
    "email": "Email",
    "alias": "Alias",
    "nickname": "CommunityNickname",
    "title": "Title",
    "department": "Department",
    "company_name": "CompanyName",
    "employee_number": "EmployeeNumber",
    "federation_id": "FederationIdentifier",
    "time_zone": "TimeZoneSidKey",
    "locale": "LocaleSidKey",
    "language": "LanguageLocaleKey",
    "email_encoding": "EmailEncodingKey",
    "active": "IsActive",
    "frozen": "IsFrozen",
}
ATTRIBUTES = {
    "user": USER,
    "permission_set": {"label": "Label", "description": "Description", "license": "license"},
    "permission_set_group": {"label": "MasterLabel", "description": "Description"},
    "profile": {"description": "Description", "license": "license"},
}
MODULES = {
    "sf_user": "user",
    "sf_permission_set": "permission_set",
    "sf_permset_group": "permission_set_group",
    "sf_profile": "profile",
}
#: Feature licences of the base org.
FEATURES = {"marketing_user": "UserPermissionsMarketingUser", "knowledge_user": "UserPermissionsKnowledgeUser"}
GAINS = {"create", "grant", "assign", "add", "mute", "install", "activate", "freeze", "update", "set"}
LOSSES = {"delete", "revoke", "unassign", "remove", "unmute", "uninstall", "deactivate", "unfreeze", "update"}


class Announced:
    """The facts of one result."""

    def __init__(self, module: str, params: Record, result: Record) -> None:
        self.facts: Facts = {}
        self.wrong: list[str] = []
        self.record: Record = result.get("record") or {}
        self.kind = MODULES.get(module, "")
        name = str(self.record.get("name") or params.get("name") or params.get("app") or "").strip()
        self.name = name.casefold()
        self.app = str(self.record.get("name") or "")
        self.subject = f"{self.kind} {self.name}"
        self.tokens: dict[str, int] = {}
        for change in result.get("changes") or ():
            getattr(self, f"_{change['kind'].removeprefix('muted_')}", self._unknown)(change)
        if (self.kind, self.name, "exists") in self.facts and self.record:
            self._created()

    def _put(self, change: Record, kind: str, subject: str, name: str, before: t.Any, after: t.Any) -> None:
        """Announced step by step, one thing goes from the first value to the last."""
        key = (kind, subject.casefold(), name)
        verbs = LOSSES if plain(after) is None else GAINS if plain(before) is None else GAINS | LOSSES | {"upgrade"}
        if change["verb"] not in verbs:
            self.wrong.append(f"{change} calls what goes from {before!r} to {after!r} a {change['verb']}")
        if key in self.facts:
            before = self.facts[key][0]
        self.facts[key] = (before, after)

    def _unknown(self, change: Record) -> None:
        self.wrong.append(f"no store knows the kind of {change}")

    def _created(self) -> None:
        if plain(self.facts[self.kind, self.name, "exists"][1]) is None:
            return
        for option, column in ATTRIBUTES[self.kind].items():
            self.facts[self.kind, self.name, column] = (None, self.record.get(option))
        for column, value in (self.record.get("fields") or {}).items():
            self.facts[self.kind, self.name, column] = (None, value)

    def _main(self, change: Record) -> None:
        """A record itself, or one of its attributes."""
        key = change["key"]
        if change["verb"] in ("create", "delete"):
            exists = change["verb"] == "create"
            self._put(change, self.kind, self.name, "exists", None if exists else True, exists)
        else:
            column = ATTRIBUTES[self.kind].get(key, str(key))
            self._put(change, self.kind, self.name, column, change["before"], change["after"])

    _profile = _main

    def _permission_set_group(self, change: Record) -> None:
        """The group itself, or an assignment of one."""
        (self._main if self.kind else self._assigned)(change)

    def _user(self, change: Record) -> None:
        column = {"activate": "IsActive", "deactivate": "IsActive", "freeze": "IsFrozen", "unfreeze": "IsFrozen"}
        if change["verb"] in column:
            self._put(change, "user", self.name, column[change["verb"]], change["before"], change["after"])
        else:
            self._main(change)

    def _feature_license(self, change: Record) -> None:
        column = FEATURES.get(change["key"], str(change["key"]))
        self._put(change, "user", self.name, column, change["before"], change["after"])

    def _password(self, change: Record) -> None:
        self._put(change, "password", self.name, "", None, True)

    def _permission_set(self, change: Record) -> None:
        """The set itself, a member of a group, or an assignment."""
        if self.kind == "permission_set":
            self._main(change)
        elif self.kind == "permission_set_group":
            self._put(change, "member", self.subject, change["key"], change["before"], change["after"])
        else:
            self._assigned(change)

    def _assigned(self, change: Record) -> None:
        user, name = change["key"].split(": ", 1)
        before, after = (
            one and (one.removeprefix(name).removeprefix(" until ") or True)
            for one in (change["before"], change["after"])
        )
        if change["verb"] == "update":
            before = before or True  # Only the expiration is told.
        self._put(change, "assigned", user, f"{change['kind']} {name}", before, after)

    _permission_set_license = _assigned

    def _muting_permission_set(self, change: Record) -> None:
        exists = change["verb"] == "create"
        self._put(change, "muting_permission_set", change["key"], "exists", None if exists else True, exists)

    def _system_permission(self, change: Record) -> None:
        self._content(change)

    def _object_permission(self, change: Record) -> None:
        """A grant tells what comes, a revocation what goes and what stays."""
        key = ("object_permission", self.subject, change["key"])
        if change["verb"] in ("grant", "mute"):
            before = set(change["before"] or ())
            so_far = set(self.facts[key][1]) if key in self.facts else before
            after = so_far | set(change["after"])
        else:
            before = {*change["before"], *change["after"]}
            so_far = set(self.facts[key][1]) if key in self.facts else before
            after = so_far - set(change["before"])
        first = self.facts.get(key, (words(before), None))[0]
        self.facts[key] = (first, words(after))

    def _content(self, change: Record) -> None:
        self._put(
            change,
            change["kind"].removeprefix("muted_"),
            self.subject,
            change["key"],
            change["before"],
            change["after"],
        )

    _field_permission = _tab = _apex_class = _custom_permission = _connected_app = _content

    def _app_access(self, change: Record) -> None:
        what, name = (
            change["key"].split(" ", 1)
            if change["key"].startswith("profile")
            else ("permission_set", change["key"][15:])
        )
        kind = "external_client_app" if self.record.get("kind") == "external_client_app" else "connected_app"
        self._put(change, kind, f"{what} {name}", self.app, change["before"], change["after"])

    def _login_ip_range(self, change: Record) -> None:
        self._range(change, self.subject)

    def _trusted_ip_range(self, change: Record) -> None:
        self._range(change, "org")

    def _range(self, change: Record, subject: str) -> None:
        one = change["after"] or change["before"]
        before, after = (each and (each["description"] or True) for each in (change["before"], change["after"]))
        self._put(change, change["kind"], subject, f"{one['start']}-{one['end']}", before, after)

    def _login_hours(self, change: Record) -> None:
        before, after = (
            each and (_minutes(each["start"]), _minutes(each["end"])) for each in (change["before"], change["after"])
        )
        self._put(change, "login_hours", self.subject, change["key"], before, after)

    def _package(self, change: Record) -> None:
        self._put(change, "package", change["key"], "version", change["before"], change["after"])

    def _oauth_token(self, change: Record) -> None:
        user, app = change["key"].split(": ", 1)
        self.tokens[change["key"]] = number = self.tokens.get(change["key"], 0) + 1
        self._put(change, "token", user, f"{app} {number}", True, None)


def words(found: t.Collection[str]) -> tuple[str, ...]:
    """In the order of the store."""
    return tuple(one for one in OBJECT_WORDS.values() if one in found)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
