# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tokens look like, and what they say of their user."""

from __future__ import annotations

import base64
import hashlib
import hmac
import typing as t

import pytest
import requests

from emulated_org.testing import Client, token

JSON = dict[str, t.Any]


def identity_url(org: Client) -> str:
    return f"{org.url}/id/{org.facts['org_id']}/{org.one('User', Username=org.facts['username'])}"


def credentials(org: Client) -> JSON:
    return {key: org.facts[key] for key in ("client_id", "client_secret", "refresh_token")}


def test_answers_with_a_secret_are_signed_with_it(org: Client) -> None:
    _status, body = token(org, grant_type="refresh_token", **credentials(org))
    said = (body["id"] + body["issued_at"]).encode()
    wanted = hmac.new(org.facts["client_secret"].encode(), said, hashlib.sha256).digest()
    assert base64.b64decode(body["signature"]) == wanted
    assert int(body["issued_at"]) > 10**12
    assert "expires_in" not in body


def test_tokens_are_posted_for(org: Client) -> None:
    address = org.url + "/services/oauth2/token"
    refused = requests.get(address, params={"grant_type": "password"}, timeout=10)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
    form = {"grant_type": "refresh_token", **credentials(org)}
    assert requests.post(address, params=form, timeout=10).status_code == 200


def test_user_info_and_identity_url_name_things_differently(org: Client) -> None:
    info = org.call("GET", "/services/oauth2/userinfo")[1]
    who = org.session.get(identity_url(org), timeout=10).json()
    assert (info["sub"], info["preferred_username"]) == (identity_url(org), org.facts["username"])
    assert {"given_name", "zoneinfo", "updated_at", "address"} <= set(info)
    assert (who["id"], who["username"], who["nick_name"]) == (identity_url(org), org.facts["username"], "admin0")
    assert {"first_name", "timezone", "last_modified_date", "addr_street", "status"} <= set(who)
    assert not {"sub", "preferred_username"} & set(who)
    assert not {"id", "username", "asserted_user"} & set(info)
    assert (who["user_type"], who["utcOffset"]) == ("STANDARD", 3_600_000)
    for urls in (info["urls"], who["urls"]):
        assert urls["rest"] == f"{org.url}/services/data/v{{version}}/"
        assert urls["partner"] == f"{org.url}/services/Soap/u/{{version}}/{org.facts['org_id'][:15]}"


def test_the_token_may_be_a_parameter(org: Client) -> None:
    given = {"oauth_token": org.facts["access_token"], "format": "json"}
    assert requests.get(identity_url(org), params=given, timeout=10).json()["username"] == org.facts["username"]
    address = org.url + "/services/oauth2/userinfo"
    given = {"access_token": org.facts["access_token"]}
    assert requests.post(address, data=given, timeout=10).json()["preferred_username"] == org.facts["username"]


@pytest.mark.parametrize(
    ("path", "header", "status", "word"),
    [
        ("/services/oauth2/userinfo", None, 403, "Missing_OAuth_Token"),
        ("/services/oauth2/userinfo", "Bearer nothing", 403, "Bad_OAuth_Token"),
        ("/id/00D000000000001/005000000000000", "", 403, "Wrong_Org"),
        ("/id/{org_id}/005000000000000", "", 404, "Bad_Id"),
        ("/id/{org_id}/{other}", "", 403, "No_Access"),
    ],
)
def test_identity_refusals(org: Client, path: str, header: str | None, status: int, word: str) -> None:
    other = org.one("User", Username="sam.seller@umbra.example")
    headers = {"Authorization": header or f"Bearer {org.facts['access_token']}"} if header is not None else {}
    address = org.url + path.format(other=other, **org.facts)
    answer = requests.get(address, headers=headers, timeout=10)
    assert (answer.status_code, answer.text) == (status, word)


def test_discovery_names_the_endpoints(org: Client) -> None:
    found = requests.get(org.url + "/.well-known/openid-configuration", timeout=10).json()
    assert found["issuer"] == org.url
    assert found["token_endpoint"] == org.url + "/services/oauth2/token"
    assert found["userinfo_endpoint"] == org.url + "/services/oauth2/userinfo"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_tokens_are_revoked_by_either_method(org: Client, method: str) -> None:
    address = org.url + "/services/oauth2/revoke"
    _status, body = token(org, grant_type="refresh_token", **credentials(org))
    form = {"token": body["access_token"]}
    asked, sent = (form, None) if method == "GET" else (None, form)
    done = requests.request(method, address, params=asked, data=sent, timeout=10)
    assert (done.status_code, done.content) == (200, b"")
    again = requests.request(method, address, params=asked, data=sent, timeout=10)
    refused = {"error": "unsupported_token_type", "error_description": "this token type is not supported"}
    assert (again.status_code, again.json()) == (400, refused)


def test_rotated_refresh_tokens_are_good_for_one_use(org: Client) -> None:
    org.org.apps[org.facts["client_id"]].rotates = True
    form = credentials(org)
    _status, first = token(org, grant_type="refresh_token", **form)
    assert first["refresh_token"] != form["refresh_token"]
    status, refused = token(org, grant_type="refresh_token", **form)
    assert (status, refused["error_description"]) == (400, "expired access/refresh token")
    form["refresh_token"] = first["refresh_token"]
    assert token(org, grant_type="refresh_token", **form)[0] == 200
