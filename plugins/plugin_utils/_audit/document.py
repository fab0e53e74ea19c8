# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The audit of all orgs as one document, and as one line for each of them."""

from __future__ import annotations

import typing as t

from .findings import Finding
from .org import IN_ORDER, VERDICTS, is_accepted

FORMAT, VERSION = "sfops.salesforce.audit", 1
#: Characters of a line that people read on one screen.
_WIDTH = 160

Org = t.Mapping[str, t.Any]


def document(orgs: t.Sequence[Org], fail_on: t.Sequence[str], started: str, ended: str) -> dict[str, t.Any]:
    """What the file ``audit_report`` holds."""
    verdicts = [one["verdict"] for one in orgs]
    totals = {name: sum(one["counts"][name] for one in orgs) for name in (*VERDICTS, "accepted")}
    return {
        "format": FORMAT,
        "version": VERSION,
        "started": started,
        "ended": ended,
        "fail_on": list(fail_on),
        "passed": all(one["passed"] for one in orgs),
        "verdict": next((one for one in VERDICTS if one in verdicts), IN_ORDER),
        "orgs_by_verdict": {one: verdicts.count(one) for one in (IN_ORDER, *reversed(VERDICTS))},
        "findings_by_verdict": totals,
        "orgs": list(orgs),
    }


def every(one: Org) -> list[Finding]:
    """All findings of an org."""
    return [*one["findings"], *(finding for vendor in one["vendors"] for finding in vendor["findings"])]


def table(orgs: t.Sequence[Org]) -> list[str]:
    """One line for each org, in columns."""
    width = max((len(one["host"]) for one in orgs), default=0)
    return [_line(one, width) for one in orgs]


def _line(one: Org, width: int) -> str:
    said = [f"{name} {number}" for name, number in one["counts"].items() if number]
    line = f"{one['host']:<{width}}  {one['verdict']:<10}  {', '.join(said) or '-'}"
    worst = next((each for each in every(one) if each["verdict"] == one["verdict"] and not is_accepted(each)), None)
    if worst:
        line += f"  {' '.join((worst['what'] + by(worst)).split())}"
    return line if len(line) <= _WIDTH else line[: _WIDTH - 3] + "..."


def by(finding: Finding) -> str:
    """Who changed it last, in brackets; nothing where nobody told."""
    last = finding.get("changed_last")
    if not last:
        return ""
    who = last["user"] or "Salesforce"
    if last.get("delegate_user"):
        who = f"{last['delegate_user']} as {who}"
    return f" ({'changed' if last['names'] == 'change' else 'its place changed'} last by {who}, {str(last['time'])[:16].replace('T', ' ')} UTC)"
