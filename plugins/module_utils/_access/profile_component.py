# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A profile as the Metadata API takes it: what is listed changes, everything else stays ("Profile", Metadata API Developer Guide).

Rows of object, field and tab permissions could be written below the permission set that the profile owns, too; Salesforce does not
document that, and a component counts as a whole, so that what its parts need of each other may come in any order.
"""

from __future__ import annotations

import typing as t

from . import object_permissions, tabs
from .field_permissions import EDIT, Rows, echoes
from .grants import Settled
from .ip_ranges import IpRange
from .resource import Record

#: Word of the option -> flag of ProfileObjectPermissions.
_FLAGS = {
    "read": "allowRead",
    "create": "allowCreate",
    "edit": "allowEdit",
    "delete": "allowDelete",
    "view_all": "viewAllRecords",
    "modify_all": "modifyAllRecords",
    "view_all_fields": "viewAllFields",
}
_HIDDEN = "Hidden"


def objects(settled: Settled) -> list[Record]:
    """Entries of the objects whose permissions change; the org takes a missing flag for one that is off."""
    changed = object_permissions.by_object(settled.granted | settled.revoked)
    return [
        _sorted({"object": sobject, **{flag: word in words for word, flag in _FLAGS.items()}})
        for sobject in changed
        for words in [settled.words(settled.target, sobject)]
    ]


def fields(before: Rows, after: Rows) -> list[Record]:
    """Entries of the fields whose access changes; of two rows that the org keeps equal, one is enough."""
    return [
        {"editable": after.get(name) == EDIT, "field": name, "readable": name in after}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name) and not echoes(name)
    ]


def tab_settings(before: t.Mapping[str, str], after: t.Mapping[str, str]) -> list[Record]:
    """Entries of the tabs that change."""
    return [
        {"tab": name, "visibility": tabs.VISIBILITY[after[name]] if name in after else _HIDDEN}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def ranges(target: t.Iterable[IpRange]) -> list[Record]:
    """All ranges: what is sent replaces what is there (salesforce.stackexchange.com, question 250292)."""
    entries: list[Record] = []
    for one in target:
        said = {"description": one.description} if one.description else {}
        entries.append({**said, "endAddress": str(one.end), "startAddress": str(one.start)})
    return entries


def user_permissions(columns: t.Mapping[str, bool]) -> list[Record]:
    """System permissions that are switched."""
    return [{"enabled": on, "name": name[len("Permissions") :]} for name, on in sorted(columns.items())]


def _sorted(entry: Record) -> Record:
    """Elements in the order of the WSDL, which is that of the alphabet."""
    return dict(sorted(entry.items()))
