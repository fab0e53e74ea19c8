# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the descriptions of several vendors come to for one user they share, and what goes when one of them leaves."""

from __future__ import annotations

import typing as t

from .descriptions import NAMES, THINGS, Description, distinct, held, name_of, needed, same, singular
from .refusal import Refusal

_NEEDS = ("system_permissions", "object_permissions", "field_permissions", "feature_licenses")
#: How the variables end that decide about licences of the user itself.
_ABOUT_LICENSE = ("_license", "_permission_set_licenses")
#: The more it opens, the later it stands.
_TRUST = ("never", "where_used", "always")


def unite(descriptions: t.Mapping[str, Description], license: str = "") -> dict[str, t.Any]:
    """One description that gives every vendor what it needs, with ``provenance``: who needs what of it.

    *license* is the user licence that was chosen where the vendors want different ones. What a vendor wants for another licence only
    (permission set licences, permission sets made for one) is then left out, and ``departures`` tells of it.

    Raises:
        Refusal: if no licence serves all, a vendor wants a profile of its own, or two bring different things of one name.
    """
    _check_profiles(descriptions)
    fitted = {name: _fitted(one, license) for name, one in descriptions.items()}
    united: dict[str, t.Any] = {
        "vendor": ", ".join(str(one.get("vendor") or name) for name, one in fitted.items()),
        "requirements": {
            key: value for one in fitted.values() for key, value in (one.get("requirements") or {}).items()
        },
        "license": [license] if license else _common_license(fitted),
        "trust_addresses": max(
            (str(one.get("trust_addresses", "never")) for one in fitted.values()), key=_TRUST.index, default="never"
        ),
        "needs": _united_needs(fitted),
    }
    for kind in NAMES:
        united[kind] = distinct(value for one in fitted.values() for value in one.get(kind) or ())
    for kind in THINGS:
        united[kind] = _united_things(kind, fitted)
    united["provenance"] = provenance(fitted)
    united["departures"] = [text for name, one in descriptions.items() for text in _departures(name, one, license)]
    return united


def subtract(
    descriptions: t.Mapping[str, Description], leaving: t.Iterable[str], license: str = ""
) -> dict[str, t.Any]:
    """What only the vendors *leaving* need of a shared user, as a description to be taken away; ``kept`` tells what stays and for whom.

    Raises:
        Refusal: if a vendor that leaves is not described: nothing would be taken away for it. And what unite() raises.
    """
    gone = {one.lower() for one in ([leaving] if isinstance(leaving, str) else leaving)}
    unknown = sorted(gone - {name.lower() for name in descriptions})
    if unknown:
        text = f"No description of {', '.join(unknown)}, which leaves; there are those of {', '.join(descriptions) or 'nobody'}"
        raise Refusal(text, "UNKNOWN_VENDOR")
    going = {name: one for name, one in descriptions.items() if name.lower() in gone}
    staying = {name: one for name, one in descriptions.items() if name.lower() not in gone}
    taken, others = unite(going, license), unite(staying, license)
    for kind in NAMES:
        wanted = {same(one) for one in others[kind]}
        taken[kind] = [one for one in taken[kind] if same(one) not in wanted]
    for kind in THINGS:
        wanted = {same(name_of(kind, one)) for one in others[kind]}
        taken[kind] = [one for one in taken[kind] if same(name_of(kind, one)) not in wanted]
    shared = {(one["kind"], same(one["key"])) for one in taken["provenance"]}
    taken["kept"] = [one for one in others["provenance"] if (one["kind"], same(one["key"])) in shared]
    return taken


def provenance(descriptions: t.Mapping[str, Description]) -> list[dict[str, t.Any]]:
    """Everything that a user gets, each with the vendors that need it."""
    found: dict[tuple[str, str], dict[str, t.Any]] = {}
    for name, one in descriptions.items():
        for kind, key in [*held(one), *needed(one)]:
            entry = found.setdefault((kind, same(key)), {"kind": kind, "key": key, "vendors": []})
            if name not in entry["vendors"]:
                entry["vendors"].append(name)
    return sorted(found.values(), key=lambda one: (one["kind"], one["key"].lower()))


def _fitted(description: Description, license: str) -> Description:
    """A description without what it wants for another licence than the one chosen."""
    if _fits(description, license):
        return description
    sets = [
        {key: value for key, value in one.items() if key != "license"}
        for one in description.get("permission_sets") or ()
    ]
    return {**description, "permission_set_licenses": [], "permission_sets": sets}


def _fits(description: Description, license: str) -> bool:
    wanted = [str(one).lower() for one in description.get("license") or ()]
    return not license or not wanted or license.lower() in wanted


def _departures(name: str, description: Description, license: str) -> list[str]:
    if _fits(description, license):
        return []
    wanted, ids = ", ".join(description["license"]), ", ".join(_about_license(description))
    asked = f"{name} asks for the licence {wanted}" + (f" ({ids})" if ids else "")
    return [
        f"{asked} and gets {license}: its permission set licences, and the licences of its permission sets, are left out"
    ]


def _about_license(description: Description) -> list[str]:
    """The requirements that speak of the licence: those that a variable for it decides about."""
    ids = description.get("requirements") or {}
    return [
        key
        for key, one in ids.items()
        if any(str(name).endswith(_ABOUT_LICENSE) for name in one.get("variables") or ())
    ]


def _common_license(descriptions: t.Mapping[str, Description]) -> list[str]:
    wanted = {name: list(one["license"]) for name, one in descriptions.items() if one.get("license")}
    if not wanted:
        return []
    first, *rest = wanted.values()
    common = [one for one in first if all(one.lower() in [other.lower() for other in some] for some in rest)]
    if not common:
        told = "; ".join(f"{name}: {', '.join(some)}" for name, some in wanted.items())
        raise Refusal(
            f"No user licence serves all of these vendors ({told}): choose one, or give them users of their own",
            "NO_COMMON_LICENSE",
        )
    return common


def _united_needs(descriptions: t.Mapping[str, Description]) -> dict[str, t.Any]:
    every = [one.get("needs") or {} for one in descriptions.values()]
    return {kind: distinct(value for needs in every for value in needs.get(kind) or ()) for kind in _NEEDS}


def _united_things(kind: str, descriptions: t.Mapping[str, Description]) -> list[t.Any]:
    found: dict[str, tuple[str, t.Any]] = {}
    for name, description in descriptions.items():
        for one in description.get(kind) or ():
            other, known = found.setdefault(same(name_of(kind, one)), (name, one))
            if known != one:
                what = f"{singular(kind).replace('_', ' ')} {name_of(kind, one)}"
                raise Refusal(
                    f"{other} and {name} both bring the {what}, and not the same: rename one of them", "NAME_TAKEN"
                )
    return [one for _vendor, one in found.values()]


def _check_profiles(descriptions: t.Mapping[str, Description]) -> None:
    for name, one in descriptions.items():
        if (one.get("custom_profile") or {}).get("name"):
            text = f"{name} wants a profile of its own, and a user has one profile: describe it for a shared user"
            raise Refusal(text, "OWN_PROFILE")
