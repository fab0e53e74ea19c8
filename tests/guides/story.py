# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of every vendor's integration, told once: each chapter is one run over one org a vendor."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .runs import Ansible, Change, Run
from .truth import Org, Snapshot


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
    """Runs one chapter after the other."""

    def __init__(self, ansible: Ansible, orgs: t.Mapping[str, Org], variables: t.Mapping[str, t.Mapping[str, t.Any]]) -> None:
        """*orgs* and *variables* are by vendor: each has an org of its own."""
        self.ansible, self.orgs, self.variables = ansible, orgs, variables

    def hosts(self, only: t.Collection[str] | None = None) -> dict[str, dict[str, t.Any]]:
        """The inventory."""
        return {
            name: {**org.connection, "salesforce_vendors": [name], **self.variables[name]}
            for name, org in self.orgs.items()
            if only is None or name in only
        }

    def chapter(self, playbook: str, *arguments: str, only: t.Collection[str] | None = None, **extra: t.Any) -> Chapter:
        """Run a playbook over the orgs."""
        told = {name: org for name, org in self.orgs.items() if only is None or name in only}
        for org in told.values():
            org.begin()
        run = self.ansible.play(playbook, self.hosts(only), *arguments, **extra)
        return Chapter(
            run,
            {name: org.snapshot() for name, org in told.items()},
            {name: org.different() for name, org in told.items()},
            {name: org.requests() for name, org in told.items()},
        )
