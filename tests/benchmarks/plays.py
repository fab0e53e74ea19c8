# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of ansible-playbook, with their processor time and the time of every task."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import typing as t
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from ansible.cli.playbook import main; sys.exit(main())"
#: Writes down when each task began and what it was.
TIMER = """
import json
import os
import time

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "timer"

    def _keep(self, name):
        with open(os.environ["TIMES"], "a", encoding="utf-8") as out:
            print(json.dumps([name, time.perf_counter()]), file=out)

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._keep(task.get_name().strip())

    def v2_playbook_on_stats(self, stats):
        self._keep("end")
"""


@dataclass
class Ran:
    """One run: seconds by the clock and of the processor (all its processes), and seconds by task name."""

    wall: float
    cpu: float
    tasks: dict[str, list[float]]
    output: str


class Ansible:
    """Runs plays in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        link = folder / "collections" / "ansible_collections" / "sfops" / "salesforce"
        link.parent.mkdir(parents=True)
        link.symlink_to(ROOT)
        (folder / "callback_plugins").mkdir()
        (folder / "callback_plugins" / "timer.py").write_text(TIMER, encoding="utf-8")

    def ship(self, module: str) -> str:
        """Make a copy of a module without an action plugin: Ansible ships it, as it does any module. Returns its name."""
        (self.folder / "library").mkdir(exist_ok=True)
        source = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
        (self.folder / "library" / f"shipped_{module}.py").write_text(source, encoding="utf-8")
        return f"shipped_{module}"

    def run(self, play: list[t.Any], hosts: t.Mapping[str, t.Any], *arguments: str) -> Ran:
        """Run a play on hosts (name to variables).

        Raises:
            RuntimeError: if it fails, with the end of its output.
        """
        times = self.folder / "times.jsonl"
        times.unlink(missing_ok=True)
        (self.folder / "play.json").write_text(json.dumps(play), encoding="utf-8")
        inventory = {"all": {"hosts": dict(hosts)}}
        (self.folder / "inventory.json").write_text(json.dumps(inventory), encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "SALESFORCE_"))}
        env |= {
            "ANSIBLE_COLLECTIONS_PATH": str(self.folder / "collections"),
            "ANSIBLE_HOME": str(self.folder / "home"),
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "home" / "tmp"),
            "ANSIBLE_CALLBACK_PLUGINS": str(self.folder / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "timer",
            "ANSIBLE_ROLES_PATH": str(self.folder),
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "127.0.0.1",
            "TIMES": str(times),
        }
        before, began = _children(), time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", START, "-i", "inventory.json", "play.json", *arguments],
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        wall, cpu = time.perf_counter() - began, _children() - before
        if done.returncode:
            raise RuntimeError(f"ansible-playbook failed: {done.stdout[-2000:]}")
        return Ran(wall, cpu, _durations(times), done.stdout)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _durations(file: Path) -> dict[str, list[float]]:
    marks = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found: dict[str, list[float]] = {}
    for (name, began), (_next, ended) in zip(marks, marks[1:]):
        found.setdefault(name, []).append(ended - began)
    return found
