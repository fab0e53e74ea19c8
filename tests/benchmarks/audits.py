# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit of many orgs: one in which nothing is as declared yet, and one in which everything is."""

from __future__ import annotations

import tempfile
import typing as t
from pathlib import Path

from .counts import sent
from .fleet import FORKS, ORGS, host
from .orgs import emulated
from .plays import Ansible
from .tables import show

CHAPTERS = (("nothing is set up", "audit"), ("site sets it up", "site"), ("all is in order", "audit"))


def measure(orgs: int = ORGS) -> None:
    """Print the table."""
    with emulated("large", orgs) as fleet, tempfile.TemporaryDirectory() as folder:
        ansible = Ansible(Path(folder))
        hosts = {}
        for number, org in enumerate(fleet):
            declared = {
                "conversion_username": f"audited.{number}@meridian.example",
                "conversion_email": "crm@example.com",
            }
            hosts[f"org{number:02d}"] = {**host(org, number), "salesforce_vendors": ["conversion"], **declared}
        table: list[list[t.Any]] = []
        for label, playbook in CHAPTERS:
            for org in fleet:
                sent(org)
            options = ["-e", "{target: all, audit_fail_on: [failed], audit_report: audit.json, audit_junit: audit.xml}"]
            ran = ansible.run([{"import_playbook": f"sfops.salesforce.{playbook}"}], hosts, "-f", str(FORKS), *options)
            counted = [sent(org) for org in fleet]
            writing = sum(writes for _every, writes in counted)
            summary = sum(map(sum, (ran.tasks.get(one, [0.0]) for one in ("Judge the org", "Put the orgs together"))))
            table.append(
                [label, playbook, ran.wall, ran.cpu, summary, max(every for every, _writes in counted), writing]
            )
    header = [
        "run",
        "playbook",
        "seconds",
        "CPU seconds",
        "seconds to judge",
        "most requests to one org",
        "writing requests",
    ]
    show(
        f"One vendor on {orgs} orgs, forks {FORKS}",
        header,
        table,
        "Of ansible-playbook and all its workers; signing in included.",
    )
