# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A browser, axe-core, and reports to look at."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.plugin_utils._report import documents

from .browser import Browser, Missing, started
from .programs import axe as axe_core
from .runs import Report, Runs, written


@pytest.fixture(scope="session")
def browser() -> t.Iterator[Browser]:
    try:
        with started() as found:
            yield found
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def axe() -> str:
    try:
        return axe_core()
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def reports(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Real runs; not made where there is no browser to look at them."""
    return Runs(tmp_path_factory.mktemp("runs")).reports


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return written(documents.hostile(), tmp_path_factory.mktemp("hostile"))
