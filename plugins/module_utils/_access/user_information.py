# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What is told of users: the words that sf_user takes, and what each user holds."""

from __future__ import annotations

import typing as t

from . import assigned_groups, assigned_sets, declarations, feature_seats, licenses, set_names, user_fields
from .refusal import Refusal, near
from .requests import Query, Read, Where, is_pending
from .resource import Inspection, Known, Params, Record
from .user_columns import CURRENCY, held
from .user_role import COLUMNS as ROLE_COLUMNS
from .user_role import Role
from .user_values import USER

_LAST_LOGIN = "LastLoginDate"


class UserInfo(Inspection):
    """Users with their profiles, licences, freeze and assignments."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = tuple(str(one).strip() for one in params.get("names") or ())
        self.fields = [str(one).strip() for one in params.get("fields") or ()]
        where = (Where("Username", "IN", self.names),) if self.names else self._filter()
        self._users = Query("User", user_fields.USER_FIELDS, where, order_by="Username")

    def _filter(self) -> tuple[Where, ...]:
        wanted = self.params.get("license")
        return (Where("Profile.UserLicense.Name", "=", wanted),) if wanted else (Where("UserType", "=", "Standard"),)

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [self._users, USER]
        if known.records(self._users):
            reads += [*self._held(known), self._more(known)]
        if self._ids(known):
            reads.append(self._logins(known))
        return reads

    def _ids(self, known: Known) -> tuple[str, ...]:
        return tuple(one["Id"] for one in known.records(self._users) if not is_pending(one["Id"]))

    def _logins(self, known: Known) -> Query:
        where = (Where("UserId", "IN", self._ids(known)),)
        return Query("UserLogin", ("Id", "UserId", "IsFrozen", "IsPasswordLocked"), where, optional=True)

    def _held(self, known: Known) -> tuple[Query, Query, Query]:
        names = [one["Username"] for one in known.records(self._users)]
        sets, groups = assigned_sets.held_query(names), assigned_groups.held_query(names)
        return sets, groups, licenses.held_query(names)

    def _more(self, known: Known) -> Query:
        """The same users with the columns that only the org's description knows."""
        offered = {one["name"] for one in (known.description(USER) or {}).get("fields") or ()}
        role = ROLE_COLUMNS if ROLE_COLUMNS[0] in offered else ()
        currency = (CURRENCY,) if CURRENCY in offered else ()
        licenses = (one["name"] for one in feature_seats.offered(known.description(USER)).values())
        columns = ("Id", _LAST_LOGIN, *role, *currency, *licenses, *self._further(known))
        return Query("User", tuple(dict.fromkeys(columns)), self._users.where, order_by="Username")

    def _further(self, known: Known) -> list[str]:
        """The fields asked for, as the org spells them.

        Raises:
            Refusal: for one that users do not have.
        """
        offered = {
            one["name"].casefold(): str(one["name"]) for one in (known.description(USER) or {}).get("fields") or ()
        }
        for name in self.fields:
            if name.casefold() not in offered:
                text = f"Users have no field '{name}'{near(name, offered.values())}; change fields"
                raise Refusal(text, "UNKNOWN_FIELD", ["fields"])
        return [offered[name.casefold()] for name in self.fields]

    def report(self, known: Known) -> dict[str, t.Any]:
        records = known.records(self._users)
        more = {one["Id"]: one for one in known.records(self._more(known))} if records else {}
        return {"users": [self._user(known, {**more.get(one["Id"], {}), **one}) for one in records]}

    def _user(self, known: Known, user: Record) -> dict[str, t.Any]:
        logins = {row["UserId"]: row for row in known.records(self._logins(known))}
        sets, groups, psls = (_of(user, known.records(query)) for query in self._held(known))
        described = {
            "id": user["Id"],
            **user_fields.describe(user, logins.get(user["Id"])),
            "role": Role.of(user),
            "feature_licenses": held(known, user),
            "last_login": user.get(_LAST_LOGIN),
            "permission_sets": sorted(set_names.api_name(row["PermissionSet"]) for row in sets),
            "permission_set_groups": sorted(set_names.api_name(row["PermissionSetGroup"]) for row in groups),
            "permission_set_licenses": sorted(row["PermissionSetLicense"]["DeveloperName"] for row in psls),
        }
        if CURRENCY in user:
            described["currency"] = user[CURRENCY]
        if self.fields:
            described["fields"] = {name: user.get(name) for name in self._further(known)}
        return {**described, **declarations.user(described, known.description(USER)).as_dict()}


def _of(record: Record, rows: t.Iterable[Record]) -> list[Record]:
    return [row for row in rows if row["AssigneeId"] == record["Id"]]
