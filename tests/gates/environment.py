# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things are in a checkout, and the environment variables that keep every tool inside it."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
#: A tree in which Ansible and Python find the checkout under its collection name.
COLLECTIONS = CACHE / "collections"


def link_collection() -> None:
    """Make the collection answer by its name: a link in the tree that leads back to the checkout."""
    link = COLLECTIONS / "ansible_collections" / "sfops" / "salesforce"
    link.parent.mkdir(parents=True, exist_ok=True)
    target = os.path.relpath(ROOT, link.parent)
    if not link.is_symlink() or os.readlink(link) != target:
        temporary = link.with_name(f".salesforce-{os.getpid()}")
        temporary.symlink_to(target)
        temporary.replace(link)


def without_shims(path: str) -> str:
    """Take pyenv's shims out of a search path: they exist for every Python, and fail for all that are not selected."""
    return os.pathsep.join(entry for entry in path.split(os.pathsep) if entry and Path(entry).name != "shims")


def joined(*entries: t.Any) -> str:
    """Join entries of a search path, leaving out the empty ones."""
    return os.pathsep.join(str(entry) for entry in entries if entry)


def ansible_environment(base: t.Mapping[str, str]) -> dict[str, str]:
    """Return *base* with what a playbook run in this checkout needs. What the caller has set already, stays."""
    env = dict(base)
    env["ANSIBLE_COLLECTIONS_PATH"] = joined(COLLECTIONS, env.get("ANSIBLE_COLLECTIONS_PATH"))
    env.setdefault("ANSIBLE_HOME", str(CACHE / "ansible"))
    env.setdefault("ANSIBLE_LOCAL_TEMP", str(CACHE / "ansible" / "tmp"))
    return env


def with_packages(base: t.Mapping[str, str]) -> dict[str, str]:
    """Return *base* with the Python packages of the checkout importable: ``emulated_org`` and the collection."""
    env = dict(base)
    env["PYTHONPATH"] = joined(ROOT / "tests", COLLECTIONS, env.get("PYTHONPATH"))
    return env
