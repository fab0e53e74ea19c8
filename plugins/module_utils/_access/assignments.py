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
    """The users an assignment is for, in lower case as Salesforce keeps user names (Object Reference, User).

    Raises:
        Refusal: if there are none.
    """
    names = list(dict.fromkeys(str(one).strip().lower() for one in params["users"] or ()))
    if not names or not all(names):
        raise Refusal("Option users names nobody; list at least one user name", "BAD_OPTION", ["users"])
    return names


def users_query(names: t.Sequence[str]) -> Query:
    """The users of these names."""
    return Query("User", USER_FIELDS, (Where("Username", "IN", tuple(names)),))


def find_users(
    names: t.Sequence[str], known: Known, findings: Findings, assigning: bool, warnings: list[str] | None = None
) -> list[Record]:
    """The users named, in that order; findings for those the org does not have, and for inactive ones that would be assigned to.

    With *warnings*, users that the org does not have are told there instead: they hold nothing.
    """
    found = {plain(one["Username"]): one for one in known.records(users_query(names))}
    users: list[Record] = []
    for name in names:
        user = found.get(plain(name))
        if user is None and warnings is not None:
            warnings.append(_nothing("user", name))
        elif user is None:
            findings.add(
                f"The org has no user '{name}'; create it (sf_user) or change users", "UNKNOWN_USER", ["users"]
            )
        elif assigning and user.get("IsActive") is False:
            findings.add(
                f"User {name} is inactive; activate it (sf_user) or take it out of users", "INACTIVE_USER", ["users"]
            )
        else:
            users.append({**user, "Username": user["Username"].lower()})
    return users


def related_user(user: Record) -> Record:
    """The user as a query of assignments would show it."""
    return {"Username": user["Username"]}


class Targets:
    """Which of the things a user holds should be assigned (*wanted*), unassigned, or left."""

    def __init__(
        self, wanted: t.Iterable[Record], removed: t.Iterable[Record], exact: bool, warnings: t.Sequence[str]
    ) -> None:
        self.wanted = {one["Id"]: one for one in wanted}
        self.removed = {one["Id"] for one in removed}
        self.exact = exact
        self.warnings = list(warnings)

    def missing(self, held: t.Collection[str]) -> list[Record]:
        return [one for key, one in self.wanted.items() if key not in held]

    def leaves(self, thing_id: str) -> bool:
        """Whether a held thing has to go."""
        return thing_id in self.removed or (self.exact and thing_id not in self.wanted)

    def names_it(self, thing_id: str) -> bool:
        return thing_id in self.wanted or thing_id in self.removed


def only_takes(edit: Edit[str], absent: bool) -> bool:
    """Whether things are only taken from the users, whom the org then need not have."""
    return absent or bool(edit.removed and not edit.wanted)


def targets(
    edit: Edit[str], absent: bool, option: str, what: str, find: t.Callable[[str], Record], findings: Findings
) -> Targets:
    """What *find* finds of the things named; with *absent*, everything named is to be unassigned.

    A thing that the org does not have cannot be assigned: findings where it should be, a warning where it should not.

    Raises:
        Refusal: if one thing is both added and removed.
    """
    warnings: list[str] = []

    def records(names: t.Iterable[str], needed: bool) -> list[Record]:
        found = []
        for name in names:
            try:
                found.append(find(name))
            except Refusal as refusal:
                if needed or refusal.code != "NOT_FOUND":
                    findings.catch(refusal)
                else:
                    warnings.append(_nothing(what, name))
        return found

    wanted, removed = records(edit.wanted, needed=not absent), records(edit.removed, needed=False)
    if absent:
        return Targets((), (*wanted, *removed), False, warnings)
    removed_ids = {one["Id"] for one in removed}
    both = sorted(str(one.get("DeveloperName") or one["Name"]) for one in wanted if one["Id"] in removed_ids)
    if both:
        raise Refusal(
            f"Option {option} adds and removes {', '.join(both)}; keep one of the two", "BAD_OPTION", [option]
        )
    return Targets(wanted, removed, edit.exact, warnings)


def _nothing(what: str, name: str) -> str:
    return f"The org has no {what} '{name}': nothing to unassign"
