# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments and retrievals in progress. Both are done when they have been looked at as often as the settings say."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..errors import ApiError, refuse
from ..store.ids import full_id
from .deployment import Options, Outcome
from .kind import Caller

#: Key prefixes of deployments and retrievals.
DEPLOYMENT, RETRIEVAL = "0Af", "09S"


@dataclass
class Job:
    """*work* is done when it is due; *error* is what kept it from ending."""

    id: str
    caller: Caller
    work: t.Callable[[], t.Any]
    created: str
    polls: int
    options: Options = field(default_factory=Options)
    outcome: t.Any = None
    completed: str | None = None
    error: ApiError | None = None
    canceled_by: str | None = None
    #: The zip file, as long as a validation can still be deployed.
    raw: bytes = b""

    @property
    def done(self) -> bool:
        return self.completed is not None

    def status(self) -> str:
        """The status of a deployment (DeployResult) or a retrieval."""
        if not self.done:
            return "InProgress" if self.polls == 0 else "Pending"
        if self.canceled_by is not None:
            return "Canceled"
        if self.error is not None:
            return "Failed"
        if not isinstance(self.outcome, Outcome) or not self.outcome.failures:
            return "Succeeded"
        return "Failed" if self.options.rollback_on_error or self.options.check_only else "SucceededPartial"


def start(caller: Caller, prefix: str, work: t.Callable[[], t.Any], options: Options | None = None) -> Job:
    """A new job; nothing happens yet."""
    org = caller.org
    made = Job(org.ids.new(prefix), caller, work, org.clock.stamp(), org.settings.metadata_polls)
    made.options = options or made.options
    org.metadata_jobs[made.id] = made
    return made


def existing(caller: Caller, prefix: str, record: str) -> Job:
    """The job; raises ApiError for an Id that is none."""
    job: Job | None = caller.org.metadata_jobs.get(full_id(record) or "")
    if job is None or not job.id.startswith(prefix):
        raise refuse("metadata_no_job", id=record)
    return job


def look(caller: Caller, prefix: str, record: str) -> Job:
    """The job, one look nearer to its end; raises ApiError for an Id that is none."""
    job = existing(caller, prefix, record)
    if not job.done and job.polls <= 0:
        try:
            job.outcome = job.work()
        except ApiError as error:
            job.error = error
        job.completed = caller.org.clock.stamp()
    job.polls -= 1
    return job
