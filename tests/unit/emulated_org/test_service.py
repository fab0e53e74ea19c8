# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every request meets: versions, sessions, methods, limits, the shape of errors."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import requests

from emulated_org.testing import Client, password_login

from .soap import fault


def test_versions_need_no_session_and_end_with_the_newest(org: Client) -> None:
    found = requests.get(org.url + "/services/data", timeout=10).json()
    assert found[-1] == {"label": "Winter '27", "url": "/services/data/v68.0", "version": "68.0"}
    assert found[0]["version"] == "31.0"


def test_old_versions_are_gone_and_unknown_ones_not_found(org: Client) -> None:
    assert org.call("GET", "/services/data/v30.0/sobjects")[0] == 410
    assert org.call("GET", "/services/data/v30.0/sobjects")[1][0]["errorCode"] == "UNSUPPORTED_API_VERSION"
    assert org.call("GET", "/services/data/v69.0/sobjects")[0] == 404


def test_a_bad_session_is_refused_in_salesforces_words(org: Client) -> None:
    org.session.headers["Authorization"] = "Bearer 00Dnothing!AQ"
    refused = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
    assert org.call("GET", "/sobjects") == (401, refused)


def test_an_idle_session_expires_with_the_clock(org: Client) -> None:
    token = org.org.sessions.open(org.org.id, org.org.database.ids("User")[0], "test")
    client = Client(org.world, 0, token=token)
    assert client.call("GET", "/limits")[0] == 200
    org.control("POST", "/clock", {"advance": 7201})
    assert client.call("GET", "/limits")[0] == 401
    org.control("POST", "/clock", {"advance": -7201})


def test_wrong_methods_name_the_allowed_ones(org: Client) -> None:
    status, body = org.call("POST", "/limits", {})
    assert status == 405
    assert body[0]["message"] == "HTTP Method 'POST' not allowed. Allowed are HEAD,GET"


def test_users_cannot_be_deleted(org: Client) -> None:
    user = org.one("User", Username="sam.seller@umbra.example")
    status, body = org.call("DELETE", f"/sobjects/User/{user}")
    assert (status, body[0]["errorCode"]) == (405, "METHOD_NOT_ALLOWED")


def test_broken_json_names_the_place(org: Client) -> None:
    answer = org.session.post(
        f"{org.url}{org.base}/sobjects/Account", data=b"{}}", headers={"Content-Type": "application/json"}, timeout=10
    )
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_other_media_types_are_refused(org: Client) -> None:
    answer = org.session.post(
        f"{org.url}{org.base}/sobjects/Account", data=b"<a/>", headers={"Content-Type": "text/plain"}, timeout=10
    )
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_the_daily_allowance_is_counted_and_enforced(org: Client) -> None:
    answer = org.session.get(f"{org.url}{org.base}/limits", timeout=10)
    used = org.org.usage.used
    assert answer.headers["Sforce-Limit-Info"] == f"api-usage={used}/100000"
    org.org.settings.daily_requests = used
    answer = org.session.get(f"{org.url}{org.base}/limits", timeout=10)
    assert (answer.status_code, answer.json()[0]["message"]) == (403, "TotalRequests Limit exceeded.")
    assert answer.headers["Sforce-Limit-Info"] == f"api-usage={used}/{used}"
    assert fault(org, "<describeMetadata/>") == "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded."
    assert org.later(24 * 3600 + 1).call("GET", "/limits")[0] == 200


def test_every_answer_to_somebody_known_says_what_is_used(org: Client) -> None:
    paths = ("/limits", "/sobjects/Nope", "/query?q=SELECT", "/sobjects/User/describe")
    told = [org.session.get(f"{org.url}{org.base}{path}", timeout=10) for path in paths]
    used = [int(one.headers["Sforce-Limit-Info"].split("=")[1].split("/")[0]) for one in told]
    assert [one.status_code for one in told] == [200, 404, 400, 200]
    assert used == list(range(used[0], used[0] + len(paths)))


def test_long_requests_at_the_same_time_are_limited(org: Client) -> None:
    org.org.settings.concurrent_requests = 2
    org.control("POST", "/faults", {"kind": "delay", "seconds": 1, "times": 2})
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(Client(org.world, 0).call, "GET", "/limits") for _number in range(2)]
        while org.org.usage.long(0) < 2:
            time.sleep(0.01)
        assert org.call("GET", "/limits")[0] == 200
        org = org.later(20)
        refused = org.call("GET", "/limits")
        login = password_login(org, org.facts["username"], "wrong")
        assert [one.result()[0] for one in running] == [200, 200]
    message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
    assert refused == (403, [{"message": message, "errorCode": "REQUEST_LIMIT_EXCEEDED"}])
    assert message in login
    assert org.call("GET", "/limits")[0] == 200


def test_compression_only_when_asked(org: Client) -> None:
    url = f"{org.url}{org.base}/sobjects"
    plain = org.session.get(url, headers={"Accept-Encoding": "identity"}, timeout=10)
    packed = org.session.get(url, headers={"Accept-Encoding": "gzip"}, timeout=10)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.json() == packed.json()


def test_describe_knows_labels_lengths_and_what_can_be_written(org: Client) -> None:
    _status, body = org.call("GET", "/sobjects/PermissionSet/describe")
    fields = {one["name"]: one for one in body["fields"]}
    assert fields["PermissionsViewSetup"]["label"] == "View Setup and Configuration"
    assert fields["LicenseId"]["createable"]
    assert not fields["LicenseId"]["updateable"]
    assert fields["Name"]["length"] == 80
    assert "PermissionsViewAllFields" not in {one["name"] for one in body["fields"]}


def test_view_all_fields_appears_with_api_63(org: Client) -> None:
    def names(client: Client) -> set[str]:
        return {one["name"] for one in client.call("GET", "/sobjects/ObjectPermissions/describe")[1]["fields"]}

    assert "PermissionsViewAllFields" in names(org)
    assert "PermissionsViewAllFields" not in names(org.at(62))


def test_grantable_fields_follow_describe_except_for_addresses(org: Client) -> None:
    _status, body = org.call("GET", "/sobjects/FieldPermissions/describe")
    picklist = next(one for one in body["fields"] if one["name"] == "Field")["picklistValues"]
    values = {one["value"] for one in picklist}
    assert {"Account.BillingAddress", "Account.ParentId", "Account.Parent", "Account.Fleet_Size__c"} <= values
    assert not {"Account.BillingStreet", "Account.Name", "Account.OwnerId", "Contact.LastName"} & values


def test_describe_can_be_asked_for_changes_only(org: Client) -> None:
    url = f"{org.url}{org.base}/sobjects/Account/describe"
    last = org.session.get(url, timeout=10).headers["Last-Modified"]
    assert org.session.get(url, headers={"If-Modified-Since": last}, timeout=10).status_code == 304


def test_a_user_without_api_enabled_has_no_api(org: Client) -> None:
    user = org.user("no.api@example.com", "Minimum Access - Salesforce")
    status, body = org.signed_in(user).call("GET", "/limits")
    assert (status, body[0]["errorCode"]) == (403, "API_CURRENTLY_DISABLED")


def test_records_by_a_look_up_field(org: Client) -> None:
    status, body = org.call("GET", "/sobjects/UserLicense/Name/Salesforce Integration")
    assert (status, body["TotalLicenses"]) == (200, 5)
    status, body = org.call("GET", "/sobjects/PermissionSet/Name/Sales_Reporting")
    message = "Provided external ID field does not exist or is not accessible: Name"
    assert (status, body[0]["message"]) == (404, message)


def test_multi_currency_brings_its_object(org: Client, acquired: Client) -> None:
    assert org.query_error("SELECT Id FROM CurrencyType")["errorCode"] == "INVALID_TYPE"
    assert {one["IsoCode"] for one in acquired.query("SELECT IsoCode FROM CurrencyType")} == {"USD", "EUR"}


def test_the_callers_own_permissions(org: Client) -> None:
    found = org.query("SELECT PermissionsViewSetup, PermissionsApiUserOnly FROM UserPermissionAccess")
    assert [(one["PermissionsViewSetup"], one["PermissionsApiUserOnly"]) for one in found] == [(True, False)]


def test_the_tooling_api_describes_its_own_objects(org: Client) -> None:
    assert org.call("GET", "/sobjects/PermissionDependency/describe")[0] == 404
    status, body = org.call("GET", "/tooling/sobjects/PermissionDependency/describe")
    assert (status, body["name"]) == (200, "PermissionDependency")


def test_queries_describe_their_columns(org: Client) -> None:
    text = "SELECT Id, UserLicense.Name, (SELECT Username FROM Users) FROM Profile"
    _status, body = org.call("GET", "/query", params={"q": text, "columns": "true"})
    assert body["entityName"] == "Profile"
    assert [one["columnName"] for one in body["columnMetadata"]] == ["Id", "UserLicense", "Users"]
    assert [one["columnName"] for one in body["columnMetadata"][1]["joinColumns"]] == ["Name"]
