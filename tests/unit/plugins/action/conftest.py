# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real runs of ansible-playbook, in a folder of their own, with every result written down."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import typing as t
from dataclasses import dataclass

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[4]
START = "import sys; from ansible.cli.playbook import main; sys.exit(main())"
RECORDER = """
from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "recorder"

    def _keep(self, result, *args, **kwargs):
        host = getattr(result, "host", None) or result._host
        task = getattr(result, "task", None) or result._task
        found = getattr(result, "result", None) or result._result
        entry = {"host": host.get_name(), "task": task.get_name().strip(), "result": found}
        with open(os.environ["RECORD"], "a", encoding="utf-8") as out:
            print(json.dumps(entry, default=str), file=out)

    v2_runner_on_ok = v2_runner_on_failed = v2_runner_on_unreachable = v2_runner_item_on_ok = _keep
"""
Task = t.Dict[str, t.Any]


@dataclass
class Ran:
    """What a run said and left."""

    folder: pathlib.Path
    code: int
    output: str
    records: list[dict[str, t.Any]]

    def results(self, task: str = "") -> list[dict[str, t.Any]]:
        """Results in the order they came, of the tasks of that name."""
        return [one["result"] for one in self.records if not task or one["task"] == task]

    def result(self, task: str = "") -> dict[str, t.Any]:
        (found,) = self.results(task)
        return found


class Playbooks:
    """Runs plays; everything Ansible writes stays in one folder."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        link = folder / "collections" / "ansible_collections" / "sfops"
        link.mkdir(parents=True)
        (link / "salesforce").symlink_to(ROOT)
        (folder / "callback_plugins").mkdir()
        (folder / "callback_plugins" / "recorder.py").write_text(RECORDER, encoding="utf-8")

    def run(
        self,
        tasks: list[Task],
        hosts: t.Mapping[str, t.Mapping[str, t.Any]],
        *arguments: str,
        environment: t.Mapping[str, str] | None = None,
        **play: t.Any,
    ) -> Ran:
        """Run *tasks* on *hosts* (name to variables)."""
        folder = self.folder
        inventory = {"all": {"hosts": {name: dict(found) for name, found in hosts.items()}}}
        (folder / "inventory.yml").write_text(yaml.safe_dump(inventory), encoding="utf-8")
        content = [{"hosts": "all", "gather_facts": False, "tasks": tasks, **play}]
        (folder / "play.yml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        record = folder / "record.jsonl"
        record.unlink(missing_ok=True)
        env = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "SALESFORCE_"))}
        env |= {
            "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
            "ANSIBLE_HOME": str(folder / "home"),
            "ANSIBLE_LOCAL_TEMP": str(folder / "home" / "tmp"),
            "ANSIBLE_CALLBACK_PLUGINS": str(folder / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
            "ANSIBLE_LOG_PATH": str(folder / "ansible.log"),
            "ANSIBLE_RETRY_FILES_ENABLED": "true",
            "ANSIBLE_CACHE_PLUGIN": "jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(folder / "facts"),
            "ANSIBLE_DEPRECATION_WARNINGS": "true",
            "ANSIBLE_NOCOLOR": "true",
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "127.0.0.1",
            "RECORD": str(record),
            **(environment or {}),
        }
        command = [sys.executable, "-c", START, "-i", "inventory.yml", "play.yml", *arguments]
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=180,
            check=False,
        )
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        records = [json.loads(line) for line in lines]
        return Ran(folder, done.returncode, done.stdout.decode("utf-8", "replace"), records)


@pytest.fixture
def playbooks(tmp_path: pathlib.Path) -> Playbooks:
    return Playbooks(tmp_path)
