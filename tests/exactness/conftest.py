# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The base org, the stage, and what the command line says: how many cases, and from which seed."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org
from emulated_org.start import running

from .play import Stage

BASE = pathlib.Path(__file__).with_name("org.yml")
CASES, SEED = 400, 20261128


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("exactness")
    group.addoption("--cases", type=int, default=CASES, help="how many cases to draw (default %(default)s)")
    group.addoption("--seed", type=int, default=SEED, help="where drawing starts (default %(default)s)")


def pytest_report_header(config: pytest.Config) -> str:
    return f"exactness: --cases {config.getoption('cases')} --seed {config.getoption('seed')}"


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Stage]:
    with running(str(BASE)) as world:
        yield Stage(world.orgs[0], Org(world.facts[0]), tmp_path_factory.mktemp("runs"))
