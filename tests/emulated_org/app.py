# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: one port per organisation, one way in for all of them."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import typing as t
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .auth import identity, oauth, soap
from .control import api as control
from .control.faults import Fault
from .control.log import Trace, public_query
from .errors import refuse
from .metadata import soap as metadata
from .org import Org
from .rest import service
from .rest.call import READING, Answer

TRANSPORT = "emulated_org.transport"
SMALL = 1024


class Application:
    """Finds the organisation by the port a request came in on."""

    def __init__(self, orgs: dict[int, Org]) -> None:
        self.orgs = orgs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        raw = await request.body()
        response = await self._respond(self.orgs[scope["server"][1]], request, raw)
        if response is None:
            scope[TRANSPORT].abort()
            return
        await response(scope, receive, send)

    async def _respond(self, org: Org, request: Request, raw: bytes) -> Response | None:
        """The response; None closes the connection without one."""
        path = _path(request)
        headers = {key.lower(): value for key, value in request.headers.items()}
        if path.startswith(control.PREFIX):
            return _json(control.serve(org, request.method, path, raw), headers)
        fault = org.faults.strike(request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.seconds if fault.kind == "delay" else 0)
            if fault.kind in ("status", "lock", "malformed", "drop_before"):
                return self._failed(org, request, raw, fault, headers)
            if fault.kind == "expire_session":
                org.sessions.expire(_token(headers, raw))
        answer, trace = _answer(org, request, headers, raw)
        status = answer.status if isinstance(answer, Answer) else answer.status_code
        refusal = answer.body if isinstance(answer, Answer) and status >= 400 else None
        _log(org, request, raw, status, trace, refusal)
        if fault is not None and fault.kind == "drop_after":
            return None
        return _json(answer, headers) if isinstance(answer, Answer) else answer

    def _failed(self, org: Org, request: Request, raw: bytes, fault: Fault, headers: dict[str, str]) -> Response | None:
        status = {"lock": 400, "malformed": 200, "drop_before": 0}.get(fault.kind, fault.status)
        _log(org, request, raw, status, None, {"fault": fault.kind})
        if fault.kind == "drop_before":
            return None
        if fault.kind == "malformed":
            return Response(b'[{"id": "005', media_type="application/json;charset=UTF-8")
        error = refuse("lock", id="005000000000000AAA").rest()
        if fault.kind == "status":
            error = {"message": fault.message, "errorCode": fault.error_code}
        extra = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
        return _json(Answer(status, [error], extra), headers)


def _answer(org: Org, request: Request, headers: dict[str, str], raw: bytes) -> tuple[Answer | Response, Trace | None]:
    path, method = _path(request), request.method
    if path.startswith("/services/data"):
        answer, call = service.serve(org, method, path, dict(request.query_params), headers, raw)
        return answer, Trace(call.access.user, bool(call.writing), call.parts) if call is not None else None
    source = org.settings.source_ip or (request.client.host if request.client is not None else "127.0.0.1")
    if path.startswith("/services/Soap/"):
        metadata_api = path.startswith("/services/Soap/m/")
        reply = metadata.serve(org, path, raw) if metadata_api else soap.serve(org, path, raw, source)
        trace = Trace(reply.user, reply.writing, reply.parts) if reply.user is not None else None
        return Response(reply.text, reply.status, media_type="text/xml;charset=UTF-8"), trace
    sender = oauth.Sender(headers, headers.get("host", ""), source)
    return _signing_in(org, request, sender, raw), None


def _signing_in(org: Org, request: Request, sender: oauth.Sender, raw: bytes) -> Answer:
    """Everything about tokens."""
    path = _path(request)
    form = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    if path == "/services/oauth2/token":
        return oauth.token(org, form if request.method == "POST" else dict(request.query_params), sender)
    if path == "/services/oauth2/revoke":
        return oauth.revoke(org, {**dict(request.query_params), **form})
    if path == "/services/oauth2/introspect":
        return oauth.introspect(org, form, sender)
    if path == "/services/oauth2/userinfo" or path.startswith("/id/"):
        return identity.identity(org, sender.headers, path)
    return Answer.refused(refuse("not_found"))


def _path(request: Request) -> str:
    """Some clients begin with two slashes; Salesforce does not mind."""
    return "/" + request.url.path.lstrip("/")


def _token(headers: dict[str, str], raw: bytes) -> str:
    """The caller's access token, in the header or in the SOAP envelope."""
    inside = re.search(rb"sessionId>\s*([^<\s]+)", raw)
    return headers.get("authorization", "").partition(" ")[2] or (inside.group(1).decode() if inside else "")


def _log(org: Org, request: Request, raw: bytes, status: int, trace: Trace | None, refusal: t.Any) -> None:
    entry: dict[str, t.Any] = {
        "time": org.clock.stamp(),
        "method": request.method,
        "path": _path(request),
        "query": public_query(request.query_params.multi_items()),
        "status": status,
        "writing": trace.writing if trace is not None else _would_write(request, raw),
        "user": trace.user if trace is not None else None,
        "subrequests": trace.parts if trace is not None else [],
    }
    if refusal is not None:
        entry["refusal"] = refusal
    org.log.add(entry)


def _would_write(request: Request, raw: bytes) -> bool:
    """Requests that got no further (refused, dropped) count by their verb, composites by those of their parts."""
    path = _path(request)
    if path.startswith("/services/Soap/"):
        return soap.WRITING.search(raw) is not None
    if not path.startswith("/services/data/") or request.method in READING:
        return False
    if not path.endswith(("/composite", "/composite/batch", "/composite/graph")):
        return True
    verbs = re.findall(rb'"method"\s*:\s*"(\w+)"', raw)
    return any(verb.decode().upper() not in READING for verb in verbs)


def _json(answer: Answer, headers: dict[str, str]) -> Response:
    if answer.raw is not None:
        body = answer.raw
    elif answer.body is None:
        body = b""
    else:
        body = json.dumps(answer.body, ensure_ascii=False).encode()
    extra = dict(answer.headers)
    if len(body) > SMALL and "gzip" in headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1)
        extra["Content-Encoding"] = "gzip"
        extra["Vary"] = "Accept-Encoding"
    if answer.status in (204, 304) or not body:
        return Response(status_code=answer.status, headers=extra)
    if isinstance(answer.body, str):  # one word such as Bad_OAuth_Token, which clients do not find as JSON
        return Response(answer.body, answer.status, extra, "text/html;charset=UTF-8")
    return Response(body, answer.status, extra, "application/json;charset=UTF-8")
