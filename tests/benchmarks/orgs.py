# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Emulated orgs in a process of their own, so that their work does not count as ours."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import typing as t
from pathlib import Path

Facts = t.Dict[str, str]


@contextlib.contextmanager
def process(*command: str) -> t.Iterator[subprocess.Popen[str]]:
    """Run a Python module that prints JSON lines when it is ready, and end it."""
    running = subprocess.Popen(
        [sys.executable, "-m", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextlib.contextmanager
def emulated(world: str, count: int = 1) -> t.Iterator[list[Facts]]:
    """So many orgs of a world."""
    with process("emulated_org", "--world", world, "--count", str(count)) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline() for _number in range(count)]
        if not all(lines):
            raise RuntimeError(f"the emulated orgs of world {world} did not start")
        yield [json.loads(line) for line in lines]


@contextlib.contextmanager
def replayed(upstream: Facts) -> t.Iterator[Facts]:
    """The same org behind a server that asks it once and then answers from memory: an org that takes no time."""
    with process("benchmarks.replay", upstream["instance_url"]) as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        yield {**upstream, "instance_url": url}


@contextlib.contextmanager
def wide_world(fields: int) -> t.Iterator[str]:
    """A world file with one org whose twelve business objects have at least so many more fields."""
    import yaml

    from emulated_org.world.files import find

    from .workload import OBJECTS

    entry = yaml.safe_load(find("large").read_text("utf-8"))["orgs"][0]
    each = -(-fields // len(OBJECTS))
    entry["custom_fields"] = {
        sobject: [{"name": f"Measure_{number:03d}__c", "type": "number"} for number in range(each)]
        for sobject in OBJECTS
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "wide.json"
        file.write_text(json.dumps({"orgs": [entry]}), encoding="utf-8")
        yield str(file)
