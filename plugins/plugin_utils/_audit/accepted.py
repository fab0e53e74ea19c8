# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Deviations that people have accepted, each with a reason and a last day."""

from __future__ import annotations

import datetime
import fnmatch
import typing as t
from dataclasses import dataclass

PATTERNS = ("org", "vendor", "verdict", "kind", "key", "subject")


class BadOption(ValueError):
    """An option of the audit that cannot be meant; the text says what to change."""


@dataclass(frozen=True)
class Accepted:
    """What is accepted: patterns of which all must match, why, and until when."""

    patterns: t.Mapping[str, str]
    reason: str
    until: datetime.date

    def matches(self, about: t.Mapping[str, t.Any]) -> bool:
        """Letter case does not count; ``*`` and ``?`` are wild."""
        return all(
            fnmatch.fnmatchcase(str(about.get(name) or "").casefold(), pattern.casefold())
            for name, pattern in self.patterns.items()
        )


def accepted(entries: t.Any) -> list[Accepted]:
    """The entries of ``audit_ignore``.

    Raises:
        BadOption: for one that lacks something, or would match everything.
    """
    if not isinstance(entries, (list, tuple)):
        raise BadOption("audit_ignore is a list of dictionaries; write one for each accepted deviation")
    return [_one(place, entry) for place, entry in enumerate(entries, 1)]


def _one(place: int, entry: t.Any) -> Accepted:
    where = f"Entry {place} of audit_ignore"
    if not isinstance(entry, t.Mapping):
        raise BadOption(f"{where} is not a dictionary; give it {', '.join(PATTERNS)} (some of them), reason and until")
    strange = sorted(str(one) for one in entry if one not in (*PATTERNS, "reason", "until"))
    if strange:
        raise BadOption(
            f"{where} has {', '.join(strange)}, which means nothing there; it takes {', '.join(PATTERNS)}, reason and until"
        )
    patterns = {name: str(entry[name]) for name in PATTERNS if entry.get(name) not in (None, "")}
    if all(not pattern.strip("*") for pattern in patterns.values()):
        raise BadOption(f"{where} would accept everything; name at least one of {', '.join(PATTERNS)}")
    if not str(entry.get("reason") or "").strip():
        raise BadOption(f"{where} has no reason; say why the deviation is accepted")
    return Accepted(patterns, str(entry["reason"]).strip(), _day(where, entry.get("until")))


def _day(where: str, value: t.Any) -> datetime.date:
    """YAML reads a bare date as one."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise BadOption(f"{where} has no last day; write until: YYYY-MM-DD, not {value!r}") from None


def acceptance(
    rules: t.Iterable[Accepted], about: t.Mapping[str, t.Any], today: datetime.date
) -> dict[str, t.Any] | None:
    """Who accepted a finding: the entry that counts longest, or None. Its last day counts in full (UTC)."""
    found = max((one for one in rules if one.matches(about)), key=lambda one: one.until, default=None)
    if found is None:
        return None
    return {"reason": found.reason, "until": found.until.isoformat(), "expired": found.until < today}
