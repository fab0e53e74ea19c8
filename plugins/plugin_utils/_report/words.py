# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A change in the words that people find in Setup, with the API name beside the label."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from ...module_utils._access.effective import PRIVILEGED, PRIVILEGED_WORDS
from ...module_utils._access.plan import TAKING_AWAY

Given = t.Mapping[str, t.Any]

ADDED, REMOVED, CREATED, CHANGED = "granted", "revoked", "created", "changed"

_CREATING = frozenset({"create", "install"})
_CHANGING = frozenset({"update", "upgrade", "set"})
_DONE = {
    "create": "Created",
    "update": "Changed",
    "delete": "Deleted",
    "grant": "Granted",
    "revoke": "Revoked",
    "assign": "Assigned",
    "unassign": "Unassigned",
    "activate": "Activated",
    "deactivate": "Deactivated",
    "freeze": "Frozen",
    "unfreeze": "Unfrozen",
    "add": "Added",
    "remove": "Removed",
    "mute": "Muted",
    "unmute": "Unmuted",
    "install": "Installed",
    "upgrade": "Upgraded",
    "uninstall": "Uninstalled",
    "set": "Set",
}
_TO_DO = {CREATED: "Create", ADDED: "Grant", CHANGED: "Change", REMOVED: "Revoke"}
#: What Setup calls the permissions on an object.
OBJECT_WORDS = {
    "read": "Read",
    "create": "Create",
    "edit": "Edit",
    "delete": "Delete",
    "view_all": "View All Records",
    "modify_all": "Modify All Records",
    "view_all_fields": "View All Fields",
}
_ASSIGNED = frozenset({"permission_set", "permission_set_group", "permission_set_license", "feature_license"})
_SPELLED = {"license": "licence", "ip": "IP", "oauth": "OAuth", "apex": "Apex", "muting": "muting"}


@dataclass(frozen=True)
class Line:
    """One change as a sentence in three parts: *before* the name, the name itself with its *api* name, *after* it.

    *effect* is one of granted, revoked, created and changed. *privileged* is what is privileged of it. *details* are attributes: name, old value, new value.
    """

    effect: str
    verb: str
    kind: str
    before: str
    name: str
    api: str
    after: str = ""
    because: str = ""
    privileged: tuple[str, ...] = ()
    details: tuple[tuple[str, str, str], ...] = ()

    @property
    def short(self) -> str:
        """What is changed, without what differs from org to org: for where no title says the kind."""
        told = self.before or ("" if self.kind == "system_permission" else capital(noun(self.kind)))
        return f"{told} {self.named}".strip()

    @property
    def named(self) -> str:
        """The name with the API name."""
        return f"{self.name} ({self.api})" if self.api else self.name

    @property
    def text(self) -> str:
        """The sentence without its verb."""
        after = self.after if self.after.startswith(":") or not self.after else f" {self.after}"
        return f"{self.before} {self.named}{after}".strip()


def effect(verb: str) -> str:
    """What a verb comes to."""
    if verb in TAKING_AWAY:
        return REMOVED
    if verb in _CREATING:
        return CREATED
    return CHANGED if verb in _CHANGING else ADDED


def line(change: Given) -> Line:
    """A change as people say it."""
    verb, kind, key = str(change["verb"]), str(change["kind"]), str(change["key"])
    label = str(change.get("label") or "")
    before, after, details = _TELLERS.get(kind.replace("muted_", "", 1), _thing)(change)
    if kind in _ASSIGNED and verb in ("assign", "unassign") and ": " in key:
        user, key = key.split(": ", 1)
        after = f"{'to' if verb == 'assign' else 'from'} {user}"
    if verb == "update" and after and not label:
        key = capital(noun(key))
    name, api = (label, key) if label and label != key else (key, "")
    return Line(
        effect(verb),
        verb,
        kind,
        before,
        name,
        api,
        after,
        str(change.get("implied_by") or ""),
        privileged(change),
        details,
    )


def done(verb: str, applied: bool) -> str:
    """What is to be done, or has been: Assign, Assigned."""
    return _DONE.get(verb, verb.capitalize()) if applied else verb.capitalize()


def effect_title(effect: str, applied: bool) -> str:
    """What the changes of an effect do, or did."""
    return effect.capitalize() if applied else _TO_DO[effect]


def privileged(change: Given) -> tuple[str, ...]:
    """What a change gives that reaches over all data or over the org itself: the permission, or its words on an object."""
    if effect(str(change["verb"])) == REMOVED:
        return ()
    if change["kind"] == "system_permission" and change["key"] in PRIVILEGED:
        return (str(change["key"]),)
    if change["kind"] == "object_permission":
        return tuple(one for one in OBJECT_WORDS if one in PRIVILEGED_WORDS and one in _list(change.get("after")))
    return ()


def noun(kind: str) -> str:
    """A kind as people say it: permission set licence."""
    words = [_SPELLED.get(word, word) for word in kind.split("_")]
    return " ".join(words)


def kinds(kind: str) -> str:
    """The title of several of a kind: Permission sets."""
    one = noun(kind)
    many = {"login hours": "login hours", "app access": "app access"}.get(one) or plural(2, one)[2:]
    return capital(many)


def capital(text: str) -> str:
    """A text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def plural(count: int, one: str) -> str:
    """A number with its noun: 1 field, 2 fields."""
    many = one[:-1] + "ies" if one.endswith("y") else one + ("es" if one.endswith("s") else "s")
    return f"{count:,} {one if count == 1 else many}"


def vendor_name(role: str) -> str:
    """The title of what a role brought; tasks of a playbook have no role."""
    spelled = {"": "Playbook", "salesscreen": "SalesScreen", "insideview": "InsideView"}
    return spelled.get(role, role.replace("_", " ").capitalize())


def value(given: t.Any) -> str:
    """A value on one line."""
    if given is None or given in ("", [], {}):
        return "nothing"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, list):
        return ", ".join(value(one) for one in given)
    if isinstance(given, dict):
        return ", ".join(
            f"{_option(name)}: {value(one)}" for name, one in given.items() if one not in (None, "", [], {})
        )
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def _option(name: str) -> str:
    return noun(str(name))


Told = t.Tuple[str, str, t.Tuple[t.Tuple[str, str, str], ...]]


def _object(change: Given) -> Told:
    """Of a revocation, *before* is what goes; of a grant, *after* is what comes."""
    taken = effect(str(change["verb"])) == REMOVED
    words = [OBJECT_WORDS.get(one, one) for one in _list(change.get("before" if taken else "after"))]
    return f"{', '.join(words)} on" if words else "All access to", "", ()


def _field(change: Given) -> Told:
    return f"{level(change).capitalize()} access to field", "", ()


def level(change: Given) -> str:
    """What of a field is given or taken: read or edit."""
    old, new = change.get("before"), change.get("after")
    return str((old if new is None else "edit" if old == "edit" else new) or "read")


def _tab(change: Given) -> Told:
    return "", f": {value(change['after'])}" if change.get("after") else "", ()


def _plain(_change: Given) -> Told:
    return "", "", ()


def _thing(change: Given) -> Told:
    """Something with a name: what it has, or what becomes of it."""
    old, new = change.get("before"), change.get("after")
    if isinstance(new, dict) and not isinstance(old, dict):
        return "", "", tuple((_option(name), "", value(one)) for name, one in new.items() if one not in (None, "", []))
    if isinstance(old, dict) and isinstance(new, dict):
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return "", "", tuple((_option(name), value(old.get(name)), value(new.get(name))) for name in names)
    if change["verb"] in _CHANGING and not (old is None and new is None):
        return "", f": {value(old)} → {value(new)}", ()
    return "", "", ()


_TELLERS: t.Mapping[str, t.Callable[[Given], Told]] = {
    "system_permission": _plain,
    "object_permission": _object,
    "field_permission": _field,
    "tab": _tab,
}


def _list(given: t.Any) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list) else []
