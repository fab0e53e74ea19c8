# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of requirements is complete, and what it names is there."""

from __future__ import annotations

import re

import pytest
import yaml

from . import table
from .story import Story

VENDORS = tuple(table.NUMBERS)
HOW = "run: python3 dev.py run -- env PYTHONPATH=tests python -m guides.table"


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_requirement_has_a_row(vendor: str) -> None:
    assert [one.id for one in table.requirements(vendor)] == table.expected(vendor)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_requirement_has_a_test(vendor: str) -> None:
    assert [one.id for one in table.requirements(vendor) if not one.tests] == []
    assert sorted(set(table.tests(vendor)) - set(table.expected(vendor))) == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_variables_are_the_role_s(vendor: str) -> None:
    role = table.ROOT / "roles" / vendor
    defaults = yaml.safe_load((role / "defaults" / "main.yml").read_text("utf-8"))
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text("utf-8"))["argument_specs"]["main"][
        "options"
    ]
    assert set(defaults) == set(specs)
    assert sorted({name for one in table.requirements(vendor) for name in one.variables} - set(defaults)) == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_requirement_is_met_by_a_task_or_by_hand(vendor: str) -> None:
    assert [one.id for one in table.requirements(vendor) if not one.tasks] == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_stays_manual_is_printed(story: Story, vendor: str) -> None:
    said = story.chapter("apply").run.said(vendor)
    manual = [one.id for one in table.requirements(vendor) if one.by_hand]
    assert manual
    assert [one for one in manual if not re.search(rf"^\W*{one}\b", said, re.MULTILINE)] == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_readme_is_up_to_date(vendor: str) -> None:
    assert (table.ROOT / "roles" / vendor / "README.md").read_text("utf-8") == table.readme(vendor), HOW


def test_the_page_is_up_to_date() -> None:
    assert table.PAGE.read_text("utf-8") == table.page(), HOW
