# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trouble between here and the org: lost answers, locks, hidden dependencies; and what stands between a preview and a write."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils import _runner
from ansible_collections.sfops.salesforce.plugins.module_utils._access.permission_set import PermissionSet
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import AnswerLost, ReadOnlyViolation
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org as Client
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.engine import Interrupted, execute
from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run

USER = {
    "name": "robot@umbra.example",
    "last_name": "Robot",
    "email": "robot@umbra.example",
    "profile": ["Minimum Access - API Only Integrations"],
}


@pytest.fixture
def struck(production: Org, monkeypatch: pytest.MonkeyPatch) -> t.Callable[[str], None]:
    """Arm a fault for the first writing request; reading is composite as well, so the moment is the client's."""

    def arm(kind: str) -> None:
        write = Client.write
        waiting = [kind]

        def faulty(self: Client, *arguments: t.Any) -> t.Any:
            if waiting:
                production.fault(waiting.pop(), method="POST", path="/composite$", times=1)
            return write(self, *arguments)

        monkeypatch.setattr(Client, "write", faulty)

    return arm


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_user_whose_creation_was_not_answered_is_created_once(
    kind: str, struck: t.Callable[[str], None], run: Run, production: Org
) -> None:
    struck(kind)
    result = run.task("sf_user", **USER)
    assert result.get("failed") is None, result["msg"]
    assert [one["verb"] for one in result["changes"]] == ["create"]
    assert result["id"] == production.row("User", Username="robot@umbra.example")["Id"]
    assert run.task("sf_user", **USER)["changed"] is False


def test_rows_whose_creation_was_not_answered_are_created_once(
    struck: t.Callable[[str], None], run: Run, production: Org
) -> None:
    struck("drop_after")
    params = {
        "name": "Robot",
        "object_permissions": [{"object": "Account", "permissions": ["edit"]}],
        "field_permissions": [{"object": "Account", "all_editable": True}],
    }
    result = run.task("sf_permission_set", **params)
    assert result.get("failed") is None, result["msg"]
    rows = production.rows("FieldPermissions", ParentId=result["id"])
    assert len({row["Field"] for row in rows}) == len(rows) > 5
    assert run.task("sf_permission_set", **params)["changed"] is False


def test_a_locked_row_is_waited_for(struck: t.Callable[[str], None], run: Run, production: Org) -> None:
    struck("lock")
    result = run.task("sf_user", connection={**production.credentials, "retries": 4}, **USER)
    assert result.get("failed") is None, result["msg"]
    assert production.row("User", Username="robot@umbra.example")


def test_an_answer_that_is_no_json_is_told_in_one_sentence(run: Run, production: Org) -> None:
    production.fault("malformed", times=20)
    result = run.task("sf_user", connection={**production.credentials, "retries": 0}, **USER)
    assert result["failed"] is True
    assert result["error"]["code"]
    assert "\n" not in result["msg"]


def test_everything_a_permission_demands_is_granted_with_it(run: Run, production: Org) -> None:
    params = {"name": "Robot", "system_permissions": {"set": ["ManageUsers"]}}
    result = run.task("sf_permission_set", **params)
    assert result.get("failed") is None, result["msg"]
    set_row = production.row("PermissionSet", Name="Robot")
    assert set_row["PermissionsManageUsers"] is True
    again = run.task("sf_permission_set", **params)
    assert (again["changed"], again["requests"]["writes"]) == (False, 0)


def test_breaking_the_stop_of_the_engine_still_writes_nothing(production: Org) -> None:
    """The second net: a preview that would write is refused by the client's transport, before anything is sent."""
    client = Client(Connection.from_params(production.credentials), read_only=True)
    resource = PermissionSet({"name": "Robot", "state": "present"})
    production.mark()
    production.forget()
    with pytest.raises(Interrupted) as caught:
        execute(resource, client, None, AnswerLost)
    assert isinstance(caught.value.cause, ReadOnlyViolation)
    assert "/sobjects/PermissionSet" in str(caught.value.cause)
    assert caught.value.applied == []
    assert not production.diff()
    assert production.requests(), "it has read"
    assert not production.writes()


def test_a_module_whose_stop_is_broken_fails_and_writes_nothing(
    production: Org, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_stop(resource: t.Any, org: t.Any, preview: t.Any, lost: t.Any, gate: t.Any) -> t.Any:
        return execute(resource, org, None, lost, gate)

    monkeypatch.setattr(_runner, "execute", without_stop)
    production.mark()
    production.forget()
    result = run.task("sf_user", check=True, **USER)
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, "READ_ONLY")
    assert not production.diff()
    assert not production.writes()


def test_what_the_org_does_not_keep_fails_the_task(run: Run, production: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "write", lambda self, writes, then=(): ([None] * len(writes), self.read(then)))
    result = run.task("sf_user", **USER)
    assert (result["failed"], result["error"]["code"]) == (True, "NOT_KEPT")
    assert "create user robot@umbra.example" in result["msg"]


def test_a_failure_halfway_tells_what_was_done(run: Run, production: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    """The creation arrives, the freeze that follows it does not."""
    write = Client.write
    calls: list[int] = []

    def second_fails(self: Client, *arguments: t.Any) -> t.Any:
        calls.append(1)
        if len(calls) == 2:
            production.fault(
                "status", method="POST", path="/composite$", status=403, error_code="INSUFFICIENT_ACCESS", message="no"
            )
        return write(self, *arguments)

    monkeypatch.setattr(Client, "write", second_fails)
    result = run.task("sf_user", **USER, frozen=True)
    assert (result["failed"], result["changed"]) == (True, True)
    assert [one["verb"] for one in result["changes"]] == ["create"]
    assert result["error"]["code"] == "INSUFFICIENT_ACCESS"
    assert "robot@umbra.example" in result["msg"]
    assert "run again" in result["msg"]
