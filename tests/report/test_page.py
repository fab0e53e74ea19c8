# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of real runs in a real browser: what it says, and how it behaves."""

from __future__ import annotations

import json

import pytest
from selenium.webdriver.common.keys import Keys

from .browser import DESKTOP, DESKTOP_DARK, PHONE, SCREENS, Browser, Screen
from .runs import ORGS, SECRET, VENDORS, Given, Report

SMALL = ("preview", "failures", "offboarding")
screens = pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.name)
WIDTH = "return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
FOCUSED = "const one = document.activeElement; return one.getAttribute('href') || one.id || one.tagName"


def changes(document: Given, *verbs: str) -> int:
    """How many changes of these verbs there are, counted from the JSON."""
    return sum(
        change["verb"] in verbs for org in document["orgs"] for task in org["tasks"] for change in task["changes"]
    )


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=lambda one: one.name)
def test_what_is_called_like_markup_is_only_text(browser: Browser, hostile: Report, screen: Screen) -> None:
    browser.open(hostile.file("html"), screen)
    assert browser.complaints() == []
    assert browser.requests() == [hostile.file("html").resolve().as_uri()]
    assert browser.run("return document.scripts.length") == 1
    assert browser.run("return document.images.length") == 0
    browser.run(UNFOLD)
    assert "<script>alert(1)</script>" in browser.text("#orgs")
    assert browser.run(WIDTH) <= screen.width


def test_the_policy_stops_what_is_not_the_page_s_own(browser: Browser, reports: dict[str, Report]) -> None:
    browser.open(reports["preview"].file("html"), DESKTOP)
    browser.wait_for(
        "const two = document.createElement('script'); two.textContent = 'window.taken = 1'; document.body.append(two);"
        "const one = document.createElement('img'); one.onerror = done; one.src = 'http://127.0.0.1:9/x.png';"
        "document.body.append(one);"
    )
    assert browser.run("return window.taken === undefined")
    assert browser.requests() == [reports["preview"].file("html").resolve().as_uri()]
    assert any("Content Security Policy" in one for one in browser.complaints())


@pytest.mark.parametrize("name", SMALL)
@screens
def test_nothing_is_asked_for_and_nothing_runs_over_the_edge(
    browser: Browser, reports: dict[str, Report], name: str, screen: Screen
) -> None:
    page = reports[name].file("html")
    browser.open(page, screen)
    assert browser.requests() == [page.resolve().as_uri()]
    assert browser.complaints() == []
    assert browser.run(WIDTH) <= screen.width
    browser.run(UNFOLD)
    assert browser.run(WIDTH) <= screen.width


def test_light_and_dark(browser: Browser, reports: dict[str, Report]) -> None:
    colours = []
    for screen in (DESKTOP, DESKTOP_DARK):
        browser.open(reports["preview"].file("html"), screen)
        colours.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert colours == ["rgb(255, 255, 255)", "rgb(17, 22, 28)"]


def test_a_preview_tells_what_would_change(browser: Browser, reports: dict[str, Report]) -> None:
    document = reports["preview"].document
    browser.open(reports["preview"].file("html"), DESKTOP)
    assert "Nothing was written" in browser.text("header")
    counts = browser.text(".counts")
    for number in (changes(document, "create", "install"), changes(document, "grant", "assign", "add")):
        assert number
        assert f"{number:,}" in counts
    assert document["digest"] in browser.text("main")
    heads = browser.run("return [...document.querySelectorAll('.matrix tbody th')].map((one) => one.textContent)")
    assert heads == sorted(ORGS)
    browser.run(UNFOLD)
    told = browser.text("#orgs")
    for org in document["orgs"]:
        assert org["id"] in told
        assert org["digest"] in told
        for task in org["tasks"]:
            for change in task["changes"]:
                assert str(change["key"]).rsplit(": ", maxsplit=1)[-1].split(".", 1)[-1] in told
    assert "API Enabled (ApiEnabled)" in told


def test_failures_are_told_first(browser: Browser, reports: dict[str, Report]) -> None:
    document = reports["failures"].document
    assert document["mode"] == "applied"
    messages = [task["message"] for org in document["orgs"] for task in org["tasks"] if task["status"] == "failed"]
    messages += [one["message"] for one in document["unidentified"]]
    assert messages
    browser.open(reports["failures"].file("html"), DESKTOP)
    shown = " ".join(browser.text(".group.failure").split())
    for one in messages:
        assert " ".join(one.split()) in shown
    assert browser.run("return document.querySelector('main details').className") == "group failure"


def test_what_is_taken_away_stands_out(browser: Browser, reports: dict[str, Report]) -> None:
    document = reports["offboarding"].document
    count = changes(document, "revoke", "unassign", "remove", "deactivate", "delete", "freeze", "uninstall", "mute")
    assert count
    browser.open(reports["offboarding"].file("html"), DESKTOP)
    assert f"{count:,}" in browser.text(".counts .revoked")
    assert "To revoke" in browser.text("#orgs") or "to revoke" in browser.text("#orgs")
    assert "−" in browser.text(".matrix")


def test_by_keyboard_to_an_org_and_into_its_details(browser: Browser, reports: dict[str, Report]) -> None:
    browser.open(reports["preview"].file("html"), DESKTOP)
    browser.press(Keys.TAB)
    assert browser.run(FOCUSED) == "#main"
    browser.press(Keys.ENTER)
    assert browser.run(FOCUSED) == "main"
    for _step in range(60):
        browser.press(Keys.TAB)
        if browser.run(FOCUSED) == f"#o1-{len(VENDORS)}":
            break
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert not browser.run("return document.getElementById('o1').open")
    browser.press(Keys.ENTER)
    assert browser.run("return document.getElementById('o1').open")
    assert browser.run(f"return document.getElementById('o1-{len(VENDORS)}').open")
    assert browser.run("return document.activeElement.tagName") == "SUMMARY"
    browser.press(Keys.ENTER)
    assert not browser.run(f"return document.getElementById('o1-{len(VENDORS)}').open")


def test_a_link_from_a_ticket_opens_the_org(browser: Browser, reports: dict[str, Report]) -> None:
    browser.open(reports["fleet"].file("html"), PHONE, "#o120-1")
    assert browser.run("return document.getElementById('o120-1').open")
    assert browser.run("return document.querySelectorAll('details.org[open]').length") == 1


def test_a_print_has_all_details(browser: Browser, reports: dict[str, Report]) -> None:
    browser.open(reports["preview"].file("html"), DESKTOP_DARK)
    few = browser.printed()
    assert few.startswith(b"%PDF")
    assert browser.run("return document.querySelectorAll('details:not([open])').length")
    browser.run(UNFOLD)
    assert pages(few) == pages(browser.printed()) > 3


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")


def test_two_hundred_orgs(browser: Browser, reports: dict[str, Report]) -> None:
    assert reports["fleet"].file("html").stat().st_size < 15_000_000
    assert reports["fleet"].file("markdown").stat().st_size < 40_000
    browser.open(reports["fleet"].file("html"), PHONE)
    assert browser.run(WIDTH) <= PHONE.width
    assert browser.run("return document.querySelectorAll('.matrix tbody tr').length") == 200
    browser.run("document.querySelector('.matrix').scrollTop = 2000")
    assert browser.run(
        "const box = document.querySelector('.matrix').getBoundingClientRect(); "
        "return Math.abs(document.querySelector('.matrix thead th').getBoundingClientRect().top - box.top) < 3"
    )


@pytest.mark.parametrize("kind", ["html", "json", "markdown"])
def test_no_report_holds_a_secret(reports: dict[str, Report], kind: str) -> None:
    for name in SMALL:
        text = reports[name].file(kind).read_text(encoding="utf-8")
        assert SECRET not in text
        inventory = (reports[name].folder.parent / "inventory.yml").read_text(encoding="utf-8")
        tokens = {line.split(": ", 1)[1] for line in inventory.splitlines() if "access_token" in line}
        assert len(tokens) >= 2
        assert not [one for one in tokens if one in text or json.dumps(one) in text]
