# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects and fields, as a describe shows them."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, replace

#: The compound fields that FieldPermissions names instead of their parts.
ADDRESS = "address"


@dataclass(frozen=True)
class Field:
    """One field of an sObject."""

    name: str
    label: str
    type: str
    length: int = 0
    nillable: bool = False
    createable: bool = False
    updateable: bool = False
    permissionable: bool = False
    calculated: bool = False
    defaulted: bool = False
    filterable: bool = True
    groupable: bool = False
    sortable: bool = True
    restricted: bool = False
    unique: bool = False
    id_lookup: bool = False
    external_id: bool = False
    auto_number: bool = False
    custom: bool = False
    cascade: bool = False
    references: tuple[str, ...] = ()
    #: Objects whose Ids it takes besides, and which no query follows it to.
    also: tuple[str, ...] = ()
    relationship: str = ""
    child_relationship: str = ""
    compound: str = ""
    picklist: tuple[str, ...] = ()
    since: int = 0
    system_permission: str = ""
    #: Digits in all and behind the point, where they are known.
    precision: int = 0
    scale: int = 0
    description: str = ""
    #: Version from which it cannot be filtered any longer.
    filterable_until: int = 0

    def can_filter(self, version: int) -> bool:
        """Whether conditions may name it."""
        return self.filterable and not 0 < self.filterable_until <= version

    @functools.cached_property
    def choices(self) -> dict[str, str]:
        """The picklist by lower-case value."""
        return {value.lower(): value for value in self.picklist}

    @property
    def boolean(self) -> bool:
        return self.type == "boolean"

    @property
    def column_type(self) -> str:
        """The storage class: text, integer, real or boolean."""
        return {"boolean": "boolean", "int": "integer", "double": "real", "currency": "real", "percent": "real"}.get(
            self.type, "text"
        )


@dataclass(frozen=True)
class SObject:
    """One sObject: its fields by lower-case name, and what may be done with it."""

    name: str
    label: str
    plural: str
    prefix: str
    crud: str
    setup: bool = True
    custom: bool = False
    api: str = "rest"
    fields: dict[str, Field] = dataclasses.field(default_factory=dict)
    since: int = 0
    #: From this version on records can be created and deleted.
    written_since: int = 0

    def allows(self, letter: str, version: int) -> bool:
        """Whether records can be created (c), changed (u), deleted (d) or queried (q) at all."""
        return letter in self.crud and (letter in "uq" or version >= self.written_since)

    def field(self, name: str) -> Field | None:
        return self.fields.get(name.lower())

    def with_fields(self, extra: list[Field]) -> SObject:
        fields = dict(self.fields)
        fields.update({one.name.lower(): one for one in extra})
        return replace(self, fields=fields)

    @property
    def hidden(self) -> bool:
        """Kept in the store, unknown to the data APIs: only the Metadata API reads and writes it."""
        return self.api == "metadata"

    @property
    def has(self) -> frozenset[str]:
        return frozenset(self.fields)

    @property
    def name_field(self) -> str:
        for candidate in ("Name", "CaseNumber", "ContractNumber", "OrderNumber", "SolutionName", "Subject", "Title"):
            if candidate.lower() in self.fields:
                return candidate
        for candidate in ("DeveloperName", "QualifiedApiName", "MasterLabel"):
            if candidate.lower() in self.fields:
                return candidate
        return ""
