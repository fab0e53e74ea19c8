# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SOQL beyond the simple query: what is nested, grouped, of several types, and what Salesforce refuses of it."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.testing import Client

WHEN = "2024-02-29T23:59:59.000+0000"


@pytest.fixture
def accounts(org: Client) -> tuple[str, str]:
    first, second = org.make("Account", Name="One"), org.make("Account", Name="Two")
    for number, parent in enumerate((first, first, second)):
        org.make("Contact", LastName=f"Link {number}", AccountId=parent)
    org.org.database.update("Account", first, {"CreatedDate": WHEN})
    return first, second


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("CALENDAR_YEAR", 2024),
        ("CALENDAR_QUARTER", 1),
        ("CALENDAR_MONTH", 2),
        ("FISCAL_YEAR", 2024),
        ("FISCAL_QUARTER", 1),
        ("DAY_IN_MONTH", 29),
        ("DAY_IN_WEEK", 5),
        ("DAY_IN_YEAR", 60),
        ("WEEK_IN_MONTH", 5),
        ("WEEK_IN_YEAR", 9),
        ("HOUR_IN_DAY", 23),
        ("DAY_ONLY", "2024-02-29"),
    ],
)
def test_parts_of_dates(org: Client, accounts: tuple[str, str], function: str, expected: t.Any) -> None:
    text = f"SELECT {function}(CreatedDate), COUNT(Id) many FROM Account WHERE Id = '{accounts[0]}'"
    (found,) = org.query(f"{text} GROUP BY {function}(CreatedDate)")
    assert (found["expr0"], found["many"]) == (expected, 1)


def test_fiscal_literals_are_those_of_the_calendar_year(org: Client, accounts: tuple[str, str]) -> None:
    def found(literal: str) -> set[str]:
        return {one["Id"] for one in org.query(f"SELECT Id FROM Account WHERE CreatedDate = {literal}")}

    first, second = accounts
    assert second in found("THIS_FISCAL_QUARTER") & found("THIS_FISCAL_YEAR")
    assert first in found("N_FISCAL_YEARS_AGO:2") & found("LAST_N_FISCAL_YEARS:2")
    assert first not in found("LAST_FISCAL_YEAR")


def test_a_grouped_field_may_have_another_name(org: Client, accounts: tuple[str, str]) -> None:
    found = org.query("SELECT Name n, COUNT(Id) c FROM Account GROUP BY Name ORDER BY Name")
    assert [(one["n"], one["c"]) for one in found if one["n"] in ("One", "Two")] == [("One", 1), ("Two", 1)]


def test_a_count_ends_at_the_limit(org: Client, accounts: tuple[str, str]) -> None:
    assert org.call("GET", "/query", params={"q": "SELECT COUNT() FROM Contact LIMIT 2"})[1]["totalSize"] == 2


def test_the_scope_mine_is_what_the_caller_owns(org: Client, accounts: tuple[str, str]) -> None:
    owner = org.one("User", Username="sam.seller@umbra.example")
    org.call("PATCH", f"/sobjects/Account/{accounts[0]}", {"OwnerId": owner})
    found = {one["Id"] for one in org.query("SELECT Id FROM Account USING SCOPE mine")}
    assert (accounts[1] in found, accounts[0] in found) == (True, False)
    scopes = org.call("GET", "/sobjects/Account/describe")[1]["supportedScopes"]
    assert [one["name"] for one in scopes] == ["everything", "mine"]


def test_typeof_shows_the_fields_of_the_records_own_object(org: Client) -> None:
    group = org.org.ids.new("00G")
    row = {"Id": group, "Name": "Crew", "DeveloperName": "Crew", "Type": "Queue"}
    org.control("POST", "/records", {"sobject": "Group", "fields": row})
    queue = org.one("Group", DeveloperName="Crew")
    cases = [org.make("Case", Subject="One"), org.make("Case", Subject="Two")]
    org.org.database.update("Case", cases[1], {"OwnerId": queue})
    text = "SELECT TYPEOF Owner WHEN User THEN Username, Email WHEN Group THEN DeveloperName END FROM Case ORDER BY Subject"
    owners = [one["Owner"] for one in org.query(text)]
    assert [set(one) - {"attributes"} for one in owners] == [{"Username", "Email"}, {"DeveloperName"}]
    assert owners[1]["DeveloperName"] == "Crew"
    owners = [one["Owner"] for one in org.query("SELECT TYPEOF Owner WHEN Group THEN Type ELSE Name END FROM Case")]
    assert {tuple(sorted(set(one) - {"attributes"})) for one in owners} == {("Type",), ("Name",)}


def test_queries_below_queries_below_queries(org: Client, accounts: tuple[str, str]) -> None:
    person = org.query("SELECT Id FROM Contact WHERE LastName = 'Link 0'")[0]["Id"]
    org.make("Case", Subject="One", ContactId=person)
    text = f"SELECT Id, (SELECT Id, (SELECT Subject FROM Cases) FROM Contacts) FROM Account WHERE Id = '{accounts[0]}'"
    below = org.query(text)[0]["Contacts"]["records"]
    cases = {one["Id"]: one["Cases"] for one in below}
    assert [one["Subject"] for one in cases[person]["records"]] == ["One"]
    assert [found for found in cases.values() if found is None] == [None]
    assert org.at(57).query_error(text)["errorCode"] == "MALFORMED_QUERY"


OR = "Semi join sub-selects are not allowed with the 'OR' operator"
NESTED = "Semi join sub-selects are only allowed at the top level WHERE expressions"
INSIDE = "Id IN (SELECT AccountId FROM Contact)"


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (f"{INSIDE} OR Name = 'One'", OR),
        (f"Name = 'One' AND (Name = 'Two' OR {INSIDE})", NESTED),
        (f"NOT {INSIDE}", NESTED),
        (f"{INSIDE} AND {INSIDE} AND {INSIDE}", "Maximum 2 semi join sub-selects are allowed"),
        ("Id IN (SELECT ParentId FROM Account)", "should not be on the same object type"),
        ("Id IN (SELECT OwnerId FROM Contact)", "should point to the same object type"),
        ("Id IN (SELECT LastName FROM Contact)", "can only query id fields, cannot use: 'LastName'"),
        ("Name IN (SELECT AccountId FROM Contact)", "should be an id field, cannot use: 'Name'"),
        (
            "Id IN (SELECT AccountId FROM Contact WHERE AccountId IN (SELECT AccountId FROM Opportunity))",
            "Nesting of semi join sub-selects is not supported",
        ),
        ("Id IN (SELECT AccountId FROM Contact LIMIT 1)", "not allowed in semi join"),
    ],
)
def test_semi_joins_that_are_refused(org: Client, where: str, message: str) -> None:
    error = org.query_error(f"SELECT Id FROM Account WHERE {where}")
    assert error["errorCode"] == "MALFORMED_QUERY"
    assert message in error["message"]


def test_two_semi_joins_are_allowed(org: Client, accounts: tuple[str, str]) -> None:
    both = f"{INSIDE} AND Id NOT IN (SELECT AccountId FROM Opportunity)"
    assert {one["Id"] for one in org.query(f"SELECT Id FROM Account WHERE {both}")} >= set(accounts)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("SELECT Name n FROM Account", "MALFORMED_QUERY", "only aggregate expressions use field aliasing"),
        ("SELECT Id, (SELECT COUNT() FROM Contacts) FROM Account", "MALFORMED_QUERY", "only root queries support"),
        ("SELECT Id FROM Account LIMIT 1.5", "MALFORMED_QUERY", "unexpected token: '1'"),
        ("SELECT Id FROM Account LIMIT -1", "MALFORMED_QUERY", "unexpected token: '-'"),
        (
            "SELECT Id FROM Account WHERE Id LIKE '001%'",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator on id field",
        ),
        ("SELECT Id FROM Account WHERE BillingAddress = 'x'", "INVALID_FIELD", "can not be filtered in a query call"),
        ("SELECT Id FROM Account USING SCOPE team", "MALFORMED_QUERY", "does not support the scope 'team'"),
        ("SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY", "ALL ROWS not allowed in this context"),
        ("SELECT Id FROM Account -- all", "MALFORMED_QUERY", "unexpected token: '-'"),
        ("SELECT Account.Parent.Parent.Parent.Parent.Parent.Id FROM Contact", "INVALID_FIELD", "more than 5 levels"),
        (f"SELECT Id FROM Account WHERE Name = '{'x' * 100_000}'", "MALFORMED_QUERY", "longer than 100000 characters"),
    ],
)
def test_more_refusals(org: Client, text: str, code: str, message: str) -> None:
    body = {"compositeRequest": [{"method": "GET", "url": f"{org.base}/query", "referenceId": "a"}]}
    body["compositeRequest"][0]["url"] += "?" + "q=" + text.replace("%", "%25").replace("+", "%2B")
    answer = org.call("POST", "/composite", body)[1]["compositeResponse"][0]
    assert (answer["httpStatusCode"], answer["body"][0]["errorCode"]) == (400, code)
    assert message in answer["body"][0]["message"]
