# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The OAuth token endpoint, which all flows but the SOAP login share."""

from __future__ import annotations

import typing as t

from ..errors import SignInError
from ..sign_in_cures import oauth_cure
from .session import Session, checked_instance, ids_from_url, is_token, org_of_token, token_host

if t.TYPE_CHECKING:
    from ..answers import Answer
    from ..connection import Connection
    from ..transport import Transport

TOKEN_PATH = "/services/oauth2/token"


def ask_for_token(transport: Transport, connection: Connection, flow: str, form: t.Mapping[str, str]) -> Session:
    """Post *form* to the token endpoint ("OAuth 2.0 Authorization Flows", Salesforce Help) and read the session.

    Raises:
        SignInError: refused, or the answer is not a token endpoint's.
    """
    host = token_host(connection)
    answer = transport.sign_in(host, TOKEN_PATH, form)
    body = answer.body
    if not isinstance(body, dict) or not (answer.status == 200 or body.get("error")):
        raise _no_endpoint(host, answer)
    if answer.status != 200:
        code, description = str(body.get("error")), str(body.get("error_description") or "")
        raise SignInError(
            f"Sign-in by {flow} at {host} was refused: {description or code}",
            oauth_cure(code, description),
            status=answer.status,
            code=code,
        )
    token, instance = body.get("access_token"), body.get("instance_url")
    if not isinstance(token, str) or not is_token(token) or not isinstance(instance, str):
        raise _no_endpoint(host, answer)
    org_id, user_id = ids_from_url(str(body.get("id") or ""))
    if form.get("refresh_token") and body.get("refresh_token") not in (None, form["refresh_token"]):
        transport.warn(
            "The app rotates refresh tokens: the refresh_token given is used up by this sign-in. "
            "Turn refresh token rotation off on the app, or sign in by JWT bearer or client credentials."
        )
    return Session(checked_instance(instance, connection), token, org_id or org_of_token(token), user_id, flow)


def _no_endpoint(host: str, answer: Answer) -> SignInError:
    return SignInError(
        f"{host} did not answer as a Salesforce sign-in host (HTTP {answer.status})",
        "set login_url to https://login.salesforce.com, https://test.salesforce.com (sandbox) or the org's My Domain",
        status=answer.status,
        code="WRONG_HOST",
    )
