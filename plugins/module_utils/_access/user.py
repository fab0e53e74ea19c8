# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Users. Salesforce never deletes a user: absent means deactivated."""

from __future__ import annotations

import re
import typing as t

from . import privileges, user_leaving, user_seat, user_unique, user_values
from .plan import Plan
from .refusal import Refusal
from .requests import Create, Query, Read, Ref, SetPassword, Update
from .resource import Known, Params, Record, Resource
from .user_columns import Columns, Wanted
from .user_fields import FIELDS, ORGANIZATION, PROFILES, as_found, by_name, describe, login_of
from .user_password import Password
from .user_profile import RELATED, ProfileChoice
from .user_role import COLUMNS as ROLE_COLUMNS
from .user_role import Role

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
        self.profile = ProfileChoice(params)
        self.columns, self.role, self.password = Columns(params), Role(params), Password(params)
        self.unconfirmed = False
        self.frozen: bool | None = params.get("frozen")
        self.absent = params.get("state") == "absent"

    def reads(self, known: Known) -> list[Read]:
        if self.absent:
            return self._reads_absent(known)
        reads: list[Read] = [PROFILES, ORGANIZATION, *user_values.reads(self.values), *user_unique.reads(self.values)]
        reads += [*self.columns.reads(), *self.role.reads(), *privileges.reads(self.name, self.profile.profiles)]
        if any(one not in known for one in self.columns.reads()):
            return reads
        reads.append(self._query(known))
        if self._query(known) not in known:
            return reads
        current = self._current(known)
        if current and self.frozen is not None:
            reads.append(login_of(current["Id"]))
        return [*reads, *user_seat.reads(self._takes(known, current)), *self.columns.seat_reads(known, current)]

    def _reads_absent(self, known: Known) -> list[Read]:
        current = self._current(known)
        frozen: list[Read] = [login_of(current["Id"])] if current and self.frozen is not None else []
        return [self._query(known), *user_leaving.reads(self.name, current), *frozen]

    def plan(self, known: Known) -> Plan:
        current = self._current(known)
        plan = Plan(f"user {self.name}", current["Id"] if current else None)
        plan.before = self._described(known, current, self._login(known)) if current else {}
        if self.absent:
            user_leaving.plan(plan, current, known)
            return plan
        self.values = user_values.spelled(self.values, known)
        profile = self.profile.choose(self.name, known.records(PROFILES), current)
        user_unique.refuse_taken(self.name, self.values, current, known)
        wanted = self.columns.resolve(known, current)
        user_seat.refuse_without(self.name, user_seat.taken(current, profile), current, known)
        self.columns.refuse_without_seats(self.name, known, current)
        if current is None:
            self._plan_create(plan, known, t.cast(Record, profile), wanted)
        else:
            self._plan_update(plan, known, current, profile, wanted)
        self._plan_password(plan, current)
        self._plan_freeze(plan, known, current)
        plan.unmanaged = self.columns.unmanaged(known, current)
        chosen = profile or (current or {}).get("Profile") or {}
        plan.warnings += privileges.warnings(self.name, self.profile.profiles, chosen, known)
        return plan

    def _query(self, known: Known) -> Query:
        columns = () if self.absent else self.columns.names(known)
        role = ROLE_COLUMNS if self.role.declared and not self.absent else ()
        return by_name(self.name, (*columns, *role))

    def _current(self, known: Known) -> Record | None:
        found = known.records(self._query(known))
        return found[0] if found else None

    def _takes(self, known: Known, current: Record | None) -> Record | None:
        try:
            return user_seat.taken(current, self.profile.choose(self.name, known.records(PROFILES), current))
        except Refusal:
            return None

    def _login(self, known: Known) -> Record | None:
        current = self._current(known)
        rows = known.records(login_of(current["Id"])) if current else []
        return rows[0] if rows else None

    def _described(self, known: Known, record: Record, login: Record | None = None) -> dict[str, t.Any]:
        described = describe(record, login)
        if self.absent:
            return described
        if self.role.declared:
            described["role"] = Role.of(record)
        return {**described, **self.columns.describe(known, record)}

    def _plan_create(self, plan: Plan, known: Known, profile: Record, wanted: t.Sequence[Wanted]) -> None:
        missing = [option for option in ("last_name", "email") if not self.values.get(option)]
        if missing:
            text = (
                f"Cannot create user {self.name}: Salesforce requires {' and '.join(missing)}; set {', '.join(missing)}"
            )
            raise Refusal(text, "REQUIRED_FIELD_MISSING", missing)
        fields = user_values.columns({**self._defaults(known), **self.values})
        fields.update(Username=self.name, ProfileId=profile["Id"], IsActive=True)
        related = {"UserType": "Standard", "Profile": {key: profile[key] for key in RELATED}}
        after = {"profile": profile["Name"], "license": profile["UserLicense"]["Name"]}
        change = plan.change("create", "user", self.name, None, after)
        fields.update(self._plan_columns(plan, None, wanted))
        fields.update(self._plan_role(plan, known, {}, related))
        plan.id = Ref("user")
        plan.after = self._described(known, {**fields, **related})
        plan.write(Create("User", fields, ref="user", related=related), change)
        login = {"UserId": Ref("user"), "IsFrozen": bool(self.frozen), "IsPasswordLocked": False}
        plan.write(Create("UserLogin", login, by_org=True), change)
        plan.seats += user_seat.moves(None, profile)

    def _defaults(self, known: Known) -> dict[str, t.Any]:
        org = (known.records(ORGANIZATION) or [{}])[0]
        return {
            "alias": re.sub(r"[^A-Za-z0-9]", "", self.name.split("@", maxsplit=1)[0])[:8] or "user",
            "time_zone": org.get("TimeZoneSidKey"),
            "locale": org.get("DefaultLocaleSidKey"),
            "language": org.get("LanguageLocaleKey"),
            "email_encoding": _DEFAULT_ENCODING,
        }

    def _plan_update(
        self, plan: Plan, known: Known, current: Record, profile: Record | None, wanted: t.Sequence[Wanted]
    ) -> None:
        fields: dict[str, t.Any] = {}
        related = as_found(current)
        if not current.get("IsActive"):
            plan.change("activate", "user", self.name, False, True)
            fields["IsActive"] = True
        if profile and profile["Id"] != current.get("ProfileId"):
            has = current.get("Profile") or {}
            plan.change("update", "user", "profile", has.get("Name"), profile["Name"])
            licenses_of = [(one.get("UserLicense") or {}).get("Name") for one in (has, profile)]
            if licenses_of[0] != licenses_of[1]:
                plan.change("update", "user", "license", licenses_of[0], licenses_of[1])
            fields["ProfileId"] = profile["Id"]
            related["Profile"] = {key: profile[key] for key in RELATED}
        for option, value in self.values.items():
            column = FIELDS[option][0]
            if self.unconfirmed and option == "email":
                continue
            if not user_values.same(option, current.get(column), value):
                plan.change("update", "user", option, current.get(column), value)
                fields[column] = value
        fields.update(self._plan_columns(plan, current, wanted))
        fields.update(self._plan_role(plan, known, current, related))
        plan.after = self._described(known, {**current, **related, **fields})
        if fields:
            plan.write(Update("User", current["Id"], fields, related), plan.changes[0])
        if self.unconfirmed:
            plan.warnings.append(
                f"The new email of {self.name} counts once its owner confirms it: Salesforce has written to both addresses"
            )
        plan.seats += user_seat.moves(current, profile)

    @staticmethod
    def _plan_columns(plan: Plan, current: Record | None, wanted: t.Sequence[Wanted]) -> dict[str, t.Any]:
        """Changes of the columns that only the org's description knows, and their values."""
        differing = [one for one in wanted if one.differs(current)]
        for one in differing:
            plan.change(one.verb(), one.kind, one.key, one.before(current), one.value)
        return {one.column: one.value for one in differing}

    def _plan_role(self, plan: Plan, known: Known, current: Record, related: dict[str, t.Any]) -> dict[str, t.Any]:
        role = self.role.wanted(known)
        if not self.role.declared or (role or {}).get("Id") == current.get("UserRoleId"):
            return {}
        plan.change("update", "user", "role", Role.of(current), (role or {}).get("DeveloperName"))
        related["UserRole"] = role
        return {"UserRoleId": (role or {}).get("Id")}

    def _plan_password(self, plan: Plan, current: Record | None) -> None:
        """No read shows a password: it is set for a new user, or on every run."""
        if self.password.counts(creating=current is None):
            change = plan.change("set", "password", self.name)
            plan.write(SetPassword(current["Id"] if current else Ref("user"), self.password.text), change)

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
