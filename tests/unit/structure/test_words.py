# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must stand in no file: unfinished work, switched-off checks, somebody's machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gates.tree import working_files

ROOT = Path(__file__).resolve().parents[3]
FILES = [file for file in working_files(ROOT) if not (ROOT / file).is_symlink()]
LICENCE_TEXTS = {"LICENSE", "LICENSES"}
HEADER = (
    "Copyright (c) 2026, sfops maintainers",
    "GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)",
    "SPDX-License-" + "Identifier: GPL-3.0-or-later",
)
#: Written without their last letter, so that this file does not find itself.
FORBIDDEN = {
    "unfinished work": r"\b(?:TOD[O]|FIXM[E]|XX[X])\b",
    "a check that is switched off": r"#\s*noq[a]|type:\s*ignor[e]|pylint:\s*disabl[e]|yamllint\s+disabl[e]|ruff:\s*noq[a]",
    "a place on somebody's machine": r"(?<![\w.~$}])/(?:roo[t]|wor[k]|home/\w+|Users/\w+|opt/pyp[i]\S*|opt/wheel[s])/",
    "an address of a package index": r"(?:extra-index-ur[l]|index-ur[l]|find-link[s]|trusted-hos[t]|pkg\.de[v]|developers\.google\.co[m])",
}


def content(file: Path) -> str | None:
    """Return the text of a file, or None when it is no text."""
    try:
        return (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{file}:{number}: {line.strip()[:120]}"
        for file in FILES
        if file.parts[0] not in LICENCE_TEXTS
        for number, line in enumerate((content(file) or "").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, f"{what}:\n" + "\n".join(found)


def test_every_file_begins_with_the_licence() -> None:
    wrong = []
    for file in FILES:
        if file.suffix not in (".py", ".yml", ".yaml", ".rst", ".toml") or file.parts[0] == "changelogs":
            continue
        lines = [line.lstrip("#. ").rstrip() for line in (content(file) or "").splitlines()[:5]]
        if lines and tuple(line for line in lines if line)[:3] != HEADER:
            wrong.append(str(file))
    assert not wrong, "no licence header of three lines: " + ", ".join(wrong)


def test_nothing_is_exempt_from_sanity() -> None:
    exempt = [str(file) for file in FILES if file.parts[:2] == ("tests", "sanity") and file.name.startswith("ignore")]
    assert not exempt


def test_no_big_or_binary_file() -> None:
    assert not [str(file) for file in FILES if content(file) is None], "files that are no text"
    assert not [str(file) for file in FILES if (ROOT / file).stat().st_size > 1_000_000]
