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
_ATTEMPTS = 4


class Organisation(t.Protocol):
    """What the engine needs of an org's client."""

    def read(self, reads: t.Sequence[Read]) -> t.List[t.Any]: ...

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Query] = ()
    ) -> t.Tuple[t.List[t.Optional[str]], t.Optional[t.List[t.Any]]]: ...


class NotKept(Exception):
    """The org reported success and still does not show what was written."""


class Interrupted(Exception):
    """A run that failed after some of its changes had reached the org.

    *applied* lists them; *cause* is the failure.
    """

    def __init__(self, cause: Exception, applied: t.List[Change], change: t.Optional[Change], subject: str) -> None:
        super().__init__(str(cause))
        self.cause, self.applied, self.change, self.subject = cause, applied, change, subject


@dataclass
class Outcome:
    """What a task found and did; *changes* are the same in a preview and in the run."""

    id: t.Optional[str] = None
    before: t.Dict[str, t.Any] = field(default_factory=dict)
    after: t.Dict[str, t.Any] = field(default_factory=dict)
    changes: t.List[Change] = field(default_factory=list)
    unmanaged: t.List[t.Dict[str, t.Any]] = field(default_factory=list)
    warnings: t.List[str] = field(default_factory=list)


def gather(
    thing: t.Union[Resource, Inspection],
    org: Organisation,
    preview: t.Optional[Preview],
    known: t.Optional[Known] = None,
) -> Known:
    """Read what *thing* asks for until it asks for nothing new."""
    known = known or Known()
    for _round in range(_ROUNDS):
        missing = [read for read in dict.fromkeys(thing.reads(known)) if read not in known]
        if not missing:
            return known
        for read, result in zip(missing, org.read(missing)):
            known.put(read, preview.amend(read, result) if preview else result)
    raise RuntimeError(f"{type(thing).__name__} asks for ever more reads")


def inspect(inspection: Inspection, org: Organisation, preview: t.Optional[Preview]) -> t.Dict[str, t.Any]:
    """What an ``_info`` module reports; with *preview*, as it would be after what the run has previewed."""
    return inspection.report(gather(inspection, org, preview))


def execute(resource: Resource, org: Organisation, preview: t.Optional[Preview], lost: t.Type[Exception]) -> Outcome:
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
    if preview is not None:
        preview.absorb(plan)
        return _outcome(plan, plan)
    if not plan.writes:
        return _outcome(plan, plan)
    last, record_id = _apply(resource, org, known, plan, lost)
    return _outcome(plan, last, record_id)


def _apply(
    resource: Resource, org: Organisation, known: Known, first: Plan, lost: t.Type[Exception]
) -> t.Tuple[Plan, t.Optional[str]]:
    """Write, read again and plan again until the plan is empty."""
    plan, applied, ids = first, [], []  # type: Plan, t.List[Change], t.List[t.Optional[str]]
    for attempt in range(_ATTEMPTS):
        queries = known.passing()
        try:
            ids, results = org.write(plan.writes, queries)
        except lost as error:
            if attempt + 1 == _ATTEMPTS:
                raise Interrupted(error, applied, None, plan.subject) from error
            known = gather(resource, org, None)
            plan = resource.plan(known)
        except Exception as error:
            applied = applied + _served(plan, getattr(error, "committed", 0))
            if not resource.learn(str(getattr(error, "message", ""))) or attempt + 1 == _ATTEMPTS:
                index = getattr(error, "index", None)
                change = plan.reasons[index] if index is not None and index < len(plan.reasons) else None
                raise Interrupted(error, applied, change, plan.subject) from error
            known = gather(resource, org, None, known.lasting())
            plan = resource.plan(known)
        else:
            applied = applied + plan.changes
            known = known.lasting()
            for query, result in zip(queries, results or ()):
                known.put(query, result)
            known = gather(resource, org, None, known)
            again = resource.plan(known)
            if again.writes and not plan.deferred:
                left = ", ".join(str(one) for one in again.changes)
                raise NotKept(f"The org reported success for {plan.subject} and yet does not show: {left}")
            plan = again
        if not plan.writes:
            return plan, next((one for one in ids if one), None)
    raise NotKept(f"{first.subject} does not come to rest: the org still differs after {_ATTEMPTS} rounds of changes")


def _served(plan: Plan, writes: int) -> t.List[Change]:
    """The changes that the first *writes* writes of a plan have brought about."""
    return list(dict.fromkeys(one for one in plan.reasons[:writes] if one is not None))


def _outcome(first: Plan, last: Plan, record_id: t.Optional[str] = None) -> Outcome:
    """What to report: the changes and the starting point of the first plan, the end point of the last."""
    found = last.id if isinstance(last.id, str) else first.id if isinstance(first.id, str) else record_id
    warnings = list(dict.fromkeys([*first.warnings, *last.warnings]))
    return Outcome(found, first.before, last.after, first.changes, first.unmanaged, warnings)


__all__ = ["Interrupted", "NotKept", "Outcome", "Refusal", "execute", "gather", "inspect"]
