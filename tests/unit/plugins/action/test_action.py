# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which door a task goes through: in process, or shipped to another machine."""

from __future__ import annotations

import typing as t
from types import SimpleNamespace

import pytest
from ansible.plugins.action import ActionBase

from ansible_collections.sfops.salesforce.plugins.action import sf_user
from ansible_collections.sfops.salesforce.plugins.plugin_utils import _action


class Shipped(Exception):
    """The module has been shipped."""


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> t.Callable[..., t.Any]:
    """An action plugin for a task, whose doors only say that they were taken."""

    def made(transport: str = "ssh", delegate_to: str | None = None, async_val: int = 0, **args: t.Any) -> t.Any:
        task = SimpleNamespace(
            args=args,
            delegate_to=delegate_to,
            async_val=async_val,
            check_mode=False,
            environment=[],
            action="sf_user",
            diff=False,
            no_log=False,
        )
        plugin = sf_user.ActionModule.__new__(sf_user.ActionModule)
        plugin._task = t.cast(t.Any, task)
        plugin._connection = t.cast(t.Any, SimpleNamespace(transport=transport))
        plugin._templar = t.cast(t.Any, SimpleNamespace(template=lambda value: value))
        monkeypatch.setattr(ActionBase, "run", lambda self, tmp=None, task_vars=None: {})
        monkeypatch.setattr(_action.InProcessAction, "_compute_environment_string", lambda self, added=None: "")

        def ship(self: t.Any, **how: t.Any) -> t.NoReturn:
            raise Shipped(how)

        monkeypatch.setattr(_action.InProcessAction, "_execute_module", ship)
        monkeypatch.setattr(_action, "perform", lambda *arguments: {"changed": False, "took": arguments[1]})
        return plugin

    return made


@pytest.mark.parametrize(
    ("how", "shipped"),
    [
        ({}, False),
        ({"transport": "local"}, False),
        ({"delegate_to": "localhost", "transport": "local"}, False),
        ({"delegate_to": "jumphost", "transport": "ssh"}, True),
        ({"delegate_to": "jumphost", "transport": "paramiko_ssh"}, True),
        ({"async_val": 60, "transport": "local"}, True),
    ],
)
def test_the_door(make: t.Callable[..., t.Any], how: dict[str, t.Any], shipped: bool) -> None:
    plugin = make(name="robot@example.com", **how)
    if shipped:
        with pytest.raises(Shipped):
            plugin.run(task_vars={})
    else:
        assert plugin.run(task_vars={})["changed"] is False


def test_in_the_background_only_this_machine_can_do_it(make: t.Callable[..., t.Any]) -> None:
    result = make(name="robot@example.com", async_val=60).run(task_vars={})
    assert (result["failed"], result["changed"], result["error"]["fields"]) == (True, False, ["async"])
    assert "ansible_connection: local" in result["msg"]


def test_inventory_variables_fill_only_what_the_task_leaves_open(make: t.Callable[..., t.Any]) -> None:
    plugin = make(name="robot@example.com", instance_url="https://task.example")
    found = plugin.run(
        task_vars={
            "salesforce_instance_url": "https://inventory.example",
            "salesforce_timeout": "7",
            "salesforce_username": "",
            "salesforce_client_id": None,
            "salesforce_name": "not a connection option",
        }
    )["took"]
    assert (found["instance_url"], found["timeout"], found["name"]) == (
        "https://task.example",
        7.0,
        "robot@example.com",
    )
    assert (found["username"], found["client_id"]) == (None, None)


def test_shipping_takes_the_inventorys_options_along(make: t.Callable[..., t.Any]) -> None:
    plugin = make(name="robot@example.com", delegate_to="jumphost")
    with pytest.raises(Shipped) as caught:
        plugin.run(task_vars={"salesforce_instance_url": "https://inventory.example"})
    assert caught.value.args[0]["module_args"] == {
        "name": "robot@example.com",
        "instance_url": "https://inventory.example",
    }


def test_secrets_are_taken_out_of_whatever_comes_back(
    make: t.Callable[..., t.Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = make(name="robot@example.com", access_token="planted-token", password="planted-password")
    told = {
        "changed": False,
        "msg": "the org said planted-token, and planted-password",
        "deep": [{"x": "planted-token"}],
    }
    monkeypatch.setattr(_action, "perform", lambda *arguments: dict(told))
    result = plugin.run(task_vars={})
    assert "planted" not in str(result)
    assert result["invocation"]["module_args"]["name"] == "robot@example.com"
