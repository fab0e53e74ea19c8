# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests may see and do: log, store, clock, faults; and the worlds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import typing as t
from pathlib import Path

import pytest
import requests

from emulated_org.behaviours import unknowns
from emulated_org.org import Universe
from emulated_org.store.difference import difference
from emulated_org.store.ids import checksum, full_id
from emulated_org.testing import Client
from emulated_org.world.build import build
from emulated_org.world.files import WorldError, read

TESTS = Path(__file__).parents[2]


def test_ids_carry_their_checksum() -> None:
    assert checksum("001D000000IqhSL") == "IAZ"
    assert full_id("001d000000iqhslIAZ") == "001D000000IqhSLIAZ"
    assert full_id("001D000000IqhSLIAA") is None
    assert full_id("001D000000IqhS") is None


def test_the_log_says_what_was_written_and_keeps_no_secret(org: Client) -> None:
    org.control("DELETE", "/requests")
    org.query("SELECT Id FROM User")
    parts = [{"referenceId": "a", "method": "GET", "url": "/services/data/v66.0/limits"}]
    org.call("POST", "/composite", {"compositeRequest": parts})
    org.permission_set()
    data = {"grant_type": "password", "password": "hunter2", "client_id": "x"}
    requests.post(org.url + "/services/oauth2/token?token=hunter2", data=data, timeout=10)
    found = org.control("GET", "/requests")
    assert [one["writing"] for one in found] == [False, False, True, False]
    assert found[1]["subrequests"][0]["status"] == 200
    assert found[2]["path"] == "/services/data/v66.0/sobjects/PermissionSet"
    assert found[2]["request_bytes"] == len(json.dumps({"Name": "Link", "Label": "Link"}))
    assert all(one["response_bytes"] > 0 and 0 < one["seconds"] < 10 for one in found)
    text = json.dumps(found)
    assert "hunter2" not in text
    assert org.facts["access_token"] not in text


def test_the_store_can_be_marked_and_compared(org: Client) -> None:
    org.control("POST", "/store/mark")
    assert org.control("GET", "/store/diff") == {}
    parent = org.permission_set()
    seller = org.one("User", Username="sam.seller@umbra.example")
    org.call("PATCH", f"/sobjects/User/{seller}", {"Title": "Boss"})
    found = org.control("GET", "/store/diff")
    assert list(found["PermissionSet"]["created"]) == [parent]
    assert found["User"]["changed"] == {seller: {"Title": {"before": None, "after": "Boss"}}}
    assert org.control("GET", "/store")["PermissionSet"][parent]["Label"] == "Link"


def test_records_can_be_written_past_the_rules(org: Client) -> None:
    licence = org.one("UserLicense", Name="Salesforce Integration")
    org.control("POST", "/records", {"sobject": "UserLicense", "id": licence, "fields": {"TotalLicenses": 0}})
    assert org.call("POST", "/sobjects/User", {})[0] == 400
    made = org.control("POST", "/records", {"sobject": "PermissionSet", "fields": {"Name": "1", "Label": "odd"}})["id"]
    assert org.call("GET", f"/sobjects/PermissionSet/{made}")[1]["Name"] == "1"
    answer = requests.post(org.facts["control_url"] + "/records", json={"sobject": "Nope"}, timeout=10)
    assert (answer.status_code, answer.json()) == (400, {"error": "ValueError: no sObject Nope"})


def test_repeated_worlds_are_independent(tmp_path: Path) -> None:
    entries = read("default", 7)
    assert [one["name"] for one in entries] == [
        *("production", "uat", "acquired", "production-2", "uat-2", "acquired-2", "production-3")
    ]
    universe = Universe()
    made = [build(entry, universe, "http://x") for entry in entries[:5]]
    assert len({one.facts["username"] for one in made}) == 5
    assert len({one.org.id for one in made}) == 5


def test_a_sandbox_shares_the_ids_of_its_production(org: Client) -> None:
    sandbox = Client(org.world, 1)
    assert sandbox.one("Profile", Name="Standard User") == org.one("Profile", Name="Standard User")
    assert sandbox.permission_set("A")[3:5] != org.permission_set("A")[3:5]


def test_the_large_world_has_500_fields_to_grant() -> None:
    built = build(read("large")[0], Universe(), "http://x")
    objects = {
        "Account",
        "Contact",
        "Lead",
        "Opportunity",
        "Campaign",
        "Case",
        "Contract",
        "Order",
        "Asset",
        "Product2",
    }
    found = {
        f"{sobject.name}.{one.name}"
        for sobject, one in built.org.catalog.grantable_fields.values()
        if sobject.name in objects | {"Task", "Event"} and one.updateable
    }
    assert len(found) >= 500


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("orgs: []", "needs a list under orgs"),
        ("orgs: [{name: a, colour: red}]", "unknown keys colour"),
        ("orgs: [{name: a, like: b}]", "like b, which does not stand before it"),
        ("orgs: [{name: a, user_licenses: {Nope: 1}, users: [{Username: a@b.c}]}]", "Nope is not known"),
        ("orgs: [{name: a, custom_fields: {Account: [{name: X__c, type: huge}]}}]", "unknown type huge"),
        ("orgs: [{name: a, settings: {speed: 1}}]", "settings"),
    ],
)
def test_a_wrong_world_file_is_explained(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "world.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(WorldError, match=message):
        build(read(str(file))[0], Universe(), "http://x")


def test_the_command_line_serves_until_told_to_stop(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "emulated_org", "--count", "1", "--log", str(log)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        key = Path(facts["private_key_file"])
        assert key.stat().st_mode & 0o777 == 0o600
        assert requests.get(facts["instance_url"] + "/services/data", timeout=10).status_code == 200
        process.terminate()
        started = time.monotonic()
        assert process.wait(10) == 0
        assert time.monotonic() - started < 5
    assert not key.exists()
    assert json.loads(log.read_text("utf-8").splitlines()[0])["path"] == "/services/data"


def test_two_snapshots_are_compared_with_what_a_package_brought(enterprise: Client) -> None:
    before = enterprise.control("GET", "/store")
    parent = enterprise.permission_set()
    body = {"SubscriberPackageVersionKey": "04t5f00000cad31AAA", "NameConflictResolution": "Block"}
    request = enterprise.call("POST", "/tooling/sobjects/PackageInstallRequest", {**body, "SecurityType": "None"})[1]
    for _look in range(2):
        enterprise.call("GET", f"/tooling/sobjects/PackageInstallRequest/{request['id']}")
    beat = enterprise.make("cadence__Beat__c", Name="One")
    found = difference(before, enterprise.control("GET", "/store"))
    assert parent in found["PermissionSet"]["created"]
    assert list(found["cadence__Beat__c"]["created"]) == [beat]
    assert difference(enterprise.control("GET", "/store"), before)["PermissionSet"]["deleted"]
    assert difference(before, before) == {}


def test_the_vast_world_has_300_objects_and_10000_fields() -> None:
    built = build(read("vast")[0], Universe(), "http://x")
    custom = [one for one in built.org.catalog.objects.values() if one.custom]
    assert len(custom) == 300
    assert sum(field.custom for one in custom for field in one.fields.values()) == 10_000
    assert len({one.prefix for one in built.org.catalog.objects.values() if one.prefix}) >= 300
    assert {len(one.prefix) for one in custom} == {3}


@pytest.mark.parametrize("row", unknowns(), ids=lambda row: str(row["id"]))
def test_both_readings_of_what_is_unknown_make_an_org(row: dict[str, t.Any]) -> None:
    entry = read("guides", only=["enterprise"])[0]
    for key, value in row["world"].items():
        entry[key] = {**entry.get(key, {}), **value} if isinstance(value, dict) else value
    assert build(entry, Universe(), "http://x").org.name == "enterprise"
