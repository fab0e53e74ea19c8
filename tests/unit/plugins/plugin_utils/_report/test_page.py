# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page, as text: what it says, and that what orgs are called stays text. tests/report looks at it in a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.page import page
from ansible_collections.sfops.salesforce.tests.unit.plugins.plugin_utils._report import documents as given


class Read(HTMLParser):
    """What a page has: its elements, its text, its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts))


def test_a_change_is_told_as_an_administrator_says_it() -> None:
    told = Read(page(given.document(given.org("production", given.everything())), "Title")).text
    for sentence in (
        "Read, Create, Edit on Account",
        "API Enabled (ApiEnabled)",
        "Account: 2 fields readable, 1 of them editable",
        "Contact: 1 field no longer readable, 1 field no longer editable",
        "Account Fax Fax",
        "Assign: Conversion_Integration to bot@acme.example",
        "Email: old@acme.example → new@acme.example",
        "Leads (standard-Lead): visible",
        "Modify All Data (ModifyAllData)",
        "99,988 of 100,000 left today",
        "28 November 2026, 17:43 to 17:51 UTC",
    ):
        assert sentence in told


def test_what_is_called_like_markup_stays_text() -> None:
    harmless = Read(page(given.document(given.org("production", given.everything())), "Title"))
    read = Read(page(given.hostile(), given.HOSTILE[0]))
    assert read.tags.count("script") == harmless.tags.count("script") == 1
    assert read.tags.count("style") == harmless.tags.count("style") == 1
    assert read.tags.count("h1") == 1
    assert "img" not in read.tags
    assert not [name for name, _value in read.attributes if name.startswith("on")]
    assert "alert(1)" in read.text
    assert "{{ 7 * 7 }}" in read.text


def test_nothing_leaves_the_page() -> None:
    read = Read(page(given.hostile(), "Title"))
    places = [value or "" for name, value in read.attributes if name in ("src", "href", "action", "data", "srcset")]
    assert places
    assert all(one.startswith("#") for one in places)
    policy = next(value for name, value in read.attributes if value and value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize(("mode", "said"), [("preview", "Nothing was written"), ("applied", "changed in 1 org on")])
def test_it_says_whether_anything_was_written(mode: str, said: str) -> None:
    assert said in Read(page(given.document(given.org("one"), mode=mode), "Title")).text


def test_it_says_which_plan_was_applied() -> None:
    plan = {"digest": "sha256:abc", "approved": {"by": "bob", "on": "2026-11-28T12:00:00Z", "note": "CHG-7"}}
    told = Read(page(given.document(given.org("one"), mode="applied", applied_plan=plan), "Title")).text
    assert "sha256:abc, approved by bob, 28 November 2026, 12:00 UTC: CHG-7" in told


def test_a_run_that_reached_no_org_is_told_too() -> None:
    failed = [{"host": "uat", "task": "Sign in", "vendor": "", "message": "Wrong password", "error": None}]
    told = Read(page(given.document(unidentified=failed), "Title")).text
    assert "Wrong password" in told
    assert "No org was reached" in told


def test_every_link_leads_somewhere_and_no_name_is_given_twice() -> None:
    orgs = [given.org(f"org{number}", given.everything(), given.task(vendor="")) for number in range(12)]
    read = Read(page(given.document(*orgs), "Title"))
    names = [value for name, value in read.attributes if name == "id"]
    assert len(names) == len(set(names))
    links = {value[1:] for name, value in read.attributes if name == "href" and value}
    assert links <= set(names)
    assert len(links) > 24


def test_two_hundred_orgs_are_told_in_little() -> None:
    fields = [
        given.change("grant", "field_permission", f"Account.F{one}__c", None, "edit", label=f"Field {one}")
        for one in range(500)
    ]
    orgs = [given.org(f"org{number}", given.task(*fields)) for number in range(200)]
    assert len(page(given.document(*orgs), "Title")) < 8_000_000
