# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What apps may do for users: consent, policies, the rows administrators see, and revocation."""

from __future__ import annotations

import typing as t

import pytest
import requests

from emulated_org.testing import Client, token

JSON = dict[str, t.Any]
USER = "mia.marketer@halcyon.example"
LISTED = "SELECT AppName, UseCount, DeleteToken, User.Username FROM OauthToken"


def consent(org: Client, app: str, username: str = USER) -> JSON:
    address = org.facts["control_url"] + "/consent"
    answer = requests.post(address, json={"app": app, "username": username}, timeout=10)
    return t.cast("JSON", answer.json())


def refresh(org: Client, given: JSON) -> tuple[int, JSON]:
    keys = {key: given[key] for key in ("refresh_token", "client_id")}
    return token(org, grant_type="refresh_token", **keys)


def revoke(org: Client, secret: str) -> int:
    return requests.post(org.url + "/services/oauth2/revoke", data={"token": secret}, timeout=10).status_code


def alive(org: Client, given: JSON) -> bool:
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    return requests.get(f"{org.url}{org.base}/limits", headers=headers, timeout=10).status_code == 200


def listed(org: Client, app: str) -> list[JSON]:
    return [row for row in org.query(LISTED) if row["AppName"] == app]


def test_a_user_lets_an_app_in_and_an_administrator_ends_it(enterprise: Client) -> None:
    given = consent(enterprise, "SalesScreen")
    assert alive(enterprise, given)
    again = refresh(enterprise, given)[1]
    (row,) = listed(enterprise, "SalesScreen")
    assert (row["UseCount"], row["User"]["Username"]) == (2, USER)
    assert revoke(enterprise, row["DeleteToken"]) == 200
    assert listed(enterprise, "SalesScreen") == []
    assert [alive(enterprise, one) for one in (given, again)] == [False, False]
    assert refresh(enterprise, given)[1]["error_description"] == "expired access/refresh token"
    assert revoke(enterprise, row["DeleteToken"]) == 400


def test_other_flows_are_listed_once_for_each_user_and_app(enterprise: Client) -> None:
    form = {key: enterprise.facts[key] for key in ("client_id", "client_secret")}
    for _time in range(2):
        given = token(enterprise, grant_type="client_credentials", **form)[1]
    rows = [row for row in listed(enterprise, "Provisioning") if row["User"]["Username"].startswith("automation@")]
    assert [row["UseCount"] for row in rows] == [2]
    assert alive(enterprise, given)
    assert revoke(enterprise, rows[0]["DeleteToken"]) == 200
    assert not alive(enterprise, given)


def test_only_customizers_see_the_tokens_of_others(enterprise: Client) -> None:
    consent(enterprise, "SalesScreen")
    consent(enterprise, "SalesScreen", enterprise.facts["username"])
    seller = enterprise.signed_in(enterprise.one("User", Username=USER))
    assert len(listed(enterprise, "SalesScreen")) == 2
    assert [row["User"]["Username"] for row in listed(seller, "SalesScreen")] == [USER]


def test_an_app_for_approved_users_lets_nobody_else_in(enterprise: Client) -> None:
    assert consent(enterprise, "Mutiny")["error_description"] == "user is not admin approved to access this app"
    parent = enterprise.permission_set()
    app = enterprise.one("ConnectedApplication", Name="Mutiny")
    enterprise.make("SetupEntityAccess", ParentId=parent, SetupEntityId=app)
    user = enterprise.one("User", Username=USER)
    enterprise.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    assert "refresh_token" in consent(enterprise, "Mutiny")


def test_an_app_must_be_installed(enterprise: Client) -> None:
    assert enterprise.query("SELECT Id FROM ConnectedApplication WHERE Name = 'Conversion'") == []
    refused = {"error": "invalid_client", "error_description": "app must be installed into org"}
    assert consent(enterprise, "Conversion") == refused
    approver = enterprise.permission_set(PermissionsCanApproveUninstalledApps=True)
    user = enterprise.one("User", Username=USER)
    enterprise.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=approver)
    assert "access_token" in consent(enterprise, "Conversion")


@pytest.mark.parametrize(
    ("policy", "shown", "waits", "works"),
    [
        ("infinite", (None, False), 400, True),
        ("zero", (0, False), 0, False),
        ("specific_lifetime:10:DAYS", (10, False), 9, True),
        ("specific_lifetime:10:DAYS", (10, False), 11, False),
        ("specific_inactivity:48:HOURS", (48, True), 1, True),
        ("specific_inactivity:48:HOURS", (48, True), 3, False),
    ],
)
def test_how_long_refresh_tokens_last(
    enterprise: Client, policy: str, shown: tuple[int | None, bool], waits: int, works: bool
) -> None:
    record = enterprise.one("ConnectedApplication", Name="SalesScreen")
    fields = {"ConnectedApplicationId": record, "IpRelaxation": "ENFORCE", "RefreshTokenPolicy": policy}
    enterprise.control("POST", "/records", {"sobject": "ConnectedAppPolicy", "fields": fields})
    columns = {"RefreshTokenValidityPeriod": shown[0], "OptionsRefreshTokenValidityMetric": shown[1]}
    enterprise.control("POST", "/records", {"sobject": "ConnectedApplication", "id": record, "fields": columns})
    given = consent(enterprise, "SalesScreen")
    assert (refresh(enterprise.later(waits * 86400), given)[0] == 200) is works


def test_a_frozen_user_is_let_in_nowhere(enterprise: Client) -> None:
    given = consent(enterprise, "SalesScreen")
    login = enterprise.one("UserLogin", UserId=enterprise.one("User", Username=USER))
    assert enterprise.call("PATCH", f"/sobjects/UserLogin/{login}", {"IsFrozen": True})[0] == 204
    assert not alive(enterprise, given)
    assert refresh(enterprise, given)[0] == 400
    assert consent(enterprise, "SalesScreen")["error_description"] == "authentication failure"


def test_an_app_asks_what_a_token_is_worth(enterprise: Client) -> None:
    form = {key: enterprise.facts[key] for key in ("client_id", "client_secret")}
    given = token(enterprise, grant_type="client_credentials", **form)[1]["access_token"]
    address = enterprise.url + "/services/oauth2/introspect"
    told = requests.post(address, data={**form, "token": given}, timeout=10).json()
    assert (told["active"], told["username"], told["client_id"]) == (
        True,
        "automation@halcyon.example",
        form["client_id"],
    )
    assert requests.post(address, data={**form, "token": "x"}, timeout=10).json() == {"active": False}
    wrong = requests.post(address, data={**form, "client_secret": "x", "token": given}, timeout=10)
    assert wrong.json()["error"] == "invalid_client"
