# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: one port per organisation, one way in for all of them."""

from __future__ import annotations

import asyncio
import re
import time
import typing as t
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from . import wire
from .auth import identity, oauth, soap
from .control import api as control
from .control.faults import Fault
from .control.log import Trace, public_query
from .errors import refuse
from .metadata import soap as metadata
from .org import Org
from .rest import service
from .rest.call import READING, Answer

#: What counts against the allowances for concurrent requests.
APIS = ("/services/data/", "/services/Soap/")


@dataclass
class Exchange:
    """One request and what becomes of it."""

    org: Org
    request: Request
    raw: bytes
    path: str
    headers: dict[str, str]
    began: float = field(default_factory=time.perf_counter)
    faults: list[Fault] = field(default_factory=list)
    answer: Answer | Response | None = None
    trace: Trace | None = None
    #: None closes the connection without one; *whole* says whether all of it is sent.
    response: Response | None = None
    whole: bool = True

    @property
    def source(self) -> str:
        """The address it came from; what a proxy says counts."""
        client = self.request.client
        return self.org.settings.source_ip or (client.host if client is not None else "127.0.0.1")

    @property
    def token(self) -> str:
        """The caller's access token, in the header or in the SOAP envelope."""
        inside = re.search(rb"sessionId>\s*([^<\s]+)", self.raw)
        return self.headers.get("authorization", "").partition(" ")[2] or (inside.group(1).decode() if inside else "")


class Application:
    """Finds the organisation by the port a request came in on."""

    def __init__(self, orgs: dict[int, Org]) -> None:
        self.orgs = orgs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        raw = await request.body()
        headers = {key.lower(): value for key, value in request.headers.items()}
        one = Exchange(self.orgs[scope["server"][1]], request, raw, _path(request), headers)
        if one.path.startswith(control.PREFIX):
            one.response = wire.response(control.serve(one.org, request.method, one.path, raw), headers)
        else:
            crowded = one.org.usage.long(one.org.settings.long_request_seconds) >= one.org.settings.concurrent_requests
            with one.org.usage.running():
                await _respond(one, crowded and one.path.startswith(APIS))
            _log(one)
        if one.response is not None and one.whole:
            await one.response(scope, receive, send)
        else:
            await wire.cut(one.response, scope, receive, send)


async def _respond(one: Exchange, crowded: bool) -> None:
    """Answer, as far as faults let it happen."""
    one.faults = one.org.faults.strike(one.request.method, one.path)
    for fault in one.faults:
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "expire_session" and one.token:
            one.org.sessions.expire(one.token)
    last = one.faults[-1] if one.faults and one.faults[-1].ends else None
    if crowded:
        one.answer = wire.refused(one.path, refuse("concurrent_limit"))
    elif last is None or last.carried_out:
        one.answer, one.trace = _answer(one)
    one.response = wire.response(one.answer, one.headers) if one.answer is not None else None
    if last is not None:
        _disturb(one, last)


def _disturb(one: Exchange, fault: Fault) -> None:
    """Put what the fault makes of it in the place of the response."""
    if fault.refusal is not None:
        one.answer = wire.refused(one.path, fault.refusal)
        one.response = wire.response(one.answer, one.headers)
        if fault.retry_after is not None:
            one.response.headers["Retry-After"] = str(fault.retry_after)
    elif fault.kind == "malformed":
        plain = wire.response(one.answer, {}) if one.answer is not None else None
        one.response = wire.broken(plain)
    elif fault.kind == "half":
        one.whole = False
    else:
        one.response = None


def _answer(one: Exchange) -> tuple[Answer | Response, Trace | None]:
    org, path, method = one.org, one.path, one.request.method
    if path.startswith("/services/data"):
        answer, call = service.serve(
            org, method, path, dict(one.request.query_params), one.headers, one.raw, one.source
        )
        return answer, Trace(call.access.user, bool(call.writing), call.parts) if call is not None else None
    if path.startswith("/services/Soap/"):
        api = metadata.serve if path.startswith("/services/Soap/m/") else soap.serve
        reply = api(org, path, one.raw, one.source)
        trace = Trace(reply.user, reply.writing, reply.parts) if reply.user is not None else None
        return Response(reply.text, reply.status, media_type=soap.XML), trace
    return _signing_in(one, oauth.Sender(one.headers, one.headers.get("host", ""), one.source)), None


def _signing_in(one: Exchange, sender: oauth.Sender) -> Answer:
    """Everything about tokens."""
    org, path = one.org, one.path
    asked = dict(one.request.query_params)
    form = dict(parse_qsl(one.raw.decode("utf-8", "replace"), keep_blank_values=True))
    if path == "/services/oauth2/token":
        return oauth.token(org, {**asked, **form}, sender, one.request.method)
    if path == "/services/oauth2/revoke":
        return oauth.revoke(org, {**asked, **form})
    if path == "/services/oauth2/introspect":
        return oauth.introspect(org, form, sender)
    if path == "/services/oauth2/userinfo" or path.startswith("/id/"):
        return identity.identity(org, sender.headers, path, {**asked, **form}, sender.source)
    if path == "/.well-known/openid-configuration":
        return identity.configuration(org)
    return Answer.refused(refuse("not_found"))


def _path(request: Request) -> str:
    """Some clients begin with two slashes; Salesforce does not mind."""
    return "/" + request.url.path.lstrip("/")


def _log(one: Exchange) -> None:
    """Note the exchange; a response that was never sent has status 0."""
    sent = len(one.response.body) if one.response is not None else 0
    seconds = time.perf_counter() - one.began
    status = one.response.status_code if one.response is not None else 0
    entry: dict[str, t.Any] = {
        "time": one.org.clock.moment(-seconds),
        "method": one.request.method,
        "path": one.path,
        "query": public_query(one.request.query_params.multi_items()),
        "status": status,
        "writing": one.trace.writing if one.trace is not None else _would_write(one),
        "user": one.trace.user if one.trace is not None else None,
        "subrequests": one.trace.parts if one.trace is not None else [],
        "request_bytes": len(one.raw),
        "response_bytes": sent if one.whole else sent // 2,
        "seconds": round(seconds, 4),
    }
    if isinstance(one.answer, Answer) and status >= 400:
        entry["refusal"] = one.answer.body
    if one.faults:
        entry["faults"] = [fault.kind for fault in one.faults]
    one.org.log.add(entry)


def _would_write(one: Exchange) -> bool:
    """Requests that got no further (refused, dropped) count by their verb, composites by those of their parts."""
    if one.path.startswith("/services/Soap/"):
        return soap.WRITING.search(one.raw) is not None
    if not one.path.startswith("/services/data/") or one.request.method in READING:
        return False
    if not one.path.endswith(("/composite", "/composite/batch", "/composite/graph")):
        return True
    verbs = re.findall(rb'"method"\s*:\s*"(\w+)"', one.raw)
    return any(verb.decode().upper() not in READING for verb in verbs)
