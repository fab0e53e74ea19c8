# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several requests in one: ``/composite`` and ``/composite/batch``."""

from __future__ import annotations

import json
import re
import typing as t

from ..errors import ApiError, refuse
from ..org import Touched
from . import references
from .call import NEWEST, OLDEST, READING, Answer, Call, split_url
from .routes import routes

LIMIT = 25
QUERIES = 5
GRAPHS_SINCE = 50
PREFIX = re.compile(r"/services/data/v(\d+)\.0(/.*)?\Z")
COUNTED = re.compile(r"/(query|queryAll|tooling/query|composite/sobjects)\b")
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD")


class Halt(Exception):
    """A subrequest of an all-or-none transaction failed."""


def inner(call: Call, method: str, url: str, body: t.Any, headers: dict[str, str] | None = None) -> Call:
    """A subrequest of *call*; raises ApiError when its URL is none of this API."""
    path, query = split_url(url)
    match = PREFIX.match(path)
    version = int(match.group(1)) if match else 0
    if match is None or not OLDEST <= version <= NEWEST:
        raise refuse("not_found")
    lower = {key.lower(): str(value) for key, value in (headers or {}).items()}
    rest = (match.group(2) or "").rstrip("/")
    if rest.removeprefix("/tooling") in ("/composite", "/composite/batch", "/composite/graph"):
        raise refuse("not_found")
    return Call(call.org, call.access.at(version), method, version, rest, query, lower, given=body, inner=True)


def run(call: Call, made: Call) -> Answer:
    """Answer a subrequest and note it for the request log."""
    try:
        call.org.faults.strike_part(made.method, made.base + made.path)
        answer = routes.answer(made)
    except ApiError as error:
        answer = Answer.refused(error)
    if answer.raw is not None:
        answer.body = json.loads(answer.raw)
    call.parts.append(
        {"method": made.method, "url": made.base + made.path, "query": made.query, "status": answer.status}
    )
    return answer


def composite(call: Call) -> Answer:
    """``/composite``: in order, later parts may refer to earlier ones."""
    body = call.object_body()
    try:
        requests = _requests(body)
    except ApiError as error:
        if error.code != "LIMIT_EXCEEDED":
            raise
        return Answer(body={"compositeResponse": [_response(None, Answer.refused(error))]})
    together = bool(body.get("allOrNone", False))
    call.writing = any(one["method"] not in READING for one in requests)
    touched = call.org.touched
    call.org.touched = Touched() if together else None
    responses: list[dict[str, t.Any]] = []
    try:
        with call.org.database.atomic():
            _sequence(call, requests, responses, together)
    except Halt:
        responses = _halted(requests, responses)
    finally:
        call.org.touched = touched
    return Answer(body={"compositeResponse": responses})


def objects(body: dict[str, t.Any], name: str) -> list[dict[str, t.Any]]:
    """A list of objects that must be there; raises ApiError (JSON_PARSER_ERROR)."""
    found = body.get(name)
    if not isinstance(found, list) or not found:
        raise refuse("json_required", name=name)
    wrong = next((one for one in found if not isinstance(one, dict)), None)
    if wrong is not None or None in found:
        raise refuse("json_type", type=name, token="VALUE_STRING", value=wrong)
    return found


def _requests(body: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    """The subrequests, checked as a whole; raises ApiError."""
    requests = objects(body, "compositeRequest")
    if len(requests) > LIMIT:
        raise refuse("too_many_requests", limit=LIMIT)
    seen: set[str] = set()
    for one in requests:
        for name in ("referenceId", "method", "url"):
            if not one.get(name):
                raise refuse("json_required", name=name)
        if not references.NAME.match(str(one["referenceId"])):
            raise refuse("reference_id", reference=one["referenceId"])
        if one["referenceId"] in seen:
            raise refuse("reference_twice", reference=one["referenceId"])
        seen.add(one["referenceId"])
        if one["method"] not in METHODS:
            raise refuse("json", text=f"Unsupported HTTP method in composite request: {one['method']}")
    if sum(1 for one in requests if COUNTED.search(str(one["url"]))) > QUERIES:
        raise refuse("too_many_queries", limit=QUERIES)
    return requests


def _sequence(call: Call, requests: list[dict[str, t.Any]], responses: list[dict[str, t.Any]], together: bool) -> None:
    answers: dict[str, t.Any] = {}
    for one in requests:
        answer = _one(call, one, answers, together)
        failed = answer.status >= 400 or bool(answer.headers.pop("X-Failed", ""))
        if answer.status < 400:
            answers[one["referenceId"]] = answer.body
        responses.append(_response(one["referenceId"], answer))
        if failed and together:
            raise Halt


def _one(call: Call, one: dict[str, t.Any], answers: dict[str, t.Any], together: bool) -> Answer:
    try:
        url = str(references.resolve(one["url"], answers))
        body = references.resolve(one.get("body"), answers)
        made = inner(call, one["method"], url, body, one.get("httpHeaders"))
        if together and isinstance(body, dict) and "records" in body:
            made.given = {**body, "allOrNone": True}
        if together and "ids" in made.query:
            made.query["allOrNone"] = "true"
        return run(call, made)
    except ApiError as error:
        call.parts.append(
            {
                "method": one["method"],
                "url": str(one["url"]).split("?", maxsplit=1)[0],
                "query": {},
                "status": error.status,
            }
        )
        return Answer.refused(error)


def _response(reference: str | None, answer: Answer) -> dict[str, t.Any]:
    return {
        "body": answer.body,
        "httpHeaders": answer.headers,
        "httpStatusCode": answer.status,
        "referenceId": reference,
    }


def _halted(requests: list[dict[str, t.Any]], responses: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Every subrequest but the failing one reads PROCESSING_HALTED."""
    refused = Answer.refused(refuse("halted"))
    failed = responses[-1]
    return [
        failed if one["referenceId"] == failed["referenceId"] else _response(one["referenceId"], refused)
        for one in requests
    ]


def batch(call: Call) -> Answer:
    """``/composite/batch``: independent parts."""
    body = call.object_body()
    requests = objects(body, "batchRequests")
    if len(requests) > LIMIT:
        raise refuse("too_many_requests", limit=LIMIT)
    call.writing = any(str(one.get("method", "")).upper() not in READING for one in requests)
    halt = bool(body.get("haltOnError", False))
    results: list[dict[str, t.Any]] = []
    failed = False
    for one in requests:
        if failed and halt:
            results.append({"statusCode": 412, "result": [refuse("batch_halted").rest()]})
            continue
        answer = _batched(call, one)
        failed = failed or answer.status >= 400
        results.append({"statusCode": answer.status, "result": answer.body})
    return Answer(body={"hasErrors": failed, "results": results})


def _batched(call: Call, one: dict[str, t.Any]) -> Answer:
    url = str(one.get("url", ""))
    url = url if url.startswith("/services/data/") else "/services/data/" + url.lstrip("/")
    try:
        made = inner(call, str(one.get("method", "")).upper(), url, one.get("richInput"))
        if made.version > call.version:
            raise refuse("batch_version")
        answer = run(call, made)
        answer.headers.pop("X-Failed", "")
        return answer
    except ApiError as error:
        return Answer.refused(error)


def resources(call: Call) -> Answer:
    """``GET``: the resources below."""
    names = ("tree", "batch", "sobjects", *(("graph",) if call.version >= GRAPHS_SINCE else ()))
    return Answer(body={name: f"{call.base}/composite/{name}" for name in names})


routes.add("/composite", GET=resources, POST=composite)
routes.add("/composite/batch", POST=batch)
routes.add("/tooling/composite", POST=composite)
routes.add("/tooling/composite/batch", POST=batch)
