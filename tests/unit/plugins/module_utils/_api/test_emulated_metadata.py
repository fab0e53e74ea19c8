# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Components, passwords, tokens and sign-ins against the emulated org, with the truth read from its store."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.profile_names import full_name
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Metadata,
    Query,
    Ref,
    Rest,
    RevokeToken,
    SetPassword,
    SignIn,
    UpdateMetadata,
    Where,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import ReadOnlyViolation, SalesforceError
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org as Client
from ansible_collections.sfops.salesforce.plugins.module_utils._api.transport import Transport
from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org

if t.TYPE_CHECKING:
    from emulated_org.start import World

SECURITY = Metadata("SecuritySettings", "Security")
ADMIN = "admin@umbra.example"
SECRET = "a long planted Password 7"


def client(org: Org, read_only: bool = False, **options: t.Any) -> Client:
    connection = Connection.from_params({**org.credentials, **options})
    return Client(connection, read_only, None, Transport(connection, read_only, sleep=lambda seconds: None))


def ranges(found: t.Mapping[str, t.Any]) -> list[tuple[str, str]]:
    return [(one["start"], one["end"]) for one in (found.get("networkAccess") or {}).get("ipRanges") or []]


def test_profiles_are_found_by_their_full_names(production: Org) -> None:
    labels = [row["Name"] for row in production.rows("Profile")]
    reads = [Metadata("Profile", full_name(label)) for label in labels]
    found = client(production, read_only=True).read([*reads, Metadata("Profile", "Nobody")])
    assert [label for label, one in zip(labels, found) if one is None] == []
    assert found[-1] is None
    assert not production.writes()


def test_a_profile_reads_in_the_form_of_its_type(production: Org) -> None:
    (found,) = client(production).read([Metadata("Profile", "Admin")])
    assert found["custom"] is False
    assert found["userLicense"] == "Salesforce"
    assert all(isinstance(one["enabled"], bool) and isinstance(one["name"], str) for one in found["userPermissions"])
    assert all(one["allowRead"] in (True, False) for one in found["objectPermissions"])


def test_ranges_are_replaced_and_taken_away(production: Org) -> None:
    org = client(production)
    before = ranges(org.read([SECURITY])[0])
    wanted = [{"description": "A & <B>", "end": "192.0.2.9", "start": "192.0.2.1"}]
    production.forget()
    _ids, read = org.write(
        [UpdateMetadata("SecuritySettings", "Security", {"networkAccess": {"ipRanges": wanted}})], [SECURITY]
    )
    assert read is not None
    assert read[0]["networkAccess"]["ipRanges"] == wanted
    assert len(production.writes()) == 1
    org.write([UpdateMetadata("SecuritySettings", "Security", {"networkAccess": {"ipRanges": []}})])
    assert ranges(org.read([SECURITY])[0]) == []
    assert before != [("192.0.2.1", "192.0.2.9")]


def test_a_preview_changes_no_component(production: Org) -> None:
    production.mark()
    with pytest.raises(ReadOnlyViolation):
        client(production, read_only=True).write(
            [UpdateMetadata("SecuritySettings", "Security", {"networkAccess": {}})]
        )
    assert not production.diff()
    assert not production.requests()


def test_a_refused_component_says_why(production: Org) -> None:
    content = {"loginIpRanges": [{"startAddress": "192.0.2.9", "endAddress": "192.0.2.1"}]}
    with pytest.raises(SalesforceError) as caught:
        client(production).write([UpdateMetadata("Profile", "Admin", content)])
    assert (caught.value.index, caught.value.committed) == (0, 0)
    assert caught.value.code
    with pytest.raises(SalesforceError) as caught:
        client(production).write([UpdateMetadata("Profile", "Nobody", {"description": "x"})])
    assert "Nobody" in caught.value.message


def test_a_session_that_has_ended_is_renewed_for_components(production: Org) -> None:
    names = ("client_id", "username", "private_key_file")
    jwt: dict[str, t.Any] = {
        "login_url": production.facts["instance_url"],
        **{name: production.facts[name] for name in names},
    }
    org = client(production, access_token=None, **jwt)
    org.read([SECURITY])
    production.fault("expire_session", path="/services/Soap/m", times=1)
    assert org.read([SECURITY])[0]["fullName"] == "Security"
    assert [one["path"].split("/")[2] for one in production.requests()] == ["oauth2", "Soap", "Soap", "oauth2", "Soap"]


def test_resources(production: Org) -> None:
    limits, versions = client(production, read_only=True).read([Rest("limits"), Rest("")])
    assert limits["DailyApiRequests"]["Max"] > 0
    assert "66.0" in [one["version"] for one in versions]


def test_a_new_user_has_the_password_that_was_set(production: Org, world: World) -> None:
    (profile,) = production.rows("Profile", Name="Standard User")
    fields = {
        "Username": "robot@umbra.example",
        "LastName": "Robot",
        "Alias": "robot",
        "Email": "robot@umbra.example",
        "ProfileId": profile["Id"],
        "TimeZoneSidKey": "Europe/Paris",
        "LocaleSidKey": "en_US",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "en_US",
    }
    org = client(production)
    ids, _read = org.write([Create("User", fields, ref="user"), SetPassword(Ref("user"), SECRET)])
    user = production.row("User", Username="robot@umbra.example")["Id"]
    assert ids == [user, user]
    assert world.orgs[0].passwords[user] == SECRET
    with pytest.raises(SalesforceError) as caught:
        org.write([SetPassword(user, "short")])
    assert (caught.value.code, caught.value.committed) == ("INVALID_NEW_PASSWORD", 0)
    assert world.orgs[0].passwords[user] == SECRET


@pytest.mark.parametrize(
    "names",
    [
        ("client_id", "username", "private_key_file"),
        ("client_id", "client_secret"),
        ("username", "password", "security_token"),
        ("client_id", "client_secret", "refresh_token"),
        ("access_token",),
    ],
)
def test_who_signs_in_is_told(production: Org, names: tuple[str, ...]) -> None:
    options = tuple((name, production.facts[name]) for name in names)
    (found,) = client(production, read_only=True).read([SignIn(options)])
    assert (found["ok"], found["org_id"], found["error"]) == (True, production.facts["org_id"], None)
    assert found["user_id"] in [row["Id"] for row in production.rows("User", IsActive=True)]
    if "username" in names:
        assert found["user_id"] == production.row("User", Username=production.facts["username"])["Id"]


def test_who_cannot_sign_in_is_told(production: Org) -> None:
    (found,) = client(production, read_only=True).read([SignIn((("username", ADMIN), ("password", SECRET)))])
    assert (found["ok"], found["user_id"], found["error"]["code"]) == (False, None, "INVALID_LOGIN")
    assert SECRET not in str(found)


def test_a_token_that_was_ended_signs_in_no_more(production: Org) -> None:
    names = ("client_id", "client_secret", "refresh_token")
    other = SignIn(tuple((name, production.facts[name]) for name in names))
    org = client(production)
    tokens = Query("OauthToken", ("Id", "AppName", "DeleteToken"))
    (found,), before = org.read([tokens, other])
    assert before["ok"]
    _ids, read = org.write([RevokeToken(found["Id"], found["DeleteToken"])], [tokens, other])
    assert read is not None
    assert read[0] == production.rows("OauthToken") == []
    assert (read[1]["ok"], read[1]["error"]["code"]) == (False, "invalid_grant")
    with pytest.raises(SalesforceError, match="gone already"):
        org.write([RevokeToken(found["Id"], found["DeleteToken"])])


def test_components_and_records_share_one_answer(production: Org) -> None:
    found = client(production).read([SECURITY, Query("User", ("Id",), (Where("Username", "=", ADMIN),))])
    assert found[0]["fullName"] == "Security"
    assert found[1] == [{"Id": production.row("User", Username=ADMIN)["Id"]}]
