# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Names as people write them and as an org holds them."""

from __future__ import annotations

import typing as t

from .refusal import Refusal, near
from .resource import Record

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def plain(name: str) -> str:
    """A name for comparing: SOQL compares text without regard to case, and guides print typographic dashes for hyphens."""
    return " ".join(name.translate(_DASHES).split()).casefold()


def spellings(name: str) -> tuple[str, ...]:
    """How an org may hold a name: guides print typographic dashes where orgs have hyphens, so both are asked for."""
    return tuple(dict.fromkeys([name, plain(name)]))


def alike(name: str, records: t.Iterable[Record], key: str) -> list[Record]:
    """The records whose *key* is the name to the letter (but for case); only if there is none, those that read like it."""
    close = [one for one in records if one.get(key) and plain(str(one[key])) == plain(name)]
    exact = [one for one in close if str(one[key]).casefold() == name.casefold()]
    return exact or close


def choose(
    what: str, name: str, records: t.Iterable[Record], keys: t.Sequence[str], option: str, hint: str = ""
) -> Record:
    """The one record that *name* means.

    *keys* are the fields that may hold the name, the strongest first: an API name wins over a label.

    Raises:
        Refusal: if no record has the name, or several have it under the same key.
    """
    pool = list(records)
    for key in keys:
        found = alike(name, pool, key)
        if len(found) == 1:
            return found[0]
        if found:
            unique = keys[0]
            several = ", ".join(sorted(str(one.get(unique)) for one in found))
            raise Refusal(
                f"{what} '{name}' is ambiguous: {several} have this {key}; use the {unique} in {option}",
                "AMBIGUOUS",
                [option],
            )
    candidates = [str(one[key]) for one in pool for key in keys if one.get(key)]
    raise Refusal(
        f"The org has no {what} '{name}'{near(name, candidates)}; change {option}{hint}", "NOT_FOUND", [option]
    )
