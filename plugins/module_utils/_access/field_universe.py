# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The fields of an object whose access can be set, by the org's own description."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .resource import Record


@dataclass(frozen=True)
class Universe:
    """The fields of one object whose access can be set, and the other names they go by."""

    sobject: str
    editable: t.Mapping[str, bool]
    computed: frozenset[str]
    aliases: t.Mapping[str, str]
    others: frozenset[str]


def universe(describe: Record) -> Universe:
    """What the org's description says about field access.

    Components of an address or a geolocation are set through the compound field: Object Reference, FieldPermissions; the picklist
    of ``FieldPermissions.Field`` holds the compound only. From API 50.0 a lookup may be named without its ``Id``.
    """
    compounds = {one["name"] for one in describe["fields"] if one["type"] in ("address", "location")}
    editable: dict[str, bool] = {}
    entered: set[str] = set()
    aliases: dict[str, str] = {}
    others: set[str] = set()
    for one in describe["fields"]:
        name, compound = one["name"], one.get("compoundFieldName")
        if not one.get("permissionable"):
            if name not in compounds:
                others.add(name.lower())
            continue
        owner = compound if compound in compounds else name
        aliases[name.lower()] = owner
        aliases[owner.lower()] = owner
        if one.get("relationshipName"):
            aliases.setdefault(one["relationshipName"].lower(), owner)
        if not one.get("calculated") and not one.get("autoNumber"):
            entered.add(owner)
        editable[owner] = editable.get(owner, False) or (owner in entered and bool(one.get("updateable")))
    return Universe(describe["name"], editable, frozenset(editable.keys() - entered), aliases, frozenset(others))
