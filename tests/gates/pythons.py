# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Pythons of this machine, and the ansible-core that each of them is tested with."""

from __future__ import annotations

import os
import shutil
import subprocess
import typing as t
from pathlib import Path

from .environment import CACHE, LINKS, ROOT, VENV, joined, link_to, without_shims
from .venv import Environment, usable_uv

VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
#: ansible-core -> the Pythons its controller runs on here, the best first.
CORES = {
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}
#: The newest core for Python 3.11, and the newest of all: every gate that depends on the core runs on these.
TESTED = ("2.19", "2.21")


def works(python: str | Path, version: str) -> bool:
    """Say whether *python* starts and is of *version*. A version manager's stand-in may be there and not start."""
    check = f"import sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != {version!r})"
    try:
        return subprocess.run([str(python), "-c", check], capture_output=True, check=False, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def candidates(version: str) -> t.Iterator[str]:
    """Yield the places where a Python of *version* may be."""
    search = without_shims(os.environ.get("PATH", os.defpath)).split(os.pathsep)
    search = [entry for entry in search if not Path(entry).is_relative_to(ROOT)]
    found = shutil.which(f"python{version}", path=os.pathsep.join(search))
    if found:
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}.*"), reverse=True):
        yield str(folder / "bin" / f"python{version}")
    base = VENV / "bin" / f"python{version}"
    if base.exists():
        yield os.path.realpath(base)


def link_tools() -> None:
    """Put links to the Pythons and to uv into one folder, for tools that look for ``python3.12`` and the like."""
    for version in VERSIONS:
        link = LINKS / f"python{version}"
        if link.exists():
            continue
        link.unlink(missing_ok=True)
        python = next((place for place in candidates(version) if works(place, version)), None)
        if python:
            link_to(link, python)
    if not (LINKS / "uv").exists():
        uv = usable_uv()
        if uv and not Path(uv).is_relative_to(ROOT):
            (LINKS / "uv").unlink(missing_ok=True)
            link_to(LINKS / "uv", uv)


def python_for(core: str) -> str | None:
    """Return the version of the Python that *core* is tested with on this machine, or None."""
    return next((version for version in CORES[core] if (LINKS / f"python{version}").exists()), None)


def core_environment(core: str, version: str) -> Environment:
    """Return an environment with exactly this ansible-core, and what a playbook run needs."""
    requirements: list[str | Path] = [ROOT / "tests" / "requirements" / "core.txt", f"ansible-core ~= {core}.0"]
    python = os.path.realpath(LINKS / f"python{version}")
    return Environment(CACHE / "venvs" / f"core-{core}", python, requirements, f"ansible-core-{core}").ensure()


def core_path(environment: Environment) -> str:
    """Return a search path on which that environment comes first and the checkout's own is not found."""
    rest = [entry for entry in os.environ["PATH"].split(os.pathsep) if Path(entry) != VENV / "bin"]
    return joined(environment.bin, LINKS, without_shims(os.pathsep.join(rest)))
