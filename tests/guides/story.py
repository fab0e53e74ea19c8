# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of every vendor's integration user, told once: each chapter is one run over an org for each vendor."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .drift import meddle
from .runs import Ansible, Change, Run
from .truth import Org, Snapshot

#: Chapter -> the playbook, its arguments, and whether somebody meddles with the org before.
CHAPTERS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "preview": ("site", ("--check", "--diff"), False),
    "apply": ("site", (), False),
    "repeat": ("site", (), False),
    "found": ("site", ("--check",), True),
    "repaired": ("site", (), False),
    "offboard preview": ("offboard", ("--check",), False),
    "offboarded": ("offboard", (), False),
    "offboarded again": ("offboard", (), False),
    "returned": ("site", (), False),
}


@dataclass
class Chapter:
    """What one run said and did, by org."""

    run: Run
    after: dict[str, Snapshot]
    different: dict[str, dict[str, t.Any]]
    requests: dict[str, list[dict[str, t.Any]]]

    def changes(self, org: str) -> list[Change]:
        """The changes that the run reports for an org."""
        return self.run.changes(org)

    def writes(self, org: str) -> list[str]:
        """The requests that would have changed something."""
        return [f"{one['method']} {one['path']}" for one in self.requests[org] if one["writing"]]


class Story:
    """Tells one chapter after the other, each only once."""

    def __init__(self, ansible: Ansible, orgs: dict[str, Org], variables: dict[str, dict[str, t.Any]]) -> None:
        """*orgs* and *variables* are by vendor: each has an org of its own."""
        self.orgs = orgs
        self._ansible, self._variables = ansible, variables
        self._told: dict[str, Chapter] = {}

    def chapter(self, name: str) -> Chapter:
        """The chapter of that name, after those before it."""
        for one, (playbook, arguments, drift) in CHAPTERS.items():
            if one not in self._told:
                self._told[one] = self._tell(playbook, arguments, drift)
            if one == name:
                break
        return self._told[name]

    def hosts(self) -> dict[str, dict[str, t.Any]]:
        """The inventory."""
        return {
            name: {**org.connection, "salesforce_vendors": [name], **self._variables[name]}
            for name, org in self.orgs.items()
        }

    def _tell(self, playbook: str, arguments: tuple[str, ...], drift: bool) -> Chapter:
        for name, org in self.orgs.items():
            if drift:
                meddle(org, self._variables[name][f"{name}_username"])
            org.begin()
        run = self._ansible.play(playbook, self.hosts(), *arguments)
        return Chapter(
            run,
            {name: org.snapshot() for name, org in self.orgs.items()},
            {name: org.different() for name, org in self.orgs.items()},
            {name: org.requests() for name, org in self.orgs.items()},
        )
