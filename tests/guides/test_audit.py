# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit: orgs in order, what people change by hand found and attributed, and what a pipeline gets of it."""

from __future__ import annotations

import json
import typing as t
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import pytest
import yaml

from emulated_org.start import running

from .conftest import GUIDES
from .runs import Ansible, Run
from .truth import Org
from .vendors import EMAIL

CALM, GROWN = "calm", "grown"
VENDORS_OF = {CALM: ["conversion", "mutiny"], GROWN: ["conversion", "salesscreen"]}
SET = "Conversion_Integration_Permissions"
USER, SCREEN = f"conversion@{GROWN}.example", f"salesscreen@{GROWN}.example"


@dataclass
class Audit:
    """What one audit said and left."""

    run: Run
    document: dict[str, t.Any]
    junit: ET.Element
    text: str

    def org(self, host: str) -> dict[str, t.Any]:
        (found,) = [one for one in self.document["orgs"] if one["host"] == host]
        return t.cast("dict[str, t.Any]", found)

    def findings(self, host: str) -> list[dict[str, t.Any]]:
        org = self.org(host)
        return [*org["findings"], *(one for vendor in org["vendors"] for one in vendor["findings"])]

    def finding(self, host: str, verdict: str, kind: str, key: str) -> dict[str, t.Any]:
        (found,) = [
            one for one in self.findings(host) if (one["verdict"], one["kind"], one["key"]) == (verdict, kind, key)
        ]
        return found


class Auditor:
    """Runs the playbook over the orgs, and one that is not there."""

    def __init__(self, ansible: Ansible, orgs: dict[str, Org]) -> None:
        self.ansible, self.orgs = ansible, orgs

    def hosts(self) -> dict[str, dict[str, t.Any]]:
        hosts: dict[str, dict[str, t.Any]] = {}
        for name, org in self.orgs.items():
            hosts[name] = {**org.connection, "salesforce_vendors": VENDORS_OF[name]}
            for vendor in VENDORS_OF[name]:
                hosts[name] |= {f"{vendor}_username": f"{vendor}@{name}.example", f"{vendor}_email": EMAIL}
        return hosts

    def audit(self, hosts: dict[str, dict[str, t.Any]], **options: t.Any) -> Audit:
        folder = self.ansible.folder
        for org in self.orgs.values():
            org.begin()
        # One path is relative: it is meant from where the command is given.
        run = self.ansible.play(
            "audit", hosts, audit_report="audit.json", audit_junit=str(folder / "audit.xml"), **options
        )
        for org in self.orgs.values():
            assert org.different() == {}
            assert [one["path"] for one in org.requests() if one["writing"]] == []
        texts = [(folder / name).read_text("utf-8") for name in ("audit.json", "audit.xml")]
        return Audit(run, json.loads(texts[0]), ET.fromstring(texts[1]), "".join(texts))


@pytest.fixture(scope="module")
def auditor(ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Auditor]:
    content = yaml.safe_load(GUIDES.read_text("utf-8"))
    content["orgs"] = content["orgs"][:1]
    content["orgs"] += [{"name": one, "like": "enterprise", "username_suffix": f".{one}"} for one in VENDORS_OF]
    place = tmp_path_factory.mktemp("audited") / "world.yml"
    place.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with running(str(place)) as world:
        found = Auditor(ansible, {name: Org(world, name) for name in VENDORS_OF})
        run = ansible.play("site", found.hosts())
        assert [run.failed(name) for name in VENDORS_OF] == [[], []]
        yield found


@pytest.fixture(scope="module")
def in_order(auditor: Auditor) -> Audit:
    return auditor.audit(auditor.hosts())


@pytest.fixture(scope="module")
def found(auditor: Auditor, in_order: Audit) -> Audit:
    """After people have been there; one org cannot be reached, and one has another token."""
    meddle(auditor.orgs[GROWN])
    hosts = auditor.hosts()
    hosts["down"] = {**hosts[CALM], "salesforce_instance_url": "http://127.0.0.1:9"}
    hosts["stranger"] = {**hosts[CALM], "salesforce_access_token": "not-a-token-of-this-org"}
    return auditor.audit(hosts)


def meddle(org: Org) -> None:
    """Changes in Setup by an administrator, which the trail tells of, and others that leave no entry."""
    admin, seen = org.client, org.snapshot()
    user = seen.user(USER)
    own = seen.permission_set(SET)["Id"]
    extra = admin.make("PermissionSet", Name="Extra_Access", Label="Extra Access", PermissionsRunReports=True)
    admin.make("PermissionSetAssignment", AssigneeId=user["Id"], PermissionSetId=extra)
    changed = {"PermissionsViewAllUsers": False, "PermissionsRunReports": True}
    assert admin.call("PATCH", f"/sobjects/PermissionSet/{own}", changed)[0] == 204
    field = seen.rows("FieldPermissions", ParentId=own, Field="Account.Industry")[0]
    assert admin.call("DELETE", f"/sobjects/FieldPermissions/{field['Id']}")[0] == 204
    psl = seen.row("PermissionSetLicense", DeveloperName="SalesConsoleUser")["Id"]
    org.meddle("PermissionSetLicenseAssign", None, AssigneeId=user["Id"], PermissionSetLicenseId=psl)
    app = seen.row("ConnectedApplication", Name="Mutiny")["Id"]
    org.meddle("SetupEntityAccess", None, ParentId=own, SetupEntityId=app, SetupEntityType="ConnectedApplication")
    row = seen.rows("ObjectPermissions", ParentId=own, SobjectType="Campaign")[0]["Id"]
    org.meddle("ObjectPermissions", row, PermissionsModifyAllRecords=False)
    screen = seen.user(SCREEN)
    admin.call("PATCH", f"/sobjects/Profile/{screen['ProfileId']}", {"PermissionsBypassMFAForUiLogins": True})
    profile = seen.row("Profile", Name="API Only Administrator")["Id"]
    assert admin.call("PATCH", f"/sobjects/User/{screen['Id']}", {"ProfileId": profile})[0] == 204


def test_orgs_as_declared_are_in_order(in_order: Audit) -> None:
    assert {host: in_order.findings(host) for host in VENDORS_OF} == {CALM: [], GROWN: []}
    assert in_order.run.code == 0, in_order.run.output
    assert (in_order.document["passed"], in_order.document["verdict"]) == (True, "in_order")
    assert [one["vendor"] for one in in_order.org(CALM)["vendors"]] == VENDORS_OF[CALM]
    assert in_order.org(CALM)["trail"]["asked"] is False
    assert (in_order.junit.get("failures"), in_order.junit.get("errors")) == ("0", "0")
    assert len(list(in_order.junit.iter("testcase"))) == 2 * sum(map(len, VENDORS_OF.values()))


def test_every_org_is_looked_at_and_the_run_fails(found: Audit) -> None:
    verdicts = {one["host"]: one["verdict"] for one in found.document["orgs"]}
    assert verdicts == {CALM: "in_order", GROWN: "drift", "down": "failed", "stranger": "failed"}
    assert found.run.code == 2
    assert found.document["orgs_by_verdict"] == {"in_order": 1, "undeclared": 0, "drift": 1, "failed": 2}
    assert found.finding("down", "failed", "org", "UNREACHABLE")["what"].startswith("http://127.0.0.1:9")
    assert found.finding("stranger", "failed", "org", "INVALID_SESSION_ID")["cure"]
    assert "failed=0" in next(line for line in found.run.output.splitlines() if line.startswith(f"{CALM} "))


@pytest.mark.parametrize(
    ("kind", "key", "how"),
    [
        ("system_permission", "ViewAllUsers", "taken_away"),
        ("system_permission", "RunReports", "added"),
        ("field_permission", "Account.Industry", "taken_away"),
        ("user", "profile", "changed"),
    ],
)
def test_drift_is_named_and_attributed(auditor: Auditor, found: Audit, kind: str, key: str, how: str) -> None:
    one = found.finding(GROWN, "drift", kind, key)
    assert one["how"] == how
    assert one["changed_last"]["user"] == auditor.orgs[GROWN].client.facts["username"]
    assert one["changed_last"]["names"] == "change"
    assert one["changed_last"]["time"].startswith("20")


def test_a_change_that_the_trail_does_not_name_is_found_and_not_blamed_on_anybody(found: Audit) -> None:
    one = found.finding(GROWN, "drift", "object_permission", "Campaign")
    assert (one["how"], one["subject"], one["declared"]) == ("taken_away", f"permission set {SET}", ["modify_all"])
    # The set is named by other entries, the change by none.
    assert one["changed_last"]["names"] == "place"
    seat = found.finding(GROWN, "undeclared", "permission_set_license", f"{USER}: SalesConsoleUser")
    assert seat["changed_last"] is None
    trail = found.org(GROWN)["trail"]
    assert trail["asked"]
    assert trail["readable"]
    assert trail["candidates"]
    assert "180 days" in trail["notes"][-1]


def test_access_that_nobody_declared_is_found(found: Audit) -> None:
    assert (
        found.finding(GROWN, "undeclared", "permission_set", f"{USER}: Extra_Access")["changed_last"]["action"]
        == "PermSetAssign"
    )
    reports = found.finding(GROWN, "undeclared", "system_permission", "RunReports")
    assert reports["sources"] == ["permission set Extra_Access"]
    app = found.finding(GROWN, "undeclared", "connected_app", "Mutiny")
    assert app["subject"] == f"permission set {SET}"
    grown = found.finding(GROWN, "drift", "system_permission", "BypassMFAForUiLogins")
    assert grown["subject"].startswith("profile ")


def test_junit_tells_the_change_and_its_cure(found: Audit) -> None:
    cases = {f"{one.get('classname')} {one.get('name')}": one for one in found.junit.iter("testcase")}
    told = cases[f"{GROWN}.conversion drift"].find("failure")
    assert told is not None
    assert "Account.Industry" in str(told.text)
    assert "cure: run sfops.salesforce.site" in str(told.text)
    assert cases["down reached"].find("error") is not None
    undeclared = cases[f"{GROWN}.conversion undeclared"]
    assert undeclared.find("failure") is None
    assert "Extra_Access" in str(undeclared.findtext("system-out"))
    assert list(cases[f"{CALM}.mutiny drift"]) == []


def test_no_secret_is_written(auditor: Auditor, found: Audit) -> None:
    for org in auditor.orgs.values():
        assert org.connection["salesforce_access_token"] not in found.text + found.run.output
    assert "not-a-token-of-this-org" not in found.text + found.run.output


def test_accepted_deviations_do_not_count_until_their_day_is_over(auditor: Auditor, found: Audit) -> None:
    hosts = auditor.hosts()
    everywhere = [{"org": GROWN, "verdict": "drift", "reason": "Change 4711", "until": "2999-12-31"}]
    passed = auditor.audit(hosts, audit_ignore=everywhere)
    assert passed.run.code == 0, passed.run.output
    assert passed.org(GROWN)["verdict"] == "undeclared"
    assert passed.org(GROWN)["counts"]["accepted"] == len(
        [one for one in found.findings(GROWN) if one["verdict"] == "drift"]
    )
    over = [{**everywhere[0], "until": "2026-01-01"}]
    failed = auditor.audit({GROWN: hosts[GROWN]}, audit_ignore=over)
    assert failed.run.code == 2
    assert failed.finding(GROWN, "drift", "user", "profile")["accepted"] == {
        "reason": "Change 4711",
        "until": "2026-01-01",
        "expired": True,
    }


def test_a_list_of_accepted_deviations_that_cannot_be_meant_asks_no_org(auditor: Auditor) -> None:
    wrong = auditor.audit(auditor.hosts(), audit_ignore=[{"org": "*", "reason": "all of it", "until": "2999-12-31"}])
    assert wrong.run.code == 2
    assert "would accept everything" in wrong.findings(CALM)[0]["what"]
    assert all(org.requests() == [] for org in auditor.orgs.values())
