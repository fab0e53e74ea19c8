# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DeployResult: the same for SOAP and REST."""

from __future__ import annotations

import typing as t

from .deployment import Message, Outcome
from .jobs import Job
from .listing import when


def of(job: Job, details: bool) -> dict[str, t.Any]:
    """Its fields by name; ``details`` only when they are asked for."""
    outcome = job.outcome if isinstance(job.outcome, Outcome) else Outcome()
    bad, good = len(outcome.failures), len(outcome.deployed)
    canceled = job.canceled_by
    user = job.caller.access.user
    stamp = when(job.completed or job.created)
    found: dict[str, t.Any] = {
        "canceledBy": canceled,
        "canceledByName": _name(job, canceled) if canceled else None,
        "checkOnly": job.options.check_only,
        "completedDate": when(job.completed) if job.completed else None,
        "createdBy": user,
        "createdByName": _name(job, user),
        "createdDate": when(job.created),
        "details": _details(job, outcome if details else Outcome()),
        "done": job.done,
        "errorMessage": job.error.message if job.error is not None else None,
        "errorStatusCode": job.error.code if job.error is not None else None,
        "id": job.id,
        "ignoreWarnings": job.options.ignore_warnings,
        "lastModifiedDate": stamp,
        "numberComponentErrors": bad,
        "numberComponentsDeployed": good,
        "numberComponentsTotal": good + bad,
        "numberTestErrors": 0,
        "numberTestsCompleted": 0,
        "numberTestsTotal": 0,
        "rollbackOnError": job.options.rollback_on_error,
        "runTestsEnabled": job.options.tests,
        "startDate": when(job.created),
        "status": job.status(),
        "success": job.status() == "Succeeded",
    }
    return {key: value for key, value in found.items() if value is not None}


def _name(job: Job, user: str) -> str:
    return str((job.caller.org.database.pick("User", user, "Name") or {"Name": ""})["Name"])


def _details(job: Job, outcome: Outcome) -> dict[str, t.Any]:
    """Failures and successes."""
    shown: dict[bool, list[dict[str, t.Any]]] = {True: [], False: []}
    for one in outcome.messages:
        shown[one.success].append(_message(job, one))
    tests = {"numFailures": 0, "numTestsRun": 0, "totalTime": 0.0}
    return {"componentFailures": shown[False], "componentSuccesses": shown[True], "runTestResult": tests}


def _message(job: Job, one: Message) -> dict[str, t.Any]:
    found: dict[str, t.Any] = {
        "changed": one.changed,
        "componentType": one.kind,
        "created": one.created,
        "createdDate": when(job.completed or job.created),
        "deleted": one.deleted,
        "fileName": one.file,
        "fullName": one.full_name,
        "id": one.record,
        "problem": one.problem or None,
        "problemType": ("Warning" if one.warning else "Error") if one.problem else None,
        "success": one.success,
    }
    return {key: value for key, value in found.items() if value is not None}
