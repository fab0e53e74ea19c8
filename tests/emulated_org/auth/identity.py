# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a token says of its user, and whether it still counts (help: Identity URLs, OpenID Connect)."""

from __future__ import annotations

import datetime
import typing as t
import zoneinfo

from ..errors import ApiError
from ..rest.call import Answer
from ..rest.service import session_user
from ..store.ids import full_id

if t.TYPE_CHECKING:
    from ..org import Org
    from ..store.database import Row
    from .apps import App

JSON = dict[str, t.Any]
#: Resources by the name that the identity URL gives them.
SOAP = {"enterprise": "c", "metadata": "m", "partner": "u"}
REST = {
    "rest": "",
    "sobjects": "sobjects/",
    "search": "search/",
    "query": "query/",
    "recent": "recent/",
    "tooling_rest": "tooling/",
    "feeds": "chatter/feeds",
    "groups": "chatter/groups",
    "users": "chatter/users",
    "feed_items": "chatter/feed-items",
    "feed_elements": "chatter/feed-elements",
}


def identity(org: Org, headers: dict[str, str], path: str, form: dict[str, str], source: str) -> Answer:
    """The identity URL ``/id/<organisation>/<user>`` and ``/services/oauth2/userinfo``.

    The token may be a parameter, too: ``access_token``, or for the identity URL ``oauth_token``.
    """
    given = form.get("oauth_token") or form.get("access_token")
    try:
        caller = session_user(org, {"authorization": f"Bearer {given}"} if given else headers, source)
    except ApiError:
        return Answer(403, "Bad_OAuth_Token" if given or "authorization" in headers else "Missing_OAuth_Token")
    user = org.database.get("User", caller) or {}
    if not path.startswith("/id/"):
        return Answer(body=_user_info(org, user))
    parts = [*path.strip("/").split("/"), "", ""]
    if parts[1][:15] != org.id[:15]:
        return Answer(403, "Wrong_Org")
    if not org.database.ids("User", Id=full_id(parts[2])):
        return Answer(404, "Bad_Id")
    return Answer(body=_identity(org, user)) if parts[2][:15] == caller[:15] else Answer(403, "No_Access")


def _identity(org: Org, user: Row) -> JSON:
    return {
        "id": f"{org.url}/id/{org.id}/{user['Id']}",
        "asserted_user": True,
        "user_id": user["Id"],
        "organization_id": org.id,
        "username": user.get("Username"),
        "nick_name": user.get("CommunityNickname"),
        "display_name": user.get("Name"),
        "email": user.get("Email"),
        "email_verified": True,
        "first_name": user.get("FirstName"),
        "last_name": user.get("LastName"),
        "timezone": user.get("TimeZoneSidKey"),
        "photos": _photos(org),
        "addr_street": user.get("Street"),
        "addr_city": user.get("City"),
        "addr_state": user.get("State"),
        "addr_country": user.get("Country"),
        "addr_zip": user.get("PostalCode"),
        "mobile_phone": user.get("MobilePhone"),
        "mobile_phone_verified": False,
        "is_lightning_login_user": False,
        "status": {"created_date": None, "body": None},
        "urls": _urls(org, user),
        "active": user.get("IsActive"),
        "user_type": _kind(user),
        "language": user.get("LanguageLocaleKey"),
        "locale": user.get("LocaleSidKey"),
        "utcOffset": _offset(org, user),
        "last_modified_date": _zulu(user),
        "is_app_installed": True,
    }


def _user_info(org: Org, user: Row) -> JSON:
    photos = _photos(org)
    return {
        "sub": f"{org.url}/id/{org.id}/{user['Id']}",
        "user_id": user["Id"],
        "organization_id": org.id,
        "preferred_username": user.get("Username"),
        "nickname": user.get("CommunityNickname"),
        "name": user.get("Name"),
        "email": user.get("Email"),
        "email_verified": True,
        "given_name": user.get("FirstName"),
        "family_name": user.get("LastName"),
        "zoneinfo": user.get("TimeZoneSidKey"),
        "photos": photos,
        "profile": f"{org.url}/{user['Id']}",
        "picture": photos["picture"],
        "address": {"country": user["Country"]} if user.get("Country") else {},
        "urls": _urls(org, user),
        "active": user.get("IsActive"),
        "user_type": _kind(user),
        "language": user.get("LanguageLocaleKey"),
        "locale": user.get("LocaleSidKey"),
        "utcOffset": _offset(org, user),
        "updated_at": _zulu(user),
        "is_app_installed": True,
    }


def _photos(org: Org) -> dict[str, str]:
    return {"picture": f"{org.url}/profilephoto/005/F", "thumbnail": f"{org.url}/profilephoto/005/T"}


def _urls(org: Org, user: Row) -> dict[str, str]:
    short = org.id[:15]
    urls = {name: f"{org.url}/services/Soap/{letter}/{{version}}/{short}" for name, letter in SOAP.items()}
    urls.update({name: f"{org.url}/services/data/v{{version}}/{rest}" for name, rest in REST.items()})
    urls["tooling_soap"] = f"{org.url}/services/Soap/T/{{version}}/{short}"
    return {**urls, "profile": f"{org.url}/{user['Id']}", "custom_domain": org.url}


def _kind(user: Row) -> str:
    return str(user.get("UserType") or "Standard").upper()


def _offset(org: Org, user: Row) -> int:
    """Milliseconds between UTC and the standard time of the user's zone."""
    moment = org.clock.now().astimezone(zoneinfo.ZoneInfo(str(user.get("TimeZoneSidKey") or "UTC")))
    nothing = datetime.timedelta()
    return int(((moment.utcoffset() or nothing) - (moment.dst() or nothing)).total_seconds() * 1000)


def _zulu(user: Row) -> str:
    return str(user.get("LastModifiedDate") or "").split(".", maxsplit=1)[0] + "Z"


def introspect(org: Org, app: App, token: str) -> Answer:
    """``/services/oauth2/introspect``: only tokens of the asking app are told of (RFC 7662)."""
    session = org.sessions.find(token)
    if session is None or session.application != app.name:
        return Answer(body={"active": False})
    user = org.database.get("User", session.user) or {}
    opened = int(session.opened)
    return Answer(
        body={
            "active": True,
            "scope": session.scope,
            "client_id": app.client_id,
            "username": user.get("Username"),
            "sub": f"{org.url}/id/{org.id}/{session.user}",
            "token_type": "access_token",
            "exp": int(session.seen) + org.settings.session_seconds,
            "iat": opened,
            "nbf": opened,
        }
    )


def configuration(org: Org) -> Answer:
    """``/.well-known/openid-configuration``: what of OpenID Connect discovery holds here."""
    oauth = f"{org.url}/services/oauth2"
    return Answer(
        body={
            "issuer": org.url,
            "authorization_endpoint": f"{oauth}/authorize",
            "token_endpoint": f"{oauth}/token",
            "revocation_endpoint": f"{oauth}/revoke",
            "userinfo_endpoint": f"{oauth}/userinfo",
            "jwks_uri": f"{org.url}/id/keys",
            "introspection_endpoint": f"{oauth}/introspect",
            "scopes_supported": ["id", "api", "web", "full", "profile", "email", "refresh_token", "openid"],
            "response_types_supported": ["code", "token", "token id_token"],
            "grant_types_supported": [
                "authorization_code",
                "refresh_token",
                "client_credentials",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "private_key_jwt"],
        }
    )
