# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task costs beside ansible.builtin.debug, in process and shipped."""

from __future__ import annotations

import statistics
import tempfile
import typing as t
from pathlib import Path

from .orgs import emulated, replayed
from .plays import Ansible
from .tables import show

REPEATED = 25
SHIPPED = 4
#: The lightest and the usual: one request each.
MODULES: dict[str, dict[str, t.Any]] = {
    "sf_permset_license_assignment_info": {"licenses": ["SalesforceAPIIntegrationPsl"]},
    "sf_user": {"name": "admin@umbra.example"},
}


def measure() -> None:
    """Print the table."""
    with emulated("default") as orgs, replayed(orgs[0]) as quick, tempfile.TemporaryDirectory() as folder:
        ansible = Ansible(Path(folder))
        rows: list[list[t.Any]] = []
        for label, facts in (("answers at once", quick), ("emulated org", orgs[0])):
            rows += _table(ansible, label, facts)
    note = "ms: median of the time from one task's start to the next, all in one run; the org's own time is part of it."
    header = ["org", "task", "ms", "x debug", "ms shipped", "overhead shipped / in process"]
    show("Time per task", header, rows, note)


def _table(ansible: Ansible, label: str, facts: dict[str, str]) -> list[list[t.Any]]:
    connection = {"instance_url": facts["instance_url"], "access_token": facts["access_token"]}
    tasks: list[dict[str, t.Any]] = []
    for number in range(REPEATED):
        tasks.append({"name": "debug", "ansible.builtin.debug": {"msg": "nothing"}})
        for module, params in MODULES.items():
            tasks.append({"name": module, f"sfops.salesforce.{module}": {**params, **connection}})
        if number < SHIPPED:
            for module, params in MODULES.items():
                tasks.append({"name": f"shipped {module}", ansible.ship(module): {**params, **connection}})
    host = {"ansible_connection": "local", "salesforce_retries": 0}
    ran = ansible.run([{"hosts": "all", "gather_facts": False, "tasks": tasks}], {"one": host})
    # The first of each kind also loads plugins.
    middle = {name: 1000 * statistics.median(found[1:]) for name, found in ran.tasks.items()}
    debug = middle["debug"]
    rows: list[list[t.Any]] = [[label, "ansible.builtin.debug", debug, 1.0, "", ""]]
    for module in MODULES:
        mine, shipped = middle[module], middle[f"shipped {module}"]
        ratio = (shipped - debug) / max(mine - debug, 0.1)
        rows.append([label, module, mine, mine / debug, shipped, ratio])
    return rows
