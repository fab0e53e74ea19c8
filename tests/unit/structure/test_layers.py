# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports point downwards only, and every file has a room.

A file in a place this test does not know fails it: decide first what the new room may know, then write it down in ROOMS.
"""

from __future__ import annotations

import ast
import sys
import typing as t
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PLUGINS = ROOT / "plugins"
COLLECTION = "ansible_collections.sfops.salesforce.plugins."
SALESFORCE_LIBRARIES = frozenset(
    {"cryptography", "jwt", "lxml", "requests", "simple_salesforce", "urllib3", "xmltodict", "zeep"}
)
#: What planning has no business with: whoever needs one of these wants to read or send something.
INPUT_OUTPUT = frozenset(
    {"asyncio", "ftplib", "http", "io", "multiprocessing", "os", "pathlib", "select", "shutil", "smtplib", "socket"}
    | {"sqlite3", "ssl", "subprocess", "tempfile", "threading", "urllib"}
)
MOST_LINES = 250


@dataclass(frozen=True)
class Room:
    """What files of a room may import beside the standard library and their own room.

    *below* are rooms or single modules of the collection; *libraries* are from outside; *pure* forbids input and output.
    """

    below: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()
    pure: bool = False


def room(*below: str, libraries: t.Iterable[str] = (), pure: bool = False) -> Room:
    """Shorten the table."""
    return Room(frozenset(below), frozenset(libraries), pure)


ROOMS = {
    "module_utils._access": room(pure=True),
    "module_utils._engine": room("module_utils._access", pure=True),
    # What the tasks of a run share is in files: of the engine, this file alone touches them.
    "module_utils._engine.run_state": room("module_utils._access", "module_utils._engine"),
    "module_utils._api": room("module_utils._access.requests", libraries=SALESFORCE_LIBRARIES),
    "module_utils._argspec": room("module_utils._access", libraries=["ansible"]),
    "module_utils._results": room(
        "module_utils._access", "module_utils._api", "module_utils._engine", libraries=["ansible"], pure=True
    ),
    "module_utils._runner": room(
        "module_utils._access",
        "module_utils._api",
        "module_utils._argspec",
        "module_utils._engine",
        "module_utils._results",
        libraries=["ansible"],
    ),
    "modules": room(
        "module_utils._access", "module_utils._argspec", "module_utils._runner", libraries=["ansible"], pure=True
    ),
    "doc_fragments": room(pure=True),
    "filter": room(
        "module_utils._access", "plugin_utils._audit", "plugin_utils._report", libraries=["ansible"], pure=True
    ),
    "plugin_utils": room(
        "modules",
        "plugin_utils._approval",
        "module_utils._argspec",
        "module_utils._engine.run_state",
        "module_utils._results",
        "module_utils._runner",
        libraries=["ansible"],
    ),
    # What a run said, written down: nothing of it reads or sends.
    "plugin_utils._approval": room(
        "module_utils._access",
        "module_utils._argspec",
        "module_utils._engine.run_state",
        "module_utils._runner",
        "plugin_utils._report",
        libraries=["ansible"],
    ),
    "plugin_utils._report": room("module_utils._access", "module_utils._argspec", libraries=["jinja2"]),
    # What rehearsals said, judged.
    "plugin_utils._audit": room("module_utils._access", pure=True),
    "callback": room("plugin_utils._report", libraries=["ansible", "yaml"]),
    "action": room("modules", "module_utils._argspec", "module_utils._runner", "plugin_utils", libraries=["ansible"]),
}


def room_of(file: Path) -> str | None:
    """Return the name of the room *file* belongs to, the smallest one, or None."""
    name = module_name(file)
    return max((entry for entry in ROOMS if within(name, [entry])), key=len, default=None)


def module_name(file: Path) -> str:
    """Return the dotted name of *file* below ``plugins``."""
    parts = file.relative_to(PLUGINS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path) -> t.Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything *file* imports; what is in the collection, relative to ``plugins``."""
    package = file.relative_to(PLUGINS).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module) if part)
            # ``from ._access import user`` imports a module, ``from ._access.user import User`` a name: both are below.
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def within(name: str, places: t.Iterable[str]) -> bool:
    """Say whether *name* is one of *places* or below one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def forbidden(own: str, rules: Room, name: str) -> str:
    """Return why a file of room *own* may not import *name*, or nothing."""
    name = name.removeprefix(COLLECTION)
    top = name.partition(".")[0]
    if top in {entry.partition(".")[0] for entry in ROOMS} or name.startswith("ansible_collections."):
        return "" if within(name, {own, *rules.below}) else "it is not below"
    if top in sys.stdlib_module_names or top == "__future__":
        return "it does input or output" if rules.pure and top in INPUT_OUTPUT else ""
    return "" if top in rules.libraries else "that library belongs elsewhere"


def python_files(*places: str) -> list[Path]:
    """Return the Python files below *places*."""
    return sorted(file for place in places for file in (ROOT / place).rglob("*.py"))


@pytest.mark.parametrize("file", python_files("plugins"), ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_downwards(file: Path) -> None:
    own = room_of(file)
    assert own, f"{file.relative_to(ROOT)}: no room for it in ROOMS"
    found = [(line, name, forbidden(own, ROOMS[own], name)) for line, name in imports(file)]
    wrong = [
        f"{file.relative_to(ROOT)}:{line}: {own} must not import {name}: {why}" for line, name, why in found if why
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("file", python_files("plugins"), ids=lambda file: str(file.relative_to(ROOT)))
def test_only_the_runner_exits(file: Path) -> None:
    if room_of(file) == "module_utils._runner":
        return
    tree = ast.parse(file.read_text(encoding="utf-8"))
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("exit_json", "fail_json")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("file", python_files("plugins"), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_holds_two_ideas(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{file.relative_to(ROOT)} has {lines} lines, {MOST_LINES} are the most"


def test_utilities_are_private() -> None:
    places = (PLUGINS / "module_utils", PLUGINS / "plugin_utils")
    shown = [
        str(entry.relative_to(ROOT))
        for place in places
        if place.is_dir()
        for entry in place.iterdir()
        if not entry.name.startswith("_")
    ]
    assert not shown, f"names that lack the leading underscore: {shown}"


@pytest.mark.parametrize("file", python_files("tests/emulated_org"), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_emulated_org_knows_nothing_of_us(file: Path) -> None:
    """What it answers comes from facts about Salesforce, never from what our client expects."""
    tops = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            tops.add((node.module or "").partition(".")[0])
    assert not tops & {"ansible", "ansible_collections", "simple_salesforce", "gates"}


@pytest.mark.parametrize(
    ("own", "name", "allowed"),
    [
        ("module_utils._access", "dataclasses", True),
        ("module_utils._access", "socket", False),
        ("module_utils._access", "requests", False),
        ("module_utils._access", "module_utils._engine.plan", False),
        ("module_utils._access", "module_utils._access.requests.Query", True),
        ("module_utils._engine", "module_utils._access.plan", True),
        ("module_utils._engine", "module_utils._api.org", False),
        ("module_utils._api", "requests", True),
        ("module_utils._api", "module_utils._access.requests.Query", True),
        ("module_utils._api", "module_utils._access.plan", False),
        ("module_utils._api", "ansible.module_utils.urls", False),
        ("modules", COLLECTION + "module_utils._runner.run", True),
        ("modules", COLLECTION + "module_utils._api.org", False),
        ("modules", "ansible_collections.community.general.plugins.module_utils.x", False),
        ("action", "ansible.plugins.action.ActionBase", True),
        ("action", "requests", False),
    ],
)
def test_the_rules_themselves(own: str, name: str, allowed: bool) -> None:
    assert (not forbidden(own, ROOMS[own], name)) is allowed
