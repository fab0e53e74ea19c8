# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys
import time
import typing as t
import warnings
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Query
from ansible_collections.sfops.salesforce.plugins.module_utils._api.auth.session import Session, long_id, org_of_token
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError, SignInError
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    TOKEN,
    Keys,
    Made,
    Reply,
    Server,
    Store,
)

Make = t.Callable[..., Made]
ORG, USER = "00D5f000000AbCdEAK", "0055f000001XyZzAAK"
NONE = {"access_token": None}
APP = {**NONE, "client_id": "3MVG9", "client_secret": "planted"}
USERS = Query("User", ("Id",))
EMPTY = Reply(200, {"done": True, "records": []})


def token(server: Server, **more: t.Any) -> Reply:
    body = {
        "access_token": TOKEN,
        "instance_url": server.url,
        "id": f"https://login.salesforce.com/id/{ORG}/{USER}",
        "token_type": "Bearer",
        "scope": "api",
        **more,
    }
    return Reply(200, body)


def form(server: Server) -> dict[str, str]:
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("POST", "/services/oauth2/token")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in asked.headers
    return {name: values[0] for name, values in parse_qs(asked.content.decode()).items()}


def test_access_token_sends_nothing_to_sign_in(make: Make, server: Server) -> None:
    made = make()
    assert (made.org.org_id, made.org.user_id, made.org.instance_url) == (ORG, None, server.url)
    assert server.asked == []
    assert made.org.requests == {"reads": 0, "writes": 0, "signed_in": False}


def test_client_credentials(make: Make, server: Server) -> None:
    server.script = [token(server)]
    made = make(**APP)
    assert (made.org.org_id, made.org.user_id) == (ORG, USER)
    assert form(server) == {"grant_type": "client_credentials", "client_id": "3MVG9", "client_secret": "planted"}
    assert made.org.requests == {"reads": 1, "writes": 0, "signed_in": True}


@pytest.mark.parametrize("secret", [None, "planted"])
def test_refresh_token(make: Make, server: Server, secret: str | None) -> None:
    server.script = [token(server)]
    made = make(**NONE, refresh_token="5Aep planted&=", client_id="3MVG9", client_secret=secret)
    assert made.org.user_id == USER
    expected = {"grant_type": "refresh_token", "refresh_token": "5Aep planted&=", "client_id": "3MVG9"}
    assert form(server) == {**expected, **({"client_secret": secret} if secret else {})}
    assert made.org.warnings == []


def test_a_rotating_refresh_token_is_warned_about(make: Make, server: Server) -> None:
    server.script = [token(server, refresh_token="another")]
    made = make(**NONE, refresh_token="5Aep", client_id="3MVG9")
    assert made.org.user_id == USER
    assert "used up by this sign-in" in made.org.warnings[0]


@pytest.mark.parametrize(
    ("options", "audience"),
    [({}, "SERVER"), ({"audience": "https://test.salesforce.com"}, "https://test.salesforce.com")],
)
@pytest.mark.parametrize("kind", ["private_key", "private_key_file"])
def test_jwt_bearer(make: Make, server: Server, keys: Keys, options: dict[str, str], audience: str, kind: str) -> None:
    import jwt
    from cryptography.x509 import load_pem_x509_certificate

    server.script = [token(server)]
    key = keys.key.read_text() if kind == "private_key" else str(keys.key)
    made = make(**NONE, client_id="3MVG9", username="a@acme.com", **{kind: key}, **options)
    assert made.org.user_id == USER
    told = form(server)
    assert told["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    public: t.Any = load_pem_x509_certificate(keys.certificate.read_bytes()).public_key()
    expected = server.url if audience == "SERVER" else audience
    claims = jwt.decode(told["assertion"], public, algorithms=["RS256"], audience=expected)
    assert (claims["iss"], claims["sub"]) == ("3MVG9", "a@acme.com")
    assert 60 < claims["exp"] - time.time() <= 180


def test_a_key_that_cannot_sign_is_told_without_showing_it(make: Make, server: Server) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    curve = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    damaged = "-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----"
    for key in (damaged, curve.decode()):
        made = make(**NONE, client_id="3MVG9", username="a@acme.com", private_key=key)
        with pytest.raises(SalesforceError, match="cannot sign.*; set private_key_file") as caught:
            made.org.read([USERS])
        assert "planted" not in repr(caught.value) + str(caught.value.__cause__)
    assert server.asked == []


@pytest.mark.parametrize(
    ("library", "options", "package"),
    [
        ("jwt", {"client_id": "x", "username": "u", "private_key": "-----BEGIN PRIVATE KEY-----"}, "PyJWT"),
        ("cryptography.exceptions", {"client_id": "x", "username": "u", "private_key": "-----BEGIN PRIVATE KEY-----"}, "crypto"),
        ("simple_salesforce.login", {"username": "u", "password": "p"}, "simple-salesforce"),
    ],
)  # fmt: skip
def test_a_missing_library_is_named_as_pip_knows_it(
    make: Make, monkeypatch: pytest.MonkeyPatch, library: str, options: dict[str, str], package: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SalesforceError, match=f"{package}.* is missing.*-m pip install") as caught:
        make(**NONE, **options).org.read([USERS])
    assert caught.value.code == "MISSING_LIBRARY"


# Refusals of the token endpoint

OAUTH = [
    ("invalid_grant", "user hasn't approved this consumer", "pre-authorized"),
    ("invalid_grant", "audience is invalid", "set audience"),
    ("invalid_grant", "authentication failure", "login_url"),
    ("invalid_client_id", "client identifier invalid", "set client_id"),
    ("invalid_client", "invalid client credentials", "set client_secret"),
    ("inactive_org", None, "ask its administrator"),
]


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize(("code", "description", "cure"), OAUTH)
def test_a_refused_sign_in_says_why_and_what_to_change(
    make: Make, server: Server, code: str, description: str | None, cure: str, status: int
) -> None:
    server.script = [Reply(status, {"error": code, **({"error_description": description} if description else {})})]
    made = make(**APP)
    with pytest.raises(SignInError) as caught:
        made.org.read([USERS])
    error = caught.value
    assert (error.status, error.code) == (status, code)
    assert f"Sign-in by client_credentials at {server.url} was refused: {description or code}; " in str(error)
    assert cure in error.cure
    assert "planted" not in str(error)
    assert made.org.requests == {"reads": 1, "writes": 0, "signed_in": False}


@pytest.mark.parametrize(
    "reply",
    [Reply(404, "<html>"), Reply(200, "<html>"), Reply(200, {"x": 1}), Reply(500, {}), Reply(200, [1]), Reply(204)],
)
def test_a_host_without_a_token_endpoint_is_told(make: Make, server: Server, reply: Reply) -> None:
    server.script = [reply]
    with pytest.raises(SignInError, match="did not answer as a Salesforce sign-in host.*; set login_url") as caught:
        make(**APP).org.read([USERS])
    assert caught.value.code == "WRONG_HOST"


def test_a_sign_in_is_not_redirected_either(make: Make, server: Server, other_server: Server) -> None:
    server.script = [Reply(302, None, {"Location": other_server.url + "/services/oauth2/token"})]
    with pytest.raises(SalesforceError, match="redirects to .*set instance_url"):
        make(**APP).org.read([USERS])
    server.script = [Reply(302, None, {"Location": other_server.url})]
    with pytest.raises(SalesforceError, match="redirects to .*set login_url"):
        make(**APP, login_url=server.url, instance_url=None).org.read([USERS])
    assert other_server.asked == []


def test_a_sign_in_is_tried_again_when_the_door_was_shut(make: Make, server: Server) -> None:
    server.script = [Reply(503, "busy"), Reply(429, "busy", {"Retry-After": "3"}), Reply(how="reset"), token(server)]
    made = make(**APP)
    assert made.org.user_id == USER
    assert made.slept == [0.5, 3, 2.0]


def test_signing_in_at_one_host_leads_to_the_org(make: Make, server: Server, other_server: Server) -> None:
    server.script = [token(other_server)]
    other_server.script = [EMPTY]
    made = make(**APP, login_url=server.url, instance_url=None)
    assert made.org.read([USERS]) == [[]]
    assert made.org.instance_url == other_server.url
    assert other_server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_ending_up_in_another_org_than_named_is_refused(make: Make, server: Server, other_server: Server) -> None:
    server.script = [token(other_server)]
    with pytest.raises(SignInError, match=f"leads to {other_server.url}, but instance_url is {server.url}") as caught:
        make(**APP).org.read([USERS])
    assert "set instance_url to" in caught.value.cure
    assert other_server.asked == []


@pytest.mark.parametrize("url", ["http://acme.my.salesforce.com", "not an address", "https://u:p@acme.example"])
def test_an_unusable_address_of_the_org_is_refused(make: Make, server: Server, url: str) -> None:
    server.script = [token(server, instance_url=url)]
    with pytest.raises(SignInError, match="unusable address"):
        make(**APP, login_url=server.url, instance_url=None).org.read([USERS])


# Password


def envelope(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope '
        'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" '
        'xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )


def logged_in(server: Server) -> Reply:
    return Reply(
        200,
        envelope(
            "<loginResponse><result><metadataServerUrl>x</metadataServerUrl><passwordExpired>false</passwordExpired>"
            f"<sandbox>false</sandbox><serverUrl>{server.url}/services/Soap/u/64.0/{ORG[:15]}</serverUrl>"
            f"<sessionId>{escape(TOKEN)}</sessionId><userId>{USER}</userId><userInfo><organizationId>{ORG}"
            "</organizationId></userInfo></result></loginResponse>"
        ),
    )


def fault(code: str, words: str) -> Reply:
    return Reply(
        500,
        envelope(
            f"<soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{code}: {words}</faultstring><detail>"
            f'<sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>{code}</sf:exceptionCode>'
            f"<sf:exceptionMessage>{words}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>"
        ),
    )


PASSWORD = {**NONE, "username": "a&b@acme.com", "password": "pl<anted>&", "security_token": "to'k<en"}


@pytest.mark.parametrize(("api_version", "used"), [("66.0", "64.0"), ("60.0", "60.0")])
def test_password(make: Make, server: Server, api_version: str, used: str) -> None:
    import xml.etree.ElementTree as tree

    server.script = [logged_in(server), EMPTY]
    made = make(**PASSWORD, api_version=api_version)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert made.org.read([USERS]) == [[]]
    assert (made.org.org_id, made.org.user_id, made.org.instance_url) == (ORG, USER, server.url)
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("POST", f"/services/Soap/u/{used}")
    assert asked.headers["SOAPAction"] == "login"
    assert asked.headers["User-Agent"].startswith("sfops.salesforce/")
    told = {one.tag.split("}")[1]: one.text for one in tree.fromstring(asked.content).iter()}
    assert told["username"] == PASSWORD["username"]
    assert told["password"] == "pl<anted>&to'k<en"
    assert server.asked[1].headers["Authorization"] == f"Bearer {TOKEN}"
    assert made.org.requests == {"reads": 2, "writes": 0, "signed_in": True}
    assert "1 June 2027" in made.org.warnings[0]


SOAP = [
    ("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.", "check username, password"),
    ("LOGIN_MUST_USE_SECURITY_TOKEN", "x", "set security_token"),
    ("LOGIN_DURING_RESTRICTED_DOMAIN", "x", "login IP ranges"),
    ("LOGIN_DURING_RESTRICTED_TIME", "x", "login hours"),
    ("PASSWORD_LOCKOUT", "x", "unlock"),
    ("API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner", "edition"),
    ("INVALID_OPERATION", "SOAP API login() is disabled by default in this org.", "Enable SOAP API login()"),
    ("INSUFFICIENT_ACCESS", "x", "UseAnyApiAuth"),
]


@pytest.mark.parametrize(("code", "words", "cure"), SOAP)
def test_a_refused_login_says_why_and_what_to_change(
    make: Make, server: Server, code: str, words: str, cure: str
) -> None:
    server.script = [fault(code, words)]
    with pytest.raises(SignInError) as caught:
        make(**PASSWORD).org.read([USERS])
    error = caught.value
    assert (error.status, error.code) == (500, code)
    assert f"Sign-in by password at {server.url} was refused: {words.rstrip('.')}" in str(error)
    assert cure in error.cure
    assert "anted" not in str(error)
    assert len(server.asked) == 1


def test_a_fault_without_detail_is_read_too(make: Make, server: Server) -> None:
    body = (
        "<soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode>"
        "<faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session</faultstring>"
        "</soapenv:Fault>"
    )
    server.script = [Reply(500, envelope(body))]
    with pytest.raises(SignInError, match="refused: Invalid Session ID found") as caught:
        make(**PASSWORD).org.read([USERS])
    assert caught.value.code == "INVALID_SESSION_ID"


@pytest.mark.parametrize("reply", [Reply(404, "<html>no"), Reply(200, "plain"), Reply(200, "<a/>"), Reply(500, "\xff")])
def test_a_host_without_soap_login_is_told(make: Make, server: Server, reply: Reply) -> None:
    server.script = [reply]
    with pytest.raises(SignInError, match="did not answer as a Salesforce sign-in host.*; set login_url") as caught:
        make(**PASSWORD).org.read([USERS])
    assert caught.value.code == "WRONG_HOST"


def test_a_login_ends_in_time(make: Make, server: Server) -> None:
    server.otherwise = lambda asked: Reply(how="hang")
    with pytest.raises(SalesforceError, match=r"did not answer within 0\.1 seconds"):
        make(**PASSWORD, timeout=0.1, retries=0).org.read([USERS])


def test_a_login_honours_the_tls_options(make: Make, tls_server: Server, keys: Keys) -> None:
    tls_server.script = [logged_in(tls_server)]
    with pytest.raises(SalesforceError, match="certificate of"):
        make(**PASSWORD, instance_url=tls_server.url).org.read([USERS])
    assert make(**PASSWORD, instance_url=tls_server.url, ca_path=str(keys.certificate)).org.user_id == USER


# Sessions that outlive a task


def test_one_sign_in_serves_the_run(make: Make, server: Server, store: Store) -> None:
    server.script = [token(server), EMPTY, EMPTY]
    make(**APP, sessions=store).org.read([USERS])
    later = make(**APP, sessions=store)
    later.org.read([USERS])
    assert later.org.requests == {"reads": 1, "writes": 0, "signed_in": False}
    assert (later.org.org_id, later.org.user_id) == (ORG, USER)
    (record,) = store.records.values()
    assert record == {
        "instance_url": server.url,
        "access_token": TOKEN,
        "org_id": ORG,
        "user_id": USER,
        "flow": "client_credentials",
    }
    other = make(**{**APP, "client_secret": "other"}, sessions=store)
    server.script = [token(server)]
    assert other.org.user_id == USER
    assert len(store.records) == 2


def test_an_access_token_is_never_stored(make: Make, server: Server, store: Store) -> None:
    server.script = [EMPTY]
    make(sessions=store).org.read([USERS])
    assert store.records == {}


@pytest.mark.parametrize("damaged", [{}, {"access_token": 5}, {"access_token": "x", "instance_url": None, "flow": "y"}])
def test_a_damaged_record_means_signing_in_again(
    make: Make, server: Server, store: Store, damaged: dict[str, t.Any]
) -> None:
    made = make(**APP, sessions=store)
    store.records[made.connection.key()] = damaged
    server.script = [token(server), EMPTY]
    made.org.read([USERS])
    assert made.org.requests["signed_in"]


ENDED = Reply(401, [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}])


def test_an_ended_session_is_renewed_once(make: Make, server: Server, store: Store) -> None:
    made = make(**APP, sessions=store)
    server.script = [token(server), ENDED, token(server, access_token="00Dnew!token"), EMPTY]
    assert made.org.read([USERS]) == [[]]
    assert server.asked[-1].headers["Authorization"] == "Bearer 00Dnew!token"
    assert store.records[made.connection.key()]["access_token"] == "00Dnew!token"
    assert made.org.requests == {"reads": 4, "writes": 0, "signed_in": True}


def test_an_ended_session_does_not_stay_in_the_store(make: Make, server: Server, store: Store) -> None:
    server.script = [token(server), ENDED, Reply(400, {"error": "inactive_user"})]
    with pytest.raises(SignInError, match="inactive_user; activate the user"):
        make(**APP, sessions=store).org.read([USERS])
    assert store.records == {}


def test_a_session_ended_again_at_once_is_an_error(make: Make, server: Server, store: Store) -> None:
    made = make(**APP, sessions=store)
    server.script = [token(server), ENDED, token(server), ENDED]
    with pytest.raises(SignInError, match="just obtained is refused; check the IP relaxation") as caught:
        made.org.read([USERS])
    assert (caught.value.code, caught.value.status) == ("INVALID_SESSION_ID", 401)
    assert len(server.asked) == 4


def test_an_expired_access_token_says_so(make: Make, server: Server) -> None:
    server.script = [ENDED]
    with pytest.raises(SignInError, match="access token has expired.*; set access_token to a new one"):
        make().org.read([USERS])
    assert len(server.asked) == 1


def test_a_session_renewed_by_a_neighbour_is_used(make: Make, server: Server, store: Store) -> None:
    made = make(**APP, sessions=store)
    server.script = [token(server), EMPTY]
    made.org.read([USERS])
    store.records[made.connection.key()]["access_token"] = "00Dneighbour!x"
    server.script = [ENDED, EMPTY]
    made.org.read([USERS])
    assert server.asked[-1].headers["Authorization"] == "Bearer 00Dneighbour!x"
    server.script = [ENDED, token(server), EMPTY]
    made.org.read([USERS])
    assert server.script == []


def test_other_401s_do_not_sign_in_again(make: Make, server: Server) -> None:
    server.script = [token(server), Reply(401, [{"message": "no", "errorCode": "OTHER"}])]
    with pytest.raises(SalesforceError) as caught:
        make(**APP).org.read([USERS])
    assert caught.value.code == "OTHER"


# Small things


def test_ids_grow_to_eighteen_characters() -> None:
    assert long_id("00D5f000000AbCd") == ORG
    assert long_id(ORG) == ORG
    assert org_of_token(TOKEN) == ORG
    assert org_of_token(f"{ORG}!x") == ORG
    assert org_of_token("eyJhbGciOi.x.y") is None


def test_a_session_does_not_show_its_token() -> None:
    session = Session("https://acme.my.salesforce.com", "planted", ORG, USER, "jwt_bearer")
    assert "planted" not in f"{session!r} {session}"
    assert Session.from_record(session.as_record()) == session


def test_a_token_that_would_break_a_header_is_refused(make: Make, server: Server) -> None:
    server.script = [token(server, access_token="00D!x\r\nX-Injected: y")]
    with pytest.raises(SignInError, match="did not answer as a Salesforce sign-in host"):
        make(**APP).org.read([USERS])
