# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual environments under the checkout, made by uv when it works and by Python's own means when it doesn't."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import typing as t
from pathlib import Path

from .environment import CACHE, ROOT

#: What the installers are told whoever calls them.
QUIET = {"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONWARNINGS": "ignore"}


class Problem(Exception):
    """Something the reader can mend; the text says how."""


def say(text: str, end: str = "\n") -> None:
    """Show progress on stderr, so that stdout belongs to the command."""
    print(text, end=end, file=sys.stderr, flush=True)


def requirement_lines(requirement: str | Path) -> list[str]:
    """Return a requirement, or the lines of a requirements file and of the files it includes."""
    if isinstance(requirement, str):
        return [requirement]
    lines: list[str] = []
    for line in requirement.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            lines += requirement_lines((requirement.parent / line[3:].strip()).resolve())
        elif line and not line.startswith("#"):
            lines.append(line)
    return lines


def usable_uv() -> str | None:
    """Return the path of uv, or None. A version manager's stand-in may be on PATH and not work."""
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    return None


class Environment:
    """A virtual environment at *place* that holds *requirements* for *python*."""

    def __init__(self, place: Path, python: str, requirements: t.Sequence[str | Path], purpose: str) -> None:
        self.place = place
        self.python = python
        self.requirements = requirements
        self.purpose = purpose
        self.log = CACHE / "logs" / f"environment-{purpose}.log"
        lines = [line for requirement in requirements for line in requirement_lines(requirement)]
        self.base = hashlib.sha256("\n".join([python, sys.version, str(ROOT)]).encode()).hexdigest()
        self.contents = hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def bin(self) -> Path:
        """The folder of its programs."""
        return self.place / "bin"

    def stamps(self) -> dict[str, t.Any]:
        """Return what this environment was made of and with, empty for one that is not there."""
        try:
            found = json.loads((self.place / "made-of.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and found.get("base") == self.base else {}

    def ready(self) -> bool:
        """Say whether it is there already and up to date."""
        return self.stamps().get(self.purpose) == self.contents

    def made_with(self) -> str:
        """Return the installer that worked, ``uv`` or ``pip``."""
        return str(self.stamps().get("installer", "pip"))

    def ensure(self) -> Environment:
        """Make it, or bring it up to date, unless it is. Raise Problem, with the cure, when that fails."""
        if self.ready():
            return self
        CACHE.mkdir(exist_ok=True)
        with (CACHE / "environment.lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.ready():
                self._make()
        return self

    def _make(self) -> None:
        made = self.stamps()
        if self.place.exists() and not made:
            shutil.rmtree(self.place)
        name = os.path.relpath(self.place, ROOT)
        uv = usable_uv()
        try:
            installer = self._with_uv(uv, name) if uv and made.get("installer") != "pip" else self._with_pip(name)
        except Problem as problem:
            if not uv:
                raise
            say(f"{problem}\nTrying pip instead.")
            shutil.rmtree(self.place, ignore_errors=True)
            made, installer = {}, self._with_pip(name)
        made.update({"base": self.base, "installer": installer, self.purpose: self.contents})
        (self.place / "made-of.json").write_text(json.dumps(made, indent=2), encoding="utf-8")

    def _with_uv(self, uv: str, name: str) -> str:
        if not self.bin.exists():
            self._step(f"[1/2] making {name} with uv", uv, "venv", "-q", "-p", self.python, self.place)
        self._step(
            f"[2/2] installing what '{self.purpose}' needs",
            uv,
            "pip",
            "install",
            "-q",
            "-p",
            self.bin / "python",
            *self._arguments(),
        )
        return "uv"

    def _with_pip(self, name: str) -> str:
        if not self.bin.exists():
            try:
                self._step(f"[1/2] making {name}", self.python, "-m", "venv", self.place)
            except Problem as problem:
                shutil.rmtree(self.place, ignore_errors=True)
                raise Problem(f"{problem}\nOn Debian and Ubuntu install python3-venv first; or install uv.") from None
        self._step(
            f"[2/2] installing what '{self.purpose}' needs",
            self.bin / "python",
            "-m",
            "pip",
            "install",
            "-q",
            *self._arguments(),
        )
        return "pip"

    def _arguments(self) -> list[str]:
        return [
            part
            for requirement in self.requirements
            for part in (["-r", str(requirement)] if isinstance(requirement, Path) else [requirement])
        ]

    def _step(self, text: str, *command: str | Path) -> None:
        """Run a command with its output in the log; on failure show the log's end."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        say(f"{text} ...", end="")
        began = time.monotonic()
        with self.log.open("w", encoding="utf-8") as out:
            result = subprocess.run(
                [str(part) for part in command],
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                env=os.environ | QUIET,
                check=False,
            )
        if result.returncode:
            say(" failed")
            end = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
            raise Problem(
                "\n".join(
                    [f"this did not work: {' '.join(str(part) for part in command)}", f"The end of {self.log}:", *end]
                )
            )
        say(f" {time.monotonic() - began:.1f} s")
