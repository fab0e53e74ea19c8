# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client against an org that refuses what Salesforce refuses, with the truth read from the org's own store."""

from __future__ import annotations

import json
import typing as t
import urllib.request

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Delete,
    Describe,
    Query,
    Ref,
    Update,
    Where,
    Write,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import (
    AnswerLost,
    ReadOnlyViolation,
    SalesforceError,
    SignInError,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org
from ansible_collections.sfops.salesforce.plugins.module_utils._api.transport import Transport
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import Store

if t.TYPE_CHECKING:
    from emulated_org.start import World

ORGANIZATION = Query("Organization", ("Id", "Name", "IsSandbox"))
Facts = dict[str, str]


@pytest.fixture
def facts(world: World) -> list[Facts]:
    return world.facts


def control(facts: Facts, method: str, path: str, body: t.Any = None) -> t.Any:
    request = urllib.request.Request(
        facts["control_url"] + path,
        data=json.dumps(body).encode() if body is not None else None,
        method=method,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        content = answer.read()
    return json.loads(content) if content else None


@pytest.fixture
def production(facts: list[Facts]) -> Facts:
    control(facts[0], "POST", "/store/mark")
    return facts[0]


def org_of(facts: Facts, read_only: bool = False, sessions: t.Any = None, **options: t.Any) -> Org:
    params: dict[str, t.Any] = {"instance_url": facts["instance_url"], **options}
    if not options:
        params["access_token"] = facts["access_token"]
    connection = Connection.from_params(params)
    return Org(connection, read_only, sessions, Transport(connection, read_only, sleep=lambda seconds: None))


def changed(facts: Facts) -> dict[str, t.Any]:
    return t.cast("dict[str, t.Any]", control(facts, "GET", "/store/diff"))


WAYS = {
    "access_token": ("access_token",),
    "jwt_bearer": ("client_id", "username", "private_key_file"),
    "client_credentials": ("client_id", "client_secret"),
    "password": ("username", "password", "security_token"),
    "refresh_token": ("client_id", "client_secret", "refresh_token"),
}


def credentials(facts: Facts, way: str) -> dict[str, t.Any]:
    return {option: facts[option] for option in WAYS[way]}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_signing_in_reaches_each_org(facts: list[Facts], way: str) -> None:
    for one in facts:
        org = org_of(one, read_only=True, **credentials(one, way))
        ((found,),) = org.read([ORGANIZATION])
        assert found["Id"] == org.org_id == one["org_id"]
        assert org.requests == {"reads": 1 + (way != "access_token"), "writes": 0, "signed_in": way != "access_token"}
        assert (org.user_id or "005")[:3] == "005"
        assert len(org.user_id or "x" * 18) == 18
        assert org.limits is not None
        assert org.limits["max"] > org.limits["used"] > 0
        assert bool(org.warnings) == (way == "password")


@pytest.mark.parametrize(
    ("way", "spoiled", "code", "cure"),
    [
        ("jwt_bearer", {"client_id": "3MVG9unknown"}, "invalid_client_id", "set client_id"),
        ("jwt_bearer", {"username": "nobody@acme.example"}, "invalid_grant", "username"),
        ("jwt_bearer", {"audience": "https://acme.example"}, "invalid_grant", "set audience"),
        ("client_credentials", {"client_secret": "wrong"}, "invalid_client", "set client_secret"),
        ("refresh_token", {"refresh_token": "wrong"}, "invalid_grant", "get a new refresh_token"),
        ("password", {"password": "wrong"}, "INVALID_LOGIN", "check username, password, security_token"),
    ],
)
def test_wrong_credentials_are_refused_with_the_option_to_change(
    production: Facts, way: str, spoiled: dict[str, str], code: str, cure: str
) -> None:
    options = {**credentials(production, way), **spoiled}
    with pytest.raises(SignInError) as caught:
        org_of(production, **options).read([ORGANIZATION])
    assert caught.value.code == code
    assert cure in caught.value.cure
    for secret in ("password", "client_secret", "security_token", "refresh_token"):
        assert production[secret] not in str(caught.value)


def test_a_wrong_access_token_says_so(production: Facts) -> None:
    with pytest.raises(SignInError, match="set access_token to a new one"):
        org_of(production, access_token="00D000000000000!wrong").read([ORGANIZATION])


LABEL = 'Client\'s "plan" \\ ✓ 100%_é'
PLAN: list[Write] = [
    Create("PermissionSet", {"Name": "Client_Plan", "Label": LABEL}, ref="ps"),
    Create("ObjectPermissions", {"ParentId": Ref("ps"), "SobjectType": "Account", "PermissionsRead": True}),
    Create("ObjectPermissions", {"ParentId": Ref("ps"), "SobjectType": "Contact", "PermissionsRead": True}),
    Create("FieldPermissions", {"ParentId": Ref("ps"), "SobjectType": "Account", "Field": "Account.Industry", "PermissionsRead": True}),
    Update("PermissionSet", Ref("ps"), {"Description": "a'b\nc"}),
]  # fmt: skip


def test_a_plan_lands_in_one_request_is_found_by_its_odd_name_and_goes_again(production: Facts) -> None:
    org = org_of(production)
    label = Query("PermissionSet", ("Id", "Label", "Description"), (Where("Label", "=", LABEL),))
    rows = Query("ObjectPermissions", ("SobjectType", "Parent.Name"), (Where("Parent.Name", "=", "Client_Plan"),))
    ids, found = org.write(PLAN, [label, rows])
    assert org.requests == {"reads": 0, "writes": 1, "signed_in": False}
    assert found is not None
    assert found[0] == [{"Id": ids[0], "Label": LABEL, "Description": "a'b\nc"}]
    assert sorted(row["SobjectType"] for row in found[1]) == ["Account", "Contact"]
    assert all(row["Parent"] == {"Name": "Client_Plan"} for row in found[1])
    assert ids[4] == ids[0]
    created = changed(production)
    assert set(created["PermissionSet"]["created"]) == {ids[0]}
    assert set(created["ObjectPermissions"]["created"]) == {ids[1], ids[2]}
    assert set(created["FieldPermissions"]["created"]) == {ids[3]}

    writes: list[Write] = [Delete("ObjectPermissions", str(ids[1])), Delete("ObjectPermissions", str(ids[2]))]
    gone, left = org.write([*writes, Delete("PermissionSet", str(ids[0]))], [label])
    assert (gone, left) == ([ids[1], ids[2], ids[0]], [[]])
    assert changed(production) == {}


@pytest.mark.parametrize(
    "text", ["O'Neil", "' OR Name != '", "\\", "\\'", '"', "a\nb", "%", "_", "日本", "@{ref}", "SELECT"]
)
def test_odd_texts_are_data_in_a_query(production: Facts, text: str) -> None:
    org = org_of(production, read_only=True)
    assert org.read([Query("User", ("Id",), (Where("LastName", "=", text),))]) == [[]]
    assert org.read([Query("User", ("Id",), (Where("LastName", "IN", (text, "x")),)), ORGANIZATION])[0] == []


def test_a_refused_plan_leaves_nothing_and_names_the_write(production: Facts) -> None:
    rows: list[Write] = [
        Create("ObjectPermissions", {"ParentId": Ref("ps"), "SobjectType": name, "PermissionsRead": True})
        for name in ("Account", "Spaceship__c", "Contact")
    ]
    with pytest.raises(SalesforceError) as caught:
        org_of(production).write([Create("PermissionSet", {"Name": "Client_Refused", "Label": "x"}, ref="ps"), *rows])
    error = caught.value
    assert (error.index, error.code, error.committed) == (2, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", 0)
    assert "does not know 'Spaceship__c'" in error.cure
    assert changed(production) == {}


def test_a_username_taken_elsewhere_is_refused(facts: list[Facts], production: Facts) -> None:
    org = org_of(production)
    (profile,), (mine,) = org.read(
        [
            Query("Profile", ("Id",), (Where("Name", "=", "Minimum Access - API Only Integrations"),)),
            Query("User", ("TimeZoneSidKey", "LocaleSidKey"), (Where("Username", "=", production["username"]),)),
        ]
    )
    fields = {
        **mine,
        "Username": facts[2]["username"],
        "LastName": "x",
        "Email": "x@acme.example",
        "Alias": "x",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "en_US",
        "ProfileId": profile["Id"],
    }
    with pytest.raises(SalesforceError, match="another org may hold it: choose another username") as caught:
        org.write([Create("User", fields)])
    assert (caught.value.code, caught.value.fields, caught.value.index) == ("DUPLICATE_USERNAME", ["Username"], 0)
    assert changed(production) == {}


def test_what_the_org_lacks_reads_as_none(production: Facts) -> None:
    org = org_of(production, read_only=True)
    lacking = Query("Spaceship__c", ("Id",), optional=True)
    column = Query("User", ("Id", "Warp__c"), optional=True)
    user = Describe("User")
    found = org.read([Describe("Spaceship__c"), lacking, column, user])
    assert found[:3] == [None, None, None]
    assert found[3]["name"] == "User"
    assert [org.read([one])[0] for one in (Describe("Spaceship__c"), lacking, column)] == [None, None, None]
    for query, code in (
        (Query("Spaceship__c", ("Id",)), "INVALID_TYPE"),
        (Query("User", ("Warp__c",)), "INVALID_FIELD"),
    ):
        for reads, index in (([query], 0), ([ORGANIZATION, query], 1)):
            with pytest.raises(SalesforceError, match="this org has no (object Spaceship__c|field Warp__c)") as caught:
                org.read(reads)
            assert (caught.value.code, caught.value.index) == (code, index)


def test_many_reads_travel_in_few_requests(production: Facts) -> None:
    org = org_of(production, read_only=True)
    names = ("User", "Account", "Contact", "Profile", "PermissionSet", "Lead")
    tooling = Query("PermissionDependency", ("Permission", "RequiredPermission"), tooling=True)
    found = org.read([tooling, *(Query(name, ("Id",)) for name in names), *(Describe(name) for name in names)])
    assert all(isinstance(one, list) for one in found[:7])
    assert len(found[0]) > 10
    assert [one["name"] for one in found[7:]] == list(names)
    # 6 queries and 6 describes: two composites at most, and the tooling query by itself.
    assert org.requests["reads"] <= 3 + len(found[0]) // 2000
    entries = control(production, "GET", "/requests")
    assert len(entries) == org.requests["reads"]
    assert not any(one["writing"] for one in entries)


def test_a_preview_writes_nothing(production: Facts) -> None:
    org = org_of(production, read_only=True, **credentials(production, "client_credentials"))
    org.read([ORGANIZATION, Describe("User")])
    with pytest.raises(ReadOnlyViolation, match="POST .*/sobjects/PermissionSet was not sent"):
        org.write(PLAN)
    assert changed(production) == {}
    assert not any(one["writing"] for one in control(production, "GET", "/requests"))


NEW = Create("PermissionSet", {"Name": "Client_Fault", "Label": "x"})
FOUND = Query("PermissionSet", ("Id",), (Where("Name", "=", "Client_Fault"),))


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 503},
        {"kind": "status", "status": 429, "retry_after": 1},
        {"kind": "lock"},
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "malformed"},
    ],
)
def test_a_passing_fault_does_not_disturb_reads(production: Facts, fault: dict[str, t.Any]) -> None:
    control(production, "POST", "/faults", {**fault, "path": "/services/data", "times": 2})
    org = org_of(production, read_only=True)
    assert len(org.read([ORGANIZATION])[0]) == 1
    assert org.requests["reads"] == 3


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 429, "retry_after": 1}, {"kind": "lock"}])
def test_a_write_that_did_not_happen_is_sent_again(production: Facts, fault: dict[str, t.Any]) -> None:
    control(production, "POST", "/faults", {**fault, "path": "/composite", "times": 2})
    org = org_of(production)
    _ids, found = org.write([NEW], [FOUND])
    assert found is not None
    assert len(found[0]) == 1
    assert org.requests["writes"] == 3


@pytest.mark.parametrize(
    ("fault", "happened"),
    [
        ({"kind": "drop_after"}, 1),
        ({"kind": "drop_before"}, 0),
        ({"kind": "status", "status": 503}, 0),
        ({"kind": "malformed"}, 0),
    ],
)
def test_a_write_whose_answer_was_lost_is_never_sent_twice(
    production: Facts, fault: dict[str, t.Any], happened: int
) -> None:
    control(production, "POST", "/faults", {**fault, "path": "/composite", "times": 1})
    org = org_of(production)
    with pytest.raises(AnswerLost):
        org.write([NEW])
    assert org.requests["writes"] == 1
    assert len(org.read([FOUND])[0]) == happened


def test_the_authority_that_signed_for_an_org_is_trusted_by_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from emulated_org.start import running

    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with running(count=1, tls=True) as secure:
        facts = secure.facts[0]
        for own in ({"ca_path": facts["ca_file"]}, {"validate_certs": False}):
            org = org_of(facts, access_token=facts["access_token"], **own)
            assert org.read([ORGANIZATION])[0][0]["Id"] == facts["org_id"]
        with pytest.raises(SalesforceError, match="certificate of https://127.0.0.1:.* cannot be verified") as caught:
            org_of(facts, access_token=facts["access_token"]).read([ORGANIZATION])
        assert caught.value.code == "TLS"
        assert "ca_path" in str(caught.value)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", facts["ca_file"])
        assert org_of(facts).read([ORGANIZATION])[0][0]["Id"] == facts["org_id"]


def test_a_session_that_ends_is_renewed_and_shared(production: Facts) -> None:
    store = Store()
    way = credentials(production, "client_credentials")
    first = org_of(production, sessions=store, **way)
    first.read([ORGANIZATION])
    control(production, "POST", "/faults", {"kind": "expire_session", "path": "/services/data", "times": 1})
    ids, _found = first.write([NEW])
    assert ids[0]
    assert first.requests == {"reads": 3, "writes": 2, "signed_in": True}
    second = org_of(production, sessions=store, **way)
    second.read([ORGANIZATION])
    assert second.requests == {"reads": 1, "writes": 0, "signed_in": False}
