# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""User permissions of a component: boolean fields of its record."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..rules.profile import system_columns
from ..store.database import Row
from .component import Component
from .kind import Caller


def read(caller: Caller, sobject: str, row: Row) -> list[Component]:
    """The permissions that are on."""
    fields = caller.org.catalog.objects[sobject.lower()].fields
    return [
        {"enabled": True, "name": column.removeprefix("Permissions")}
        for column in system_columns(caller.org, sobject)
        if row[column] and fields[column.lower()].since <= caller.version
    ]


def wanted(caller: Caller, sobject: str, given: t.Sequence[Component]) -> dict[str, bool]:
    """Fields of the record with the value the component asks for; raises ApiError for a name the org lacks."""
    fields = caller.org.catalog.objects[sobject.lower()]
    found: dict[str, bool] = {}
    for entry in given:
        one = fields.field(f"Permissions{entry['name']}")
        if one is None or not one.system_permission or one.since > caller.version:
            raise refuse("metadata_permission", [], name=entry["name"])
        found[one.name] = bool(entry["enabled"])
    return found
