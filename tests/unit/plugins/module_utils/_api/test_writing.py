# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Delete,
    Query,
    Ref,
    Update,
    Where,
    Write,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import AnswerLost, SalesforceError
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    Asked,
    Made,
    Reply,
    Server,
)

Make = t.Callable[..., Made]
BASE = "/services/data/v66.0"
USERS = Query("User", ("Id",))
HALTED = [{"errorCode": "PROCESSING_HALTED", "message": "The transaction was rolled back since another ... failed."}]


def body_of(one: dict[str, t.Any], number: int) -> t.Any:
    """What Salesforce answers to a subrequest that succeeds."""
    if one["method"] == "GET":
        return {"done": True, "records": [{"attributes": {}, "Id": "read"}]}
    if "/composite/sobjects" not in one["url"]:
        return {"id": f"single{number:012d}", "success": True, "errors": []} if one["method"] == "POST" else None
    if one["method"] == "DELETE":
        ids = one["url"].split("ids=")[1].split("&")[0].split(",")
        return [{"id": found, "success": True, "errors": []} for found in ids]
    records = one["body"]["records"]
    return [
        {"id": record.get("id", f"row{number:03d}{place:012d}"), "success": True, "errors": []}
        for place, record in enumerate(records)
    ]


def carried_out(asked: Asked) -> Reply:
    parts = [
        {"referenceId": one["referenceId"], "httpStatusCode": 200, "httpHeaders": {}, "body": body_of(one, number)}
        for number, one in enumerate(asked.body["compositeRequest"])
    ]
    return Reply(200, {"compositeResponse": parts})


def rows(number: int, **fields: t.Any) -> list[Write]:
    return [Create("FieldPermissions", {"Field": f"F{one}", **fields}) for one in range(number)]


def test_a_plan_in_one_request_with_the_reading_behind_it(make: Make, server: Server) -> None:
    server.otherwise = carried_out
    writes: list[Write] = [
        Create("PermissionSet", {"Name": "A"}, ref="ps"),
        *rows(3, ParentId=Ref("ps")),
        Update("User", "005000000000001AAA", {"IsActive": True}),
        Update("PermissionSet", Ref("ps"), {"Label": "B"}),
        Delete("PermissionSetAssignment", "0Pa000000000001AAA"),
    ]
    made = make()
    ids, found = made.org.write(writes, [USERS, USERS])
    assert ids == [
        "single000000000000",
        "row001000000000000",
        "row001000000000001",
        "row001000000000002",
        "005000000000001AAA",
        "single000000000000",
        "0Pa000000000001AAA",
    ]
    assert found == [[{"Id": "read"}], [{"Id": "read"}]]
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", f"{BASE}/composite")
    assert asked.body["allOrNone"] is True
    assert asked.body["collateSubrequests"] is False
    assert [one["method"] for one in asked.body["compositeRequest"]] == [
        "POST",
        "POST",
        "PATCH",
        "PATCH",
        "DELETE",
        "GET",
        "GET",
    ]
    assert made.org.requests == {"reads": 0, "writes": 1, "signed_in": False}


def test_ids_travel_from_one_composite_to_the_next(make: Make, server: Server) -> None:
    server.otherwise = carried_out
    writes = [Create("PermissionSet", {"Name": "A"}, ref="ps"), *rows(1500, ParentId=Ref("ps"))]
    made = make()
    ids, found = made.org.write(writes, [USERS])
    assert len(ids) == 1501
    assert all(ids)
    assert found == [[{"Id": "read"}]]
    first, second = (asked.body["compositeRequest"] for asked in server.asked)
    assert first[1]["body"]["records"][0]["ParentId"] == "@{w0.id}"
    assert second[0]["body"]["records"][0]["ParentId"] == ids[0]
    assert made.org.requests == {"reads": 0, "writes": 2, "signed_in": False}


OPTIONAL = Query("TabDefinition", ("Id",), optional=True)
TOOLING = Query("PermissionDependency", ("Id",), tooling=True)
NOTHING = Query("User", ("Id",), (Where("Id", "IN", ()),))


@pytest.mark.parametrize(
    ("then", "inside", "reads"),
    [
        ([USERS] * 5, 5, 0),
        ([USERS] * 6, 5, 1),
        ([OPTIONAL], 0, 1),
        ([TOOLING], 0, 1),
        ([TOOLING, USERS, OPTIONAL, USERS], 2, 2),
        ([USERS, NOTHING], 1, 0),
    ],
)
def test_reading_behind_joins_the_transaction_where_it_cannot_break_it(
    make: Make, server: Server, then: list[Query], inside: int, reads: int
) -> None:
    def answer(asked: Asked) -> Reply:
        return (
            carried_out(asked) if asked.method == "POST" else Reply(200, {"done": True, "records": [{"Id": "after"}]})
        )

    server.otherwise = answer
    made = make()
    _ids, found = made.org.write(rows(1), then)
    assert found is not None
    for query, result in zip(then, found):
        assert result == [] if query is NOTHING else result in ([{"Id": "read"}], [{"Id": "after"}])
        assert query not in (OPTIONAL, TOOLING) or result == [{"Id": "after"}]
    methods = [one["method"] for one in server.asked[0].body["compositeRequest"]]
    assert methods == ["POST", *["GET"] * inside]
    assert made.org.requests == {"reads": reads, "writes": 1, "signed_in": False}


def test_writing_nothing_sends_nothing(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(200, {"done": True, "records": []})
    made = make(read_only=True)
    assert made.org.write([]) == ([], None)
    assert server.asked == []
    assert made.org.write([], [USERS]) == ([], [[]])
    assert made.org.requests == {"reads": 1, "writes": 0, "signed_in": False}


def refusing(*failures: tuple[str, int, t.Any]) -> t.Callable[[Asked], Reply]:
    """A composite that is rolled back: the named parts answer as given, their neighbours that they were halted."""
    told = {reference: (status, body) for reference, status, body in failures}

    def answer(asked: Asked) -> Reply:
        parts = []
        for one in asked.body["compositeRequest"]:
            status, body = told.get(one["referenceId"], (400, HALTED))
            parts.append({"referenceId": one["referenceId"], "httpStatusCode": status, "body": body})
        return Reply(200, {"compositeResponse": parts})

    return answer


TAKEN = [{"errorCode": "DUPLICATE_USERNAME", "message": "Duplicate Username.<br>x", "fields": ["Username"]}]
ROLLED_ROWS = [
    {"success": False, "errors": [{"statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK", "message": "Record rolled back", "fields": []}]},
    {"success": True, "id": "x", "errors": []},
    {"success": False, "errors": [{"statusCode": "FIELD_INTEGRITY_EXCEPTION", "message": "bad", "fields": ["Field"]}]},
]  # fmt: skip


@pytest.mark.parametrize(
    ("failure", "index", "code", "fields"),
    [
        (("w0", 400, TAKEN), 0, "DUPLICATE_USERNAME", ["Username"]),
        (("w1", 200, ROLLED_ROWS), 3, "FIELD_INTEGRITY_EXCEPTION", ["Field"]),
        (("w1", 400, ROLLED_ROWS), 3, "FIELD_INTEGRITY_EXCEPTION", ["Field"]),
        (("w4", 404, [{"errorCode": "NOT_FOUND", "message": "gone"}]), 4, "NOT_FOUND", []),
        (("q0", 400, [{"errorCode": "INVALID_FIELD", "message": "No such column 'X'"}]), None, "INVALID_FIELD", []),
    ],
)
def test_the_write_that_failed_is_named_not_its_neighbours(
    make: Make, server: Server, failure: t.Any, index: int | None, code: str, fields: list[str]
) -> None:
    server.otherwise = refusing(failure)
    writes: list[Write] = [Create("User", {"A": 1}, ref="u"), *rows(3), Update("User", Ref("u"), {"B": 1})]
    with pytest.raises(SalesforceError) as caught:
        make().org.write(writes, [USERS])
    error = caught.value
    assert (error.index, error.code, error.fields, error.committed) == (index, code, fields, 0)
    assert error.cure
    assert len(server.asked) == 1


def test_what_is_committed_before_a_failure_is_counted(make: Make, server: Server) -> None:
    rolled = [{"success": False, "errors": [{"statusCode": "X", "message": "m"}]} for _one in range(200)]
    server.script = [carried_out, carried_out, refusing(("w2000", 200, rolled))]
    with pytest.raises(SalesforceError) as caught:
        make().org.write(rows(2400))
    assert (caught.value.index, caught.value.committed) == (2000, 2000)


def test_a_lost_answer_tells_what_was_committed_before(make: Make, server: Server) -> None:
    server.script = [carried_out, Reply(how="reset")]
    with pytest.raises(AnswerLost) as caught:
        make().org.write(rows(1400))
    assert (caught.value.index, caught.value.committed) == (None, 1000)


MIXED = [
    {"errorCode": "MIXED_DML_OPERATION", "message": "DML operation on setup object is not permitted ...", "fields": []}
]


def test_an_org_that_keeps_objects_apart_gets_one_after_the_other(make: Make, server: Server) -> None:
    server.script = [refusing(("w1", 400, MIXED))]
    server.otherwise = carried_out
    writes: list[Write] = [Create("PermissionSet", {"Name": "A"}, ref="ps"), *rows(2, ParentId=Ref("ps"))]
    made = make()
    ids, found = made.org.write(writes, [USERS])
    together, sets, fields = (asked.body["compositeRequest"] for asked in server.asked)
    assert len(together) == 3
    assert [one["url"] for one in sets] == [f"{BASE}/sobjects/PermissionSet"]
    assert fields[0]["body"]["records"][0]["ParentId"] == ids[0]
    assert all(ids)
    assert found == [[{"Id": "read"}]]


def test_an_org_that_refuses_one_object_alone_is_not_asked_again(make: Make, server: Server) -> None:
    server.script = [refusing(("w0", 400, MIXED))]
    with pytest.raises(SalesforceError) as caught:
        make().org.write(rows(1))
    assert (caught.value.code, len(server.asked)) == ("MIXED_DML_OPERATION", 1)


def test_a_composite_refused_as_a_whole_is_told(make: Make, server: Server) -> None:
    server.script = [Reply(400, [{"message": "'referenceId' is a required field.", "errorCode": "JSON_PARSER_ERROR"}])]
    with pytest.raises(SalesforceError, match="required field; .*report it") as caught:
        make().org.write(rows(1))
    assert caught.value.index is None


@pytest.mark.parametrize("body", [{"success": True}, None, [], {"id": 5}])
def test_an_answer_that_does_not_say_what_happened_counts_as_lost(make: Make, server: Server, body: t.Any) -> None:
    server.script = [Reply(200, {"compositeResponse": [{"referenceId": "w0", "httpStatusCode": 201, "body": body}]})]
    with pytest.raises(AnswerLost, match="does not fit the request"):
        make().org.write(rows(1))


def test_a_failure_of_the_reading_behind_says_that_everything_is_written(make: Make, server: Server) -> None:
    broken = Reply(400, [{"errorCode": "INVALID_FIELD", "message": "No such column 'X'"}])
    server.script = [carried_out, broken]
    with pytest.raises(SalesforceError, match="No such column") as caught:
        make().org.write(rows(2), [Query("User", ("X",), tooling=True)])
    assert (caught.value.index, caught.value.committed) == (None, 2)


def test_a_value_that_would_be_read_as_a_reference_is_refused(make: Make, server: Server) -> None:
    with pytest.raises(SalesforceError, match="Label holds '@{'") as caught:
        make().org.write([*rows(1), Create("PermissionSet", {"Label": "pay @{w0.id} now"})])
    assert (caught.value.index, caught.value.fields) == (1, ["Label"])
    assert server.asked == []


def test_an_ended_session_is_renewed_for_a_write_too(make: Make, server: Server) -> None:
    token = {"access_token": "00Dnew!x", "instance_url": server.url, "id": ""}
    ended = Reply(401, [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}])
    server.script = [Reply(200, token), ended, Reply(200, token), carried_out]
    made = make(access_token=None, client_id="x", client_secret="y")
    assert made.org.write(rows(1))[0] == ["single000000000000"]
    assert made.org.requests == {"reads": 2, "writes": 2, "signed_in": True}
