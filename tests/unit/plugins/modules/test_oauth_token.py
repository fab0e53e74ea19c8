# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which apps may act for a user, and the end of it. Tokens are never shown."""

from __future__ import annotations

import dataclasses
import json
import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

SAM = "sam.seller@umbra.example"
ADMIN = "admin@umbra.example"


def let_in(org: t.Any, user: str, name: str) -> str:
    """A user signs in through an app, which gets a refresh token."""
    from emulated_org.auth.grants import issue_refresh_token

    app = dataclasses.replace(next(iter(org.apps.values())), name=name, client_id=f"client of {name}")
    return str(issue_refresh_token(org, user, app))


@pytest.fixture
def tokens(world: t.Any, production: Org) -> list[str]:
    """What two apps hold of Sam and one of the administrator: every secret in it."""
    org = world.orgs[0]
    for row in production.rows("OauthToken"):
        org.database.delete("OauthToken", row["Id"])
    made = []
    for user, app in ((SAM, "Mutiny"), (SAM, "Mutiny"), (SAM, "Other"), (ADMIN, "Mutiny")):
        user_id = production.row("User", Username=user)["Id"]
        made.append(let_in(org, user_id, app))
    production.mark()
    return [*made, *(row["DeleteToken"] for row in production.rows("OauthToken"))]


def left(org: Org) -> list[tuple[str, str]]:
    names = {row["Id"]: row["Username"] for row in org.rows("User")}
    return sorted((names[row["UserId"]], row["AppName"]) for row in org.rows("OauthToken"))


def keys(result: Result) -> list[tuple[str, str, str]]:
    assert not result.get("failed"), result
    return [(one["verb"], one["kind"], one["key"]) for one in result["changes"]]


def test_life(tokens: list[str], production: Org, new_run: Runs) -> None:
    production.forget()
    before = left(production)
    check = new_run(check=True)
    checked = check.task("sf_oauth_token", user=SAM, app="mutiny")
    assert keys(checked) == [("revoke", "oauth_token", f"{SAM}: Mutiny")] * 2
    assert checked["changes"][0]["before"]["use_count"] == 0
    assert left(production) == before
    assert not production.writes()
    # What the preview would have ended is gone for what it looks at next.
    assert [one["app"] for one in check.task("sf_oauth_token_info", users=[SAM])["tokens"]] == ["Other"]
    assert keys(check.task("sf_oauth_token", user=SAM)) == [("revoke", "oauth_token", f"{SAM}: Other")]

    run = new_run()
    applied = run.task("sf_oauth_token", user=SAM, app="mutiny")
    assert applied["changes"] == checked["changes"]
    assert left(production) == [(ADMIN, "Mutiny"), (SAM, "Other")]
    production.forget()
    again = run.task("sf_oauth_token", user=SAM, app="Mutiny")
    assert (again["changed"], again["changes"], again["diff"]) == (False, [], {"before": "", "after": ""})
    assert not production.writes()
    assert keys(run.task("sf_oauth_token", user=SAM.upper())) == [("revoke", "oauth_token", f"{SAM}: Other")]
    assert left(production) == [(ADMIN, "Mutiny")]
    shown = json.dumps([checked, applied, again])
    assert not [one for one in tokens if one in shown]


def test_info(tokens: list[str], production: Org, run: Run, world: t.Any) -> None:
    found = run.task("sf_oauth_token_info")
    assert [(one["user"], one["app"]) for one in found["tokens"]] == left(production)
    (told,) = found["warnings"]
    assert "not installed apps that hold tokens: Mutiny, Other;" in told
    assert {one["installed"] for one in found["tokens"]} == {False}
    assert [one["user"] for one in run.task("sf_oauth_token_info", apps=["MUTINY"], users=[ADMIN])["tokens"]] == [ADMIN]
    assert run.task("sf_oauth_token_info", users=["nobody@umbra.example"])["tokens"] == []
    let_in(world.orgs[0], production.row("User", Username=ADMIN)["Id"], "Provisioning")
    known = run.task("sf_oauth_token_info", apps=["provisioning"])
    assert ([one["installed"] for one in known["tokens"]], known["warnings"]) == ([True], [])
    assert not [one for one in tokens if one in json.dumps(found)]


def test_a_user_that_is_not_there_holds_nothing(run: Run) -> None:
    result = run.task("sf_oauth_token", user="nobody@umbra.example")
    assert (result["changed"], len(result["warnings"])) == (False, 1)
    assert "no user 'nobody@umbra.example'" in result["warnings"][0]


@pytest.mark.parametrize("option", ["user", "app"])
def test_empty_names_are_refused(option: str, production: Org, run: Run) -> None:
    result = run.task("sf_oauth_token", **{"user": SAM, option: " "})
    assert result["error"] == {"status": None, "code": "BAD_OPTION", "fields": [option]}
    assert not production.requests()


def test_who_sees_only_its_own_tokens_is_told(tokens: list[str], production: Org, new_run: Runs, world: t.Any) -> None:
    """A user without Customize Application cannot see what others hold, and must not take that for nothing."""
    user = production.row("User", Username="automation@umbra.example")["Id"]
    mine = {**production.credentials, "access_token": world.orgs[0].sessions.open(world.orgs[0].id, user, "test")}
    profile = production.row("Profile", Name="API Only Administrator")["Id"]
    owned = production.row("PermissionSet", ProfileId=profile)["Id"]
    for sobject, row in (("Profile", profile), ("PermissionSet", owned)):
        production.put(sobject, row, PermissionsCustomizeApplication=False)
    for check in (True, False):
        result = new_run(check=check).task("sf_oauth_token", user=SAM, connection=mine)
        assert (result["failed"], result["error"]["code"]) == (True, "INSUFFICIENT_ACCESS")
        assert "Customize Application" in result["msg"]
    found = new_run().task("sf_oauth_token_info", connection=mine)
    assert found["tokens"] == []
    assert "Customize Application" in found["warnings"][0]


def test_more_than_the_org_shows_at_a_time(production: Org, world: t.Any, new_run: Runs, monkeypatch: t.Any) -> None:
    from ansible_collections.sfops.salesforce.plugins.module_utils._access import oauth_token

    monkeypatch.setattr(oauth_token, "MOST", 2)
    user = production.row("User", Username=SAM)["Id"]
    for _number in range(5):
        let_in(world.orgs[0], user, "Many")
    first = new_run().task("sf_oauth_token", user=SAM)
    assert first["changed"]
    assert "run the task again" in first["warnings"][0]
    for _number in range(2):
        new_run().task("sf_oauth_token", user=SAM)
    assert not production.rows("OauthToken", UserId=user)
    assert new_run().task("sf_oauth_token", user=SAM)["changed"] is False
