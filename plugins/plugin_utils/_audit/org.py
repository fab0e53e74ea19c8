# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The verdict on one org: its vendors' findings, what of them is accepted, and who changed what last."""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass

from .accepted import Accepted, BadOption, acceptance, accepted
from .findings import DRIFT, FAILED, UNDECLARED, Finding, failure
from .trail import Person, Trail

IN_ORDER = "in_order"
#: From the worst.
VERDICTS = (FAILED, DRIFT, UNDECLARED)
_SILENT = "it holds little more than 180 days, and what goes through the Metadata API, or was changed by Salesforce itself, often leaves no entry"


@dataclass(frozen=True)
class Options:
    """What counts as a failure, what is accepted, and which day it is."""

    fail_on: tuple[str, ...]
    rules: list[Accepted]
    today: datetime.date

    @classmethod
    def of(cls, fail_on: t.Any, ignore: t.Any, today: datetime.date) -> Options:
        """Options as people give them.

        Raises:
            BadOption: for what cannot be meant.
        """
        words = [fail_on] if isinstance(fail_on, str) else list(fail_on or ())
        strange = sorted(str(one) for one in words if one not in VERDICTS)
        if strange:
            raise BadOption(f"audit_fail_on has {', '.join(strange)}; it takes {', '.join(VERDICTS)}")
        return cls(tuple(str(one) for one in words), accepted(ignore or []), today)


def org(host: str, audited: t.Mapping[str, t.Any], options: Options) -> dict[str, t.Any]:
    """The part of the document that is about one org.

    *audited* has the ``vendors``, each with its ``users``, their findings, and ``failures``; the ``failures`` of the org itself; its
    ``facts``, where it told them; and the ``trail`` as ``sf_audit_trail_info`` told it, or nothing where it was not asked.
    """
    told, facts = audited.get("trail") or {}, audited.get("facts") or {}
    vendors = [_vendor(host, one, told, options) for one in audited["vendors"]]
    own = [_complete(failure(**one), host, "", None, options) for one in audited.get("failures") or ()]
    every = [*own, *(one for vendor in vendors for one in vendor["findings"])]
    return {
        "host": host,
        "id": facts.get("id"),
        "name": facts.get("name"),
        "sandbox": facts.get("sandbox"),
        "signed_in": (facts.get("signed_in") or {}).get("username"),
        "verdict": verdict(every),
        "passed": not any(counts(one, options) for one in every),
        "counts": counted(every),
        "findings": own,
        "vendors": vendors,
        "trail": _trail(told, every),
    }


def verdict(found: t.Iterable[Finding]) -> str:
    """The worst of what is not accepted."""
    open_ones = {one["verdict"] for one in found if not is_accepted(one)}
    return next((one for one in VERDICTS if one in open_ones), IN_ORDER)


def is_accepted(one: Finding) -> bool:
    """Whether somebody accepted it, and that still counts."""
    return bool(one.get("accepted")) and not one["accepted"]["expired"]


def counts(one: Finding, options: Options) -> bool:
    """Whether a finding makes the audit fail."""
    return one["verdict"] in options.fail_on and not is_accepted(one)


def counted(found: t.Sequence[Finding]) -> dict[str, int]:
    """How many of each verdict, and how many are accepted."""
    left = [one["verdict"] for one in found if not is_accepted(one)]
    return {**{one: left.count(one) for one in VERDICTS}, "accepted": len(found) - len(left)}


def _vendor(host: str, one: t.Mapping[str, t.Any], told: t.Mapping[str, t.Any], options: Options) -> dict[str, t.Any]:
    name, found = str(one["vendor"]), []
    for user in one["users"]:
        person = Person(str(user.get("username") or ""), str(user.get("id") or ""), tuple(user.get("names") or ()))
        trail = Trail(told.get("entries") or (), person)
        found += [_complete(each, host, name, trail, options) for each in user["findings"]]
    found += [_complete(each, host, name, None, options) for each in _failures(one)]
    return {
        "vendor": name,
        "users": [user.get("username") for user in one["users"]],
        "verdict": verdict(found),
        "passed": not any(counts(each, options) for each in found),
        "counts": counted(found),
        "findings": found,
    }


def _failures(vendor: t.Mapping[str, t.Any]) -> t.Iterator[Finding]:
    """What could not be rehearsed: what was refused, or else what broke the rehearsal."""
    for one in vendor.get("refusals") or ():
        yield failure("refusal", ", ".join(one.get("requirements") or ()) or str(vendor["vendor"]), str(one["message"]))
    if not vendor.get("refusals"):
        yield from (failure(**one) for one in vendor.get("failures") or ())


def _complete(finding: Finding, host: str, vendor: str, trail: Trail | None, options: Options) -> Finding:
    about = {**finding, "org": host, "vendor": vendor}
    last = trail.changed_last(finding) if trail and finding["verdict"] in (DRIFT, UNDECLARED) else None
    return {**finding, "changed_last": last, "accepted": acceptance(options.rules, about, options.today)}


def _trail(told: t.Mapping[str, t.Any], found: t.Sequence[Finding]) -> dict[str, t.Any]:
    """What the trail was good for; it was not asked where there was nothing to ask for."""
    asked = bool(told)
    unnamed = [one for one in found if one["verdict"] in (DRIFT, UNDECLARED) and not one["changed_last"]]
    notes = []
    if told.get("failed"):
        notes.append(f"The trail could not be read: {told.get('msg')}")
    notes += [str(one) for one in told.get("warnings") or ()]
    if asked and unnamed and told.get("readable"):
        notes.append(f"The trail tells nothing of {len(unnamed)} finding{'s' if len(unnamed) > 1 else ''}: {_SILENT}")
    entries = told.get("entries") or []
    near = Trail(entries, Person("", "", ())).candidates() if unnamed else []
    return {
        "asked": asked,
        "readable": bool(told.get("readable")) if asked else None,
        "oldest": told.get("oldest"),
        "entries": len(entries),
        "unnamed": len(unnamed) if asked else 0,
        "candidates": near,
        "notes": notes,
    }
