# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a plan says when it must not be carried out."""

from __future__ import annotations

import difflib
import typing as t

T = t.TypeVar("T")


class Refusal(Exception):
    """A declared state that cannot or must not be brought about.

    Raised while planning, before anything is written, so that a preview refuses exactly what the run would refuse.
    The text is one sentence: what cannot be done, why, and which option to change.
    """

    def __init__(self, message: str, code: str = "REFUSED", fields: t.Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.fields = list(fields)
        #: The refusals that this one joins, where there are several.
        self.parts: list[Refusal] = [self]

    def as_dict(self) -> dict[str, t.Any]:
        """The machine part of the error; *status* is ``None`` because no request failed."""
        return {"status": None, "code": self.code, "fields": self.fields}


class Findings:
    """Collects refusals, so that a user sees all of them at once and not one per run."""

    def __init__(self) -> None:
        self._found: list[Refusal] = []

    def add(self, message: str, code: str = "REFUSED", fields: t.Sequence[str] = ()) -> None:
        self._found.append(Refusal(message, code, fields))

    def catch(self, refusal: Refusal) -> None:
        self._found += refusal.parts

    def attempt(self, work: t.Callable[[], T]) -> T | None:
        """What *work* returns, or nothing where it refuses: its refusal joins the others."""
        try:
            return work()
        except Refusal as refusal:
            self.catch(refusal)
            return None

    def __bool__(self) -> bool:
        return bool(self._found)

    def refuse(self) -> None:
        """Raise what was collected.

        Raises:
            Refusal: if anything was found; several findings are joined, the code is that of the first.
        """
        if not self._found:
            return
        if len(self._found) == 1:
            raise self._found[0]
        message = " | ".join(str(one) for one in self._found)
        fields = [name for one in self._found for name in one.fields]
        joined = Refusal(f"{len(self._found)} problems: {message}", self._found[0].code, list(dict.fromkeys(fields)))
        joined.parts = self._found
        raise joined


def few(told: t.Sequence[str], most: int) -> str:
    """The first of several things, and how many more there are."""
    more = f"; and {len(told) - most} more" if len(told) > most else ""
    return "; ".join(told[:most]) + more


def near(word: str, candidates: t.Iterable[str], most: int = 3) -> str:
    """A hint `` (did you mean A, B?)``, or nothing when no candidate is close."""
    known = {one.lower(): one for one in candidates}
    close = difflib.get_close_matches(word.lower(), list(known), n=most, cutoff=0.7)
    return f" (did you mean {', '.join(known[one] for one in close)}?)" if close else ""
