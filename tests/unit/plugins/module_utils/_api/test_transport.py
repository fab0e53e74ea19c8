# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import logging
import pathlib
import socket
import time
import typing as t

import pytest
import requests
import urllib3.exceptions

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Create, Delete, Query, Update
from ansible_collections.sfops.salesforce.plugins.module_utils._api import transport as transport_module
from ansible_collections.sfops.salesforce.plugins.module_utils._api.answers import Answer
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import (
    AnswerLost,
    ReadOnlyViolation,
    SalesforceError,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.guard import first_write
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org
from ansible_collections.sfops.salesforce.plugins.module_utils._api.retry import Verdict, judge, pause
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    TOKEN,
    Answering,
    Asked,
    Keys,
    Made,
    Reply,
    Server,
)

USERS = Query("User", ("Id",))
FOUND = Reply(200, {"totalSize": 1, "done": True, "records": [{"attributes": {"type": "User"}, "Id": "1"}]})
WRITE = Create("PermissionSet", {"Name": "A"})
BASE = "/services/data/v66.0"
Make = t.Callable[..., Made]

ACTS: tuple[t.Callable[[Org], t.Any], ...] = (lambda org: org.read([USERS]), lambda org: org.write([WRITE]))


def error(code: str, message: str = "") -> list[dict[str, str]]:
    return [{"errorCode": code, "message": message}]


def written(asked: Asked) -> Reply:
    parts = [
        {
            "referenceId": one["referenceId"],
            "httpStatusCode": 201,
            "body": {"id": "0PS000000000001AAA", "success": True},
        }
        for one in asked.body["compositeRequest"]
    ]
    return Reply(200, {"compositeResponse": parts})


def failed(code: str) -> Answering:
    def reply(asked: Asked) -> Reply:
        parts = [
            {"referenceId": one["referenceId"], "httpStatusCode": 400, "body": error(code, "words")}
            for one in asked.body["compositeRequest"]
        ]
        return Reply(200, {"compositeResponse": parts})

    return reply


# What is sent


def test_a_request_carries_its_name_the_token_and_nothing_else_of_ours(make: Make, server: Server) -> None:
    server.script = [FOUND]
    assert make().org.read([USERS]) == [[{"Id": "1"}]]
    (asked,) = server.asked
    assert asked.headers["User-Agent"] == f"sfops.salesforce/{transport_module.COLLECTION_VERSION}"
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "Cookie" not in asked.headers


def test_the_version_told_is_the_collections() -> None:
    root = pathlib.Path(__file__).parents[5]
    told = next(line for line in (root / "galaxy.yml").read_text().splitlines() if line.startswith("version:"))
    assert told.split()[1] == transport_module.COLLECTION_VERSION


def test_netrc_and_proxies_stay_out_of_loopback(
    make: Make, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login planted password planted\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    server.script = [FOUND]
    assert make().org.read([USERS])
    assert server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_proxy_of_the_environment_is_used_for_other_hosts(
    make: Make, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(SalesforceError, match="proxy does not let us through") as caught:
        make(instance_url="https://acme.invalid", retries=0).org.read([USERS])
    assert caught.value.code == "UNREACHABLE"
    assert "HTTPS_PROXY" in caught.value.cure
    assert server.asked == []  # it answered CONNECT with 501 before anything secret was sent


def test_requests_and_the_allowance_are_counted(make: Make, server: Server) -> None:
    info = {"Sforce-Limit-Info": "api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)"}
    server.script = [Reply(503, error("SERVER_UNAVAILABLE"), info), Reply(200, FOUND.body, info), written]
    made = make()
    before = made.org.limits
    assert before is None
    made.org.read([USERS])
    made.org.write([WRITE])
    assert made.org.requests == {"reads": 2, "writes": 1, "signed_in": False}
    assert made.org.limits == {"used": 25, "max": 5000, "remaining": 4975}
    server.script = [Reply(200, FOUND.body, {"Sforce-Limit-Info": "per-app-api-usage=17/250(appName=x)"})]
    made.org.read([USERS])
    assert made.org.limits == {"used": 25, "max": 5000, "remaining": 4975}


def test_without_requests_the_package_to_install_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "REQUESTS_TRACEBACK", "Traceback ...")
    with pytest.raises(SalesforceError, match="library requests is missing.*pip install 'requests'") as caught:
        make().org.read([USERS])
    assert caught.value.code == "MISSING_LIBRARY"


# The read-only guard


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (WRITE, f"POST {BASE}/sobjects/PermissionSet was not sent"),
        (Update("User", "005000000000001AAA", {}), f"PATCH {BASE}/sobjects/User/005000000000001AAA was not sent"),
        (Delete("PermissionSet", "0PS000000000001AAA"), f"DELETE {BASE}/sobjects/PermissionSet/0PS000000000001AAA"),
    ],
)
def test_a_preview_sends_no_write_and_names_it(make: Make, server: Server, write: t.Any, words: str) -> None:
    made = make(read_only=True)
    with pytest.raises(ReadOnlyViolation, match="only previews") as caught:
        made.org.write([write])
    assert words in str(caught.value)
    assert caught.value.code == "READ_ONLY"
    assert server.asked == []
    assert made.org.requests["writes"] == 0


def test_a_preview_reads_by_composite(make: Make, server: Server) -> None:
    parts = [{"referenceId": f"r{place}", "httpStatusCode": 200, "body": FOUND.body} for place in range(2)]
    server.script = [Reply(200, {"compositeResponse": parts})]
    made = make(read_only=True)
    assert made.org.read([USERS, USERS]) == [[{"Id": "1"}], [{"Id": "1"}]]
    assert made.org.requests == {"reads": 1, "writes": 0, "signed_in": False}


GETS = {"compositeRequest": [{"method": "GET", "url": "/a"}]}


@pytest.mark.parametrize(
    ("method", "path", "body", "found"),
    [
        ("GET", f"{BASE}/query?q=x", None, None),
        ("HEAD", BASE, None, None),
        ("POST", f"{BASE}/composite", GETS, None),
        ("POST", f"{BASE}/composite", {"compositeRequest": [*GETS["compositeRequest"], {"method": "PUT", "url": "/b"}]}, ("PUT", "/b")),
        ("POST", f"{BASE}/composite", {"compositeRequest": [{}]}, ("None", "None")),
        ("POST", f"{BASE}/composite", {}, ("POST", f"{BASE}/composite")),
        ("POST", f"{BASE}/composite/sobjects", GETS, ("POST", f"{BASE}/composite/sobjects")),
        ("POST", f"{BASE}/sobjects/User", GETS, ("POST", f"{BASE}/sobjects/User")),
        ("POST", f"{BASE}/sobjects/x/{BASE}/composite", GETS, ("POST", f"{BASE}/sobjects/x/{BASE}/composite")),
        ("PATCH", f"{BASE}/sobjects/User/1?x=secret", {}, ("PATCH", f"{BASE}/sobjects/User/1")),
        ("get", f"{BASE}/query", None, ("get", f"{BASE}/query")),
    ],
)  # fmt: skip
def test_what_counts_as_writing(method: str, path: str, body: t.Any, found: t.Any) -> None:
    assert first_write(method, path, body) == found


def test_signing_in_goes_to_sign_in_endpoints_only(make: Make, server: Server) -> None:
    with pytest.raises(ReadOnlyViolation):
        make(read_only=True).transport.sign_in(server.url, f"{BASE}/sobjects/User", {})
    assert server.asked == []


# Retries


@pytest.mark.parametrize(
    "first",
    [
        Reply(503, error("SERVER_UNAVAILABLE")),
        Reply(502, "<html>"),
        Reply(504),
        Reply(429, error("x")),
        Reply(400, error("UNABLE_TO_LOCK_ROW")),
        Reply(403, error("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")),
        Reply(how="reset"),
        Reply(200, FOUND.body, how="cut"),
        Reply(200, '[{"id": "005', {"Content-Type": "application/json;charset=UTF-8"}),
    ],
)
def test_reads_are_tried_again(make: Make, server: Server, first: Reply) -> None:
    server.script = [first, first, FOUND]
    made = make()
    assert made.org.read([USERS]) == [[{"Id": "1"}]]
    assert made.slept == [0.5, 1.0]


def test_a_composite_of_reads_is_tried_again_when_one_of_them_met_a_lock(make: Make, server: Server) -> None:
    parts = [{"referenceId": f"r{place}", "httpStatusCode": 200, "body": FOUND.body} for place in range(2)]
    server.script = [
        failed("UNABLE_TO_LOCK_ROW"),
        failed("SERVER_UNAVAILABLE"),
        Reply(200, {"compositeResponse": parts}),
    ]
    assert make().org.read([USERS, USERS]) == [[{"Id": "1"}], [{"Id": "1"}]]


def test_tries_end_and_tell_the_last_answer(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(503, error("SERVER_UNAVAILABLE", "Server Unavailable"))
    made = make(retries=3)
    with pytest.raises(SalesforceError, match="Server Unavailable; .*run again later") as caught:
        made.org.read([USERS])
    assert (caught.value.status, caught.value.index) == (503, 0)
    assert len(server.asked) == 4
    assert made.slept == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("status", [403, 429])
def test_the_spent_allowance_is_never_asked_again(make: Make, server: Server, status: int) -> None:
    server.otherwise = lambda asked: Reply(status, error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))
    for act in ACTS:
        server.asked.clear()
        with pytest.raises(SalesforceError, match="24 hours is used up"):
            act(make().org)
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "first",
    [
        Reply(429, error("x")),
        Reply(403, error("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")),
        failed("UNABLE_TO_LOCK_ROW"),
    ],
)
def test_a_write_that_certainly_did_not_happen_is_tried_again(make: Make, server: Server, first: t.Any) -> None:
    server.script = [first, written]
    made = make()
    assert made.org.write([WRITE]) == (["0PS000000000001AAA"], None)
    assert made.org.requests["writes"] == 2


@pytest.mark.parametrize(
    "first",
    [
        Reply(503, error("SERVER_UNAVAILABLE")),
        Reply(502, "<html>"),
        Reply(504),
        Reply(how="reset"),
        Reply(200, {"compositeResponse": []}, how="cut"),
        Reply(200, '{"compositeRes'),
    ],
)
def test_a_write_whose_answer_is_lost_is_not_sent_again(make: Make, server: Server, first: Reply) -> None:
    server.script = [first]
    server.otherwise = written
    made = make()
    with pytest.raises(AnswerLost, match="run again: the org is read afresh") as caught:
        made.org.write([WRITE])
    assert caught.value.code == "ANSWER_LOST"
    assert len(server.asked) == 1
    assert made.slept == []


def test_a_write_that_times_out_is_lost(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(how="hang")
    with pytest.raises(AnswerLost, match=r"did not answer within 0\.2 seconds"):
        make(timeout=0.2).org.write([WRITE])
    assert len(server.asked) == 1


def test_a_read_that_times_out_is_tried_again_and_then_told(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(how="hang")
    began = time.monotonic()
    with pytest.raises(SalesforceError, match=r"did not answer within 0\.1 seconds; .*raise timeout") as caught:
        make(timeout=0.1, retries=1).org.read([USERS])
    assert caught.value.code == "TIMEOUT"
    assert time.monotonic() - began < 3
    assert len(server.asked) == 2


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_refused_connection_is_tried_again_for_writes_too(make: Make) -> None:
    made = make(instance_url=f"http://127.0.0.1:{free_port()}", retries=2)
    with pytest.raises(SalesforceError, match="refuses the connection; check instance_url") as caught:
        made.org.write([WRITE])
    assert not isinstance(caught.value, AnswerLost)
    assert caught.value.code == "UNREACHABLE"
    assert len(made.slept) == 2


def test_an_unknown_host_is_told_at_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)

    def unknown(*_args: t.Any, **_options: t.Any) -> t.Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    made = make(instance_url="https://acme.invalid")
    with pytest.raises(SalesforceError, match=r"host of https://acme\.invalid is not known; check instance_url"):
        made.org.read([USERS])
    assert made.slept == []


def test_the_server_says_how_long_to_wait(make: Make, server: Server) -> None:
    moment = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 30))
    server.script = [
        Reply(429, error("x"), {"Retry-After": "7"}),
        Reply(503, error("x"), {"Retry-After": moment}),
        Reply(503, error("x"), {"Retry-After": "soon"}),
        FOUND,
    ]
    made = make()
    made.org.read([USERS])
    assert made.slept[0] == 7
    assert 27 <= made.slept[1] <= 30
    assert made.slept[2] == 2.0


def test_too_long_a_wait_is_told_instead(make: Make, server: Server) -> None:
    server.script = [Reply(429, error("x"), {"Retry-After": "3600"})]
    made = make()
    with pytest.raises(SalesforceError, match="asks to wait 3600 seconds; run again then") as caught:
        made.org.write([WRITE])
    assert (caught.value.code, caught.value.status) == ("BUSY", 429)
    assert made.slept == []


def test_waits_double_with_jitter_up_to_a_limit() -> None:
    assert [pause(attempt, None, lambda: 1.0) for attempt in (0, 1, 2, 9)] == [0.5, 1.0, 2.0, 20.0]
    assert pause(0, None, lambda: 0.0) == 0.25


@pytest.mark.parametrize(
    ("status", "body", "writing", "verdict"),
    [
        (200, b"{}", True, Verdict.KEEP),
        (204, b"", True, Verdict.KEEP),
        (400, b'[{"errorCode":"STRING_TOO_LONG","message":""}]', True, Verdict.KEEP),
        (500, b'[{"errorCode":"UNKNOWN_EXCEPTION","message":""}]', True, Verdict.KEEP),
        (200, b"<html>", False, Verdict.KEEP),
        (420, b"", True, Verdict.AGAIN),
        (400, b'[{"errorCode":"SERVER_UNAVAILABLE","message":""}]', True, Verdict.KEEP),
    ],
)
def test_answers_that_count(status: int, body: bytes, writing: bool, verdict: Verdict) -> None:
    assert judge(Answer(status, {}, body), writing) is verdict


# Redirects and TLS


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_credentials_do_not_follow_a_redirect(make: Make, server: Server, other_server: Server, status: int) -> None:
    target = other_server.url + "/services/data?secret=planted"
    server.otherwise = lambda asked: Reply(status, None, {"Location": target})
    for act in ACTS:
        with pytest.raises(SalesforceError, match=r"redirects to http://127\.0\.0\.1") as caught:
            act(make().org)
        assert caught.value.code == "REDIRECTED"
        assert "set instance_url to" in caught.value.cure
        assert "planted" not in str(caught.value)
    assert other_server.asked == []
    assert len(server.asked) == 2


def test_a_certificate_that_cannot_be_verified_ends_it(make: Make, tls_server: Server, keys: Keys) -> None:
    tls_server.otherwise = lambda asked: FOUND
    made = make(instance_url=tls_server.url)
    for act in ACTS:
        with pytest.raises(SalesforceError, match=r"certificate of .* cannot be verified .*; set ca_path") as caught:
            act(made.org)
        assert caught.value.code == "TLS"
        assert not isinstance(caught.value, AnswerLost)
    assert made.slept == []
    assert tls_server.asked == []


def test_trust_comes_from_ca_path_from_the_environment_or_is_waived(
    make: Make, tls_server: Server, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls_server.otherwise = lambda asked: FOUND
    assert make(instance_url=tls_server.url, ca_path=str(keys.certificate)).org.read([USERS])
    assert make(instance_url=tls_server.url, validate_certs=False).org.read([USERS])
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(keys.certificate))
    assert make(instance_url=tls_server.url).org.read([USERS])


def test_plain_http_where_tls_is_spoken_is_told(make: Make, server: Server) -> None:
    made = make(instance_url=server.url.replace("http:", "https:"), retries=0)
    with pytest.raises(SalesforceError, match="does not speak TLS on this port|secure connection") as caught:
        made.org.read([USERS])
    assert caught.value.code == "TLS"


# Secrets


def test_neither_errors_nor_debug_logs_hold_the_token(
    make: Make, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.otherwise = lambda asked: Reply(how="reset")
    texts = []
    for act in ACTS:
        with pytest.raises(SalesforceError) as caught:
            act(make(retries=1).org)
        texts += [str(caught.value), repr(caught.value), repr(caught.value.__cause__), repr(caught.value.as_dict())]
    assert "planted" not in "".join(texts) + caplog.text


@pytest.mark.parametrize(
    ("raised", "code", "words", "fields"),
    [
        (
            urllib3.exceptions.LocationParseError("x"),
            "CONFIGURATION",
            "instance_url is not the address",
            ["instance_url"],
        ),
        (requests.exceptions.InvalidURL("x"), "CONFIGURATION", "instance_url is not the address", ["instance_url"]),
        (requests.exceptions.InvalidProxyURL("x"), "UNREACHABLE", "The address of the proxy is no address", []),
    ],
)
def test_an_address_that_cannot_be_used(
    raised: Exception, code: str, words: str, fields: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def request(*_args: t.Any, **_kwargs: t.Any) -> t.NoReturn:
        raise raised

    monkeypatch.setattr(requests.Session, "request", request)
    connection = Connection.from_params({"instance_url": "https://acme.my.salesforce.com", "access_token": TOKEN})
    transport = transport_module.Transport(connection, read_only=False, sleep=lambda _seconds: None)
    with pytest.raises(SalesforceError, match=words) as caught:
        transport.send("POST", "https://acme.my.salesforce.com", BASE + "/sobjects/User", TOKEN, {})
    assert (caught.value.code, caught.value.fields) == (code, fields)
    assert transport.counts["writes"] == 1
