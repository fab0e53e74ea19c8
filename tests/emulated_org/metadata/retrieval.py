# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a retrieval brings: files of the components a manifest names, and the manifest."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..errors import refuse
from . import archive
from .archive import Members
from .component import Component
from .kind import Caller, Listed
from .listing import file_of, kind_of_member, properties
from .types import KINDS

#: Types whose members decide what a profile shows, though their own files are not emulated.
CONTEXT = ("CustomObject", "CustomField", "CustomTab", "ApexClass", "ApexPage", "CustomPermission")


@dataclass
class Retrieved:
    files: dict[str, bytes] = field(default_factory=dict)
    listed: list[tuple[str, Listed]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def run(caller: Caller, members: Members, single: bool, version: int) -> Retrieved:
    """Files of everything *members* names; without *single* they stand in a folder of their own."""
    found = Retrieved()
    root = "" if single else "unpackaged/"
    for given, names in members.items():
        for name in names:
            kind, member = kind_of_member(given, name)
            if kind in KINDS:
                _add(caller, members, kind, member, found, root)
            elif given not in CONTEXT:
                found.problems.append(refuse("metadata_not_emulated", name=kind).message)
    found.files[root + archive.MANIFEST] = archive.manifest_document(members, version)
    return found


def _add(caller: Caller, members: Members, kind: str, name: str, found: Retrieved, root: str) -> None:
    target = KINDS[kind]
    listed = [one for one in target.listed(caller) if name in ("*", one.full_name)]
    if not listed and name != "*":
        found.problems.append(f"Entity of type '{kind}' named '{name}' cannot be found")
    for one in listed:
        values = target.read(caller, one.full_name) or {}
        if kind == "Profile":
            values = related(values, members)
        found.files[root + file_of(kind, one.full_name)] = archive.document(kind, values)
        found.listed.append((kind, one))


def related(values: Component, members: Members) -> Component:
    """A profile shows what belongs to the other components of the retrieval (Metadata API, Profile)."""
    objects, fields = members.get("CustomObject", []), members.get("CustomField", [])

    def object_there(name: str) -> bool:
        return name in objects or ("*" in objects and name.endswith("__c"))

    def there(kind: str, name: str) -> bool:
        return name in members.get(kind, []) or "*" in members.get(kind, [])

    kept: dict[str, t.Callable[[Component], bool]] = {
        "objectPermissions": lambda one: object_there(one["object"]),
        "fieldPermissions": lambda one: one["field"] in fields or object_there(one["field"].partition(".")[0]),
        "tabVisibilities": lambda one: one["visibility"] != "Hidden" and there("CustomTab", one["tab"]),
        "classAccesses": lambda one: there("ApexClass", one["apexClass"]),
        "pageAccesses": lambda one: there("ApexPage", one["apexPage"]),
        "customPermissions": lambda one: there("CustomPermission", one["name"]),
    }
    return {name: list(filter(kept[name], value)) if name in kept else value for name, value in values.items()}


def properties_of(caller: Caller, brought: Retrieved) -> str:
    """FileProperties of everything that was found."""
    return "".join(properties(caller, kind, one, "fileProperties") for kind, one in brought.listed)
