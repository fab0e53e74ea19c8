# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a profile should hold: what its options say, laid over what it holds or, for a copy, over what its source holds."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from . import entity_access, field_permissions, field_targets, object_permissions, system_permissions, tabs
from .dependencies import Dependencies, split_node
from .edits import Edit
from .field_permissions import Rows
from .grants import Grants, Settled
from .ip_ranges import Settled as SettledRanges
from .ip_ranges import settle
from .login_hours import Hours
from .object_permissions import Wanted
from .profile_copy import Copy
from .profile_holding import Holding
from .profile_options import RANGES, Options
from .refusal import Findings, Refusal
from .resource import Known


@dataclass
class Target:
    """Everything decided; parts that the task is not about are as they were."""

    permissions: Settled
    fields: Rows
    tabs: dict[str, str]
    entities: entity_access.Target
    ranges: SettledRanges
    hours: Hours
    #: What is wanted, by an option or because the source has it: everything else that is found is unmanaged.
    declared_fields: Rows
    declared_tabs: set[str]
    declared_entities: dict[str, set[str]]


class Targets:
    """Works out the target of one profile: *now* is what it holds, *copy* and *source* are there where it is a copy."""

    def __init__(self, options: Options, now: Holding, copy: Copy | None, source: Holding | None, known: Known) -> None:
        self.options, self.now, self.copy, self.source, self.known = options, now, copy, source, known

    @property
    def copied(self) -> set[str]:
        """The permissions that are wanted only because the source has them."""
        return self.copy.nodes if self.copy else set()

    def grants(self, names: t.Mapping[str, str], offered: t.Collection[str]) -> Grants:
        """Wanted and current permissions; *names* are those of the org, *offered* those that can be set.

        Raises:
            Refusal: naming every permission the org does not have.
        """
        system = system_permissions.resolve(self.options.system, names)
        objects: Edit[Wanted] = self.options.objects.map(lambda one: (self._spelled(one[0]), one[1]))
        if self.copy and self.source:
            self.copy.nodes = set()
            system = self.copy.system(system, self.source, offered)
            objects = self.copy.objects(objects, self.source)
        return Grants(system, objects, self.now.nodes(), str)

    def proved(self, dependencies: Dependencies) -> Dependencies:
        """The dependencies, as far as the source does not refute them."""
        return dependencies.proved_by(self.source.nodes()) if self.source else dependencies

    def settle(
        self,
        grants: Grants,
        dependencies: Dependencies,
        permissions: t.Collection[str],
        kept: t.Collection[str],
        demanded: t.Mapping[str, str],
    ) -> Target:
        """Decide everything.

        Raises:
            Refusal: naming everything that the org does not have or that cannot be meant.
        """
        settled = grants.settle(
            self.proved(dependencies),
            lambda node: bool(split_node(node)) or node in permissions,
            kept,
            demanded,
        )
        findings = Findings()
        object_permissions.check(settled.granted - self.copied, self.known, findings)
        rows = {**self.now.objects(), **(self.source.objects() if self.source else {})}
        object_permissions.check_removed(self.options.objects, rows, self.known, findings)
        findings.refuse()
        fields, declared_fields = self._fields(settled)
        shown, declared_tabs = self._tabs()
        entities, declared_entities = self._entities()
        return Target(
            settled,
            fields,
            shown,
            entities,
            self._ranges(),
            self._hours(),
            declared_fields,
            declared_tabs,
            declared_entities,
        )

    def tabs_before(self) -> dict[str, str]:
        """The tabs that stay where nothing else is said."""
        if self.copy and self.source:
            return self.copy.tab_rows(self.source, self.options.tabs.exact)
        return self.now.tabs()

    def _spelled(self, name: str) -> str:
        rows = {one.lower(): one for holding in (self.now, self.source) if holding for one in holding.objects()}
        return rows.get(name.lower()) or object_permissions.spelled([name], self.known).get(name, name)

    def _fields(self, settled: Settled) -> tuple[Rows, Rows]:
        edit, now = self.options.fields, self.now.fields()
        start = self.copy.field_rows(self.source, edit.exact) if self.copy and self.source else now
        wanted = field_permissions.mirrored(field_permissions.wanted_rows(edit, self.known))
        declared = {**(start if self.copy else {}), **wanted}
        return field_targets.after(edit, start, now, wanted, settled, self.known), declared

    def _tabs(self) -> tuple[dict[str, str], set[str]]:
        edit, start = self.options.tabs, self.tabs_before()
        declared = tabs.declared(edit, {**self.now.tabs(), **start}, self.known) | (set(start) if self.copy else set())
        return tabs.target(edit, start, self.known), declared

    def _entities(self) -> tuple[entity_access.Target, dict[str, set[str]]]:
        start = self.source or self.now
        target = entity_access.target(self.options.entities, start.entities(), self.known)
        declared = entity_access.declared(self.options.entities, self.known)
        if self.copy and self.source:
            target = self.copy.entities(target, self.source, self.known)
            declared = {kind: set(ids) for kind, ids in target.items()}
        return target, declared

    def _ranges(self) -> SettledRanges:
        """The login IP ranges.

        Raises:
            Refusal: for taking the last one away.
        """
        edit = self.options.ranges
        if self.copy and self.source:
            edit = self.copy.ranges(edit, self.source)
        settled = settle(RANGES, edit, self.now.ranges())
        if settled.removed and not settled.target:
            # Gearset's list of what the Metadata API cannot take away has login IP ranges; no source says how the last one goes.
            text = (
                f"No API of Salesforce takes the last login IP range of profile {self.options.name} away ({settled.removed[0]}): remove it in "
                f"Setup, Profiles, Login IP Ranges, or let everybody in with 0.0.0.0/0 in {RANGES}"
            )
            raise Refusal(text, "NOT_REMOVABLE", [RANGES])
        return settled if edit.declared else replace(settled, unmanaged=[])

    def _hours(self) -> Hours:
        if self.options.hours is not None:
            return self.options.hours
        return (self.source or self.now).hours()
