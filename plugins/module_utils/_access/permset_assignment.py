# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission sets assigned to users."""

from __future__ import annotations

import datetime
import re
import typing as t

from . import licenses, system_permissions
from .assignments import Targets, find_users, only_takes, related_user, targets, user_names, users_query
from .edits import edit, word
from .names import choose, plain, spellings
from .permset_license_assignment import held_query as held_licenses_query
from .plan import Plan
from .refusal import Findings, Refusal
from .requests import AnyOf, Create, Delete, Query, Read, Update, Where
from .resource import Known, Params, Record, Resource

OPTION = "permission_sets"
#: To unassign a set its names will do; to assign it, what it grants counts.
_NAMES = ("Id", "Name", "Label", "NamespacePrefix")
_ALL = ("FIELDS(ALL)", "License.Name")
#: A date, or a date and a time to the second; Salesforce keeps no parts of seconds (Object Reference, "dateTime").
_EXPIRES = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:T(?P<time>\d\d:\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_PERMSET_LICENSE_PREFIX, _USER_LICENSE_PREFIX = "0PL", "100"


def held_query(names: t.Sequence[str]) -> Query:
    """Direct assignments: neither the set that belongs to the user's profile nor those that come with a group."""
    fields = ("Id", "AssigneeId", "PermissionSetId", "ExpirationDate", "Assignee.Username")
    names_of_set = ("PermissionSet.Name", "PermissionSet.Label", "PermissionSet.NamespacePrefix")
    where = (
        Where("Assignee.Username", "IN", tuple(names)),
        Where("PermissionSet.IsOwnedByProfile", "=", False),
        Where("PermissionSetGroupId", "=", None),
    )
    return Query("PermissionSetAssignment", (*fields, *names_of_set), where)


def api_name(permission_set: Record) -> str:
    """The name with its namespace, as metadata and the command line write it."""
    prefix = permission_set.get("NamespacePrefix")
    return f"{prefix}__{permission_set['Name']}" if prefix else str(permission_set["Name"])


def expiry(value: str | None) -> datetime.datetime | None:
    """An ISO 8601 date or time; without a zone it is UTC, a date alone is its first moment. Parts of seconds are dropped.

    Raises:
        Refusal: for anything else, and for moments outside the calendar.
    """
    if not value:
        return None
    match = _EXPIRES.fullmatch(value)
    try:
        if not match:
            raise ValueError(value)
        zone = (match.group("zone") or "Z").replace("Z", "+00:00")
        written = f"{match.group('date')}T{match.group('time') or '00:00'}:{match.group('second') or '00'}{zone}"
        return datetime.datetime.fromisoformat(written).astimezone(datetime.timezone.utc)
    except (ValueError, OverflowError):
        raise Refusal(
            f"Option expires takes a date or time such as 2027-01-31T00:00:00Z, not {value!r}",
            "BAD_OPTION",
            ["expires"],
        ) from None


class PermsetAssignment(Resource):
    """Which permission sets some users have, and until when."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = user_names(params)
        self.sets = edit(OPTION, params.get(OPTION), word(OPTION), required=True)
        self.expires = expiry(params.get("expires"))
        self.absent = params.get("state") == "absent"
        given = (*self.sets.wanted, *self.sets.removed)
        names = tuple(
            sorted({how for one in given for part in (one, one.split("__", 1)[-1]) for how in spellings(part)})
        )
        named = AnyOf((Where("Name", "IN", names), Where("Label", "IN", names)))
        where = (named, Where("IsOwnedByProfile", "=", False), Where("PermissionSetGroupId", "=", None))
        self._sets_query = Query("PermissionSet", _NAMES if self.absent else _ALL, where) if names else None
        parents = AnyOf((Where("Parent.Name", "IN", names), Where("Parent.Label", "IN", names)))
        content = (parents, Where("Parent.IsOwnedByProfile", "=", False))
        self._content_query = Query(
            "ObjectPermissions", ("Id", "ParentId", "SobjectType"), content, order_by="SobjectType"
        )

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [users_query(self.names), held_query(self.names)]
        if self._sets_query:
            reads.append(self._sets_query)
            if not self.absent:
                reads += [held_licenses_query(self.names), self._content_query]
        return reads

    def plan(self, known: Known) -> Plan:
        findings = Findings()
        plan = Plan(f"permission sets of {', '.join(self.names)}")
        missing = plan.warnings if only_takes(self.sets, self.absent) else None
        assigning = not self.absent and bool(self.sets.wanted)
        users = find_users(self.names, known, findings, assigning, missing)
        chosen = self._targets(known, findings)
        findings.refuse()
        plan.warnings += chosen.warnings
        for user in users:
            self._plan_user(plan, known, user, chosen, findings)
        findings.refuse()
        return plan

    def _plan_user(self, plan: Plan, known: Known, user: Record, chosen: Targets, findings: Findings) -> None:
        rows = {
            row["PermissionSetId"]: row
            for row in known.records(held_query(self.names))
            if row["AssigneeId"] == user["Id"]
        }
        shown = {key: _shown(api_name(row["PermissionSet"]), row.get("ExpirationDate")) for key, row in rows.items()}
        plan.before[user["Username"]] = sorted(shown.values())
        for set_id, row in sorted(rows.items(), key=lambda one: api_name(one[1]["PermissionSet"])):
            name = api_name(row["PermissionSet"])
            key = f"{user['Username']}: {name}"
            if chosen.leaves(set_id):
                shown.pop(set_id)
                change = plan.change("unassign", "permission_set", key, name, None)
                plan.write(Delete("PermissionSetAssignment", row["Id"]), change)
            elif set_id in chosen.wanted and self.expires and _moment(row.get("ExpirationDate")) != self.expires:
                shown[set_id] = _shown(name, _wire(self.expires))
                change = plan.change("update", "permission_set", key, row.get("ExpirationDate"), _wire(self.expires))
                plan.write(
                    Update("PermissionSetAssignment", row["Id"], {"ExpirationDate": _wire(self.expires)}), change
                )
            if not chosen.names_it(set_id):
                plan.unmanaged.append({"kind": "permission_set", "key": key, "value": True})
        for one in sorted(chosen.missing(rows), key=api_name):
            self._check_license(known, user, one, findings)
            shown[one["Id"]] = self._assign(plan, user, one)
        plan.after[user["Username"]] = sorted(shown.values())

    def _assign(self, plan: Plan, user: Record, one: Record) -> str:
        name = api_name(one)
        change = plan.change(
            "assign", "permission_set", f"{user['Username']}: {name}", None, _shown(name, _wire(self.expires))
        )
        values = {"AssigneeId": user["Id"], "PermissionSetId": one["Id"]}
        if self.expires:
            values["ExpirationDate"] = _wire(self.expires)
        seen = {
            "Name": one["Name"],
            "Label": one.get("Label"),
            "NamespacePrefix": one.get("NamespacePrefix"),
            "IsOwnedByProfile": False,
            "PermissionSetGroupId": None,
        }
        related = {"Assignee": related_user(user), "PermissionSet": seen, "PermissionSetGroupId": None}
        plan.write(Create("PermissionSetAssignment", values, related=related), change)
        return _shown(name, _wire(self.expires))

    def _targets(self, known: Known, findings: Findings) -> Targets:
        pool = (
            [{**one, "ApiName": api_name(one)} for one in known.records(self._sets_query)] if self._sets_query else []
        )

        def find(name: str) -> Record:
            hint = ", or create the set (sf_permission_set)"
            return choose("permission set", name, pool, ("ApiName", "Label", "Name"), OPTION, hint)

        return targets(self.sets, self.absent, OPTION, "permission set", find, findings)

    def _check_license(self, known: Known, user: Record, one: Record, findings: Findings) -> None:
        """Object Reference, PermissionSetAssignment: the set's licence must be one the user has.

        A user licence must equal that of the user's profile, a permission set licence must be assigned to the user. A set without
        licence takes what the user's licence allows: users of the Salesforce Integration licence may hold object permissions, and
        system permissions but those of the licence itself, only with its permission set licence (Salesforce Help, "Integration User").
        """
        license_id = str(one.get("LicenseId") or "")
        held = {
            row["PermissionSetLicenseId"]: row
            for row in known.records(held_licenses_query(self.names))
            if row["AssigneeId"] == user["Id"]
        }
        profile = user.get("Profile") or {}
        user_license = (profile.get("UserLicense") or {}).get("Name") or ""
        cannot = f"Cannot assign {api_name(one)} to {user['Username']}"
        name = (one.get("License") or {}).get("Name")
        if license_id.startswith(_PERMSET_LICENSE_PREFIX) and license_id not in held:
            text = f"{cannot}: the set needs the permission set licence '{name}', which the user does not hold; assign it first (sf_permset_license_assignment)"
            findings.add(text, "PERMISSION_SET_LICENSE_MISSING", [OPTION, "users"])
        elif license_id.startswith(_USER_LICENSE_PREFIX) and license_id != profile.get("UserLicenseId"):
            text = f"{cannot}: the set is made for the user licence '{name}' and the user has '{user_license}'; use a set without licence or another profile"
            findings.add(text, "LICENSE_MISMATCH", [OPTION, "users"])
        elif not license_id and plain(user_license) == plain(licenses.INTEGRATION_LICENSE):
            names = {plain(row["PermissionSetLicense"]["DeveloperName"]) for row in held.values()}
            content = self._beyond_integration(known, one)
            if content and plain(licenses.INTEGRATION_PERMSET_LICENSE) not in names:
                text = (
                    f"{cannot}: the licence '{user_license}' allows what the set grants ({', '.join(content[:5])}) only with the permission set "
                    f"licence {licenses.INTEGRATION_PERMSET_LICENSE}; assign it first (sf_permset_license_assignment)"
                )
                findings.add(text, "PERMISSION_SET_LICENSE_MISSING", [OPTION, "users"])

    def _beyond_integration(self, known: Known, one: Record) -> list[str]:
        """What a set grants that users of the Salesforce Integration licence do not have by their licence alone.

        View All Data shows object rows of its own, with Ids beginning 000.
        """
        rows = (row for row in known.records(self._content_query) if not row["Id"].startswith("000"))
        objects = sorted(row["SobjectType"] for row in rows if row["ParentId"] == one["Id"])
        return objects + sorted(system_permissions.granted(one) - set(licenses.INTEGRATION_OWN))


def _wire(moment: datetime.datetime | None) -> str | None:
    """The form Salesforce takes and, but for the zone's colon and the milliseconds, gives."""
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000+0000") if moment else None


def _moment(value: str | None) -> datetime.datetime | None:
    return datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%f%z") if value else None


def _shown(name: str, expires: str | None) -> str:
    return f"{name} until {expires}" if expires else name
