# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Setup entity access: connected apps and custom permissions that a permission set opens (SetupEntityAccess rows)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .edits import Edit, word
from .names import choose
from .refusal import Findings, Refusal
from .requests import Query, Read
from .resource import Known, Record


@dataclass(frozen=True)
class Entity:
    """One kind of entity: the option that names it, its ``SetupEntityType``, and where its records are found.

    Kinds without an option have no *query*: they go by their Ids.
    """

    option: str
    kind: str
    entity_type: str
    what: str = ""
    query: Query | None = None
    keys: tuple[str, ...] = ()


ENTITIES = (
    Entity(
        "connected_apps",
        "connected_app",
        "ConnectedApplication",
        "connected app",
        Query("ConnectedApplication", ("Id", "Name"), catalogue=True),
        ("Name",),
    ),
    Entity(
        "apex_classes",
        "apex_class",
        "ApexClass",
        "Apex class",
        Query("ApexClass", ("Id", "Name", "NamespacePrefix"), catalogue=True, optional=True),
        ("Name",),
    ),
    Entity(
        "custom_permissions",
        "custom_permission",
        "CustomPermission",
        "custom permission",
        Query("CustomPermission", ("Id", "DeveloperName", "MasterLabel", "NamespacePrefix"), catalogue=True),
        ("DeveloperName", "MasterLabel"),
    ),
)

Edits = t.Mapping[str, Edit[str]]
#: ``SetupEntityType`` -> Id of each entity that should be open -> its name.
Target = dict[str, dict[str, str]]


def edits(params: t.Mapping[str, t.Any], read: t.Callable[..., Edit[str]]) -> Edits:
    """The edits of every kind of entity, by option."""
    return {entity.option: read(entity.option, params.get(entity.option), word(entity.option)) for entity in ENTITIES}


def reads(wanted: Edits, rows: t.Iterable[Record] = ()) -> list[Read]:
    """The records among which the declared names, and the names of what *rows* open, are found."""
    opened = {row["SetupEntityType"] for row in rows}
    return [
        entity.query
        for entity in ENTITIES
        if entity.query and (wanted[entity.option].declared or entity.entity_type in opened)
    ]


def target(wanted: Edits, rows: t.Iterable[Record], known: Known) -> Target:
    """For each declared kind, what should be open; *rows* is what stays where nothing else is said.

    Raises:
        Refusal: naming every entity that the org does not have or that a name does not tell apart.
    """
    findings = Findings()
    result: Target = {}
    start = by_type(rows)
    for entity in ENTITIES:
        edit = wanted[entity.option]
        if not edit.declared:
            continue
        keep = {} if edit.exact else _named(entity, start.get(entity.entity_type, ()), known)
        removed = {_id(entity, one, known, findings) for one in edit.removed}
        wanted_ids = {}
        for one in edit.wanted:
            wanted_id = _id(entity, one, known, findings)
            wanted_ids[wanted_id] = name(entity, wanted_id, known)
        for one in sorted(removed & set(wanted_ids)):
            text = f"Option {entity.option} adds and removes {wanted_ids[one]}; keep one of the two"
            findings.add(text, "BAD_OPTION", [entity.option])
        result[entity.entity_type] = {
            **{key: kept for key, kept in keep.items() if key not in removed},
            **wanted_ids,
        }
    findings.refuse()
    return result


def all_of(rows: t.Iterable[Record], known: Known) -> Target:
    """Everything that *rows* open, of every kind, and nothing of the kinds with an option that they do not open."""
    found = by_type(rows)
    kinds = entities({*found, *(entity.entity_type for entity in ENTITIES)})
    return {entity.entity_type: _named(entity, found.get(entity.entity_type, ()), known) for entity in kinds}


def declared(wanted: Edits, known: Known) -> dict[str, set[str]]:
    """The Ids of the entities that are wanted, whatever name they are wanted by, by ``SetupEntityType``."""
    return {
        entity.entity_type: {_id(entity, one, known, Findings()) for one in wanted[entity.option].wanted}
        for entity in ENTITIES
    }


def by_type(rows: t.Iterable[Record]) -> dict[str, list[Record]]:
    """Rows by ``SetupEntityType``."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row["SetupEntityType"], []).append(row)
    return found


def entities(types: t.Collection[str]) -> list[Entity]:
    """The kinds of entities of these types; those without an option are called by their type."""
    known = {entity.entity_type: entity for entity in ENTITIES}
    others = [Entity(one, "setup_entity", one) for one in sorted(set(types) - set(known))]
    return [entity for entity in ENTITIES if entity.entity_type in types] + others


def name(entity: Entity, record_id: str, known: Known) -> str:
    """The name of an entity where it is known, else its Id."""
    if entity.query is None:
        return f"{entity.entity_type} {record_id}"
    for record in known.records(entity.query):
        if record["Id"] == record_id:
            return str(record[entity.keys[0]])
    return record_id


def granted(rows: t.Iterable[Record], known: Known) -> dict[str, list[str]]:
    """What is open now, by option; kinds without an option stand under their ``SetupEntityType``."""
    found = by_type(rows)
    return words({entity.entity_type: _named(entity, found[entity.entity_type], known) for entity in entities(found)})


def words(opened: Target) -> dict[str, list[str]]:
    """Entities as the options take them, by option; those without an option by their type, as Ids."""
    found = {}
    for entity in entities(opened):
        names = opened[entity.entity_type]
        found[entity.option] = sorted(names.values() if entity.query else names)
    return {key: found[key] for key in sorted(found)}


def _named(entity: Entity, rows: t.Iterable[Record], known: Known) -> dict[str, str]:
    return {row["SetupEntityId"]: name(entity, row["SetupEntityId"], known) for row in rows}


def _id(entity: Entity, given: str, known: Known, findings: Findings) -> str:
    pool = known.records(entity.query) if entity.query else []
    try:
        return str(choose(entity.what, given, pool, entity.keys, entity.option)["Id"])
    except Refusal as refusal:
        findings.catch(refusal)
        return given
