# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the setup audit trail tells: who changed what in Setup, newest first.

SetupAuditTrail (Object Reference, API 67): kept for at least 180 days; Action, CreatedById and CreatedDate can be filtered, Section and
Display cannot. Whoever has View Setup and Configuration sees it.
"""

from __future__ import annotations

import typing as t

from .edits import tidy
from .expiry import expiry
from .refusal import Refusal
from .requests import Query, Read, Where
from .resource import Inspection, Known, Params, Record

OBJECT = "SetupAuditTrail"
_FIELDS = (
    "Id",
    "Action",
    "Section",
    "Display",
    "CreatedDate",
    "CreatedBy.Username",
    "DelegateUser",
    "ResponsibleNamespacePrefix",
)


class AuditTrailInfo(Inspection):
    """Entries of the setup audit trail."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.sections = {tidy(one).casefold() for one in params.get("sections") or ()}
        self.limit = int(params.get("limit") or 0)
        if self.limit < 1:
            raise Refusal("Option limit is less than 1; say how many entries to read", "BAD_OPTION", ["limit"])
        self._query = Query(
            OBJECT, _FIELDS, tuple(_conditions(params)), "CreatedDate DESC, Id DESC", self.limit, optional=True
        )

    def reads(self, known: Known) -> list[Read]:
        return [self._query]

    def report(self, known: Known) -> dict[str, t.Any]:
        rows = known.records(self._query)
        entries = [_described(one) for one in rows]
        readable, complete = known.answered(self._query), len(rows) < self.limit
        return {
            "entries": [one for one in entries if not self.sections or str(one["section"]).casefold() in self.sections],
            "readable": readable,
            "complete": readable and complete,
            "oldest": entries[-1]["time"] if entries else None,
            "warnings": self._warnings(readable, complete),
        }

    def _warnings(self, readable: bool, complete: bool) -> list[str]:
        if not readable:
            return [
                "The org does not show its setup audit trail to the signed-in user; give it View Setup and Configuration (ViewSetup)"
            ]
        return (
            []
            if complete
            else [
                f"Only the newest {self.limit} entries were read; raise limit, or narrow since, until, actions or users"
            ]
        )


def _conditions(params: Params) -> t.Iterator[Where]:
    """What the org can filter by itself.

    Raises:
        Refusal: for what is no date or time, and where the period ends before it begins.
    """
    since, until = (expiry(params.get(one), one) for one in ("since", "until"))
    if since and until and until <= since:
        raise Refusal(
            "Option until is not after since, so nothing can be between; change one of them", "BAD_OPTION", ["until"]
        )
    if since:
        yield Where("CreatedDate", ">=", since)
    if until:
        yield Where("CreatedDate", "<", until)
    for option, field in (("actions", "Action"), ("users", "CreatedBy.Username")):
        names = tuple(tidy(one) for one in params.get(option) or ())
        if names:
            yield Where(field, "IN", names)


def _described(row: Record) -> dict[str, t.Any]:
    """An entry as people see it."""
    return {
        "time": row.get("CreatedDate"),
        # What Salesforce does by itself has nobody's name.
        "user": (row.get("CreatedBy") or {}).get("Username"),
        "delegate_user": row.get("DelegateUser"),
        "action": row.get("Action"),
        "section": row.get("Section"),
        "display": row.get("Display"),
        "namespace": row.get("ResponsibleNamespacePrefix"),
    }
