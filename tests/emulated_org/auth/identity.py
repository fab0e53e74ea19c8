# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a token says of its user, and whether it still counts."""

from __future__ import annotations

import typing as t

from ..errors import ApiError, refuse
from ..rest.call import Answer
from ..rest.service import session_user

if t.TYPE_CHECKING:
    from ..org import Org
    from .apps import App


def identity(org: Org, headers: dict[str, str], path: str) -> Answer:
    """The identity URL ``/id/<organisation>/<user>`` and ``/services/oauth2/userinfo``."""
    try:
        caller = session_user(org, headers)
    except ApiError:
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
