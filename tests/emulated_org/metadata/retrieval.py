# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a retrieval brings: files of the components a manifest names, and the manifest."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from . import archive, registry
from .archive import Members
from .component import Component
from .kind import Caller, Kind, Listed
from .listing import properties
from .types import KINDS


@dataclass
class Retrieved:
    files: dict[str, bytes] = field(default_factory=dict)
    listed: list[tuple[str, Listed]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def run(caller: Caller, members: Members, single: bool) -> Retrieved:
    """Files of everything *members* names; without *single* they stand in a folder of their own."""
    found = Retrieved()
    root = "" if single else "unpackaged/"
    # Fields are added to the files of their objects.
    for given, names in sorted(members.items(), key=lambda pair: pair[0] == "CustomField"):
        if given != registry.SETTINGS and not registry.known(given):
            gone = registry.unavailable(given)
            text = f"Entity type: '{given}' is " + ("not available in this organization" if gone else "unknown")
            found.problems.append(text)
            continue
        for name in names:
            _add(caller, members, *registry.member(given, name), found, root)
    found.files[root + archive.MANIFEST] = archive.manifest_document(members, caller.version)
    return found


def _add(caller: Caller, members: Members, kind: str, name: str, found: Retrieved, root: str) -> None:
    target = KINDS.get(kind)
    listed = _chosen(caller, target, name) if target is not None else []
    if not listed and name != "*":
        found.problems.append(f"Entity of type '{kind}' named '{name}' cannot be found")
    for one in listed:
        values = target.read(caller, one.full_name) if target is not None else None
        if target is None or values is None:
            continue
        if kind == "Profile":
            values = related(values, members)
        for path, content in target.files(values).items():
            before = found.files.get(root + path)
            found.files[root + path] = content if before is None else archive.joined(before, content)
        found.listed.append((kind, one))


def _chosen(caller: Caller, target: Kind, name: str) -> list[Listed]:
    if name == "*":
        return target.starred(caller)
    return [one for one in target.listed(caller) if one.full_name == name]


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
