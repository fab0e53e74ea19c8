# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every requirement of the five guides: by which variables and tasks it is met, and which test shows it.

The READMEs of the roles map requirements to variables and tasks; the tests carry the ids in their names. ``python -m guides.table``
writes both together into the documentation.
"""

from __future__ import annotations

import ast
import re
import sys
import typing as t
from dataclasses import dataclass
from pathlib import Path

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
_ROW = re.compile(
    r"^\| (?P<ids>[CSKMI]\d+[^|]*) \| (?P<text>.*?) \| (?P<variables>.*?) \| (?P<task>.*?) \|$", re.MULTILINE
)
_IDS = re.compile(r"^test_((?:[cskmi]\d+_)+)")
_HEAD = """..
  Copyright (c) 2026, sfops maintainers
  GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

.. _ansible_collections.sfops.salesforce.docsite.guide_requirements:

The guides, requirement by requirement
======================================

What each vendor's guide asks for, which variables and tasks bring it about, and which test shows it on an emulated org. What stays manual is
printed at the end of each run, as a checklist with these numbers. Written by ``python -m guides.table`` from the READMEs of the roles and the
names of the tests.
"""


@dataclass(frozen=True)
class Requirement:
    """One row."""

    id: str
    text: str
    variables: str
    task: str
    tests: tuple[str, ...]


def expected(vendor: str) -> list[str]:
    """The ids that a vendor's guide has."""
    letter, number = NUMBERS[vendor]
    return [f"{letter}{one}" for one in range(1, number + 1)]


def requirements(vendor: str) -> list[Requirement]:
    """The rows of a vendor's README, each with its tests."""
    found = tests(vendor)
    text = (ROOT / "roles" / vendor / "README.md").read_text("utf-8")
    rows = []
    for match in _ROW.finditer(text):
        for one in re.findall(r"[CSKMI]\d+", match["ids"]):
            rows.append(Requirement(one, match["text"], match["variables"], match["task"], tuple(found.get(one, ()))))
    return rows


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
        rows = [("Id", "The guide", "Variables", "Task", "Test")]
        rows += [
            (r.id, r.text, r.variables, r.task, ", ".join(f"`{one}`" for one in r.tests)) for r in requirements(vendor)
        ]
        for row in rows:
            cells = [_rst(cell) for cell in row]
            parts.append("   * - " + "\n     - ".join(cells))
    return "\n".join(parts) + "\n"


def _rst(cell: str) -> str:
    """Markdown's code as reStructuredText's."""
    cell = re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", cell)
    return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1", cell).strip() or "-"


def main() -> int:
    """Write the page, or with --check say whether it is what it would be."""
    if "--check" in sys.argv:
        return 0 if PAGE.read_text("utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
