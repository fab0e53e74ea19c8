# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things are in a checkout, and the environment variables that keep every tool inside it."""

from __future__ import annotations

import os
import sys
import typing as t
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
#: A tree in which Ansible and Python find the checkout under its collection name.
COLLECTIONS = CACHE / "collections"
#: Pythons and tools that are on the machine, under the names programs look for.
LINKS = CACHE / "bin"

Environment = t.Dict[str, str]


def link_collection() -> None:
    """Make the collection answer by its name: a link in the tree that leads back to the checkout."""
    link = COLLECTIONS / "ansible_collections" / "sfops" / "salesforce"
    link_to(link, os.path.relpath(ROOT, link.parent))


def link_to(link: Path, target: str) -> None:
    """Point *link* at *target*, whatever another process does at the same time."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    temporary = link.with_name(f".{link.name}-{os.getpid()}")
    temporary.symlink_to(target)
    temporary.replace(link)


def without_shims(path: str) -> str:
    """Take pyenv's shims out of a search path: they exist for every Python, and fail for all that are not selected."""
    return os.pathsep.join(entry for entry in path.split(os.pathsep) if entry and Path(entry).name != "shims")


def joined(*entries: str | Path | None) -> str:
    """Join entries of a search path, leaving out the empty ones and repetitions."""
    parts = [part for entry in entries if entry for part in str(entry).split(os.pathsep)]
    return os.pathsep.join(dict.fromkeys(parts))


def for_ansible(base: t.Mapping[str, str]) -> Environment:
    """Return *base* with what a playbook run in this checkout needs. What the caller has set already, stays."""
    env = dict(base)
    env["VIRTUAL_ENV"] = str(VENV)
    env["UV_PYTHON_DOWNLOADS"] = "never"
    env["PATH"] = joined(VENV / "bin", without_shims(env.get("PATH", os.defpath)))
    env["ANSIBLE_COLLECTIONS_PATH"] = joined(COLLECTIONS, env.get("ANSIBLE_COLLECTIONS_PATH"))
    env.setdefault("ANSIBLE_HOME", str(CACHE / "ansible"))
    env.setdefault("ANSIBLE_LOCAL_TEMP", str(CACHE / "ansible" / "tmp"))
    encoding = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or ""
    if "utf" not in encoding.lower():  # Ansible refuses to start without it
        env["LC_ALL"] = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return env


def with_packages(base: t.Mapping[str, str]) -> Environment:
    """Return *base* with the Python packages of the checkout importable: ``emulated_org`` and the collection."""
    env = dict(base)
    env["PYTHONPATH"] = joined(ROOT / "tests", COLLECTIONS, env.get("PYTHONPATH"))
    return env


def with_own_home(base: t.Mapping[str, str]) -> Environment:
    """Return *base* with a HOME inside the checkout, for tools that write there whatever one sets (ansible-test does).

    The caches and settings of the installers and of git stay the caller's.
    """
    env = dict(base)
    own = CACHE / "home"
    own.mkdir(parents=True, exist_ok=True)
    home = Path(env["HOME"]) if env.get("HOME") else None
    env["HOME"] = str(own)
    if home is None or home == own:
        return env
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    caches = Path(env.get("XDG_CACHE_HOME") or home / ".cache")
    env.setdefault("UV_CACHE_DIR", str(caches / "uv"))
    env.setdefault("PIP_CACHE_DIR", str(home / "Library/Caches/pip" if sys.platform == "darwin" else caches / "pip"))
    settings = {
        "PIP_CONFIG_FILE": (config / "pip/pip.conf", home / ".pip/pip.conf"),
        "UV_CONFIG_FILE": (config / "uv/uv.toml",),
        "NETRC": (home / ".netrc",),
        "GIT_CONFIG_GLOBAL": (home / ".gitconfig", config / "git/config"),
    }
    for name, places in settings.items():
        found = [place for place in places if place.is_file()]
        if found:
            env.setdefault(name, str(found[0]))
    return env
