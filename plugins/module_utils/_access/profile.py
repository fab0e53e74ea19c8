# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Custom profiles: a blank one for a licence, its description and its system permissions."""

from __future__ import annotations

import typing as t

from . import licenses, system_permissions
from .dependencies import explore
from .edits import edit, tidy, word
from .granting import Granting
from .grants import Grants, Settled, current_nodes
from .names import alike, choose, plain, spellings
from .object_permissions import Wanted
from .plan import Plan
from .refusal import Refusal
from .requests import Create, Delete, Describe, Query, Read, Ref, Update, Where
from .resource import Known, Params, Record

DESCRIBE = Describe("Profile")


def by_name(name: str) -> Query:
    """The profile with that name."""
    return Query("Profile", ("FIELDS(ALL)", "UserLicense.Name"), (Where("Name", "IN", spellings(name)),))


def users_of(name: str) -> Query:
    """Users of a profile, active or not, as many as a message needs."""
    return Query(
        "User",
        ("Id", "Username", "IsActive", "ProfileId"),
        (Where("Profile.Name", "IN", spellings(name)),),
        order_by="Username",
        limit=20,
    )


def describe(record: Record) -> dict[str, t.Any]:
    """A profile as the module's options would declare it."""
    return {
        "name": record["Name"],
        "description": record.get("Description"),
        "license": (record.get("UserLicense") or {}).get("Name"),
        "system_permissions": sorted(system_permissions.granted(record)),
    }


class Profile(Granting):
    """One profile, known by its name."""

    describe = DESCRIBE

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = str(params["name"]).strip()
        if not self.name or len(self.name) > 255:
            raise Refusal("Option name must be 1 to 255 characters long", "BAD_OPTION", ["name"])
        self.description = None if params.get("description") is None else tidy(params["description"])
        if len(self.description or "") > 255:
            raise Refusal(
                "Option description is longer than 255 characters; shorten it", "STRING_TOO_LONG", ["description"]
            )
        self.system = edit(system_permissions.OPTION, params.get("system_permissions"), word(system_permissions.OPTION))
        self.absent = params.get("state") == "absent"
        self._query = by_name(self.name)

    def reads(self, known: Known) -> list[Read]:
        if self.absent:
            return [self._query, users_of(self.name)]
        first: list[Read] = [self._query, licenses.USER_LICENSES, DESCRIBE]
        if any(one not in known for one in first):
            return first
        grants = self._grants(known)
        return first + (explore(known, grants.nodes(), self.taught(known))[1] if grants.dependencies_matter() else [])

    def plan(self, known: Known) -> Plan:
        current = self._current(known)
        plan = Plan(f"profile {self.name}", current["Id"] if current else None)
        plan.before = describe(current) if current else {}
        if self.absent:
            return self._plan_absent(plan, known, current)
        settled = self._settle(known)
        description = self.description
        if current is None:
            self._plan_create(plan, known, settled, description)
            return plan
        self._refuse_new_license(known, current)
        settled.add_changes(plan)
        fields: dict[str, t.Any] = {**settled.early_columns(), **settled.late_columns()}
        if description is not None and (current.get("Description") or "") != description:
            plan.change("update", "profile", "description", current.get("Description"), description)
            fields["Description"] = description
        if fields:
            plan.write(Update("Profile", current["Id"], fields), plan.changes[0])
        plan.after = {**plan.before, "system_permissions": settled.describe()["system_permissions"]}
        if description is not None:
            plan.after["description"] = description
        return plan

    def _current(self, known: Known) -> Record | None:
        """The profile of that name, if there is one.

        Raises:
            Refusal: if several read like the name and none is it to the letter.
        """
        found = alike(self.name, known.records(self._query), "Name")
        if self.absent:
            # Nothing is deleted because it merely reads like the name.
            found = [one for one in found if str(one["Name"]).casefold() == self.name.casefold()]
        if len(found) > 1:
            several = ", ".join(f"'{one['Name']}'" for one in found)
            raise Refusal(
                f"Profile '{self.name}' may be any of {several}; write name as the org does", "AMBIGUOUS", ["name"]
            )
        return found[0] if found else None

    def _grants(self, known: Known) -> Grants:
        no_objects = edit("object_permissions", None, lambda value: t.cast(Wanted, value))
        system = system_permissions.resolve(self.system, self.permission_names(known))
        return Grants(system, no_objects, current_nodes(self._current(known), ()), str)

    def _settle(self, known: Known) -> Settled:
        grants = self._grants(known)
        permissions = set(self.permission_names(known).values())
        dependencies = explore(known, grants.nodes(), self.taught(known))[0]
        return grants.settle(dependencies, permissions.__contains__, self.kept, self._demanded(known))

    def _demanded(self, known: Known) -> dict[str, str]:
        """What the profile's licence demands."""
        current = self._current(known)
        held = (
            (current.get("UserLicense") or {})
            if current
            else self._license(known)
            if self.params.get("license")
            else {}
        )
        if plain(str(held.get("Name"))) != plain(licenses.INTEGRATION_LICENSE):
            return {}
        return dict.fromkeys(licenses.INTEGRATION_PERMISSIONS, f"the licence {held['Name']}")

    def _license(self, known: Known) -> Record:
        """The user licence that is declared."""
        pool = known.records(licenses.USER_LICENSES)
        return choose("user licence", self.params["license"], pool, licenses.USER_LICENSE_KEYS, "license")

    def _plan_create(self, plan: Plan, known: Known, settled: Settled, description: str | None) -> None:
        if not self.params.get("license"):
            raise Refusal(
                f"Cannot create profile {self.name} without a licence; set license",
                "REQUIRED_FIELD_MISSING",
                ["license"],
            )
        found = self._license(known)
        fields: dict[str, t.Any] = {"Name": self.name, "UserLicenseId": found["Id"]}
        if description is not None:
            fields["Description"] = description
        # The profile query of users asks for the licence's seats, so a planned profile carries them for later previews.
        related = {"UserLicense": {key: found[key] for key in ("Id", "Name", "TotalLicenses", "UsedLicenses")}}
        change = plan.change(
            "create", "profile", self.name, None, {"license": found["Name"], "description": description}
        )
        plan.id = Ref("profile")
        permissions = {**settled.early_columns(), **settled.late_columns()}
        plan.write(Create("Profile", {**fields, **permissions}, ref="profile", related=related), change)
        settled.add_changes(plan)
        plan.after = describe({**fields, **permissions, **related})

    def _refuse_new_license(self, known: Known, current: Record) -> None:
        wanted = self.params.get("license")
        if not wanted:
            return
        found = self._license(known)
        if found["Id"] != current.get("UserLicenseId"):
            has = (current.get("UserLicense") or {}).get("Name")
            # Object Reference, Profile.UserLicenseId: create only.
            text = f"Cannot change the licence of profile {self.name} from {has} to {wanted}: Salesforce sets it at creation only; use another name"
            raise Refusal(text, "LICENSE_IMMUTABLE", ["license"])

    def _plan_absent(self, plan: Plan, known: Known, current: Record | None) -> Plan:
        if current is None:
            return plan
        users = [one["Username"] for one in known.records(users_of(self.name)) if one["ProfileId"] == current["Id"]]
        if users:
            # A profile cannot be deleted while any user, active or not, has it.
            text = f"Cannot delete profile {self.name}: {', '.join(users)} have it, inactive users count too; give them another profile first (sf_user)"
            raise Refusal(text, "DELETE_FAILED", ["state"])
        plan.write(Delete("Profile", current["Id"]), plan.change("delete", "profile", self.name))
        return plan
