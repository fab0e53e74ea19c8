# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the emulated org does, from where that is known, how sure it is, and which tests show it.

``python -m emulated_org.behaviours`` writes ``data/behaviours.yml`` and ``data/unknowns.yml`` as tables into
``behaviours.md``.
"""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import yaml

DATA = Path(__file__).with_name("data")
PAGE = Path(__file__).with_name("behaviours.md")
#: The marks, the surest first.
SURE = ("documented", "recorded", "code", "fixture", "believed", "guessed")
KEYS = frozenset({"area", "behaviour", "source", "sure", "tests"})
#: Where the tests are that rows name.
TESTS = Path(__file__).resolve().parents[1]
PLACES = (TESTS / "unit" / "emulated_org", TESTS / "contract" / "clients")
_BETWEEN = r"(?<=<!-- {0} -->\n).*?(?=<!-- end of {0} -->)"

Row = t.Dict[str, t.Any]


def rows() -> list[Row]:
    """The rows in their order."""
    return t.cast("list[Row]", yaml.safe_load((DATA / "behaviours.yml").read_text("utf-8")))


def unknowns() -> list[Row]:
    """What nobody published, the reading that is built, and the piece of a world file that turns on the other one."""
    return t.cast("list[Row]", yaml.safe_load((DATA / "unknowns.yml").read_text("utf-8")))


def tests() -> set[str]:
    """Every test of the emulated org, as rows name it: ``test_users.py::test_wrong_values``."""
    found = set()
    for file in (one for place in PLACES for one in place.glob("test_*.py")):
        names = re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
        found |= {f"{file.name}::{name}" for name in names}
    return found


def table(found: t.Iterable[Row]) -> str:
    """The rows as Markdown, one table for each area, in the order in which areas first appear."""
    areas: dict[str, list[Row]] = {}
    for row in found:
        areas.setdefault(row["area"], []).append(row)
    lines: list[str] = []
    for area, own in areas.items():
        lines += [f"\n### {area}\n", "| behaviour | source | how sure | tests |", "| --- | --- | --- | --- |"]
        lines += [_line(row) for row in own]
    return "\n".join(lines) + "\n\n"


def _line(row: Row) -> str:
    names = "<br>".join(f"`{one}`" for one in row["tests"]) or "none"
    cells = (str(row[key]).replace("|", "\\|") for key in ("behaviour", "source", "sure"))
    return f"| {' | '.join(' '.join(one.split()) for one in cells)} | {names} |"


def readings(found: t.Iterable[Row]) -> str:
    """Both readings of what is unknown, as a Markdown table."""
    lines = ["| id | unknown | built | other | in a world file |", "| --- | --- | --- | --- | --- |"]
    for row in found:
        world = yaml.safe_dump(row["world"], default_flow_style=True, width=1000).strip()[1:-1]
        lines.append(f"| {row['id']} | {row['question']} | {row['built']} | {row['other']} | `{world}` |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """The page as it should be."""
    text = PAGE.read_text("utf-8")
    for name, made in (("behaviours", table(rows())), ("unknowns", readings(unknowns()))):
        text = re.sub(_BETWEEN.format(name), made.replace("\\", "\\\\"), text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
