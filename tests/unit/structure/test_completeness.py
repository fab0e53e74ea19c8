# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever is in the collection is in everything that lists it: groups, tests, documentation, requirements."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import typing as t
from pathlib import Path

import pytest
import yaml

from gates.tree import working_copy
from gates.venv import requirement_lines

ROOT = Path(__file__).resolve().parents[3]
TARGETS = ROOT / "tests" / "integration" / "targets"
MODULES = sorted(file.stem for file in (ROOT / "plugins" / "modules").glob("*.py"))
ROLES = sorted(folder.name for folder in (ROOT / "roles").glob("*/") if folder.is_dir())
#: Modules that only read, and have no twin that writes.
READ_ONLY: frozenset[str] = frozenset({"sf_access_check", "sf_audit_trail_info", "sf_org_info"})
#: Targets that test no single module or role.
OTHER_TARGETS: frozenset[str] = frozenset()
#: What a user gets.
ARTIFACT = {"changelogs", "docs", "LICENSES", "meta", "playbooks", "plugins", "roles", "tests"} | {
    "CHANGELOG.md",
    "CHANGELOG.rst",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "FILES.json",
    "LICENSE",
    "MAINTAINERS",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
}


def text(*parts: str) -> str:
    """Return the text of a file of the checkout, empty when it is not there."""
    file = ROOT.joinpath(*parts)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def guides() -> str:
    """Return the text of every guide."""
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs/docsite/rst").glob("*.rst")))


def loaded(*parts: str) -> t.Any:
    """Return what a YAML file of the checkout holds."""
    return yaml.safe_load(text(*parts))


def target_text(name: str) -> str:
    """Return the tasks of an integration target."""
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((TARGETS / name).rglob("*.yml")))


def test_there_are_modules() -> None:
    assert MODULES, "plugins/modules holds no module"


def test_the_action_group_is_exactly_the_modules() -> None:
    assert sorted(loaded("meta", "runtime.yml")["action_groups"]["salesforce"]) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_a_module_runs_in_process(name: str) -> None:
    assert (ROOT / "plugins" / "action" / f"{name}.py").is_file(), f"plugins/action/{name}.py is missing"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_its_twin(name: str) -> None:
    if name in READ_ONLY:
        return
    twin = name.removesuffix("_info") if name.endswith("_info") else f"{name}_info"
    assert twin in MODULES, f"{name} needs a twin {twin}"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_an_integration_target(name: str) -> None:
    targets = {name, name.removesuffix("_info")}
    assert any(f"sfops.salesforce.{name}:" in target_text(target) for target in targets), (
        f"tests/integration/targets/{' or '.join(sorted(targets))} has no task that runs sfops.salesforce.{name}"
    )


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_documented(name: str) -> None:
    assert f"sfops.salesforce.{name}" in guides(), f"no guide under docs/docsite/rst mentions {name}"
    assert f"`{name}`" in text("README.md"), f"the table in README.md lacks {name}"


@pytest.mark.parametrize("name", ROLES)
def test_a_role_is_complete(name: str) -> None:
    for file in ("README.md", "meta/main.yml", "meta/argument_specs.yml", "tasks/main.yml"):
        assert (ROOT / "roles" / name / file).is_file(), f"roles/{name}/{file} is missing"
    assert f"`{name}`" in text("README.md"), f"the table in README.md lacks {name}"
    scenarios = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "extensions/molecule").rglob("*.yml"))
    assert f"sfops.salesforce.{name}" in scenarios, f"no molecule scenario runs {name}"


def test_no_target_is_left_over() -> None:
    known = {*MODULES, *(f"role_{name}" for name in ROLES), *OTHER_TARGETS}
    found = {folder.name for folder in TARGETS.glob("*/") if folder.is_dir() and not folder.name.startswith("setup_")}
    assert found <= known, f"targets of nothing: {sorted(found - known)}"


def requirements(*parts: str) -> set[str]:
    """Return the requirements a file names."""
    return set(requirement_lines(ROOT.joinpath(*parts)))


def test_requirements_agree() -> None:
    """ansible-test reads its requirements from files of its own, which can include no others."""
    runtime = requirements("meta", "ee-requirements.txt")
    assert requirements("tests", "integration", "requirements.txt") == runtime
    wanted = requirements("tests", "requirements", "test.txt")
    assert requirements("tests", "unit", "requirements.txt") == {
        line for line in wanted if not line.startswith("pytest")
    }


@pytest.mark.skipif(not shutil.which("ansible-galaxy"), reason="ansible-galaxy is not on PATH")
def test_the_artifact_holds_what_a_user_needs(tmp_path: Path) -> None:
    source = working_copy("artifact")
    command = ["ansible-galaxy", "collection", "build", "--output-path", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as artifact:
        found = {member.name.partition("/")[0] for member in artifact.getmembers() if member.name}
    assert found <= ARTIFACT, f"in the artifact, and not for users: {sorted(found - ARTIFACT)}"
    assert {"meta", "plugins", "FILES.json"} <= found
