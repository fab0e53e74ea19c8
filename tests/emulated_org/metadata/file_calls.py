# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""deploy, checkDeployStatus, retrieve and checkRetrieveStatus: jobs, and what is told of them."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import typing as t
from xml.sax.saxutils import escape

from ..errors import refuse
from . import archive, deploy_result, deployment, jobs, retrieval
from .component import local
from .deployment import Options
from .kind import Caller

#: Days for which a validation can be deployed (Metadata API, deployRecentValidation).
VALID_DAYS = 10


def options_of(caller: Caller, given: t.Mapping[str, t.Any]) -> Options:
    """Options of a request. In production everything is undone when something fails (DeployOptions)."""
    found = deployment.of_words(given)
    found.rollback_on_error = found.rollback_on_error or not caller.org.sandbox
    return found


def begin_deployment(caller: Caller, raw: bytes, options: Options) -> jobs.Job:
    """A deployment of a zip file; its content is looked at when it runs."""

    def work() -> deployment.Outcome:
        return deployment.run(caller, archive.opened(raw), options)

    job = jobs.start(caller, jobs.DEPLOYMENT, work, options)
    job.raw = raw if options.check_only else b""
    return job


def deploy_validated(caller: Caller, record: str) -> jobs.Job:
    """A deployment of what a validation has proved in the last days; raises ApiError for anything else."""
    proved = jobs.existing(caller, jobs.DEPLOYMENT, record)
    good = proved.raw and proved.status() == "Succeeded" and proved.options.tests
    if not good or proved.created < caller.org.clock.ago(VALID_DAYS):
        raise refuse("deploy_not_validated", id=record)
    return begin_deployment(caller, proved.raw, dataclasses.replace(proved.options, check_only=False))


def cancel(caller: Caller, record: str) -> jobs.Job:
    """Stop a deployment that has not done its work yet; raises ApiError."""
    job = jobs.existing(caller, jobs.DEPLOYMENT, record)
    if job.done:
        raise refuse("deploy_done")
    job.canceled_by, job.completed = caller.access.user, caller.org.clock.stamp()
    return job


def deploy(caller: Caller, call: t.Any) -> jobs.Job:
    """Begin a deployment; raises ApiError for what is no zip file at all."""
    text = next((one.text or "" for one in call if local(one) == "ZipFile"), "")
    given = next((one for one in call if local(one) == "DeployOptions"), ())
    options = options_of(caller, {local(one): (one.text or "").strip() for one in given})
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise refuse("deploy_zip") from None
    return begin_deployment(caller, raw, options)


def begun(job: jobs.Job) -> str:
    """AsyncResult of a job that has just begun."""
    return f"<result><done>false</done><id>{job.id}</id><state>Queued</state></result>"


def check(caller: Caller, record: str) -> str:
    """AsyncResult of a deployment or retrieval."""
    job = jobs.look(caller, record[:3], record)
    state = {"Failed": "Error", "Pending": "Queued"}.get(job.status(), "InProgress" if not job.done else "Completed")
    return _element("result", {"done": job.done, "id": job.id, "state": state})


def check_deploy(caller: Caller, record: str, details: str) -> str:
    """DeployResult."""
    job = jobs.look(caller, jobs.DEPLOYMENT, record)
    return _element("result", deploy_result.of(job, details.lower() in ("true", "1")))


def retrieve(caller: Caller, call: t.Any) -> jobs.Job:
    """Begin a retrieval."""
    single = next((one.text or "" for one in call.iter() if local(one) == "singlePackage"), "")
    unpackaged = next((one for one in call.iter() if local(one) == "unpackaged"), None)
    if unpackaged is None:
        raise refuse("metadata_required", ["unpackaged"], name="unpackaged")
    members = archive.manifest(unpackaged)
    single_package = single.strip().lower() in ("true", "1")
    work = functools.partial(retrieval.run, caller.at(archive.version_of(unpackaged)), members, single_package)
    return jobs.start(caller, jobs.RETRIEVAL, work)


def check_retrieve(caller: Caller, record: str, with_zip: str) -> str:
    """RetrieveResult. The files come with it unless includeZip says no (Metadata API, checkRetrieveStatus)."""
    job = jobs.look(caller, jobs.RETRIEVAL, record)
    brought = job.outcome if isinstance(job.outcome, retrieval.Retrieved) else retrieval.Retrieved()
    wanted = job.done and with_zip.lower() not in ("false", "0")
    packed = base64.b64encode(archive.packed(brought.files)).decode() if wanted else ""
    state = {"id": job.id, "status": job.status(), "success": job.status() == "Succeeded"}
    text = _element("done", job.done) + retrieval.properties_of(caller, brought) + _element("id", state.pop("id"))
    text += "".join(_element("messages", {"fileName": archive.MANIFEST, "problem": one}) for one in brought.problems)
    text += "".join(_element(name, value) for name, value in state.items()) + _element("zipFile", packed)
    return f"<result>{text}</result>"


def _element(name: str, value: t.Any) -> str:
    """Values as elements: a list repeats, a mapping nests."""
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if isinstance(value, dict):
        inner = "".join(_element(key, part) for key, part in value.items())
    else:
        inner = str(value).lower() if isinstance(value, bool) else escape(str(value))
    return f"<{name}>{inner}</{name}>"
