# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hold a conversation in the client's own environment, and return what it said."""

from __future__ import annotations

import json
import shutil
import subprocess
import typing as t
from pathlib import Path

from . import packages, salesforce_cli
from .programs import HERE, PLACE, NodeClients, environment, python_client
from .target import Target
from .transcript import Transcript

SECONDS = 300


class BrokenOff(Exception):
    """A conversation ended before its last step; the text is what the client printed last."""


def salesforce_cli_talk(target: Target, home: Path) -> Transcript:
    return salesforce_cli.converse(NodeClients().ensure(), target, home)


def jsforce_talk(target: Target, home: Path) -> Transcript:
    clients = NodeClients().ensure()
    # A module is looked for beside the script that asks for it, so the script goes where jsforce is.
    script = shutil.copy(HERE / "conversations" / "jsforce_talk.mjs", clients.place)
    return said([str(clients.node), str(script)], target, home)


def simple_salesforce_talk(target: Target, home: Path) -> Transcript:
    return python_talk("simple-salesforce", target, home)


def cumulusci_talk(target: Target, home: Path) -> Transcript:
    return python_talk("cumulusci", target, home)


#: A client's name, and how its conversation is held.
TALKS: dict[str, t.Callable[[Target, Path], Transcript]] = {
    "salesforce-cli": salesforce_cli_talk,
    "jsforce": jsforce_talk,
    "simple-salesforce": simple_salesforce_talk,
    "cumulusci": cumulusci_talk,
}


def hold(client: str, target: Target) -> Transcript:
    """Hold the conversation of *client* with *target*, in an empty home of its own."""
    home = PLACE / "homes" / f"{client}-{target.mark}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    try:
        return TALKS[client](target, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def python_talk(client: str, target: Target, home: Path) -> Transcript:
    script = HERE / "conversations" / f"{client.replace('-', '_')}_talk.py"
    return said([str(python_client(client)), str(script)], target, home)


def said(command: list[str], target: Target, home: Path) -> Transcript:
    """Run a conversation and read it. Raise BrokenOff when it ends before its end."""
    told = json.dumps({**target.facts(), **packages.facts(target.mark)})
    done = subprocess.run(
        command,
        input=told,
        cwd=home,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise BrokenOff(f"{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    return Transcript.parse(done.stdout)
