# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which permissions should be on: what is wanted, what the org demands with it, what stays, what goes."""

from __future__ import annotations

import graphlib
import typing as t

from . import object_permissions, system_permissions
from .dependencies import SAME_OBJECT, Dependencies, object_node, split_node
from .edits import Edit
from .plan import Change, Plan
from .refusal import Refusal
from .resource import Record


class Grants:
    """Wanted and current permissions, both as nodes, before dependencies are known."""

    def __init__(
        self,
        system: Edit[str],
        objects: Edit[object_permissions.Wanted],
        current: set[str],
        spelled: t.Callable[[str], str],
    ) -> None:
        """*spelled* turns an object's name into the org's spelling; *system* holds API names already."""
        self.current = current
        self.system_exact, self.objects_exact = system.exact, objects.exact
        self.declared = system.declared or objects.declared
        wanted, removed = object_permissions.nodes(objects.map(lambda one: (spelled(one[0]), one[1])))
        self.wanted = set(system.wanted) | wanted
        self.removed = set(system.removed) | removed

    def nodes(self) -> list[str]:
        """Every permission whose dependencies matter."""
        return sorted(self.wanted | self.current)

    def dependencies_matter(self) -> bool:
        """Whether the plan depends on more than the rules that every object follows by itself.

        It does not when the permissions are exactly the wanted ones: that is what keeps a run that changes nothing cheap.
        """
        if not self.declared:
            return False
        rules = {
            object_node(parts[0], verb) for parts in map(split_node, self.wanted) if parts for verb in _all_of(parts[1])
        }
        return self.current != self.wanted | rules or bool(self.removed & self.current)

    def to_grant(self) -> set[str]:
        return self.wanted - self.current

    def settle(
        self,
        dependencies: Dependencies,
        exists: t.Callable[[str], bool],
        kept: t.Collection[str] = (),
        demanded: t.Mapping[str, str] | None = None,
    ) -> Settled:
        """Decide every permission.

        *exists* tells whether the org has a permission: what Salesforce states in general may not exist in this org.
        *kept* are permissions that the org was seen to switch on by itself. What is on and explained by something
        wanted is never fought over. *demanded* are permissions that must be on, each with the reason.

        Raises:
            Refusal: if a removed permission is demanded by one that stays.
        """
        demanded = demanded or {}
        implied = {node: because for node, because in demanded.items() if node not in self.wanted}
        implied.update(dependencies.closure([*sorted(self.wanted), *implied]))
        implied = {node: demanded.get(node, because) for node, because in implied.items() if exists(node)}
        needed = self.wanted | set(implied)
        explained = {**dict.fromkeys(kept, "the org"), **dependencies.closure(self.wanted, stated=True)}
        needed |= (explained.keys() & self.current) - self.removed
        implied = {**{node: explained[node] for node in needed - self.wanted - implied.keys()}, **implied}
        clash = sorted(self.removed & set(implied))
        if clash:
            text = f"Cannot remove {_text(clash[0])}: {_text(implied[clash[0]])}, which is wanted, depends on it; remove both or neither"
            raise Refusal(text, "DEPENDENCY", _options(clash))
        target = set(needed)
        for node in self.current - self.removed:
            exact = self.objects_exact if split_node(node) else self.system_exact
            if not exact:
                target.add(node)
        for node in sorted(target):
            broken = sorted((dependencies.requires(node) & self.current) - target)
            if broken:
                text = f"Cannot revoke {_text(broken[0])}: {_text(node)}, which stays, depends on it; remove {_text(node)} too"
                raise Refusal(text, "DEPENDENCY", _options(broken))
        return Settled(self, target, implied, dependencies)


class Settled:
    """Every permission decided."""

    def __init__(self, grants: Grants, target: set[str], implied: dict[str, str], dependencies: Dependencies) -> None:
        self.wanted, self.current, self.target, self.implied = grants.wanted, grants.current, target, implied
        self._dependencies = dependencies
        self.granted, self.revoked = target - grants.current, grants.current - target

    def add_changes(self, plan: Plan) -> None:
        """List what is granted and revoked, and what is found though nobody declared it."""
        for node in sorted(_system(self.granted)):
            plan.change("grant", "system_permission", node, False, True, _text(self.implied.get(node, "")))
        for node in sorted(_system(self.revoked)):
            plan.change("revoke", "system_permission", node, True, False)
        for node in sorted(_system(self.current - self.wanted - set(self.implied))):
            plan.unmanaged.append({"kind": "system_permission", "key": node, "value": True})
        extra = object_permissions.by_object(self.current - self.wanted - set(self.implied))
        plan.unmanaged += [
            {"kind": "object_permission", "key": sobject, "value": words} for sobject, words in extra.items()
        ]

    def granted_changes(self, plan: Plan, sobject: str) -> Change | None:
        """List what one object gains; the last change is the reason of its write."""
        before, after = self.words(self.current, sobject), self.words(self.target, sobject)
        declared = self.words(self.granted - set(self.implied), sobject)
        implied = self.words(self.granted & set(self.implied), sobject)
        reason: Change | None = None
        if declared:
            reason = plan.change(
                "grant", "object_permission", sobject, before, [word for word in after if word in declared]
            )
        if implied:
            sources = sorted(
                {
                    _text(self.implied[node])
                    for node in self.granted & set(self.implied)
                    if (split_node(node) or ("",))[0] == sobject
                }
            )
            reason = plan.change("grant", "object_permission", sobject, before, implied, ", ".join(sources))
        return reason

    def revoked_change(self, plan: Plan, sobject: str) -> Change:
        """List what one object loses."""
        before, lost = self.words(self.current, sobject), self.words(self.revoked, sobject)
        return plan.change("revoke", "object_permission", sobject, lost, [word for word in before if word not in lost])

    def words(self, nodes: t.Iterable[str], sobject: str) -> list[str]:
        return object_permissions.by_object(nodes).get(sobject, [])

    def gaining(self) -> list[str]:
        """Objects that gain permissions, each after those that its new permissions require."""
        return self._ordered(self.granted)

    def losing(self) -> list[str]:
        """Objects that lose permissions, each before those that its old permissions required."""
        return self._ordered(self.revoked)[::-1]

    def _ordered(self, nodes: set[str]) -> list[str]:
        touched = sorted(object_permissions.by_object(nodes))
        order: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter(dict.fromkeys(touched, ()))
        for node in sorted(nodes):
            parts = split_node(node)
            for required in sorted(self._dependencies.requires(node) & nodes) if parts else ():
                other = split_node(required)
                if parts and other and other[0] != parts[0]:
                    order.add(parts[0], other[0])
        try:
            return list(order.static_order())
        except graphlib.CycleError:
            return touched

    def early_columns(self) -> dict[str, bool]:
        """System permissions to switch before the objects' rows are written: all that need no object permission."""
        return system_permissions.columns(_system(self.granted) - self._late(), _system(self.revoked))

    def late_columns(self) -> dict[str, bool]:
        """System permissions that the org accepts only once object permissions are there."""
        return system_permissions.columns(self._late())

    def late_change(self, plan: Plan) -> Change | None:
        """The first change that the late columns serve."""
        late = self._late()
        return next((one for one in plan.changes if one.kind == "system_permission" and one.key in late), None)

    def _late(self) -> set[str]:
        return {
            node for node in _system(self.granted) if any(split_node(one) for one in self._dependencies.closure([node]))
        }

    def views_all_fields(self, sobject: str) -> bool:
        return object_node(sobject, "viewAllFields") in self.target

    def readable(self, sobject: str) -> bool:
        return object_node(sobject, "read") in self.target

    def describe(self) -> dict[str, t.Any]:
        return describe_nodes(self.target)


def describe_nodes(nodes: t.Iterable[str]) -> dict[str, t.Any]:
    """Permissions in the form the options take."""
    known = set(nodes)
    return {"system_permissions": sorted(_system(known)), "object_permissions": object_permissions.by_object(known)}


def current_nodes(record: Record | None, object_rows: t.Iterable[Record]) -> set[str]:
    """The permissions that are on."""
    return system_permissions.granted(record) | object_permissions.granted(object_rows)


def _system(nodes: t.Iterable[str]) -> set[str]:
    return {node for node in nodes if not split_node(node)}


def _all_of(verb: str) -> set[str]:
    """A verb and, transitively, what it requires on the same object."""
    result = {verb}
    for required in SAME_OBJECT.get(verb, ()):
        result |= _all_of(required)
    return result


def _text(node: str) -> str:
    """A node as users write it: ``Account delete`` for ``Account<delete>``."""
    for sobject, words in object_permissions.by_object([node]).items():
        return f"{sobject} {words[0]}"
    return node


def _options(nodes: t.Iterable[str]) -> list[str]:
    return sorted({object_permissions.OPTION if split_node(node) else system_permissions.OPTION for node in nodes})
