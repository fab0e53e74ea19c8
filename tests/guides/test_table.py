# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of requirements is complete, and what it names is there."""

from __future__ import annotations

import re

import pytest
import yaml

from . import table

VENDORS = tuple(table.NUMBERS)


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
    named = {name for one in table.requirements(vendor) for name in re.findall(rf"`({vendor}_\w+)", one.variables)}
    assert named
    assert sorted(named - set(defaults)) == []
    assert set(defaults) == set(specs)


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_tasks_are_the_roles_own(vendor: str) -> None:
    names = set()
    for role in (vendor, "integration_user"):
        for file in (table.ROOT / "roles" / role / "tasks").glob("*.yml"):
            names |= set(task_names(yaml.safe_load(file.read_text("utf-8"))))
    for one in table.requirements(vendor):
        named = re.findall(r'"([^"]+)"', one.task)
        assert named, f"{one.id} names no task"
        unknown = [name for name in named if not any(known.startswith(name) for known in names)]
        assert unknown == [], one.id


def task_names(tasks: object) -> list[str]:
    """The names of tasks, those in blocks included."""
    names = []
    for task in tasks if isinstance(tasks, list) else []:
        names.append(str(task.get("name")))
        for part in ("block", "rescue", "always"):
            names += task_names(task.get(part))
    return names


def test_the_page_is_up_to_date() -> None:
    assert table.PAGE.read_text("utf-8") == table.page(), (
        "run: python3 dev.py run -- env PYTHONPATH=tests python -m guides.table"
    )
