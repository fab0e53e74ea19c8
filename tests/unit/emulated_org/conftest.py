# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One running world for all tests; every test finds its organisations as new."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.start import World, running
from emulated_org.testing import Client


@pytest.fixture(scope="session")
def running_world() -> t.Iterator[World]:
    with running() as made:
        yield made


@pytest.fixture(scope="session")
def untouched(running_world: World) -> list[bytes]:
    return [org.database.save() for org in running_world.orgs]


@pytest.fixture
def world(running_world: World, untouched: list[bytes]) -> t.Iterator[World]:
    yield running_world
    for org, saved in zip(running_world.orgs, untouched, strict=True):
        org.database.restore(saved)
        org.faults.clear()
        org.log.clear()
        org.filled.clear()


@pytest.fixture
def org(world: World) -> Client:
    """The production organisation."""
    return Client(world, 0)


@pytest.fixture
def acquired(world: World) -> Client:
    """The other company's organisation."""
    return Client(world, 2)
