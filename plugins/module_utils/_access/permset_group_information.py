# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission set groups as they are, in the words of the module that writes them."""

from __future__ import annotations

import typing as t

from . import declarations, field_permissions, muted_fields, object_permissions, system_permissions
from .muting import DESCRIBE, OPTION
from .permission_set_content import FIELD_FIELDS, OBJECT_FIELDS, group_fields
from .permset_group import COMPONENT_FIELDS, GROUP_FIELDS
from .requests import Query, Read, Where, is_pending
from .resource import Inspection, Known, Params, Record
from .set_names import api_name

_IDS_PER_QUERY = 200


class PermsetGroupInfo(Inspection):
    """Permission set groups with what is in them, what is muted, and who has them."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        names = tuple(str(one).strip() for one in params.get("names") or ())
        own = (Where("DeveloperName", "IN", names),) if names else ()
        owner = tuple(Where("PermissionSetGroup." + one.field, one.op, one.value) for one in own)
        self._groups = Query("PermissionSetGroup", GROUP_FIELDS, own, order_by="DeveloperName")
        self._components = Query("PermissionSetGroupComponent", COMPONENT_FIELDS, owner)
        held = (*owner, Where("PermissionSetGroupId", "!=", None))
        self._assigned = Query("PermissionSetAssignment", ("Id", "PermissionSetGroupId", "Assignee.Username"), held)

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [self._groups, self._components, self._assigned]
        if self._components not in known:
            return reads
        muting = self._muting(known)
        if muting:
            reads.append(DESCRIBE)
            reads += [query for queries in self._muted(known) for query in queries] if DESCRIBE in known else []
        return reads

    def _muting(self, known: Known) -> dict[str, str]:
        """Muting permission sets by group; queries show no permission set in their components."""
        rows = (row for row in known.records(self._components) if not row.get("PermissionSet"))
        return {row["PermissionSetGroupId"]: row["PermissionSetId"] for row in rows}

    def _muted(self, known: Known) -> list[tuple[Query, Query, Query]]:
        """Queries of what the muting permission sets hold; those that only previews have made are asked for apart."""
        columns = system_permissions.column_names(known.description(DESCRIBE))
        found = sorted(self._muting(known).values())
        queries = []
        for pending in (False, True):
            ids = [one for one in found if is_pending(one) is pending]
            for start in range(0, len(ids), _IDS_PER_QUERY):
                some = tuple(ids[start : start + _IDS_PER_QUERY])
                child = (Where("ParentId", "IN", some),)
                queries.append(
                    (
                        Query("MutingPermissionSet", ("Id", *columns), (Where("Id", "IN", some),)),
                        Query("ObjectPermissions", OBJECT_FIELDS, child),
                        Query("FieldPermissions", FIELD_FIELDS, child),
                    )
                )
        return queries

    def report(self, known: Known) -> dict[str, t.Any]:
        groups = []
        for one in known.records(self._groups):
            rows = [row for row in known.records(self._components) if row["PermissionSetGroupId"] == one["Id"]]
            held = [row for row in known.records(self._assigned) if row["PermissionSetGroupId"] == one["Id"]]
            described = {
                "id": one["Id"],
                "name": one["DeveloperName"],
                "namespace": one.get("NamespacePrefix"),
                "label": one.get("MasterLabel"),
                "description": one.get("Description"),
                "status": one.get("Status"),
                "permission_sets": sorted(api_name(row["PermissionSet"]) for row in rows if row.get("PermissionSet")),
                OPTION: self._described(known, self._muting(known).get(one["Id"])),
                "users": sorted(row["Assignee"]["Username"] for row in held),
            }
            groups.append({**described, **declarations.group(described).as_dict()})
        return {"groups": groups}

    def _described(self, known: Known, muting_id: str | None) -> Record:
        sets: list[Record] = []
        objects: list[Record] = []
        fields: list[Record] = []
        for set_query, objects_query, fields_query in self._muted(known) if muting_id else ():
            sets += [row for row in known.records(set_query) if row["Id"] == muting_id]
            objects += [row for row in known.records(objects_query) if row["ParentId"] == muting_id]
            fields += [row for row in known.records(fields_query) if row["ParentId"] == muting_id]
        return {
            system_permissions.OPTION: sorted(system_permissions.granted(sets[0] if sets else None)),
            object_permissions.OPTION: object_permissions.by_object(object_permissions.granted(objects)),
            field_permissions.OPTION: group_fields(muted_fields.current(fields)),
        }
