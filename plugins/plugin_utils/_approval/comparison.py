# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What was approved beside what would be done."""

from __future__ import annotations

import json
import typing as t
from collections import Counter

from ...module_utils._access.refusal import few
from .._report.document import comparable

Changes = t.Sequence[t.Mapping[str, t.Any]]
_MOST_NAMED = 15
#: Verb and kind of changes that leave to the declaration what the thing will be like. Others tell all of it.
_BRINGING = (("create", "user"), ("install", "package"), ("upgrade", "package"))
#: Options that say how long to wait, and nothing of what is done.
_WAITING = ("wait_timeout", "poll_interval")


def same(approved: Changes, found: Changes) -> bool:
    """Whether two lists hold the same changes, in whatever order."""
    return Counter(map(_key, comparable(approved))) == Counter(map(_key, comparable(found)))


def differences(approved: Changes, found: Changes) -> list[str]:
    """What is not approved and would be done, and what is approved and would not be done, as people read it."""
    not_approved, not_found = _without(found, approved), _without(approved, found)
    told = []
    for one in not_approved:
        partner = next((other for other in not_found if _thing(other) == _thing(one)), None)
        if partner is None:
            told.append(f"not approved: {_said(one)}")
        else:
            not_found.remove(partner)
            told.append(f"approved: {_said(partner)}, found: {_said(one)}")
    return told + [f"approved, and not to be done any more: {_said(one)}" for one in not_found]


def declared_otherwise(approved: t.Mapping[str, t.Any], found: t.Mapping[str, t.Any], changes: Changes) -> list[str]:
    """Which options differ from the approved ones, where *changes* bring something into the org that they do not describe.

    What lists ask for is always among the changes, and their order says nothing.
    """
    if not any((one["verb"], one["kind"]) in _BRINGING for one in changes):
        return []
    options = [one for one in sorted({*approved, *found}) if one not in _WAITING]
    return [
        f"{one} declared as {_value(found.get(one))}, approved: {_value(approved.get(one))}"
        for one in options
        if approved.get(one) != found.get(one) and not isinstance(approved.get(one, found.get(one)), (list, dict))
    ]


def summary(told: t.Sequence[str]) -> str:
    """Differences in one sentence."""
    return few(told, _MOST_NAMED)


def _key(change: t.Mapping[str, t.Any]) -> str:
    return json.dumps(change, sort_keys=True)


def _thing(change: t.Mapping[str, t.Any]) -> tuple[str, str]:
    return change["kind"], change["key"]


def _without(some: Changes, others: Changes) -> list[dict[str, t.Any]]:
    """Those of *some* that are not among *others*, each counted as often as it is there."""
    left, kept = Counter(map(_key, comparable(others))), []
    for one in comparable(some):
        key = _key(one)
        if left[key]:
            left[key] -= 1
        else:
            kept.append(one)
    return kept


def _said(change: t.Mapping[str, t.Any]) -> str:
    words = f"{change['verb']} {change['kind'].replace('_', ' ')} {change['key']}"
    before, after = change.get("before"), change.get("after")
    return words if before is None and after is None else f"{words} ({_value(before)} to {_value(after)})"


def _value(value: t.Any) -> str:
    text = "nothing" if value in (None, [], {}) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
