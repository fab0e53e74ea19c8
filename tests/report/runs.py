# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports of real runs: playbooks of this checkout, against emulated orgs, with change_report switched on."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import typing as t
from dataclasses import dataclass
from pathlib import Path

import yaml

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.document import sealed
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.files import NAMES, write
from emulated_org.start import World, running
from gates.environment import for_ansible

Given = t.Dict[str, t.Any]

ORGS = ("enterprise", "enterprise-sandbox", "multi-currency")
#: All seats of the permission set licence are taken.
FULL = "psl-used-up"
VENDORS = ("conversion", "mutiny", "salesscreen")
#: Long enough to be found anywhere, and nowhere by chance.
SECRET = "password-that-no-report-may-hold-5f1c"
SECONDS = 900


@dataclass(frozen=True)
class Report:
    """The files of one report, and what the run printed."""

    folder: Path
    output: str = ""

    def file(self, kind: str) -> Path:
        """The file of a format."""
        return self.folder / NAMES[kind]

    @property
    def document(self) -> Given:
        """What the run was."""
        found: Given = json.loads(self.file("json").read_text(encoding="utf-8"))
        return found


class Runs:
    """Three orgs that are previewed, two of them set up together with two that cannot be, and left again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.reports: dict[str, Report] = {}
        with running("guides", only=[*ORGS, FULL]) as world:
            hosts = self._hosts(world)
            self.reports["preview"] = self._play("preview", "preview", {name: hosts[name] for name in ORGS})
            few = {name: {**hosts[name], "salesforce_vendors": list(VENDORS[:2])} for name in (*ORGS[:2], FULL)}
            gone = {**few[ORGS[0]], "salesforce_access_token": SECRET}
            self.reports["failures"] = self._play("failures", "site", {**few, "no-longer-ours": gone})
            few.pop(FULL)
            self.reports["offboarding"] = self._play("offboarding", "offboard", few, "--check")
        self.reports["fleet"] = written(fleet(self.reports["preview"].document, 200), folder / "fleet")

    def _hosts(self, world: World) -> dict[str, Given]:
        return {
            facts["name"]: {
                "salesforce_instance_url": facts["instance_url"],
                "salesforce_access_token": facts["access_token"],
                "salesforce_vendors": list(VENDORS),
                **{f"{vendor}_username": f"{vendor}@{facts['name']}.example" for vendor in VENDORS},
                **{f"{vendor}_email": "crm-team@halcyon.example" for vendor in VENDORS},
            }
            for facts in world.facts
        }

    def _play(self, name: str, playbook: str, hosts: dict[str, Given], *arguments: str) -> Report:
        folder = self._folder / name
        folder.mkdir(parents=True)
        inventory = folder / "inventory.yml"
        inventory.write_text(yaml.safe_dump({"salesforce_orgs": {"hosts": hosts}}), encoding="utf-8")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("ANSIBLE_", "SALESFORCE_"))}
        env = for_ansible(kept) | {
            "ANSIBLE_CALLBACKS_ENABLED": "sfops.salesforce.change_report",
            "ANSIBLE_FORKS": "4",
            "ANSIBLE_HOME": str(self._folder / "home"),
            "ANSIBLE_LOCAL_TEMP": str(self._folder / "home" / "tmp"),
            "ANSIBLE_NOCOLOR": "true",
            "SALESFORCE_CHANGE_REPORT_DIRECTORY": str(folder / "report"),
            "SALESFORCE_CHANGE_REPORT_EXPIRES_AFTER": "48",
        }
        command = ["ansible-playbook", "-i", str(inventory), f"sfops.salesforce.{playbook}", *arguments]
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        return Report(folder / "report", done.stdout + done.stderr)


def written(document: Given, folder: Path) -> Report:
    """The report of a document."""
    list(write(folder, document, NAMES, ""))
    return Report(folder)


def fleet(document: Given, count: int) -> Given:
    """A run over *count* orgs: those of a real run again and again, under names of their own. Each seventh was done before."""
    orgs = []
    for number in range(count):
        org = copy.deepcopy(document["orgs"][number % len(document["orgs"])])
        name = f"{('emea', 'apac', 'amer')[number % 3]}-{org['hosts'][0]}-{number:03}"
        org |= {"hosts": [name], "id": f"00D0000000{number:05}EAA", "instance_url": f"https://{name}.my.salesforce.com"}
        for task in org["tasks"]:
            task["host"] = name
            if number % 7 == 6:
                task |= {"changes": [], "changed": False}
        orgs.append(org)
    return sealed({**document, "orgs": orgs})
