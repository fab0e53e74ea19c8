# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Who changed last what a finding is about, as far as the setup audit trail tells.

The trail is text for people. An entry counts where its words name the permission set, the profile or the user of a finding, and better where
they name the very permission, too. What has gone through the Metadata API or lies back more than half a year may have left no entry.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

Finding = t.Mapping[str, t.Any]
#: Sections of Setup with entries that may be about users and what they may do.
SECTIONS = frozenset(
    {"manage users", "permission set group", "custom app licenses", "connected apps", "security controls"}
)
#: How many entries stand for an org whose findings the trail does not name.
CANDIDATES = 5
#: Kinds of findings that are about one user, not about the set that is assigned.
_ASSIGNED = ("permission_set", "permission_set_group", "permission_set_license")
#: What an entry says that gave something, or took it away.
_GIVEN = re.compile(r": assigned to\b|\b(?:is|was) enabled\b|^(?:Created|Activated|Unfroze|Granted)\b")
_TAKEN = re.compile(r"\bunassigned from\b|\bremoved from\b|\b(?:is|was) disabled\b|^(?:Deleted|Deactivated|Froze)\b")
_FROM_TO = re.compile(r"\bchanged from (.+) to (.+)$")
#: What a level includes; of other words each stands for itself.
_LEVELS = {"no access": "", "none": "", "disabled": "", "edit": "read, edit", "visible": "available, visible"}
_STATES = {
    "activate": "deactivateduser",
    "deactivate": "activateduser",
    "unfreeze": "frozeuser",
    "freeze": "unfrozeuser",
}


@dataclass(frozen=True)
class Entry:
    """An entry, its words without punctuation, and what stands before each colon: there the changed thing is named."""

    raw: t.Mapping[str, t.Any]
    words: str
    heads: tuple[str, ...]
    squeezed: str

    @classmethod
    def of(cls, raw: t.Mapping[str, t.Any]) -> Entry:
        text = str(raw.get("display") or "")
        ends = [match.start() for match in re.finditer(r":", text)] + [len(text)]
        return cls(raw, f" {_words(text)} ", tuple(f" {_words(text[:end])}" for end in ends), _squeezed(text))

    def gave(self) -> bool | None:
        """Whether it gave something, or took it away; None where its words do not tell, or tell both."""
        text = str(self.raw.get("display") or "")
        change = _FROM_TO.search(text)
        if change:
            before, after = (_level(one) for one in change.groups())
            return None if before == after or not (before <= after or after <= before) else before < after
        given, taken = bool(_GIVEN.search(text)), bool(_TAKEN.search(text))
        return None if given == taken else given

    def about(self, kind: str, name: str) -> bool:
        """Whether the entry is about that permission set, profile or group."""
        return any(head.endswith(f" {kind} {_words(name)}") for head in self.heads)


@dataclass(frozen=True)
class Person:
    """The user, by what the trail calls it."""

    username: str
    id: str
    names: tuple[str, ...]

    def named_by(self, entry: Entry) -> bool:
        if self.id and self.id[:15] in str(entry.raw.get("display")):
            return True
        return any(name and f" user {_words(name)} " in entry.words for name in (self.username, *self.names))


class Trail:
    """The entries of one org, newest first."""

    def __init__(self, entries: t.Iterable[t.Mapping[str, t.Any]], person: Person) -> None:
        self.entries = [Entry.of(one) for one in entries]
        self._person = person
        self._about: dict[tuple[str, str], list[Entry]] = {}

    def changed_last(self, finding: Finding) -> dict[str, t.Any] | None:
        """The newest entry that names what the finding is about; ``names`` tells whether it names the change or only its place."""
        entries = [entry for kind, name in _places(finding) for entry in self._of(kind, name)]
        things = [_squeezed(one) for one in _things(finding) if one]
        contrary = None if finding.get("how") == "changed" else finding.get("how") == "taken_away"
        for entry in entries:
            if any(one in entry.squeezed for one in things) and (contrary is None or entry.gave() is not contrary):
                return _told(entry, "change")
        return _told(entries[0], "place") if entries and finding["kind"] not in _ASSIGNED else None

    def _of(self, kind: str, name: str) -> list[Entry]:
        if (kind, name) not in self._about:
            named = self._person.named_by if kind == "user" else lambda entry: entry.about(kind, name)
            self._about[kind, name] = [entry for entry in self.entries if named(entry)]
        return self._about[kind, name]

    def candidates(self) -> list[dict[str, t.Any]]:
        """The newest entries about users and access, whatever they name."""
        near = [one.raw for one in self.entries if str(one.raw.get("section")).casefold() in SECTIONS]
        return [dict(one) for one in near[:CANDIDATES]]


def _told(entry: Entry, names: str) -> dict[str, t.Any]:
    kept = ("time", "user", "delegate_user", "action", "display")
    return {**{one: entry.raw.get(one) for one in kept}, "names": names}


def _places(finding: Finding) -> t.Iterator[tuple[str, str]]:
    """What is changed with the finding, as the trail calls it: kind and name."""
    for origin in finding.get("sources") or ():
        yield _place(origin)
    subject = str(finding.get("subject") or "")
    if finding.get("sources"):
        return
    if finding["kind"] in _ASSIGNED and ": " in str(finding["key"]):
        yield "user", ""
    elif subject:
        kind, name = _place(subject)
        yield kind, name
        if finding.get("subject_label"):
            yield kind, str(finding["subject_label"])


def _place(text: str) -> tuple[str, str]:
    for kind in ("permission set group", "permission set", "profile"):
        if text.startswith(kind + " "):
            return kind, text[len(kind) + 1 :]
    return "user", ""


def _things(finding: Finding) -> list[str]:
    """What an entry must name besides: the permission, the assigned set, the changed part of the user."""
    state = _STATES.get(str(finding.get("verb")))
    if state:
        return [state]
    key = str(finding["key"]).rpartition(": ")[2]
    return [key]


def _level(text: str) -> set[str]:
    words = [one.strip().casefold() for one in text.split(",")]
    return {part for word in words for part in _LEVELS.get(word, word).split(", ") if part}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _squeezed(text: str) -> str:
    return _words(text).replace(" ", "")
