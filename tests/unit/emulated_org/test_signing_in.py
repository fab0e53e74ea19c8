# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth flows and the SOAP login."""

from __future__ import annotations

import time
import typing as t
from pathlib import Path

import jwt
import pytest
import requests
from simple_salesforce.api import Salesforce

from emulated_org.testing import Client, password_login, token

JSON = dict[str, t.Any]
BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def assertion(org: Client, **claims: t.Any) -> str:
    facts = org.facts
    known = {"iss": facts["client_id"], "sub": facts["username"], "aud": "https://login.salesforce.com"}
    wanted = {**known, "exp": int(time.time()) + 180, **claims}
    return jwt.encode(wanted, Path(facts["private_key_file"]).read_text(), "RS256")


def works(org: Client, body: JSON) -> bool:
    return (
        Client(org.world, org.world.facts.index(org.facts), token=body["access_token"]).call("GET", "/limits")[0] == 200
    )


def test_jwt_bearer(org: Client) -> None:
    status, body = token(org, grant_type=BEARER, assertion=assertion(org))
    assert (status, body["token_type"], body["instance_url"]) == (200, "Bearer", org.url)
    assert body["access_token"].startswith(org.facts["org_id"][:15] + "!AQ")
    assert body["id"].split("/")[-2:] == [org.facts["org_id"], org.one("User", Username=org.facts["username"])]
    assert "refresh_token" not in body
    assert works(org, body)


@pytest.mark.parametrize(
    ("claims", "error", "description"),
    [
        ({"iss": "nobody"}, "invalid_client_id", "client identifier invalid"),
        ({"sub": "nobody@example.com"}, "invalid_grant", "user hasn't approved this consumer"),
        ({"sub": "sam.seller@umbra.example"}, "invalid_grant", "user is not admin approved to access this app"),
        ({"aud": "https://test.salesforce.com"}, "invalid_grant", "audience is invalid"),
        ({"exp": 1}, "invalid_grant", "expired authorization code"),
        ({"sub": "otto.former@umbra.example"}, "inactive_user", "user is inactive"),
    ],
)
def test_jwt_refusals(org: Client, claims: JSON, error: str, description: str) -> None:
    refused = {"error": error, "error_description": description}
    assert token(org, grant_type=BEARER, assertion=assertion(org, **claims)) == (400, refused)


def test_a_sandbox_has_its_own_audience(org: Client) -> None:
    sandbox = Client(org.world, 1)
    assert (
        token(sandbox, grant_type=BEARER, assertion=assertion(sandbox))[1]["error_description"] == "audience is invalid"
    )
    for audience in ("https://test.salesforce.com", sandbox.url):
        assert token(sandbox, grant_type=BEARER, assertion=assertion(sandbox, aud=audience))[0] == 200


def test_a_permission_set_pre_authorises(org: Client) -> None:
    user = org.user()
    parent = org.permission_set()
    org.make("SetupEntityAccess", ParentId=parent, SetupEntityId=org.one("ConnectedApplication", Name="Provisioning"))
    assert token(org, grant_type=BEARER, assertion=assertion(org, sub="link@example.com"))[0] == 400
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    assert token(org, grant_type=BEARER, assertion=assertion(org, sub="link@example.com"))[0] == 200
    org.call("PATCH", f"/sobjects/UserLogin/{org.one('UserLogin', UserId=user)}", {"IsFrozen": True})
    assert token(org, grant_type=BEARER, assertion=assertion(org, sub="link@example.com"))[0] == 400


def test_client_credentials_in_the_body_or_the_header(org: Client) -> None:
    form = {"client_id": org.facts["client_id"], "client_secret": org.facts["client_secret"]}
    status, body = token(org, grant_type="client_credentials", **form)
    assert (status, works(org, body)) == (200, True)
    basic = requests.post(
        org.url + "/services/oauth2/token",
        data={"grant_type": "client_credentials"},
        auth=(form["client_id"], form["client_secret"]),
        timeout=10,
    )
    assert basic.status_code == 200
    wrong = {**form, "client_secret": "x"}
    assert token(org, grant_type="client_credentials", **wrong)[1]["error"] == "invalid_client"
    scoped = token(org, grant_type="client_credentials", scope="api", **form)[1]
    assert scoped == {"error": "invalid_request", "error_description": "scope parameter not supported"}


def test_refresh_and_revocation(org: Client) -> None:
    refresh = org.org.sessions.refresh_token(org.one("User", Username=org.facts["username"]), org.facts["client_id"])
    form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": org.facts["client_id"]}
    status, body = token(org, **form)
    assert (status, works(org, body)) == (200, True)
    given = {"token": body["access_token"]}
    assert requests.post(org.url + "/services/oauth2/revoke", data=given, timeout=10).status_code == 200
    assert not works(org, body)
    org.org.sessions.revoke(refresh)
    assert token(org, **form)[1]["error_description"] == "expired access/refresh token"


def test_a_refresh_token_is_listed_and_revoked_by_its_delete_token(org: Client) -> None:
    found = org.query("SELECT AppName, DeleteToken FROM OauthToken")[0]
    assert found["AppName"] == "Provisioning"
    given = {"token": found["DeleteToken"]}
    assert requests.post(org.url + "/services/oauth2/revoke", data=given, timeout=10).status_code == 200
    assert org.query("SELECT Id FROM OauthToken") == []
    form = {"refresh_token": org.facts["refresh_token"], "client_id": org.facts["client_id"]}
    assert token(org, grant_type="refresh_token", **form)[0] == 400


def test_the_password_flow_is_off_unless_the_org_allows_it(org: Client, acquired: Client) -> None:
    for client, expected in ((org, 400), (acquired, 200)):
        facts = client.facts
        form = {key: facts[key] for key in ("client_id", "client_secret", "username")}
        secret = facts["password"] + facts["security_token"]
        assert token(client, grant_type="password", password=secret, **form)[0] == expected


def test_requests_without_a_known_grant(org: Client) -> None:
    assert token(org)[1]["error_description"] == "missing required parameter: grant_type"
    assert token(org, grant_type="x")[1] == {
        "error": "unsupported_grant_type",
        "error_description": "grant type not supported",
    }


def test_authorization_codes_are_unknown(org: Client) -> None:
    form = {key: org.facts[key] for key in ("client_id", "client_secret")}
    refused = {"error": "invalid_grant", "error_description": "invalid authorization code"}
    assert token(org, grant_type="authorization_code", code="aPrx", **form) == (400, refused)
    assert token(org, grant_type=BEARER, assertion=assertion(org, iss=""))[1]["error"] == "invalid_client_id"


def test_soap_login_lives_until_version_64(org: Client) -> None:
    name, secret = org.facts["username"], org.facts["password"] + org.facts["security_token"]
    session = password_login(org, name, secret).split("<sessionId>")[1].split("<")[0]
    assert works(org, {"access_token": session})
    assert "No operation available" in password_login(org, name, secret, version=65)
    bare = password_login(org, name, org.facts["password"])
    assert "LOGIN_MUST_USE_SECURITY_TOKEN: Invalid username, password, security token; or user locked out." in bare
    wrong = password_login(org, name, "nothing" + org.facts["security_token"])
    assert "INVALID_LOGIN: Invalid username, password, security token; or user locked out." in wrong
    org.org.settings.soap_login = False
    assert "INVALID_OPERATION" in password_login(org, name, secret)


class Local(requests.adapters.HTTPAdapter):
    """simple-salesforce always says https: bring its requests here all the same."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: t.Any, *arguments: t.Any, **options: t.Any) -> t.Any:
        path = request.url.split("/", 3)[3]
        request.url = f"{self.url}/{path}"
        options["proxies"] = {}
        return super().send(request, *arguments, **options)


def test_simple_salesforce_signs_in_queries_and_writes(org: Client) -> None:
    session = requests.Session()
    session.mount("https://", Local(org.url))
    facts: t.Any = {key: org.facts[key] for key in ("username", "password", "security_token")}
    client: t.Any = Salesforce(**facts, session=session)
    assert client.query("SELECT Id FROM User WHERE IsActive = true")["totalSize"] == 3
    made = client.PermissionSet.create({"Name": "Simple", "Label": "Simple"})
    assert made["success"]
    assert client.PermissionSet.get(made["id"])["Label"] == "Simple"
    assert client.PermissionSet.update(made["id"], {"Label": "Simpler"}) == 204
    assert client.PermissionSet.delete(made["id"]) == 204
    assert client.User.get_by_custom_id("Username", "sam.seller@umbra.example")["LastName"] == "Seller"
    assert len(client.describe()["sobjects"]) > 40


def test_soap_creates_changes_and_deletes_records(org: Client) -> None:
    def call(operation: str, inner: str) -> str:
        body = (
            '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:partner.soap.sforce.com"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Header><u:SessionHeader><u:sessionId>'
            f"{org.facts['access_token']}</u:sessionId></u:SessionHeader></e:Header><e:Body>"
            f"<u:{operation}>{inner}</u:{operation}></e:Body></e:Envelope>"
        )
        return requests.post(f"{org.url}/services/Soap/u/66.0/x", data=body, timeout=10).text

    row = "<Name>Soapy</Name><Label>Soapy</Label><PermissionsApiEnabled>true</PermissionsApiEnabled>"
    answer = call("create", f'<u:sObjects xsi:type="u1:PermissionSet">{row}</u:sObjects>')
    made = answer.split("<id>")[1].split("<")[0]
    assert org.call("GET", f"/sobjects/PermissionSet/{made}")[1]["PermissionsApiEnabled"] is True
    again = call("create", f"<u:sObjects><u:type>PermissionSet</u:type>{row}</u:sObjects>")
    assert "<statusCode>DUPLICATE_DEVELOPER_NAME</statusCode>" in again
    changed = f"<u:sObjects><u:type>PermissionSet</u:type><u:Id>{made}</u:Id><Label>Soap</Label></u:sObjects>"
    assert "<success>true</success>" in call("update", changed)
    assert "<success>true</success>" in call("delete", f"<u:ids>{made}</u:ids>")
