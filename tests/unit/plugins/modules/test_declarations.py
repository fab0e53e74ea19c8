# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an _info module declares changes nothing when it is applied, and shows what has drifted since."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

KINDS = ["object_permissions", "field_permissions", "tabs", "setup_entity_access", "login_ip_ranges", "login_hours"]
INFO: dict[str, tuple[str, dict[str, t.Any]]] = {
    "sf_user": ("users", {"fields": ["Phone", "LastLoginDate"]}),
    "sf_profile": ("profiles", {"include": KINDS}),
    "sf_permission_set": ("permission_sets", {}),
    "sf_permset_assignment": ("assignments", {}),
    "sf_permset_group": ("groups", {}),
    "sf_permset_license_assignment": ("licenses", {}),
    "sf_app_access": ("apps", {"names": ["Provisioning"]}),
    "sf_package": ("packages", {}),
    "sf_trusted_ip_range": ("", {}),
}


@pytest.fixture
def grown(production: Org, new_run: Runs) -> Org:
    """Production with some of everything that an org gathers."""
    sam = "sam.seller@umbra.example"
    run = new_run()
    production.put("TrustedIpRange", StartAddress="192.0.2.1", EndAddress="192.0.2.9", Description="Office")
    tasks: list[tuple[str, dict[str, t.Any]]] = [
        ("sf_permset_group", {"name": "Team", "permission_sets": ["Sales_Reporting"], "muted": MUTED}),
        (
            "sf_permission_set",
            {"name": "Passing", "system_permissions": ["ApiEnabled"], "apex_classes": ["LeadRouter"]},
        ),
        ("sf_permset_assignment", {"users": [sam], "permission_sets": ["Passing"], "expires": "2030-01-01"}),
        ("sf_permset_license_assignment", {"users": [sam], "licenses": ["SalesConsoleUser"]}),
        (
            "sf_user",
            {"name": sam, "title": "Seller", "role": "CEO", "feature_licenses": ["marketing_user"], "frozen": True},
        ),
        ("sf_profile", {"name": "Sales Manager", "login_ip_ranges": ["203.0.113.7"], "login_hours": HOURS}),
    ]
    for module, params in tasks:
        result = run.task(module, **params)
        assert not result.get("failed"), result["msg"]
    return production


MUTED = {"object_permissions": [{"object": "Opportunity", "permissions": ["view_all"]}]}
HOURS = {"monday": {"start": "08:00", "end": "18:00"}}


def told(run: Run, module: str) -> list[Result]:
    """What the twin of a writing module reports, record by record."""
    key, params = INFO[module]
    result = run.task(f"{module}_info", **params)
    assert not result.get("failed"), result["msg"]
    return t.cast("list[Result]", result[key]) if key else [result]


@pytest.mark.parametrize("module", INFO)
def test_a_declaration_changes_nothing(module: str, grown: Org, new_run: Runs) -> None:
    found = told(new_run(), module)
    declared = [one["declaration"] for one in found if one["declaration"] is not None]
    assert declared
    grown.mark()
    grown.forget()
    for check in (True, False):
        run = new_run(check=check)
        for options in declared:
            result = run.task(module, **options)
            assert not result.get("failed"), (options, result["msg"])
            assert result["changes"] == [], options
            if "'set': " in str(options) and module != "sf_profile":
                assert result["unmanaged"] == []
    assert grown.writes() == []
    assert grown.diff() == {}


@pytest.mark.parametrize("module", INFO)
def test_what_is_left_out_is_named(module: str, grown: Org, new_run: Runs) -> None:
    for one in told(new_run(), module):
        assert one["declaration"] is not None or one["not_exported"]
        for entry in one["not_exported"]:
            assert set(entry) == {"kind", "key", "reason"}
            assert all(isinstance(value, str) and value for value in entry.values())


def test_a_user_that_left_is_declared_as_gone(grown: Org, run: Run) -> None:
    found = {one["name"]: one for one in told(run, "sf_user")}
    assert found["otto.former@umbra.example"]["declaration"] == {"name": "otto.former@umbra.example", "state": "absent"}
    sam = found["sam.seller@umbra.example"]
    assert sam["declaration"]["frozen"] is True
    assert sam["declaration"]["fields"] == {"Phone": None}
    assert {one["kind"] for one in sam["not_exported"]} == {"password", "user_field"}


def test_a_standard_profile_declares_only_what_can_be_changed(grown: Org, run: Run) -> None:
    found = {one["name"]: one for one in told(run, "sf_profile")}
    standard, own = found["Standard User"], found["Sales Manager"]
    assert set(standard["declaration"]) == {"name", "license", "login_ip_ranges", "login_hours"}
    assert [one["kind"] for one in standard["not_exported"]] == ["profile"]
    assert own["declaration"]["login_ip_ranges"] == {"set": [{"start": "203.0.113.7", "end": "203.0.113.7"}]}
    assert own["declaration"]["object_permissions"]["set"]


def test_drift_is_repaired_to_what_was_declared(grown: Org, new_run: Runs) -> None:
    (declared,) = (
        one["declaration"] for one in told(new_run(), "sf_permission_set") if one["name"] == "Sales_Reporting"
    )
    own = grown.row("PermissionSet", Name="Sales_Reporting")["Id"]
    before = grown.row("FieldPermissions", ParentId=own, Field="Opportunity.Amount")
    grown.put("FieldPermissions", before["Id"], PermissionsEdit=True)
    grown.put("PermissionSet", own, PermissionsApiEnabled=True)
    result = new_run().task("sf_permission_set", **declared)
    told_of = [(one["verb"], one["kind"], one["key"]) for one in result["changes"]]
    assert told_of == [
        ("revoke", "system_permission", "ApiEnabled"),
        ("revoke", "field_permission", "Opportunity.Amount"),
    ]
    assert grown.row("FieldPermissions", ParentId=own, Field="Opportunity.Amount")["PermissionsEdit"] is False
