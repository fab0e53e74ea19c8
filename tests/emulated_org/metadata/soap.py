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
from . import calls, envelope, listing
from .component import ParseError, local, parse, render
from .kind import Caller

if t.TYPE_CHECKING:
    from ..org import Org

PATH = re.compile(r"/services/Soap/m/(\d+)(?:\.\d+)?(?:/.*)?\Z")
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
WRITES = {"createMetadata": "create", "updateMetadata": "update", "upsertMetadata": "upsert"}
#: What the caller must be able to do, whatever the call (Metadata API Developer Guide).
RIGHTS = ("ModifyMetadata", "ModifyAllData")
Parts = list[dict[str, t.Any]]


def serve(org: Org, path: str, raw: bytes) -> Reply:
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
        caller = _caller(org, root, int(match.group(1)))
    except ApiError as error:
        return envelope.fault(error.code, error.message)
    org.used_requests += 1
    groups.settle(org)
    parts: Parts = []
    if call is None or operation not in OPERATIONS:
        return envelope.fault("Client", f"No operation available for request {operation}", "soapenv")
    try:
        reply = Reply(200, envelope.answer(operation, OPERATIONS[operation](caller, root, call, parts)))
    except ParseError as error:
        reply = envelope.fault("Client", str(error), "soapenv")
    except ApiError as error:
        reply = envelope.fault(error.code, error.message)
    reply.user, reply.parts, reply.writing = caller.access.user, parts, operation in WRITING
    return reply


def _caller(org: Org, root: t.Any, version: int) -> Caller:
    """Raises ApiError for a session or a user that may not call."""
    token = next((one.text or "" for one in root.iter() if local(one) == "sessionId"), "")
    try:
        user = session_user(org, {"authorization": f"Bearer {token.strip()}"})
    except ApiError:
        raise refuse("soap_session") from None
    access = org.access(user, version)
    if not access.can("ApiEnabled"):
        raise refuse("api_user")
    if not access.can(*RIGHTS):
        raise refuse("metadata_access")
    if org.used_requests >= org.settings.daily_requests:
        raise refuse("request_limit")
    return Caller(org, access)


def _together(caller: Caller, root: t.Any) -> bool:
    given = next((one.text or "" for one in root.iter() if local(one) == "allOrNone"), "")
    return given.strip() in ("true", "1") if given else caller.version < calls.PARTIAL_SINCE


def _texts(call: t.Any, name: str) -> list[str]:
    return [(one.text or "").strip() for one in call if local(one) == name]


def _note(parts: Parts, operation: str, kind: str, results: t.Iterable[tuple[str, bool]]) -> None:
    for name, success in results:
        parts.append({"method": operation, "url": f"{kind}/{name}", "query": {}, "status": 200 if success else 400})


def _read(caller: Caller, root: t.Any, call: t.Any, parts: Parts) -> str:
    kind = next(iter(_texts(call, "type")), "")
    names = _texts(call, "fullNames")
    found = calls.read(caller, kind, names)
    _note(parts, "readMetadata", kind, ((name, True) for name in names))
    records = "".join(
        '<records xsi:nil="true"/>' if one is None else f'<records xsi:type="{kind}">{render(kind, one)}</records>'
        for one in found
    )
    return f"<result>{records}</result>"


def _save(caller: Caller, root: t.Any, call: t.Any, parts: Parts) -> str:
    operation = WRITES[local(call)]
    kinds, components = [], []
    for one in call:
        if local(one) == "metadata":
            kinds.append(str(one.get(TYPE, "")).rsplit(":", 1)[-1])
            calls.kind_of(kinds[-1])
            components.append(parse(one, kinds[-1]))
    if len(set(kinds)) != 1:
        raise refuse("metadata_mixed")
    results = calls.save(caller, operation, kinds[0], components, _together(caller, root))
    return _saved(local(call), kinds[0], results, parts)


def _delete(caller: Caller, root: t.Any, call: t.Any, parts: Parts) -> str:
    kind = next(iter(_texts(call, "type")), "")
    results = calls.delete(caller, kind, _texts(call, "fullNames"), _together(caller, root))
    return _saved("deleteMetadata", kind, results, parts)


def _saved(operation: str, kind: str, results: t.Sequence[calls.Result], parts: Parts) -> str:
    _note(parts, operation, kind, ((one.full_name, not one.errors) for one in results))
    return "".join(envelope.saved(one) for one in results)


def _list(caller: Caller, root: t.Any, call: t.Any, parts: Parts) -> str:
    kinds = [next(iter(_texts(one, "type")), "") for one in call if local(one) == "queries"]
    return listing.listing(caller, kinds)


def _describe(caller: Caller, root: t.Any, call: t.Any, parts: Parts) -> str:
    return listing.describe()


Operation = t.Callable[[Caller, t.Any, t.Any, Parts], str]
OPERATIONS: dict[str, Operation] = {
    "readMetadata": _read,
    "listMetadata": _list,
    "describeMetadata": _describe,
    **dict.fromkeys(WRITES, _save),
    "deleteMetadata": _delete,
}
#: Calls that change the organisation.
WRITING = frozenset({*WRITES, "deleteMetadata"})
