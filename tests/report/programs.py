# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the gate installs for itself: axe-core, from npm, once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from gates.environment import CACHE

from .browser import Missing

HERE = Path(__file__).resolve().parent / "js"
PLACE = CACHE / "report"


def axe() -> str:
    """The text of axe-core.

    Raises:
        Missing: without npm, or where npm cannot fetch it.
    """
    files = [HERE / "package.json", HERE / "package-lock.json"]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = PLACE / "made-of"
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        _install(files)
        stamp.write_text(wanted, encoding="utf-8")
    return (PLACE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _install(files: list[Path]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm is not on this machine")
    PLACE.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, PLACE)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"npm could not fetch axe-core: {done.stderr.strip()[-300:]}")
