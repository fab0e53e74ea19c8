# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One running world for all tests; every test finds its organisations as new."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.start import World, running
from emulated_org.testing import Client, Saved


@pytest.fixture(scope="session")
def running_world() -> t.Iterator[World]:
    with running() as made:
        yield made


@pytest.fixture(scope="session")
def running_guides() -> t.Iterator[World]:
    with running("guides") as made:
        yield made


@pytest.fixture(scope="session")
def untouched(running_world: World) -> list[Saved]:
    return [Saved(org) for org in running_world.orgs]


@pytest.fixture(scope="session")
def untouched_guides(running_guides: World) -> list[Saved]:
    return [Saved(org) for org in running_guides.orgs]


@pytest.fixture
def world(running_world: World, untouched: list[Saved]) -> t.Iterator[World]:
    yield running_world
    for one in untouched:
        one.restore()


@pytest.fixture
def guides(running_guides: World, untouched_guides: list[Saved]) -> t.Iterator[World]:
    """The organisations to follow vendors' guides in."""
    yield running_guides
    for one in untouched_guides:
        one.restore()


@pytest.fixture
def org(world: World) -> Client:
    """The production organisation."""
    return Client(world, 0)


@pytest.fixture
def acquired(world: World) -> Client:
    """The other company's organisation."""
    return Client(world, 2)


@pytest.fixture
def enterprise(guides: World) -> Client:
    """An organisation that has everything."""
    return Client(guides, 0)


@pytest.fixture
def sandbox(guides: World) -> Client:
    """Its sandbox."""
    return Client(guides, 1)
