# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission sets, and groups of them, assigned to users."""

from __future__ import annotations

import typing as t
from datetime import datetime, timezone

from . import licenses
from .assigned import Assigned
from .assigned_groups import Groups
from .assigned_sets import Sets
from .assignments import Targets, find_users, only_takes, user_names, users_query
from .expiry import expiry, moment, shown, wire
from .license_needs import Needs
from .plan import Plan, Seat
from .refusal import Findings, Refusal
from .requests import Delete, Read, Update
from .resource import Known, Params, Record, Resource
from .set_names import api_name

#: How the org refuses an assignment to a group that it is still working out.
_NOT_UPDATED = 'permission set groups that have the "Updated" status'
#: A group may be outdated again between reading and writing, but not for ever.
_ATTEMPTS = 3


class PermsetAssignment(Resource):
    """Which permission sets and groups some users have, and until when."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = user_names(params)
        self.kinds = _kinds(params, self.names)
        self.expires = wire(expiry(params.get("expires")))
        self.absent = params.get("state") == "absent"
        self._needs = Needs(self.names)
        self._refused = 0
        self._now = datetime.now(timezone.utc)

    def reads(self, known: Known) -> list[Read]:
        reads = [users_query(self.names), *(read for kind in self.kinds for read in kind.reads(known))]
        return [*reads, licenses.held_query(self.names), *self._needs.reads(known)] if self._takes() else reads

    def _takes(self) -> bool:
        """Whether the task may take an assignment away."""
        return self.absent or any(one.edit.exact or one.edit.removed for one in self.kinds)

    def learn(self, message: str) -> bool:
        """A group that has become outdated since it was read is waited for."""
        self._refused += _NOT_UPDATED in message
        return _NOT_UPDATED in message and self._refused <= _ATTEMPTS

    def plan(self, known: Known) -> Plan:
        findings = Findings()
        plan = Plan(f"{' and '.join(kind.what + 's' for kind in self.kinds)} of {', '.join(self.names)}")
        edits = [kind.edit for kind in self.kinds]
        missing = plan.warnings if all(only_takes(one, self.absent) for one in edits) else None
        assigning = not self.absent and any(one.wanted for one in edits)
        users = find_users(self.names, known, findings, assigning, missing)
        chosen = [(kind, kind.targets(known, findings)) for kind in self.kinds]
        findings.refuse()
        for kind, those in chosen:
            plan.warnings += those.warnings
            held = [kind.held(known, user) for user in users]
            lacking = [one for one in those.wanted.values() if any(one["Id"] not in rows for rows in held)]
            kind.prepare(plan, known, sorted(lacking, key=api_name), findings)
        for user in users:
            name = user["Username"]
            plan.before[name], plan.after[name] = [], []
            for kind, those in chosen:
                self._plan_kind(plan, known, user, kind, those, findings)
            self._release(plan, known, user, chosen)
            plan.before[name].sort()
            plan.after[name].sort()
        findings.refuse()
        return plan

    def _release(self, plan: Plan, known: Known, user: Record, chosen: t.Sequence[tuple[Assigned, Targets]]) -> None:
        """What the org takes along with the last set that needs it; a preview must know."""
        if not self._takes():
            return
        leaving, coming = set(), []
        for kind, those in chosen:
            held = kind.held(known, user)
            leaving |= {row["Id"] for thing_id, row in held.items() if those.leaves(thing_id)}
            coming += [part for one in those.missing(held) for part in kind.parts(known, one)]
        for row in self._needs.released(known, user, leaving, coming):
            plan.write(Delete("PermissionSetLicenseAssign", row["Id"], by_org=True))
            plan.seats.append(Seat(row["PermissionSetLicenseId"], -1))
            psl = row["PermissionSetLicense"]["DeveloperName"]
            text = f"{psl} leaves {user['Username']} with the last permission set that needs it, as Salesforce sees to since Winter '26"
            plan.warnings.append(text)

    def _refuse_past(self, key: str, findings: Findings) -> None:
        """Salesforce takes no end that is over (Object Reference, PermissionSetAssignment: ExpirationDate)."""
        if self.expires and t.cast(datetime, moment(self.expires)) <= self._now:
            text = f"Cannot assign {key} until {self.expires}: that is over; set expires to a later time, or state to absent"
            findings.add(text, "BAD_OPTION", ["expires"])

    def _plan_kind(
        self, plan: Plan, known: Known, user: Record, kind: Assigned, chosen: Targets, findings: Findings
    ) -> None:
        """What one user has of one kind."""
        rows = kind.held(known, user)
        left = {key: shown(kind.row_name(row), row.get("ExpirationDate")) for key, row in rows.items()}
        plan.before[user["Username"]] += left.values()
        # First what comes: with the last set that needs it, a permission set licence would go.
        for one in sorted(chosen.missing(rows), key=api_name):
            kind.check(known, user, one, findings)
            self._refuse_past(f"{user['Username']}: {api_name(one)}", findings)
            after = left[one["Id"]] = shown(api_name(one), self.expires)
            change = plan.change("assign", kind.kind, f"{user['Username']}: {api_name(one)}", None, after)
            plan.write(kind.create(user, one, self.expires), change)
        for thing_id, row in sorted(rows.items(), key=lambda one: kind.row_name(one[1])):
            name = kind.row_name(row)
            key = f"{user['Username']}: {name}"
            if chosen.leaves(thing_id):
                left.pop(thing_id)
                change = plan.change("unassign", kind.kind, key, shown(name, row.get("ExpirationDate")), None)
                plan.write(Delete("PermissionSetAssignment", row["Id"]), change)
            elif (
                thing_id in chosen.wanted and self.expires and moment(row.get("ExpirationDate")) != moment(self.expires)
            ):
                self._refuse_past(key, findings)
                left[thing_id] = shown(name, self.expires)
                change = plan.change("update", kind.kind, key, row.get("ExpirationDate"), self.expires)
                plan.write(Update("PermissionSetAssignment", row["Id"], {"ExpirationDate": self.expires}), change)
            if not chosen.names_it(thing_id):
                plan.unmanaged.append({"kind": kind.kind, "key": key, "value": True})
        plan.after[user["Username"]] += left.values()


def _kinds(params: Params, users: t.Sequence[str]) -> list[Assigned]:
    """What the options are about; what neither of them names is left alone.

    Raises:
        Refusal: if they name nothing, or wait_timeout is no time.
    """
    wait = float(params.get("wait_timeout") or 0)
    if wait < 0:
        raise Refusal("Option wait_timeout cannot be negative", "BAD_OPTION", ["wait_timeout"])
    kinds: list[Assigned] = []
    if params.get(Groups.option) is None or params.get(Sets.option) is not None:
        kinds.append(Sets(params, users))
    if params.get(Groups.option) is not None:
        kinds.append(Groups(params, users, wait))
    return kinds
