# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What both kinds of assignment to users share: who gets, who loses, and what each user keeps."""

from __future__ import annotations

import typing as t

from .edits import Edit
from .names import plain
from .refusal import Findings, Refusal
from .requests import Query, Where
from .resource import Known, Params, Record

#: What an assignment needs to know about its user.
USER_FIELDS = (
    "Id",
    "Username",
    "IsActive",
    "ProfileId",
    "Profile.Name",
    "Profile.UserLicenseId",
    "Profile.UserLicense.Name",
)


def user_names(params: Params) -> list[str]:
    """The users an assignment is for.

    Raises:
        Refusal: if there are none.
    """
    names = list(dict.fromkeys(str(one).strip() for one in params["users"]))
    if not names or not all(names):
        raise Refusal("Option users names nobody; list at least one user name", "BAD_OPTION", ["users"])
    return names


def users_query(names: t.Sequence[str]) -> Query:
    """The users of these names."""
    return Query("User", USER_FIELDS, (Where("Username", "IN", tuple(names)),))


def find_users(names: t.Sequence[str], known: Known, findings: Findings, assigning: bool) -> list[Record]:
    """The users named, in that order; findings for those the org does not have, and for inactive ones that would be assigned to."""
    found = {plain(one["Username"]): one for one in known.records(users_query(names))}
    users = []
    for name in names:
        user = found.get(plain(name))
        if user is None:
            findings.add(
                f"The org has no user '{name}'; create it (sf_user) or change users", "UNKNOWN_USER", ["users"]
            )
        elif assigning and user.get("IsActive") is False:
            findings.add(
                f"User {name} is inactive; activate it (sf_user) or take it out of users", "INACTIVE_USER", ["users"]
            )
        else:
            users.append(user)
    return users


def related_user(user: Record) -> Record:
    """The user as a query of assignments would show it."""
    return {"Username": user["Username"]}


class Targets:
    """Which of the things a user holds should be assigned (*wanted*), unassigned, or left."""

    def __init__(self, wanted: t.Iterable[Record], removed: t.Iterable[Record], exact: bool) -> None:
        self.wanted = {one["Id"]: one for one in wanted}
        self.removed = {one["Id"] for one in removed}
        self.exact = exact

    def missing(self, held: t.Collection[str]) -> list[Record]:
        return [one for key, one in self.wanted.items() if key not in held]

    def leaves(self, thing_id: str) -> bool:
        """Whether a held thing has to go."""
        return thing_id in self.removed or (self.exact and thing_id not in self.wanted)

    def names_it(self, thing_id: str) -> bool:
        return thing_id in self.wanted or thing_id in self.removed


def targets(edit: Edit[Record], absent: bool, option: str) -> Targets:
    """With *absent*, everything named is to be unassigned.

    Raises:
        Refusal: if one thing is both added and removed.
    """
    if absent:
        return Targets((), (*edit.wanted, *edit.removed), False)
    removed = {one["Id"] for one in edit.removed}
    both = sorted(str(one.get("DeveloperName") or one["Name"]) for one in edit.wanted if one["Id"] in removed)
    if both:
        raise Refusal(
            f"Option {option} adds and removes {', '.join(both)}; keep one of the two", "BAD_OPTION", [option]
        )
    return Targets(edit.wanted, edit.removed, edit.exact)
