# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What was declared on an object and what Salesforce demands with it are two changes, and one sentence."""

from __future__ import annotations

import typing as t

from .words import OBJECT_WORDS, Given


def merged(changes: t.Iterable[Given]) -> list[Given]:
    """Changes, in which an object gains its permissions once."""
    found: list[Given] = []
    places: dict[str, int] = {}
    for one in changes:
        if one["kind"] != "object_permission" or one["verb"] != "grant":
            found.append(one)
        elif one["key"] in places:
            found[places[one["key"]]] = _both(found[places[one["key"]]], one)
        else:
            places[one["key"]] = len(found)
            found.append({**one, "implied_by": _because(one)})
    return found


def _both(first: Given, second: Given) -> Given:
    words = [*(first.get("after") or ()), *(second.get("after") or ())]
    because = "; ".join(one for one in (first["implied_by"], _because(second)) if one)
    return {
        **first,
        "after": list(dict.fromkeys(one for one in (*OBJECT_WORDS, *words) if one in words)),
        "implied_by": because,
    }


def _because(change: Given) -> str:
    """What asks for something on another object; that a permission asks for lesser ones on its own object, everybody knows."""
    sources = str(change.get("implied_by") or "").split(", ")
    return ", ".join(one for one in sources if one and one.partition(" ")[0] != change["key"])
