# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The text for tickets: what it says, that it stays short, and that what orgs are called stays text."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.markdown import text
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.ticket import MOST, ticket
from ansible_collections.sfops.salesforce.tests.unit.plugins.plugin_utils._report import documents as given


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("<script>", "&lt;script&gt;"),
        ("a | b", r"a \| b"),
        ("`x`", r"\`x\`"),
        ("[x](y)", r"\[x\](y)"),
        ("a\nb", "a b"),
        ("a\\", "a\\\\"),
        ("@everyone", "@\u2060everyone"),
        ("ask (@alice)", "ask (@\u2060alice)"),
        ("bot@acme.example", "bot@acme.example"),
        ("https://evil.example", r"https\://evil.example"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("2.21.0", "2.21.0"),
        ("\u202eevil", "evil"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_text_means_nothing_to_a_tracker(name: str, written: str) -> None:
    assert text(name) == written


def test_a_change_is_told_as_an_administrator_says_it() -> None:
    told = ticket(given.document(given.org("production", given.everything())), "Title", "change.html")
    for line in (
        "| Revoke | 3 |",
        "| Privileged grants | 2 |",
        "- Delete on Case (production)",
        "- Modify All Data (ModifyAllData) (production)",
        "- View All Records on Lead (production)",
        "- Grant, system permissions: API Enabled (ApiEnabled), **Modify All Data (ModifyAllData)**",
        "- Grant, field permissions: Account: 2 fields readable, 1 of them editable",
        "- Revoke, field permissions: Contact: 1 field no longer readable, 1 field no longer editable",
    ):
        assert line in told


def test_what_is_called_like_markup_stays_text() -> None:
    document = given.hostile()
    told = ticket(document, given.HOSTILE[6], "change.html")
    assert "<" not in told
    assert "@everyone" not in told
    assert "@alice" not in told
    assert "https://" not in told
    assert not any(line.startswith("# heading") for line in told.splitlines())
    table = told[told.index("## Orgs") :].split("\n\n")[1].splitlines()
    columns = {line.replace("\\|", "").count("|") for line in table}
    assert columns == {9}
    assert "`" not in told.replace("\\`", "").replace("`change.html`", "").replace(f"`{document['digest']}`", "")


def test_it_is_short_and_says_what_is_left_out() -> None:
    names = [f"Permission_{number}_with_a_long_name" for number in range(40)]
    orgs = [given.org(f"org{number:03}", given.everything(*names)) for number in range(200)]
    told = ticket(given.document(*orgs), "Title", "change.html")
    assert len(told) <= MOST
    left = [line for line in told.splitlines() if "left out here" in line]
    assert len(left) == 1
    assert "`change.html`" in left[0]
    shown = told.count("\n## org")
    assert left[0].startswith(f"_{200 - shown} orgs")
    assert " more orgs: see `change.html`" in told


def test_even_what_stands_out_has_a_limit() -> None:
    failures = [given.task(status="failed", message=f"{number} " + "x" * 5000) for number in range(60)]
    warned = [given.task(warnings=[f"{number} " + "y" * 5000]) for number in range(60)]
    orgs = [given.org(f"org{number}" + "z" * 300, *failures, *warned) for number in range(70)]
    assert len(ticket(given.document(*orgs), "Title", "change.html")) <= MOST
