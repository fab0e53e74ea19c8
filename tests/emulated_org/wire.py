# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How answers become HTTP responses, whole or cut short."""

from __future__ import annotations

import gzip
import json

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .auth import soap
from .errors import ApiError
from .metadata import envelope
from .rest.call import Answer

#: Where the server hands the application its connection.
TRANSPORT = "emulated_org.transport"
SMALL = 1024
JSON = "application/json;charset=UTF-8"


def response(answer: Answer | Response, headers: dict[str, str]) -> Response:
    """The response to a request with these *headers*."""
    if isinstance(answer, Response):
        return answer
    body = _body(answer)
    extra = dict(answer.headers)
    if len(body) > SMALL and "gzip" in headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1)
        extra["Content-Encoding"] = "gzip"
        extra["Vary"] = "Accept-Encoding"
    if answer.status in (204, 304) or not body:
        return Response(status_code=answer.status, headers=extra)
    if isinstance(answer.body, str):  # one word such as Bad_OAuth_Token, which clients do not find as JSON
        return Response(answer.body, answer.status, extra, "text/html;charset=UTF-8")
    return Response(body, answer.status, extra, JSON)


def _body(answer: Answer) -> bytes:
    if answer.raw is not None:
        return answer.raw
    return b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()


def refused(path: str, error: ApiError) -> Answer | Response:
    """A refusal in the words of the API that *path* belongs to; what SOAP refuses is 500 unless the server failed."""
    if not path.startswith("/services/Soap/"):
        return Answer.refused(error)
    if path.startswith("/services/Soap/m/"):
        reply = envelope.fault(error.code, error.message)
    else:
        reply = soap.fault("enterprise" if "/Soap/c/" in path else "partner", error.code, error.message)
    status = error.status if error.status >= 429 else reply.status
    return Response(reply.text, status, media_type=soap.XML)


def broken(whole: Response | None) -> Response:
    """JSON that ends too early in a message that is complete: half of *whole*, or of a record's beginning."""
    body = bytes(whole.body) if whole is not None else b""
    if whole is None or len(body) < 2 or "content-encoding" in whole.headers:
        return Response(b'[{"id": "005', media_type=JSON)
    return Response(body[: len(body) // 2], whole.status_code, media_type=whole.headers.get("content-type"))


async def cut(whole: Response | None, scope: Scope, receive: Receive, send: Send) -> None:
    """Send half of the response, or nothing when there is none, and close the connection."""
    transport = scope[TRANSPORT]
    if whole is None or len(whole.body) < 2:
        transport.abort()
    else:
        half = bytes(whole.body[: len(whole.body) // 2])
        await send({"type": "http.response.start", "status": whole.status_code, "headers": whole.raw_headers})
        await send({"type": "http.response.body", "body": half, "more_body": True})
        transport.close()
    await receive()
