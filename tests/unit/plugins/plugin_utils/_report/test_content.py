# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run comes to, counted."""

from __future__ import annotations

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report import words
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.content import content
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.notable import notable
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.page import page
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.ticket import ticket
from ansible_collections.sfops.salesforce.tests.unit.plugins.plugin_utils._report import documents as given


def test_counts() -> None:
    lost = {"host": "uat", "task": "Run a script", "module": "script", "reason": "no check mode"}
    told = content(
        given.document(
            given.org("uat", given.task(status="failed", message="no"), not_previewed=[lost], complete=False),
            given.org("production", given.everything(), given.task(warnings=["one", "two"])),
            given.org("acquired", given.task()),
            unidentified=[{"host": "gone", "task": "Sign in", "vendor": "", "message": "no", "error": None}],
            not_previewed=[lost],
        )
    )
    assert [one.name for one in told.orgs] == ["acquired", "production", "uat"]
    assert told.changed_orgs == 1
    assert dict(told.tally.effects) == {words.CREATED: 1, words.ADDED: 8, words.CHANGED: 1, words.REMOVED: 3}
    assert (told.tally.privileged, told.tally.warnings) == (2, 2)
    assert (told.tally.failures, told.tally.not_previewed) == (2, 2)


def test_the_same_thing_in_many_orgs_is_told_once() -> None:
    orgs = [given.org(f"org{number}", given.everything(), given.task(vendor="mutiny")) for number in range(7)]
    groups = {one.kind: one for one in notable(content(given.document(*orgs)))}
    assert set(groups) == {"revoked", "privileged"}
    assert [(one.text, one.count, one.vendors) for one in groups["privileged"].things] == [
        ("Modify All Data (ModifyAllData)", 7, "Conversion"),
        ("View All Records on Lead", 7, "Conversion"),
    ]
    assert [one.text for one in groups["revoked"].things] == [
        "Delete on Case",
        "Contact: 1 field no longer readable, 1 field no longer editable",
    ]


def test_a_revocation_is_never_privileged() -> None:
    taken = given.change("revoke", "system_permission", "ModifyAllData", True, False)
    assert words.privileged(taken) == ()
    assert words.privileged({**taken, "verb": "grant"}) == ("ModifyAllData",)


def test_what_takes_away_counts_as_revoked_whatever_its_verb() -> None:
    for verb in ("revoke", "unassign", "remove", "mute", "freeze", "deactivate", "delete", "uninstall"):
        assert words.effect(verb) == words.REMOVED
    for verb in ("grant", "assign", "add", "unmute", "activate", "unfreeze"):
        assert words.effect(verb) == words.ADDED


def test_what_was_only_rehearsed_does_not_count_as_applied() -> None:
    done = given.org("done", given.everything(), mode="applied")
    refused = given.org("refused", given.everything(), given.task(status="failed", message="no seat"), complete=False)
    document = given.document(done, refused, mode="applied")
    told = content(document)
    assert told.tally.effects == content(given.document(done, mode="applied")).tally.effects
    assert (told.changed_orgs, told.tally.privileged, told.tally.failures) == (1, 2, 1)
    groups = {one.kind: one for one in notable(told)}
    assert [[org.name for org in one.orgs] for one in groups["privileged"].things] == [["done"], ["done"]]
    assert "Nothing was written here" in page(document, "Title")
    assert ticket(document, "Title", "change.html").count("Nothing was written here") == 1
