# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What page and ticket say: the document of a run by org, vendor and subject, counted and in words."""

from __future__ import annotations

import typing as t
from collections import Counter
from dataclasses import dataclass, field

from . import words
from .fields import Fields, fields_of
from .merging import merged
from .words import Given, Line

#: The counts of changes, in the order in which they are told.
EFFECTS = (words.REMOVED, words.CREATED, words.ADDED, words.CHANGED)


@dataclass
class Tally:
    """How many changes of each effect, and what else there is to know."""

    effects: Counter[str] = field(default_factory=Counter)
    privileged: int = 0
    warnings: int = 0
    failures: int = 0
    not_previewed: int = 0

    def add(self, other: Tally) -> None:
        self.effects.update(other.effects)
        self.privileged += other.privileged
        self.warnings += other.warnings
        self.failures += other.failures
        self.not_previewed += other.not_previewed

    @property
    def changes(self) -> int:
        return sum(self.effects.values())

    @property
    def more(self) -> int:
        """Everything that takes nothing away."""
        return self.changes - self.effects[words.REMOVED]

    @property
    def revoked(self) -> int:
        return self.effects[words.REMOVED]


@dataclass(frozen=True)
class Subject:
    """What one or more tasks said of one thing: a user, a permission set."""

    title: str
    task: str
    lines: list[Line]
    fields: list[Fields]
    unmanaged: list[str]
    missing: list[str]
    warnings: list[str]
    failure: str
    tally: Tally

    def kinds(self, effect: str) -> list[tuple[str, list[Line]]]:
        """The changes of one effect by kind."""
        found: dict[str, list[Line]] = {}
        for one in self.lines:
            if one.effect == effect:
                found.setdefault(one.kind, []).append(one)
        return list(found.items())

    def fields_with(self, effect: str) -> list[Fields]:
        """The objects whose fields are granted or revoked."""
        if effect == words.REMOVED:
            return [one for one in self.fields if one.lost]
        return [one for one in self.fields if one.given] if effect == words.ADDED else []


@dataclass(frozen=True)
class Vendor:
    """What came with one role, or with the playbook itself."""

    role: str
    subjects: list[Subject]
    tally: Tally

    @property
    def name(self) -> str:
        return words.vendor_name(self.role)


@dataclass(frozen=True)
class Org:
    """One org; *number* is what links lead to."""

    number: int
    name: str
    told: Given
    vendors: list[Vendor]
    tally: Tally

    @property
    def applied(self) -> bool:
        """Whether anything was done here: a run may end in some orgs after the rehearsal."""
        return bool(self.told["mode"] == "applied")

    @property
    def limit(self) -> Given | None:
        found: Given | None = (self.told.get("requests") or {}).get("daily_limit")
        return found

    def vendor(self, role: str) -> Vendor | None:
        return next((one for one in self.vendors if one.role == role), None)


@dataclass(frozen=True)
class Content:
    """A run."""

    told: Given
    orgs: list[Org]
    roles: list[str]
    tally: Tally

    @property
    def applied(self) -> bool:
        return self.told["mode"] == "applied"

    @property
    def changed_orgs(self) -> int:
        return sum(1 for one in self.orgs if one.tally.changes and one.applied == self.applied)

    @property
    def lost(self) -> list[Given]:
        """Tasks of hosts of which no org is known."""
        return list(self.told.get("not_previewed") or ())

    @property
    def unidentified(self) -> list[Given]:
        return list(self.told.get("unidentified") or ())


def content(document: Given) -> Content:
    """What a document says; orgs are in the order of their names."""
    given = sorted(document["orgs"], key=lambda one: [part.lower() for part in one["hosts"]])
    orgs = [_org(number, one) for number, one in enumerate(given, 1)]
    roles = list(dict.fromkeys(vendor.role for one in orgs for vendor in one.vendors))
    told = Content(document, orgs, sorted(roles, key=lambda one: one == ""), Tally())
    for one in orgs:
        if one.applied or not told.applied:
            told.tally.add(one.tally)
        else:
            seen = one.tally
            told.tally.add(Tally(Counter(), 0, seen.warnings, seen.failures, seen.not_previewed))
    told.tally.failures += len(told.unidentified)
    told.tally.not_previewed += len(told.lost)
    return told


def _org(number: int, told: Given) -> Org:
    name = ", ".join(told["hosts"]) or str(told.get("instance_url") or told.get("id"))
    roles = list(dict.fromkeys(str(one["vendor"]) for one in told["tasks"]))
    vendors = [_vendor(role, [one for one in told["tasks"] if one["vendor"] == role]) for role in roles]
    org = Org(number, name, told, vendors, Tally(not_previewed=len(told["not_previewed"])))
    for one in vendors:
        org.tally.add(one.tally)
    return org


def _vendor(role: str, tasks: t.Sequence[Given]) -> Vendor:
    vendor = Vendor(role, [_subject(one) for one in tasks if _says_something(one)], Tally())
    for one in vendor.subjects:
        vendor.tally.add(one.tally)
    return vendor


def _says_something(task: Given) -> bool:
    access = task.get("access") or {}
    said = (task["changes"], task["unmanaged"], task["warnings"], access.get("extra"), access.get("missing"))
    return any(said) or task["status"] == "failed"


def _subject(task: Given) -> Subject:
    access = task.get("access") or {}
    title = str(task.get("subject") or task["task"])
    failed = task["status"] == "failed"
    changes = task["changes"]
    labels = {
        str(one["key"]): str(one["label"]) for one in changes if one["kind"] == "object_permission" and one.get("label")
    }
    tally = Tally(
        Counter(words.effect(str(one["verb"])) for one in changes),
        len({(one["kind"], one["key"]) for one in changes if words.privileged(one)}),
        len(task["warnings"]),
        int(failed),
    )
    return Subject(
        words.capital(title),
        str(task["task"]),
        [words.line(one) for one in merged(changes) if one["kind"] != "field_permission"],
        fields_of([one for one in changes if one["kind"] == "field_permission"], labels),
        [_found(one) for one in (*task["unmanaged"], *(access.get("extra") or ()))],
        [_found(one) for one in access.get("missing") or ()],
        [str(one) for one in task["warnings"]],
        str(task.get("message") or "The task failed") if failed else "",
        tally,
    )


def _found(one: Given) -> str:
    """Access that is there or is not: its kind, its name and, where that says more, its value."""
    if one["kind"] == "object_permission" and isinstance(one.get("value"), list):
        held = ", ".join(words.OBJECT_WORDS.get(str(word), str(word)) for word in one["value"])
        return f"{held} on {one['key']}"
    told = "" if one.get("value") in (None, True) else f": {words.value(one['value'])}"
    return f"{words.capital(words.noun(str(one['kind'])))} {one['key']}{told}"
