# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin in real runs: where options come from, what is shared, shipped, and kept secret."""

from __future__ import annotations

import pathlib
import threading
import typing as t

from ansible_collections.sfops.salesforce.tests.unit.plugins.action.conftest import Playbooks
from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org

INFO = "sfops.salesforce.sf_permset_license_assignment_info"
SHORT = ("-f", "4")


def host_vars(org: Org, *names: str, **more: t.Any) -> dict[str, t.Any]:
    """Inventory variables of an org; only *names* of its facts, where some are given."""
    wanted = names or ("instance_url", "access_token")
    return {**{f"salesforce_{name}": org.facts[name] for name in wanted}, **more}


def jwt(org: Org) -> dict[str, t.Any]:
    found = host_vars(org, "client_id", "username", "private_key_file")
    return {**found, "salesforce_login_url": org.facts["instance_url"]}


def sign_ins(org: Org) -> int:
    return len([one for one in org.requests() if "oauth2/token" in one["path"] or "Soap" in one["path"]])


def test_where_options_come_from(production: Org, playbooks: Playbooks) -> None:
    """A task's argument wins over module_defaults, these over the inventory, that over the environment."""
    wrong = "http://127.0.0.1:9"
    right = production.facts["instance_url"]
    token = {"access_token": production.facts["access_token"]}
    group = {"group/sfops.salesforce.salesforce": {"instance_url": right}}
    groups_wrong = {"group/sfops.salesforce.salesforce": {"instance_url": wrong}}
    tasks: list[dict[str, t.Any]] = [
        {
            "name": "task",
            INFO: {"instance_url": right, **token},
            "module_defaults": groups_wrong,
            "vars": {"salesforce_instance_url": wrong},
            "environment": {"SALESFORCE_INSTANCE_URL": wrong},
        },
        {
            "name": "group",
            INFO: token,
            "module_defaults": group,
            "vars": {"salesforce_instance_url": wrong},
            "environment": {"SALESFORCE_INSTANCE_URL": wrong},
        },
        {
            "name": "inventory",
            INFO: token,
            "vars": {"salesforce_instance_url": "{{ address }}", "address": right},
            "environment": {"SALESFORCE_INSTANCE_URL": wrong},
        },
        {
            "name": "environment of the task",
            INFO: token,
            "environment": {"SALESFORCE_INSTANCE_URL": right},
        },
        {"name": "environment of the run", INFO: {}},
    ]
    environment = {
        "SALESFORCE_INSTANCE_URL": right,
        "SALESFORCE_ACCESS_TOKEN": production.facts["access_token"],
        "SALESFORCE_RETRIES": "0",
    }
    ran = playbooks.run(tasks, {"production": {}}, environment=environment)
    assert ran.code == 0, ran.output
    assert len(ran.records) == len(tasks)
    assert all(one["licenses"] for one in ran.results())


def test_an_option_that_is_none_is_refused_as_by_any_module(production: Org, playbooks: Playbooks) -> None:
    tasks: list[dict[str, t.Any]] = [
        {"name": "unknown", INFO: {"licences": ["x"]}, "ignore_errors": True},
        {"name": "missing", "sfops.salesforce.sf_user": {"frozen": True}, "ignore_errors": True},
        {"name": "choice", "sfops.salesforce.sf_user": {"name": "a@b.example", "state": "gone"}, "ignore_errors": True},
        {"name": "no credentials", INFO: {}, "ignore_errors": True, "vars": {"salesforce_access_token": ""}},
    ]
    ran = playbooks.run(tasks, {"production": host_vars(production)})
    assert ran.code == 0, ran.output
    assert "licences" in ran.result("unknown")["msg"]
    assert "missing required arguments: name" in ran.result("missing")["msg"]
    assert "value of state must be one of: present, absent" in ran.result("choice")["msg"]
    assert ran.result("no credentials")["error"]["code"] == "CONFIGURATION"
    assert not production.requests()


def test_one_sign_in_for_all_tasks_of_an_org(production: Org, acquired: Org, playbooks: Playbooks) -> None:
    """Loops, later tasks and both orgs: each org is signed in to once, and no connection to a host is made."""
    user = {"name": "robot{{ item }}@umbra.example", "state": "absent"}
    tasks: list[dict[str, t.Any]] = [
        {"name": "first", INFO: {}},
        {"name": "loop", "sfops.salesforce.sf_user": user, "loop": [1, 2, 3]},
        {"name": "last", INFO: {}},
    ]
    hosts = {"production": jwt(production), "acquired": {**jwt(acquired), "ansible_connection": "ssh"}}
    ran = playbooks.run(tasks, hosts, *SHORT)
    assert ran.code == 0, ran.output
    assert (sign_ins(production), sign_ins(acquired)) == (1, 1)
    assert sum(one["requests"]["signed_in"] for one in ran.results("first")) == 2
    assert not any(one["requests"]["signed_in"] for one in ran.results("last"))
    assert len([one for one in ran.results("loop") if "results" not in one]) == 6
    assert list((playbooks.folder / "home" / "tmp").iterdir()) == []


def test_a_previewed_run_is_one_preview(production: Org, playbooks: Playbooks) -> None:
    tasks: list[dict[str, t.Any]] = [
        {"name": "set", "sfops.salesforce.sf_permission_set": {"name": "Robot"}},
        {
            "name": "assign",
            "sfops.salesforce.sf_permset_assignment": {"users": ["admin@umbra.example"], "permission_sets": ["Robot"]},
        },
    ]
    production.mark()
    ran = playbooks.run(tasks, {"production": host_vars(production)}, "--check", "--diff")
    assert ran.code == 0, ran.output
    assert [one["changed"] for one in ran.results()] == [True, True]
    assert ran.result("set")["id"] is None
    assert "+name: Robot" in ran.output
    assert not production.diff()
    assert not production.writes()


def test_a_rehearsal_within_a_run_is_one_preview(production: Org, playbooks: Playbooks) -> None:
    """Tasks in check mode see each other until the next real task of the org; tasks that only read disturb nothing."""
    module, twin = "sfops.salesforce.sf_permission_set", "sfops.salesforce.sf_permission_set_info"
    assign = {
        "sfops.salesforce.sf_permset_assignment": {"users": ["admin@umbra.example"], "permission_sets": ["Robot"]}
    }
    tasks: list[dict[str, t.Any]] = [
        {"name": "rehearse set", module: {"name": "Robot"}, "check_mode": True},
        {"name": "real reading", twin: {"names": ["Robot"]}},
        {"name": "rehearsed reading", twin: {"names": ["Robot"]}, "check_mode": True},
        {"name": "rehearse assignment", **assign, "check_mode": True},
        {"name": "set", module: {"name": "Robot"}},
        {"name": "rehearse again", module: {"name": "Robot"}, "check_mode": True},
        {"name": "assignment", **assign},
        {"name": "at last", twin: {"names": ["Robot"]}, "check_mode": True},
    ]
    ran = playbooks.run(tasks, {"production": host_vars(production)})
    assert ran.code == 0, ran.output
    rehearsed = [name for name in (one["name"] for one in tasks) if "rehearse" in name or name == "at last"]
    assert {one["task"] for one in ran.records if one["result"]["preview"]} == set(rehearsed)
    assert (ran.result("rehearse set")["changed"], ran.result("rehearse set")["id"]) == (True, None)
    assert ran.result("real reading")["permission_sets"] == []
    assert [one["id"] for one in ran.result("rehearsed reading")["permission_sets"]] == [None]
    assert ran.result("rehearse assignment")["changes"] == ran.result("assignment")["changes"]
    assert ran.result("rehearse again")["changed"] is False
    (last,) = ran.result("at last")["permission_sets"]
    assert (last["id"], last["users"]) == (production.row("PermissionSet", Name="Robot")["Id"], ["admin@umbra.example"])


def test_the_inventory_says_which_org_is_meant(production: Org, acquired: Org, playbooks: Playbooks) -> None:
    expected = production.row("Organization")
    guards = {"salesforce_expected_org_id": expected["Id"], "salesforce_expected_sandbox": expected["IsSandbox"]}
    hosts = {"production": host_vars(production, **guards), "acquired": host_vars(acquired, **guards)}
    ran = playbooks.run([{"name": "set", "sfops.salesforce.sf_permission_set": {"name": "Robot"}}], hosts)
    results = {one["host"]: one["result"] for one in ran.records}
    assert results["production"]["changed"]
    assert results["acquired"]["error"]["code"] == "WRONG_ORG"
    assert not acquired.rows("PermissionSet", Name="Robot")


def on_this_machine(folder: pathlib.Path) -> dict[str, str]:
    """Variables of a host on which processes can be started."""
    return {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "ansible_remote_tmp": str(folder / "remote"),
        "ansible_async_dir": str(folder / "async"),
    }


def test_async_ships_the_module(production: Org, playbooks: Playbooks) -> None:
    """The ordinary module does the same as the action plugin, and what it ships answers with the same shape."""
    tasks: list[dict[str, t.Any]] = [
        {"name": "shipped", INFO: {}, "async": 60, "poll": 1},
        {"name": "in process", INFO: {}},
        {
            "name": "refused",
            "sfops.salesforce.sf_user": {"name": "nobody"},
            "async": 60,
            "poll": 1,
            "ignore_errors": True,
        },
    ]
    ran = playbooks.run(tasks, {"production": host_vars(production, **on_this_machine(playbooks.folder))})
    assert ran.code == 0, ran.output
    shipped, inside = ran.result("shipped"), ran.result("in process")
    assert shipped["licenses"] == inside["licenses"]
    assert ran.result("refused")["error"]["code"] == "BAD_OPTION"
    assert "access_token" in str(inside["invocation"])
    assert production.facts["access_token"] not in ran.output


PLANTED = {
    "access_token": "00D000000000001!planted.access.token",
    "password": "planted-password-7",
    "security_token": "planted-security-token",
    "client_secret": "planted-client-secret",
    "refresh_token": "planted-refresh-token",
    "private_key": "-----BEGIN PRIVATE KEY-----\nplantedprivatekey\n-----END PRIVATE KEY-----",
}


def everything(folder: pathlib.Path) -> dict[str, str]:
    """Every file that a run left, but its own input."""
    given = ("inventory.yml", "play.yml")
    found = {}
    for file in folder.rglob("*"):
        if file.is_file() and file.name not in given and "collections" not in file.relative_to(folder).parts[:1]:
            found[str(file.relative_to(folder))] = file.read_bytes().decode("utf-8", "replace")
    return found


def test_no_secret_is_shown_or_left_behind(production: Org, playbooks: Playbooks, tmp_path: pathlib.Path) -> None:
    url = production.facts["instance_url"]
    real = {
        name: production.facts[name]
        for name in ("access_token", "password", "security_token", "client_secret", "refresh_token")
    }
    key = pathlib.Path(production.facts["private_key_file"]).read_text(encoding="utf-8")
    ways: dict[str, dict[str, t.Any]] = {
        "token": {"instance_url": url, "access_token": real["access_token"]},
        "soap": {
            "login_url": url,
            "username": production.facts["username"],
            "password": real["password"],
            "security_token": real["security_token"],
        },
        "client": {
            "instance_url": url,
            "client_id": production.facts["client_id"],
            "client_secret": real["client_secret"],
        },
        "refresh": {
            "login_url": url,
            "client_id": production.facts["client_id"],
            "client_secret": real["client_secret"],
            "refresh_token": real["refresh_token"],
        },
        "jwt": {
            "login_url": url,
            "client_id": production.facts["client_id"],
            "username": production.facts["username"],
            "private_key": key,
        },
        "wrong token": {"instance_url": url, "access_token": PLANTED["access_token"]},
        "wrong soap": {
            "login_url": url,
            "username": production.facts["username"],
            "password": PLANTED["password"],
            "security_token": PLANTED["security_token"],
        },
        "wrong client": {
            "instance_url": url,
            "client_id": production.facts["client_id"],
            "client_secret": PLANTED["client_secret"],
        },
        "wrong refresh": {
            "login_url": url,
            "client_id": production.facts["client_id"],
            "refresh_token": PLANTED["refresh_token"],
        },
        "wrong key": {
            "login_url": url,
            "client_id": production.facts["client_id"],
            "username": production.facts["username"],
            "private_key": PLANTED["private_key"],
        },
        "contradiction": {**PLANTED, "instance_url": url, "retries": 0},
        "unknown option": {"instance_url": url, "access_token": PLANTED["access_token"], "colour": "red"},
    }
    user = {
        "name": "robot@umbra.example",
        "last_name": "Robot",
        "email": "r@umbra.example",
        "profile": ["Standard User"],
        "new_password": "{{ first_password }}",
    }
    # Ansible quotes the lines of a task that fails, so a task says where its secrets are and does not hold them.
    tasks: list[dict[str, t.Any]] = [
        {
            "name": name,
            "sfops.salesforce.sf_user": {**user, **{key: f"{{{{ ways['{name}']['{key}'] }}}}" for key in way}},
            "ignore_errors": True,
        }
        for name, way in ways.items()
    ]
    tasks.append(
        {
            "name": "shipped",
            INFO: {"instance_url": url, "access_token": "{{ ways['token']['access_token'] }}"},
            "async": 60,
            "poll": 1,
            "ignore_errors": True,
        }
    )
    # Variables show up in the output of nothing but Ansible itself, so secrets come from there as well.
    first = "planted-first-Passw0rd"
    hosts = {"production": {**on_this_machine(tmp_path), "ways": ways, "first_password": first}}
    ran = playbooks.run(tasks, hosts, "-vvvv", "--diff")
    assert ran.code == 0, ran.output[-3000:]
    done = {one["task"]: one["result"] for one in ran.records}
    assert set(done) == set(ways) | {"shipped"}
    assert [one["verb"] for one in done["token"]["changes"]] == ["create", "set"]
    for name in ("token", "soap", "client", "refresh", "jwt"):
        assert "error" not in done[name], (name, done[name].get("msg"))
    for name in ways:
        if name.startswith("wrong") or name in ("contradiction", "unknown option"):
            assert done[name]["error"]["code"], name
    # The wrapper of a task in the background ends after its result has been read, and then removes what was shipped.
    waited = threading.Event()
    for _turn in range(200):
        if not list((tmp_path / "remote").glob("ansible-tmp-*")):
            break
        waited.wait(0.05)
    secrets = [
        *real.values(),
        *(value for name, value in PLANTED.items() if name != "private_key"),
        "plantedprivatekey",
        first,
    ]
    secrets += [line for line in key.splitlines() if "-----" not in line][:3]
    artifacts = {"output": ran.output, **everything(playbooks.folder)}
    assert "ansible.log" in artifacts
    leaks = [(place, secret[:12]) for place, text in artifacts.items() for secret in secrets if secret in text]
    assert not leaks
    assert list((playbooks.folder / "home" / "tmp").iterdir()) == []


def test_no_task_takes_itself_out_of_an_approval(production: Org, playbooks: Playbooks) -> None:
    """The variable, or else the environment, wins over a task's own words."""
    given = {"name": "Sneaky", "system_permissions": ["ApiEnabled"], "approved_plan": ""}
    task: dict[str, t.Any] = {"name": "sneak", "sfops.salesforce.sf_permission_set": given}
    by_variable = playbooks.run(
        [{**task, "vars": {"salesforce_approved_plan": "no.json"}}], {"org": host_vars(production)}
    )
    there = {"SALESFORCE_APPROVED_PLAN": "no.json"}
    by_environment = playbooks.run([task], {"org": host_vars(production)}, environment=there)
    for ran in (by_variable, by_environment):
        assert ran.result("sneak")["error"]["code"] == "PLAN_UNREADABLE"
    assert not production.rows("PermissionSet", Name="Sneaky")


def test_a_dictionary_that_is_none_is_a_bad_option(production: Org, playbooks: Playbooks) -> None:
    tasks: list[dict[str, t.Any]] = [
        {"name": "needs", "sfops.salesforce.sf_access_check": {"user": "x@halcyon.example", "needs": True}},
        {"name": "sign_in", "sfops.salesforce.sf_access_check": {"user": "x@halcyon.example", "sign_in": 1}},
        {"name": "muted", "sfops.salesforce.sf_permset_group": {"name": "G", "muted": [1]}},
    ]
    ran = playbooks.run(tasks, {"org": host_vars(production)}, ignore_errors=True)
    for name in ("needs", "sign_in", "muted"):
        result = ran.result(name)
        assert (result["error"]["code"], result["error"]["fields"], result["preview"]) == ("BAD_OPTION", [name], False)
        assert result["msg"] == f"Option {name} takes a dictionary"
