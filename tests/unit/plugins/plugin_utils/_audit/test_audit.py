# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an audit makes of rehearsals, without any org: verdicts, accepted deviations, who changed what, and JUnit."""

from __future__ import annotations

import datetime
import typing as t
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.sfops.salesforce.plugins.plugin_utils._audit.accepted import BadOption, accepted
from ansible_collections.sfops.salesforce.plugins.plugin_utils._audit.document import document, table
from ansible_collections.sfops.salesforce.plugins.plugin_utils._audit.findings import judged
from ansible_collections.sfops.salesforce.plugins.plugin_utils._audit.junit import junit
from ansible_collections.sfops.salesforce.plugins.plugin_utils._audit.org import Options, org
from ansible_collections.sfops.salesforce.plugins.plugin_utils._audit.trail import Person, Trail

TODAY = datetime.date(2026, 11, 28)
SAM = "sam@acme.com"
PERSON = Person(SAM, "005Hp00000KxYzAIAV", ("Sam Link",))


def step(name: str, subject: str, *changes: dict[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
    return {"step": name, "results": [{"subject": subject, "changes": list(changes), "record": {}, **more}]}


def change(verb: str, kind: str, key: str, before: t.Any = None, after: t.Any = None) -> dict[str, t.Any]:
    return {"verb": verb, "kind": kind, "key": key, "before": before, "after": after}


def proof(**more: t.Any) -> dict[str, t.Any]:
    user = {"name": SAM, "profile": "Standard User", "permission_set_licenses": [], "feature_licenses": []}
    return {"step": "access_check", "results": [{"user": {**user, **more.pop("user", {})}, "assigned": [], **more}]}


def entry(display: str, **more: t.Any) -> dict[str, t.Any]:
    told = {"time": "2026-11-27T16:20:11.000+0000", "user": "admin@acme.com", "delegate_user": None}
    return {**told, "action": "x", "section": "Manage Users", "display": display, **more}


def audited(*steps: dict[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
    user = {"username": SAM, "id": PERSON.id, "names": ["Sam Link"], "findings": judged(steps)}
    return {"vendors": [{"vendor": "conversion", "users": [user], "failures": []}], **more}


def options(fail_on: t.Any = ("drift", "failed"), ignore: t.Any = ()) -> Options:
    return Options.of(fail_on, ignore, TODAY)


MISSING = step("permission_sets", "permission set Own", change("grant", "system_permission", "ApiEnabled", False, True))


def test_what_is_as_declared_is_in_order() -> None:
    found = org("acme", audited(step("user", f"user {SAM}"), proof()), options())
    assert (found["verdict"], found["passed"], found["vendors"][0]["findings"]) == ("in_order", True, [])


@pytest.mark.parametrize(
    ("verb", "how"),
    [
        ("grant", "taken_away"),
        ("assign", "taken_away"),
        ("revoke", "added"),
        ("delete", "added"),
        ("update", "changed"),
    ],
)
def test_drift_says_how_it_came(verb: str, how: str) -> None:
    (one,) = judged([step("permission_sets", "permission set Own", change(verb, "tab", "x"))])
    assert (one["verdict"], one["how"], one["subject"]) == ("drift", how, "permission set Own")


def test_what_a_repair_takes_away_is_drift_and_not_undeclared_besides() -> None:
    extra = {"kind": "tab", "key": "x", "value": "visible"}
    said = step(
        "permission_sets", "permission set Own", change("revoke", "tab", "x"), unmanaged=[extra, {**extra, "key": "y"}]
    )
    assert [(one["verdict"], one["key"]) for one in judged([said])] == [("drift", "x"), ("undeclared", "y")]


def test_assignments_that_no_step_was_told_of_are_undeclared() -> None:
    held = [{"kind": "permission_set", "name": "Extra", "counts": True, "reason": None}]
    seats = {"permission_set_licenses": ["Console"], "feature_licenses": ["offline_user"]}
    found = judged([proof(assigned=held, user=seats)])
    assert [(one["kind"], one["key"]) for one in found] == [
        ("permission_set", f"{SAM}: Extra"),
        ("permission_set_license", f"{SAM}: Console"),
        ("feature_license", f"{SAM}: offline_user"),
    ]
    assert judged([step("assignments", f"permission sets of {SAM}"), proof(assigned=held)]) == []


@pytest.mark.parametrize(("profile", "undeclared"), [("Standard User", False), ("Grown Over Years", True)])
def test_access_by_a_profile_counts_where_it_may_have_grown(profile: str, undeclared: bool) -> None:
    more = {
        "kind": "system_permission",
        "key": "RunReports",
        "value": True,
        "sources": [f"profile {profile}"],
        "privileged": False,
    }
    found = judged([proof(user={"profile": profile}, extra=[more])])
    assert [one["sources"] for one in found] == ([[f"profile {profile}"]] if undeclared else [])
    own = step("profile", f"profile {profile}")
    assert judged([own, proof(user={"profile": profile}, extra=[more])]) == []


def test_what_a_repair_would_not_give_is_drift() -> None:
    frozen = {"kind": "user", "key": SAM, "value": "frozen", "cure": "unfreeze (sf_user, frozen)"}
    (one,) = judged([proof(missing=[frozen])])
    assert (one["verdict"], one["what"], one["cure"]) == ("drift", f"user {SAM} is frozen", frozen["cure"])


@pytest.mark.parametrize(
    ("display", "names"),
    [
        ("Changed permission set Own: API Enabled permission was changed from enabled to disabled", "change"),
        ("Changed permission set Own: Run Reports permission was changed from enabled to disabled", "place"),
        ("Changed permission set Owner: API Enabled permission was changed from enabled to disabled", None),
        ("Changed permission set Not Own: API Enabled permission was changed from enabled to disabled", None),
        # Who gave it has not taken it away.
        ("Changed permission set Own: API Enabled permission was changed from disabled to enabled", "place"),
    ],
)
def test_an_entry_counts_where_it_names_the_permission_set_itself(display: str, names: str | None) -> None:
    (finding,) = judged([MISSING])
    last = Trail([entry(display)], PERSON).changed_last(finding)
    assert (last and last["names"]) == names


def test_the_newest_entry_counts_and_delegates_are_told() -> None:
    text = "Changed permission set Own: API Enabled permission was changed from enabled to disabled"
    found = org(
        "acme",
        audited(
            MISSING,
            trail={"readable": True, "entries": [entry(text, delegate_user="eve@acme.com"), entry(text, user="x")]},
        ),
        options(),
    )
    (finding,) = found["vendors"][0]["findings"]
    assert (finding["changed_last"]["user"], finding["changed_last"]["delegate_user"]) == (
        "admin@acme.com",
        "eve@acme.com",
    )
    assert "eve@acme.com as admin@acme.com" in junit(document([found], ["drift"], "a", "b"))


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("Read, Create, Edit", "Read", "change"),
        ("Read", "Read, Create, Edit", "place"),
        ("No Access", "Edit", "place"),
        ("Edit", "Read", "change"),
        ("Visible", "None", "change"),
        ("Read, Create", "Read, Delete", "change"),
    ],
)
def test_who_gave_more_has_not_taken_anything_away(old: str, new: str, names: str) -> None:
    lost = change("grant", "object_permission", "Account", None, ["create"])
    (finding,) = judged([step("permission_sets", "permission set Own", lost)])
    text = f"Changed permission set Own: Account object permissions were changed from {old} to {new}"
    last = Trail([entry(text)], PERSON).changed_last(finding)
    assert last is not None
    assert last["names"] == names


@pytest.mark.parametrize(
    ("made", "display"),
    [
        (
            change("assign", "permission_set", f"{SAM}: Own_Set"),
            "Permission set Own Set: unassigned from user Sam Link (UserID: [005Hp00000KxYzA])",
        ),
        (
            change("unassign", "permission_set", f"{SAM}: Own_Set"),
            "Permission set Own Set: assigned to user Somebody (UserID: [005Hp00000KxYzA])",
        ),
        (change("update", "user", "profile", "B", "A"), "Changed profile for user Sam Link from A to B"),
        (change("activate", "user", SAM), "Deactivated user Sam Link (UserID: [005Hp00000KxYzA])"),
        (change("create", "permission_set", "Own"), "Deleted permission set Own"),
    ],
)
def test_users_and_assignments_are_found_by_id_and_name(made: dict[str, t.Any], display: str) -> None:
    subject = "permission set Own" if made["verb"] == "create" else f"user {SAM}"
    (finding,) = judged([step("user", subject, made)])
    last = Trail([entry("Changed email for user Max Other from a to b"), entry(display)], PERSON).changed_last(finding)
    assert last is not None
    assert (last["display"], last["names"]) == (display, "change")


def test_where_the_trail_says_nothing_its_newest_entries_are_shown() -> None:
    said = {
        "readable": True,
        "entries": [entry("Changed profile X: something"), entry("Something else", section="Company Profile")],
    }
    trail = org("acme", audited(MISSING, trail=said), options())["trail"]
    assert [one["display"] for one in trail["candidates"]] == ["Changed profile X: something"]
    assert "180 days" in trail["notes"][0]
    broken = org("acme", audited(MISSING, trail={"failed": True, "msg": "no more requests"}), options())["trail"]
    assert broken["notes"] == ["The trail could not be read: no more requests"]


def test_a_date_of_yaml_and_one_in_quotation_marks_mean_the_same_and_the_last_day_counts() -> None:
    for until in (TODAY, TODAY.isoformat(), datetime.datetime(2026, 11, 28, 9)):
        rule = {"vendor": "conv*", "kind": "SYSTEM_permission", "reason": "known", "until": until}
        found = org("acme", audited(MISSING), options(ignore=[rule]))
        assert (found["verdict"], found["passed"], found["counts"]["accepted"]) == ("in_order", True, 1)
        tomorrow = Options.of(["drift"], [rule], TODAY + datetime.timedelta(days=1))
        late = org("acme", audited(MISSING), tomorrow)
        assert (late["verdict"], late["passed"]) == ("drift", False)
        assert late["vendors"][0]["findings"][0]["accepted"]["expired"]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ("all", "is a list"),
        (["all"], "is not a dictionary"),
        ([{"org": "acme", "until": TODAY}], "has no reason"),
        ([{"org": "acme", "reason": "x"}], "has no last day"),
        ([{"org": "acme", "reason": "x", "until": "next year"}], "YYYY-MM-DD"),
        ([{"org": "**", "reason": "x", "until": TODAY}], "would accept everything"),
        ([{"reason": "x", "until": TODAY}], "would accept everything"),
        ([{"host": "acme", "org": "acme", "reason": "x", "until": TODAY}], "has host"),
    ],
)
def test_what_cannot_be_meant_is_refused(entries: t.Any, words: str) -> None:
    with pytest.raises(BadOption, match=words):
        accepted(entries)


def test_a_verdict_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadOption, match="drfit"):
        options(fail_on=["drfit"])


def test_refusals_and_failures_are_findings() -> None:
    seat = {"message": "no free seat", "requirements": ["C2", "C4"]}
    vendor = {
        "vendor": "conversion",
        "users": [],
        "refusals": [seat],
        "failures": [{"kind": "vendor", "key": "x", "message": "y"}],
    }
    found = org("acme", {"vendors": [vendor]}, options())
    (one,) = found["vendors"][0]["findings"]
    assert (one["verdict"], one["kind"], one["key"], one["what"]) == ("failed", "refusal", "C2, C4", "no free seat")
    assert not found["passed"]


def test_junit_is_well_formed_whatever_an_org_holds() -> None:
    nasty = 'A]]>&<"\x00\x0b\ufffe\ud800é😀'
    said = step("permission_sets", f"permission set {nasty}", change("grant", "tab", nasty))
    found = org(
        f"acme {nasty}",
        audited(said, trail={"entries": [entry(f"Changed permission set {nasty}: {nasty}")]}),
        options(),
    )
    text = junit(document([found], ["drift"], "2026-11-28T10:00:00Z", "2026-11-28T10:01:00Z"))
    read = ET.fromstring(text.encode("utf-8"))
    (failure,) = read.iter("failure")
    assert 'A]]>&<"é😀' in str(failure.text)
    suite = read.find("testsuite")
    assert suite is not None
    assert [suite.get(one) for one in ("tests", "failures", "errors", "skipped")] == ["2", "1", "0", "0"]


def test_many_findings_are_cut_in_junit_and_kept_in_the_document() -> None:
    said = step("permission_sets", "permission set Own", *(change("grant", "tab", f"t{one}") for one in range(70)))
    told = document([org("acme", audited(said), options())], ["drift"], "a", "b")
    assert "... and 20 more" in junit(told)
    assert len(told["orgs"][0]["vendors"][0]["findings"]) == 70


def test_each_org_is_one_line() -> None:
    long = step("permission_sets", "permission set Own", change("grant", "tab", "line\nbreak " * 40))
    orgs = [org("acme", audited(long), options()), org("zenith-sandbox", audited(), options())]
    lines = table(orgs)
    assert len(lines) == 2
    assert lines[0].startswith("acme            drift       drift 1")
    assert len(lines[0]) <= 160
    assert "\n" not in lines[0]
    assert lines[1].split() == ["zenith-sandbox", "in_order", "-"]
    assert table([]) == []
