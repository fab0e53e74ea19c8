# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies of profiles against an emulated org: the store must show the same for the copy as for its source."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run, Runs
from ansible_collections.sfops.salesforce.tests.unit.plugins.modules.test_profile import changed, done, owned, refused

ADMIN = "System Administrator"
COPY: dict[str, t.Any] = {"name": "Integration Admin", "clone_from": ADMIN}
MANAGER = "Sales Manager"
ROWS = ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess")
OWN = (
    "Id",
    "ParentId",
    "ProfileId",
    "CreatedById",
    "CreatedDate",
    "LastModifiedById",
    "LastModifiedDate",
    "SystemModstamp",
)
#: Salesforce keeps neither View All nor Modify All on these where an API sets it.
NOT_KEPT = {"Idea", "Pricebook2", "Product2", "PushTopic"}


def held(org: Org, name: str) -> dict[str, t.Any]:
    """What a profile holds by the org's store."""
    store = org.control("GET", "/store")
    (profile,) = (row for row in store["Profile"].values() if row["Name"] == name)
    (parent,) = (row["Id"] for row in store["PermissionSet"].values() if row["ProfileId"] == profile["Id"])
    found: dict[str, t.Any] = {
        "system": {key for key, one in profile.items() if key.startswith("Perm") and one is True}
    }
    for sobject in (*ROWS, "ProfileLoginIpRange", "ProfileLoginHours"):
        mine = [row for row in store.get(sobject, {}).values() if {parent, profile["Id"]} & set(row.values())]
        found[sobject] = [
            {key: one for key, one in sorted(row.items()) if key not in OWN and one not in (None, False)}
            for row in mine
        ]
        for row in found[sobject]:
            if row.get("SobjectType") in NOT_KEPT:
                row.pop("PermissionsViewAllRecords", None)
                row.pop("PermissionsModifyAllRecords", None)
        found[sobject].sort(key=str)
    return found


def furnish(run: Run) -> None:
    """Give the Sales Manager profile something of every kind."""
    done(
        run.task(
            "sf_profile",
            name=MANAGER,
            field_permissions=[{"object": "Account", "edit": ["Industry", "Tier__c"], "read": ["Phone"]}],
            tabs=["Account", {"name": "Contact", "visibility": "available"}],
            connected_apps=["Provisioning"],
            apex_classes=["LeadRouter"],
            custom_permissions=["Approve_Discount"],
            login_ip_ranges=[{"start": "192.0.2.0", "end": "192.0.2.255", "description": "office"}],
            login_hours={"monday": {"start": "08:00", "end": "18:00"}},
        )
    )


def test_the_administrators_profile_is_cloned_in_few_requests(production: Org, new_run: Runs) -> None:
    production.mark()
    looked = done(new_run(check=True).task("sf_profile", **COPY))
    assert not production.diff()
    assert not production.writes()
    applied = done(new_run().task("sf_profile", **COPY))
    for part in ("changes", "record", "not_copied", "warnings", "unmanaged"):
        assert applied[part] == looked[part]
    assert len(applied["changes"]) > 400
    assert (applied["requests"]["reads"], applied["requests"]["writes"]) == (12, 3)
    assert held(production, COPY["name"]) == held(production, ADMIN)
    licence = production.row("Profile", Name=COPY["name"])["UserLicenseId"]
    assert production.row("UserLicense", Id=licence)["Name"] == "Salesforce"
    kinds = {one["kind"] for one in applied["not_copied"]}
    assert {"page_layouts", "record_types", "session_settings"} <= kinds
    assert {one["key"] for one in applied["not_copied"] if one["kind"] == "object_permission"} == {
        f"{sobject} {word}" for sobject in NOT_KEPT for word in ("view_all", "modify_all")
    }

    production.forget()
    again = done(new_run().task("sf_profile", **COPY))
    assert (again["changed"], again["record"]) == (False, applied["record"])
    assert (again["requests"]["reads"], again["requests"]["writes"]) == (4, 0)
    assert not production.writes()


def test_everything_of_a_profile_is_copied(run: Run, production: Org) -> None:
    furnish(run)
    looked = run.task("sf_profile", check=True, name="Copy", clone_from="sales manager")
    applied = run.task("sf_profile", name="Copy", clone_from="sales manager")
    assert changed(applied) == changed(looked)
    assert {kind for _verb, kind, _key in changed(applied)} == {
        "profile",
        "system_permission",
        "object_permission",
        "field_permission",
        "tab",
        "connected_app",
        "apex_class",
        "custom_permission",
        "login_ip_range",
        "login_hours",
    }
    assert held(production, "Copy") == held(production, MANAGER)
    assert changed(run.task("sf_profile", name="Copy", clone_from=MANAGER)) == []


def test_drift_is_repaired_and_the_source_followed(run: Run, production: Org) -> None:
    furnish(run)
    copying = {"name": "Copy", "clone_from": MANAGER}
    done(run.task("sf_profile", **copying))
    done(
        run.task(
            "sf_profile",
            name="Copy",
            system_permissions={"add": ["ViewSetup"], "remove": ["RunReports"]},
            object_permissions={
                "add": [{"object": "Lead", "permissions": ["read"]}],
                "remove": [{"object": "Contact"}],
            },
            tabs={"remove": ["Account"]},
            connected_apps={"set": []},
            login_ip_ranges=["198.51.100.0/24"],
            login_hours={},
        )
    )
    done(run.task("sf_profile", name=MANAGER, field_permissions=[{"object": "Account", "read": ["Fax"]}]))
    looked = run.task("sf_profile", check=True, **copying)
    assert changed(run.task("sf_profile", **copying)) == changed(looked)
    assert held(production, "Copy") == held(production, MANAGER)
    assert ("grant", "field_permission", "Account.Fax") in changed(looked)
    assert ("revoke", "system_permission", "ViewSetup") in changed(looked)


def test_options_add_to_the_copy_take_from_it_and_replace_a_kind(run: Run, production: Org) -> None:
    furnish(run)
    params = {
        "name": "Copy",
        "clone_from": MANAGER,
        "system_permissions": {"add": ["ViewSetup"], "remove": ["RunReports"]},
        "object_permissions": {"remove": [{"object": "Contact", "permissions": ["delete"]}, {"object": "Opportunity"}]},
        "field_permissions": {"set": [{"object": "Account", "read": ["Fax"]}]},
        "tabs": {"add": ["Lead"], "remove": ["Contact"]},
        "apex_classes": {"remove": ["LeadRouter"]},
        "login_ip_ranges": ["198.51.100.7"],
        "login_hours": {},
    }
    looked = run.task("sf_profile", check=True, **params)
    applied = run.task("sf_profile", **params)
    assert changed(applied) == changed(looked)
    record = applied["record"]
    assert set(record["system_permissions"]) == {"ApiEnabled", "ViewSetup", "ViewRoles"}
    assert record["object_permissions"] == {
        "Account": ["read", "create", "edit", "delete"],
        "Contact": ["read", "create", "edit"],
    }
    assert record["field_permissions"] == {"Account": {"read": ["Fax"]}}
    assert record["tabs"] == {"standard-Account": "visible", "standard-Lead": "visible"}
    assert set(record["setup_entity_access"]) == {"connected_apps", "custom_permissions"}
    assert [one["start"] for one in record["login_ip_ranges"]] == ["192.0.2.0", "198.51.100.7"]
    assert record["login_hours"] == {}
    (shown,) = run.task(
        "sf_profile_info",
        names=["Copy"],
        include=[key for key in record if key not in ("name", "description", "license", "system_permissions")],
    )["profiles"]
    assert {key: one for key, one in shown.items() if key not in ("id", "declaration", "not_exported")} == record
    again = done(run.task("sf_profile", **params))
    assert (again["changed"], again["record"]) == (False, record)


def test_what_the_org_refuses_a_copy_is_told_and_does_not_stop_it(run: Run, production: Org) -> None:
    """A standard profile may hold what the licence gives to no other one."""
    source = production.row("Profile", Name="Standard Platform User")
    production.put("Profile", source["Id"], PermissionsModerateChatter=True)
    params = {"name": "Platform copy", "clone_from": "Standard Platform User"}
    applied = done(run.task("sf_profile", **params))
    (refusal,) = (one for one in applied["not_copied"] if one["kind"] == "system_permission")
    assert refusal["key"] == "ModerateChatter"
    assert "user license doesn't allow the permission" in refusal["reason"]
    assert any("ModerateChatter of Standard Platform User is not copied" in one for one in applied["warnings"])
    assert ("grant", "system_permission", "ModerateChatter") not in changed(applied)
    copied = production.row("Profile", Name="Platform copy")
    on = {key for key, one in source.items() if key.startswith("Permissions") and one is True}
    assert {key for key, one in copied.items() if key.startswith("Permissions") and one is True} == on
    production.forget()
    quiet = done(run.task("sf_profile", **params, system_permissions={"remove": ["ModerateChatter"]}))
    assert (quiet["changed"], quiet["warnings"]) == (False, [])
    assert not production.writes()


def test_what_a_copy_needs_and_its_source_does_without_is_granted_with_it(run: Run, production: Org) -> None:
    """Salesforce asks nothing of its own profiles: this one imports accounts that it cannot create."""
    params = {"name": "Platform copy", "clone_from": "Standard Platform User"}
    looked = done(run.task("sf_profile", check=True, **params))
    applied = done(run.task("sf_profile", **params))
    assert applied["changes"] == looked["changes"]
    implied = {one["key"]: one["implied_by"] for one in applied["changes"] if "implied_by" in one}
    assert implied == {"Account": "ImportPersonal", "Contact": "ImportPersonal"}
    rows = production.rows("ObjectPermissions", ParentId=owned(production, "Platform copy"))
    assert {one["SobjectType"] for one in rows} == {"Account", "Contact"}
    assert changed(run.task("sf_profile", check=True, **params)) == []
    assert changed(run.task("sf_profile", **params)) == []


def test_a_declared_permission_that_the_licence_forbids_is_an_error(run: Run) -> None:
    params = {"name": "Platform copy", "clone_from": "Standard Platform User"}
    result = run.task("sf_profile", **params, system_permissions=["ModerateChatter"])
    assert result["failed"] is True
    assert "user license doesn't allow the permission" in result["msg"]


@pytest.mark.parametrize(
    ("options", "code", "parts"),
    [
        ({"clone_from": ["Nobody", "No one"]}, "NOT_FOUND", ["no profile 'Nobody' or 'No one'", "change clone_from"]),
        ({"clone_from": ""}, "BAD_OPTION", ["clone_from is empty"]),
        ({"clone_from": "integration admin"}, "BAD_OPTION", ["clone_from names the profile itself"]),
        (
            {"clone_from": ADMIN, "license": "Salesforce Integration"},
            "LICENSE_MISMATCH",
            ["System Administrator (licence Salesforce)", "licence Salesforce Integration", "leave license out"],
        ),
        (
            {"clone_from": MANAGER, "object_permissions": {"remove": [{"object": "Acount"}]}},
            "UNKNOWN_OBJECT",
            ["'Acount'"],
        ),
    ],
)
def test_a_copy_that_cannot_be(
    new_run: Runs, production: Org, options: dict[str, t.Any], code: str, parts: list[str]
) -> None:
    for check in (True, False):
        refused(new_run(check=check).task("sf_profile", name="Integration Admin", **options), code, *parts)
    assert not production.writes()


def test_a_profile_of_another_licence_becomes_no_copy(run: Run) -> None:
    done(run.task("sf_profile", name="Robots", license="Salesforce Integration"))
    result = run.task("sf_profile", name="Robots", clone_from=MANAGER)
    refused(result, "LICENSE_IMMUTABLE", "licence Salesforce Integration", "Sales Manager, which has Salesforce")


def test_a_permission_on_which_others_of_the_copy_depend_is_not_left_out(new_run: Runs, production: Org) -> None:
    for check in (True, False):
        result = new_run(check=check).task("sf_profile", **COPY, system_permissions={"remove": ["ViewAllData"]})
        refused(result, "DEPENDENCY", "Cannot remove ViewAllData")
    assert not production.writes()


def test_a_copy_that_is_previewed_serves_later_tasks(new_run: Runs, production: Org) -> None:
    """Everything from scratch: a profile, its copy, a copy of the copy, and a user of that."""
    tasks: list[tuple[str, dict[str, t.Any]]] = [
        (
            "sf_profile",
            {
                "name": "Model",
                "license": "Salesforce",
                "object_permissions": [{"object": "Account", "permissions": ["edit"]}],
                "connected_apps": ["Provisioning"],
                "login_ip_ranges": ["192.0.2.1"],
            },
        ),
        ("sf_profile", {"name": "First", "clone_from": "Model", "tabs": ["Account"]}),
        ("sf_profile", {"name": "Second", "clone_from": "First", "system_permissions": ["ApiEnabled"]}),
        (
            "sf_user",
            {"name": "robot@umbra.example", "last_name": "Robot", "email": "it@umbra.example", "profile": ["Second"]},
        ),
    ]
    previews, runs = new_run(check=True), new_run()
    looked = [done(previews.task(module, **params)) for module, params in tasks]
    assert not production.writes()
    applied = [done(runs.task(module, **params)) for module, params in tasks]
    assert [one["changes"] for one in applied] == [one["changes"] for one in looked]
    assert production.row("ObjectPermissions", ParentId=owned(production, "Second"))["SobjectType"] == "Account"
    user = production.row("User", Username="robot@umbra.example")
    assert production.row("Profile", Id=user["ProfileId"])["Name"] == "Second"
    for module, params in tasks:
        assert not done(new_run().task(module, **params))["changed"]
