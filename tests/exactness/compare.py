# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compare what a result announces with what the store shows."""

from __future__ import annotations

import typing as t

from .announced import ATTRIBUTES, FEATURES, Announced
from .tables import Tables
from .truth import Facts, facts, plain

Record = dict[str, t.Any]
#: Rows that packages bring, which no result lists: they are in the package.
PACKAGED = {
    "ApexClass",
    "CustomPermission",
    "ConnectedApplication",
    "ConnectedAppPolicy",
    "PackageLicense",
    "SubscriberPackageVersion",
    "PackageInstallRequest",
    "SubscriberPackageVersionUninstallRequest",
}


def differences(module: str, params: Record, result: Record, before: Tables, after: Tables) -> list[str]:
    """What was done and not announced, or announced and not done; empty where the two are the same."""
    announced = Announced(module, params, result)
    told, shown = announced.facts, facts(before, after)
    for key in [key for key in shown if key[0] == "password"]:
        shown[key] = (None, True)
    if not result.get("record"):
        shown = _without_attributes(shown)
    shown = _without_consequences(module, params, shown, told)
    found = list(announced.wrong)
    for key in sorted({*told, *shown}, key=str):
        one, other = told.get(key, (None, None)), shown.get(key, (None, None))
        if _same(one[0], one[1]) and key not in shown:
            continue
        if not (_same(one[0], other[0]) and _same(one[1], other[1])):
            found.append(f"{' / '.join(key)}: announced {_arrow(told, key)}, the store shows {_arrow(shown, key)}")
    return found


def _arrow(where: Facts, key: tuple[str, str, str]) -> str:
    return f"{where[key][0]!r} -> {where[key][1]!r}" if key in where else "nothing"


def _same(one: t.Any, other: t.Any) -> bool:
    """Values as people read them: nothing, an empty text and a switch that is off are the same."""
    return plain(one) == plain(other) or str(one) == str(other)


def _made(shown: Facts) -> set[tuple[str, str]]:
    return {(key[0], key[1]) for key, (_old, new) in shown.items() if key[2] == "exists" and new}


def _without_attributes(shown: Facts) -> Facts:
    """A result that failed does not tell what its new records are like, only that they are there."""
    made = _made(shown)
    return {key: one for key, one in shown.items() if key[2] == "exists" or (key[0], key[1]) not in made}


def _without_consequences(module: str, params: Record, shown: Facts, told: Facts) -> Facts:
    """Without what the org does by itself, and everybody knows that it does."""
    made = _made(shown)
    left = {key for key, (old, new) in shown.items() if key[0] == "user" and key[2] == "IsActive" and old and not new}
    names = {subject for _kind, subject, _name in left}
    # With the last permission set that needs a licence, or with a user who is deactivated, the licence goes.
    sets = ("permission_set ", "permission_set_group ")
    names |= {
        key[1] for key, (_old, new) in shown.items() if new is None and key[0] == "assigned" and key[2].startswith(sets)
    }
    kept = {}
    for key, values in shown.items():
        kind, subject, name = key
        defaults = (kind, subject) in made and key not in told and name not in ATTRIBUTES.get(kind, {}).values()
        if defaults and name != "exists" and name not in FEATURES.values():
            continue  # What Salesforce fills in where a new record says nothing.
        if (
            key not in told
            and kind == "assigned"
            and subject in names
            and name.startswith("permission_set_license ")
            and values[1] is None
        ):
            continue
        if kind == "user" and name == "UserType" and (kind, subject, "profile") in told:
            continue
        if module == "sf_package" and _of_a_package(key, made):
            continue
        kept[key] = values
    return kept


def _of_a_package(key: tuple[str, str, str], made: set[tuple[str, str]]) -> bool:
    kind, subject, name = key
    owner = subject if kind == "permission_set" else subject.removeprefix("permission_set ")
    if kind == "row":
        return subject in {one.casefold() for one in PACKAGED}
    return "__" in owner or "__" in name or kind == "connected_app"
