# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a user may do in the end: everything that its profile, permission sets and groups grant, with where it comes from."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from . import object_permissions
from .dependencies import object_node
from .field_permissions import EDIT, READ, Rows
from .object_permissions import VERBS
from .privileges import PRIVILEGED_BY_SALESFORCE

#: Salesforce Help, "View All and Modify All Permissions Overview": they open all objects, and fields still need permissions.
_ALL_DATA: t.Mapping[str, tuple[str, frozenset[str]]] = {
    "ViewAllData": ("View All Data", frozenset(("read", "view_all"))),
    "ModifyAllData": ("Modify All Data", frozenset(VERBS) - {"view_all_fields"}),
}
_ALL_FIELDS = "ViewAllFieldsGlobal"

#: What lets a user see or change everything, or give itself anything.
PRIVILEGED = frozenset(
    (
        *PRIVILEGED_BY_SALESFORCE,
        "AssignPermissionSets",
        "ManageProfilesPermissionsets",
        "ManageUsers",
        "ModifyMetadata",
    )
)
#: What reaches past the sharing of records.
PRIVILEGED_WORDS = frozenset(("view_all", "modify_all"))


@dataclass(frozen=True)
class Source:
    """One thing that grants: a profile, a permission set, or what a group of permission sets sums up to."""

    label: str
    system: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    fields: Rows = field(default_factory=dict)


class Effective:
    """The sum of sources. *fields_of* are all fields whose access can be set, of the objects whose description was read."""

    def __init__(self, sources: t.Sequence[Source], fields_of: t.Mapping[str, t.Collection[str]]) -> None:
        self.sources = sources
        self.fields_of = fields_of
        self.system: dict[str, list[str]] = {}
        for source in sources:
            for permission in source.system:
                self.system.setdefault(permission, []).append(source.label)
        nodes = {node for source in sources for node in source.nodes}
        self._rows = object_permissions.by_object(nodes)
        #: Object -> field row, level and source.
        self._fields: dict[str, list[tuple[str, str, str]]] = {}
        for source in sources:
            for row, level in source.fields.items():
                self._fields.setdefault(row.split(".", 1)[0], []).append((row, level, source.label))

    def objects(self) -> set[str]:
        """The objects on which something is granted by name."""
        return set(self._rows)

    def words(self, sobject: str) -> dict[str, list[str]]:
        """What may be done with an object, each with its sources."""
        found: dict[str, list[str]] = {}
        for source in self.sources:
            for word, (_column, verb) in VERBS.items():
                if object_node(sobject, verb) in source.nodes:
                    found.setdefault(word, []).append(source.label)
            for permission, (label, words) in _ALL_DATA.items():
                if permission in source.system and not self.elsewhere(sobject):
                    for word in words:
                        found.setdefault(word, []).append(f"{source.label} ({label})")
        return {word: list(dict.fromkeys(found[word])) for word in VERBS if word in found}

    def elsewhere(self, sobject: str) -> bool:
        """Whether the access to an object follows something other than object permissions, which it then has none of."""
        return object_permissions.governed_elsewhere(sobject) and sobject not in self._rows

    def fields(self, sobject: str) -> Rows:
        """The fields of an object that can be read or edited. Field permissions reach no further than the object's."""
        words = self.words(sobject)
        anyway = self.elsewhere(sobject)
        if not anyway and "read" not in words:
            return {}
        editing = anyway or "edit" in words or "create" in words
        found: Rows = {}
        if self.sees_all_fields(sobject):
            found = {f"{sobject}.{name}": READ for name in self.fields_of.get(sobject, ())}
        for row, level, _label in self._fields.get(sobject, ()):
            found[row] = EDIT if editing and EDIT in (level, found.get(row)) else READ
        return found

    def sees_all_fields(self, sobject: str) -> bool:
        """Salesforce Help, "Object Permissions": View All Fields shows every field, whatever the field permissions, to who reads the object."""
        return _ALL_FIELDS in self.system or "view_all_fields" in self.words(sobject)

    def field_sources(self, row: str) -> list[str]:
        """What grants access to a field, at whatever level."""
        sobject = row.split(".", 1)[0]
        found = [label for name, _level, label in self._fields.get(sobject, ()) if name == row]
        found += self.words(sobject).get("view_all_fields", []) + self.system.get(_ALL_FIELDS, [])
        return list(dict.fromkeys(found))

    def describe(self, named: t.Iterable[str], counted: t.Callable[[str], bool]) -> dict[str, t.Any]:
        """Every object with what may be done; fields where *counted* says that all rows are known."""
        objects: dict[str, t.Any] = {}
        for sobject in sorted(self.objects() | set(named)):
            words = self.words(sobject)
            objects[sobject] = {
                "permissions": list(words),
                "sources": words,
                "governed_by": object_permissions.governed_by(sobject) if self.elsewhere(sobject) else None,
                "fields": self._counts(sobject) if counted(sobject) else None,
            }
        return objects

    def _counts(self, sobject: str) -> dict[str, t.Any]:
        found = self.fields(sobject)
        known = self.fields_of.get(sobject)
        return {
            "readable": len(found),
            "editable": sum(1 for level in found.values() if level == EDIT),
            "total": len(known) if known is not None else None,
            "all_readable": self.sees_all_fields(sobject) or (known is not None and len(found) >= len(known)),
        }
