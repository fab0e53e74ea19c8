# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/services/data``: who may call, what it costs, and which resource answers."""

from __future__ import annotations

import re
import typing as t

from ..auth import places
from ..errors import ApiError, refuse
from ..packaging import requests
from ..rules import groups
from . import about, xml
from .call import NEWEST, OLDEST, READING, Answer, Call
from .lookups import table

if t.TYPE_CHECKING:
    from ..org import Org

PATH = re.compile(r"/services/data/v(\d+)\.(\d+)(/.*)?\Z")


def session_user(org: Org, headers: dict[str, str], source: str) -> str:
    """The user behind the Authorization header of a request from *source*; raises ApiError (INVALID_SESSION_ID)."""
    kind, _space, token = headers.get("authorization", "").partition(" ")
    if kind and kind.lower() not in ("bearer", "oauth"):
        raise refuse("header_type")
    session = org.sessions.find(token.strip()) if kind else None
    if session is None:
        raise refuse("session")
    # Worked out again only when a record changed.
    key = (session.user, "" if session.anywhere else source)
    kept = org.admitted.get(key)
    if kept is None or kept[0] != org.database.version:
        org.admitted[key] = kept = (org.database.version, _admitted(org, *key))
    if not kept[1]:
        raise refuse("session")
    return session.user


def _admitted(org: Org, user: str, source: str) -> bool:
    """Whether the user's sessions are good for anything, and from *source* (nothing: anywhere)."""
    found, login = org.database.get("User", user), org.database.one("UserLogin", UserId=user)
    if found is None or not found["IsActive"] or (login is not None and login["IsFrozen"]):
        return False
    return not source or not places.forbidden_now(org, found, source)


def serve(
    org: Org, method: str, path: str, parameters: dict[str, str], headers: dict[str, str], raw: bytes, source: str
) -> tuple[Answer, Call | None]:
    """Answer a request under /services/data, in JSON or in XML."""
    answer, call = _answer(org, method, path, parameters, headers, raw, source)
    if xml.wanted(headers):
        answer = xml.rewritten(answer, call.path if call is not None else path.rstrip("/"))
    return answer, call


def _answer(
    org: Org, method: str, path: str, parameters: dict[str, str], headers: dict[str, str], raw: bytes, source: str
) -> tuple[Answer, Call | None]:
    """``_HttpMethod`` is for clients that know GET and POST only."""
    if method == "POST":
        method = parameters.pop("_HttpMethod", method).upper()
    if path.rstrip("/") == "/services/data":
        return Answer(body=about.versions()), None
    match = PATH.match(path)
    if match is None:
        return Answer.refused(refuse("not_found")), None
    version, minor = int(match.group(1)), match.group(2)
    if version < OLDEST:
        return Answer.refused(refuse("version", version=f"{version}.{minor}")), None
    if version > NEWEST or minor != "0":
        return Answer.refused(refuse("not_found")), None
    groups.settle(org)
    requests.settle(org)
    try:
        user = session_user(org, headers, source)
        access = org.access(user, version)
        if not access.can("ApiEnabled"):
            raise refuse("api_user")
    except ApiError as error:
        return Answer.refused(error), None
    spent = f"/{org.settings.daily_requests}"
    if org.usage.used >= org.settings.daily_requests:
        answer = Answer.refused(refuse("request_limit"))
        answer.headers["Sforce-Limit-Info"] = f"api-usage={org.usage.used}{spent}"
        return answer, None
    org.usage.count()
    made = Call(org, access, method, version, (match.group(3) or "").rstrip("/"), parameters, headers, raw)
    answer = table.answer(made)
    answer.headers.pop("X-Failed", "")
    answer.headers["Sforce-Limit-Info"] = f"api-usage={org.usage.used}{spent}"
    if made.writing is None:
        made.writing = method not in READING and not made.path.startswith("/query")
    return answer, made
