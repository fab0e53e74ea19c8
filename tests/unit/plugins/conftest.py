# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Emulated orgs for the tests of plugins: one world for all of them, and every test finds it as new."""

from __future__ import annotations

import importlib
import pathlib
import typing as t

import pytest
import requests

from ansible_collections.sfops.salesforce.plugins.module_utils._engine.run_state import RunState
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, perform

if t.TYPE_CHECKING:
    from emulated_org.start import World
    from emulated_org.testing import Saved

Result = t.Dict[str, t.Any]
PLUGINS = "ansible_collections.sfops.salesforce.plugins"


class Org:
    """One emulated org from outside: how to reach it, and its truth, which no module is asked for."""

    def __init__(self, facts: dict[str, str]) -> None:
        self.facts = facts
        self.session = requests.Session()
        self.session.trust_env = False
        self.credentials: dict[str, t.Any] = {
            "instance_url": facts["instance_url"],
            "access_token": facts["access_token"],
        }

    def control(self, method: str, path: str, body: t.Any = None) -> t.Any:
        answer = self.session.request(method, self.facts["control_url"] + path, json=body, timeout=10)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def requests(self, signing_in: bool = True) -> list[dict[str, t.Any]]:
        """What has been asked of the org since the test began or forgot."""
        found = self.control("GET", "/requests")
        return [one for one in found if signing_in or one["path"].startswith("/services/data/")]

    def writes(self) -> list[dict[str, t.Any]]:
        return [one for one in self.requests() if one["writing"]]

    def forget(self) -> None:
        self.control("DELETE", "/requests")

    def mark(self) -> None:
        self.control("POST", "/store/mark")

    def diff(self) -> dict[str, t.Any]:
        return t.cast("dict[str, t.Any]", self.control("GET", "/store/diff"))

    def rows(self, sobject: str, **wanted: t.Any) -> list[dict[str, t.Any]]:
        """Records of the store, past the API."""
        found = self.control("GET", "/store").get(sobject, {})
        return [row for row in found.values() if all(row.get(key) == value for key, value in wanted.items())]

    def row(self, sobject: str, **wanted: t.Any) -> dict[str, t.Any]:
        (found,) = self.rows(sobject, **wanted)
        return found

    def put(self, sobject: str, record_id: str | None = None, **fields: t.Any) -> str:
        """Write a record past the rules."""
        body: dict[str, t.Any] = {"sobject": sobject, "fields": fields}
        if record_id:
            body["id"] = record_id
        return str(self.control("POST", "/records", body)["id"])

    def fault(self, kind: str, **how: t.Any) -> None:
        self.control("POST", "/faults", {"kind": kind, **how})


class Run:
    """One run: its tasks share a state, and each is what a task of a playbook would be."""

    def __init__(self, org: Org, folder: pathlib.Path, check: bool = False) -> None:
        self.org, self.check = org, check
        self.state = RunState(str(folder), previewing=check)

    def task(self, module: str, **params: t.Any) -> Result:
        """The result of one task; *check* and *connection* replace what the run does and the org's own credentials."""
        checking = params.pop("check", self.check)
        connection = params.pop("connection", self.org.credentials)
        declaration: Declaration = importlib.import_module(f"{PLUGINS}.modules.{module}").DECLARATION
        given = {**connection, **params}
        unknown = set(given) - set(declaration.argument_spec)
        assert not unknown, f"{module} has no option {', '.join(sorted(unknown))}"
        defaults = {name: spec.get("default") for name, spec in declaration.argument_spec.items()}
        return perform(declaration, {**defaults, **given}, checking, self.state)


Runs = t.Callable[..., Run]


@pytest.fixture(scope="session")
def running_world() -> t.Iterator[World]:
    from emulated_org.start import running

    with running() as made:
        yield made


@pytest.fixture(scope="session")
def untouched(running_world: World) -> list[Saved]:
    from emulated_org.testing import Saved

    return [Saved(org) for org in running_world.orgs]


@pytest.fixture
def world(running_world: World, untouched: list[Saved]) -> t.Iterator[World]:
    """The world, which is as new when the next test begins."""
    yield running_world
    for one in untouched:
        one.restore()


@pytest.fixture
def production(world: World) -> Org:
    return Org(world.facts[0])


@pytest.fixture
def acquired(world: World) -> Org:
    """The org of a company that was bought: older, with other objects."""
    return Org(world.facts[2])


@pytest.fixture
def new_run(production: Org, tmp_path: pathlib.Path) -> Runs:
    """Begin runs against production, or another org."""
    count = iter(range(1000))

    def begin(check: bool = False, org: Org | None = None) -> Run:
        return Run(org or production, tmp_path / f"run-{next(count)}", check)

    return begin


@pytest.fixture
def run(new_run: Runs) -> Run:
    """A run that applies."""
    return new_run()
