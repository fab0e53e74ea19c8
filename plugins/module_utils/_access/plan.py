# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What would change, and the writes that would change it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .refusal import Refusal
from .requests import Create, Ref, Update, Write

#: The verbs of changes after which somebody may do less, or something is gone.
TAKING_AWAY = frozenset({"revoke", "unassign", "remove", "mute", "freeze", "deactivate", "delete", "uninstall"})


@dataclass(frozen=True)
class Change:
    """One change a person can judge.

    *verb* is create, update, grant, revoke, assign, unassign, activate, deactivate, freeze, unfreeze or delete; *kind* says of what
    (``object_permission``), *key* which one (``Account``). *implied_by* names what makes the org demand a change that nobody declared.
    *label* is what Setup calls it, where that is known; two changes that differ in nothing else are the same.
    """

    verb: str
    kind: str
    key: str
    before: t.Any = None
    after: t.Any = None
    implied_by: str = ""
    label: str = field(default="", compare=False)

    def as_dict(self) -> dict[str, t.Any]:
        entry = {"verb": self.verb, "kind": self.kind, "key": self.key, "before": self.before, "after": self.after}
        if self.implied_by:
            entry["implied_by"] = self.implied_by
        if self.label:
            entry["label"] = self.label
        return entry

    @property
    def takes_away(self) -> bool:
        return self.verb in TAKING_AWAY

    def __str__(self) -> str:
        return f"{self.verb} {self.kind.replace('_', ' ')} {self.key}"


@dataclass(frozen=True)
class Seat:
    """A licence seat that a plan takes (+1) or gives back (-1): later previews of the same run count with it."""

    id: str
    delta: int


@dataclass
class Plan:
    """The way from what is to what is declared.

    *before* and *after* describe the record as users write it. *reasons* has, for every write, the changes it serves, the first of which
    stands for it in messages.
    *deferred* says that some change needs a record which the writes only create: apply, read again, plan again. *extra* is what the
    result tells besides, under names of its own.
    """

    subject: str
    id: str | Ref | None = None
    before: dict[str, t.Any] = field(default_factory=dict)
    after: dict[str, t.Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    reasons: list[tuple[Change, ...]] = field(default_factory=list)
    unmanaged: list[dict[str, t.Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    extra: dict[str, t.Any] = field(default_factory=dict)
    deferred: bool = False

    def write(self, write: Write, *reasons: Change | None) -> None:
        """Add a write and the changes it serves."""
        self.writes.append(write)
        self.reasons.append(tuple(one for one in reasons if one))

    def change(
        self, verb: str, kind: str, key: str, before: t.Any = None, after: t.Any = None, implied_by: str = ""
    ) -> Change:
        """Add a change and return it."""
        one = Change(verb, kind, key, before, after, implied_by)
        self.changes.append(one)
        return one

    def refuse_references(self) -> None:
        """Refuse values that Salesforce would take for something else.

        Raises:
            Refusal: for a value with ``@{``: "Composite" (REST API Developer Guide, API 67) knows no way to write it as data.
        """
        for write in self.writes:
            for name, value in write.fields.items() if isinstance(write, (Create, Update)) else ():
                if isinstance(value, str) and "@{" in value:
                    text = f"{name} of {self.subject} holds '@{{', which Salesforce reads as a reference; write it without '@{{'"
                    raise Refusal(text, "CONFIGURATION", [name])

    def drop(self, done: t.Collection[Write]) -> None:
        """Take out writes that have been carried out although no read can show it (a password), and the changes they served."""
        left = [(write, reason) for write, reason in zip(self.writes, self.reasons) if write not in done]
        served = [one for write, reasons in zip(self.writes, self.reasons) if write in done for one in reasons]
        self.writes, self.reasons = [write for write, _reasons in left], [reasons for _write, reasons in left]
        waiting = [one for reasons in self.reasons for one in reasons]
        self.changes = [one for one in self.changes if one not in served or one in waiting]

    def sent(self) -> tuple[list[Write], list[tuple[Change, ...]]]:
        """The writes to send, and the changes that each serves: without those that the org makes by itself."""
        pairs = [(write, reason) for write, reason in zip(self.writes, self.reasons) if not write.by_org]
        return [write for write, _reason in pairs], [reason for _write, reason in pairs]
