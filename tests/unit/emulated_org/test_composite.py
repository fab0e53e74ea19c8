# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several requests in one: composite, batch, graph, collections."""

from __future__ import annotations

import typing as t

from emulated_org.testing import API_ONLY, PSL, USER, Client

JSON = dict[str, t.Any]
ROLLED_BACK = "The transaction was rolled back since another operation in the same transaction failed."


def part(reference: str, method: str, url: str, body: t.Any = None) -> JSON:
    made: JSON = {"referenceId": reference, "method": method, "url": "/services/data/v66.0" + url}
    return made if body is None else {**made, "body": body}


def composite(org: Client, *parts: JSON, together: bool = True) -> list[JSON]:
    status, body = org.call("POST", "/composite", {"allOrNone": together, "compositeRequest": list(parts)})
    assert status == 200, body
    return t.cast("list[JSON]", body["compositeResponse"])


def test_a_whole_integration_user_in_one_transaction(org: Client) -> None:
    psl = org.one("PermissionSetLicense", DeveloperName=PSL)
    user = {**USER, "Username": "link@example.com", "ProfileId": org.one("Profile", Name=API_ONLY)}
    row = {"attributes": {"type": "ObjectPermissions"}, "ParentId": "@{set.id}", "SobjectType": "Account"}
    answers = composite(
        org,
        part("user", "POST", "/sobjects/User", user),
        part(
            "seat",
            "POST",
            "/sobjects/PermissionSetLicenseAssign",
            {"AssigneeId": "@{user.id}", "PermissionSetLicenseId": psl},
        ),
        part("set", "POST", "/sobjects/PermissionSet", {"Name": "Link", "Label": "Link", "LicenseId": psl}),
        part("rows", "POST", "/composite/sobjects", {"records": [{**row, "PermissionsRead": True}]}),
        part(
            "assign",
            "POST",
            "/sobjects/PermissionSetAssignment",
            {"AssigneeId": "@{user.id}", "PermissionSetId": "@{set.id}"},
        ),
        part("after", "GET", "/query?q=SELECT+Id,Username+FROM+User+WHERE+Id='@{user.id}'"),
        part("again", "GET", "/sobjects/User/@{after.records[0].Id}?fields=Username"),
    )
    assert [one["httpStatusCode"] for one in answers] == [201, 201, 201, 200, 201, 200, 200]
    assert answers[-1]["body"]["Username"] == "link@example.com"


def test_all_or_none_undoes_everything_and_names_the_culprit(org: Client) -> None:
    before = org.org.database.save()
    answers = composite(
        org,
        part("one", "POST", "/sobjects/PermissionSet", {"Name": "One", "Label": "One"}),
        part("two", "POST", "/sobjects/PermissionSet", {"Name": "1", "Label": "Two"}),
        part("three", "POST", "/sobjects/PermissionSet", {"Name": "Three", "Label": "Three"}),
    )
    codes = [one["body"][0]["errorCode"] for one in answers]
    assert codes == ["PROCESSING_HALTED", "FIELD_INTEGRITY_EXCEPTION", "PROCESSING_HALTED"]
    assert answers[0]["body"][0]["message"] == ROLLED_BACK
    assert org.query("SELECT Id FROM PermissionSet WHERE Name = 'One'") == []
    assert len(before) == len(org.org.database.save())


def test_without_all_or_none_only_dependents_fail(org: Client) -> None:
    answers = composite(
        org,
        part("one", "POST", "/sobjects/PermissionSet", {"Name": "1", "Label": "One"}),
        part("two", "POST", "/sobjects/ObjectPermissions", {"ParentId": "@{one.id}", "SobjectType": "Account"}),
        part("three", "POST", "/sobjects/PermissionSet", {"Name": "Three", "Label": "Three"}),
        together=False,
    )
    assert [one["httpStatusCode"] for one in answers] == [400, 400, 201]
    assert answers[1]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    assert answers[1]["body"][0]["message"].startswith("Invalid reference specified. No value for one.id found in one.")


def test_a_failing_collection_fails_the_transaction(org: Client) -> None:
    rows = [{"attributes": {"type": "PermissionSet"}, "Name": name, "Label": name} for name in ("Good", "1Bad")]
    answers = composite(
        org,
        part("set", "POST", "/sobjects/PermissionSet", {"Name": "Link", "Label": "Link"}),
        part("rows", "POST", "/composite/sobjects", {"allOrNone": False, "records": rows}),
    )
    assert answers[0]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    codes = [one["errors"][0]["statusCode"] for one in answers[1]["body"]]
    assert codes == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "FIELD_INTEGRITY_EXCEPTION"]
    assert org.query("SELECT Id FROM PermissionSet WHERE Name IN ('Link', 'Good')") == []


def test_setup_and_other_objects_do_not_mix_in_a_transaction(org: Client) -> None:
    parts = [
        part("account", "POST", "/sobjects/Account", {"Name": "Acme"}),
        part("set", "POST", "/sobjects/PermissionSet", {"Name": "Link", "Label": "Link"}),
    ]
    error = composite(org, *parts)[1]["body"][0]
    assert error["errorCode"] == "MIXED_DML_OPERATION"
    assert error["message"].endswith("(or vice versa): PermissionSet, original object: Account")
    assert [one["httpStatusCode"] for one in composite(org, *parts, together=False)] == [201, 201]


def test_limits_and_form_of_a_composite(org: Client) -> None:
    reading = [part(f"r{number}", "GET", "/limits") for number in range(26)]
    queries = [part(f"q{number}", "GET", "/query?q=SELECT+Id+FROM+User") for number in range(6)]
    for wrong in (reading, queries):
        _status, body = org.call("POST", "/composite", {"compositeRequest": wrong})
        (answer,) = body["compositeResponse"]
        assert (answer["httpStatusCode"], answer["referenceId"]) == (400, None)
        assert answer["body"][0]["errorCode"] == "LIMIT_EXCEEDED"
    for form in ({"method": "GET", "url": "/x"}, {**part("a", "GET", "/limits"), "referenceId": "a-b"}):
        status, body = org.call("POST", "/composite", {"compositeRequest": [form]})
        assert (status, body[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")
    message = "'referenceId' is a required field."
    assert org.call("POST", "/composite", {"compositeRequest": [{"method": "GET"}]})[1][0]["message"] == message


def test_collections_report_each_record(org: Client) -> None:
    names = ("Good", "1Bad")
    rows = [{"attributes": {"type": "PermissionSet"}, "Name": name, "Label": name} for name in names]
    _status, body = org.call("POST", "/composite/sobjects", {"records": rows})
    assert [one["success"] for one in body] == [True, False]
    assert body[1]["errors"][0]["statusCode"] == "FIELD_INTEGRITY_EXCEPTION"
    made = body[0]["id"]
    change = [{"attributes": {"type": "PermissionSet"}, "id": made, "Label": "Better"}]
    assert org.call("PATCH", "/composite/sobjects", {"records": change})[1] == [
        {"id": made, "success": True, "errors": []}
    ]
    found = org.call("GET", f"/composite/sobjects/PermissionSet?ids={made},0PS000000000001AAA&fields=Label")[1]
    assert (found[0]["Label"], found[1]) == ("Better", None)
    assert org.call("DELETE", f"/composite/sobjects?ids={made}")[1][0]["success"] is True
    missing = org.call("DELETE", f"/composite/sobjects?ids={made}")[1][0]
    assert missing["success"] is False


def test_collections_take_200_records_and_one_setup_object(org: Client) -> None:
    row = {"attributes": {"type": "Account"}, "Name": "A"}
    assert org.call("POST", "/composite/sobjects", {"records": [row] * 200})[0] == 200
    assert org.call("POST", "/composite/sobjects", {"records": [row] * 201})[0] == 400
    mixed = [row, {"attributes": {"type": "PermissionSet"}, "Name": "A", "Label": "A"}]
    assert org.call("POST", "/composite/sobjects", {"records": mixed})[0] == 400


def test_upsert_by_an_external_id(org: Client) -> None:
    assert org.call("PATCH", "/sobjects/Robot__c/Serial__c/R-1", {"Name": "Robbie"})[0] == 201
    status, body = org.call("PATCH", "/sobjects/Robot__c/Serial__c/R-1", {"Name": "Robert"})
    assert (status, body["created"]) == (200, False)
    rows = [{"attributes": {"type": "Robot__c"}, "Serial__c": serial, "Name": serial} for serial in ("R-1", "R-2")]
    found = org.call("PATCH", "/composite/sobjects/Robot__c/Serial__c", {"records": rows})[1]
    assert [one["created"] for one in found] == [False, True]
    assert org.call("GET", "/sobjects/Robot__c/Serial__c/R-2")[1]["Name"] == "R-2"


def test_batches_go_on_after_an_error_unless_told_to_halt(org: Client) -> None:
    parts = [{"method": "GET", "url": "v66.0/nothing"}, {"method": "GET", "url": "v66.0/limits"}]
    body = org.call("POST", "/composite/batch", {"batchRequests": parts})[1]
    assert (body["hasErrors"], [one["statusCode"] for one in body["results"]]) == (True, [404, 200])
    body = org.call("POST", "/composite/batch", {"batchRequests": parts, "haltOnError": True})[1]
    assert [one["statusCode"] for one in body["results"]] == [404, 412]


def test_each_graph_stands_alone(org: Client) -> None:
    def graph(name: str, label: str) -> JSON:
        return {
            "graphId": name,
            "compositeRequest": [
                part("one", "POST", "/sobjects/PermissionSet", {"Name": name, "Label": label}),
                part("two", "PATCH", "/sobjects/PermissionSet/@{one.id}", {"Label": label}),
            ],
        }

    body = org.call("POST", "/composite/graph", {"graphs": [graph("Good", "G"), graph("Bad", "x" * 81)]})[1]
    assert [one["isSuccessful"] for one in body["graphs"]] == [True, False]
    assert len(org.query("SELECT Id FROM PermissionSet WHERE Name IN ('Good', 'Bad')")) == 1
