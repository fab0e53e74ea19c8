# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of behaviours are complete, and what they name is there."""

from __future__ import annotations

from emulated_org import behaviours

HOW = "run: python3 dev.py run -- env PYTHONPATH=tests python -m emulated_org.behaviours"
#: These speak of tables and of the comparison itself, not of what an org does.
ASIDE = "test_behaviours.py::"


def named() -> set[str]:
    return {one for row in behaviours.rows() for one in row["tests"]}


def test_rows_have_what_they_need() -> None:
    rows = behaviours.rows()
    wrong = [row for row in rows if set(row) != behaviours.KEYS or row["sure"] not in behaviours.SURE]
    assert wrong == []
    said = [row["behaviour"] for row in rows]
    assert [one for one in said if said.count(one) > 1] == []


def test_only_guesses_stand_without_a_test() -> None:
    assert [row["behaviour"] for row in behaviours.rows() if not row["tests"] and row["sure"] != "guessed"] == []


def test_every_test_that_is_named_is_there() -> None:
    assert sorted(named() - behaviours.tests()) == []


def test_every_test_shows_a_behaviour() -> None:
    missing = sorted(one for one in behaviours.tests() - named() if not one.startswith(ASIDE))
    assert missing == [], "name these in data/behaviours.yml"


def test_the_page_is_fresh() -> None:
    assert behaviours.PAGE.read_text("utf-8") == behaviours.page(), HOW
