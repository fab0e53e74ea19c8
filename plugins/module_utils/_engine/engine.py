# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Read, plan, and - unless this is a preview - write, read again and see that it holds.

A preview is the same computation without the last step: it stops before anything is sent and keeps the writes for later
previews of the run. That is the first of two nets; the second is the organisation's client, which refuses to write in a preview.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._access.plan import Change, Plan
from .._access.refusal import Refusal
from .._access.requests import Query, Read, Write
from .._access.resource import Inspection, Known, Resource
from .preview import Preview

_ROUNDS = 12
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
)


class Organisation(t.Protocol):
    """What the engine needs of an org's client."""

    def read(self, reads: t.Sequence[Read]) -> list[t.Any]: ...

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Query] = ()
    ) -> tuple[list[str | None], list[t.Any] | None]: ...


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
    """What a task found and did; *changes* are the same in a preview and in the run."""

    id: str | None = None
    before: dict[str, t.Any] = field(default_factory=dict)
    after: dict[str, t.Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    unmanaged: list[dict[str, t.Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def gather(
    thing: Resource | Inspection,
    org: Organisation,
    preview: Preview | None,
    known: Known | None = None,
) -> Known:
    """Read what *thing* asks for until it asks for nothing new."""
    known = known or Known()
    for _round in range(_ROUNDS):
        missing = [read for read in dict.fromkeys(thing.reads(known)) if read not in known]
        if not missing:
            return known
        asked = [read for read in missing if not (preview and preview.alone_answers(read))]
        answers = dict(zip(asked, org.read(asked) if asked else ()))
        for read in missing:
            result = answers.get(read, [])
            known.put(read, preview.amend(read, result) if preview else result)
    raise RuntimeError(f"{type(thing).__name__} asks for ever more reads")


def inspect(inspection: Inspection, org: Organisation, preview: Preview | None) -> dict[str, t.Any]:
    """What an ``_info`` module reports; with *preview*, as it would be after what the run has previewed."""
    return inspection.report(gather(inspection, org, preview))


def execute(resource: Resource, org: Organisation, preview: Preview | None, lost: type[Exception]) -> Outcome:
    """Bring the declared state about, or with *preview* only find out what that would take.

    *lost* is the exception by which the client says that a write was sent and its answer never came: then everything is read and
    planned again, so that nothing is written twice.

    Raises:
        Refusal: if the plan must not be carried out; nothing was written.
        Interrupted: if a write failed; it says what had been written.
        NotKept: if the org accepted a write and did not keep it.
    """
    known = gather(resource, org, preview)
    plan = resource.plan(known)
    plan.refuse_references()
    if preview is not None:
        preview.absorb(plan)
        return _outcome(plan, plan, plan.changes)
    if not plan.writes:
        return _outcome(plan, plan, plan.changes)
    return _Run(resource, org, known, plan).until_settled(lost)


class _Run:
    """One run that writes: the plan in force, and what has reached the org."""

    def __init__(self, resource: Resource, org: Organisation, known: Known, plan: Plan) -> None:
        self.resource, self.org, self.known = resource, org, known
        self.first = self.plan = plan
        self.changes = list(plan.changes)
        self.applied: list[Change] = []

    def until_settled(self, lost: type[Exception]) -> Outcome:
        """Write, read again and plan again until the plan is empty."""
        last: Exception | None = None
        for _attempt in range(_ATTEMPTS):
            queries = self.known.passing()
            try:
                _ids, results = self.org.write(self.plan.sent()[0], queries)
            except lost as error:
                self._look_up(error)
                last = error
            except Exception as error:
                self._learn_from(error)
                last = error
            else:
                last = None
                # What a deferred plan could not do yet has not been done.
                done = _served(self.plan, len(self.plan.writes)) if self.plan.deferred else self.plan.changes
                self.applied += [one for one in done if one not in self.applied]
                self._look_again(queries, results or [])
            if not self.plan.writes:
                return _outcome(self.first, self.plan, self.changes)
        if last is not None:
            raise Interrupted(last, self.applied, None, self.first.subject) from last
        raise NotKept(
            f"{self.first.subject} does not come to rest: the org still differs after {_ATTEMPTS} rounds; look at it in Setup",
            self.applied,
        )

    def _look_up(self, error: Exception) -> None:
        """The answer was lost: whatever arrived is in the org now, so the next plan holds only what did not."""
        try:
            self._plan_again(Known())
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
            self.plan = self.resource.plan(self.known)
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
            change = reasons[index] if index is not None and index < len(reasons) else None
            raise Interrupted(error, self.applied, change, self.first.subject) from error
        self._plan_again(Known())
        self.changes = [*self.applied, *self.plan.changes]

    def _overtaken(self, error: Exception) -> bool:
        """Whether somebody else made or removed the same thing meanwhile: then what is left of the plan is another one."""
        if getattr(error, "code", None) not in _OVERTAKEN or self.applied:
            return False
        known = gather(self.resource, self.org, None)
        plan = self.resource.plan(known)
        if plan.writes == self.plan.writes:
            return False
        self.known, self.plan, self.changes = known, plan, list(plan.changes)
        return True

    def _look_again(self, queries: t.Sequence[Query], results: t.Sequence[t.Any]) -> None:
        """See what the org shows after a successful write, and whether it is what was declared."""
        deferred, known = self.plan.deferred, self.known.lasting()
        for query, result in zip(queries, results):
            known.put(query, result)
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


def _served(plan: Plan, writes: int) -> list[Change]:
    """The changes that the first *writes* writes of a plan have brought about."""
    served: list[Change] = []
    for one in plan.sent()[1][:writes]:
        if one is not None and one not in served:
            served.append(one)
    return served


def _outcome(first: Plan, last: Plan, changes: list[Change]) -> Outcome:
    """What to report: the starting point of the first plan, the end point of the last, and the changes between."""
    found = last.id if isinstance(last.id, str) else first.id if isinstance(first.id, str) else None
    warnings = list(dict.fromkeys([*first.warnings, *last.warnings]))
    return Outcome(found, first.before, last.after, changes, first.unmanaged, warnings)


__all__ = ["Interrupted", "NotKept", "Outcome", "Refusal", "execute", "gather", "inspect"]
