# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the ``_info`` modules report: the same words that the writing modules take."""

from __future__ import annotations

import typing as t

from . import (
    declarations,
    entity_access,
    system_permissions,
)
from .permission_set import DESCRIBE
from .permission_set_content import Content
from .requests import Query, Read, Where
from .resource import Inspection, Known, Params


def _names(params: Params, option: str = "names") -> tuple[str, ...]:
    return tuple(str(one).strip() for one in params.get(option) or ())


def _named(names: tuple[str, ...], field: str) -> tuple[Where, ...]:
    return (Where(field, "IN", names),) if names else ()


class PermissionSetInfo(Inspection):
    """Permission sets with everything they grant, and who has them."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = _named(_names(params), "Name")
        custom = (
            Where("IsCustom", "=", True),
            Where("PermissionSetGroupId", "=", None),
            Where("NamespacePrefix", "=", None),
        )
        self._where = self.names or custom
        self._assigned = Query(
            "PermissionSetAssignment",
            ("Id", "PermissionSetId", "Assignee.Username"),
            (
                *(Where("PermissionSet." + one.field, one.op, one.value) for one in self.names),
                Where("PermissionSet.IsOwnedByProfile", "=", False),
            ),
        )

    def _content(self, known: Known) -> Content:
        columns = system_permissions.column_names(known.description(DESCRIBE))
        return Content(
            self._where,
            (
                "Id",
                "Name",
                "Label",
                "Description",
                "LicenseId",
                "NamespacePrefix",
                "IsCustom",
                "License.Name",
                *columns,
            ),
        )

    def reads(self, known: Known) -> list[Read]:
        if DESCRIBE not in known:
            return [DESCRIBE]
        entities = (entity.query for entity in entity_access.ENTITIES if entity.query)
        return [DESCRIBE, *self._content(known).queries, self._assigned, *entities]

    def report(self, known: Known) -> dict[str, t.Any]:
        content = self._content(known)
        sets = []
        for record in sorted(known.records(content.set_query), key=lambda one: str(one["Name"])):
            assigned = (row for row in known.records(self._assigned) if row["PermissionSetId"] == record["Id"])
            described = content.describe(content.only(known, record["Id"]))
            users = sorted(row["Assignee"]["Username"] for row in assigned)
            owner = {"namespace": record.get("NamespacePrefix"), "custom": bool(record.get("IsCustom"))}
            one = {"id": record["Id"], **described, **owner, "users": users}
            sets.append({**one, **declarations.permission_set(one).as_dict()})
        return {"permission_sets": sets}
