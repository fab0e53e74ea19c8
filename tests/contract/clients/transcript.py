# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a client said, step by step, and what of it has to be the same at every Salesforce."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

JSON = t.Any
#: One line of a conversation: ``step``, and ``answer`` or ``code``, ``message`` and ``fields``.
Line = dict[str, JSON]


@dataclass
class Refused:
    """What a client reports when Salesforce, or the client for it, says no."""

    code: str
    message: str
    fields: list[str]


class Transcript:
    """Every step of one conversation, under its name."""

    def __init__(self, lines: t.Iterable[Line]) -> None:
        self.lines = {str(line["step"]): line for line in lines}

    @classmethod
    def parse(cls, text: str) -> Transcript:
        """Read what a conversation printed. Clients print other things, too."""
        return cls(json.loads(line) for line in text.splitlines() if line.startswith('{"step":'))

    def answer(self, step: str) -> JSON:
        """What came of a step that has to work."""
        line = self.lines[step]
        assert "answer" in line, f"{step}: {line}"
        return line["answer"]

    def files(self, step: str) -> dict[str, str]:
        """The files that a step tells of: name and text."""
        return {one["name"]: one["text"] for one in self.answer(step)}

    def refused(self, step: str) -> Refused:
        """What came of a step that has to fail."""
        line = self.lines[step]
        assert "answer" not in line, f"{step} should have been refused: {line}"
        return Refused(str(line["code"]), str(line["message"]), list(line.get("fields") or []))


def shape(value: JSON) -> JSON:
    """Reduce an answer to its keys and types. Lists count by what their entries have in common."""
    if isinstance(value, dict):
        return {key: shape(entry) for key, entry in value.items()}
    if isinstance(value, list):
        entries = [shape(entry) for entry in value]
        return [common(entries)] if entries else []
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def common(shapes: list[JSON]) -> JSON:
    """What all of *shapes* have."""
    if all(isinstance(one, dict) for one in shapes):
        keys = set.intersection(*(set(one) for one in shapes))
        return {key: common([one[key] for one in shapes]) for key in sorted(keys)}
    known = [one for one in shapes if one != "NoneType"]
    return known[0] if known else "NoneType"


def differences(ours: Transcript, theirs: Transcript) -> list[str]:
    """Where a conversation with an emulated org (*ours*) went otherwise than one with Salesforce (*theirs*).

    Keys that only Salesforce sends are no difference: the emulated org need not know everything.
    """
    found: list[str] = []
    for step, line in ours.lines.items():
        other = theirs.lines.get(step)
        if other is None:
            found.append(f"{step}: not reached at Salesforce")
        elif "answer" in line and "answer" in other:
            found += unlike(step, shape(line["answer"]), shape(other["answer"]))
        elif line.get("code") != other.get("code"):
            found.append(f"{step}: {brief(line)} here, {brief(other)} at Salesforce")
    return found


def brief(line: Line) -> str:
    return "an answer" if "answer" in line else f"{line['code']} ({line['message']})"


def unlike(where: str, ours: JSON, theirs: JSON) -> list[str]:
    """Compare two shapes; what either does not know of the other (null, an empty list) agrees."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        missing = [f"{where}.{key}: only here" for key in ours if key not in theirs]
        shared = [one for key in ours if key in theirs for one in unlike(f"{where}.{key}", ours[key], theirs[key])]
        return missing + shared
    if isinstance(ours, list) and isinstance(theirs, list):
        return unlike(f"{where}[]", ours[0], theirs[0]) if ours and theirs else []
    return [] if "NoneType" in (ours, theirs) or ours == theirs else [f"{where}: {ours} here, {theirs} at Salesforce"]
