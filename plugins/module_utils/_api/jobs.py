# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Records of the Tooling API that start work: created, then watched until the work has ended."""

from __future__ import annotations

import typing as t

from .._access.requests import Job, Query, Where
from .answers import bad_answer, error_of
from .client import Client
from .cures import cure_for
from .errors import SalesforceError
from .reading import Reader

#: Status values, without regard to case and underscores: REST says IN_PROGRESS where the WSDL says InProgress
#: ("PackageInstallRequest", Tooling API; public clients compare with either).
_ENDED_WELL = ("success",)
_ENDED = (*_ENDED_WELL, "error", "unknown", "canceled", "cancelled", "failed")
#: What passes by itself, as public clients (CumulusCI) have found.
_PASSING = (
    "This package is not yet available",
    "InstalledPackage version number",
    "The requested package doesn't yet exist or has been deleted",
    "unable to obtain exclusive access to this record",
    "invalid cross reference id",
)
#: Where the messages are records of their own.
_MESSAGES = {"SubscriberPackageVersionUninstallRequest": "PackageVersionUninstallRequestError"}
#: What a request is about: one for the same that has not ended yet is the same work, begun by an earlier run or by a lost answer.
_SUBJECTS = {
    "PackageInstallRequest": "SubscriberPackageVersionKey",
    "SubscriberPackageVersionUninstallRequest": "SubscriberPackageVersionId",
}
#: Seconds after which unchanged work is told of again.
_TOLD_AGAIN = 60.0


class Jobs:
    """Starts work in one org and waits for it. *wait* lets seconds pass, *tell* shows people that it goes on."""

    def __init__(
        self, client: Client, reader: Reader, wait: t.Callable[[float], None], tell: t.Callable[[str], None]
    ) -> None:
        self._client = client
        self._reader = reader
        self._wait = wait
        self._tell = tell

    def run(self, job: Job, fields: t.Mapping[str, t.Any]) -> str:
        """Start, wait until it has ended well, and return the record's Id. What passes by itself is started again in time.

        Work on the same that goes on already is waited for instead.

        Raises:
            AnswerLost: it is unknown whether it was started.
            SalesforceError: code JOB_FAILED with the org's messages, JOB_TIMEOUT, or the org's refusal to start it.
        """
        waited = 0.0
        record_id = self._going_on(job, fields) or self._start(job, fields)
        while True:
            waited, record = self._watch(job, record_id, waited)
            if _state(record) in _ENDED_WELL:
                return record_id
            told = self._messages(job, record_id, record)
            if waited + job.interval > job.timeout or not any(one.lower() in told.lower() for one in _PASSING):
                raise SalesforceError(told, cure_for("JOB_FAILED", told), code="JOB_FAILED")
            self._tell(f"{job.sobject} {record_id}: {told}; trying again in {job.interval:g} seconds")
            self._wait(job.interval)
            waited += job.interval
            record_id = self._start(job, fields)

    def _going_on(self, job: Job, fields: t.Mapping[str, t.Any]) -> t.Optional[str]:
        """The Id of a request for the same that has not ended."""
        name = _SUBJECTS.get(job.sobject, "")
        if name not in fields:
            return None
        where = (Where(name, "=", fields[name]),)
        query = Query(job.sobject, ("Id", "Status"), where, "CreatedDate DESC", 1, tooling=True, optional=True)
        (found,) = self._reader.read([query])
        return str(found[0]["Id"]) if found and _state(found[0]) not in _ENDED else None

    def _start(self, job: Job, fields: t.Mapping[str, t.Any]) -> str:
        answer = self._client.send("POST", f"{self._client.base}/tooling/sobjects/{job.sobject}", dict(fields))
        if not answer.ok:
            raise error_of(answer, self._client.session.instance_url)
        found = answer.body.get("id") if isinstance(answer.body, dict) else None
        if not isinstance(found, str):
            raise bad_answer(self._client.session.instance_url, answer)
        return found

    def _watch(self, job: Job, record_id: str, waited: float) -> t.Tuple[float, t.Dict[str, t.Any]]:
        """Wait until the work has ended; how long all of it has taken, and the record as it is then."""
        shown, shown_at = "", waited
        while True:
            record = self._record(job, record_id)
            state = str(record.get("Status"))
            if _state(record) in _ENDED:
                return waited, record
            if state != shown or waited - shown_at >= _TOLD_AGAIN:
                self._tell(f"{job.sobject} {record_id}: {state}, {waited:g} of at most {job.timeout:g} seconds")
                shown, shown_at = state, waited
            if waited + job.interval > job.timeout:
                error = SalesforceError(
                    f"{job.sobject} {record_id} has not ended after {waited:g} seconds (status {state})",
                    "Salesforce goes on with it: run again later, and raise the timeout of the task if it takes that long",
                    code="JOB_TIMEOUT",
                )
                error.uncertain = True
                raise error
            self._wait(job.interval)
            waited += job.interval

    def _record(self, job: Job, record_id: str) -> t.Dict[str, t.Any]:
        answer = self._client.send("GET", f"{self._client.base}/tooling/sobjects/{job.sobject}/{record_id}")
        if not answer.ok:
            raise error_of(answer, self._client.session.instance_url)
        if not isinstance(answer.body, dict):
            raise bad_answer(self._client.session.instance_url, answer)
        return answer.body

    def _messages(self, job: Job, record_id: str, record: t.Mapping[str, t.Any]) -> str:
        """What the org says about work that failed."""
        errors = record.get("Errors")
        found = errors.get("errors") if isinstance(errors, dict) else None
        told = [str(one.get("message")) for one in found or () if isinstance(one, dict) and one.get("message")]
        if not told and job.sobject in _MESSAGES:
            where = (Where("ParentRequest.Id", "=", record_id),)
            (rows,) = self._reader.read([Query(_MESSAGES[job.sobject], ("Message",), where, "Message", tooling=True)])
            told = [str(one["Message"]) for one in rows]
        return "; ".join(told) or f"{job.sobject} {record_id} ended as {record.get('Status')}, without a reason"


def _state(record: t.Mapping[str, t.Any]) -> str:
    return str(record.get("Status")).replace("_", "").casefold()
