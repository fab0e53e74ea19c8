# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Who may use an app without being asked: the permission sets and profiles that open it (SetupEntityAccess rows)."""

from __future__ import annotations

import typing as t

from . import app_policies, apps
from .apps import App
from .assignments import Targets, targets
from .edits import Edit, edit, word
from .names import choose, spellings
from .plan import Plan
from .refusal import Findings, Refusal
from .requests import Create, Delete, Query, Read, Where
from .resource import Known, Params, Record, Resource
from .set_names import api_name, sets_query

SETS, PROFILES = "permission_sets", "profiles"
_WHAT = {SETS: "permission set", PROFILES: "profile"}
_PARENT = ("Name", "Label", "NamespacePrefix", "IsOwnedByProfile", "PermissionSetGroupId", "ProfileId", "Profile.Name")
#: Object Reference, SetupEntityAccess: who opens what. A group's sum opens what its members open, and is not changed itself.
OPENED_FIELDS = ("Id", "ParentId", "SetupEntityId", "SetupEntityType", *(f"Parent.{one}" for one in _PARENT))
NOT_OF_GROUPS = Where("Parent.PermissionSetGroupId", "=", None)


def opener(parent: Record) -> tuple[str, str]:
    """Option and name of what a row's parent is."""
    if parent.get("IsOwnedByProfile"):
        return PROFILES, str((parent.get("Profile") or {}).get("Name"))
    return SETS, api_name(parent)


class AppAccess(Resource):
    """One app: who may use it by the administrator's approval, and whether its policies are as they must be."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = word("app")(params.get("app"))
        self.absent = params.get("state") == "absent"
        self.kind = str(params.get("kind") or "auto")
        self.edits: dict[str, Edit[str]] = {one: edit(one, params.get(one), word(one)) for one in _WHAT}
        self.required, self.advised = params.get("require") or {}, params.get("advise") or {}
        app_policies.check("require", self.required)
        app_policies.check("advise", self.advised)
        self._queries = {one: self._parents(one) for one in _WHAT if self._named(one)}

    def _named(self, option: str) -> tuple[str, ...]:
        return (*self.edits[option].wanted, *self.edits[option].removed)

    def _parents(self, option: str) -> Query:
        """The permission sets among which the names are found; of profiles, those that they own."""
        fields = ("Id", *_PARENT)
        if option == SETS:
            return sets_query(self._named(option), fields)
        names = tuple(sorted({how for one in self._named(option) for how in spellings(one)}))
        return Query(
            "PermissionSet", fields, (Where("Profile.Name", "IN", names), Where("IsOwnedByProfile", "=", True))
        )

    def _opened(self, app: App) -> Query:
        return Query("SetupEntityAccess", OPENED_FIELDS, (Where("SetupEntityId", "=", app.id), NOT_OF_GROUPS))

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [*apps.reads(self.kind), *self._queries.values()]
        if any(one not in known for one in reads):
            return reads
        reads += apps.more_reads(known, self.name, self.kind)
        if any(one not in known for one in reads):
            return reads
        try:
            app = apps.find(known, self.name, self.kind)
        except Refusal:
            return reads
        return [*reads, self._opened(app), *app_policies.reads(app, known)]

    def plan(self, known: Known) -> Plan:
        app = apps.find(known, self.name, self.kind)
        plan = Plan(str(app))
        findings = Findings()
        chosen = {one: self._targets(one, known, findings) for one in _WHAT}
        policies = app_policies.current(app, known)
        self._require(plan, app, policies, findings)
        findings.refuse()
        rows = {row["ParentId"]: row for row in known.records(self._opened(app))}
        held: dict[str, dict[str, str]] = {one: {} for one in _WHAT}
        for parent, row in rows.items():
            option, name = opener(row["Parent"])
            held[option][parent] = name
        seen = {"id": None, "kind": None} if app.pending else {"id": app.id, "kind": app.kind}
        described = {"name": app.name, "label": app.label, **seen}
        plan.before = {**described, **{one: sorted(names.values()) for one, names in held.items()}}
        for option in _WHAT:
            self._plan_openers(plan, app, option, chosen[option], held[option], rows)
        plan.after = {**described, **{one: sorted(names.values()) for one, names in held.items()}}
        plan.extra.update(policies=policies, setup_url=app.setup_path)
        return plan

    def _targets(self, option: str, known: Known, findings: Findings) -> Targets:
        pool = [
            {**row, "ApiName": opener(row)[1]}
            for query in [self._queries.get(option)]
            if query
            for row in known.records(query)
        ]
        keys = ("ApiName",) if option == PROFILES else ("ApiName", "Label", "Name")

        def find(name: str) -> Record:
            hint = f", or create it ({'sf_profile' if option == PROFILES else 'sf_permission_set'})"
            return choose(_WHAT[option], name, pool, keys, option, hint)

        return targets(self.edits[option], self.absent, option, _WHAT[option], find, findings)

    def _plan_openers(
        self, plan: Plan, app: App, option: str, chosen: Targets, held: dict[str, str], rows: t.Mapping[str, Record]
    ) -> None:
        """Close what has to go, open what is missing, and keep *held* up to date."""
        plan.warnings += chosen.warnings
        missing = chosen.missing(held)
        for parent, name in sorted(held.items(), key=lambda one: one[1]):
            if not chosen.names_it(parent):
                plan.unmanaged.append({"kind": "app_access", "key": f"{_WHAT[option]} {name}", "value": True})
            if chosen.leaves(parent):
                del held[parent]
                change = plan.change("revoke", "app_access", f"{_WHAT[option]} {name}", True, None)
                plan.write(Delete("SetupEntityAccess", rows[parent]["Id"]), change)
        for one in sorted(missing, key=lambda row: opener(row)[1]):
            name = held[one["Id"]] = opener(one)[1]
            change = plan.change("grant", "app_access", f"{_WHAT[option]} {name}", None, True)
            values = {"ParentId": one["Id"], "SetupEntityId": app.id}
            seen = {key: one.get(key) for key in (*_PARENT[:-1], "Profile")}
            related = {"Parent": seen, "SetupEntityType": _TYPES[app.kind]}
            plan.write(Create("SetupEntityAccess", values, related=related), change)

    def _require(self, plan: Plan, app: App, policies: app_policies.Policies, findings: Findings) -> None:
        if app.pending:
            packages = "a package that would be installed"
            plan.warnings.append(
                f"The org does not have the app {self.name} yet; this supposes that {packages} brings it"
            )
            plan.extra["to_do"] = []
            return
        for sentence in app_policies.to_do(app, policies, self.required):
            findings.add(f"{sentence}, at {app.setup_path}", "APP_POLICY", ["require"])
        plan.extra["to_do"] = app_policies.to_do(app, policies, self.advised)


_TYPES = {apps.CONNECTED: "ConnectedApplication", apps.EXTERNAL: "ExternalClientApplication"}
