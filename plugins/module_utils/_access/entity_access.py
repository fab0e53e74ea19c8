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
    """One kind of entity: the option that names it, its ``SetupEntityType``, and where its records are found."""

    option: str
    kind: str
    entity_type: str
    what: str
    query: Query
    keys: tuple[str, ...]


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
        "custom_permissions",
        "custom_permission",
        "CustomPermission",
        "custom permission",
        Query("CustomPermission", ("Id", "DeveloperName", "MasterLabel", "NamespacePrefix"), catalogue=True),
        ("DeveloperName", "MasterLabel"),
    ),
)

Edits = t.Mapping[str, Edit[str]]


def edits(params: t.Mapping[str, t.Any], read: t.Callable[..., Edit[str]]) -> Edits:
    """The edits of every kind of entity, by option."""
    return {entity.option: read(entity.option, params.get(entity.option), word(entity.option)) for entity in ENTITIES}


def reads(wanted: Edits) -> list[Read]:
    """The records among which the declared names are found."""
    return [entity.query for entity in ENTITIES if wanted[entity.option].declared]


def target(wanted: Edits, rows: t.Iterable[Record], known: Known) -> dict[str, dict[str, str]]:
    """For each declared kind, the Ids that should be open with the name of each.

    Raises:
        Refusal: naming every entity that the org does not have or that a name does not tell apart.
    """
    findings = Findings()
    result: dict[str, dict[str, str]] = {}
    for entity in ENTITIES:
        edit = wanted[entity.option]
        if not edit.declared:
            continue
        keep = (
            {}
            if edit.exact
            else {row["SetupEntityId"]: name(entity, row["SetupEntityId"], known) for row in _of(entity, rows)}
        )
        removed = {_id(entity, one, known, findings) for one in edit.removed}
        wanted_ids = {}
        for one in edit.wanted:
            wanted_id = _id(entity, one, known, findings)
            wanted_ids[wanted_id] = name(entity, wanted_id, known)
        for one in sorted(removed & set(wanted_ids)):
            text = f"Option {entity.option} adds and removes {wanted_ids[one]}; keep one of the two"
            findings.add(text, "BAD_OPTION", [entity.option])
        result[entity.option] = {
            **{key: kept for key, kept in keep.items() if key not in removed},
            **wanted_ids,
        }
    findings.refuse()
    return result


def declared(entity: Entity, wanted: Edits, known: Known) -> set[str]:
    """The Ids of the entities that are wanted, whatever name they are wanted by."""
    return {_id(entity, one, known, Findings()) for one in wanted[entity.option].wanted}


def name(entity: Entity, record_id: str, known: Known) -> str:
    """The name of an entity where it is known, else its Id."""
    for record in known.records(entity.query):
        if record["Id"] == record_id:
            return str(record[entity.keys[0]])
    return record_id


def granted(rows: t.Iterable[Record], known: Known) -> dict[str, list[str]]:
    """What is open now, by option; kinds without an option stand under their ``SetupEntityType``."""
    found: dict[str, list[str]] = {}
    kinds = {entity.entity_type: entity for entity in ENTITIES}
    for row in rows:
        entity = kinds.get(row["SetupEntityType"])
        key = entity.option if entity else row["SetupEntityType"]
        found.setdefault(key, []).append(name(entity, row["SetupEntityId"], known) if entity else row["SetupEntityId"])
    return {key: sorted(found[key]) for key in sorted(found)}


def _of(entity: Entity, rows: t.Iterable[Record]) -> list[Record]:
    return [row for row in rows if row["SetupEntityType"] == entity.entity_type]


def _id(entity: Entity, given: str, known: Known, findings: Findings) -> str:
    try:
        return str(choose(entity.what, given, known.records(entity.query), entity.keys, entity.option)["Id"])
    except Refusal as refusal:
        findings.catch(refusal)
        return given
