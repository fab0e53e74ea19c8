# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The document of a run as Markdown for a ticket: what to decide on, in a length that every tracker takes."""

from __future__ import annotations

import itertools
import typing as t

from . import words
from .content import EFFECTS, Content, Org, Subject, content
from .markdown import text
from .notable import Group, notable
from .times import moment, period

#: The description of an issue in Jira takes 32,767 characters, other trackers take more.
MOST = 30_000
#: What the lists before the orgs may take of it.
_MOST_GROUP, _MOST_TABLE = 3_000, 5_000


def ticket(document: t.Mapping[str, t.Any], title: str, page: str) -> str:
    """The text; *page* is the name of the file that has everything."""
    told = content(document)
    head = _head(told, text(title))
    parts = [*(_group(one, page) for one in notable(told)), _table(told, page)]
    left = MOST - len(head) - sum(map(len, parts)) - 300
    shown = []
    for one in told.orgs:
        part = _org(one, told.applied)
        if len(part) > left:
            break
        shown.append(part)
        left -= len(part)
    missing = len(told.orgs) - len(shown)
    end = f"\n_{words.plural(missing, 'org')} left out here for length: see `{page}`._\n" if missing else ""
    return head + "".join(parts) + "".join(shown) + end


def _head(told: Content, title: str) -> str:
    document, tally = told.told, told.tally
    kind = "applied" if told.applied else "preview, nothing was written"
    rows = [
        ("Run", f"{text(document['playbook'])} ({kind}), {text(period(document))}"),
        ("By", text(document["by"])),
        ("Versions", ", ".join(f"{text(name)} {text(version)}" for name, version in document["versions"].items())),
        *_plan(told),
        ("Orgs", f"{len(told.orgs):,}, {'changed' if told.applied else 'to change'}: {told.changed_orgs:,}"),
    ]
    rows += [(words.effect_title(one, told.applied), f"{tally.effects[one]:,}") for one in EFFECTS]
    rows += [
        ("Privileged grants", f"{tally.privileged:,}"),
        ("Warnings", f"{tally.warnings:,}"),
        ("Failures", f"{tally.failures:,}"),
        ("Not previewed", f"{tally.not_previewed:,}"),
    ]
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"# {title}\n\n| | |\n| --- | --- |\n{lines}\n"


def _plan(told: Content) -> list[tuple[str, str]]:
    document = told.told
    if not told.applied:
        expires = text(moment(document["expires"])) if document.get("expires") else "never"
        return [
            ("Plan", f"`{text(document['digest'])}`"),
            ("Expires", expires),
            ("Approved", _approval(document.get("approved"))),
        ]
    plan = document.get("applied_plan")
    return [("Plan", f"`{text(plan['digest'])}`, approved {_approval(plan.get('approved'))}" if plan else "none")]


def _approval(given: t.Mapping[str, t.Any] | None) -> str:
    if not given:
        return "not yet"
    note = f": {text(given['note'])}" if given.get("note") else ""
    return f"by {text(given['by'])}, {text(moment(given['on']))}{note}"


def _group(group: Group, page: str) -> str:
    lines = []
    for one in group.things:
        names = [text(org.name) for org in one.orgs[:5]] + [text(host) for host in one.hosts[:5]]
        more = f" and {one.count - len(names):,} more" if one.count > len(names) else ""
        lines.append(f"- {text(one.text, 600)} ({', '.join(names)}{more})")
    shown = _fitting(lines, _MOST_GROUP)
    if len(shown) < len(lines):
        shown.append(f"- … {len(lines) - len(shown):,} more: see `{page}`")
    return f"\n## {group.title}\n\n" + "\n".join(shown) + "\n"


def _fitting(lines: list[str], most: int) -> list[str]:
    """The first lines, as many as are not longer than *most* together."""
    lengths = itertools.accumulate(len(one) + 1 for one in lines)
    return [one for one, length in zip(lines, lengths) if length <= most]


def _table(told: Content, page: str) -> str:
    titles = [words.effect_title(one, told.applied) for one in EFFECTS]
    head = [
        f"\n## Orgs\n\n| Org | Id | {' | '.join(titles)} | Privileged | Complete |",
        "| --- | --- |" + " ---: |" * (len(titles) + 1) + " --- |",
    ]
    lines = []
    for one in told.orgs:
        counts = " | ".join(
            f"{one.tally.effects[effect] if one.applied == told.applied else 0:,}" for effect in EFFECTS
        )
        complete = "yes" if one.told["complete"] else "**no**"
        lines.append(
            f"| {text(one.name)} | {text(one.told['id'] or '')} | {counts} | {one.tally.privileged if one.applied == told.applied else 0} | {complete} |"
        )
    shown = _fitting(lines, _MOST_TABLE)
    missing = len(lines) - len(shown)
    end = f"\n{words.plural(missing, 'more org')}: see `{page}`\n" if missing else ""
    return "\n".join([*head, *shown]) + "\n" + end


def _org(org: Org, applied: bool) -> str:
    lines = [f"\n## {text(org.name)}\n"]
    if applied and not org.applied:
        lines.append(
            "Nothing was written here: the run ended in this org after the rehearsal. It would have done this.\n"
        )
    limit = org.limit
    if limit:
        lines.append(f"{limit['remaining']:,} of {limit['max']:,} API requests left today.\n")
    for vendor in org.vendors:
        for subject in vendor.subjects:
            said = _subject(subject, org.applied)
            if said:
                lines += [f"**{text(vendor.name)}: {text(subject.title)}**\n", *said, ""]
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


def _subject(subject: Subject, applied: bool) -> list[str]:
    lines = [f"- **Failed**: {text(subject.failure, 1200)}"] if subject.failure else []
    for effect in EFFECTS:
        title = words.effect_title(effect, applied)
        for kind, found in subject.kinds(effect):
            names = ", ".join(f"**{text(one.text)}**" if one.privileged else text(one.text) for one in found)
            lines.append(f"- {title}, {words.kinds(kind).lower()}: {names}")
        counts = [
            f"{text(one.name)}: {one.lost if effect == words.REMOVED else one.given}"
            for one in subject.fields_with(effect)
        ]
        if counts:
            lines.append(f"- {title}, field permissions: {'; '.join(counts)}")
    if subject.missing:
        lines.append(f"- Missing access: {', '.join(map(text, subject.missing))}")
    if subject.unmanaged:
        lines.append(f"- Access that nobody declared: {words.plural(len(subject.unmanaged), 'entry')}")
    return lines
