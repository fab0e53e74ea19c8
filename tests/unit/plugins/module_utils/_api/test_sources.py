# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that are no records: resources, sign-ins, and whether the org is the one that is meant."""

from __future__ import annotations

import typing as t
from urllib.parse import parse_qs

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Metadata,
    Query,
    Read,
    Rest,
    SignIn,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError
from ansible_collections.sfops.salesforce.plugins.module_utils._api.expected import same_org
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    Asked,
    Made,
    Reply,
    Server,
    Store,
)
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.test_metadata import components

Make = t.Callable[..., Made]
BASE = "/services/data/v66.0"
USERS = Query("User", ("Id",))
ORG_ID = "00D5f000000AbCdEAK"
USER_ID = "0055f000000AbCdAAK"
SECRET = "a long planted consumer secret"
OTHER = SignIn((("client_id", "3MVG9other"), ("client_secret", SECRET)))


def test_what_resources_say(make: Make, server: Server) -> None:
    server.script = [Reply(200, {"DailyApiRequests": {"Max": 5}}), Reply(200, [{"version": "66.0"}])]
    assert make(read_only=True).org.read([Rest("limits"), Rest("")]) == [
        {"DailyApiRequests": {"Max": 5}},
        [{"version": "66.0"}],
    ]
    assert [(one.method, one.path) for one in server.asked] == [("GET", f"{BASE}/limits"), ("GET", "/services/data")]


def test_reads_of_every_kind_are_answered_in_their_order(make: Make, server: Server) -> None:
    def either(asked: Asked) -> Reply:
        if asked.path.startswith("/services/Soap"):
            return components("<records><fullName>Admin</fullName></records>")
        return Reply(200, {"limit": 1} if asked.path.endswith("limits") else {"done": True, "records": [{"Id": "1"}]})

    server.otherwise = either
    found = make().org.read([Rest("limits"), Metadata("Profile", "Admin"), USERS])
    assert found == [{"limit": 1}, {"fullName": "Admin"}, [{"Id": "1"}]]


def test_a_read_that_fails_is_named_among_others(make: Make, server: Server) -> None:
    def either(asked: Asked) -> Reply:
        if "query" in asked.path:
            return Reply(400, [{"errorCode": "INVALID_TYPE", "message": "no"}])
        return Reply(200, {})

    server.otherwise = either
    with pytest.raises(SalesforceError) as caught:
        make().org.read([Rest("limits"), USERS])
    assert caught.value.index == 1


# Sign-ins.


def token(server: Server) -> Reply:
    answer = {"access_token": "00D5f000000AbCd!other.planted", "instance_url": server.url}
    return Reply(200, {**answer, "id": f"https://login.salesforce.com/id/{ORG_ID}/{USER_ID}"})


def resources(server: Server) -> Reply:
    return Reply(200, {"identity": f"{server.url}/id/{ORG_ID}/{USER_ID}"})


def test_who_signs_in(make: Make, server: Server, store: Store) -> None:
    server.script = [token(server), resources(server)]
    made = make(read_only=True, sessions=store)
    assert made.org.read([OTHER]) == [{"ok": True, "user_id": USER_ID, "org_id": ORG_ID, "error": None}]
    sign_in, asked = server.asked
    assert parse_qs(sign_in.content.decode())["client_id"] == ["3MVG9other"]
    assert (asked.method, asked.path) == ("GET", BASE)
    assert asked.headers["Authorization"] == "Bearer 00D5f000000AbCd!other.planted"
    assert made.org.requests == {"reads": 2, "writes": 0, "signed_in": False}
    assert store.records == {}


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (
            [Reply(400, {"error": "invalid_client", "error_description": "invalid client credentials"})],
            "invalid_client",
        ),
        (
            ["token", Reply(403, [{"errorCode": "API_CURRENTLY_DISABLED", "message": "no API"}])],
            "API_CURRENTLY_DISABLED",
        ),
    ],
)
def test_a_refusal_is_an_answer(make: Make, server: Server, script: list[t.Any], code: str) -> None:
    server.script = [token(server) if one == "token" else one for one in script]
    (found,) = make().org.read([OTHER])
    assert (found["ok"], found["user_id"], found["error"]["code"]) == (False, None, code)
    assert SECRET not in str(found)


def test_a_sign_in_to_another_org_is_refused(make: Make, server: Server, other_server: Server) -> None:
    server.script = [token(other_server)]
    (found,) = make().org.read([OTHER])
    assert found["error"]["code"] == "WRONG_HOST"


def test_options_of_a_sign_in_that_cannot_be_meant_are_an_error(make: Make, server: Server) -> None:
    with pytest.raises(SalesforceError, match="client_id alone does not sign in") as caught:
        make().org.read([SignIn((("client_id", "3MVG9other"), ("client_secret", None)))])
    assert caught.value.code == "CONFIGURATION"
    assert server.asked == []


def test_an_org_out_of_reach_is_no_refusal(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(how="reset")
    with pytest.raises(SalesforceError) as caught:
        make(retries=0).org.read([OTHER])
    assert caught.value.code == "UNREACHABLE"


def test_credentials_are_not_in_what_is_shown_of_a_read() -> None:
    assert "planted" not in repr(OTHER)


# Which org it is.


def answering(
    org_id: str = ORG_ID, sandbox: bool = False, refused: t.Collection[str] = ()
) -> t.Callable[[Asked], Reply]:
    def one(url: str) -> tuple[int, t.Any]:
        if any(name in url for name in refused):
            return 400, [{"errorCode": "INVALID_TYPE", "message": "no such object"}]
        org = {"Id": org_id, "Name": "Meridian", "IsSandbox": sandbox}
        if "/sobjects/Organization/" in url:
            return 200, {"attributes": {"type": "Organization"}, **org}
        return 200, {"done": True, "records": [org if "FROM%20Organization" in url else {"Id": "1"}]}

    def answer(asked: Asked) -> Reply:
        if asked.method == "GET":
            return Reply(*one(asked.path))
        parts = []
        for each in asked.body["compositeRequest"]:
            status, body = one(each["url"]) if each["method"] == "GET" else (201, {"id": USER_ID, "success": True})
            parts.append({"referenceId": each["referenceId"], "httpStatusCode": status, "body": body})
        return Reply(200, {"compositeResponse": parts})

    return answer


SEVERAL: list[Read] = [USERS, Query("Profile", ("Id",))]


def test_the_question_rides_along_and_is_asked_once(make: Make, server: Server) -> None:
    server.otherwise = answering()
    made = make(expected_org_id=ORG_ID, expected_sandbox=False)
    assert made.org.read(SEVERAL) == [[{"Id": "1"}]] * 2
    assert made.org.read([USERS]) == [[{"Id": "1"}]]
    assert len(server.asked) == 2


def test_the_answer_is_kept_for_the_run(make: Make, server: Server, store: Store) -> None:
    server.otherwise = answering()
    make(sessions=store, expected_org_id=ORG_ID).org.read([USERS])
    make(sessions=store, expected_org_id=ORG_ID).org.read([USERS])
    make(sessions=store).org.read([USERS])
    assert sum(b"Organization" in one.content for one in server.asked) == 1
    asked = len(server.asked)
    with pytest.raises(SalesforceError, match="expected_sandbox is true"):
        make(sessions=store, expected_sandbox=True).org.read([USERS])
    assert len(server.asked) == asked


@pytest.mark.parametrize(
    ("guards", "fields"),
    [
        ({"expected_org_id": "00D5f000000ZZZZEAK"}, ["expected_org_id"]),
        ({"expected_sandbox": True}, ["expected_sandbox"]),
        ({"expected_sandbox": "true", "expected_org_id": "00D5f000000abcd"}, ["expected_org_id", "expected_sandbox"]),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_another_org_is_refused(
    make: Make, server: Server, guards: dict[str, t.Any], fields: list[str], read_only: bool
) -> None:
    server.otherwise = answering()
    org = make(read_only=read_only, **guards).org
    with pytest.raises(SalesforceError) as caught:
        org.read(SEVERAL)
    error = caught.value
    assert (error.code, error.fields, error.index) == ("WRONG_ORG", fields, None)
    assert error.message.startswith(f"This is the org Meridian ({ORG_ID}, no sandbox), but {fields[0]} is ")
    with pytest.raises(SalesforceError, match="This is the org Meridian"):
        org.write([Create("User", {"Username": "a"})])
    assert b"POST" not in b"".join(one.content for one in server.asked)


@pytest.mark.parametrize("token", ["eyJplanted.token", "00D000000000009!of.another.org"])
def test_a_token_need_not_tell_the_org(make: Make, server: Server, token: str) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(404, [{"errorCode": "NOT_FOUND"}]) if "/sobjects/" in asked.path else answering()(asked)

    server.otherwise = answer
    assert make(access_token=token, expected_org_id=ORG_ID).org.read([]) == []
    with pytest.raises(SalesforceError, match="expected_sandbox is true"):
        make(access_token=token, expected_sandbox=True).org.read([])


def test_another_org_matters_more_than_what_it_lacks(make: Make, server: Server) -> None:
    server.otherwise = answering(sandbox=True, refused=["Profile"])
    with pytest.raises(SalesforceError) as caught:
        make(expected_sandbox=False).org.read(SEVERAL)
    assert caught.value.code == "WRONG_ORG"
    with pytest.raises(SalesforceError) as caught:
        make(expected_sandbox=True).org.read(SEVERAL)
    assert (caught.value.code, caught.value.index) == ("INVALID_TYPE", 1)


@pytest.mark.parametrize(
    ("expected", "same"),
    [
        (ORG_ID, True),
        (ORG_ID[:15], True),
        (ORG_ID.lower(), True),
        (ORG_ID[:15].swapcase(), False),
        ("00D5f000000AbCe", False),
        ("00D5f000000AbCeEAK", False),
    ],
)
def test_ids_of_either_length(expected: str, same: bool) -> None:
    assert same_org(expected, ORG_ID) is same


@pytest.mark.parametrize("value", ["00D", "0055f000000AbCdEAK", "00D5f000000AbCdEAKx", "meridian"])
def test_what_is_no_id_of_an_org_is_refused_unsent(value: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        Connection.from_params(
            {"instance_url": "https://a.my.salesforce.com", "access_token": "x", "expected_org_id": value}
        )
    assert (caught.value.code, caught.value.fields) == ("CONFIGURATION", ["expected_org_id"])


def test_guards_do_not_ask_for_another_session() -> None:
    params = {"instance_url": "https://a.my.salesforce.com", "access_token": "x"}
    guarded = {**params, "expected_org_id": ORG_ID, "expected_sandbox": False}
    assert Connection.from_params(params).key() == Connection.from_params(guarded).key()
