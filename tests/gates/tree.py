# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A copy of the working tree where ansible-test wants it.

ansible-test refuses to run outside ``ansible_collections/<namespace>/<name>`` and resolves links, so the checkout has to be copied there. The copy holds
what git would commit, committed or not.
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
from pathlib import Path

from .environment import CACHE, ROOT


def working_files(root: Path = ROOT) -> list[Path]:
    """Return what git tracks or would track, relative to *root*, without what has been deleted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    names = sorted({name.decode() for name in output.split(b"\0") if name})
    return [Path(name) for name in names if (root / name).is_file() or (root / name).is_symlink()]


def working_copy(name: str) -> Path:
    """Bring the copy called *name* up to date and return its place. Files that did not change keep their time."""
    copy = CACHE / "copies" / name / "ansible_collections" / "sfops" / "salesforce"
    copy.mkdir(parents=True, exist_ok=True)
    if not (copy / ".git").exists():
        # Without a repository of its own, the copy would be taken for the ignored files of the checkout's.
        subprocess.run(["git", "init", "-q", "."], cwd=copy, check=True)
    files = working_files()
    wanted = set(files)
    for old in working_files(copy):
        if old not in wanted:
            (copy / old).unlink()
    for file in files:
        source, target = ROOT / file, copy / file
        if target.is_file() and not source.is_symlink() and filecmp.cmp(source, target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copy2(source, target, follow_symlinks=False)
    return copy
