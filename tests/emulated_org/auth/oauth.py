# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OAuth token endpoint, revocation and what a token says of its user."""

from __future__ import annotations

import base64
import binascii
import secrets
import typing as t

import jwt

from ..errors import refuse
from ..rest.call import Answer
from ..rest.service import session_user
from ..store.database import Row
from .apps import App, note_login, usable

if t.TYPE_CHECKING:
    from ..org import Org

Form = dict[str, str]
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Refused(Exception):
    """An OAuth error: *code*, *description* and the HTTP status."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.answer = Answer(status, {"error": code, "error_description": description})


def token(org: Org, form: Form, headers: dict[str, str], host: str) -> Answer:
    """``POST /services/oauth2/token``."""
    flows = {
        JWT_BEARER: _jwt_bearer,
        "client_credentials": _client_credentials,
        "refresh_token": _refresh,
        "password": _password,
    }
    try:
        grant = form.get("grant_type")
        if not grant:
            raise Refused("invalid_request", "missing required parameter: grant_type")
        flow = flows.get(grant)
        if flow is None:
            raise Refused("unsupported_grant_type", "grant type not supported")
        return flow(org, form, headers, host)
    except Refused as error:
        return error.answer


def _app(org: Org, client: str | None) -> App:
    if not client:
        raise Refused("invalid_request", "missing required parameter: client_id")
    found = org.apps.get(client)
    if found is None:
        raise Refused("invalid_client_id", "client identifier invalid")
    return found


def _secret(app: App, secret: str | None) -> None:
    if secret != app.client_secret:
        raise Refused("invalid_client", "invalid client credentials")


def _success(org: Org, user: Row, app: App, kind: str, scope: str = "api", origin: str = "") -> Answer:
    made = org.sessions.open(org.id, user["Id"], app.name, origin)
    note_login(org, user["Id"], kind, app.name, "Success")
    issued = str(int(org.clock.time() * 1000))
    return Answer(
        200,
        {
            "access_token": made,
            "signature": base64.b64encode(f"{user['Id']}{issued}".encode()).decode(),
            "scope": scope,
            "instance_url": org.url,
            "id": f"{org.url}/id/{org.id}/{user['Id']}",
            "token_type": "Bearer",
            "issued_at": issued,
        },
    )


def _user(org: Org, app: App, user: Row | None, unknown: str) -> Row:
    """The user, if allowed to sign in through *app*; raises Refused."""
    if user is None:
        raise Refused("invalid_grant", unknown)
    if not user["IsActive"]:
        raise Refused("inactive_user", "user is inactive")
    if not usable(org, user):
        raise Refused("invalid_grant", "authentication failure")
    refusal = app.refusal(org, user["Id"])
    if refusal is not None:
        raise Refused("invalid_client" if "installed" in refusal else "invalid_grant", refusal)
    return user


def _jwt_bearer(org: Org, form: Form, headers: dict[str, str], host: str) -> Answer:
    assertion = form.get("assertion")
    if not assertion:
        raise Refused("invalid_request", "missing required parameter: assertion")
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise Refused("invalid_grant", "invalid assertion") from None
    app = _app(org, str(claims.get("iss", "")))
    options: t.Any = {"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        jwt.decode(assertion, app.public_key, algorithms=["RS256"], options=options)
    except (jwt.PyJWTError, ValueError):
        raise Refused("invalid_grant", "invalid assertion") from None
    login = "https://test.salesforce.com" if org.sandbox else "https://login.salesforce.com"
    wanted = {login, org.url, f"http://{host}", f"https://{host}"}
    audience = claims.get("aud")
    given = audience if isinstance(audience, list) else [audience]
    if not any(isinstance(one, str) and one.rstrip("/") in wanted for one in given):
        raise Refused("invalid_grant", "audience is invalid")
    _expiry(org, claims.get("exp"))
    subject = str(claims.get("sub") or claims.get("prn") or "").lower()
    user = org.database.one("User", Username=subject)
    return _success(org, _user(org, app, user, "user hasn't approved this consumer"), app, "Remote Access 2.0")


def _expiry(org: Org, expires: object) -> None:
    """Only the past is refused: the Salesforce CLI sends milliseconds, which is far ahead, and is let in."""
    if not isinstance(expires, (int, float)) or isinstance(expires, bool):
        raise Refused("invalid_grant", "invalid assertion")
    if expires < org.clock.time():
        raise Refused("invalid_grant", "expired authorization code")


def _basic(headers: dict[str, str], form: Form) -> tuple[str | None, str | None]:
    """Client Id and secret from the body or the Authorization header."""
    kind, _space, value = headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return form.get("client_id"), form.get("client_secret")
    try:
        client, _colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None, None
    return client, secret


def _client_credentials(org: Org, form: Form, headers: dict[str, str], host: str) -> Answer:
    if "scope" in form:
        raise Refused("invalid_request", "scope parameter not supported")
    if host.split(":")[0] in ("login.salesforce.com", "test.salesforce.com"):
        raise Refused("invalid_grant", "request not supported on this domain")
    client, secret = _basic(headers, form)
    app = _app(org, client)
    _secret(app, secret)
    user = org.database.get("User", app.run_as) if app.run_as else None
    if user is None or not usable(org, user) or not org.access(user["Id"], 66).can("ApiUserOnly"):
        raise Refused("invalid_grant", "no client credentials user enabled")
    return _success(org, user, app, "Remote Access 2.0")


def _refresh(org: Org, form: Form, headers: dict[str, str], host: str) -> Answer:
    client, secret = _basic(headers, form)
    app = _app(org, client)
    if secret is not None:
        _secret(app, secret)
    if not form.get("refresh_token"):
        raise Refused("invalid_request", "missing required parameter: refresh_token")
    found = org.sessions.refresh(form["refresh_token"])
    if found is None or found[1] != app.client_id:
        raise Refused("invalid_grant", "expired access/refresh token")
    user = _user(org, app, org.database.get("User", found[0]), "expired access/refresh token")
    return _success(org, user, app, "Remote Access 2.0", "refresh_token api", form["refresh_token"])


def _password(org: Org, form: Form, headers: dict[str, str], host: str) -> Answer:
    client, secret = _basic(headers, form)
    app = _app(org, client)
    _secret(app, secret)
    user = org.database.one("User", Username=form.get("username", "").lower())
    if not org.settings.password_flow or user is None or not valid_password(org, user, form.get("password", "")):
        raise Refused("invalid_grant", "authentication failure")
    return _success(org, _user(org, app, user, "authentication failure"), app, "Remote Access 2.0")


def issue_refresh_token(org: Org, user: str, app: App) -> str:
    """A refresh token, and the row of OauthToken an administrator sees of it."""
    made = org.sessions.refresh_token(user, app.client_id)
    now, delete = org.clock.stamp(), secrets.token_hex(16)
    row: Row = {
        "Id": org.ids.new("0CQ"),
        "UserId": user,
        "AppName": app.name,
        "UseCount": 0,
        "CreatedDate": now,
        "LastUsedDate": now,
        "DeleteToken": delete,
    }
    org.database.insert("OauthToken", row)
    org.delete_tokens[delete] = (row["Id"], made)
    return made


def valid_password(org: Org, user: Row, given: str) -> bool:
    """Whether *given* is the user's password followed by the security token."""
    secret = org.passwords.get(user["Id"])
    return secret is not None and given == secret + org.security_tokens.get(user["Id"], "")


def revoke(org: Org, form: Form) -> Answer:
    """``/services/oauth2/revoke``."""
    given = form.get("token", "")
    for delete, (record, refresh) in list(org.delete_tokens.items()):
        if given in (delete, refresh):
            org.database.delete("OauthToken", record)
            given = refresh
    if org.sessions.revoke(given):
        return Answer(200)
    return Answer(400, {"error": "unsupported_token_type", "error_description": "this token type is not supported"})


def identity(org: Org, headers: dict[str, str], path: str) -> Answer:
    """The identity URL ``/id/<organisation>/<user>`` and ``/services/oauth2/userinfo``."""
    try:
        caller = session_user(org, headers)
    except Exception:
        return Answer(403, "Bad_OAuth_Token")
    wanted = path.rstrip("/").rsplit("/", 1)[-1] if path.startswith("/id/") else caller
    if path.startswith("/id/") and (path.split("/")[2][:15] != org.id[:15] or wanted[:15] != caller[:15]):
        return Answer(404, [refuse("not_found").rest()])
    user = org.database.get("User", caller) or {}
    rest = f"{org.url}/services/data/v{{version}}"
    return Answer(
        body={
            "id": f"{org.url}/id/{org.id}/{caller}",
            "sub": f"{org.url}/id/{org.id}/{caller}",
            "asserted_user": True,
            "user_id": caller,
            "organization_id": org.id,
            "username": user.get("Username"),
            "preferred_username": user.get("Username"),
            "nick_name": user.get("CommunityNickname"),
            "nickname": user.get("CommunityNickname"),
            "display_name": user.get("Name"),
            "name": user.get("Name"),
            "email": user.get("Email"),
            "email_verified": True,
            "first_name": user.get("FirstName"),
            "given_name": user.get("FirstName"),
            "last_name": user.get("LastName"),
            "family_name": user.get("LastName"),
            "timezone": user.get("TimeZoneSidKey"),
            "zoneinfo": user.get("TimeZoneSidKey"),
            "photos": {"picture": f"{org.url}/profilephoto/005/F", "thumbnail": f"{org.url}/profilephoto/005/T"},
            "addr_street": None,
            "active": user.get("IsActive"),
            "user_type": "STANDARD",
            "language": user.get("LanguageLocaleKey"),
            "locale": user.get("LocaleSidKey"),
            "utcOffset": 0,
            "last_modified_date": user.get("LastModifiedDate"),
            "urls": {
                "enterprise": f"{org.url}/services/Soap/c/{{version}}/{org.id[:15]}",
                "metadata": f"{org.url}/services/Soap/m/{{version}}/{org.id[:15]}",
                "partner": f"{org.url}/services/Soap/u/{{version}}/{org.id[:15]}",
                "rest": f"{rest}/",
                "sobjects": f"{rest}/sobjects/",
                "search": f"{rest}/search/",
                "query": f"{rest}/query/",
                "recent": f"{rest}/recent/",
                "tooling_rest": f"{rest}/tooling/",
                "profile": f"{org.url}/{caller}",
                "custom_domain": org.url,
            },
        }
    )
