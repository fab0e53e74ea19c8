# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# /// script
# dependencies = ["nox>=2025.5.1", "antsibull-nox>=1.10.0"]
# ///

"""Every gate of the project is a session in here or in antsibull-nox.toml.

``python3 dev.py test`` runs them all; ``python3 dev.py test -l`` lists them; ``python3 dev.py test -s NAME`` runs one.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

try:
    import antsibull_nox
except ImportError:
    sys.exit("antsibull-nox is missing here: run nox as 'python3 dev.py run -- nox'")

sys.path.insert(0, str(Path(__file__).resolve().parent / "tests"))

from gates import ansible_test_runs, environment, pythons

environment.link_collection()
pythons.link_tools()
os.environ.update(environment.with_own_home(environment.for_ansible(os.environ)))
os.environ["PATH"] = environment.joined(os.environ["PATH"], environment.LINKS)

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

antsibull_nox.load_antsibull_nox_toml()

PACKAGES = environment.with_packages({})
#: One of them is needed for the gate report, with its driver.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CORES = [nox.param(core, id=core) for core in pythons.TESTED]


@nox.session(name="unit", default=False, venv_backend="none")
def unit(session: nox.Session) -> None:
    """Unit tests, on the Python of the checkout's environment."""
    arguments = session.posargs or ["tests/unit", "--ignore=tests/unit/structure"]
    session.run("python", "-m", "pytest", "-n", "2", *arguments, env=PACKAGES)


@nox.session(name="structure", default=False, venv_backend="none")
def structure(session: nox.Session) -> None:
    """What no linter knows: layers, completeness, sizes, words."""
    session.run("python", "-m", "pytest", "tests/unit/structure", *session.posargs, env=PACKAGES)


@nox.session(name="changelog", default=False, venv_backend="none")
def changelog(session: nox.Session) -> None:
    """Changelog fragments and configuration."""
    session.run("antsibull-changelog", "lint", *session.posargs)


@nox.session(name="sanity", default=False, venv_backend="none")
@nox.parametrize("core", CORES)
def sanity(session: nox.Session, core: str) -> None:
    """All of ansible-test's sanity tests, without ignore entries."""
    ansible_test_runs.sanity(session, core)


@nox.session(name="units", default=False, venv_backend="none")
@nox.parametrize("core", CORES)
def units(session: nox.Session, core: str) -> None:
    """Unit tests the way Galaxy's users run them: ansible-test units --venv."""
    ansible_test_runs.units(session, core)


@nox.session(name="integration", default=False, venv_backend="none")
@nox.parametrize("core", CORES)
def integration(session: nox.Session, core: str) -> None:
    """Every integration target against emulated orgs: ansible-test integration --venv."""
    ansible_test_runs.integration(session, core)


@nox.session(name="molecule", default=False, venv_backend="none")
def molecule(session: nox.Session) -> None:
    """Roles: converge, repeat and verify against one shared emulated org."""
    arguments = session.posargs or ["test", "--all", "--report", "--workers", "2"]
    session.run("molecule", *arguments, env=PACKAGES)


@nox.session(name="guides", default=False, venv_backend="none")
def guides(session: nox.Session) -> None:
    """Each vendor's guide from an empty org to offboarding, by the playbooks of the installed collection."""
    session.run("python", "-m", "pytest", "tests/guides", *session.posargs, env=PACKAGES)


@nox.session(name="adoption", default=False, venv_backend="none")
def adoption(session: nox.Session) -> None:
    """Grown orgs of every world, exported and applied again: nothing changes, and drift is repaired."""
    session.run("python", "-m", "pytest", "tests/adoption", *session.posargs, env=PACKAGES)


@nox.session(name="contract", default=False, venv_backend="none")
def contract(session: nox.Session) -> None:
    """Other people's Salesforce clients, as they are published, against the emulated org."""
    session.run("python", "-m", "pytest", "tests/contract", *session.posargs, env=PACKAGES)


@nox.session(name="exactness", default=False, venv_backend="none")
def exactness(session: nox.Session) -> None:
    """Drawn worlds and declarations: previewed, applied, and compared with the store. --cases 2000 --seed 7 for others."""
    session.run("python", "-m", "pytest", "tests/exactness", *session.posargs, env=PACKAGES)


@nox.session(name="report", default=False)
def report(session: nox.Session) -> None:
    """The page of change_report in a real browser; with '-- --screenshots DIR' pictures of it instead."""
    if not any(map(shutil.which, BROWSERS)):
        session.skip(
            f"no browser on this machine, of {', '.join(BROWSERS)} (Debian: apt-get install chromium chromium-driver)"
        )
    session.install("-r", "tests/requirements/report.txt")
    if session.posargs[:1] == ["--screenshots"]:
        session.run("python", "-m", "report", *session.posargs[1:], env=PACKAGES)
    else:
        session.run("python", "-m", "pytest", "tests/report", *session.posargs, env=PACKAGES)


@nox.session(name="docs", default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation site, guides and reference, into .cache/docs."""
    session.install("-r", "tests/requirements/docs.txt")
    place = environment.CACHE / "docs"
    place.mkdir(parents=True, exist_ok=True)
    start = [
        "antsibull-docs",
        "sphinx-init",
        "--use-current",
        "--dest-dir",
        str(place),
        "--squash-hierarchy",
        "--lenient",
        "sfops.salesforce",
    ]
    session.run(*start, silent=True)
    with session.chdir(place):
        session.run("./build.sh", external=True)
    print(f"open {place / 'build' / 'html' / 'index.html'}")


@nox.session(name="demo", default=False, venv_backend="none")
def demo(session: nox.Session) -> None:
    """The main job on three local orgs, and its promises."""
    session.run("python", "-m", "demo", *session.posargs, env=PACKAGES)


@nox.session(name="benchmark", default=False, venv_backend="none")
def benchmark(session: nox.Session) -> None:
    """Speed and cost: prints tables, decides nothing."""
    session.run("python", "-m", "benchmarks", *session.posargs, env=PACKAGES)


@nox.session(name="all", default=False, venv_backend="none")
def every(session: nox.Session) -> None:
    """Every gate, two at a time: what 'python3 dev.py test' runs."""
    session.run("python", "-m", "gates", *session.posargs, env=PACKAGES)


if __name__ == "__main__":
    nox.main()
