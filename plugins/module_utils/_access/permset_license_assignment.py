# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission set licences held by users."""

from __future__ import annotations

import typing as t

from . import licenses
from .assignments import Targets, find_users, only_takes, related_user, targets, user_names, users_query
from .edits import edit, word
from .license_needs import Needs
from .names import choose
from .plan import Plan, Seat
from .refusal import Findings
from .requests import Create, Delete, Read
from .resource import Known, Params, Record, Resource

OPTION = "licenses"


class PermsetLicenseAssignment(Resource):
    """Which permission set licences some users hold."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = user_names(params)
        self.licenses = edit(OPTION, params.get(OPTION), word(OPTION), required=True)
        self.absent = params.get("state") == "absent"
        self._needs = Needs(self.names)

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [users_query(self.names), licenses.PERMSET_LICENSES, licenses.held_query(self.names)]
        if any(one not in known for one in reads):
            return reads
        reads += self._needs.reads(known) if self._takes() else []
        return reads + [licenses.holders_of_permset_license(one["Id"]) for one, missing in self._short(known)]

    def _takes(self) -> bool:
        """Whether the task may take a licence away."""
        return self.absent or self.licenses.exact or bool(self.licenses.removed)

    def plan(self, known: Known) -> Plan:
        findings = Findings()
        plan = Plan(f"permission set licences of {', '.join(self.names)}")
        missing = plan.warnings if only_takes(self.licenses, self.absent) else None
        assigning = not self.absent and bool(self.licenses.wanted)
        users = find_users(self.names, known, findings, assigning, missing)
        chosen = self._targets(known, findings)
        findings.refuse()
        self._refuse_needed(known, users, chosen)
        self._refuse_without_seats(known)
        plan.warnings += chosen.warnings
        by_id = {one["Id"]: one for one in known.records(licenses.PERMSET_LICENSES)}
        for user in users:
            rows = {row["PermissionSetLicenseId"]: row for row in self._held(known, user)}
            names = {key: row["PermissionSetLicense"]["DeveloperName"] for key, row in rows.items()}
            plan.before[user["Username"]] = sorted(names.values())
            self._assign(plan, user, chosen.missing(rows), names)
            for license_id, row in sorted(rows.items(), key=lambda one: names[one[0]]):
                if chosen.leaves(license_id):
                    name = names.pop(license_id)
                    change = plan.change(
                        "unassign", "permission_set_license", f"{user['Username']}: {name}", name, None
                    )
                    plan.write(Delete("PermissionSetLicenseAssign", row["Id"]), change)
                    plan.seats.append(Seat(license_id, -1))
                if not chosen.names_it(license_id):
                    holding = by_id.get(license_id, {}).get("DeveloperName", license_id)
                    plan.unmanaged.append(
                        {"kind": "permission_set_license", "key": f"{user['Username']}: {holding}", "value": True}
                    )
            plan.after[user["Username"]] = sorted(names.values())
        return plan

    def _assign(self, plan: Plan, user: Record, missing: t.Iterable[Record], names: dict[str, str]) -> None:
        for one in sorted(missing, key=lambda one: str(one["DeveloperName"])):
            name = names[one["Id"]] = one["DeveloperName"]
            change = plan.change("assign", "permission_set_license", f"{user['Username']}: {name}", None, name)
            values = {"AssigneeId": user["Id"], "PermissionSetLicenseId": one["Id"]}
            related = {"Assignee": related_user(user), "PermissionSetLicense": {"DeveloperName": name}}
            plan.write(Create("PermissionSetLicenseAssign", values, related=related), change)
            plan.seats.append(Seat(one["Id"], 1))

    def _held(self, known: Known, user: Record) -> list[Record]:
        return [row for row in known.records(licenses.held_query(self.names)) if row["AssigneeId"] == user["Id"]]

    def _targets(self, known: Known, findings: Findings) -> Targets:
        def find(name: str) -> Record:
            hint = ", or ask for the licence to be added to the org"
            pool = known.records(licenses.PERMSET_LICENSES)
            return choose("permission set licence", name, pool, licenses.PERMSET_LICENSE_KEYS, OPTION, hint)

        return targets(self.licenses, self.absent, OPTION, "permission set licence", find, findings)

    def _refuse_needed(self, known: Known, users: t.Sequence[Record], chosen: Targets) -> None:
        findings = Findings()
        by_id = {one["Id"]: one for one in known.records(licenses.PERMSET_LICENSES)}
        for user in users:
            for row in self._held(known, user):
                if chosen.leaves(row["PermissionSetLicenseId"]):
                    self._needs.check(known, user, by_id[row["PermissionSetLicenseId"]], findings)
        findings.refuse()

    def _short(self, known: Known) -> list[tuple[Record, int]]:
        """Licences of which this plan takes more seats than are free, with the number taken."""
        chosen = self._targets(known, Findings())
        taken: dict[str, int] = {}
        for user in find_users(self.names, known, Findings(), assigning=bool(self.licenses.wanted)):
            rows = {row["PermissionSetLicenseId"] for row in self._held(known, user)}
            for one in chosen.missing(rows):
                taken[one["Id"]] = taken.get(one["Id"], 0) + 1
            for license_id in rows:
                if chosen.leaves(license_id):
                    taken[license_id] = taken.get(license_id, 0) - 1
        by_id = {one["Id"]: one for one in known.records(licenses.PERMSET_LICENSES)}
        return [
            (by_id[key], number)
            for key, number in sorted(taken.items(), key=lambda one: str(by_id.get(one[0], {}).get("DeveloperName")))
            if key in by_id and number > max(licenses.free(by_id[key]), 0)
        ]

    def _refuse_without_seats(self, known: Known) -> None:
        findings = Findings()
        for one, _number in self._short(known):
            holders = [
                row["Assignee"]["Username"] for row in known.records(licenses.holders_of_permset_license(one["Id"]))
            ]
            doing = f"assign {one['DeveloperName']} to {', '.join(self.names)}"
            cure = "take it from a user that no longer needs it (state: absent), or buy seats"
            findings.catch(licenses.no_seat(doing, one, holders, cure))
        findings.refuse()
