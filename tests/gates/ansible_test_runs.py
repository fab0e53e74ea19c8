# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test on a copy of the working tree, once for each ansible-core we test with."""

from __future__ import annotations

import json
import os
import typing as t
from pathlib import Path

from .environment import CACHE
from .orgs import Org, OrgsDidNotStart, running_orgs
from .pythons import core_environment, core_path, python_for
from .tree import working_copy

if t.TYPE_CHECKING:
    import nox

#: Names of the orgs in the world that integration targets run against.
ORGS = 3


class Bench:
    """One ansible-core, its Python, and the copy of the collection it tests."""

    def __init__(self, session: nox.Session, core: str, name: str) -> None:
        version = python_for(core)
        if version is None:
            session.skip(f"no Python for ansible-core {core} is on this machine")
        self.session = session
        self.version = str(version)
        self.environment = core_environment(core, self.version)
        self.copy = working_copy(f"{name}-{core}")
        # Two that run side by side must not share one: each makes itself a key there, and asks when there is one.
        self.home = CACHE / "home" / f"{name}-{core}"
        self.home.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str) -> None:
        """Run ansible-test in the copy."""
        place = str(self.environment.place)
        env = {"HOME": str(self.home), "PATH": core_path(self.environment), "VIRTUAL_ENV": place}
        program = str(self.environment.bin / "ansible-test")
        with self.session.chdir(self.copy):
            self.session.run(program, *arguments, "--color", "no", env=env, external=True)

    def seed_pip(self) -> None:
        """Put pip where ansible-test looks before it goes to the network."""
        script = Path(__file__).with_name("pip_seed.py")
        python = str(self.environment.bin / "python")
        self.session.run(python, str(script), env={"HOME": str(self.home)}, external=True, silent=True)


def sanity(session: nox.Session, core: str) -> None:
    """Run every sanity test on every Python this machine has."""
    bench = Bench(session, core, "sanity")
    bench.seed_pip()
    bench.run("sanity", "--local", *session.posargs)


def units(session: nox.Session, core: str) -> None:
    """Run the collection's unit tests on the controller's Python. Those of the emulated org know no Ansible: another gate runs them, once."""
    bench = Bench(session, core, "units")
    bench.seed_pip()
    bench.run("units", "--venv", "--python", bench.version, *(session.posargs or ["tests/unit/plugins/"]))


def integration(session: nox.Session, core: str) -> None:
    """Run every target against orgs that live as long as the run."""
    bench = Bench(session, core, "integration")
    if not any(bench.copy.glob("tests/integration/targets/*/tasks/main.yml")):
        session.skip("there are no integration targets")
    bench.seed_pip()
    try:
        with running_orgs(f"integration-{core}", ORGS) as orgs:
            write_settings(bench.copy / "tests" / "integration" / "integration_config.yml", orgs)
            bench.run("integration", "--venv", "--python", bench.version, *session.posargs)
    except OrgsDidNotStart as problem:
        session.error(str(problem))


def write_settings(place: Path, orgs: list[Org]) -> None:
    """Tell the targets where the orgs are. ansible-test hands no environment variables on, only this file."""
    settings = {"emulated_orgs": {org["name"]: org for org in orgs}, "emulated_org": orgs[0]}
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(settings, out, indent=2)  # JSON is YAML
