# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/metadata/deployRequest``: deployments over REST."""

from __future__ import annotations

import typing as t
from email import policy
from email.parser import BytesParser

from ..errors import refuse
from ..metadata import deploy_result, file_calls, jobs
from ..metadata.kind import Caller
from .call import Answer, Call, parse_json
from .routes import routes

RIGHTS = ("ModifyMetadata", "ModifyAllData")


def _caller(call: Call) -> Caller:
    if not call.access.can(*RIGHTS):
        raise refuse("metadata_access_rest")
    return Caller(call.org, call.access)


def _parts(call: Call) -> dict[str, bytes]:
    """Parts of a multipart body by name.

    The documentation calls the options ``json``, Salesforce's own CLI calls them ``entity_content``: their type counts.
    """
    head = f"Content-Type: {call.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + call.raw)
    if not message.is_multipart():
        raise refuse("media")
    found: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found["json" if part.get_content_type() == "application/json" else name] = content
    return found


def start(call: Call) -> Answer:
    """A zip file and its options, as two parts of a form."""
    caller = _caller(call)
    if call.headers.get("content-type", "").startswith("application/json"):
        return _validated(call, caller)
    parts = _parts(call)
    missing = next((name for name in ("json", "file") if name not in parts), None)
    if missing is not None:
        raise refuse("json_required", name=missing)
    given: t.Any = parse_json(parts["json"])
    options = given.get("deployOptions", {}) if isinstance(given, dict) else {}
    job = file_calls.begin_deployment(caller, parts["file"], file_calls.options_of(caller, options))
    call.writing = not job.options.check_only
    return Answer(201, _shown(call, job, options, False))


def _validated(call: Call, caller: Caller) -> Answer:
    """What a validation has proved (Metadata API, Deploy a Recently Validated Component Set Without Tests)."""
    record = call.object_body().get("validatedDeployRequestId")
    if not record:
        raise refuse("json_required", name="validatedDeployRequestId")
    job = file_calls.deploy_validated(caller, str(record))
    call.writing = True
    return Answer(201, {"validatedDeployRequestId": record, **_shown(call, job, {}, False)})


def cancel(call: Call, record: str) -> Answer:
    """Cancelling is a change of the status."""
    given = call.object_body().get("deployResult")
    wanted = given.get("status") if isinstance(given, dict) else None
    if wanted != "Canceling":
        raise refuse("json_required", name="deployResult")
    job = file_calls.cancel(_caller(call), record)
    return Answer(202, _shown(call, job, {}, False))


def status(call: Call, record: str) -> Answer:
    """How far a deployment is."""
    job = jobs.look(_caller(call), jobs.DEPLOYMENT, record)
    return Answer(body=_shown(call, job, {}, call.query.get("includeDetails") == "true"))


def _shown(call: Call, job: jobs.Job, options: dict[str, t.Any], details: bool) -> dict[str, t.Any]:
    address = f"{call.org.url}{call.base}/metadata/deployRequest/{job.id}"
    body = {"id": job.id, "url": address, "deployResult": deploy_result.of(job, details)}
    return {**body, "deployOptions": options} if options else body


routes.add("/metadata/deployRequest", POST=start)
routes.add("/metadata/deployRequest/{record}", GET=status, PATCH=cancel)
routes.add("/metadata", GET=lambda call: Answer(body={"deployRequest": f"{call.base}/metadata/deployRequest"}))
