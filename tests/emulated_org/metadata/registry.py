# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which metadata types an organisation has, whether the emulated one holds anything of them or not."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass

from ..errors import ApiError, refuse
from ..schema.standard import data

#: The types of single settings are named after their file: SecuritySettings is settings/Security.settings.
SETTINGS = "Settings"


@dataclass(frozen=True)
class Described:
    """A type as describeMetadata shows it."""

    name: str
    folder: str
    suffix: str
    meta: bool
    in_folder: bool
    children: tuple[str, ...]


@functools.cache
def types() -> dict[str, Described]:
    """Every type that components are listed by, without what only stands inside another one."""
    found: dict[str, Described] = {}
    for name, raw in data("metadata_types.json")["types"].items():
        flags = raw[2] if len(raw) > 2 else ""
        children = tuple(raw[3]) if len(raw) > 3 else ()
        found[name] = Described(name, raw[0], raw[1], "m" in flags, "f" in flags, children)
    return found


@functools.cache
def parents() -> dict[str, str]:
    """Child type to the type whose file holds it."""
    return {child: one.name for one in types().values() for child in one.children}


def known(name: str) -> bool:
    """Whether an organisation has the type."""
    return name in types() or name in parents() or (name.endswith(SETTINGS) and name[:1].isupper())


def unavailable(name: str) -> bool:
    """Whether it is a type of a feature that the organisation did not buy."""
    return name in data("metadata_types.json")["unavailable"]


def unknown(name: str) -> ApiError:
    """The refusal of a type that the organisation lacks."""
    return refuse("metadata_type_unavailable" if unavailable(name) else "metadata_type", name=name)


def file_of(kind: str, full_name: str) -> str:
    """Path of a component in a package."""
    parent = parents().get(kind)
    if parent is not None:
        return file_of(parent, full_name.partition(".")[0])
    one = types()[SETTINGS if kind.endswith(SETTINGS) else kind]
    return f"{one.folder}/{full_name}" + (f".{one.suffix}" if one.suffix else "")


def type_of_file(path: str) -> tuple[str, str] | None:
    """Type and full name of a file in a package, None for what belongs to none."""
    folder, _slash, name = path.partition("/")
    name = name.removesuffix("-meta.xml")
    for one in types().values():
        if folder == one.folder and one.suffix and name.endswith(f".{one.suffix}"):
            return one.name, name[: -len(one.suffix) - 1]
    return None


def member(given: str, name: str) -> tuple[str, str]:
    """Type and full name behind a member of a manifest: settings are named after what they set."""
    if given != SETTINGS:
        return given, name
    return ("SecuritySettings", "Security") if name in ("*", "Security") else (f"{name}{SETTINGS}", name)


def described() -> t.Iterator[Described]:
    """The types in the order of describeMetadata."""
    return iter(types().values())
