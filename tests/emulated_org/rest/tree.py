# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records with the records below them, all or none: ``/composite/tree`` (REST API guide, sObject Tree)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..errors import ApiError, refuse
from ..org import Touched
from ..schema.model import SObject
from .call import Answer, Call
from .routes import routes
from .sobjects import visible

LIMIT, LEVELS, TYPES = 200, 5, 5
JSON = dict[str, t.Any]


@dataclass
class _Node:
    """One record: its parent's node, and the field that points there."""

    sobject: SObject
    reference: str
    fields: JSON
    parent: _Node | None = None
    link: str = ""
    level: int = 1
    id: str = ""
    children: list[_Node] = field(default_factory=list)


class _Failed(Exception):
    """Nothing of a tree stays when one record is refused."""


def create(call: Call, name: str) -> Answer:
    """Insert trees whose roots are records of one object."""
    records = call.object_body().get("records")
    if not isinstance(records, list) or not records:
        raise refuse("json_required", name="records")
    sobject = visible(call, name)
    nodes = _by_level([_node(call, sobject, one) for one in records])
    _check(nodes)
    errors: list[JSON] = []
    touched, call.org.touched = call.org.touched, Touched()
    try:
        with call.org.database.atomic():
            for node in nodes:
                _insert(call, node, errors)
            if errors:
                raise _Failed
    except _Failed:
        return Answer(400, {"hasErrors": True, "results": errors})
    finally:
        call.org.touched = touched
    results = [{"referenceId": node.reference, "id": node.id} for node in nodes]
    return Answer(201, {"hasErrors": False, "results": results})


def _insert(call: Call, node: _Node, errors: list[JSON]) -> None:
    if node.parent is not None and not node.parent.id:
        return
    fields = {**node.fields, node.link: node.parent.id} if node.parent is not None else node.fields
    try:
        node.id = call.writer.create(node.sobject, fields)
    except ApiError as error:
        errors.append({"referenceId": node.reference, "errors": [error.collection()]})


def _node(call: Call, sobject: SObject, raw: t.Any, parent: _Node | None = None, link: str = "") -> _Node:
    attributes = raw.get("attributes") if isinstance(raw, dict) else None
    kind = attributes.get("type") if isinstance(attributes, dict) else None
    if not isinstance(attributes, dict) or not kind:
        raise refuse("tree", text="Include an entity type for each record in the request.")
    if str(kind).lower() != sobject.name.lower():
        raise refuse("tree", text=f"The record's type {kind} is not {sobject.name}, which the request wants there.")
    if not attributes.get("referenceId"):
        raise refuse("tree", text="Include a reference ID for each record in the request.")
    made = _Node(sobject, str(attributes["referenceId"]), {}, parent, link, parent.level + 1 if parent else 1)
    for name, value in raw.items():
        below = value.get("records") if isinstance(value, dict) else None
        found = call.org.child(sobject, name) if isinstance(below, list) else None
        if found is None:
            made.fields[name] = value
        else:
            made.children += [_node(call, found[0], one, made, found[1]) for one in below or ()]
    return made


def _by_level(roots: list[_Node]) -> list[_Node]:
    """Parents before children: a level at a time, as the answer lists them."""
    found: list[_Node] = []
    level = roots
    while level:
        found += level
        level = [child for one in level for child in one.children]
    return found


def _check(nodes: list[_Node]) -> None:
    """Raises ApiError for a tree that is too large, or whose records cannot be told apart."""
    if len(nodes) > LIMIT:
        raise refuse("too_many_records", limit=LIMIT)
    if max(node.level for node in nodes) > LEVELS:
        raise refuse("tree", text=f"A request can have records up to {LEVELS} levels deep.")
    if len({node.sobject.name for node in nodes}) > TYPES:
        raise refuse("tree", text=f"A request can have records of up to {TYPES} types.")
    if len({node.reference for node in nodes}) < len(nodes):
        raise refuse("tree", text="Duplicate ReferenceId provided in the request.")


routes.add("/composite/tree/{name}", POST=create)
