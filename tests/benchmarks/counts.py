# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests the whole job takes, and how that grows."""

from __future__ import annotations

import importlib
import json
import tempfile
import typing as t
import urllib.request

from .orgs import Facts, emulated, wide_world
from .tables import show
from .workload import Task, field_rows, job

PLUGINS = "ansible_collections.sfops.salesforce.plugins"


def carry_out(tasks: t.Sequence[Task], connection: dict[str, t.Any], check: bool = False) -> list[dict[str, t.Any]]:
    """One run of tasks without Ansible.

    Raises:
        RuntimeError: if one fails.
    """
    runner = importlib.import_module(f"{PLUGINS}.module_utils._runner")
    state = importlib.import_module(f"{PLUGINS}.module_utils._engine.run_state")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        run = state.RunState(folder)
        for module, params in tasks:
            declaration = importlib.import_module(f"{PLUGINS}.modules.{module}").DECLARATION
            defaults = {name: spec.get("default") for name, spec in declaration.argument_spec.items()}
            result = runner.perform(declaration, {**defaults, **connection, **params}, check, run)
            if result.get("failed"):
                raise RuntimeError(f"{module}: {result['msg']}")
            results.append(result)
    return results


def signing_in(org: Facts) -> dict[str, t.Any]:
    """Credentials that cost a sign-in."""
    return {
        "login_url": org["instance_url"],
        **{key: org[key] for key in ("client_id", "username", "private_key_file")},
    }


def sent(org: Facts) -> tuple[int, int]:
    """What the org saw since it was last asked: all requests, and the writing ones."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(org["control_url"] + "/requests", timeout=60) as answer:
        log = json.load(answer)
    opener.open(urllib.request.Request(org["control_url"] + "/requests", method="DELETE"), timeout=60).close()
    return len(log), sum(bool(one["writing"]) for one in log)


def measure() -> None:
    """Print both tables."""
    with emulated("large") as (org,):
        rows = field_rows(org)[:500]
        tasks = job(rows, "conversion@meridian.example")
        table: list[list[t.Any]] = []
        sent(org)
        for label, check in (("preview", True), ("first run", False), ("second run", False), ("preview again", True)):
            results = carry_out(tasks, signing_in(org), check)
            every, writing = sent(org)
            changes = sum(len(one["changes"]) for one in results)
            table.append([label, every, writing, changes, *(_sum(one) for one in results)])
    header = ["run", "requests", "writing", "changes", "user", "licence", "permission set", "assignment"]
    title = f"Requests of the whole job: 12 objects, {len(rows)} field rows, sign-in counted"
    show(title, header, table, "To reach: first run at most 14, second at most 6 and none writing.")
    _growth()


def _growth() -> None:
    with wide_world(2600) as world, emulated(world) as (org,):
        every = field_rows(org)
        table = []
        for size in (500, 1500, 2500):
            tasks = job(every[:size], "conversion@meridian.example", f"Rows_{size}")[2:3]
            connection = {key: org[key] for key in ("instance_url", "access_token")}
            (first,) = carry_out(tasks, connection)
            (second,) = carry_out(tasks, connection)
            row = [first["requests"]["reads"], first["requests"]["writes"]]
            table.append([size, *row, second["requests"]["reads"], second["requests"]["writes"]])
    header = ["field rows", "reads", "writes", "reads again", "writes again"]
    show("Requests of sf_permission_set alone, by field rows", header, table, "One more write for every 1,000 rows.")


def _sum(result: dict[str, t.Any]) -> int:
    return int(result["requests"]["reads"]) + int(result["requests"]["writes"])
