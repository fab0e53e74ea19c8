# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a permission set holds now: the queries that read it and the description that users see."""

from __future__ import annotations

import typing as t

from . import entity_access, field_permissions, object_permissions, tabs
from .grants import current_nodes, describe_nodes
from .requests import Query, Where
from .resource import Known, Record

OBJECT_FIELDS = ("Id", "ParentId", "SobjectType", *object_permissions.COLUMNS)
FIELD_FIELDS = ("Id", "ParentId", "SobjectType", "Field", "PermissionsRead", "PermissionsEdit")


class Content:
    """The rows of the permission sets that fulfil some conditions, in as many queries as one composite request carries."""

    def __init__(
        self,
        conditions: tuple[Where, ...],
        set_fields: tuple[str, ...] = ("FIELDS(ALL)", "License.Name"),
        of_profiles: bool = False,
        of_rows: tuple[Where, ...] = (),
    ) -> None:
        """*set_fields* names the set's columns where ``FIELDS(ALL)``, which reads 200 records at most, will not do.

        *of_rows* are conditions that only the sets fulfil of which rows are read.
        """
        own = (*conditions, Where("IsOwnedByProfile", "=", of_profiles))
        child = tuple(Where("Parent." + one.field, one.op, one.value) for one in (*own, *of_rows))
        self.set_query = Query("PermissionSet", set_fields, own)
        self.objects_query = Query("ObjectPermissions", OBJECT_FIELDS, child)
        self.fields_query = Query("FieldPermissions", FIELD_FIELDS, child)
        self.tabs_query = Query("PermissionSetTabSetting", ("Id", "ParentId", "Name", "Visibility"), child)
        self.entities_query = Query("SetupEntityAccess", ("Id", "ParentId", "SetupEntityId", "SetupEntityType"), child)
        self.queries: tuple[Query, ...] = (
            self.set_query,
            self.objects_query,
            self.fields_query,
            self.tabs_query,
            self.entities_query,
        )

    def only(self, known: Known, set_id: str) -> Known:
        """What is known of one set among several."""
        one = Known()
        for query in self.queries:
            key = "Id" if query is self.set_query else "ParentId"
            one.put(query, [row for row in known.records(query) if row[key] == set_id])
        for entity in entity_access.ENTITIES:
            if entity.query:
                one.put(entity.query, known.records(entity.query))
        return one

    def record(self, known: Known) -> Record | None:
        return next((one for one in known.records(self.set_query) if not one.get("PermissionSetGroupId")), None)

    def sums_up_a_group(self, known: Known) -> bool:
        """Whether the name is that of a permission set group, whose aggregate set nobody edits."""
        return any(one.get("PermissionSetGroupId") for one in known.records(self.set_query))

    def objects(self, known: Known) -> dict[str, Record]:
        """Object rows by object. View All Data shows rows of its own, with Ids beginning 000, that cannot be changed."""
        return {row["SobjectType"]: row for row in known.records(self.objects_query) if not row["Id"].startswith("000")}

    def nodes(self, known: Known) -> set[str]:
        return current_nodes(self.record(known), self.objects(known).values())

    def field_rows(self, known: Known) -> dict[str, Record]:
        return {row["Field"]: row for row in known.records(self.fields_query) if not row["Id"].startswith("000")}

    def tab_rows(self, known: Known) -> dict[str, Record]:
        return {row["Name"]: row for row in known.records(self.tabs_query)}

    def entity_rows(self, known: Known) -> list[Record]:
        return known.records(self.entities_query)

    def describe(self, known: Known) -> dict[str, t.Any]:
        """The set as the module's options would declare it; empty when it does not exist."""
        record = self.record(known)
        if record is None:
            return {}
        return {
            "name": record["Name"],
            "label": record.get("Label"),
            "description": record.get("Description"),
            "license": (record.get("License") or {}).get("Name"),
            **describe_nodes(self.nodes(known)),
            "field_permissions": group_fields(field_permissions.granted(self.field_rows(known).values())),
            "tabs": dict(sorted(tabs.granted(self.tab_rows(known).values()).items())),
            "setup_entity_access": entity_access.granted(self.entity_rows(known), known),
        }


def content_of(name: str) -> Content:
    """The one set of that API name that belongs to no package.

    A permission set group has an aggregate set of its own name, which nobody edits (Object Reference, PermissionSet.PermissionSetGroupId).
    """
    own = (Where("Name", "=", name), Where("NamespacePrefix", "=", None))
    return Content(own, of_rows=(Where("PermissionSetGroupId", "=", None),))


def group_fields(rows: field_permissions.Rows) -> dict[str, dict[str, list[str]]]:
    """Rows as ``{object: {read: [...], edit: [...]}}``, the form that the option takes."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for row in sorted(rows):
        sobject, name = row.split(".", 1)
        grouped.setdefault(sobject, {}).setdefault(rows[row], []).append(name)
    return grouped


def assignments_query(name: str) -> Query:
    """Who has the set, as far as a message needs it."""
    where = (
        Where("PermissionSet.Name", "=", name),
        Where("PermissionSet.NamespacePrefix", "=", None),
        Where("PermissionSet.PermissionSetGroupId", "=", None),
    )
    return Query("PermissionSetAssignment", ("Id", "Assignee.Username"), where, order_by="Assignee.Username", limit=20)


def groups_of_query(name: str) -> Query:
    """The groups that the set is in, as far as a message needs them; by their Ids previews know those that would be gone."""
    where = (Where("PermissionSet.Name", "=", name), Where("PermissionSet.NamespacePrefix", "=", None))
    fields = ("Id", "PermissionSetGroupId", "PermissionSetGroup.DeveloperName", "PermissionSetGroup.NamespacePrefix")
    return Query("PermissionSetGroupComponent", fields, where, limit=20)
