# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A user's place in the role hierarchy."""

from __future__ import annotations

import typing as t

from .edits import tidy
from .names import choose, spellings
from .requests import AnyOf, Query, Read, Where
from .resource import Known, Params, Record

COLUMNS = ("UserRoleId", "UserRole.DeveloperName")


class Role:
    """The role that was declared, if any; an empty name takes the role away."""

    def __init__(self, params: Params) -> None:
        self.name = None if params.get("role") is None else tidy(params["role"])
        self.declared = self.name is not None

    @property
    def _query(self) -> Query:
        # Orgs have thousands of roles: only those of that name are asked for.
        names = spellings(self.name or "")
        either = AnyOf((Where("DeveloperName", "IN", names), Where("Name", "IN", names)))
        return Query("UserRole", ("Id", "Name", "DeveloperName"), (either,), catalogue=True)

    def reads(self) -> list[Read]:
        return [self._query] if self.name else []

    def wanted(self, known: Known) -> Record | None:
        """The role, or None for no role.

        Raises:
            Refusal: if the org has no such role, or several of that name.
        """
        if not self.name:
            return None
        return choose("role", self.name, known.records(self._query), ("DeveloperName", "Name"), "role")

    @staticmethod
    def of(record: t.Mapping[str, t.Any]) -> str | None:
        """The developer name of the role that a user has: unlike the name it is unique."""
        return (record.get("UserRole") or {}).get("DeveloperName")
