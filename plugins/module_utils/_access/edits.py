# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One style for every list-like option: ``{add: [...], remove: [...], set: [...]}``, a plain list meaning ``add``."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .refusal import Refusal

T = t.TypeVar("T")


@dataclass(frozen=True)
class Edit(t.Generic[T]):
    """Wanted entries, entries to remove, and whether everything else has to go (*exact*)."""

    wanted: tuple[T, ...] = ()
    removed: tuple[T, ...] = ()
    exact: bool = False
    declared: bool = False

    def map(self, function: t.Callable[[T], t.Any]) -> "Edit[t.Any]":
        return Edit(tuple(map(function, self.wanted)), tuple(map(function, self.removed)), self.exact, self.declared)


def edit(option: str, value: t.Any, entry: t.Callable[[t.Any], T]) -> "Edit[T]":
    """Read a list-like option; *entry* turns one raw entry into its meaning.

    Raises:
        Refusal: if the option has another form, or ``set`` stands beside ``add``.
    """
    if value is None:
        return Edit()
    if isinstance(value, (str, bytes)) or not isinstance(value, (list, tuple, dict)):
        raise _shape(option, "a list, or a dictionary with 'add', 'remove' or 'set'")
    lists = value if isinstance(value, dict) else {"add": value}
    for name, entries in lists.items():
        if name not in ("add", "remove", "set"):
            raise _shape(option, f"a list, or a dictionary with 'add', 'remove' or 'set'; it has '{name}'")
        if entries is not None and not isinstance(entries, (list, tuple)):
            raise _shape(option, f"a list under '{name}'")
    if lists.get("set") is not None and (lists.get("add") or lists.get("remove")):
        raise Refusal(
            f"Option {option} has 'set' beside 'add' or 'remove': 'set' alone says everything, drop the others",
            "BAD_OPTION",
            [option],
        )
    exact = lists.get("set") is not None
    wanted = tuple(entry(one) for one in (lists["set"] if exact else lists.get("add")) or ())
    removed = tuple(entry(one) for one in lists.get("remove") or ())
    return Edit(wanted, removed, exact, True)


def word(option: str) -> t.Callable[[t.Any], str]:
    """An entry that is one non-empty name."""

    def read(value: t.Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise _shape(option, f"names; it has {value!r}")
        return value.strip()

    return read


def mapping(option: str, value: t.Any, required: t.Sequence[str], optional: t.Sequence[str]) -> t.Mapping[str, t.Any]:
    """An entry that is a dictionary with known keys.

    Raises:
        Refusal: naming the missing or unknown key.
    """
    if not isinstance(value, dict):
        raise _shape(option, f"dictionaries with {', '.join(required)}; it has {value!r}")
    for key in required:
        if not isinstance(value.get(key), str) or not value[key].strip():
            raise _shape(option, f"'{key}' in each entry; one lacks it")
    for key in value:
        if key not in required and key not in optional:
            known = ", ".join([*required, *optional])
            raise _shape(option, f"entries with {known}; one has '{key}'")
    return value


def _shape(option: str, expected: str) -> Refusal:
    return Refusal(f"Option {option} takes {expected}", "BAD_OPTION", [option])
