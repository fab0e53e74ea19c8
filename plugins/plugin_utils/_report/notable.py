# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What nobody should have to look for: the same thing in two hundred orgs is told once, with the orgs."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from . import words
from .content import Content, Org, Subject


@dataclass
class Notable:
    """One thing, the roles that bring it, and the orgs it is about; *hosts* are of orgs that nobody knows."""

    text: str
    roles: list[str] = field(default_factory=list)
    orgs: list[Org] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    @property
    def vendors(self) -> str:
        return ", ".join(words.vendor_name(one) for one in self.roles)

    @property
    def count(self) -> int:
        return len(self.orgs) + len(self.hosts)


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    kind: str
    title: str
    things: list[Notable]


def notable(content: Content) -> list[Group]:
    """What stands out, by kind, the most frequent first; kinds of which there is nothing are left out."""
    groups = [
        Group("failure", "Failures", _failures(content)),
        Group("undone", "Approved and not done", _undone(content)),
        Group("revoked", "Revoked" if content.applied else "Would be revoked", _gathered(content, _revoked)),
        Group("privileged", "Privileged access granted", _gathered(content, _privileged)),
        Group("unseen", "Of which nothing is known" if content.applied else "Could not be previewed", _unseen(content)),
        Group("warning", "Warnings", _gathered(content, lambda subject: subject.warnings)),
    ]
    return [one for one in groups if one.things]


def _revoked(subject: Subject) -> list[str]:
    told = [
        f"{words.done(one.verb, False)}: {one.short}" if one.verb != "revoke" else one.short
        for one in subject.lines
        if one.effect == words.REMOVED
    ]
    return told + [f"{one.name}: {one.lost}" for one in subject.fields if one.lost]


def _privileged(subject: Subject) -> list[str]:
    """Objects with the same privileges are told together."""
    told: list[str] = []
    objects: dict[str, list[str]] = {}
    for one in subject.lines:
        if one.privileged and one.kind == "object_permission":
            objects.setdefault(", ".join(words.OBJECT_WORDS[word] for word in one.privileged), []).append(one.named)
        elif one.privileged:
            told.append(one.named)
    return told + [f"{held} on {', '.join(names)}" for held, names in objects.items()]


class _Heap:
    """Notable things by their text."""

    def __init__(self) -> None:
        self._found: dict[str, Notable] = {}

    def add(self, text: str, role: str | None = None, org: Org | None = None, host: str = "") -> None:
        one = self._found.setdefault(text, Notable(text))
        if role is not None and role not in one.roles:
            one.roles.append(role)
        if org is not None and org not in one.orgs[-1:]:
            one.orgs.append(org)
        if host and host not in one.hosts:
            one.hosts.append(host)

    def sorted(self) -> list[Notable]:
        return sorted(self._found.values(), key=lambda one: -one.count)


def _gathered(content: Content, tell: t.Callable[[Subject], list[str]]) -> list[Notable]:
    heap = _Heap()
    for org in content.orgs:
        for vendor in org.vendors if org.applied == content.applied else ():
            for subject in vendor.subjects:
                for text in tell(subject):
                    heap.add(text, vendor.role, org)
    return heap.sorted()


def _failures(content: Content) -> list[Notable]:
    heap = _Heap()
    for org in content.orgs:
        for vendor in org.vendors:
            for subject in vendor.subjects:
                if subject.failure:
                    heap.add(subject.failure, vendor.role, org)
    for one in content.unidentified:
        heap.add(str(one.get("message") or one["task"]), host=str(one["host"]))
    return heap.sorted()


def _undone(content: Content) -> list[Notable]:
    """What the plan had, and the run did not do."""
    heap = _Heap()
    orgs = {str(one.told["id"]): one for one in content.orgs}
    for one in (content.told.get("applied_plan") or {}).get("not_done") or ():
        org = orgs.get(str(one["id"]))
        text = f"{words.capital(str(one['subject']))}: {words.plural(len(one['changes']), 'change')}"
        heap.add(text, org=org, host="" if org else ", ".join(one["hosts"]))
    return heap.sorted()


def _unseen(content: Content) -> list[Notable]:
    heap = _Heap()
    for org in content.orgs:
        for one in org.told["not_previewed"]:
            heap.add(f"{one['task']} ({one['module']}): {one['reason']}", org=org)
    for one in content.lost:
        heap.add(f"{one['task']} ({one['module']}): {one['reason']}", host=str(one["host"]))
    return heap.sorted()
