# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests nobody should send: each is refused, none ends in a fault of the server."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.testing import Client

ODD: tuple[t.Any, ...] = (None, [], {}, "x", 5, True, [1], ["x"], [[]], [None])
LISTS = {
    "/composite": "compositeRequest",
    "/composite/batch": "batchRequests",
    "/composite/graph": "graphs",
    "/composite/sobjects": "records",
    "/composite/tree/Account": "records",
    "/composite/sobjects/Account": "ids",
    "/tooling/composite": "compositeRequest",
}


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_other_things(org: Client, path: str) -> None:
    name = LISTS[path]
    for odd in ODD:
        for value in (odd, [odd], [{"method": odd, "url": odd, "referenceId": odd}], [{"compositeRequest": odd}]):
            status, _body = org.call("POST", path, {name: value, "fields": odd, "allOrNone": odd})
            assert status < 500, (name, value)


@pytest.mark.parametrize("field", ["Name", "NumberOfEmployees", "AnnualRevenue", "ParentId", "Parent", "attributes"])
def test_values_of_other_kinds(org: Client, field: str) -> None:
    made = org.make("Account", Name="One")
    for odd in (*ODD, {"a": 1}, -1, "9" * 40):
        assert org.call("PATCH", f"/sobjects/Account/{made}", {field: odd})[0] < 500, odd


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 100_000, "JSON_PARSER_ERROR"),
        (b"\xff\xfe", "JSON_PARSER_ERROR"),
        (b'{"Name": "x", "AnnualRevenue": NaN}', "JSON_PARSER_ERROR"),
        (b'{"Name": "x", "NumberOfEmployees": 12.7}', "JSON_PARSER_ERROR"),
        (b'{"Name": "x", "AnnualRevenue": 1e400}', "NUMBER_OUTSIDE_VALID_RANGE"),
        (b'{"Name": "x", "NumberOfEmployees": 99999999999}', "NUMBER_OUTSIDE_VALID_RANGE"),
    ],
)
def test_json_that_is_none_and_numbers_too_large(org: Client, body: bytes, code: str) -> None:
    address = f"{org.url}{org.base}/sobjects/Account"
    answer = org.session.post(address, data=body, headers={"Content-Type": "application/json"}, timeout=10)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, code)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT Id FROM User WHERE CreatedDate = LAST_N_DAYS:99999999",
        "SELECT Id FROM User WHERE CreatedDate = LAST_N_YEARS:99999",
        "SELECT Id FROM User OFFSET 99999999999999999999999",
        "SELECT Id FROM User WHERE CreatedDate = 2026-99-99T00:00:00Z",
    ],
)
def test_queries_that_leave_every_range(org: Client, text: str) -> None:
    status, _body = org.call("GET", "/query", params={"q": text})
    assert status < 500


def test_a_limit_no_answer_reaches_is_none(org: Client) -> None:
    assert len(org.query("SELECT Id FROM User LIMIT 99999999999999999999999")) == 4


def test_a_date_that_is_none_asks_for_everything(org: Client) -> None:
    headers = {"If-Modified-Since": "yesterday"}
    assert org.call("GET", "/sobjects/Account/describe", headers=headers)[0] == 200
