# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Adoption of every org, told once: what has grown is exported, applied as it is, and repaired when it drifts."""

from __future__ import annotations

import json
import time
import typing as t
from dataclasses import dataclass
from pathlib import Path

from guides.runs import Ansible, Run
from guides.truth import Org

from .drift import choose, meddle

#: A run with what precedes it: one of all orgs, or of one of each world, which takes a fraction of the time.
CHAPTERS: dict[str, tuple[bool, str, tuple[str, ...]]] = {
    "exported": (True, "export", ()),
    "exported again": (False, "export", ()),
    "previewed": (False, "apply", ("--check", "--diff")),
    "applied": (True, "apply", ()),
    "repaired": (False, "apply", ()),
}
#: Orgs whose signed-in user may read them, and may not use the Metadata API: what it exports is for an administrator to apply.
FOR_OTHERS = {"guides-lesser-admin"}


@dataclass
class Chapter:
    """What one run said and did, by org, and how long it took."""

    hosts: list[str]
    run: Run
    seconds: float
    files: dict[str, str]
    different: dict[str, dict[str, t.Any]]
    writes: dict[str, list[str]]


class Story:
    """Tells one chapter after the other, each only once."""

    def __init__(self, ansible: Ansible, orgs: dict[str, Org], place: Path) -> None:
        self.orgs, self.place = orgs, place
        self._ansible = ansible
        self._told: dict[str, Chapter] = {}
        #: Who is exported of each org.
        self.chosen = {host: choose(org) for host, org in orgs.items()}
        #: What was changed by hand before the last chapter, by org.
        self.drifted: dict[str, list[tuple[str, str, str]]] = {}

    def chapter(self, name: str) -> Chapter:
        """The chapter of that name, after those before it."""
        for one, (everywhere, playbook, arguments) in CHAPTERS.items():
            if one not in self._told:
                hosts = list(self.orgs) if everywhere else self._first_of_worlds()
                hosts = [host for host in hosts if playbook == "export" or host not in FOR_OTHERS]
                self._told[one] = self._tell(one, hosts, playbook, arguments)
            if one == name:
                break
        return self._told[name]

    def _first_of_worlds(self) -> list[str]:
        return list({host.split("-")[0]: host for host in reversed(list(self.orgs))}.values())

    def _tell(self, name: str, hosts: list[str], playbook: str, arguments: t.Sequence[str]) -> Chapter:
        for org in self.orgs.values():
            org.begin()
        if name == "repaired":
            self.drifted = {host: meddle(self.orgs[host], self.chosen[host][0]) for host in hosts}
        target = ("-e", json.dumps({"target": hosts}))
        begun = time.monotonic()
        run = self._ansible.play(playbook, *self._inventory(playbook), *target, *arguments)
        return Chapter(
            hosts,
            run,
            time.monotonic() - begun,
            {str(one.relative_to(self.place)): one.read_text("utf-8") for one in self.place.rglob("*.yml")},
            {host: org.different() for host, org in self.orgs.items()},
            {
                host: [f"{one['method']} {one['path']}" for one in org.requests() if one["writing"]]
                for host, org in self.orgs.items()
            },
        )

    def _inventory(self, playbook: str) -> tuple[t.Any, ...]:
        """The orgs as they were reached first, or the secrets alone beside what was exported."""
        if playbook == "export":
            wanted = {"export_to": str(self.place), "export_trusted_ip_ranges": True}
            hosts = {host: {**org.connection, "export_users": self.chosen[host]} for host, org in self.orgs.items()}
            return hosts, "-e", json.dumps(wanted)
        token = "salesforce_access_token"
        secrets = {host: {f"vault_{token}": org.connection[token]} for host, org in self.orgs.items()}
        return secrets, "-i", str(self.place)
