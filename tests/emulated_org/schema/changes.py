# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom objects and fields that are made or taken away while an organisation runs."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ..store.tables import Schema
from .catalog import ACTIVITY, Catalog, grant_picklists
from .custom import prefix_of
from .definitions import MAKERS
from .model import Field, SObject

if t.TYPE_CHECKING:
    from ..org import Org


def owners(name: str) -> tuple[str, ...]:
    """The objects a field of *name* stands in: custom fields of Activity are those of Task and Event."""
    return ACTIVITY if name.lower() == "activity" else (name,)


def free_number(org: Org) -> int:
    """A number whose key prefix nobody has."""
    return next(number for number in range(1000) if prefix_of(number) not in org.catalog.by_prefix)


def put_object(org: Org, one: SObject) -> None:
    """Add an object, or change what it says of itself."""
    _take(org, {**org.catalog.objects, one.name.lower(): one})


def drop_object(org: Org, one: SObject) -> None:
    """Take an object away, with its records and what opens it."""
    for name in ("ObjectPermissions", "FieldPermissions"):
        for row in org.database.ids(name, SobjectType=one.name):
            org.database.delete(name, row)
    _take(org, {name: kept for name, kept in org.catalog.objects.items() if name != one.name.lower()})


def put_field(org: Org, name: str, one: Field) -> None:
    """Add a field, or change it."""
    objects = dict(org.catalog.objects)
    for owner in owners(name):
        objects[owner.lower()] = objects[owner.lower()].with_fields([one])
    _take(org, objects)


def drop_field(org: Org, name: str, one: Field) -> None:
    """Take a field away, with its values and what opens it."""
    objects = dict(org.catalog.objects)
    for owner in owners(name):
        for row in org.database.ids("FieldPermissions", Field=f"{owner}.{one.name}"):
            org.database.delete("FieldPermissions", row)
        before = objects[owner.lower()]
        kept = {key: field for key, field in before.fields.items() if key != one.name.lower()}
        objects[owner.lower()] = replace(before, fields=kept)
    _take(org, objects)


def _take(org: Org, objects: dict[str, SObject]) -> None:
    grant_picklists(objects, org.catalog.grantable_objects)
    tabs = {name: tab for name, tab in org.catalog.tabs.items() if not tab.custom or tab.sobject.lower() in objects}
    org.database.evolve(Schema(Catalog(objects, tabs)))
    org.filled -= set(MAKERS)
