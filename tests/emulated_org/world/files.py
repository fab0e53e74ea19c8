# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""World files: YAML (or JSON) that says which organisations there are and how they differ."""

from __future__ import annotations

import copy
import typing as t
from pathlib import Path

import yaml

HERE = Path(__file__).parent.parent / "worlds"
#: What an organisation's entry may hold.
KEYS = frozenset(
    {
        "name",
        "company",
        "edition",
        "country",
        "sandbox",
        "sandbox_of",
        "like",
        "username_suffix",
        "settings",
        "features",
        "absent_objects",
        "absent_permissions",
        "extra_permissions",
        "absent_profiles",
        "user_licenses",
        "permission_set_licenses",
        "feature_licenses",
        "roles",
        "scheduled_jobs",
        "custom_objects",
        "generated_objects",
        "custom_fields",
        "more_object_permissions",
        "profiles",
        "users",
        "permission_sets",
        "permission_set_groups",
        "connected_apps",
        "external_client_apps",
        "custom_permissions",
        "apex_classes",
        "currencies",
        "holds",
        "sharing",
        "trusted_ip_ranges",
        "security_settings",
        "packages",
        "available_packages",
    }
)
Entry = dict[str, t.Any]


class WorldError(Exception):
    """A world file that cannot be used; the text says where and why."""


def find(name: str) -> Path:
    """*name* is a file, or a world that ships here."""
    path = Path(name)
    if path.is_file():
        return path
    for suffix in (".yml", ".yaml", ".json"):
        if (HERE / (name + suffix)).is_file():
            return HERE / (name + suffix)
    shipped = ", ".join(sorted(one.stem for one in HERE.glob("*.yml")))
    raise WorldError(f"no world file {name}; shipped worlds: {shipped}")


def read(name: str, count: int | None = None, only: t.Sequence[str] = ()) -> list[Entry]:
    """The organisations of a world, or *only* those of them, in that order.

    With *count* exactly so many, repeating them under further names.
    """
    path = find(name)
    try:
        text = path.read_text("utf-8")
        # World files are long: the parser in C, where PyYAML was built with it.
        loaded = yaml.load(text, yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WorldError(f"{path.name}: {error}") from error
    entries = loaded.get("orgs") if isinstance(loaded, dict) else None
    if not isinstance(entries, list) or not entries:
        raise WorldError(f"{path.name}: needs a list under orgs")
    known: dict[str, Entry] = {}
    for raw in entries:
        entry = _inherited(path.name, raw, known)
        known[entry["name"]] = entry
    unknown = set(only) - set(known)
    if unknown:
        raise WorldError(f"{path.name}: no organisation {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    found = [known[one] for one in only or known]
    return found if count is None else [_again(found, index) for index in range(count)]


def _inherited(file: str, raw: Entry, known: dict[str, Entry]) -> Entry:
    if "name" not in raw:
        raise WorldError(f"{file}: an organisation without a name")
    unknown = set(raw) - KEYS
    if unknown:
        raise WorldError(f"{file}: {raw['name']}: unknown keys {', '.join(sorted(unknown))}")
    base = raw.get("like")
    if base is None:
        return dict(raw)
    if base not in known:
        raise WorldError(f"{file}: {raw['name']}: like {base}, which does not stand before it")
    return {**copy.deepcopy(known[base]), **raw}


def _again(entries: list[Entry], index: int) -> Entry:
    entry = entries[index % len(entries)]
    again = index // len(entries) + 1
    if again == 1:
        return entry
    suffix = f"{entry.get('username_suffix', '')}.{again}"
    made = {**entry, "name": f"{entry['name']}-{again}", "username_suffix": suffix}
    if made.get("sandbox_of"):
        made["sandbox_of"] = f"{made['sandbox_of']}-{again}"
    return made
