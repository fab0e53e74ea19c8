# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What permission sets and profiles share: system permissions, and what the org itself has to say about them."""

from __future__ import annotations

import typing as t

from . import system_permissions
from .dependencies import Edges, parse_refusal
from .plan import Plan
from .requests import Describe
from .resource import Known, Params, Resource


class Granting(Resource):
    """A record with system permissions; the org may demand some, and switch some on by itself."""

    #: The org's description of the record: it names the permissions.
    describe: t.ClassVar[Describe]

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.refused: list[str] = []
        self.kept: set[str] = set()

    def learn(self, message: str) -> bool:
        if "depends on permission(s)" not in message or message in self.refused:
            return False
        self.refused.append(message)
        return True

    def accept(self, left: Plan) -> bool:
        """Permissions that the org switches on, and keeps on, by itself are not fought over."""
        if any((one.verb, one.kind) != ("revoke", "system_permission") for one in left.changes):
            return False
        self.kept |= {one.key for one in left.changes}
        return True

    def permission_names(self, known: Known) -> dict[str, str]:
        """Every permission the org has, by name and label."""
        return system_permissions.permission_names(known.description(self.describe) or {"fields": []})

    def taught(self, known: Known) -> Edges:
        """The dependencies that the org's refusals have told."""
        edges: Edges = {}
        for message in self.refused:
            for node, required in parse_refusal(message, self.permission_names(known)).items():
                edges.setdefault(node, set()).update(required)
        return edges

    def warn_of_the_org(self, plan: Plan) -> None:
        """Tell what the org did or demanded beyond what could be foreseen."""
        if self.refused:
            told = " ".join(self.refused)
            plan.warnings.append(f"The org demands permissions that its PermissionDependency rows do not show: {told}")
        if self.kept:
            kept = ", ".join(sorted(self.kept))
            text = f"The org switches on {kept} by itself; declare it in system_permissions to keep later runs quiet"
            plan.warnings.append(text)
