# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t
from urllib.parse import parse_qs, urlsplit

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Describe, Query, Read, Where
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    Asked,
    Made,
    Reply,
    Server,
)

Make = t.Callable[..., Made]
BASE = "/services/data/v66.0"
USERS = Query("User", ("Id",))


def soql(path: str) -> str:
    return parse_qs(urlsplit(path).query)["q"][0]


def page(*records: dict[str, t.Any], more: str = "") -> dict[str, t.Any]:
    return {"totalSize": 9, "done": not more, "records": list(records), **({"nextRecordsUrl": more} if more else {})}


def error(code: str, message: str = "words") -> list[dict[str, str]]:
    return [{"errorCode": code, "message": message}]


class Emulated:
    """Answers composites and plain GETs alike by one function of the path."""

    def __init__(self, answer: t.Callable[[str], tuple[int, t.Any]]) -> None:
        self.answer = answer

    def __call__(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            return Reply(*self.answer(asked.path))
        parts = []
        for one in asked.body["compositeRequest"]:
            status, body = self.answer(one["url"])
            parts.append({"referenceId": one["referenceId"], "httpStatusCode": status, "httpHeaders": {}, "body": body})
        return Reply(200, {"compositeResponse": parts[::-1]})


def echo(path: str) -> tuple[int, t.Any]:
    if path.endswith("/describe"):
        return 200, {"name": path.split("/")[-2], "fields": []}
    return 200, page({"attributes": {"type": "X"}, "Q": soql(path)})


def test_results_come_in_the_order_of_the_reads_whatever_the_packing(make: Make, server: Server) -> None:
    server.otherwise = Emulated(echo)
    reads: list[Query | Describe] = []
    for number in range(13):
        reads += [
            Describe(f"D{number}"),
            Query(f"Q{number}", ("Id",)),
            Query(f"T{number}", ("Id",), tooling=number == 3),
        ]
    made = make(read_only=True)
    found = made.org.read(reads)
    for read, result in zip(reads, found):
        if isinstance(read, Describe):
            assert result["name"] == read.sobject
        else:
            assert result == [{"Q": f"SELECT Id FROM {read.sobject}"}]
    # 25 plain queries make 5 composites, which carry the 13 describes; the tooling query goes alone.
    assert made.org.requests == {"reads": 6, "writes": 0, "signed_in": False}
    assert [asked.path for asked in server.asked if asked.method == "GET"] == [
        f"{BASE}/tooling/query?q=SELECT%20Id%20FROM%20T3"
    ]
    composites = [asked for asked in server.asked if asked.method == "POST"]
    assert {asked.path for asked in composites} == {f"{BASE}/composite"}
    assert all(asked.body["allOrNone"] is False for asked in composites)


def test_nothing_is_asked_for_nothing(make: Make, server: Server) -> None:
    made = make()
    assert made.org.read([]) == []
    assert made.org.read([Query("User", ("Id",), (Where("Id", "IN", ()),))]) == [[]]
    assert made.org.read([Describe("No such/thing?x")]) == [None]
    assert server.asked == []


def test_single_reads_are_plain(make: Make, server: Server) -> None:
    server.otherwise = Emulated(echo)
    made = make()
    assert made.org.read([Describe("User")])[0]["name"] == "User"
    assert made.org.read([Query("User", ("Id",), (Where("Name", "=", "a&b=c+d#é'"),))]) == [
        [{"Q": "SELECT Id FROM User WHERE Name = 'a&b=c+d#é\\''"}]
    ]
    assert [asked.method for asked in server.asked] == ["GET", "GET"]
    assert server.asked[0].path == f"{BASE}/sobjects/User/describe"


def test_a_query_too_long_for_a_url_travels_in_a_body(make: Make, server: Server) -> None:
    server.otherwise = Emulated(echo)
    names = tuple(f"user{number:04d}@acme.com" for number in range(500))
    made = make()
    (found,) = made.org.read([Query("User", ("Id",), (Where("Username", "IN", names),))])
    assert names[-1] in found[0]["Q"]
    assert [asked.method for asked in server.asked] == ["POST"]


def test_a_tooling_query_too_long_for_a_url_is_asked_in_pieces(make: Make, server: Server) -> None:
    def answer(path: str) -> tuple[int, t.Any]:
        values = soql(path).split(" IN (")[1].split(")")[0].split(", ")
        return 200, page(*({"Id": value.strip("'")} for value in reversed(values)))

    server.otherwise = Emulated(answer)
    names = tuple(f"Permission{number:05d}" for number in range(1000))
    query = Query("PermissionDependency", ("Id",), (Where("Permission", "IN", names),), order_by="Id", tooling=True)
    made = make()
    assert [record["Id"] for record in made.org.read([query])[0]] == list(names)
    assert len(server.asked) > 1
    assert max(len(asked.path) for asked in server.asked) <= 8000


def test_pages_are_followed_also_those_of_children(make: Make, server: Server) -> None:
    children = {
        "attributes": {"type": "User"},
        "Id": "1",
        "Profile": {"attributes": {"type": "Profile"}, "Name": "A", "UserLicense": {"attributes": {}, "Name": "L"}},
        "Manager": None,
        "Assignments": page({"attributes": {}, "Id": "a"}, more=f"{BASE}/query/01g-child"),
        "Logins": None,
    }
    server.script = [
        Reply(200, page(children, more=f"{BASE}/query/01g-2")),
        Reply(200, page({"attributes": {}, "Id": "b"})),
        Reply(200, page({"attributes": {}, "Id": "2", "Assignments": None, "Logins": page()})),
    ]
    fields = ("Id", "Profile.Name", "(SELECT Id FROM Assignments)", "(SELECT Id FROM Logins)")
    (found,) = make().org.read([Query("User", fields)])
    profile = {"Name": "A", "UserLicense": {"Name": "L"}}
    assert found == [
        {"Id": "1", "Profile": profile, "Manager": None, "Assignments": [{"Id": "a"}, {"Id": "b"}], "Logins": []},
        {"Id": "2", "Assignments": [], "Logins": []},
    ]
    assert [asked.path for asked in server.asked[1:]] == [f"{BASE}/query/01g-child", f"{BASE}/query/01g-2"]


@pytest.mark.parametrize("more", ["https://evil.example/services/data/x", "//evil.example/x", "@evil.example/", "/x"])
def test_a_next_page_cannot_lead_elsewhere(make: Make, server: Server, more: str) -> None:
    server.script = [Reply(200, page(more=more))]
    with pytest.raises(SalesforceError, match="pages do not end"):
        make().org.read([USERS])
    assert len(server.asked) == 1


def test_pages_that_go_round_in_a_circle_end(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(200, page({"Id": "1"}, more=f"{BASE}/query/01g-1"))
    with pytest.raises(SalesforceError, match="pages do not end"):
        make().org.read([USERS])
    assert len(server.asked) == 2


def test_a_page_that_fails_is_told(make: Make, server: Server) -> None:
    server.script = [
        Reply(200, page({"Id": "1"}, more=f"{BASE}/query/01g-1")),
        Reply(404, error("INVALID_QUERY_LOCATOR", "Invalid query locator")),
    ]
    with pytest.raises(SalesforceError, match="Invalid query locator; .*run again"):
        make().org.read([USERS])


def lacking(path: str) -> tuple[int, t.Any]:
    if "/describe" in path:
        return 404, error("NOT_FOUND", "The requested resource does not exist")
    name = soql(path).split()[-1]
    return (200, page()) if name == "User" else (404 if name == "NOT_FOUND" else 400, error(name))


@pytest.mark.parametrize(
    "code", ["INVALID_TYPE", "INVALID_FIELD", "NOT_FOUND", "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY"]
)
@pytest.mark.parametrize("together", [False, True])
def test_what_the_org_lacks_reads_as_none(make: Make, server: Server, code: str, together: bool) -> None:
    server.otherwise = Emulated(lacking)
    with_it: list[Read] = [USERS] if together else []
    assert make().org.read([Query(code, ("Id",), optional=True), *with_it])[0] is None
    assert make().org.read([Describe("Missing"), *with_it])[0] is None
    assert make().org.read([Query("No such", ("Id",), optional=True), *with_it])[0] is None
    for number, reads in enumerate(([Query(code, ("Id",)), *with_it], [*with_it, Query(code, ("Id",))])):
        with pytest.raises(SalesforceError) as caught:
            make().org.read(reads)
        assert (caught.value.code, caught.value.index) == (code, number * len(with_it))


@pytest.mark.parametrize("together", [False, True])
def test_other_failures_are_errors_even_when_optional(make: Make, server: Server, together: bool) -> None:
    server.otherwise = Emulated(lacking)
    with_it: list[Read] = [USERS] if together else []
    with pytest.raises(SalesforceError) as caught:
        make().org.read([*with_it, Query("MALFORMED_QUERY", ("Id",), optional=True)])
    assert (caught.value.code, caught.value.index) == ("MALFORMED_QUERY", len(with_it))


def test_a_name_that_cannot_be_one_is_refused_with_its_index(make: Make, server: Server) -> None:
    with pytest.raises(SalesforceError, match="'Name FROM Account' cannot be the name of a field") as caught:
        make().org.read([USERS, Query("User", ("Name FROM Account",))])
    assert (caught.value.code, caught.value.index) == ("INVALID_FIELD", 1)
    assert server.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {"compositeResponse": []}),
        Reply(200, {"something": "else"}),
        Reply(
            200, {"compositeResponse": [{"referenceId": f"r{one}", "httpStatusCode": 200, "body": 1} for one in (0, 1)]}
        ),
    ],
)
def test_an_answer_of_another_form_is_told(make: Make, server: Server, reply: Reply) -> None:
    server.otherwise = lambda asked: reply
    with pytest.raises(SalesforceError, match="does not fit the request") as caught:
        make().org.read([USERS, USERS])
    assert caught.value.code == "BAD_ANSWER"


@pytest.mark.parametrize("reads", [[USERS], [USERS, USERS], [Describe("User")]])
def test_a_page_for_people_means_the_wrong_host(make: Make, server: Server, reads: list[Read]) -> None:
    server.otherwise = lambda asked: Reply(404, "<html>Not Found</html>")
    with pytest.raises(SalesforceError, match="did not answer as a Salesforce org.*; set instance_url") as caught:
        make().org.read(reads)
    assert caught.value.code == "WRONG_HOST"


def test_a_retired_version_is_told(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(410, error("UNSUPPORTED_API_VERSION", "Salesforce version 41.0 is retired"))
    with pytest.raises(SalesforceError, match=r"set api_version to 66\.0"):
        make().org.read([USERS])
