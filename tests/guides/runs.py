# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of ansible-playbook against a built and installed collection, and what they said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import typing as t
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from ansible.cli.{0} import main; sys.exit(main())"
SECONDS = 600
REPORT = "change_report"

Change = t.Dict[str, t.Any]
Hosts = t.Mapping[str, t.Mapping[str, t.Any]]


@dataclass
class Run:
    """What a run said."""

    code: int
    output: str
    records: list[dict[str, t.Any]]

    def of(self, host: str) -> list[dict[str, t.Any]]:
        """The results of one org, in their order; those of a loop one by one."""
        found = []
        for one in self.records:
            if one["host"] == host and not one["skipped"]:
                parts = one["result"].get("results")
                found += [{**one, "result": part} for part in parts] if isinstance(parts, list) else [one]
        return found

    def changes(self, host: str) -> list[Change]:
        """What the tasks of one org changed, or in a preview would have: rehearsals of a real run do not count."""
        own = [one["result"] for one in self.of(host) if one["action"].startswith("sfops.salesforce.")]
        previewing = all(one.get("preview", True) for one in own)
        return [
            change
            for one in own
            if previewing or not one.get("preview")
            for change in one.get("changes") or ()
            if change
        ]

    def said(self, host: str) -> str:
        """Every message for one org, as one text."""
        texts = []
        for one in self.of(host):
            told = one["result"].get("msg")
            texts += told if isinstance(told, list) else [told]
            texts += one["result"].get("warnings") or []
        return "\n".join(str(text) for text in texts if text)

    def failed(self, host: str) -> list[str]:
        """Why an org's run ended early."""
        return [str(one["result"].get("msg")) for one in self.records if one["host"] == host and one["failed"]]


class Ansible:
    """ansible-playbook with the collection installed as users install it; everything it writes stays in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._collections = folder / "collections"
        plugins = folder / "callback_plugins"
        plugins.mkdir()
        shutil.copy(Path(__file__).with_name("recorder.py"), plugins / "recorder.py")
        self._call("galaxy", "collection", "build", str(ROOT), "--output-path", str(folder), check=True)
        (built,) = folder.glob("sfops-salesforce-*.tar.gz")
        install = ["collection", "install", str(built), "--offline", "-p", str(self._collections)]
        self._call("galaxy", *install, check=True)

    def report(self) -> dict[str, t.Any]:
        """What change_report wrote of the last run."""
        return t.cast("dict[str, t.Any]", json.loads((self.folder / REPORT / "change.json").read_text("utf-8")))

    def play(self, playbook: str, hosts: Hosts, *arguments: str, **extra: t.Any) -> Run:
        """Run the playbook of that name, or a file, on orgs; *extra* are further variables of every org."""
        shutil.rmtree(self.folder / REPORT, ignore_errors=True)
        inventory = {"salesforce_orgs": {"hosts": {name: {**found, **extra} for name, found in hosts.items()}}}
        place = self.folder / "inventory.yml"
        # Emulated credentials, and yet: nobody else's business.
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            yaml.safe_dump(inventory, out)
        record = self.folder / "record.jsonl"
        record.unlink(missing_ok=True)
        found = playbook if playbook.endswith(".yml") else f"sfops.salesforce.{playbook}"
        done = self._call("playbook", "-i", str(place), found, *arguments)
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return Run(done.returncode, done.stdout, [json.loads(line) for line in lines])

    def _call(self, command: str, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "SALESFORCE_"))}
        env |= {
            "ANSIBLE_CALLBACKS_ENABLED": "recorder,sfops.salesforce.change_report",
            "ANSIBLE_CALLBACK_PLUGINS": str(self.folder / "callback_plugins"),
            "ANSIBLE_COLLECTIONS_PATH": str(self._collections),
            "ANSIBLE_DEPRECATION_WARNINGS": "true",
            "ANSIBLE_FORKS": "8",
            "ANSIBLE_HOME": str(self.folder / "home"),
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "home" / "tmp"),
            "ANSIBLE_NOCOLOR": "true",
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "127.0.0.1",
            "RECORD": str(self.folder / "record.jsonl"),
        }
        return subprocess.run(
            [sys.executable, "-c", START.format(command), *arguments],
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=check,
            text=True,
        )
