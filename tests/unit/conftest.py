# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Let the tests import ``emulated_org`` and ``gates``, also under ansible-test, which passes no search path on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.append(TESTS)


def pytest_configure(config: pytest.Config) -> None:
    """Run tests in the process of their worker, also under ansible-test.

    ansible-test forks for every test, so that what tests share would be made for each: emulated orgs would start hundreds of times.
    """
    forked = config.pluginmanager.get_plugin("ansible_forked")
    if forked is not None:
        config.pluginmanager.unregister(forked)
