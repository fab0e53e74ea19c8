# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One running world for all tests; every test finds its organisations as new."""

from __future__ import annotations

import typing as t
from dataclasses import replace

import pytest

from emulated_org.auth.apps import App
from emulated_org.org import Settings
from emulated_org.start import World, running
from emulated_org.testing import Client

Saved = list[tuple[bytes, Settings, dict[str, App]]]


@pytest.fixture(scope="session")
def running_world() -> t.Iterator[World]:
    with running() as made:
        yield made


@pytest.fixture(scope="session")
def running_guides() -> t.Iterator[World]:
    with running("guides") as made:
        yield made


@pytest.fixture(scope="session")
def untouched(running_world: World) -> Saved:
    return save(running_world)


@pytest.fixture(scope="session")
def untouched_guides(running_guides: World) -> Saved:
    return save(running_guides)


@pytest.fixture
def world(running_world: World, untouched: Saved) -> t.Iterator[World]:
    yield running_world
    restore(running_world, untouched)


@pytest.fixture
def guides(running_guides: World, untouched_guides: Saved) -> t.Iterator[World]:
    """The organisations to follow vendors' guides in."""
    yield running_guides
    restore(running_guides, untouched_guides)


def save(world: World) -> Saved:
    return [(org.database.save(), replace(org.settings), dict(org.apps)) for org in world.orgs]


def restore(world: World, saved: Saved) -> None:
    """Whatever a test did is undone."""
    for org, (rows, settings, apps) in zip(world.orgs, saved, strict=True):
        org.database.restore(rows)
        org.settings = replace(settings)
        org.apps = dict(apps)
        for one in (org.faults, org.log, org.filled, org.jobs, org.outdated):
            one.clear()


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
