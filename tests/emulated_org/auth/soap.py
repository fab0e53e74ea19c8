# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The partner and enterprise SOAP APIs: ``login()`` here, whatever needs a session in ``partner/``."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ..errors import ApiError, refuse
from ..partner import calls
from ..partner.elements import Request, local
from ..partner.people import user_info
from ..rest.service import session_user
from . import places
from .apps import note_login, usable
from .oauth import valid_password

if t.TYPE_CHECKING:
    from ..org import Org
    from ..store.database import Row

PATH = re.compile(r"/services/Soap/([uc])/(\d+)\.(\d+)(?:/.*)?\Z")
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
#: login() is absent from later versions (help: SOAP API login() retirement).
KIND = "Partner Product"
#: Codes documented, texts believed.
RESTRICTED = {
    places.PLACE: ("LOGIN_DURING_RESTRICTED_DOMAIN", "The user is not allowed to log in from this IP address"),
    places.TIME: ("LOGIN_DURING_RESTRICTED_TIME", "The user is not allowed to log in during this time period"),
}
OLDEST, LAST_LOGIN = 31, 64
#: As users of toolkits paste it.
NEW_PLACE = (
    "Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside of your"
    " company\N{RIGHT SINGLE QUOTATION MARK}s trusted networks, you must add a security token to your password to log in. To get your new security"
    " token, log in to Salesforce. From your personal settings, enter Reset My Security Token in the Quick Find box,"
    " then select Reset My Security Token."
)
XML = "text/xml;charset=UTF-8"
#: The first element of a body that would change something; checkOnly is told apart by those who parse.
WRITING = re.compile(
    rb"Body[^>]*>\s*<(?:\w+:)?(?:(?:create|update|upsert|delete)(?:Metadata)?|deploy|(?:re)?setPassword)[\s>/]"
)


@dataclass
class Reply:
    """*user*, *writing* and *parts* are for the request log."""

    status: int
    text: str
    user: str | None = None
    writing: bool = False
    parts: list[dict[str, t.Any]] = field(default_factory=list)


def serve(org: Org, path: str, raw: bytes, source: str) -> Reply:
    """Answer a SOAP request."""
    match = PATH.match(path)
    if match is None:
        return Reply(404, "")
    kind, version = match.group(1), int(match.group(2))
    name = {"u": "partner", "c": "enterprise"}[kind]
    space = f"urn:{name}.soap.sforce.com"
    if version < OLDEST:
        return fault(name, "UNSUPPORTED_API_VERSION", "Unsupported API version")
    try:
        root = ElementTree.fromstring(raw)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return fault(name, "UNKNOWN_EXCEPTION", "Unable to parse the request", "soapenv:Client")
    body = root.find(f"{SOAP}Body")
    call = next(iter(body), None) if body is not None else None
    tag = local(call) if call is not None else ""
    if call is not None and tag in calls.CALLS:
        return _call(org, name, version, root, call, source)
    if call is None or call.tag != f"{{{space}}}login" or version > LAST_LOGIN:
        text = f"No operation available for request {{{space}}}{tag}"
        return fault(name, "", text, "soapenv:Client")
    values = {local(child): child.text or "" for child in call}
    return _login(org, name, version, values, source)


def _call(org: Org, name: str, version: int, root: t.Any, call: t.Any, source: str) -> Reply:
    token = next((one.text or "" for one in root.iter() if local(one) == "sessionId"), "")
    try:
        user = session_user(org, {"authorization": f"Bearer {token}"}, source)
    except ApiError:
        text = "Invalid Session ID found in SessionHeader: Illegal Session"
        return fault(name, "INVALID_SESSION_ID", text)
    operation = local(call)
    request = Request(org, name, version, user, token, root, call)
    try:
        if not request.access.can("ApiEnabled"):
            raise refuse("api_user")
        if org.usage.used >= org.settings.daily_requests:
            raise refuse("request_limit")
        org.usage.count()
        body = calls.answer(request, operation)
    except ApiError as error:
        return fault(name, error.code, error.message, kind=calls.kind(error), place=calls.place(error))
    text = _envelope(name, body, f"urn:sobject.{name}.soap.sforce.com", _limits(org))
    return Reply(200, text, user, writing=operation in calls.WRITING)


def _limits(org: Org) -> str:
    """What the answer's header says of the daily allowance."""
    spent = f"<current>{org.usage.used}</current><limit>{org.settings.daily_requests}</limit>"
    info = f"<limitInfo>{spent}<type>API REQUESTS</type></limitInfo>"
    return f"<soapenv:Header><LimitInfoHeader>{info}</LimitInfoHeader></soapenv:Header>"


def _login(org: Org, name: str, version: int, values: dict[str, str], source: str) -> Reply:
    if not org.settings.soap_login:
        return fault(name, "INVALID_OPERATION", "SOAP API login() is disabled by default in this org.")
    user = org.database.one("User", Username=values.get("username", "").strip().lower())
    given = values.get("password", "")
    if user is None or not usable(org, user) or not valid_password(org, user, given, source):
        if user is not None:
            note_login(org, user["Id"], KIND, "N/A", "Invalid Password", source)
        text = "Invalid username, password, security token; or user locked out."
        if user is not None and usable(org, user) and given and given == org.passwords.get(user["Id"]):
            return fault(name, "LOGIN_MUST_USE_SECURITY_TOKEN", f"{text} {NEW_PLACE}")
        return fault(name, "INVALID_LOGIN", text)
    reason = places.refusal(org, user, source)
    if reason:
        note_login(org, user["Id"], KIND, "N/A", reason, source)
        return fault(name, *RESTRICTED[reason])
    access = org.access(user["Id"], version)
    if org.settings.require_use_any_api_auth and not access.can("UseAnyApiAuth"):
        return fault(name, "INSUFFICIENT_ACCESS", "The user lacks the permission Use Any API Auth")
    if not access.can("ApiEnabled"):
        return fault(name, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
    session = org.sessions.open(org.id, user["Id"], "N/A")
    note_login(org, user["Id"], KIND, "N/A", "Success", source)
    return Reply(200, _result(org, name, version, user, session))


def _result(org: Org, name: str, version: int, user: Row, session: str) -> str:
    letter = "u" if name == "partner" else "c"
    short = org.id[:15]
    result = (
        f"<metadataServerUrl>{org.url}/services/Soap/m/{version}.0/{short}</metadataServerUrl>"
        f"<passwordExpired>{str(user['Id'] in org.expired_passwords).lower()}</passwordExpired>"
        f"<sandbox>{str(org.sandbox).lower()}</sandbox>"
        f"<serverUrl>{org.url}/services/Soap/{letter}/{version}.0/{short}</serverUrl>"
        f"<sessionId>{escape(session)}</sessionId>"
        f"<userId>{user['Id']}</userId>"
        f"<userInfo>{user_info(org, user)}</userInfo>"
    )
    return _envelope(name, f"<loginResponse><result>{result}</result></loginResponse>")


def _envelope(name: str, body: str, space: str = "", header: str = "") -> str:
    """*space* is what the prefix sf stands for: records, or by default faults."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        f' xmlns="urn:{name}.soap.sforce.com" xmlns:sf="{space or f"urn:fault.{name}.soap.sforce.com"}"'
        ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{header}<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )


def fault(name: str, code: str, text: str, owner: str = "", kind: str = "", place: str = "") -> Reply:
    """A fault of the API *name* (partner or enterprise); *kind* is its element, *place* what it has besides."""
    if not kind:
        kind = "LoginFault" if code == "INVALID_LOGIN" or code.startswith("LOGIN_") else "UnexpectedErrorFault"
    detail = (
        f'<detail><sf:{kind} xsi:type="sf:{kind}"><sf:exceptionCode>{code}</sf:exceptionCode>'
        f"<sf:exceptionMessage>{escape(text)}</sf:exceptionMessage>{place}</sf:{kind}></detail>"
    )
    said = f"{code}: {text}" if code else text
    body = (
        f"<soapenv:Fault><faultcode>{owner or 'sf:' + code}</faultcode>"
        f"<faultstring>{escape(said)}</faultstring>{detail if code else ''}</soapenv:Fault>"
    )
    return Reply(500, _envelope(name, body).replace(f' xmlns="urn:{name}.soap.sforce.com"', ""))
