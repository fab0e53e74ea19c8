# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every requirement of the five guides: by which variables and tasks it is met, and which test shows it.

The roles map requirements to variables and steps (``vars/main/requirements.yml``); the tests carry the ids in their names.
``python -m guides.table`` writes both together into the documentation and into the READMEs of the roles.
"""

from __future__ import annotations

import ast
import re
import sys
import typing as t
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "docsite" / "rst" / "guide_requirements.rst"
#: Vendor -> the letter of its requirements, and how many there are.
NUMBERS: dict[str, tuple[str, int]] = {
    "conversion": ("C", 17),
    "salesscreen": ("S", 8),
    "classy": ("K", 6),
    "mutiny": ("M", 11),
    "insideview": ("I", 7),
}
_STEP = re.compile(r"^(?P<name>.*?) \{\{ __integration_user_ids\.(?P<step>\w+) \}\}$")
#: What stays manual is printed by this task.
BY_HAND = "Say what remains to be done by hand"
_MARKED = re.compile(r"(?<=<!-- requirements -->\n).*?(?=<!-- end -->)", re.DOTALL)
_IDS = re.compile(r"^test_((?:[cskmi]\d+_)+)")
#: The page begins as this file does.
_NOTICE = "\n".join(["..", *(f"  {line[2:]}" for line in Path(__file__).read_text("utf-8").splitlines()[:3])])
_HEAD = f"""{_NOTICE}

.. _ansible_collections.sfops.salesforce.docsite.guide_requirements:

The guides, requirement by requirement
======================================

What each vendor's guide asks for, which variables and tasks bring it about, and which test shows it on an emulated org. What stays manual is
printed at the end of each run, as a checklist with these numbers. Written by ``python -m guides.table`` from the roles and the names of the tests.
"""


@dataclass(frozen=True)
class Requirement:
    """One row."""

    id: str
    text: str
    variables: tuple[str, ...]
    tasks: tuple[str, ...]
    by_hand: bool
    tests: tuple[str, ...]


def expected(vendor: str) -> list[str]:
    """The ids that a vendor's guide has."""
    letter, number = NUMBERS[vendor]
    return [f"{letter}{one}" for one in range(1, number + 1)]


def requirements(vendor: str) -> list[Requirement]:
    """The requirements that a role lists, each with its tests."""
    found, names = tests(vendor), tasks()
    listed = yaml.safe_load((ROOT / "roles" / vendor / "vars" / "main" / "requirements.yml").read_text("utf-8"))
    rows = []
    for one, told in listed[f"__{vendor}_requirements"].items():
        by_hand = "by_hand" in told
        done = tuple(names[step] for step in told.get("steps", ()))
        rows.append(
            Requirement(
                one,
                " ".join(str(told["text"]).split()),
                tuple(told.get("variables", ())),
                (*done, *([BY_HAND] if by_hand else [])),
                by_hand,
                tuple(found.get(one, ())),
            )
        )
    return rows


def tasks() -> dict[str, str]:
    """Step -> the name of the task of the engine role that takes it."""
    found: dict[str, str] = {}
    files = sorted(
        (ROOT / "roles" / "integration_user" / "tasks").glob("*.yml"), key=lambda file: file.name == "absent.yml"
    )
    for file in files:
        for name in task_names(yaml.safe_load(file.read_text("utf-8"))):
            match = _STEP.match(name)
            if match:
                found.setdefault(match["step"], match["name"])
    return found


def task_names(content: object) -> list[str]:
    """The names of tasks, those in blocks included."""
    names = []
    for task in content if isinstance(content, list) else []:
        names.append(str(task.get("name")))
        for part in ("block", "rescue", "always"):
            names += task_names(task.get(part))
    return names


def tests(vendor: str) -> dict[str, list[str]]:
    """Requirement -> the tests that carry its id in their name."""
    found: dict[str, list[str]] = {}
    file = Path(__file__).with_name(f"test_{vendor}.py")
    tree = ast.parse(file.read_text("utf-8")) if file.exists() else ast.Module([], [])
    for node in tree.body:
        match = _IDS.match(node.name) if isinstance(node, ast.FunctionDef) else None
        for one in match.group(1).upper().strip("_").split("_") if match else ():
            found.setdefault(one, []).append(t.cast(ast.FunctionDef, node).name)
    return found


def page() -> str:
    """The page of the documentation."""
    parts = [_HEAD]
    for vendor in NUMBERS:
        title = f":ansplugin:`sfops.salesforce.{vendor} <sfops.salesforce.{vendor}#role>`"
        parts.append(
            f"\n{title}\n{'-' * len(title)}\n\n.. list-table::\n   :header-rows: 1\n   :widths: 6 34 26 18 16\n"
        )
        rows: list[tuple[str, ...]] = [("Id", "The guide", "Variables", "Task", "Test")]
        rows += [
            (one.id, one.text, *map(_listed, (one.variables, one.tasks, one.tests))) for one in requirements(vendor)
        ]
        parts += ["   * - " + "\n     - ".join(cells) for cells in rows]
    return "\n".join(parts) + "\n"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"``{one}``" for one in names) or "none"


def readme(vendor: str) -> str:
    """The README of a role, with the table of its requirements."""
    rows = ["", "| Id | The guide says | Variables | Task |", "| --- | --- | --- | --- |"]
    for one in requirements(vendor):
        variables = ", ".join(f"`{name}`" for name in one.variables) or "none"
        done = ", ".join(f'"{name}"' for name in one.tasks)
        rows.append(f"| {one.id} | {one.text} | {variables} | {done} |")
    text = (ROOT / "roles" / vendor / "README.md").read_text("utf-8")
    return _MARKED.sub(lambda _match: "\n".join([*rows, "", ""]), text)


def main() -> int:
    """Write the page and the tables of the READMEs."""
    PAGE.write_text(page(), encoding="utf-8")
    for vendor in NUMBERS:
        (ROOT / "roles" / vendor / "README.md").write_text(readme(vendor), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
