# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Apps: found by name, opened to permission sets and profiles, and their policies told."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs

APP = "Provisioning"
SET = "Sales_Reporting"


@pytest.fixture
def external(production: Org) -> str:
    """An external client app, which nobody has configured."""
    return production.put("ExternalClientApplication", DeveloperName="Data_Sync", MasterLabel="Data Sync")


def openers(org: Org, app: str) -> set[str]:
    return {row["ParentId"] for row in org.rows("SetupEntityAccess", SetupEntityId=app)}


def test_an_external_client_app(run: Run, production: Org, external: str) -> None:
    result = run.task("sf_app_access", app="data sync", permission_sets=[SET])
    assert [(one["verb"], one["key"]) for one in result["changes"]] == [("grant", f"permission set {SET}")]
    assert openers(production, external) == {production.row("PermissionSet", Name=SET)["Id"]}
    assert (
        production.rows("SetupEntityAccess", SetupEntityId=external)[0]["SetupEntityType"]
        == "ExternalClientApplication"
    )
    assert result["record"] == {
        "id": external,
        "name": "Data_Sync",
        "label": "Data Sync",
        "kind": "external_client_app",
        "permission_sets": [SET],
        "profiles": [],
    }
    assert result["policies"] == {
        "permitted_users": "admin_approved",
        "ip_relaxation": "enforce",
        "refresh_token_policy": "infinite",
        "scopes": ["Api", "RefreshToken"],
    }
    address = production.facts["instance_url"]
    assert result["setup_url"] == f"{address}/lightning/setup/ManageExternalClientApplication/{external}/detail"


def test_set_leaves_no_other_but_groups(run: Run, production: Org) -> None:
    app = production.row("ConnectedApplication", Name=APP)["Id"]
    before = openers(production, app)
    checked = run.task("sf_app_access", app=APP, profiles={"set": ["System Administrator"]}, check=True)
    assert openers(production, app) == before
    result = run.task("sf_app_access", app=APP, profiles={"set": ["System Administrator"]})
    assert checked["changes"] == result["changes"]
    assert [(one["verb"], one["key"]) for one in result["changes"]] == [("revoke", "profile API Only Administrator")]
    assert result["unmanaged"] == [{"kind": "app_access", "key": "profile API Only Administrator", "value": True}]
    assert len(openers(production, app)) == 1


def test_what_permission_sets_open_and_what_apps_are_open_to_is_the_same(run: Run, new_run: Runs) -> None:
    run.task("sf_app_access", app=APP, permission_sets=[SET])
    again = run.task("sf_permission_set", name=SET, connected_apps=[APP])
    assert again["changes"] == []
    rehearsal = new_run(check=True)
    rehearsal.task("sf_permission_set", name="New_Set", connected_apps=[APP])
    assert rehearsal.task("sf_app_access", app=APP, permission_sets=["New_Set"])["changes"] == []


def test_a_new_set_in_a_rehearsal(new_run: Runs, production: Org) -> None:
    for check in (True, False):
        one = new_run(check=check)
        one.task("sf_permission_set", name="New_Set")
        result = one.task("sf_app_access", app=APP, permission_sets=["New_Set"])
        assert [change["key"] for change in result["changes"]] == ["permission set New_Set"]
        assert bool(production.rows("PermissionSet", Name="New_Set")) is not check


def test_apps_that_cannot_be_told_apart_are_refused(run: Run, production: Org) -> None:
    production.put("ExternalClientApplication", DeveloperName="Provisioning", MasterLabel="Provisioning")
    result = run.task("sf_app_access", app=APP, permission_sets=[SET])
    assert result["error"]["code"] == "AMBIGUOUS"
    assert "kind" in result["msg"]
    result = run.task("sf_app_access", app=APP, kind="external_client_app", permission_sets=[SET])
    assert result["record"]["kind"] == "external_client_app"


def test_an_app_that_is_not_there_is_refused_with_what_to_do(run: Run, new_run: Runs) -> None:
    for one in (run, new_run(check=True)):
        result = one.task("sf_app_access", app="Provisionin", permission_sets=[SET])
        assert result["error"]["code"] == "NOT_FOUND"
        for words in ("did you mean Provisioning", "sf_package", "005132365", "ConnectedAppsUsage"):
            assert words in result["msg"]
        assert result["requests"]["writes"] == 0


def test_every_unknown_name_is_told(run: Run, production: Org) -> None:
    result = run.task("sf_app_access", app=APP, permission_sets=[SET, "Nothing"], profiles=["Nobody"])
    assert "Nothing" in result["msg"]
    assert "Nobody" in result["msg"]
    result = run.task("sf_app_access", app=APP, require={"refresh_token_policy": ["forever"]})
    assert result["error"]["code"] == "BAD_OPTION"


def test_policies_are_required_or_advised(run: Run, production: Org) -> None:
    app = production.row("ConnectedApplication", Name=APP)["Id"]
    wanted = {
        "permitted_users": "self_authorize",
        "ip_relaxation": ["bypass"],
        "refresh_token_policy": ["specific_inactivity:30:days"],
        "scopes": ["api", "offline_access", "web"],
    }
    advised = run.task("sf_app_access", app=APP, advise=wanted)
    assert (advised["changed"], len(advised["to_do"])) == (False, 4)
    text = " ".join(advised["to_do"])
    for words in (
        "Manage Connected Apps, Provisioning, Edit Policies",
        "set Permitted Users to 'All users may self-authorize' (it is 'Admin approved users are pre-authorized')",
        "set IP Relaxation to 'Relax IP restrictions' (it is 'Enforce IP restrictions')",
        "'Expire refresh token if not used for a time: 30 days'",
        "lacks the OAuth scopes web",
    ):
        assert words in text
    production.mark()
    refused = run.task("sf_app_access", app=APP, permission_sets=[SET], require=wanted)
    assert (refused["failed"], refused["error"]["code"]) == (True, "APP_POLICY")
    assert app in refused["msg"]
    assert not production.diff()
    kept = {"permitted_users": "admin_approved", "refresh_token_policy": ["infinite"], "scopes": ["refresh_token"]}
    assert run.task("sf_app_access", app=APP, permission_sets=[SET], require=kept)["changed"] is True


def test_the_information_says_the_same(run: Run, production: Org, external: str) -> None:
    run.task("sf_app_access", app=APP, permission_sets=[SET])
    found = run.task("sf_app_access_info")["apps"]
    assert [(one["kind"], one["label"]) for one in found] == [
        ("external_client_app", "Data Sync"),
        ("connected_app", APP),
    ]
    (one,) = run.task("sf_app_access_info", names=[APP], kind="connected_app")["apps"]
    assert one["permission_sets"] == [SET]
    assert one["profiles"] == ["API Only Administrator", "System Administrator"]
    assert one["policies"]["refresh_token_policy"] == "infinite"
    assert one["setup_url"].endswith(f"/lightning/setup/ConnectedApplication/page?address=%2F{one['id']}")
    assert run.task("sf_app_access_info", names=["Nothing"])["apps"] == []
