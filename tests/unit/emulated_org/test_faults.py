# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures on demand: which requests they strike, and what is left in the store."""

from __future__ import annotations

import time
import typing as t

import pytest
import requests

from emulated_org.testing import Client, password_login

from .soap import post

LOCK = {"kind": "lock", "inside": True}


def statuses(org: Client, number: int, path: str = "/limits") -> list[int]:
    """What so many requests in a row are answered with; 0 for a connection that was cut."""
    found = []
    for _time in range(number):
        try:
            found.append(org.session.get(f"{org.url}{org.base}{path}", timeout=10).status_code)
        except requests.ConnectionError:
            found.append(0)
    return found


def sets(org: Client) -> list[str]:
    rows = org.control("GET", "/store")["PermissionSet"].values()
    return sorted(row["Name"] for row in rows if row["Name"].startswith("Struck"))


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ({}, [503, 200, 200, 200, 200]),
        ({"at": [2, 4]}, [200, 503, 200, 503, 200]),
        ({"after": 2}, [200, 200, 503, 200, 200]),
        ({"after": 2, "times": 2}, [200, 200, 503, 503, 200]),
        ({"after": 1, "times": None}, [200, 503, 503, 503, 503]),
        ({"at": [1, 2, 3], "times": 2}, [503, 503, 200, 200, 200]),
        ({"method": "POST", "times": 5}, [200, 200, 200, 200, 200]),
        ({"path": "/query", "times": 5}, [200, 200, 200, 200, 200]),
    ],
)
def test_a_fault_strikes_the_requests_it_is_told_to(org: Client, which: t.Any, expected: list[int]) -> None:
    org.control("POST", "/faults", {"kind": "status", **which})
    assert statuses(org, 5) == expected


def test_numbers_count_what_matches_since_the_fault_was_set(org: Client) -> None:
    statuses(org, 2)
    org.control("POST", "/faults", {"kind": "status", "path": "/limits", "at": [2]})
    assert statuses(org, 1, "/sobjects/User") == [200]
    assert statuses(org, 3) == [200, 503, 200]
    (told,) = org.control("GET", "/faults")
    assert (told["seen"], told["struck"]) == (3, 1)


def test_chance_is_the_same_for_the_same_seed(org: Client) -> None:
    def ran(seed: int) -> list[int]:
        org.control("DELETE", "/faults")
        org.control("POST", "/faults", {"kind": "status", "probability": 0.5, "seed": seed})
        return statuses(org, 20)

    first = ran(7)
    assert {200, 503} == set(first)
    assert ran(7) == first
    assert ran(8) != first


def test_several_faults_come_in_order_and_delays_add_to_them(org: Client) -> None:
    wanted = [
        {"kind": "delay", "seconds": 0.2, "at": [2]},
        {"kind": "status", "times": 2},
        {"kind": "request_limit"},
        {"kind": "drop_before"},
    ]
    org.control("POST", "/faults", wanted)
    org.control("DELETE", "/requests")
    assert statuses(org, 1) == [503]
    began = time.monotonic()
    assert statuses(org, 1) == [503]
    assert time.monotonic() - began >= 0.2
    assert statuses(org, 3) == [403, 0, 200]
    logged = org.control("GET", "/requests")
    assert [one.get("faults", []) for one in logged] == [
        ["status"],
        ["delay", "status"],
        ["request_limit"],
        ["drop_before"],
        [],
    ]
    assert [one["status"] for one in logged] == [503, 503, 403, 0, 200]
    assert logged[1]["seconds"] >= 0.2


@pytest.mark.parametrize(
    ("kind", "status", "code", "message"),
    [
        ("status", 503, "SERVER_UNAVAILABLE", "Server Unavailable"),
        ("request_limit", 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
        (
            *("concurrent_limit", 403, "REQUEST_LIMIT_EXCEEDED"),
            "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
        ),
        (
            *("lock", 400, "UNABLE_TO_LOCK_ROW"),
            "unable to obtain exclusive access to this record or 1 records: 005000000000000AAA",
        ),
    ],
)
def test_refusals_are_in_the_words_of_salesforce(org: Client, kind: str, status: int, code: str, message: str) -> None:
    org.control("POST", "/faults", {"kind": kind, "times": 3})
    answered, body = org.call("POST", "/sobjects/PermissionSet", {"Name": "Struck", "Label": "Struck"})
    assert (answered, body[0]["errorCode"], body[0]["message"]) == (status, code, message)
    assert f"<faultcode>sf:{code}</faultcode>" in password_login(org, "somebody", "secret")
    sent, found = post(org, "<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>")
    assert (sent, found.findtext("faultcode")) == (503 if status == 503 else 500, f"sf:{code}")
    assert sets(org) == []


@pytest.mark.parametrize(
    ("fault", "written"),
    [
        ({"kind": "drop_before"}, []),
        ({"kind": "drop_after"}, ["Struck"]),
        ({"kind": "half"}, ["Struck"]),
        ({"kind": "malformed"}, []),
        ({"kind": "malformed", "done": True}, ["Struck"]),
        ({"kind": "status"}, []),
        ({"kind": "status", "done": True}, ["Struck"]),
    ],
)
def test_a_write_was_done_or_not_as_the_fault_says(org: Client, fault: dict[str, t.Any], written: list[str]) -> None:
    org.control("POST", "/faults", {**fault, "method": "POST"})
    try:
        answer = org.session.post(
            f"{org.url}{org.base}/sobjects/PermissionSet", json={"Name": "Struck", "Label": "Struck"}, timeout=10
        )
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        assert fault["kind"] in ("drop_before", "drop_after", "half")
    else:
        assert answer.status_code == (503 if fault["kind"] == "status" else 201 if "done" in fault else 200)
        if fault["kind"] == "malformed":
            with pytest.raises(ValueError, match="Expecting|Unterminated"):
                answer.json()
    assert sets(org) == written


def test_half_an_answer_announces_all_of_it(org: Client) -> None:
    org.control("POST", "/faults", {"kind": "half"})
    headers = {"Accept-Encoding": "identity"}
    answer = org.session.get(f"{org.url}{org.base}/limits", stream=True, headers=headers, timeout=10)
    assert answer.status_code == 200
    announced = int(answer.headers["Content-Length"])
    assert len(answer.raw.read(decode_content=False, amt=announced - 1)) == announced // 2


def test_a_session_ends_at_the_request_that_was_named(org: Client) -> None:
    client = org.signed_in(org.one("User", Username=org.facts["username"]))
    org.control("POST", "/faults", {"kind": "expire_session", "path": "/limits", "at": [3]})
    assert statuses(client, 4) == [200, 200, 401, 401]
    assert statuses(org, 1) == [200]


def parts(together: bool) -> dict[str, t.Any]:
    wanted = [
        {
            "referenceId": name,
            "method": "POST",
            "url": "/services/data/v66.0/sobjects/PermissionSet",
            "body": {"Name": f"Struck_{name}", "Label": name},
        }
        for name in ("a", "b", "c")
    ]
    return {"allOrNone": together, "compositeRequest": wanted}


@pytest.mark.parametrize(("together", "left"), [(True, []), (False, ["Struck_a", "Struck_c"])])
def test_a_lock_on_one_subrequest(org: Client, together: bool, left: list[str]) -> None:
    org.control("POST", "/faults", {**LOCK, "path": "/sobjects/PermissionSet", "at": [2]})
    status, body = org.call("POST", "/composite", parts(together))
    assert status == 200
    codes = [one["body"][0]["errorCode"] if one["httpStatusCode"] >= 400 else "" for one in body["compositeResponse"]]
    halted = "PROCESSING_HALTED"
    assert codes == ([halted, "UNABLE_TO_LOCK_ROW", halted] if together else ["", "UNABLE_TO_LOCK_ROW", ""])
    assert sets(org) == left


@pytest.mark.parametrize(("together", "left"), [(True, []), (False, ["Struck_a"])])
def test_a_lock_on_one_record_of_a_collection(org: Client, together: bool, left: list[str]) -> None:
    org.control("POST", "/faults", {**LOCK, "method": "POST", "path": "/sobjects/PermissionSet$", "at": [2]})
    records = [
        {"attributes": {"type": "PermissionSet"}, "Name": f"Struck_{name}", "Label": name} for name in ("a", "b")
    ]
    status, body = org.call("POST", "/composite/sobjects", {"allOrNone": together, "records": records})
    assert status == 200
    assert body[1]["errors"][0]["statusCode"] == "UNABLE_TO_LOCK_ROW"
    assert body[0]["success"] is not together
    assert sets(org) == left


def test_a_graph_with_a_lock_leaves_nothing_and_the_others_stand(org: Client) -> None:
    org.control("POST", "/faults", {**LOCK, "at": [1]})
    nodes = parts(True)["compositeRequest"]
    graphs = [{"graphId": "one", "compositeRequest": nodes[:1]}, {"graphId": "two", "compositeRequest": nodes[1:2]}]
    _status, body = org.call("POST", "/composite/graph", {"graphs": graphs})
    assert [one["isSuccessful"] for one in body["graphs"]] == [False, True]
    assert sets(org) == ["Struck_b"]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "x"}, "kind must be one of"),
        ({"kind": "lock", "often": 3}, "unknown keys: often"),
        ({"kind": "lock", "seen": 3}, "unknown keys: seen"),
        ({"kind": "lock", "done": True}, "done is for the kinds status, malformed"),
        ({"kind": "drop_after", "inside": True}, "cannot strike a part of a request"),
        ({"kind": "status", "path": "("}, "unterminated"),
    ],
)
def test_a_wrong_fault_is_explained(org: Client, fault: dict[str, t.Any], message: str) -> None:
    answer = requests.post(org.facts["control_url"] + "/faults", json=fault, timeout=10)
    assert answer.status_code == 400
    assert message in answer.json()["error"]
    assert org.control("GET", "/faults") == []
