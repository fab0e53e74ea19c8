# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes that no composite takes: work that takes its time, passwords, tokens."""

from __future__ import annotations

import typing as t
from urllib.parse import parse_qs

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Job,
    Ref,
    RevokeToken,
    SetPassword,
    Write,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import (
    AnswerLost,
    ReadOnlyViolation,
    SalesforceError,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org
from ansible_collections.sfops.salesforce.plugins.module_utils._api.transport import Transport
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    TOKEN,
    Asked,
    Made,
    Reply,
    Server,
)
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.test_writing import carried_out

Make = t.Callable[..., Made]
BASE = "/services/data/v66.0"
USER, REQUEST, APP_TOKEN = "005000000000001AAA", "0Hf000000000001AAA", "0CQ000000000001AAA"
KEY = "a long planted installation key"
INSTALL = Job("PackageInstallRequest", {"SubscriberPackageVersionKey": "04t000000000001AAA", "Password": KEY}, 100, 10)
STARTED = Reply(201, {"id": REQUEST, "success": True, "errors": []})
NONE = Reply(200, {"done": True, "records": []})
SINGLES = [INSTALL, SetPassword(USER, "long planted password"), RevokeToken(APP_TOKEN, "long planted token")]


def state(status: str, *messages: str) -> Reply:
    errors = {"errors": [{"message": one} for one in messages]} if messages else None
    return Reply(200, {"Id": REQUEST, "Status": status, "Errors": errors})


def answering(asked: Asked, otherwise: Reply) -> Reply:
    if asked.method == "POST":
        return STARTED
    return NONE if "/query?" in asked.path else otherwise


def told(server: Server) -> tuple[Org, list[str], list[float]]:
    """An org with what it tells people and how long it waits."""
    connection = Connection.from_params({"instance_url": server.url, "access_token": TOKEN})
    shown: list[str] = []
    slept: list[float] = []
    transport = Transport(connection, False, sleep=slept.append, chance=lambda: 1.0)
    return Org(connection, False, None, transport, shown.append), shown, slept


@pytest.mark.parametrize("end", ["SUCCESS", "Success"])
def test_work_is_watched_to_its_end(server: Server, end: str) -> None:
    server.script = [NONE, STARTED, state("IN_PROGRESS"), state("InProgress"), state(end)]
    org, shown, slept = told(server)
    assert org.write([INSTALL]) == ([REQUEST], None)
    assert [(one.method, one.path) for one in server.asked[1:]] == [
        ("POST", f"{BASE}/tooling/sobjects/PackageInstallRequest"),
        *[("GET", f"{BASE}/tooling/sobjects/PackageInstallRequest/{REQUEST}")] * 3,
    ]
    assert server.asked[1].body == INSTALL.fields
    assert slept == [10, 10]
    assert shown[0] == f"PackageInstallRequest {REQUEST}: IN_PROGRESS, 0 of at most 100 seconds"
    assert org.requests == {"reads": 4, "writes": 1, "signed_in": False}


@pytest.mark.parametrize(("status", "posts"), [("IN_PROGRESS", 0), ("SUCCESS", 1), ("ERROR", 1)])
def test_work_that_goes_on_already_is_waited_for(server: Server, status: str, posts: int) -> None:
    """It was begun by a run whose time was up, or by a request whose answer was lost."""
    earlier = Reply(200, {"done": True, "records": [{"Id": REQUEST, "Status": status}]})
    server.script = [earlier, *[STARTED] * posts, state("SUCCESS")]
    org, _shown, _slept = told(server)
    assert org.write([INSTALL]) == ([REQUEST], None)
    assert "SubscriberPackageVersionKey" in server.asked[0].path
    assert len([one for one in server.asked if one.method == "POST"]) == posts


def test_an_org_that_does_not_list_requests_is_asked_no_further(server: Server) -> None:
    server.script = [Reply(400, [{"errorCode": "INVALID_TYPE", "message": "no"}]), STARTED, state("SUCCESS")]
    org, _shown, _slept = told(server)
    assert org.write([INSTALL]) == ([REQUEST], None)


def test_people_see_that_long_work_goes_on(server: Server) -> None:
    server.script = [NONE, STARTED, *[state("IN_PROGRESS")] * 10, state("SUCCESS")]
    org, shown, _slept = told(server)
    org.write([INSTALL])
    assert [one.split(", ")[1].split(" ")[0] for one in shown] == ["0", "60"]
    assert KEY not in " ".join(shown)


def test_work_that_fails_says_why(server: Server) -> None:
    server.script = [NONE, STARTED, state("ERROR", "Missing feature: Person Accounts", "Another")]
    org, _shown, _slept = told(server)
    with pytest.raises(SalesforceError) as caught:
        org.write([INSTALL])
    error = caught.value
    assert (error.code, error.index, error.committed, error.uncertain) == ("JOB_FAILED", 0, 0, False)
    assert error.message == "Missing feature: Person Accounts; Another"


def test_messages_that_are_records_of_their_own(server: Server) -> None:
    removal = Job(
        "SubscriberPackageVersionUninstallRequest", {"SubscriberPackageVersionId": "04t000000000001AAA"}, 100, 10
    )
    rows = [{"Message": "A flow uses it"}, {"Message": "A page uses it"}]
    server.script = [NONE, STARTED, Reply(200, {"Status": "Error"}), Reply(200, {"done": True, "records": rows})]
    org, _shown, _slept = told(server)
    with pytest.raises(SalesforceError, match="A flow uses it; A page uses it"):
        org.write([removal])
    assert "PackageVersionUninstallRequestError" in server.asked[-1].path


def test_work_that_ends_without_a_reason(server: Server) -> None:
    server.script = [NONE, STARTED, state("UNKNOWN")]
    org, _shown, _slept = told(server)
    with pytest.raises(SalesforceError, match="ended as UNKNOWN, without a reason"):
        org.write([INSTALL])


def test_what_passes_by_itself_is_started_again(server: Server) -> None:
    server.script = [
        NONE,
        STARTED,
        state("ERROR", "This package is not yet available to you"),
        STARTED,
        state("SUCCESS"),
    ]
    org, shown, slept = told(server)
    org.write([INSTALL])
    assert slept == [10]
    assert "trying again in 10 seconds" in shown[0]


def test_what_does_not_pass_in_time_is_told(server: Server) -> None:
    server.otherwise = lambda asked: (
        STARTED if asked.method == "POST" else state("ERROR", "This package is not yet available")
    )
    org, _shown, slept = told(server)
    with pytest.raises(SalesforceError, match="not yet available") as caught:
        org.write([INSTALL])
    assert caught.value.code == "JOB_FAILED"
    assert sum(slept) == 100


def test_work_that_takes_too_long_may_still_end_well(server: Server) -> None:
    server.otherwise = lambda asked: answering(asked, state("IN_PROGRESS"))
    org, _shown, slept = told(server)
    with pytest.raises(SalesforceError) as caught:
        org.write([INSTALL])
    error = caught.value
    assert (error.code, error.uncertain, sum(slept)) == ("JOB_TIMEOUT", True, 100)
    assert "has not ended after 100 seconds (status IN_PROGRESS); Salesforce goes on with it: run again" in str(error)


def test_a_start_that_is_refused(server: Server) -> None:
    server.script = [NONE, Reply(400, [{"errorCode": "INSTALL_KEY_INVALID", "message": "Invalid installation key"}])]
    org, _shown, _slept = told(server)
    with pytest.raises(SalesforceError, match="correct installation_key") as caught:
        org.write([INSTALL])
    assert caught.value.code == "INSTALL_KEY_INVALID"


def test_a_password_for_a_user_of_the_same_plan(make: Make, server: Server) -> None:
    server.script = [carried_out, Reply(204)]
    made = make()
    ids, _read = made.org.write(
        [Create("User", {"Username": "a"}, ref="user"), SetPassword(Ref("user"), "new planted secret")]
    )
    assert ids == ["single000000000000"] * 2
    assert (server.asked[1].method, server.asked[1].path) == (
        "POST",
        f"{BASE}/sobjects/User/single000000000000/password",
    )
    assert server.asked[1].body == {"NewPassword": "new planted secret"}
    assert made.org.requests["writes"] == 2


def test_a_password_that_is_refused(make: Make, server: Server) -> None:
    server.script = [
        carried_out,
        Reply(400, [{"errorCode": "INVALID_NEW_PASSWORD", "message": "invalid repeated password"}]),
    ]
    with pytest.raises(SalesforceError, match="password policies") as caught:
        make().org.write([Create("User", {"Username": "a"}, ref="user"), SetPassword(Ref("user"), "planted secret")])
    assert (caught.value.committed, caught.value.index) == (1, 1)


def test_a_token_is_ended_and_shown_to_nobody_on_the_way(make: Make, server: Server) -> None:
    server.script = [Reply(200)]
    assert make().org.write([RevokeToken(APP_TOKEN, "planted+token/=")]) == ([APP_TOKEN], None)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/services/oauth2/revoke")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.content.decode()) == {"token": ["planted+token/="]}


@pytest.mark.parametrize("code", ["invalid_token", "unsupported_token_type"])
def test_a_token_that_is_gone_already(make: Make, server: Server, code: str) -> None:
    server.script = [Reply(400, {"error": code, "error_description": "this token is not known"})]
    with pytest.raises(SalesforceError, match="gone already") as caught:
        make().org.write([RevokeToken(APP_TOKEN, "planted token")])
    assert caught.value.code == code


@pytest.mark.parametrize("write", SINGLES, ids=lambda one: type(one).__name__)
def test_a_preview_sends_none_of_them(make: Make, server: Server, write: Write) -> None:
    server.otherwise = lambda asked: NONE
    with pytest.raises(ReadOnlyViolation):
        make(read_only=True).org.write([write])
    assert [one for one in server.asked if one.method != "GET"] == []


@pytest.mark.parametrize("write", SINGLES, ids=lambda one: type(one).__name__)
def test_a_lost_answer_is_told_and_nothing_sent_twice(make: Make, server: Server, write: Write) -> None:
    server.otherwise = lambda asked: NONE if asked.method == "GET" else Reply(how="reset")
    with pytest.raises(AnswerLost) as caught:
        make().org.write([write])
    assert caught.value.index == 0
    assert len([one for one in server.asked if one.method == "POST"]) == 1


@pytest.mark.parametrize("write", SINGLES, ids=lambda one: type(one).__name__)
def test_secrets_are_not_in_what_is_shown_of_a_write(write: Write) -> None:
    assert "planted" not in repr(write)


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (Job("Package/../x", {}), "INVALID_TYPE"),
        (SetPassword("005/../x", "secret"), "MALFORMED_ID"),
        (RevokeToken("?", "secret"), "MALFORMED_ID"),
    ],
)
def test_what_cannot_be_meant_is_refused_unsent(make: Make, server: Server, write: Write, code: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        make().org.write([Create("User", {}), write])
    assert (caught.value.code, caught.value.index) == (code, 1)
    assert server.asked == []


def test_a_reference_in_a_single_write_must_have_been_created(make: Make) -> None:
    with pytest.raises(ValueError, match="refers to"):
        make().org.write([SetPassword(Ref("nobody"), "secret")])
