# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The document of a run. Of a preview it is the plan that can be approved."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .collect import Collected, Entry
from .digest import digest

FORMAT = "sfops.salesforce.changes"
VERSION = 1
Document = dict[str, t.Any]


@dataclass(frozen=True)
class About:
    """What is said of a run as a whole. Times are UTC, such as 2026-11-28T17:43:17Z."""

    playbook: str
    started: str
    ended: str
    by: str
    versions: t.Mapping[str, str]
    expires: str | None = None


def document(about: About, collected: Collected) -> Document:
    """Everything that a run said, by org."""
    by_org, lost = _by_org(collected.entries)
    orgs = [_org(entries, collected) for entries in by_org]
    told: Document = {
        "format": FORMAT,
        "version": VERSION,
        "mode": "applied" if any(one.writes and not one.preview for one in collected.entries) else "preview",
        "playbook": about.playbook,
        "started": about.started,
        "ended": about.ended,
        "by": about.by,
        "versions": dict(about.versions),
        "expires": about.expires,
        "approved": None,
        "applied_plan": None,
        "orgs": orgs,
        "unidentified": [
            {key: one.told[key] for key in ("host", "task", "vendor", "message", "error")} for one in lost
        ],
        "not_previewed": [one for one in collected.not_previewed if not _known(one["host"], orgs)],
    }
    return sealed(told)


def sealed(told: Document) -> Document:
    """The document with its digests, whatever it had before."""
    for org in told["orgs"]:
        org["digest"] = org_digest(org)
    return {**told, "digest": document_digest(told)}


def document_digest(told: t.Mapping[str, t.Any]) -> str:
    """The digest of a document, which covers everything but itself."""
    return digest({key: value for key, value in told.items() if key != "digest"})


def org_digest(org: t.Mapping[str, t.Any]) -> str:
    """The digest of what would change in an org, and of what was declared for it."""
    return digest([org["id"], org["instance_url"], [_planned(one) for one in org["tasks"] if one["subject"]]])


def comparable(changes: t.Iterable[t.Mapping[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Changes without what only people read."""
    return [{key: value for key, value in one.items() if key != "label"} for one in changes]


def _planned(task: t.Mapping[str, t.Any]) -> list[t.Any]:
    return [task["module"], task["subject"], task["parameters"], comparable(task["changes"])]


def _org(entries: list[Entry], collected: Collected) -> dict[str, t.Any]:
    """One org. Where something was done for real, what had been rehearsed before is left out."""
    real = [one for one in entries if one.writes and not one.preview]
    shown = [one for one in entries if not (real and one.preview and one.writes)]
    hosts = list(dict.fromkeys(one.told["host"] for one in entries))
    lost = [one for one in collected.not_previewed if one["host"] in hosts]
    return {
        **_best_place(entries),
        "hosts": hosts,
        "mode": "applied" if real else "preview",
        "complete": not any(one["blocks"] for one in lost) and not any(one.failed for one in shown),
        "requests": _requests(entries),
        "tasks": [one.told for one in shown if one.writes or one.failed or one.told["access"] or one.told["warnings"]],
        "not_previewed": lost,
    }


def _place(entry: Entry) -> str:
    """What an org is told apart by: its Id, or where nothing tells it, its address."""
    return str(entry.org.get("id") or entry.org.get("instance_url") or "")


def _by_org(entries: t.Sequence[Entry]) -> tuple[list[list[Entry]], list[Entry]]:
    """The entries of each org, and those of none: what failed before a sign-in belongs to the org of that address, or of that host."""
    ids = {one.org["instance_url"]: _place(one) for one in entries if one.org.get("id")}
    hosts = {one.told["host"]: ids.get(_place(one), _place(one)) for one in entries if _place(one)}
    found: dict[str, list[Entry]] = {}
    lost = []
    for one in entries:
        place = ids.get(_place(one), _place(one)) or hosts.get(one.told["host"])
        if place:
            found.setdefault(place, []).append(one)
        else:
            lost.append(one)
    return sorted(found.values(), key=lambda entries: str(entries[0].told["host"])), lost


def _best_place(entries: t.Sequence[Entry]) -> dict[str, str | None]:
    best = next((one.org for one in entries if one.org.get("id")), next(one.org for one in entries if _place(one)))
    return {"id": best.get("id"), "instance_url": best.get("instance_url")}


def _requests(entries: t.Sequence[Entry]) -> dict[str, t.Any]:
    """What an org was asked in all, and how much of its daily allowance was left at the end."""
    limits = [one.requests["daily_limit"] for one in entries if one.requests.get("daily_limit")]
    return {
        "reads": sum(one.requests.get("reads", 0) for one in entries),
        "writes": sum(one.requests.get("writes", 0) for one in entries),
        "daily_limit": limits[-1] if limits else None,
    }


def _known(host: str, orgs: t.Sequence[t.Mapping[str, t.Any]]) -> bool:
    return any(host in one["hosts"] for one in orgs)
