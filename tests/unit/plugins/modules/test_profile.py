# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles with all they hold against an emulated org; the truth is read from its store."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

NAME = "Robots (EMEA)"
FULL: dict[str, t.Any] = {
    "name": NAME,
    "license": "Salesforce",
    "description": "For robots",
    "system_permissions": ["API Enabled", "ViewSetup"],
    "object_permissions": [{"object": "account", "permissions": ["edit"]}],
    "field_permissions": [{"object": "Account", "edit": ["Industry"], "read": ["Phone"]}],
    "tabs": [{"name": "Account", "visibility": "available"}],
    "connected_apps": ["Provisioning"],
    "apex_classes": ["LeadRouter"],
    "custom_permissions": ["Approve_Discount"],
    "login_ip_ranges": ["192.0.2.0/24", {"start": "198.51.100.7", "description": "office"}],
    # YAML 1.1 reads an unquoted 18:00 as the number 1080.
    "login_hours": {"monday": {"start": "08:00", "end": 1080}},
}
MANAGER = "Sales Manager"
#: What an _info module tells besides the record.
BESIDES = ("id", "declaration", "not_exported")


def done(result: Result) -> Result:
    assert not result.get("failed"), result["msg"]
    return result


def refused(result: Result, code: str, *parts: str) -> None:
    assert result.get("failed"), result
    assert result["error"]["code"] == code, result["msg"]
    for part in parts:
        assert part in result["msg"]


def changed(result: Result) -> list[tuple[str, str, str]]:
    return [(one["verb"], one["kind"], one["key"]) for one in done(result)["changes"]]


def owned(org: Org, name: str = NAME) -> str:
    """The permission set that a profile owns."""
    return str(org.row("PermissionSet", ProfileId=org.row("Profile", Name=name)["Id"])["Id"])


def test_a_profile_holds_everything_and_the_preview_told_so(production: Org, new_run: Runs) -> None:
    production.mark()
    looked = done(new_run(check=True).task("sf_profile", **FULL))
    assert not production.diff()
    assert not production.writes()
    applied = done(new_run().task("sf_profile", **FULL))
    for part in ("changes", "record", "warnings", "unmanaged"):
        assert applied[part] == looked[part]
    assert applied["record"]["login_hours"] == {"monday": {"start": "08:00", "end": "18:00"}}

    row = production.row("Profile", Name=NAME)
    assert applied["id"] == row["Id"]
    on = {key[11:] for key, one in row.items() if key.startswith("Permissions") and one is True}
    assert on == {"ApiEnabled", "ViewSetup", "ViewRoles"}
    parent = owned(production)
    access = production.row("ObjectPermissions", ParentId=parent)
    assert (access["SobjectType"], access["PermissionsEdit"], access["PermissionsDelete"]) == ("Account", True, False)
    fields = {one["Field"]: one["PermissionsEdit"] for one in production.rows("FieldPermissions", ParentId=parent)}
    assert fields == {"Account.Industry": True, "Account.Phone": False}
    tab = production.row("PermissionSetTabSetting", ParentId=parent)
    assert (tab["Name"], tab["Visibility"]) == ("standard-Account", "DefaultOff")
    opened = {one["SetupEntityType"] for one in production.rows("SetupEntityAccess", ParentId=parent)}
    assert opened == {"ApexClass", "ConnectedApplication", "CustomPermission"}
    ranges = production.rows("ProfileLoginIpRange", ProfileId=row["Id"])
    assert {(one["StartAddress"], one["EndAddress"], one["Description"]) for one in ranges} == {
        ("192.0.2.0", "192.0.2.255", None),
        ("198.51.100.7", "198.51.100.7", "office"),
    }
    hours = production.row("ProfileLoginHours", ProfileId=row["Id"])
    assert (hours["MondayStart"], hours["MondayEnd"], hours["TuesdayStart"]) == (480, 1080, None)

    production.forget()
    again = done(new_run().task("sf_profile", **FULL))
    assert (again["changed"], again["changes"], again["record"]) == (False, [], applied["record"])
    assert not production.writes()


def test_less_is_taken_away_in_one_component(run: Run, production: Org) -> None:
    done(run.task("sf_profile", **FULL))
    production.forget()
    less = {
        "name": NAME,
        "system_permissions": {"remove": ["ViewSetup"]},
        "object_permissions": {"set": []},
        "field_permissions": {"remove": [{"object": "Account", "edit": ["Industry"]}]},
        "tabs": {"remove": ["Account"]},
        "apex_classes": {"remove": ["LeadRouter"]},
        "login_ip_ranges": {"remove": ["198.51.100.7/32"]},
        "login_hours": {},
    }
    looked = run.task("sf_profile", check=True, **less)
    applied = run.task("sf_profile", **less)
    assert changed(applied) == changed(looked)
    assert set(changed(applied)) == {
        ("revoke", "system_permission", "ViewSetup"),
        ("revoke", "object_permission", "Account"),
        ("revoke", "field_permission", "Account.Industry"),
        ("revoke", "tab", "standard-Account"),
        ("revoke", "apex_class", "LeadRouter"),
        ("delete", "login_ip_range", "198.51.100.7"),
        ("update", "login_hours", "monday"),
    }
    metadata = [one for one in production.writes() if one["path"].startswith("/services/Soap/m/")]
    assert len(metadata) == 1
    parent = owned(production)
    assert not production.rows("ObjectPermissions", ParentId=parent)
    assert not production.rows("PermissionSetTabSetting", ParentId=parent)
    assert production.row("Profile", Name=NAME)["PermissionsViewSetup"] is False
    assert not production.rows("ProfileLoginHours")
    assert {one["PermissionsEdit"] for one in production.rows("FieldPermissions", ParentId=parent)} == {False}
    assert changed(run.task("sf_profile", **less)) == []


def test_system_permissions_alone_take_no_metadata_call(run: Run, production: Org) -> None:
    done(run.task("sf_profile", name="Plain", license="Salesforce", system_permissions=["ApiEnabled"]))
    done(run.task("sf_profile", name="Plain", system_permissions={"set": []}, description="Nothing"))
    assert not [one for one in production.requests() if one["path"].startswith("/services/Soap/m/")]
    row = production.row("Profile", Name="Plain")
    assert (row["PermissionsApiEnabled"], row["Description"]) == (False, "Nothing")


def test_what_others_did_is_reported_and_left_alone(run: Run, production: Org) -> None:
    done(run.task("sf_profile", **FULL))
    parent = owned(production)
    production.put(
        "FieldPermissions", ParentId=parent, SobjectType="Account", Field="Account.Fax", PermissionsRead=True
    )
    profile = production.row("Profile", Name=NAME)["Id"]
    production.put("ProfileLoginIpRange", ProfileId=profile, StartAddress="203.0.113.1", EndAddress="203.0.113.1")
    result = done(run.task("sf_profile", **FULL))
    assert result["changed"] is False
    found = {(one["kind"], one["key"]) for one in result["unmanaged"]}
    assert found >= {("field_permission", "Account.Fax"), ("login_ip_range", "203.0.113.1")}


def test_the_first_login_range_keeps_others_out_and_the_task_says_so(new_run: Runs, production: Org) -> None:
    params = {"name": MANAGER, "login_ip_ranges": ["192.0.2.0/24", "192.0.2.7"]}
    for check in (True, False):
        result = done(new_run(check=check).task("sf_profile", **params))
        text = "its users can sign in from 192.0.2.0/24 only, and from nowhere else any more"
        assert any(text in one for one in result["warnings"])
        assert changed(result) == [("create", "login_ip_range", "192.0.2.0/24")]
    assert len(production.rows("ProfileLoginIpRange")) == 1
    again = done(new_run().task("sf_profile", **params))
    assert (again["changed"], len(again["warnings"])) == (False, 1)
    assert "192.0.2.7 adds nothing" in again["warnings"][0]


def test_the_last_login_range_cannot_be_taken_away(new_run: Runs, production: Org) -> None:
    done(new_run().task("sf_profile", name=MANAGER, login_ip_ranges=["192.0.2.0/24"]))
    production.forget()
    for check in (True, False):
        result = new_run(check=check).task("sf_profile", name=MANAGER, login_ip_ranges={"set": []})
        refused(result, "NOT_REMOVABLE", "last login IP range", "Sales Manager", "192.0.2.0/24", "0.0.0.0/0")
    assert not production.writes()
    done(new_run().task("sf_profile", name=MANAGER, login_ip_ranges={"set": ["0.0.0.0/0"]}))
    assert production.row("ProfileLoginIpRange")["EndAddress"] == "255.255.255.255"


def test_more_ranges_than_the_org_takes(new_run: Runs) -> None:
    ranges = [f"192.0.2.{number}" for number in (1, 3, 5, 7, 9, 11)]
    looked = done(new_run(check=True).task("sf_profile", name=MANAGER, login_ip_ranges=ranges))
    assert any("gets 6 login IP ranges" in one for one in looked["warnings"])
    result = new_run().task("sf_profile", name=MANAGER, login_ip_ranges=ranges)
    refused(result, "CANNOT_ENABLE_IP_RESTRICT_REQUESTS", "192.0.2.1")
    assert result["changed"] is False


def test_the_licence_cannot_change(new_run: Runs, production: Org) -> None:
    production.forget()
    for check in (True, False):
        result = new_run(check=check).task("sf_profile", name=MANAGER, license="Salesforce Platform")
        refused(result, "LICENSE_IMMUTABLE", "from Salesforce to Salesforce Platform", "use another name")
    assert not production.writes()


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"system_permissions": ["ApiUserOnly"]}, "change its ApiUserOnly"),
        ({"object_permissions": [{"object": "Contract", "permissions": ["modify_all"]}]}, "Contract permissions"),
        ({"clone_from": MANAGER}, "what it grants"),
    ],
)
def test_standard_profiles_are_refused(new_run: Runs, production: Org, options: dict[str, t.Any], part: str) -> None:
    for check in (True, False):
        result = new_run(check=check).task("sf_profile", name="Standard User", **options)
        refused(result, "STANDARD_PROFILE", "Standard User is a standard profile", part, "clone_from")
    assert not production.writes()


def test_standard_profiles_take_login_restrictions_and_custom_objects(run: Run, production: Org) -> None:
    result = run.task("sf_profile", name="Standard User", login_ip_ranges=["192.0.2.1"])
    assert changed(result) == [("create", "login_ip_range", "192.0.2.1")]
    profile = production.row("Profile", Name="Standard User")["Id"]
    assert production.row("ProfileLoginIpRange", ProfileId=profile)["StartAddress"] == "192.0.2.1"


def test_a_profile_that_somebody_has_is_not_deleted(new_run: Runs, production: Org) -> None:
    done(new_run().task("sf_profile", **FULL))
    profile = production.row("Profile", Name=NAME)["Id"]
    former = production.row("User", Username="otto.former@umbra.example")
    production.put("User", former["Id"], ProfileId=profile)
    for check in (True, False):
        result = new_run(check=check).task("sf_profile", name=NAME, state="absent")
        refused(result, "DELETE_FAILED", "otto.former@umbra.example", "inactive users count too")
    production.put("User", former["Id"], ProfileId=former["ProfileId"])
    assert changed(new_run().task("sf_profile", name=NAME, state="absent")) == [("delete", "profile", NAME)]
    assert not production.rows("ProfileLoginIpRange")


def test_a_standard_profile_is_not_deleted(new_run: Runs, production: Org) -> None:
    for check in (True, False):
        result = new_run(check=check).task("sf_profile", name="Solution Manager", state="absent")
        refused(result, "DELETE_FAILED", "standard profile, which Salesforce does not delete")
    assert not production.writes()


def test_what_was_done_before_a_failure_is_told(run: Run, production: Org) -> None:
    """The component is written, then the connected app is refused: all that came with the component counts."""
    done(run.task("sf_profile", name=NAME, license="Salesforce"))
    more = {key: one for key, one in FULL.items() if key not in ("custom_permissions", "apex_classes", "description")}
    looked = run.task("sf_profile", check=True, **more)
    app = production.row("ConnectedApplication", Name="Provisioning")["Id"]
    production.put("SetupEntityAccess", ParentId=owned(production), SetupEntityId=app, SetupEntityType="Nobody")
    result = run.task("sf_profile", **more)
    assert result["failed"] is True
    told = [one for one in looked["changes"] if one["kind"] != "connected_app"]
    assert result["changes"] == told
    assert f"{len(told)} changes were made before it failed" in result["msg"]


def test_info_tells_what_is_asked_for(run: Run) -> None:
    applied = done(run.task("sf_profile", **FULL))
    kinds = ["object_permissions", "field_permissions", "tabs", "setup_entity_access", "login_ip_ranges", "login_hours"]
    (found,) = done(run.task("sf_profile_info", names=[NAME], include=kinds))["profiles"]
    assert {key: one for key, one in found.items() if key not in BESIDES} == applied["record"]
    (little,) = done(run.task("sf_profile_info", names=[NAME]))["profiles"]
    assert set(little) == {"name", "description", "license", "system_permissions", *BESIDES}
    every = {one["name"]: one for one in done(run.task("sf_profile_info", include=["login_hours"]))["profiles"]}
    assert every[NAME]["login_hours"] == applied["record"]["login_hours"]
    assert every["System Administrator"]["login_hours"] == {}


def test_info_tells_what_a_preview_would_make(new_run: Runs) -> None:
    run = new_run(check=True)
    looked = done(run.task("sf_profile", **FULL))
    kinds = ["object_permissions", "field_permissions", "tabs", "setup_entity_access", "login_ip_ranges", "login_hours"]
    (found,) = done(run.task("sf_profile_info", names=[NAME], include=kinds))["profiles"]
    assert found["id"] is None
    assert {key: one for key, one in found.items() if key not in BESIDES} == looked["record"]
