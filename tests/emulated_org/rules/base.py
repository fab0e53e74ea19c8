# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shape of an object's rules."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ..store.database import Row
    from .writer import Writer


class Rules:
    """Rules of one object. Every hook may raise ApiError; rows hold database values by field name."""

    def before_create(self, writer: Writer, row: Row) -> None:
        """Check and complete a row that is about to be inserted."""

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        """Check and complete *new*, the whole row as it would be."""

    def before_delete(self, writer: Writer, old: Row) -> None:
        """Check a deletion; remove what goes with the record."""

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        """Bring what depends on the record up to date."""


REGISTRY: dict[str, Rules] = {}


def rules_for(*names: str) -> t.Callable[[type[Rules]], type[Rules]]:
    """Register a class of rules for objects."""

    def register(cls: type[Rules]) -> type[Rules]:
        for name in names:
            REGISTRY[name] = cls()
        return cls

    return register
