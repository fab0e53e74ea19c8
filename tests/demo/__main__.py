# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the main job three times on three emulated orgs, then say in a table whether each promise was kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import typing as t
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from gates.environment import CACHE, ROOT, for_ansible
from gates.orgs import Org, OrgsDidNotStart, control, running_orgs

PLAYBOOK = "sfops.salesforce.conversion"
INVENTORY = ROOT / "examples" / "demo" / "inventory.yml"
ORGS = 3
RUNS: tuple[tuple[str, str, list[str]], ...] = (
    ("preview", "what would change, nothing is sent", ["--check", "--diff"]),
    ("apply", "make it so", []),
    ("repeat", "the same again: nothing is left to do", []),
)


@dataclass
class Run:
    """What one run did to one org."""

    changes: list[str] = field(default_factory=list)
    requests: int = 0
    writing: int = 0


#: Run -> org -> what it did.
Outcome = t.Dict[str, t.Dict[str, Run]]


def demo_environment(orgs: list[Org], changes: Path) -> dict[str, str]:
    """Return the environment of the runs. Credentials travel in it, and nowhere else."""
    env = for_ansible(os.environ)
    for org in orgs:
        name = str(org["name"]).upper()
        env |= {f"DEMO_{name}_{key.upper()}": str(value) for key, value in org.items() if value is not None}
        env |= {f"DEMO_{name}_URL": str(org["instance_url"]), f"DEMO_{name}_TOKEN": str(org["access_token"])}
    env |= {
        "ANSIBLE_CONFIG": str(Path(__file__).with_name("ansible.cfg")),
        "ANSIBLE_REMOTE_TEMP": str(CACHE / "ansible" / "remote"),
        "DEMO_CHANGES": str(changes),
    }
    return env


def run(arguments: list[str], orgs: list[Org], env: dict[str, str], changes: Path) -> dict[str, Run]:
    """Run the playbook once; return what it did to each org. Raise CalledProcessError when it fails."""
    changes.unlink(missing_ok=True)
    for org in orgs:
        control(org, "DELETE", "/requests")
    command = ["ansible-playbook", "-i", str(INVENTORY), PLAYBOOK, *arguments]
    print(
        f"$ {' '.join(['ansible-playbook', '-i', str(INVENTORY.relative_to(ROOT)), PLAYBOOK, *arguments])}", flush=True
    )
    subprocess.run(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, check=True)
    outcome = {str(org["name"]): Run() for org in orgs}
    for line in changes.read_text(encoding="utf-8").splitlines() if changes.exists() else ():
        record = json.loads(line)
        if record["host"] in outcome:
            outcome[record["host"]].changes += [json.dumps(change, sort_keys=True) for change in record["changes"]]
    for org in orgs:
        requests = control(org, "GET", "/requests")
        done = outcome[str(org["name"])]
        done.requests, done.writing = len(requests), sum(request["writing"] for request in requests)
    return outcome


def table(outcome: Outcome, names: list[str]) -> str:
    """Return the summary."""
    head = [
        "org",
        "would change",
        "changed",
        "changed again",
        "writes in preview",
        "in repeat",
        "requests: preview",
        "apply",
        "repeat",
    ]
    rows = [head]
    for name in names:
        preview, apply, repeat = (outcome[title][name] for title, _text, _arguments in RUNS)
        numbers = [len(preview.changes), len(apply.changes), len(repeat.changes), preview.writing, repeat.writing]
        rows.append([name, *map(str, [*numbers, preview.requests, apply.requests, repeat.requests])])
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths))
        )
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def broken(outcome: Outcome, names: list[str]) -> list[str]:
    """Return the promises that were not kept."""
    found = []
    for name in names:
        preview, apply, repeat = (outcome[title][name] for title, _text, _arguments in RUNS)
        promises = {
            "there is something to do": bool(preview.changes),
            "the second run changes nothing": not repeat.changes,
            "the preview sends no writing request": not preview.writing,
            "the second run sends no writing request": not repeat.writing,
        }
        found += [f"{name}: {promise}" for promise, kept in promises.items() if not kept]
        found += [f"{name}: only in the preview: {change}" for change in missing(preview.changes, apply.changes)]
        found += [f"{name}: only in the run: {change}" for change in missing(apply.changes, preview.changes)]
    return found


def missing(left: list[str], right: list[str]) -> list[str]:
    """Return the first few changes of *left* that *right* lacks."""
    return sorted((Counter(left) - Counter(right)).elements())[:3]


def show() -> int:
    """Start the orgs, run three times, report."""
    changes = CACHE / "demo" / "changes.jsonl"
    changes.parent.mkdir(parents=True, exist_ok=True)
    print(f"[1/{len(RUNS) + 2}] starting {ORGS} local Salesforce orgs ...", flush=True)
    outcome: Outcome = {}
    with running_orgs("demo", ORGS) as orgs:
        names = [str(org["name"]) for org in orgs]
        for org in orgs:
            print(f"      {org['name']}: {org['instance_url']}")
        env = demo_environment(orgs, changes)
        for number, (title, text, arguments) in enumerate(RUNS, 2):
            print(f"\n[{number}/{len(RUNS) + 2}] {title}: {text}", flush=True)
            began = time.monotonic()
            outcome[title] = run(arguments, orgs, env, changes)
            print(f"      {title}: {time.monotonic() - began:.1f} s", flush=True)
    print(f"[{len(RUNS) + 2}/{len(RUNS) + 2}] the orgs are stopped; what happened:\n\n{table(outcome, names)}\n")
    missed = broken(outcome, names)
    if missed:
        print("Promises that were not kept:\n" + "\n".join(f"  {line}" for line in missed))
        return 1
    print(
        "Kept on every org: the preview wrote nothing and equals the run, change by change; the second run changed and wrote nothing."
    )
    return 0


def terminated(_number: int, _frame: t.Any) -> t.NoReturn:
    """Turn the signal into an exception, so that the orgs are stopped."""
    raise KeyboardInterrupt


def main() -> int:
    """Say in a sentence what went wrong, if something did."""
    signal.signal(signal.SIGTERM, terminated)
    try:
        return show()
    except OrgsDidNotStart as problem:
        print(f"demo: {problem}", file=sys.stderr)
    except subprocess.CalledProcessError as problem:
        print(f"demo: the playbook ended with {problem.returncode}; its last task above says why", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
