# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A SOQL query as values."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Path:
    """``Profile.UserLicense.Name``; *position* is where it stands in the text."""

    parts: tuple[str, ...]
    position: int = 0
    alias: str = ""

    @property
    def text(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True)
class Function:
    name: str
    arguments: tuple[t.Any, ...]
    position: int = 0
    alias: str = ""


@dataclass(frozen=True)
class TypeOf:
    path: Path
    branches: tuple[tuple[str, tuple[Path, ...]], ...]
    otherwise: tuple[Path, ...]


@dataclass(frozen=True)
class Literal:
    """*kind*: text, number, datetime, date, boolean, null, range."""

    kind: str
    value: t.Any


@dataclass(frozen=True)
class Comparison:
    operand: Path | Function
    operator: str
    value: Literal


@dataclass(frozen=True)
class Membership:
    operand: Path | Function
    negated: bool
    values: tuple[Literal, ...] | Query


@dataclass(frozen=True)
class Choice:
    """INCLUDES or EXCLUDES on a multi-select picklist."""

    operand: Path | Function
    negated: bool
    values: tuple[Literal, ...]


@dataclass(frozen=True)
class Logical:
    """*kind*: and, or, not."""

    kind: str
    parts: tuple[t.Any, ...]


@dataclass(frozen=True)
class Order:
    operand: Path | Function
    descending: bool = False
    nulls_last: bool = False


Condition = t.Union[Comparison, Membership, Choice, Logical]
Item = t.Union[Path, Function, TypeOf, "Query"]


@dataclass(frozen=True)
class Query:
    items: tuple[Item, ...]
    source: str
    source_position: int
    alias: str = ""
    where: Condition | None = None
    group: tuple[Path | Function, ...] = ()
    having: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    all_rows: bool = False
    scope: str = ""
