# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The partner and enterprise SOAP APIs after the sign-in."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree

import pytest
import requests

from emulated_org.testing import Client, password_login

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class Soap:
    """Bare envelopes in the session of *org*'s client."""

    def __init__(self, org: Client, api: str = "partner", version: int = 60) -> None:
        self.org = org
        self.api = api
        self.url = f"{org.url}/services/Soap/{'u' if api == 'partner' else 'c'}/{version}.0"
        self.record = f"{{urn:sobject.{api}.soap.sforce.com}}"

    def post(self, body: str, headers: str = "") -> tuple[int, t.Any]:
        token = str(self.org.session.headers["Authorization"]).removeprefix("Bearer ")
        envelope = (
            '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
            f' xmlns="urn:{self.api}.soap.sforce.com" xmlns:so="urn:sobject.{self.api}.soap.sforce.com"'
            f' xmlns:xsi="{XSI[1:-1]}"><e:Header><SessionHeader><sessionId>{token}</sessionId></SessionHeader>'
            f"{headers}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
        )
        answer = requests.post(self.url, envelope.encode(), headers={"SOAPAction": '""'}, timeout=10)
        return answer.status_code, ElementTree.fromstring(answer.content)

    def call(self, body: str, headers: str = "") -> list[t.Any]:
        """What the response element holds; the names of the API itself lose their namespace."""
        status, root = self.post(body, headers)
        assert status == 200, ElementTree.tostring(root)
        for one in root.iter():
            one.tag = one.tag.removeprefix(f"{{urn:{self.api}.soap.sforce.com}}")
        return list(root[-1][0])

    def query(self, text: str, headers: str = "") -> t.Any:
        return self.call(f"<query><queryString>{text}</queryString></query>", headers)[0]

    def fault(self, body: str) -> tuple[str, str]:
        """The fault's code, and the element in its detail."""
        status, root = self.post(body)
        found = root[-1][0]
        assert status == 500, ElementTree.tostring(root)
        return str(found.findtext("faultcode")), found.find("detail")[0].tag.rsplit("}", 1)[-1]


def sobject(kind: str, **fields: str) -> str:
    inner = "".join(f"<so:{name}>{value}</so:{name}>" for name, value in fields.items())
    return f'<sObjects xsi:type="so:sObject"><so:type>{kind}</so:type>{inner}</sObjects>'


def test_records_name_type_and_id_first_and_the_id_again(org: Client) -> None:
    soap = Soap(org)
    username = org.facts["username"]
    found = soap.query(f"SELECT Id, CreatedDate, Profile.Name, UserRole.Name FROM User WHERE Username = '{username}'")
    assert [one.tag for one in found] == ["done", "queryLocator", "records", "size"]
    assert (found.findtext("done"), found.find("queryLocator").get(f"{XSI}nil"), found.findtext("size")) == (
        "true",
        "true",
        "1",
    )
    record = found.find("records")
    names = [one.tag.removeprefix(soap.record) for one in record]
    assert names == ["type", "Id", "Id", "CreatedDate", "Profile", "UserRole"]
    profile = record.find(f"{soap.record}Profile")
    assert [one.tag.removeprefix(soap.record) for one in profile] == ["type", "Id", "Name"]
    assert profile.find(f"{soap.record}Id").get(f"{XSI}nil") == "true"
    assert profile.findtext(f"{soap.record}Name") == "System Administrator"
    assert record.find(f"{soap.record}UserRole").get(f"{XSI}nil") == "true"
    assert record.findtext(f"{soap.record}CreatedDate").endswith(".000Z")


def test_the_enterprise_api_types_its_records(org: Client) -> None:
    record = Soap(org, "enterprise").query("SELECT Id FROM User LIMIT 1").find("records")
    assert record.get(f"{XSI}type") == "sf:User"
    assert len(record) == 1


def test_aggregates_and_children(org: Client) -> None:
    soap = Soap(org)
    counted = soap.query("SELECT COUNT(Id) FROM User").find(f"records/{soap.record}expr0")
    assert (counted.text, counted.get(f"{XSI}type")) == ("4", "xsd:int")
    parent = org.make("Account", Name="One")
    org.make("Contact", LastName="Link", AccountId=parent)
    below = soap.query("SELECT (SELECT LastName FROM Contacts) FROM Account").find(f"records/{soap.record}Contacts")
    assert (below.get(f"{XSI}type"), below.findtext("size")) == ("QueryResult", "1")
    assert below.findtext(f"records/{soap.record}LastName") == "Link"


def test_long_answers_go_on_with_a_locator(org: Client) -> None:
    for index in range(250):
        org.org.database.insert("Account", {"Id": f"001{index:012d}AAA", "Name": f"A{index}", "IsDeleted": False})
    soap = Soap(org)
    first = soap.query("SELECT Id FROM Account", "<QueryOptions><batchSize>200</batchSize></QueryOptions>")
    assert (first.findtext("done"), len(first.findall("records")), first.findtext("size")) == ("false", 200, "250")
    rest = soap.call(f"<queryMore><queryLocator>{first.findtext('queryLocator')}</queryLocator></queryMore>")[0]
    assert (rest.findtext("done"), len(rest.findall("records"))) == ("true", 50)


def test_deleted_records_show_in_query_all_only(org: Client) -> None:
    made = org.make("Account", Name="Gone")
    org.call("DELETE", f"/sobjects/Account/{made}")
    soap = Soap(org)
    assert soap.query("SELECT Id FROM Account").findtext("size") == "0"
    text = "<queryAll><queryString>SELECT Id FROM Account</queryString></queryAll>"
    assert soap.call(text)[0].findtext("size") == "1"


@pytest.mark.parametrize(
    ("body", "code", "kind"),
    [
        ("<query><queryString>SELECT Nope FROM User</queryString></query>", "INVALID_FIELD", "InvalidFieldFault"),
        ("<query><queryString>SELECT FROM</queryString></query>", "MALFORMED_QUERY", "MalformedQueryFault"),
        ("<query><queryString>SELECT Id FROM Nope</queryString></query>", "INVALID_TYPE", "InvalidSObjectFault"),
        ("<queryMore><queryLocator>x</queryLocator></queryMore>", "INVALID_QUERY_LOCATOR", "InvalidQueryLocatorFault"),
        ("<describeSObject><sObjectType>Nope</sObjectType></describeSObject>", "INVALID_TYPE", "InvalidSObjectFault"),
        ("<create>" + sobject("Account", Name="x") * 201 + "</create>", "EXCEEDED_ID_LIMIT", "UnexpectedErrorFault"),
    ],
)
def test_calls_that_are_refused_as_a_whole(org: Client, body: str, code: str, kind: str) -> None:
    assert Soap(org).fault(body) == (f"sf:{code}", kind)


def test_faults_point_into_the_query(org: Client) -> None:
    _status, root = Soap(org).post("<query><queryString>SELECT Nope FROM User</queryString></query>")
    space = "{urn:fault.partner.soap.sforce.com}"
    assert [next(root.iter(f"{space}{name}")).text for name in ("row", "column")] == ["1", "8"]


def test_describes_are_those_of_rest_in_xml(org: Client) -> None:
    soap = Soap(org)
    found = soap.call("<describeGlobal/>")[0]
    names = {one.findtext("name") for one in found.findall("sobjects")}
    assert names == {one["name"] for one in org.at(60).call("GET", "/sobjects")[1]["sobjects"]}
    body = "<describeSObjects><sObjectType>User</sObjectType><sObjectType>Account</sObjectType></describeSObjects>"
    user, account = soap.call(body)
    assert [one.tag for one in user] == sorted(one.tag for one in user)
    fields = {one.findtext("name"): one for one in user.findall("fields")}
    assert fields["ProfileId"].findtext("referenceTo") == "Profile"
    assert [fields["Username"].findtext(key) for key in ("length", "idLookup", "nillable")] == ["80", "true", "false"]
    assert account.findtext("urlDetail") == f"{org.url}/{{ID}}"


def test_saving_says_what_became_of_each_record(org: Client) -> None:
    soap = Soap(org)
    good, bad = soap.call(f"<create>{sobject('Account', Name='One')}{sobject('Account')}</create>")
    assert [one.tag for one in good] == ["id", "success"]
    assert [one.tag for one in bad] == ["errors", "id", "success"]
    assert bad.findtext("errors/statusCode") == "REQUIRED_FIELD_MISSING"
    together = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>"
    before = org.org.database.ids("Account")
    results = soap.call(f"<create>{sobject('Account', Name='Two')}{sobject('Account')}</create>", together)
    assert results[0].findtext("errors/statusCode") == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
    assert org.org.database.ids("Account") == before


def test_upserts_and_fields_to_null(org: Client) -> None:
    soap = Soap(org)
    user = org.user(Title="Boss", Phone="1")
    body = sobject("User", Username="link@example.com", Department="Crew", Phone="")
    (result,) = soap.call(f"<upsert><externalIDFieldName>Username</externalIDFieldName>{body}</upsert>")
    assert [(one.tag, one.text) for one in result] == [("created", "false"), ("id", user), ("success", "true")]
    emptied = sobject("User", fieldsToNull="Title", Id=user)
    assert soap.call(f"<update>{emptied}</update>")[0].findtext("success") == "true"
    row = org.org.database.get("User", user) or {}
    assert (row["Title"], row["Department"], row["Phone"]) == (None, "Crew", "1")
    (made,) = soap.call(f"<upsert><externalIDFieldName>Id</externalIDFieldName>{sobject('Account', Name='x')}</upsert>")
    assert made.findtext("created") == "true"


def test_records_by_id_are_nil_where_there_is_none(org: Client) -> None:
    soap = Soap(org)
    user = org.user(Title="Boss")
    ids = f"<ids>{user}</ids><ids>005000000000000</ids>"
    found, missing = soap.call(f"<retrieve><fieldList>Title</fieldList><sObjectType>User</sObjectType>{ids}</retrieve>")
    assert found.findtext(f"{soap.record}Title") == "Boss"
    assert missing.get(f"{XSI}nil") == "true"


def test_passwords_the_user_and_the_end_of_the_session(org: Client) -> None:
    soap = Soap(org)
    user = org.user()
    change = f"<setPassword><userId>{user}</userId><password>{{}}</password></setPassword>"
    assert soap.fault(change.format("short")) == ("sf:INVALID_NEW_PASSWORD", "InvalidNewPasswordFault")
    soap.call(change.format("abcdefg123"))
    secret = "abcdefg123" + org.org.security_tokens[user]
    assert "<passwordExpired>false" in password_login(org, "link@example.com", secret)
    made = soap.call(f"<resetPassword><userId>{user}</userId></resetPassword>")[0].findtext("password")
    secret = made + org.org.security_tokens[user]
    assert "<passwordExpired>true" in password_login(org, "link@example.com", secret)
    who = soap.call("<getUserInfo/>")[0]
    assert (who.findtext("userName"), who.findtext("organizationId")) == (org.facts["username"], org.facts["org_id"])
    assert soap.call("<getServerTimestamp/>")[0].findtext("timestamp").endswith("Z")
    soap.call("<logout/>")
    assert soap.fault("<getUserInfo/>") == ("sf:INVALID_SESSION_ID", "UnexpectedErrorFault")


def test_answers_tell_of_the_daily_allowance(org: Client) -> None:
    _status, root = Soap(org).post("<getServerTimestamp/>")
    info = next(root.iter("{urn:partner.soap.sforce.com}limitInfo"))
    assert [one.text for one in info] == [str(org.org.usage.used), "100000", "API REQUESTS"]


def test_only_calls_that_write_are_logged_as_writing(org: Client) -> None:
    org.control("DELETE", "/requests")
    Soap(org).query("SELECT Id FROM User")
    Soap(org).call(f"<create>{sobject('Account', Name='One')}</create>")
    assert [one["writing"] for one in org.control("GET", "/requests")] == [False, True]
