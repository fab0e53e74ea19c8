# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OAuth token endpoint, consent and revocation."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import typing as t
from dataclasses import dataclass

import jwt

from ..rest.call import Answer
from ..store.database import Row
from . import grants, identity, places
from .apps import App, note_login, usable

if t.TYPE_CHECKING:
    from ..org import Org

Form = dict[str, str]
UNCACHED = {"Cache-Control": "no-cache, no-store", "Pragma": "no-cache"}
#: LoginHistory.LoginType of every flow.
KIND = "Remote Access 2.0"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Refused(Exception):
    """An OAuth error: *code*, *description* and the HTTP status."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.answer = Answer(status, {"error": code, "error_description": description})


@dataclass(frozen=True)
class Sender:
    """Who asks: the headers, the host that was asked, and the address the request came from."""

    headers: dict[str, str]
    host: str
    source: str


def token(org: Org, form: Form, sender: Sender, method: str = "POST") -> Answer:
    """``POST /services/oauth2/token``; parameters may stand in the URL, too."""
    flows = {
        JWT_BEARER: _jwt_bearer,
        "client_credentials": _client_credentials,
        "refresh_token": _refresh,
        "password": _password,
        "authorization_code": _code,
    }
    try:
        if method != "POST":
            raise Refused("invalid_request", "must use HTTP POST")
        grant = form.get("grant_type")
        if not grant:
            raise Refused("invalid_request", "missing required parameter: grant_type")
        flow = flows.get(grant)
        if flow is None:
            raise Refused("unsupported_grant_type", "grant type not supported")
        return flow(org, form, sender)
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


def _in_place(org: Org, user: Row, app: App, sender: Sender, refreshing: bool = False, strict: bool = False) -> bool:
    """Whether the app lets its users in from anywhere; raises Refused when the user's profile forbids the place or the time.

    *strict* flows keep to the ranges whatever the app says.
    """
    anywhere = not strict and grants.relaxed(org, app, refreshing)
    reason = places.refusal(org, user, sender.source, anywhere)
    if reason:
        note_login(org, user["Id"], KIND, app.name, reason, sender.source)
        raise Refused("invalid_grant", "ip restricted" if reason == places.PLACE else "authentication failure")
    return anywhere


def _success(
    org: Org, user: Row, app: App, sender: Sender, anywhere: bool, scope: str = "api", refresh: str = ""
) -> Answer:
    """An access token."""
    grant = grants.used(org, user["Id"], app, refresh)
    made = org.sessions.open(org.id, user["Id"], app.name, refresh, grant, scope, anywhere)
    note_login(org, user["Id"], KIND, app.name, "Success", sender.source)
    issued = str(int(org.clock.time() * 1000))
    identity_url = f"{org.url}/id/{org.id}/{user['Id']}"
    answer = {
        "access_token": made,
        "signature": _signature(app, identity_url + issued),
        "scope": scope,
        "instance_url": org.url,
        "id": identity_url,
        "token_type": "Bearer",
        "issued_at": issued,
    }
    return Answer(200, answer, dict(UNCACHED))


def _signature(app: App, said: str) -> str:
    """By which a client that has the secret knows that the answer is Salesforce's (help: remoteaccess_oauth flows)."""
    digest = hmac.new(app.client_secret.encode(), said.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


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


def _jwt_bearer(org: Org, form: Form, sender: Sender) -> Answer:
    assertion = form.get("assertion")
    if not assertion:
        raise Refused("invalid_request", "missing required parameter: assertion")
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise Refused("invalid_grant", "invalid assertion") from None
    app = _app(org, str(claims.get("iss") or "none"))
    options: t.Any = {"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        jwt.decode(assertion, app.public_key, algorithms=["RS256"], options=options)
    except (jwt.PyJWTError, ValueError):
        raise Refused("invalid_grant", "invalid assertion") from None
    login = "https://test.salesforce.com" if org.sandbox else "https://login.salesforce.com"
    wanted = {login, org.url, f"http://{sender.host}", f"https://{sender.host}"}
    audience = claims.get("aud")
    given = audience if isinstance(audience, list) else [audience]
    if not any(isinstance(one, str) and one.rstrip("/") in wanted for one in given):
        raise Refused("invalid_grant", "audience is invalid")
    _expiry(org, claims.get("exp"))
    subject = str(claims.get("sub") or claims.get("prn") or "").lower()
    user = org.database.one("User", Username=subject)
    known = _user(org, app, user, "user hasn't approved this consumer")
    # Help, Connected App IP Relaxation and Continuous IP Enforcement: this flow always enforces IP restrictions.
    _in_place(org, known, app, sender, strict=True)
    answer = _success(org, known, app, sender, anywhere=False)
    # The secret has no part in this flow, so nothing is signed with it (help: remoteaccess_oauth_jwt_flow).
    body = {key: value for key, value in answer.body.items() if key not in ("signature", "issued_at")}
    return Answer(200, body, answer.headers)


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


def _client_credentials(org: Org, form: Form, sender: Sender) -> Answer:
    if "scope" in form:
        raise Refused("invalid_request", "scope parameter not supported")
    if sender.host.split(":")[0] in ("login.salesforce.com", "test.salesforce.com"):
        raise Refused("invalid_grant", "request not supported on this domain")
    client, secret = _basic(sender.headers, form)
    app = _app(org, client)
    _secret(app, secret)
    user = org.database.get("User", app.run_as) if app.run_as else None
    if user is None or not usable(org, user) or not org.access(user["Id"], 66).can("ApiUserOnly"):
        raise Refused("invalid_grant", "no client credentials user enabled")
    return _success(org, user, app, sender, _in_place(org, user, app, sender))


def _code(org: Org, form: Form, sender: Sender) -> Answer:
    """No page of this org gives authorization codes out, so none is known."""
    client, secret = _basic(sender.headers, form)
    app = _app(org, client)
    if secret is not None:
        _secret(app, secret)
    if not form.get("code"):
        raise Refused("invalid_request", "missing required parameter: code")
    raise Refused("invalid_grant", "invalid authorization code")


def _refresh(org: Org, form: Form, sender: Sender) -> Answer:
    client, secret = _basic(sender.headers, form)
    app = _app(org, client)
    if secret is not None:
        _secret(app, secret)
    if not form.get("refresh_token"):
        raise Refused("invalid_request", "missing required parameter: refresh_token")
    given = form["refresh_token"]
    found = org.sessions.refresh(given)
    if found is None or found.client != app.client_id or grants.expired(org, app, given):
        raise Refused("invalid_grant", "expired access/refresh token")
    user = _user(org, app, org.database.get("User", found.user), "expired access/refresh token")
    anywhere = _in_place(org, user, app, sender, refreshing=True)
    answer = _success(org, user, app, sender, anywhere, "refresh_token api", given)
    found.used = org.clock.time()
    if app.rotates:
        answer.body["refresh_token"] = grants.rotate(org, given)
    return answer


def _password(org: Org, form: Form, sender: Sender) -> Answer:
    client, secret = _basic(sender.headers, form)
    app = _app(org, client)
    _secret(app, secret)
    user = org.database.one("User", Username=form.get("username", "").lower())
    given = form.get("password", "")
    if not org.settings.password_flow or user is None or not valid_password(org, user, given, sender.source):
        raise Refused("invalid_grant", "authentication failure")
    known = _user(org, app, user, "authentication failure")
    return _success(org, known, app, sender, _in_place(org, known, app, sender))


def valid_password(org: Org, user: Row, given: str, source: str) -> bool:
    """Whether *given* is the user's password, followed by the security token unless *source* is trusted."""
    secret = org.passwords.get(user["Id"])
    if secret is None:
        return False
    token = org.security_tokens.get(user["Id"])
    bare = places.token_waived(org, user, source) and given == secret
    return bare or (token is not None and given == secret + token)


def consent(org: Org, app: App, username: str, sender: Sender) -> Answer:
    """The web server flow, as far as it is the user's: signing in and allowing *app* in. Answers with both tokens."""
    try:
        user = org.database.one("User", Username=username.lower())
        if user is not None:
            app.approved |= {user["Id"]}
        known = _user(org, app, user, "authentication failure")
        anywhere = _in_place(org, known, app, sender)
    except Refused as error:
        return error.answer
    refresh = grants.issue_refresh_token(org, known["Id"], app)
    answer = _success(org, known, app, sender, anywhere, "refresh_token api", refresh)
    return Answer(200, {**answer.body, "refresh_token": refresh, "client_id": app.client_id})


def revoke(org: Org, form: Form) -> Answer:
    """``/services/oauth2/revoke``."""
    if not form.get("token"):
        return Refused("invalid_request", "missing required parameter: token").answer
    if grants.revoked(org, form["token"]):
        return Answer(200)
    return Answer(400, {"error": "unsupported_token_type", "error_description": "this token type is not supported"})


def introspect(org: Org, form: Form, sender: Sender) -> Answer:
    """``POST /services/oauth2/introspect``."""
    try:
        client, secret = _basic(sender.headers, form)
        app = _app(org, client)
        _secret(app, secret)
    except Refused as error:
        return error.answer
    return identity.introspect(org, app, form.get("token", ""))
