# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components of the Metadata API, against scripted answers in the words of its developer guide."""

from __future__ import annotations

import typing as t
from xml.sax.saxutils import escape

import defusedxml.ElementTree
import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Metadata,
    Query,
    Update,
    UpdateMetadata,
    Write,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api import libraries, soap
from ansible_collections.sfops.salesforce.plugins.module_utils._api.bodies import Call
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import (
    AnswerLost,
    ReadOnlyViolation,
    SalesforceError,
    SignInError,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.guard import first_write
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    TOKEN,
    Asked,
    Made,
    Reply,
    Server,
    Store,
)
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.test_writing import carried_out

Make = t.Callable[..., Made]
PATH = "/services/Soap/m/66.0"
NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ADMIN = Metadata("Profile", "Admin")
RANGES = UpdateMetadata("SecuritySettings", "Security", {"networkAccess": {"ipRanges": [{"start": "192.0.2.1"}]}})
SAVED = "<result><fullName>Security</fullName><success>true</success></result>"
XML = {"Content-Type": "text/xml;charset=UTF-8"}


def message(body: str, status: int = 200) -> Reply:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope'
        ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>'
    )
    return Reply(status, text, XML)


def components(*found: str) -> Reply:
    return message(f"<readMetadataResponse><result>{''.join(found)}</result></readMetadataResponse>")


def saved(result: str = SAVED) -> Reply:
    return message(f"<updateMetadataResponse>{result}</updateMetadataResponse>")


def refused(code: str, words: str, fields: str = "") -> Reply:
    error = f"<errors>{fields}<message>{escape(words)}</message><statusCode>{code}</statusCode></errors>"
    return saved(f"<result>{error}<fullName>Security</fullName><success>false</success></result>")


def fault(code: str, words: str = "what Salesforce says") -> Reply:
    told = f"<soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{code}: {words}</faultstring></soapenv:Fault>"
    return message(told, 500)


def sent(asked: Asked) -> t.Any:
    """The operation in a message as it travelled."""
    envelope = defusedxml.ElementTree.fromstring(asked.content)
    (body,) = envelope.findall("{http://schemas.xmlsoap.org/soap/envelope/}Body")
    return body[0]


def session_of(asked: Asked) -> str:
    return str(defusedxml.ElementTree.fromstring(asked.content).findtext(f".//{NAMESPACE}sessionId"))


def test_a_component_reads_as_its_type_means_it(make: Make, server: Server) -> None:
    server.script = [
        components(
            '<records xsi:type="Profile"><fullName>Admin</fullName><custom>false</custom>',
            "<description>true</description><loginHours/>",
            "<loginIpRanges><description> a &lt;b&gt; &amp; c </description><startAddress>192.0.2.1</startAddress></loginIpRanges>",
            "<objectPermissions><allowRead>true</allowRead><object>Account</object></objectPermissions>",
            "<objectPermissions>\n <allowRead>false</allowRead>\n <object>Case</object>\n</objectPermissions>",
            '<userLicense xsi:nil="true"/></records>',
        )
    ]
    made = make(read_only=True)
    (found,) = made.org.read([ADMIN])
    assert found == {
        "fullName": "Admin",
        "custom": False,
        "description": "true",
        "loginHours": None,
        "loginIpRanges": [{"description": " a <b> & c ", "startAddress": "192.0.2.1"}],
        "objectPermissions": [{"allowRead": True, "object": "Account"}, {"allowRead": False, "object": "Case"}],
        "userLicense": None,
    }
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", PATH)
    assert asked.headers["SOAPAction"] == '""'
    assert "Authorization" not in asked.headers
    assert session_of(asked) == TOKEN
    assert [(one.tag.removeprefix(NAMESPACE), one.text) for one in sent(asked)] == [
        ("type", "Profile"),
        ("fullNames", "Admin"),
    ]
    assert made.org.requests == {"reads": 1, "writes": 0, "signed_in": False}


def test_repeated_elements_below_others(make: Make, server: Server) -> None:
    ranges = "<ipRanges><start>192.0.2.1</start><end>192.0.2.9</end></ipRanges>"
    server.script = [
        components(f"<records><fullName>Security</fullName><networkAccess>{ranges}</networkAccess></records>"),
        components(
            "<records><fullName>App</fullName><oauthConfig><isAdminApproved>true</isAdminApproved>",
            "<scopes>Api</scopes></oauthConfig><permissionSetName>A</permissionSetName></records>",
        ),
    ]
    security, app = make().org.read([Metadata("SecuritySettings", "Security"), Metadata("ConnectedApp", "App")])
    assert security["networkAccess"]["ipRanges"] == [{"start": "192.0.2.1", "end": "192.0.2.9"}]
    assert app["oauthConfig"] == {"isAdminApproved": True, "scopes": ["Api"]}
    assert app["permissionSetName"] == ["A"]


NIL = '<records xsi:nil="true"/>'


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["<records><fullName>A</fullName></records>", NIL], ["A", None]),
        ([NIL, "<records><fullName>B%2E</fullName></records>"], [None, "B%2E"]),
        (["<records><fullName>b</fullName></records>"], [None, "b"]),
        ([], [None, None]),
        ([NIL, NIL], [None, None]),
        (["<records/>", "<records><label>x</label></records>"], [None, None]),
    ],
)
def test_what_the_org_lacks_reads_as_nothing(
    make: Make, server: Server, told: list[str], expected: list[t.Optional[str]]
) -> None:
    server.script = [components(*told)]
    found = make().org.read([Metadata("PermissionSet", "A"), Metadata("PermissionSet", "B")])
    assert [one and one["fullName"] for one in found] == expected


def test_ten_components_of_a_type_share_a_request(make: Make, server: Server) -> None:
    def echo(asked: Asked) -> Reply:
        names = [one.text for one in sent(asked)[1:]]
        return components(*(f"<records><fullName>{name}</fullName></records>" for name in names))

    server.otherwise = echo
    reads = [Metadata("Profile", f"P{number}") for number in range(12)] + [Metadata("PermissionSet", "S"), ADMIN]
    found = make().org.read([*reads, reads[0]])
    assert [one["fullName"] for one in found] == [*(one.name for one in reads), "P0"]
    assert [len(sent(one)) - 1 for one in server.asked] == [10, 3, 1]


def test_elements_are_replaced(make: Make, server: Server) -> None:
    server.script = [saved()]
    content = {
        "description": '<Zo\u00eb> & "Co"',
        "active": True,
        "gone": None,
        "empty": {},
        "ranges": [{"start": "1"}, {"start": "2"}],
        "none": [],
        "below": {"none": []},
    }
    made = make()
    ids, _read = made.org.write([UpdateMetadata("Profile", "A%26B", content)])
    assert ids == [None]
    (component,) = sent(server.asked[0])
    assert component.get(XSI + "type") == "Profile"
    assert [(one.tag.removeprefix(NAMESPACE), one.text) for one in component][:3] == [
        ("fullName", "A%26B"),
        ("description", content["description"]),
        ("active", "true"),
    ]
    assert component.find(NAMESPACE + "gone").get(XSI + "nil") == "true"
    assert len(component.find(NAMESPACE + "empty")) == 0
    assert [one[0].text for one in component.findall(NAMESPACE + "ranges")] == ["1", "2"]
    assert len(component.find(NAMESPACE + "none")) == 0
    assert len(component.find(NAMESPACE + "below")) == 0
    assert made.org.requests == {"reads": 0, "writes": 1, "signed_in": False}


def test_a_preview_reads_components_and_replaces_none(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: components()
    made = make(read_only=True)
    made.org.read([ADMIN])
    with pytest.raises(ReadOnlyViolation, match="updateMetadata"):
        made.org.write([RANGES])
    assert len(server.asked) == 1


@pytest.mark.parametrize("operation", ["readMetadata", "listMetadata", "describeMetadata"])
def test_operations_that_read(operation: str) -> None:
    assert first_write("POST", PATH, Call(operation, {})) is None
    assert first_write("POST", "/services/Soap/u/66.0", Call(operation, {})) is not None


@pytest.mark.parametrize(
    "operation", ["updateMetadata", "upsertMetadata", "deleteMetadata", "deploy", "renameMetadata"]
)
def test_operations_that_write(operation: str) -> None:
    assert first_write("POST", PATH, Call(operation, {})) == (operation, PATH)


@pytest.mark.parametrize(
    ("code", "words", "cure"),
    [
        ("INVALID_CROSS_REFERENCE_KEY", "no SecuritySettings named X found", "run again"),
        ("FIELD_INTEGRITY_EXCEPTION", "Unknown user permission: Flying", "no permission Flying"),
        ("INSUFFICIENT_ACCESS", "insufficient access rights", "sign in as a user"),
    ],
)
def test_a_component_that_is_refused(make: Make, server: Server, code: str, words: str, cure: str) -> None:
    server.script = [refused(code, words, "<fields>networkAccess</fields>")]
    with pytest.raises(SalesforceError) as caught:
        make().org.write([RANGES])
    error = caught.value
    assert (error.code, error.message, error.fields, error.index) == (code, words, ["networkAccess"], 0)
    assert cure in str(error)


def test_a_component_that_is_refused_without_a_reason(make: Make, server: Server) -> None:
    server.script = [saved("<result><success>false</success></result>")]
    with pytest.raises(SalesforceError, match="gave no reason"):
        make().org.write([RANGES])


def test_a_fault_is_an_error_with_its_code_and_cure(make: Make, server: Server) -> None:
    server.script = [
        fault("INSUFFICIENT_ACCESS", "use of the Metadata API requires a user with the ModifyAllData permission")
    ]
    with pytest.raises(SalesforceError) as caught:
        make().org.read([ADMIN])
    error = caught.value
    assert (error.code, error.status) == ("INSUFFICIENT_ACCESS", 500)
    assert error.message.startswith("use of the Metadata API requires")
    assert "Modify Metadata Through Metadata API Functions" in error.cure


def test_a_lock_is_waited_for(make: Make, server: Server) -> None:
    server.script = [
        refused("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access"),
        fault("UNABLE_TO_LOCK_ROW"),
        saved(),
    ]
    made = make()
    made.org.write([RANGES])
    assert len(made.slept) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(502, "<html>"),
        Reply(how="reset"),
        Reply(200, "<html>"),
        message("<updateMetadataResponse/>"),
        Reply(200, "<a", XML),
    ],
)
def test_a_lost_answer_to_a_write_is_never_sent_again(make: Make, server: Server, reply: Reply) -> None:
    server.script = [reply]
    with pytest.raises(AnswerLost):
        make().org.write([RANGES])
    assert len(server.asked) == 1


def test_a_lost_answer_to_a_read_is_asked_for_again(make: Make, server: Server) -> None:
    server.script = [Reply(503, "<html>"), Reply(how="reset"), Reply(200, "<soapenv:Env", XML), components()]
    assert make().org.read([ADMIN]) == [None]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(200, "<html><body>Log in</body></html>", {"Content-Type": "text/html"}), "WRONG_HOST"),
        (Reply(404, "", XML), "WRONG_HOST"),
        (message("<readMetadataResponse/>"), "BAD_ANSWER"),
        (message(""), "BAD_ANSWER"),
    ],
)
def test_answers_that_are_none(make: Make, server: Server, reply: Reply, code: str) -> None:
    server.otherwise = lambda asked: reply
    with pytest.raises(SalesforceError) as caught:
        make(retries=0).org.read([ADMIN])
    assert caught.value.code == code


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY x "expanded">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>',
        "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>",
    ],
)
def test_a_document_type_is_refused(document: str) -> None:
    envelope = document.replace("<a>", "<Envelope><Body><r>").replace("</a>", "</r></Body></Envelope>")
    answer = soap.SoapAnswer(200, XML, envelope.encode())
    assert (answer.readable, answer.body) == (False, None)


def test_entities_are_expanded_in_no_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "expanded">]><Envelope><Body><r>&x;</r></Body></Envelope>'
    answer = soap.SoapAnswer(200, XML, text.encode("utf-16"))
    assert "expanded" not in str(answer.body)


def test_a_session_that_has_ended_is_renewed(make: Make, server: Server, store: Store) -> None:
    token = {"access_token": "00D5f000000AbCd!second", "instance_url": server.url, "id": "https://x/id/00D/005"}
    first = {**token, "access_token": "00D5f000000AbCd!first"}
    server.script = [Reply(200, first), fault("INVALID_SESSION_ID"), Reply(200, token), saved()]
    made = make(sessions=store, access_token=None, client_id="id", client_secret="secret")
    made.org.write([RANGES])
    assert [session_of(one) for one in server.asked if one.path == PATH] == [
        first["access_token"],
        token["access_token"],
    ]


def test_an_access_token_that_has_ended_is_told(make: Make, server: Server) -> None:
    server.script = [fault("INVALID_SESSION_ID")]
    with pytest.raises(SignInError, match="access token has expired"):
        make().org.read([ADMIN])


def test_records_and_components_are_written_in_order(make: Make, server: Server) -> None:
    user = "005000000000001AAA"

    def either(asked: Asked) -> Reply:
        if asked.method == "GET":
            return Reply(200, {"done": True, "records": [{"Id": "read"}]})
        return saved() if asked.path == PATH else carried_out(asked)

    server.otherwise = either
    made = make()
    writes: list[Write] = [
        Create("PermissionSet", {"Name": "A"}, ref="a"),
        RANGES,
        Update("User", user, {"Title": "x"}),
        RANGES,
    ]
    ids, read = made.org.write(writes, [Query("User", ("Id",))])
    assert ids == ["single000000000000", None, user, None]
    assert read == [[{"Id": "read"}]]
    assert [one.path for one in server.asked][:4] == ["/services/data/v66.0/composite", PATH] * 2


def test_what_was_done_before_a_refusal_is_counted(make: Make, server: Server) -> None:
    server.script = [carried_out, saved(), refused("INSUFFICIENT_ACCESS", "no")]
    with pytest.raises(SalesforceError) as caught:
        make().org.write([Create("PermissionSet", {"Name": "A"}), RANGES, RANGES])
    assert (caught.value.committed, caught.value.index) == (2, 2)


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "a\ud800b", "a\uffffb"])
def test_what_xml_cannot_hold_is_refused(make: Make, server: Server, value: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        make().org.write([UpdateMetadata("Profile", "Admin", {"description": value})])
    assert (caught.value.code, caught.value.fields) == ("CONFIGURATION", ["description"])
    assert server.asked == []


def test_names_of_elements_are_no_data(make: Make) -> None:
    with pytest.raises(ValueError, match="no names of elements"):
        make().org.write([UpdateMetadata("Profile", "Admin", {"a><b": "x"})])


def test_the_library_is_named_where_it_is_missing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> t.Any:
        raise libraries.missing_library("xmltodict", "to read")

    monkeypatch.setattr(soap, "_xmltodict", missing)
    with pytest.raises(SalesforceError, match="pip install 'xmltodict'"):
        make().org.read([ADMIN])
