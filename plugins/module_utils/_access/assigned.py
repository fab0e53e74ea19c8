# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What users can be assigned: the questions that permission sets and groups of them answer alike."""

from __future__ import annotations

import typing as t

from .assignments import Targets, related_user, targets
from .edits import edit, word
from .plan import Plan
from .refusal import Findings
from .requests import Create, Query, Read
from .resource import Known, Params, Record
from .set_names import api_name


class Assigned:
    """One kind of thing that some users are assigned."""

    option: t.ClassVar[str]
    #: The kind of the changes.
    kind: t.ClassVar[str]
    #: The column of an assignment that points to the thing, and the relationship of that column.
    column: t.ClassVar[str]
    relation: t.ClassVar[str]

    #: The present assignments of this kind.
    held_query: Query

    def __init__(self, params: Params, users: t.Sequence[str]) -> None:
        self.users = users
        self.absent = params.get("state") == "absent"
        self.edit = edit(self.option, params.get(self.option), word(self.option), required=True)
        self.named = (*self.edit.wanted, *self.edit.removed)

    @property
    def what(self) -> str:
        return self.kind.replace("_", " ")

    def reads(self, known: Known) -> list[Read]:
        raise NotImplementedError

    def find(self, known: Known, name: str) -> Record:
        """Raises Refusal where the org has nothing of that name, or several."""
        raise NotImplementedError

    def parts(self, known: Known, thing: Record) -> list[Record]:
        """The permission sets that come with the thing."""
        raise NotImplementedError

    def check(self, known: Known, user: Record, thing: Record, findings: Findings) -> None:
        """Add findings where the user's licences do not allow the thing."""
        raise NotImplementedError

    def prepare(self, plan: Plan, known: Known, things: t.Sequence[Record], findings: Findings) -> None:
        """Plan what must have happened before *things* can be assigned."""

    def targets(self, known: Known, findings: Findings) -> Targets:
        def find(name: str) -> Record:
            return self.find(known, name)

        return targets(self.edit, self.absent, self.option, self.what, find, findings)

    def held(self, known: Known, user: Record) -> dict[str, Record]:
        """The user's assignments of this kind, by the Id of the thing."""
        rows = known.records(self.held_query)
        return {row[self.column]: row for row in rows if row["AssigneeId"] == user["Id"]}

    def row_name(self, row: Record) -> str:
        return api_name(row[self.relation])

    def related(self, thing: Record) -> Record:
        """What a query of assignments shows of the thing."""
        raise NotImplementedError

    def create(self, user: Record, thing: Record, expires: str | None) -> Create:
        values = {"AssigneeId": user["Id"], self.column: thing["Id"]}
        if expires:
            values["ExpirationDate"] = expires
        related = {"Assignee": related_user(user), **self.related(thing)}
        return Create("PermissionSetAssignment", values, related=related)
