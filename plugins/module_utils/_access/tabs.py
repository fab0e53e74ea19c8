# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Tab settings: PermissionSetTabSetting rows under a permission set."""

from __future__ import annotations

import typing as t

from .edits import Edit, mapping, shape
from .refusal import Findings, Refusal, near
from .requests import Query, Read
from .resource import Known, Record

OPTION = "tabs"

#: What Setup calls Available and Visible (Object Reference, PermissionSetTabSetting; a hidden tab has no row).
VISIBILITY = {"available": "DefaultOff", "visible": "DefaultOn"}
_WORD = {value: word for word, value in VISIBILITY.items()}

DEFINITIONS = Query("TabDefinition", ("Id", "Name", "Label", "SobjectName"), catalogue=True, optional=True)

Tab = tuple[str, str]


def entry(value: t.Any) -> Tab:
    """One entry ``{name: standard-Lead, visibility: visible}``; an object's name stands for its tab.

    Raises:
        Refusal: for another form.
    """
    if isinstance(value, str):
        value = {"name": value}
    given = mapping(OPTION, value, ["name"], ["visibility"])
    visibility = given.get("visibility", "visible")
    if not isinstance(visibility, str):
        raise shape(OPTION, f"{' or '.join(VISIBILITY)} as visibility of {given['name']}; it has {visibility!r}")
    if visibility not in VISIBILITY:
        raise Refusal(
            f"Option {OPTION} has visibility '{visibility}' for {given['name']}; use {' or '.join(VISIBILITY)}",
            "BAD_OPTION",
            [OPTION],
        )
    return given["name"].strip(), visibility


def reads(edit: Edit[Tab], current: t.Mapping[str, str]) -> list[Read]:
    """The org's tab definitions, needed only where a name is not among the current rows."""
    names = [name for name, _visibility in (*edit.wanted, *edit.removed)]
    return [DEFINITIONS] if any(_among(name, current) is None for name in names) else []


def declared(edit: Edit[Tab], current: t.Mapping[str, str], known: Known) -> set[str]:
    """The names of the tabs that are wanted, as the org spells them."""
    return {_name(name, current, known, Findings()) for name, _visibility in edit.wanted}


def target(edit: Edit[Tab], current: t.Mapping[str, str], known: Known) -> dict[str, str]:
    """The tab settings as they should be.

    Raises:
        Refusal: naming every tab the org does not have, and every tab that is wanted in two ways.
    """
    findings = Findings()
    wanted: dict[str, str] = {}
    for given, visibility in edit.wanted:
        name = _name(given, current, known, findings)
        if wanted.setdefault(name, visibility) != visibility:
            text = f"Option {OPTION} wants {name} both {wanted[name]} and {visibility}; keep one of the two"
            findings.add(text, "BAD_OPTION", [OPTION])
    removed = {_name(name, current, known, findings) for name, visibility in edit.removed}
    findings.refuse()
    both = sorted(removed & set(wanted))
    if both:
        raise Refusal(
            f"Option {OPTION} adds and removes {', '.join(both)}; keep one of the two", "BAD_OPTION", [OPTION]
        )
    kept: dict[str, str] = (
        {} if edit.exact else {name: visibility for name, visibility in current.items() if name not in removed}
    )
    return {**kept, **wanted}


def granted(rows: t.Iterable[Record]) -> dict[str, str]:
    """Tab names with the words of the option."""
    return {row["Name"]: str(_WORD.get(row["Visibility"], row["Visibility"])) for row in rows}


def _name(name: str, current: t.Mapping[str, str], known: Known, findings: Findings) -> str:
    held = _among(name, current)
    if held is not None:
        return held
    definitions = known.records(DEFINITIONS)
    for key in ("Name", "SobjectName"):
        found = [str(one["Name"]) for one in definitions if str(one.get(key) or "").lower() == name.lower()]
        if len(found) == 1:
            return found[0]
    names = [one["Name"] for one in definitions]
    findings.add(f"The org has no tab '{name}'{near(name, names)}; change {OPTION}", "UNKNOWN_TAB", [OPTION])
    return name


def _among(name: str, current: t.Iterable[str]) -> str | None:
    """The current row of that name; a standard object's tab is called ``standard-`` and the object's name."""
    spellings = (name.lower(), f"standard-{name}".lower())
    return next((one for one in current if one.lower() in spellings), None)
