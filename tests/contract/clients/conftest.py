# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulated org for each client, and what the client said to it."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.start import World, running

from .programs import Missing
from .talks import TALKS, hold
from .target import Target, described, sandbox
from .transcript import Transcript

Rows = dict[str, dict[str, t.Any]]


class Told:
    """What every client said, each heard once, and what its org holds afterwards."""

    def __init__(self, world: World) -> None:
        self.targets: dict[str, Target] = {}
        self._orgs = dict(zip(TALKS, world.orgs, strict=True))
        self._facts = dict(zip(TALKS, world.facts, strict=True))
        self._heard: dict[str, Transcript] = {}

    def by(self, client: str) -> Transcript:
        """The conversation of *client*. A machine that lacks a program skips the test."""
        if client not in self._heard:
            facts = self._facts[client]
            mark = "Ct" + "".join(part[0] for part in client.split("-")) + client[-1]
            self.targets[client] = described(facts["instance_url"], facts["access_token"], mark)
            try:
                self._heard[client] = hold(client, self.targets[client])
            except Missing as missing:
                pytest.skip(str(missing))
        return self._heard[client]

    def rows(self, client: str, sobject: str) -> Rows:
        """The truth: the rows of the client's org by Id."""
        self.by(client)
        return {str(row["Id"]): dict(row) for row in self._orgs[client].database.all(sobject)}


@pytest.fixture(scope="session")
def told() -> t.Iterator[Told]:
    with running("guides", only=["enterprise"], count=len(TALKS)) as world:
        yield Told(world)


@pytest.fixture(scope="session")
def real() -> Target:
    found = sandbox()
    if found is None:
        pytest.skip("CONTRACT_INSTANCE_URL and CONTRACT_ACCESS_TOKEN name no sandbox")
    return found
