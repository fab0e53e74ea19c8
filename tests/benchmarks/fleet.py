# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many orgs in one run of ansible-playbook."""

from __future__ import annotations

import tempfile
import typing as t
from pathlib import Path

from .counts import sent
from .orgs import Facts, emulated
from .plays import Ansible
from .tables import show
from .workload import field_rows, job

ORGS = 50
FORKS = 20


def host(org: Facts, number: int) -> dict[str, t.Any]:
    """Inventory variables of one org."""
    names = ("client_id", "username", "private_key_file")
    return {
        "salesforce_login_url": org["instance_url"],
        **{f"salesforce_{name}": org[name] for name in names},
        "robot": f"conversion.{number}@meridian.example",
    }


def measure(orgs: int = ORGS) -> None:
    """Print the table."""
    with emulated("large", orgs) as fleet, tempfile.TemporaryDirectory() as folder:
        ansible = Ansible(Path(folder))
        hosts = {f"org{number:02d}": host(org, number) for number, org in enumerate(fleet)}
        tasks = [
            {"name": module, f"sfops.salesforce.{module}": params}
            for module, params in job(field_rows(fleet[0])[:500], "{{ robot }}")
        ]
        play = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
        table: list[list[t.Any]] = []
        for label in ("first run", "second run"):
            for org in fleet:
                sent(org)
            ran = ansible.run(play, hosts, "-f", str(FORKS))
            counted = [sent(org) for org in fleet]
            writing = sum(writes for _every, writes in counted)
            table.append([label, ran.wall, ran.cpu, max(every for every, _writes in counted), writing])
    header = ["run", "seconds", "CPU seconds", "most requests to one org", "writing requests"]
    note = "Of ansible-playbook and all its workers; the orgs run in a process of their own. To reach: second run under 25 CPU seconds."
    show(f"The whole job on {orgs} orgs, 500 field rows each, forks {FORKS}", header, table, note)
