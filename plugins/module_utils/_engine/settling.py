# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Writing, and reading again until the org shows what was declared."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field

from .._access.labels import labelled
from .._access.plan import Change, Plan
from .._access.refusal import Refusal
from .._access.requests import Read, SetPassword, Write
from .._access.resource import Known, Resource
from .gates import Gate
from .gathering import Organisation, gather

#: Each refusal teaches what one permission demands, and chains of demands are short.
_ATTEMPTS = 8
#: What Salesforce says when the org has changed between reading and writing.
_OVERTAKEN = (
    "DUPLICATE_DEVELOPER_NAME",
    "DUPLICATE_USERNAME",
    "DUPLICATE_VALUE",
    "ENTITY_IS_DELETED",
    "INVALID_CROSS_REFERENCE_KEY",
    "NOT_FOUND",
    "invalid_token",
    "unsupported_token_type",
)


class NotKept(Exception):
    """The org reported success and still does not show what was written; *applied* lists the changes sent."""

    def __init__(self, message: str, applied: list[Change]) -> None:
        super().__init__(message)
        self.applied = applied


class Interrupted(Exception):
    """A run that failed after some of its changes had reached the org.

    *applied* lists them; *cause* is the failure. *uncertain* says that a write was sent whose answer never came.
    """

    uncertain = False

    def __init__(self, cause: Exception, applied: list[Change], change: Change | None, subject: str) -> None:
        super().__init__(str(cause))
        self.cause, self.applied, self.change, self.subject = cause, applied, change, subject


@dataclass
class Outcome:
    """What a task found and did; *changes* and *extra* are the same in a preview and in the run."""

    subject: str = ""
    id: str | None = None
    before: dict[str, t.Any] = field(default_factory=dict)
    after: dict[str, t.Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    unmanaged: list[dict[str, t.Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    extra: dict[str, t.Any] = field(default_factory=dict)


class Run:
    """One run that writes: the plan in force, and what has reached the org."""

    def __init__(self, resource: Resource, org: Organisation, known: Known, plan: Plan, gate: Gate) -> None:
        self.resource, self.org, self.known, self.gate = resource, org, known, gate
        self.first = self.plan = plan
        self.changes = list(plan.changes)
        self.applied: list[Change] = []
        #: Done, and nothing that can be read shows it.
        self.unseen: list[Write] = []

    def until_settled(self, lost: type[Exception]) -> Outcome:
        """Write, read again and plan again until the plan is empty."""
        last: Exception | None = None
        for _attempt in range(_ATTEMPTS):
            self._ask()
            reads = self.known.passing()
            writes = self.plan.sent()[0]
            try:
                ids, results = self.org.write(writes, reads)
            except lost as error:
                self._look_up(error)
                last = error
            except Exception as error:
                self._learn_from(error)
                last = error
            else:
                last = None
                self.unseen += [
                    SetPassword(user, one.password)
                    for one, user in zip(writes, ids)
                    if isinstance(one, SetPassword) and user
                ]
                # What a deferred plan could not do yet has not been done.
                done = _served(self.plan, len(self.plan.writes)) if self.plan.deferred else self.plan.changes
                self.applied += [one for one in done if one not in self.applied]
                self._look_again(reads, results or [])
            if not self.plan.writes:
                return outcome_of(self.first, self.plan, self.changes)
        if last is not None:
            raise Interrupted(last, self.applied, None, self.first.subject) from last
        raise NotKept(
            f"{self.first.subject} does not come to rest: the org still differs after {_ATTEMPTS} rounds; look at it in Setup",
            self.applied,
        )

    def _ask(self) -> None:
        """Ask the gate again: what was learned or read on the way may have made another plan of it, and more to do.

        Raises:
            Refusal: if the gate does not let it through and nothing has been written.
            Interrupted: if something has.
        """
        asked = {_deed(one) for one in self.changes}
        changes = [*self.changes, *(one for one in self.plan.changes if _deed(one) not in asked)]
        try:
            self.gate(self.first.subject, changes)
        except Refusal as error:
            if not self.applied:
                raise
            raise Interrupted(error, self.applied, None, self.first.subject) from error
        self.changes = changes

    def _look_up(self, error: Exception) -> None:
        """The answer was lost: whatever arrived is in the org now, so the next plan holds only what did not."""
        passwords = [one for one in self.plan.sent()[0] if isinstance(one, SetPassword)]
        try:
            self._plan_again(Known())
            if passwords and not any(isinstance(one, SetPassword) for one in self.plan.writes):
                # Nothing shows whether it was set, and the plan no longer asks for it.
                raise error
        except Exception:
            interrupted = Interrupted(error, self.applied, None, self.first.subject)
            interrupted.uncertain = True
            raise interrupted from error

    def _plan_again(self, known: Known) -> None:
        """Read what is missing and plan with it.

        Raises:
            Interrupted: if that fails after something has been written.
        """
        try:
            self.known = gather(self.resource, self.org, None, known)
            self.plan = labelled(self.resource.plan(self.known), self.known)
            self.plan.drop(self.unseen)
        except Exception as error:
            if not self.applied:
                raise
            raise Interrupted(error, self.applied, None, self.first.subject) from error

    def _learn_from(self, error: Exception) -> None:
        """A refusal may teach a dependency that the org's own rows do not show; then the plan is made again with it."""
        self.applied += _served(self.plan, getattr(error, "committed", 0))
        if self._overtaken(error):
            return
        if not self.resource.learn(str(getattr(error, "message", ""))):
            index = getattr(error, "index", None)
            reasons = self.plan.sent()[1]
            served = reasons[index] if index is not None and index < len(reasons) else ()
            change = served[0] if served else None
            interrupted = Interrupted(error, self.applied, change, self.first.subject)
            interrupted.uncertain = bool(getattr(error, "uncertain", False))
            raise interrupted from error
        self._plan_again(Known())
        self.changes = [*self.applied, *self.plan.changes]

    def _overtaken(self, error: Exception) -> bool:
        """Whether somebody else made or removed the same thing meanwhile: then what is left of the plan is another one."""
        if getattr(error, "code", None) not in _OVERTAKEN or self.applied:
            return False
        known = gather(self.resource, self.org, None)
        plan = labelled(self.resource.plan(known), known)
        if plan.writes == self.plan.writes:
            return False
        self.known, self.plan, self.changes = known, plan, list(plan.changes)
        return True

    def _look_again(self, reads: t.Sequence[Read], results: t.Sequence[t.Any]) -> None:
        """See what the org shows after a successful write, and whether it is what was declared."""
        deferred, known = self.plan.deferred, self.known.lasting()
        for read, result in zip(reads, results):
            known.put(read, result)
        self._plan_again(known)
        if not self.plan.writes or deferred:
            return
        left = self.plan.changes
        if not self.resource.accept(self.plan):
            shown = ", ".join(str(one) for one in left)
            text = (
                f"The org reported success for {self.plan.subject} and yet does not show: {shown}; look at it in Setup"
            )
            raise NotKept(text, self.applied)
        self.changes = [one for one in self.changes if one not in left]
        self._plan_again(self.known)


def _deed(change: Change) -> tuple[str, str, str, str]:
    """What a change does, from wherever it starts: that is known better after the first writes."""
    return change.verb, change.kind, change.key, json.dumps(change.after, sort_keys=True, default=str)


def _served(plan: Plan, writes: int) -> list[Change]:
    """The changes that the first *writes* writes of a plan have brought about."""
    return list({id(one): one for reasons in plan.sent()[1][:writes] for one in reasons}.values())


def outcome_of(first: Plan, last: Plan, changes: list[Change]) -> Outcome:
    """What to report: the starting point of the first plan, the end point of the last, and the changes between."""
    found = last.id if isinstance(last.id, str) else first.id if isinstance(first.id, str) else None
    warnings = list(dict.fromkeys([*first.warnings, *last.warnings]))
    return Outcome(first.subject, found, first.before, last.after, changes, first.unmanaged, warnings, first.extra)
