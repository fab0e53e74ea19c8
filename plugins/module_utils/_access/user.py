# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Users. Salesforce never deletes a user: absent means deactivated."""

from __future__ import annotations

import re
import typing as t

from . import licenses, user_values
from .names import alike
from .permset_license_assignment import held_query
from .plan import Plan, Seat
from .refusal import Refusal, near
from .requests import Create, Delete, Read, Ref, Update
from .resource import Known, Params, Record, Resource
from .user_fields import FIELDS, ORGANIZATION, PROFILES, by_name, describe, login_of

_DEFAULT_ENCODING = "UTF-8"
_USERNAME = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class User(Resource):
    """One user, known by its user name."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = str(params["name"]).strip().lower()
        # Object Reference, User.Username: the form of an e-mail address, at most 80 characters, stored in lower case.
        if len(self.name) > 80 or not _USERNAME.match(self.name):
            text = f"'{self.name}' cannot be a user name: it must have the form of an email address, up to 80 characters; change name"
            raise Refusal(text, "BAD_OPTION", ["name"])
        self.values = user_values.given(params)
        self.profiles = [str(one) for one in params.get("profile") or []]
        self.unconfirmed = False
        self.frozen: bool | None = params.get("frozen")
        self.absent = params.get("state") == "absent"
        self._query = by_name(self.name)

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [self._query]
        if not self.absent:
            reads += [PROFILES, ORGANIZATION, *user_values.reads(self.values)]
        current = self._current(known)
        if self.absent:
            reads.append(held_query([self.name]))
        if current and self.frozen is not None:
            reads.append(login_of(current["Id"]))
        full = self._full_license(known)
        if full:
            reads.append(licenses.holders_of_user_license(full["Id"]))
        return reads

    def plan(self, known: Known) -> Plan:
        current = self._current(known)
        plan = Plan(f"user {self.name}", current["Id"] if current else None)
        plan.before = describe(current, self._login(known)) if current else {}
        if self.absent:
            return self._plan_absent(plan, current, known)
        self.values = user_values.spelled(self.values, known)
        profile = self._profile(known, current)
        self._refuse_without_seat(known, current, profile)
        if current is None:
            self._plan_create(plan, known, t.cast(Record, profile))
        else:
            self._plan_update(plan, current, profile)
        self._plan_freeze(plan, known, current)
        return plan

    def _current(self, known: Known) -> Record | None:
        found = known.records(self._query)
        return found[0] if found else None

    def _login(self, known: Known) -> Record | None:
        current = self._current(known)
        rows = known.records(login_of(current["Id"])) if current else []
        return rows[0] if rows else None

    def _profile(self, known: Known, current: Record | None) -> Record | None:
        """The first of the acceptable profiles that the org has; the one the user has wins while it is acceptable."""
        if not self.profiles:
            if current is None:
                text = f"Cannot create user {self.name} without a profile; set profile"
                raise Refusal(text, "REQUIRED_FIELD_MISSING", ["profile"])
            return None
        offered = known.records(PROFILES)
        acceptable = [found for found in (alike(one, offered, "Name") for one in self.profiles) if found]
        for found in acceptable:
            for one in found:
                if current and one["Id"] == current.get("ProfileId"):
                    return one
        if acceptable and len(acceptable[0]) == 1:
            return acceptable[0][0]
        if acceptable:
            several = ", ".join(f"'{one['Name']}'" for one in acceptable[0])
            raise Refusal(
                f"The name in profile may mean any of {several}; write it as the org does", "AMBIGUOUS", ["profile"]
            )
        named = " or ".join(f"'{one}'" for one in self.profiles)
        hint = near(self.profiles[0], (str(one["Name"]) for one in offered))
        raise Refusal(f"The org has no profile {named}{hint}; change profile", "UNKNOWN_PROFILE", ["profile"])

    def _takes_seat(self, current: Record | None, profile: Record | None) -> Record | None:
        """The licence of which this plan takes a seat, if it does (an active user holds one of its profile's licence)."""
        target = profile or (current or {}).get("Profile") or {}
        license_record = t.cast(t.Optional[Record], target.get("UserLicense"))
        held = (((current or {}).get("Profile") or {}).get("UserLicense") or {}).get("Id")
        if license_record and (not (current or {}).get("IsActive") or held != license_record["Id"]):
            return license_record
        return None

    def _full_license(self, known: Known) -> Record | None:
        if self.absent or PROFILES not in known:
            return None
        current = self._current(known)
        try:
            wanted = self._takes_seat(current, self._profile(known, current))
        except Refusal:
            return None
        return wanted if wanted and licenses.free(wanted) <= 0 else None

    def _refuse_without_seat(self, known: Known, current: Record | None, profile: Record | None) -> None:
        full = self._full_license(known)
        if not full:
            return
        holders = [one["Username"] for one in known.records(licenses.holders_of_user_license(full["Id"]))]
        doing = f"activate user {self.name}" if current else f"create user {self.name}"
        raise licenses.no_seat(
            doing,
            full,
            holders,
            "deactivate a user of this licence (sf_user state: absent), buy seats, or set another profile",
        )

    def _plan_create(self, plan: Plan, known: Known, profile: Record) -> None:
        missing = [option for option in ("last_name", "email") if not self.values.get(option)]
        if missing:
            text = (
                f"Cannot create user {self.name}: Salesforce requires {' and '.join(missing)}; set {', '.join(missing)}"
            )
            raise Refusal(text, "REQUIRED_FIELD_MISSING", missing)
        org = (known.records(ORGANIZATION) or [{}])[0]
        values = {
            "alias": re.sub(r"[^A-Za-z0-9]", "", self.name.split("@", maxsplit=1)[0])[:8] or "user",
            "time_zone": org.get("TimeZoneSidKey"),
            "locale": org.get("DefaultLocaleSidKey"),
            "language": org.get("LanguageLocaleKey"),
            "email_encoding": _DEFAULT_ENCODING,
            **self.values,
        }
        fields = {FIELDS[option][0]: value for option, value in values.items() if value}
        fields.update(Username=self.name, ProfileId=profile["Id"], IsActive=True)
        related = {
            "UserType": "Standard",
            "Profile": {
                "Id": profile["Id"],
                "Name": profile["Name"],
                "UserLicenseId": profile["UserLicenseId"],
                "UserLicense": profile["UserLicense"],
            },
        }
        plan.id = Ref("user")
        plan.after = describe({**fields, **related})
        change = plan.change(
            "create", "user", self.name, None, {"profile": profile["Name"], "license": profile["UserLicense"]["Name"]}
        )
        plan.write(Create("User", fields, ref="user", related=related), change)
        login = {"UserId": Ref("user"), "IsFrozen": bool(self.frozen), "IsPasswordLocked": False}
        plan.write(Create("UserLogin", login, by_org=True), change)
        plan.seats.append(Seat(profile["UserLicense"]["Id"], 1))

    def _plan_update(self, plan: Plan, current: Record, profile: Record | None) -> None:
        fields: dict[str, t.Any] = {}
        related = _as_found(current)
        if not current.get("IsActive"):
            plan.change("activate", "user", self.name, False, True)
            fields["IsActive"] = True
        if profile and profile["Id"] != current.get("ProfileId"):
            plan.change("update", "user", "profile", (current.get("Profile") or {}).get("Name"), profile["Name"])
            fields["ProfileId"] = profile["Id"]
            related["Profile"] = {key: profile[key] for key in ("Id", "Name", "UserLicenseId", "UserLicense")}
        for option, value in self.values.items():
            column = FIELDS[option][0]
            if self.unconfirmed and option == "email":
                continue
            if not user_values.same(option, current.get(column), value):
                plan.change("update", "user", option, current.get(column), value)
                fields[column] = value
        plan.after = describe({**current, **related, **fields})
        if fields:
            plan.write(Update("User", current["Id"], fields, related), plan.changes[0])
        if self.unconfirmed:
            plan.warnings.append(
                f"The new email of {self.name} counts once its owner confirms it: Salesforce has written to both addresses"
            )
        taken = self._takes_seat(current, profile)
        if taken:
            plan.seats.append(Seat(taken["Id"], 1))
            if current.get("IsActive"):
                plan.seats.append(Seat(current["Profile"]["UserLicense"]["Id"], -1))

    def _plan_freeze(self, plan: Plan, known: Known, current: Record | None) -> None:
        """Freeze or unfreeze through the UserLogin row, which the org makes with the user: a new user needs a second round."""
        if self.frozen is None:
            return
        login = self._login(known)
        plan.after["frozen"] = self.frozen
        if bool((login or {}).get("IsFrozen")) == self.frozen:
            return
        change = plan.change("freeze" if self.frozen else "unfreeze", "user", self.name, not self.frozen, self.frozen)
        if login:
            plan.write(Update("UserLogin", login["Id"], {"IsFrozen": self.frozen}), change)
        elif current is None:
            plan.deferred = True

    def accept(self, left: Plan) -> bool:
        """A changed e-mail address shows only after its owner has confirmed it (Salesforce Help 000385115), also by the API."""
        self.unconfirmed = all((one.kind, one.key) == ("user", "email") for one in left.changes)
        return self.unconfirmed

    def _plan_absent(self, plan: Plan, current: Record | None, known: Known) -> Plan:
        if current is None or not current.get("IsActive"):
            plan.after = dict(plan.before)
            return plan
        plan.after = describe({**current, "IsActive": False})
        plan.write(
            Update("User", current["Id"], {"IsActive": False}, _as_found(current)),
            plan.change("deactivate", "user", self.name, True, False),
        )
        seat = ((current.get("Profile") or {}).get("UserLicense") or {}).get("Id")
        if seat:
            plan.seats.append(Seat(seat, -1))
        # Deactivating gives permission set licences back (Salesforce Help 000394412); a preview must know.
        for row in known.records(held_query([self.name])):
            plan.write(Delete("PermissionSetLicenseAssign", row["Id"], by_org=True))
            plan.seats.append(Seat(row["PermissionSetLicenseId"], -1))
        return plan


def _as_found(current: Record) -> dict[str, t.Any]:
    """What a preview must know of a user it changes, to tell whether later queries still find the user."""
    profile = current.get("Profile") or {}
    found = {key: current.get(key) for key in ("Username", "IsActive", "UserType", "ProfileId")}
    return {**found, "Profile": {**profile, "UserLicenseId": (profile.get("UserLicense") or {}).get("Id")}}
