# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From where and when somebody may sign in, and what an app's policies change about it."""

from __future__ import annotations

import time
import typing as t
from pathlib import Path

import jwt
import pytest
import requests

from emulated_org.start import World
from emulated_org.testing import Client, password_login, token

from .soap import post, write

NAME = "link@halcyon.example"
SECRET = "longer-planted-1"
OFFICE, ELSEWHERE, DEPLOYMENT = "198.51.100.7", "192.0.2.1", "203.0.113.15"


@pytest.fixture
def ranges(guides: World) -> Client:
    """An organisation with a profile that may sign in from one place only, and a trusted range."""
    return Client(guides, [org.name for org in guides.orgs].index("login-ip-ranges"))


def with_password(org: Client, profile: str) -> str:
    user = org.user(NAME, profile)
    assert org.call("POST", f"/sobjects/User/{user}/password", {"NewPassword": SECRET})[0] == 204
    return user


def login(org: Client, source: str, secret: str = SECRET) -> str:
    """Nothing, or the code of the fault."""
    org.org.settings.source_ip = source
    text = password_login(org, NAME, secret)
    return "" if "<sessionId>" in text else text.split("exceptionCode>")[1].split("<")[0]


def history(org: Client, user: str) -> list[tuple[str, str]]:
    rows = org.query(f"SELECT Status, SourceIp FROM LoginHistory WHERE UserId = '{user}' ORDER BY Id")
    return [(row["Status"], row["SourceIp"]) for row in rows]


def test_login_ip_ranges_keep_everybody_else_out(ranges: Client) -> None:
    user = with_password(ranges, "API Only")
    known = SECRET + ranges.org.security_tokens[user]
    assert login(ranges, ELSEWHERE, known) == "LOGIN_DURING_RESTRICTED_DOMAIN"
    assert login(ranges, OFFICE, known) == ""
    assert history(ranges, user) == [("Restricted IP", ELSEWHERE), ("Success", OFFICE)]


@pytest.mark.parametrize(("profile", "source"), [("Standard User", DEPLOYMENT), ("API Only", OFFICE)])
def test_known_places_need_no_security_token(ranges: Client, profile: str, source: str) -> None:
    with_password(ranges, profile)
    assert login(ranges, source) == ""


def test_unknown_places_need_the_security_token(ranges: Client) -> None:
    user = with_password(ranges, "Standard User")
    assert login(ranges, ELSEWHERE) == "LOGIN_MUST_USE_SECURITY_TOKEN"
    assert login(ranges, ELSEWHERE, "nothing") == "INVALID_LOGIN"
    assert login(ranges, ELSEWHERE, SECRET + ranges.org.security_tokens[user]) == ""


def hours(org: Client, profile: str, **minutes: int) -> None:
    columns = [f"{day}{end}" for day in ("Monday", "Tuesday") for end in ("Start", "End")]
    row = {**dict.fromkeys(columns, 0), **minutes, "ProfileId": org.one("Profile", Name=profile)}
    org.control("POST", "/records", {"sobject": "ProfileLoginHours", "fields": row})


def test_login_hours_are_those_of_the_organisation(ranges: Client) -> None:
    user = with_password(ranges, "Standard User")
    clock = ranges.org.clock.now()
    ahead = (7 - clock.weekday()) % 7 * 86400 + (12 - clock.hour) * 3600
    ranges = ranges.later(ahead)
    hours(ranges, "Standard User", MondayStart=8 * 60, MondayEnd=18 * 60)
    known = SECRET + ranges.org.security_tokens[user]
    assert login(ranges, ELSEWHERE, known) == ""
    ranges.control("POST", "/clock", {"advance": 9 * 3600})
    assert login(ranges, ELSEWHERE, known) == "LOGIN_DURING_RESTRICTED_TIME"


def consent(org: Client, app: str, source: str, username: str = NAME) -> t.Any:
    address = org.facts["control_url"] + "/consent"
    body = {"app": app, "username": username, "source_ip": source}
    return requests.post(address, json=body, timeout=10).json()


def relax(org: Client, relaxation: str) -> None:
    record = org.one("ConnectedApplication", Name="SalesScreen")
    policy = {"ConnectedApplicationId": record, "IpRelaxation": relaxation, "RefreshTokenPolicy": "infinite"}
    org.control("POST", "/records", {"sobject": "ConnectedAppPolicy", "fields": policy})


@pytest.mark.parametrize(
    ("relaxation", "allowed", "refreshed"),
    [("ENFORCE", False, False), ("BYPASS", True, True), ("ENFORCE_RELAXREFRESH", False, True)],
)
def test_an_app_may_relax_the_ranges(ranges: Client, relaxation: str, allowed: bool, refreshed: bool) -> None:
    with_password(ranges, "API Only")
    relax(ranges, relaxation)
    answer = consent(ranges, "SalesScreen", ELSEWHERE)
    refused = {"error": "invalid_grant", "error_description": "ip restricted"}
    assert ("access_token" in answer) is allowed
    assert allowed or answer == refused
    given = consent(ranges, "SalesScreen", OFFICE)
    ranges.org.settings.source_ip = ELSEWHERE
    form = {"refresh_token": given["refresh_token"], "client_id": given["client_id"]}
    assert (token(ranges, grant_type="refresh_token", **form)[0] == 200) is refreshed


def enforced(org: Client) -> None:
    setting = "<sessionSettings><enforceIpRangesEveryRequest>true</enforceIpRangesEveryRequest></sessionSettings>"
    assert write(org, "updateMetadata", "SecuritySettings", f"<fullName>Security</fullName>{setting}")[1]


def served(org: Client, token: str, source: str) -> tuple[int, str, str]:
    """What REST, the Metadata API and userinfo say to a session from there; REST's code, too."""
    org.org.settings.source_ip = source
    headers = {"Authorization": f"Bearer {token}"}
    rest = requests.get(f"{org.url}{org.base}/limits", headers=headers, timeout=10)
    _status, answer = post(org, "<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>", token=token)
    userinfo = requests.get(f"{org.url}/services/oauth2/userinfo", headers=headers, timeout=10)
    code = rest.json()[0]["errorCode"] if rest.status_code >= 400 else ""
    return rest.status_code, code, f"{answer.findtext('faultstring')}; {userinfo.status_code}"


def test_ranges_hold_for_every_request_if_the_org_says_so(ranges: Client) -> None:
    user = with_password(ranges, "API Only")
    session = ranges.org.sessions.open(ranges.org.id, user, "test")
    assert served(ranges, session, ELSEWHERE)[0] == 200
    enforced(ranges)
    status, code, others = served(ranges, session, ELSEWHERE)
    assert (status, code) == (401, "INVALID_SESSION_ID")
    assert others == "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session; 403"
    assert served(ranges, session, OFFICE)[0] == 200
    unrestricted = ranges.org.sessions.open(ranges.org.id, ranges.user("b" + NAME, "Standard User"), "test")
    assert served(ranges, unrestricted, ELSEWHERE)[0] == 200


def test_an_app_that_relaxes_the_ranges_does_so_for_every_request(ranges: Client) -> None:
    with_password(ranges, "API Only")
    enforced(ranges)
    strict = consent(ranges, "SalesScreen", OFFICE)["access_token"]
    relax(ranges, "BYPASS")
    relaxed = consent(ranges, "SalesScreen", OFFICE)["access_token"]
    assert [served(ranges, one, ELSEWHERE)[0] for one in (strict, relaxed)] == [401, 200]


def test_the_jwt_flow_keeps_to_the_ranges_whatever_the_app_says(ranges: Client) -> None:
    user = with_password(ranges, "API Only")
    relax(ranges, "BYPASS")
    consent(ranges, "SalesScreen", OFFICE)
    app = next(one for one in ranges.org.apps.values() if one.name == "SalesScreen")
    claims = {"iss": app.client_id, "sub": NAME, "aud": "https://login.salesforce.com", "exp": int(time.time()) + 60}
    assertion = jwt.encode(claims, Path(ranges.facts["private_key_file"]).read_bytes(), algorithm="RS256")
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    answers = []
    for source in (ELSEWHERE, OFFICE):
        ranges.org.settings.source_ip = source
        answers.append(token(ranges, grant_type=grant, assertion=assertion))
    assert answers[0] == (400, {"error": "invalid_grant", "error_description": "ip restricted"})
    assert answers[1][0] == 200
    assert history(ranges, user)[-2:] == [("Restricted IP", ELSEWHERE), ("Success", OFFICE)]


def test_requests_come_from_where_a_proxy_says(ranges: Client) -> None:
    user = with_password(ranges, "API Only")
    text = password_login(ranges, NAME, SECRET, source=OFFICE)
    assert "<sessionId>" in text
    assert history(ranges, user) == [("Success", OFFICE)]
