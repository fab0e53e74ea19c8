# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/services/Soap/m``: who may call, and which operation answers."""

from __future__ import annotations

import re
import typing as t

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ..auth.soap import OLDEST, Reply
from ..errors import ApiError, refuse
from ..rest.call import NEWEST
from ..rest.service import session_user
from ..rules import groups
from . import envelope
from .component import ParseError, local
from .kind import Caller
from .operations import OPERATIONS, Invocation

if t.TYPE_CHECKING:
    from ..org import Org

PATH = re.compile(r"/services/Soap/m/(\d+)(?:\.\d+)?(?:/.*)?\Z")
#: What the caller must be able to do, whatever the call (Metadata API Developer Guide).
RIGHTS = ("ModifyMetadata", "ModifyAllData")


def serve(org: Org, path: str, raw: bytes, source: str) -> Reply:
    """Answer a request to the Metadata API."""
    match = PATH.match(path)
    if match is None or not OLDEST <= int(match.group(1)) <= NEWEST:
        return envelope.fault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL")
    try:
        root = ElementTree.fromstring(raw)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return envelope.fault("Client", "Unable to parse the request", "soapenv")
    body = next((child for child in root if local(child) == "Body"), None)
    call = next(iter(body), None) if body is not None else None
    operation = local(call) if call is not None else ""
    try:
        caller = _caller(org, root, int(match.group(1)), source)
    except ApiError as error:
        return envelope.fault(error.code, error.message)
    org.usage.count()
    groups.settle(org)
    if call is None or operation not in OPERATIONS:
        return envelope.fault("Client", f"No operation available for request {operation}", "soapenv")
    asked = Invocation(caller, root, call)
    try:
        reply = Reply(200, envelope.answer(operation, OPERATIONS[operation](asked)))
    except ParseError as error:
        reply = envelope.fault("Client", str(error), "soapenv")
    except ApiError as error:
        reply = envelope.fault(error.code, error.message)
    reply.user, reply.parts, reply.writing = caller.access.user, asked.parts, asked.writing
    return reply


def _caller(org: Org, root: t.Any, version: int, source: str) -> Caller:
    """Raises ApiError for a session or a user that may not call."""
    token = next((one.text or "" for one in root.iter() if local(one) == "sessionId"), "")
    try:
        user = session_user(org, {"authorization": f"Bearer {token.strip()}"}, source)
    except ApiError:
        raise refuse("soap_session") from None
    access = org.access(user, version)
    if not access.can("ApiEnabled"):
        raise refuse("api_user")
    if not access.can(*RIGHTS):
        raise refuse("metadata_access")
    if org.usage.used >= org.settings.daily_requests:
        raise refuse("request_limit")
    return Caller(org, access)
