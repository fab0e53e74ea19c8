# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single records over REST: what a client may send, and what it gets where something is not there."""

from __future__ import annotations

import gzip
import json
import typing as t
from xml.etree import ElementTree

import pytest
import requests

from emulated_org.testing import Client

JSON = dict[str, t.Any]
NOBODY = "001000000000000AAA"
GONE = {"message": "invalid cross reference id", "errorCode": "INVALID_CROSS_REFERENCE_KEY", "fields": []}
ID_GIVEN: JSON = {
    "message": "The Id field should not be specified in the sobject data.",
    "errorCode": "INVALID_FIELD",
    "fields": ["Id"],
}
SINCE = {"start": "2026-01-01T00:00:00+00:00", "end": "2099-01-01T00:00:00Z"}


def record(**body: t.Any) -> JSON:
    return {"attributes": {"type": "Account"}, **body}


def stored(org: Client, sobject: str, made: str) -> JSON:
    (row,) = org.org.database.find(sobject, Id=made)
    return row


def test_the_id_of_a_record_stands_in_the_url_alone(org: Client) -> None:
    made = org.make("Account", Name="One")
    assert org.call("POST", "/sobjects/Account", {"Name": "Two", "Id": made}) == (400, [ID_GIVEN])
    assert org.call("PATCH", f"/sobjects/Account/{made}", {"Name": "Two", "Id": made}) == (400, [ID_GIVEN])
    body = {"Username": "link@example.com"}
    status, refused = org.call("PATCH", "/sobjects/User/Username/link@example.com", body)
    assert (status, refused[0]["message"]) == (400, ID_GIVEN["message"].replace("Id", "Username"))


def test_records_that_are_not_there(org: Client) -> None:
    missing = {"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}
    assert org.call("GET", f"/sobjects/Account/{NOBODY}") == (404, [missing])
    assert org.call("PATCH", f"/sobjects/Account/{NOBODY}", {"Name": "One"}) == (404, [missing])
    assert org.call("DELETE", f"/sobjects/Account/{NOBODY}") == (404, [GONE])
    made = org.make("Account", Name="One")
    assert org.call("DELETE", f"/sobjects/Account/{made}") == (204, None)
    for method in ("GET", "DELETE"):
        status, body = org.call(method, f"/sobjects/Account/{made}")
        assert (status, body[0]["errorCode"], body[0]["message"]) == (404, "ENTITY_IS_DELETED", "entity is deleted")


def test_collections_say_which_id_is_wrong_and_how(org: Client) -> None:
    wanted = [record(Name="One"), record(Id=NOBODY), record(Id="nope")]
    _status, results = org.call("PATCH", "/composite/sobjects", {"records": wanted})
    missing = {"statusCode": "MISSING_ARGUMENT", "message": "Id not specified in an update call", "fields": []}
    assert results[0]["errors"] == [missing]
    assert [one["errors"][0]["statusCode"] for one in results[1:]] == ["INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID"]
    _status, results = org.call("POST", "/composite/sobjects", {"records": [record(Id=NOBODY, Name="One")]})
    assert results[0]["errors"][0]["message"] == "cannot specify Id in an insert call"
    _status, results = org.call("DELETE", f"/composite/sobjects?ids={NOBODY}")
    assert results[0]["errors"][0]["statusCode"] == "INVALID_CROSS_REFERENCE_KEY"
    body = {"records": [{"attributes": {"type": "User"}, "LastName": "Link"}]}
    _status, results = org.call("PATCH", "/composite/sobjects/User/Username", body)
    assert results[0]["errors"][0]["message"] == "Username not specified"


def test_upserts_answer_nothing_before_api_46(org: Client) -> None:
    user = org.user()
    address = "/sobjects/User/Username/link@example.com"
    done = {"id": user, "success": True, "errors": [], "created": False}
    assert org.call("PATCH", address, {"Title": "One"}) == (200, done)
    assert org.at(45).call("PATCH", address, {"Title": "Two"}) == (204, None)


def test_clients_without_patch_and_compressed_bodies(org: Client) -> None:
    made = org.make("Account", Name="One")
    assert org.call("POST", f"/sobjects/Account/{made}?_HttpMethod=PATCH", {"Name": "Two"}) == (204, None)
    assert stored(org, "Account", made)["Name"] == "Two"
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    address = f"{org.url}{org.base}/sobjects/Account"
    packed = gzip.compress(json.dumps({"Name": "Three"}).encode())
    assert org.session.post(address, data=packed, headers=headers, timeout=10).status_code == 201
    assert org.session.post(address, data=b"{}", headers=headers, timeout=10).status_code == 400


def test_relationships_lead_to_parents_and_children(org: Client) -> None:
    made = org.make("Account", Name="One")
    person = org.make("Contact", LastName="Link", AccountId=made)
    status, owner = org.call("GET", f"/sobjects/Account/{made}/Owner?fields=Username")
    assert (status, owner["Username"], owner["attributes"]["type"]) == (200, org.facts["username"], "User")
    _status, below = org.call("GET", f"/sobjects/Account/{made}/Contacts")
    assert (below["totalSize"], below["done"], [one["Id"] for one in below["records"]]) == (1, True, [person])
    for nothing in ("Parent", "Nope"):
        assert org.call("GET", f"/sobjects/Account/{made}/{nothing}")[0] == 404


def test_what_changed_and_what_was_deleted(org: Client) -> None:
    kept, gone = org.make("Account", Name="One"), org.make("Account", Name="Two")
    org.call("DELETE", f"/sobjects/Account/{gone}")
    _status, found = org.call("GET", "/sobjects/Account/updated", params=SINCE)
    assert (kept in found["ids"], gone in found["ids"]) == (True, False)
    assert found["latestDateCovered"] == "2099-01-01T00:00:00.000+0000"
    _status, found = org.call("GET", "/sobjects/Account/deleted", params=SINCE)
    assert [one["id"] for one in found["deletedRecords"]] == [gone]
    backwards = {"start": SINCE["end"], "end": SINCE["start"]}
    status, refused = org.call("GET", "/sobjects/Account/deleted", params=backwards)
    assert (status, refused[0]["errorCode"]) == (400, "INVALID_REPLICATION_DATE")


def tree(*records: JSON) -> JSON:
    return {"records": list(records)}


def node(kind: str, reference: str, **fields: t.Any) -> JSON:
    return {"attributes": {"type": kind, "referenceId": reference}, **fields}


def test_a_tree_is_made_a_level_at_a_time(org: Client) -> None:
    below = tree(node("Contact", "person", LastName="Link"))
    wanted = tree(node("Account", "first", Name="One", Contacts=below), node("Account", "second", Name="Two"))
    status, body = org.call("POST", "/composite/tree/Account", wanted)
    assert (status, body["hasErrors"]) == (201, False)
    assert [one["referenceId"] for one in body["results"]] == ["first", "second", "person"]
    made = {one["referenceId"]: one["id"] for one in body["results"]}
    assert stored(org, "Contact", made["person"])["AccountId"] == made["first"]


def test_a_tree_with_one_bad_record_leaves_nothing(org: Client) -> None:
    before = org.org.database.ids("Account")
    below = tree(node("Contact", "person", LastName="Link", Email="nope"))
    status, body = org.call(
        "POST", "/composite/tree/Account", tree(node("Account", "first", Name="One", Contacts=below))
    )
    error = {
        "statusCode": "INVALID_EMAIL_ADDRESS",
        "message": "Email: invalid email address: nope",
        "fields": ["Email"],
    }
    assert (status, body) == (400, {"hasErrors": True, "results": [{"referenceId": "person", "errors": [error]}]})
    assert org.org.database.ids("Account") == before


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([{"Name": "One"}], "Include an entity type for each record in the request."),
        ([{"attributes": {"type": "Account"}}], "Include a reference ID for each record in the request."),
        ([node("Account", "a", Name="1"), node("Account", "a", Name="2")], "Duplicate ReferenceId provided"),
        ([node("Account", f"a{number}", Name="1") for number in range(201)], "cannot submit more than 200 records"),
        ([node("Contact", "a", LastName="Link")], "Contact is not Account"),
    ],
)
def test_trees_that_are_none(org: Client, records: list[JSON], message: str) -> None:
    status, body = org.call("POST", "/composite/tree/Account", tree(*records))
    assert status == 400
    assert message in body[0]["message"]


def test_the_resources_of_a_version(org: Client) -> None:
    _status, body = org.call("GET", "")
    assert body["identity"].endswith(f"/id/{org.facts['org_id']}/{org.one('User', Username=org.facts['username'])}")
    for name in ("tooling", "composite", "recent", "limits", "sobjects"):
        assert org.call("GET", body[name])[0] == 200
    assert set(org.call("GET", "/composite")[1]) == {"tree", "batch", "sobjects", "graph"}
    assert "graph" not in org.at(49).call("GET", "/composite")[1]


def test_other_ways_to_authenticate_are_no_headers_of_this_api(org: Client) -> None:
    address = f"{org.url}{org.base}/limits"
    refused = requests.get(address, headers={"Authorization": "Basic YTpi"}, timeout=10)
    assert (refused.status_code, refused.json()) == (
        401,
        [{"message": "INVALID_HEADER_TYPE", "errorCode": "INVALID_AUTH_HEADER"}],
    )
    assert requests.get(address, timeout=10).json()[0]["errorCode"] == "INVALID_SESSION_ID"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/sobjects/PermissionSetLicense", "HEAD,GET"),
        ("PATCH", "/sobjects/SetupEntityAccess/0J0000000000000AAA", "HEAD,GET,DELETE"),
        ("DELETE", "/sobjects/User/005000000000000AAA", "HEAD,GET,PATCH"),
        ("DELETE", "/sobjects/User/Username/link@example.com", "HEAD,GET,PATCH"),
        ("PATCH", "/sobjects/User", "HEAD,GET,POST"),
    ],
)
def test_what_no_record_can_be_asked_for_is_no_method(org: Client, method: str, path: str, allowed: str) -> None:
    status, body = org.call(method, path, {})
    assert (status, body[0]["errorCode"]) == (405, "METHOD_NOT_ALLOWED")
    assert body[0]["message"] == f"HTTP Method '{method}' not allowed. Allowed are {allowed}"


def test_collections_refuse_record_by_record(org: Client) -> None:
    user = org.user()
    _status, (result,) = org.call("DELETE", f"/composite/sobjects?ids={user}")
    assert result["errors"][0]["message"] == "entity type cannot be deleted: User"


def test_profiles_are_made_and_deleted_since_api_53(org: Client) -> None:
    fields = {"Name": "Link", "UserLicenseId": org.one("UserLicense", Name="Salesforce")}
    older = org.at(52)
    assert older.call("POST", "/sobjects/Profile", fields)[0] == 405
    made = org.make("Profile", **fields)
    assert older.call("DELETE", f"/sobjects/Profile/{made}")[0] == 405
    assert [org.at(v).call("GET", "/sobjects/Profile/describe")[1]["createable"] for v in (52, 53)] == [False, True]
    assert org.call("DELETE", f"/sobjects/Profile/{made}")[0] == 204


def test_a_describe_says_all_that_a_real_one_says(org: Client) -> None:
    account = org.call("GET", "/sobjects/Account/describe")[1]
    assert list(account) == sorted(account)
    (master,) = account["recordTypeInfos"]
    assert (master["master"], master["recordTypeId"]) == (True, "012000000000000AAA")
    assert {"compactLayouts", "layouts", "uiNewRecord", "rowTemplate"} <= set(account["urls"])
    setup = org.call("GET", "/sobjects/PermissionSet/describe")[1]
    assert (setup["recordTypeInfos"], set(setup["urls"])) == ([], {"rowTemplate", "describe", "sobject"})


def test_custom_permission_sets_have_a_limit_of_their_own(org: Client) -> None:
    before = org.call("GET", "/limits")[1]["PermissionSets"]
    org.permission_set()
    after = org.call("GET", "/limits")[1]["PermissionSets"]
    assert (after["CreateCustom"]["Max"], set(after)) == (1000, {"Max", "Remaining", "CreateCustom"})
    assert after["CreateCustom"]["Remaining"] == before["CreateCustom"]["Remaining"] - 1


def test_answers_in_xml_for_those_who_ask(org: Client) -> None:
    def asked(path: str, accept: str = "application/xml", method: str = "GET", body: t.Any = None) -> t.Any:
        address = org.url + (path if path.startswith("/services") else org.base + path)
        answer = org.session.request(method, address, json=body, headers={"Accept": accept}, timeout=10)
        assert answer.headers["Content-Type"] == "application/xml;charset=UTF-8"
        return ElementTree.fromstring(answer.content)

    made = asked("/sobjects/Account", method="POST", body={"Name": "One & Two"})
    assert (made.tag, made.findtext("success")) == ("Result", "true")
    record = asked(f"/sobjects/Account/{made.findtext('id')}?fields=Name,ParentId")
    assert (record.tag, record.get("type"), record.findtext("Name")) == ("Account", "Account", "One & Two")
    assert record.find("ParentId").get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true"
    found = asked("/query?q=SELECT+Name+FROM+Account")
    assert (found.tag, found.findtext("records/Name"), found.findtext("totalSize")) == ("QueryResult", "One & Two", "1")
    refused = asked("/query?q=SELECT+Nope+FROM+Account")
    assert (refused.tag, refused.findtext("Error/errorCode")) == ("Errors", "INVALID_FIELD")
    assert asked("/services/data", "text/html,application/xml;q=0.9,*/*;q=0.8").find("Version/label") is not None
    assert asked("/sobjects").findtext("encoding") == "UTF-8"


def test_json_is_what_others_get(org: Client) -> None:
    for accept in ("*/*", "application/json, application/xml", "text/csv"):
        assert "LimitsSnapshot" not in org.call("GET", "/limits", headers={"Accept": accept})[1]
    status, body = org.call("POST", "/composite", {}, headers={"Accept": "application/xml"})
    assert (status, body[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")
