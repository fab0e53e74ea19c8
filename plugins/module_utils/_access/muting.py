# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a permission set group mutes: the content of its muting permission set.

Object Reference, MutingPermissionSet, ObjectPermissions and FieldPermissions: what is on in a muting permission set is off in the
group that it is a component of. A row of it has the muting permission set as its parent. A group has one at most (Salesforce Help,
"Muting Permission Sets").
"""

from __future__ import annotations

import typing as t
from dataclasses import replace

from . import field_permissions, muted_fields, object_permissions, system_permissions
from .dependencies import SAME_OBJECT, Dependencies, object_node, split_node
from .edits import edit, mapping, word
from .grants import Grants, Settled
from .permission_set_content import FIELD_FIELDS, OBJECT_FIELDS, Content, group_fields
from .permission_set_writes import Writer
from .plan import Plan
from .refusal import Findings
from .requests import Create, Describe, Query, Read, Ref, Update, Where
from .resource import Known, Params, Record

OPTION = "muted"
DESCRIBE = Describe("MutingPermissionSet")
_PARTS = (system_permissions.OPTION, object_permissions.OPTION, field_permissions.OPTION)
_VERBS = {"grant": "mute", "revoke": "unmute"}


class MutedContent(Content):
    """The rows of one muting permission set."""

    def __init__(self, muting_id: str) -> None:
        child = (Where("ParentId", "=", muting_id),)
        self.set_query = Query("MutingPermissionSet", ("FIELDS(ALL)",), (Where("Id", "=", muting_id),))
        self.objects_query = Query("ObjectPermissions", OBJECT_FIELDS, child)
        self.fields_query = Query("FieldPermissions", FIELD_FIELDS, child)
        self.queries = (self.set_query, self.objects_query, self.fields_query)

    def describe(self, known: Known) -> dict[str, t.Any]:
        """What is muted, in the words of the option."""
        rows = muted_fields.current(self.field_rows(known).values())
        return {
            system_permissions.OPTION: sorted(system_permissions.granted(self.record(known))),
            object_permissions.OPTION: object_permissions.by_object(
                object_permissions.granted(self.objects(known).values())
            ),
            field_permissions.OPTION: group_fields(rows),
        }


class _Reversed(Dependencies):
    """What is muted takes with it what cannot be without it on the same object."""

    def requires(self, node: str, stated: bool = False) -> set[str]:
        sobject, verb = split_node(node) or ("", "")
        return {object_node(sobject, other) for other, needed in SAME_OBJECT.items() if verb in needed}


class Muting:
    """What should be muted in a group."""

    def __init__(self, params: Params) -> None:
        given = params.get(OPTION)
        self.declared = given is not None
        parts = mapping(OPTION, given or {}, [], _PARTS)
        self.system = edit(_PARTS[0], parts.get(_PARTS[0]), word(_PARTS[0]))
        self.objects = edit(_PARTS[1], parts.get(_PARTS[1]), object_permissions.entry)
        self.fields = edit(_PARTS[2], parts.get(_PARTS[2]), field_permissions.entry)

    def reads(self, known: Known, muting_id: str | None) -> list[Read]:
        """*muting_id* is the muting permission set that the group has."""
        if not self.declared:
            return []
        content = MutedContent(muting_id or "")
        reads: list[Read] = [*(content.queries if muting_id else ()), *field_permissions.descriptions(self.fields)]
        if self.system.declared:
            reads.append(DESCRIBE)
        if any(one not in known for one in reads):
            return reads
        rows = content.objects(known)
        reads += object_permissions.removal_reads(self.objects, rows)
        if any(split_node(node) for node in self._grants(known, content).to_grant()):
            reads.append(object_permissions.OFFERED)
        return reads

    def plan(self, plan: Plan, known: Known, muting_id: str | None, group: str | Ref, name: str) -> None:
        """Add to a group's plan what its muting permission set takes, under the name that a new one gets.

        Raises:
            Refusal: for permissions, objects and fields that the org does not have.
        """
        if not self.declared:
            return
        content = MutedContent(muting_id or "")
        settled = self._settle(known, content)
        rows = content.field_rows(known)
        fields = muted_fields.target(self.fields, known, muted_fields.current(rows.values()))
        plan.before[OPTION] = content.describe(known)
        plan.after[OPTION] = {**settled.describe(), field_permissions.OPTION: group_fields(fields)}
        part = Plan(plan.subject)
        settled.add_changes(part)
        parent: str | Ref = muting_id or Ref("muting")
        if muting_id and settled.early_columns():
            part.write(Update("MutingPermissionSet", muting_id, settled.early_columns()), part.changes[0])
        writer = Writer(part, parent, {}, content, known)
        writer.related = {}
        writer.objects(settled)
        muted_fields.plan_rows(part, parent, rows, fields, self.fields, known)
        self._unmanaged(part, known, rows)
        if muting_id is None and part.changes:
            self._create(plan, settled, group, name)
        _take_over(plan, part)

    def _grants(self, known: Known, content: MutedContent) -> Grants:
        names = system_permissions.permission_names(known.description(DESCRIBE) or {"fields": []})
        rows = {one.lower(): one for one in content.objects(known)}

        def spelled(name: str) -> str:
            return rows.get(name.lower()) or object_permissions.spelled([name], known).get(name, name)

        return Grants(system_permissions.resolve(self.system, names), self.objects, content.nodes(known), spelled)

    def _settle(self, known: Known, content: MutedContent) -> Settled:
        settled = self._grants(known, content).settle(_Reversed(), object_permissions.kept)
        findings = Findings()
        object_permissions.check(settled.granted, known, findings)
        object_permissions.check_removed(self.objects, content.objects(known), known, findings)
        findings.refuse()
        return settled

    def _unmanaged(self, part: Plan, known: Known, rows: t.Mapping[str, Record]) -> None:
        declared = muted_fields.wanted(self.fields, known)
        for name, level in sorted(muted_fields.current(rows.values()).items()):
            if name not in declared:
                part.unmanaged.append({"kind": "field_permission", "key": name, "value": level})

    @staticmethod
    def _create(plan: Plan, settled: Settled, group: str | Ref, name: str) -> None:
        """A muting permission set for the group."""
        api_name = name[:74].rstrip("_") + "_Muted"
        values = {"DeveloperName": api_name, "MasterLabel": api_name.replace("_", " "), **settled.early_columns()}
        reason = plan.change("create", "muting_permission_set", api_name, None, None)
        plan.write(Create("MutingPermissionSet", values, ref="muting"), reason)
        component = {"PermissionSetGroupId": group, "PermissionSetId": Ref("muting")}
        seen = {"PermissionSetGroup": {"DeveloperName": name, "NamespacePrefix": None}, "PermissionSet": None}
        plan.write(Create("PermissionSetGroupComponent", component, related=seen), reason)


def _take_over(plan: Plan, part: Plan) -> None:
    """Add the plan of the muting set to that of its group: what it grants is muted."""
    renamed = {id(one): replace(one, verb=_VERBS[one.verb], kind=f"muted_{one.kind}") for one in part.changes}
    plan.changes += renamed.values()
    for write, reason in zip(part.writes, part.reasons):
        plan.write(write, renamed.get(id(reason)))
    plan.unmanaged += [{**one, "kind": f"muted_{one['kind']}"} for one in part.unmanaged]
