# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""axe-core finds nothing to complain of, folded and open."""

from __future__ import annotations

import pytest

from .browser import DESKTOP, PHONE_DARK, SCREENS, Browser, Screen
from .runs import Report

UNFOLD = (
    "const some = [...document.querySelectorAll('.group'), ...document.querySelector('.org').querySelectorAll('details')];"
    "for (const one of [document.querySelector('.org'), ...some]) one.open = true;"
)
screens = pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.name)


@pytest.mark.parametrize("name", ["preview", "failures", "offboarding"])
@screens
def test_a_real_run(browser: Browser, axe: str, reports: dict[str, Report], name: str, screen: Screen) -> None:
    """Folded orgs, and one of which everything is open."""
    browser.open(reports[name].file("html"), screen)
    browser.run(UNFOLD)
    assert browser.violations(axe) == []


@pytest.mark.parametrize("screen", [DESKTOP, PHONE_DARK], ids=lambda one: one.name)
def test_two_hundred_orgs(browser: Browser, axe: str, reports: dict[str, Report], screen: Screen) -> None:
    """The page without what is inside the orgs, which is as in smaller runs: axe-core would look at all of it for minutes."""
    browser.open(reports["fleet"].file("html"), screen)
    browser.run("for (const one of document.querySelectorAll('.org > .inside')) one.remove();")
    assert browser.violations(axe) == []


def test_it_would_find_something(browser: Browser, axe: str, reports: dict[str, Report]) -> None:
    browser.open(reports["preview"].file("html"), SCREENS[0])
    browser.run("document.documentElement.removeAttribute('lang'); document.querySelector('h1').id = 'summary'")
    assert any(one.startswith("html-has-lang") for one in browser.violations(axe))
