# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One style for every list-like option: ``{add: [...], remove: [...], set: [...]}``, a plain list meaning ``add``."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .refusal import Refusal

T = t.TypeVar("T")

#: Object Reference, "Object Names": letters, digits and underscores; a custom object's ends in ``__c``.
_API_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)


@dataclass(frozen=True)
class Edit(t.Generic[T]):
    """Wanted entries, entries to remove, and whether everything else has to go (*exact*)."""

    wanted: tuple[T, ...] = ()
    removed: tuple[T, ...] = ()
    exact: bool = False
    declared: bool = False

    def map(self, function: t.Callable[[T], t.Any]) -> "Edit[t.Any]":
        return Edit(tuple(map(function, self.wanted)), tuple(map(function, self.removed)), self.exact, self.declared)


def edit(option: str, value: t.Any, entry: t.Callable[[t.Any], T], required: bool = False) -> "Edit[T]":
    """Read a list-like option; *entry* turns one raw entry into its meaning.

    A list that is there but null is a variable that came out empty, not a decision to declare nothing.

    Raises:
        Refusal: if the option has another form, a list is null, or ``set`` stands beside ``add``.
    """
    if value is None and required:
        raise _empty(option, option)
    if value is None:
        return Edit()
    if isinstance(value, (str, bytes)) or not isinstance(value, (list, tuple, dict)):
        raise shape(option, "a list, or a dictionary with 'add', 'remove' or 'set'")
    lists = value if isinstance(value, dict) else {"add": value}
    for name, entries in lists.items():
        if name not in ("add", "remove", "set"):
            raise shape(option, f"a list, or a dictionary with 'add', 'remove' or 'set'; it has '{name}'")
        if entries is None:
            raise _empty(f"'{name}'", option)
        if not isinstance(entries, (list, tuple)):
            raise shape(option, f"a list under '{name}'")
    exact = "set" in lists
    if exact and (lists.get("add") or lists.get("remove")):
        raise Refusal(
            f"Option {option} has 'set' beside 'add' or 'remove': 'set' alone says everything, drop the others",
            "BAD_OPTION",
            [option],
        )
    wanted = tuple(entry(one) for one in lists.get("set" if exact else "add", ()))
    removed = tuple(entry(one) for one in lists.get("remove", ()))
    return Edit(wanted, removed, exact, True)


def tidy(text: str) -> str:
    """Text as Salesforce keeps it: without space around it, and with plain line ends."""
    return str(text).replace("\r\n", "\n").strip()


def word(option: str) -> t.Callable[[t.Any], str]:
    """An entry that is one non-empty name."""

    def read(value: t.Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise shape(option, f"names; it has {value!r}")
        return value.strip()

    return read


def mapping(option: str, value: t.Any, required: t.Sequence[str], optional: t.Sequence[str]) -> t.Mapping[str, t.Any]:
    """An entry that is a dictionary with known keys.

    Raises:
        Refusal: naming the missing or unknown key.
    """
    if not isinstance(value, dict):
        raise shape(option, f"dictionaries with {', '.join(required)}; it has {value!r}")
    for key in required:
        if not isinstance(value.get(key), str) or not value[key].strip():
            raise shape(option, f"'{key}' in each entry; one lacks it")
    for key in value:
        if key not in required and key not in optional:
            known = ", ".join([*required, *optional])
            raise shape(option, f"entries with {known}; one has '{key}'")
    return value


def api_name(option: str, value: str) -> str:
    """The API name of an object, as far as it can be told without the org. Labels have spaces; API names never do.

    Raises:
        Refusal: for what no object can be called.
    """
    name = value.strip()
    if not _API_NAME.fullmatch(name):
        raise Refusal(
            f"'{name}' is not the API name of an object; custom objects end in __c; change {option}",
            "BAD_OPTION",
            [option],
        )
    return name


def shape(option: str, expected: str) -> Refusal:
    """The refusal of an option of another form."""
    return Refusal(f"Option {option} takes {expected}", "BAD_OPTION", [option])


def _empty(what: str, option: str) -> Refusal:
    place = "" if what == option else f" of option {option}"
    what = f"Option {option}" if what == option else what
    return Refusal(f"{what}{place} is empty; write [] for none", "BAD_OPTION", [option])
