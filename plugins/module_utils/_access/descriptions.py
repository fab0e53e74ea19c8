# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a description gives: the dictionary that the roles of vendors hand to the role ``integration_user``."""

from __future__ import annotations

import typing as t

Description = t.Mapping[str, t.Any]

#: What several vendors may need of one user, as lists of names.
NAMES = (
    "permission_set_licenses",
    "other_permission_sets",
    "other_permission_set_groups",
    "feature_licenses",
    "addresses",
)
#: What they bring along, as lists of dictionaries, each named by the first of these keys that it has.
THINGS: t.Mapping[str, tuple[str, ...]] = {
    "permission_sets": ("name",),
    "permission_set_groups": ("name",),
    "packages": ("package", "version_id"),
    "apps": ("name",),
}
#: What a profile grants.
_GRANTED = ("system_permissions", "object_permissions", "field_permissions", "tabs")


def needed(description: Description) -> list[tuple[str, str]]:
    """What a vendor has to be able to do, as kind and key; what a permission on an object implies is spelled out."""
    needs = description.get("needs") or {}
    found = [("system_permission", str(one)) for one in needs.get("system_permissions") or ()]
    for one in needs.get("object_permissions") or ():
        found += [("object_permission", f"{one['object']} {word}") for word in implied(one.get("permissions") or ())]
    for one in needs.get("field_permissions") or ():
        found += [("field_permission", f"{one['object']} {text}") for text in _fields(one)]
    return found


#: What Salesforce demands with each permission on an object (Object Reference, ObjectPermissions).
_IMPLIED: t.Mapping[str, tuple[str, ...]] = {
    "create": ("read",),
    "edit": ("read",),
    "delete": ("read", "edit"),
    "view_all": ("read",),
    "view_all_fields": ("read",),
    "modify_all": ("read", "edit", "delete", "view_all"),
}


def implied(words: t.Iterable[str]) -> list[str]:
    """Permissions on an object with those that Salesforce demands with them."""
    return distinct(one for word in words for one in (*_IMPLIED.get(word, ()), word))


def compare(first: Description, second: Description) -> dict[str, list[dict[str, str]]]:
    """What only one of two descriptions gives."""
    one, other = [[*held(found), *needed(found)] for found in (first, second)]
    return {"only_first": _without(one, other), "only_second": _without(other, one)}


def _without(some: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[dict[str, str]]:
    known = {(kind, same(key)) for kind, key in others}
    left = dict.fromkeys((kind, key) for kind, key in some if (kind, same(key)) not in known)
    return [{"kind": kind, "key": key} for kind, key in sorted(left)]


def held(description: Description) -> list[tuple[str, str]]:
    """What a user holds or has around it, as kind and key."""
    found = [(singular(kind), str(one)) for kind in NAMES for one in description.get(kind) or ()]
    found += [(singular(kind), name_of(kind, one)) for kind in THINGS for one in description.get(kind) or ()]
    return found + _profile(description.get("custom_profile") or {})


def _profile(profile: t.Mapping[str, t.Any]) -> list[tuple[str, str]]:
    """A profile of the vendor's own, with what it keeps of the one it is cloned from."""
    if not profile.get("name"):
        return []
    origin = ", ".join(profile.get("clone_from") or ())
    kept = [kind.replace("_", " ") for kind in _GRANTED if "set" not in (profile.get(kind) or ())]
    told = f" (cloned from {origin}; keeps its {', '.join(kept) or 'nothing'})" if origin else ""
    return [("profile", f"{profile['name']}{told}")]


def _fields(entry: t.Mapping[str, t.Any]) -> list[str]:
    texts = [
        f"{word} all" for word, option in (("read", "all_readable"), ("edit", "all_editable")) if entry.get(option)
    ]
    return texts + [f"{word} {name}" for word in ("read", "edit") for name in entry.get(word) or ()]


def name_of(kind: str, thing: t.Mapping[str, t.Any]) -> str:
    """By what a thing is known."""
    return next((str(thing[key]) for key in THINGS[kind] if thing.get(key)), "")


def distinct(values: t.Iterable[t.Any]) -> list[t.Any]:
    """Values in their order, each once; names without regard to case."""
    found: dict[str, t.Any] = {}
    for one in values:
        found.setdefault(same(one), one)
    return list(found.values())


def same(value: t.Any) -> str:
    """What two values have in common that mean the same."""
    return (value if isinstance(value, str) else repr(value)).lower()


def singular(kind: str) -> str:
    """One of a kind: an address, a permission set."""
    return kind[:-2] if kind.endswith("sses") else kind[:-1]
