# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which permissions the org demands because of others.

A permission is a *node*: a user permission by its API name (``ViewSetup``), an object permission as the Tooling API
writes it (``Account<read>``). The edges come from the org's PermissionDependency rows, from the rules every object
follows, from what Salesforce states where the org keeps no rows, and from refusals the org has already given.
"""

from __future__ import annotations

import re
import typing as t

from .refusal import near
from .requests import Query, Read, Where
from .resource import Known
from .stated_dependencies import STATED

#: Object Reference, ObjectPermissions: what each object permission requires on the same object. View All Fields needing Read
#: is believed, not documented.
SAME_OBJECT: t.Mapping[str, tuple[str, ...]] = {
    "create": ("read",),
    "update": ("read",),
    "delete": ("read", "update"),
    "viewAllRecords": ("read",),
    "modifyAllRecords": ("read", "update", "delete", "viewAllRecords"),
    "viewAllFields": ("read",),
}
_OBJECT_NODE = re.compile(r"^(?P<object>\w+)<(?P<verb>\w+)>$")
_ERROR = re.compile(r"Permissions? (?P<one>.+?) depends on permission\(s\): (?P<others>.+)")
_WORDS = {
    "Read All": "viewAllRecords",
    "Modify All": "modifyAllRecords",
    "Read": "read",
    "Create": "create",
    "Edit": "update",
    "Delete": "delete",
}
_NAMES_PER_QUERY = 250

Edges = dict[str, set[str]]


def object_node(sobject: str, verb: str) -> str:
    """The node of one object permission, written as the Tooling API writes it."""
    return f"{sobject}<{verb}>"


def split_node(node: str) -> tuple[str, str] | None:
    """The object and verb of an object permission; ``None`` for a user permission."""
    match = _OBJECT_NODE.match(node)
    return (match.group("object"), match.group("verb")) if match else None


class Dependencies:
    """The edges in force, and what follows from them."""

    def __init__(self, edges: Edges | None = None, asked: t.Collection[str] = (), held: t.Collection[str] = ()) -> None:
        """*asked* are the permissions whose rows were read: only of these is it known that the org has none."""
        self._edges = edges or {}
        self._asked = asked
        self._held = held

    def requires(self, node: str, stated: bool = False) -> set[str]:
        """What *node* requires directly; with *stated*, also what Salesforce states where the org may have rows of its own."""
        required = set(self._edges.get(node, ()))
        parts = split_node(node)
        if parts:
            required |= {object_node(parts[0], verb) for verb in SAME_OBJECT.get(parts[1], ())}
        elif stated or (not required and node in self._asked):
            refuted = node in self._held
            required |= {one for one in STATED.get(node, ()) if not refuted or one in self._held}
        return required

    def proved_by(self, held: t.Collection[str]) -> "Dependencies":
        """The same, without what is refuted by somebody who holds exactly the permissions *held* in this org."""
        return Dependencies(self._edges, self._asked, frozenset(held))

    def closure(self, nodes: t.Iterable[str], stated: bool = False) -> dict[str, str]:
        """Everything *nodes* require, themselves excluded, each with the wanted permission that first led to it."""
        wanted = list(dict.fromkeys(nodes))
        implied: dict[str, str] = {}
        pending = [(node, node) for node in wanted]
        seen = set(wanted)
        while pending:
            node, because = pending.pop(0)
            for required in sorted(self.requires(node, stated) - seen):
                seen.add(required)
                implied[required] = because
                pending.append((required, because))
        return implied


def explore(known: Known, nodes: t.Iterable[str], taught: Edges) -> tuple[Dependencies, list[Read]]:
    """The dependencies of *nodes* as far as they are known, and the reads that are missing to know them all.

    Asking for what Salesforce states anyway, too, makes one request enough in practice.
    """
    edges: Edges = {node: set(required) for node, required in taught.items()}
    asked: set[str] = set()
    start = list(nodes)
    while True:
        dependencies = Dependencies(edges, frozenset(asked))
        frontier = sorted((set(start) | set(dependencies.closure(start, stated=True))) - asked)
        if not frontier:
            return dependencies, []
        queries = [_query(frontier[i : i + _NAMES_PER_QUERY]) for i in range(0, len(frontier), _NAMES_PER_QUERY)]
        missing: list[Read] = [query for query in queries if query not in known]
        if missing:
            return dependencies, missing
        for query in queries:
            for row in known.records(query):
                edges.setdefault(row["Permission"], set()).add(row["RequiredPermission"])
        asked |= set(frontier)


def _query(names: t.Sequence[str]) -> Query:
    fields = ("Id", "Permission", "PermissionType", "RequiredPermission", "RequiredPermissionType")
    where = (Where("Permission", "IN", tuple(names)),)
    return Query("PermissionDependency", fields, where, order_by="Id", tooling=True, optional=True, catalogue=True)


def parse_refusal(message: str, labels: t.Mapping[str, str]) -> Edges:
    """The edges in "Permission X depends on permission(s): A, B; Permission Y depends ...".

    Salesforce writes API names in some of these texts and labels in others; *labels* maps both, lower-cased, to API names.
    """
    edges: Edges = {}
    for part in re.split(r";\s*(?=Permissions? )", message):
        match = _ERROR.search(part)
        if match:
            required = {_node(one.strip(" ."), labels) for one in match.group("others").split(",")}
            edges.setdefault(_node(match.group("one").strip(), labels), set()).update(required)
    return edges


def _node(text: str, labels: t.Mapping[str, str]) -> str:
    name = labels.get(text.lower())
    if name:
        return name
    for words, verb in _WORDS.items():
        if text.startswith(words + " "):
            return object_node(text[len(words) + 1 :], verb)
    return text


def unknown_permission(name: str, labels: t.Mapping[str, str], option: str) -> str:
    """The sentence for a permission that the org does not have."""
    hint = near(name, labels.values()) or near(name, labels)
    return f"The org has no system permission '{name}'{hint}; change {option}, or enable the feature that brings it"
