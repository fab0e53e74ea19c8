# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Field permissions by object: an org has thousands of them, people judge them by the dozen."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .words import REMOVED, Given, effect, plural

#: A field's label and API name; the label is empty where none is known.
Name = t.Tuple[str, str]


@dataclass
class Fields:
    """What becomes of the fields of one object: given to read or to edit too, taken away, or left to read only."""

    sobject: str
    label: str = ""
    readable: list[Name] = field(default_factory=list)
    editable: list[Name] = field(default_factory=list)
    taken: list[Name] = field(default_factory=list)
    reduced: list[Name] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The object by label and API name."""
        return f"{self.label} ({self.sobject})" if self.label and self.label != self.sobject else self.sobject

    @property
    def given(self) -> str:
        """The counts of what is granted: 61 fields readable, 40 of them editable."""
        count = len(self.readable) + len(self.editable)
        if not count:
            return ""
        if not self.editable:
            return f"{plural(count, 'field')} readable"
        if not self.readable:
            return f"{plural(count, 'field')} readable and editable"
        return f"{plural(count, 'field')} readable, {len(self.editable):,} of them editable"

    @property
    def lost(self) -> str:
        """The counts of what is revoked."""
        parts = [f"{plural(len(self.taken), 'field')} no longer readable" if self.taken else ""]
        parts.append(f"{plural(len(self.reduced), 'field')} no longer editable" if self.reduced else "")
        return ", ".join(part for part in parts if part)

    def groups(self, effect: str) -> list[tuple[str, list[Name]]]:
        """The fields that an effect is about, under headings."""
        lost = (("No longer readable", self.taken), ("No longer editable", self.reduced))
        given = (("Readable and editable", self.editable), ("Readable only", self.readable))
        return [one for one in (lost if effect == REMOVED else given) if one[1]]


def fields_of(changes: t.Iterable[Given], labels: t.Mapping[str, str]) -> list[Fields]:
    """Changes of field permissions by object, in the order of the objects' names; *labels* are those of objects."""
    found: dict[str, Fields] = {}
    for one in changes:
        sobject, _dot, name = str(one["key"]).partition(".")
        fields = found.setdefault(sobject, Fields(sobject, labels.get(sobject, "")))
        label = str(one.get("label") or "")
        _place(fields, one).append((label if label != name else "", name or sobject))
    return [found[sobject] for sobject in sorted(found, key=str.lower)]


def _place(fields: Fields, change: Given) -> list[Name]:
    if effect(str(change["verb"])) == REMOVED:
        return fields.reduced if change.get("after") else fields.taken
    return fields.editable if change.get("after") == "edit" else fields.readable
