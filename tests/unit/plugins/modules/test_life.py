# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module against an emulated org: checked, applied, again, absent; the truth is read from the org's store."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run, Runs

API_ONLY = "Minimum Access - API Only Integrations"
PSL = "SalesforceAPIIntegrationPsl"
ROBOT = "robot@umbra.example"
Step = t.Tuple[str, t.Dict[str, t.Any]]
USER: Step = (
    "sf_user",
    {"name": ROBOT, "last_name": "Robot", "email": "robot@umbra.example", "profile": [API_ONLY]},
)
HAS_PSL: Step = ("sf_permset_license_assignment", {"users": [ROBOT], "licenses": [PSL]})
SET: Step = (
    "sf_permission_set",
    {
        "name": "Robot_Access",
        "label": "Robot access",
        "description": "What the robot may do",
        "system_permissions": {"set": ["API Enabled", "ViewSetup"]},
        "object_permissions": {"set": [{"object": "Account", "permissions": ["edit"]}]},
        "field_permissions": {"set": [{"object": "Account", "edit": ["Industry", "BillingCity"], "read": ["Phone"]}]},
        "tabs": {"set": [{"name": "Account", "visibility": "available"}]},
        "connected_apps": {"set": ["Provisioning"]},
        "apex_classes": {"set": ["leadrouter"]},
        "custom_permissions": {"set": ["Approve_Discount"]},
    },
)


def user_is_there(org: Org) -> None:
    row = org.row("User", Username=ROBOT)
    assert (row["LastName"], row["IsActive"], row["Alias"]) == ("Robot", True, "robot")
    assert org.row("Profile", Id=row["ProfileId"])["Name"] == API_ONLY


def user_is_off(org: Org) -> None:
    assert org.row("User", Username=ROBOT)["IsActive"] is False


def set_is_there(org: Org) -> None:
    row = org.row("PermissionSet", Name="Robot_Access")
    assert (row["Label"], row["Description"]) == ("Robot access", "What the robot may do")
    on = {name[11:] for name, value in row.items() if name.startswith("Permissions") and value is True}
    assert on == {"ApiEnabled", "ViewSetup", "ViewRoles"}
    access = org.row("ObjectPermissions", ParentId=row["Id"])
    assert access["SobjectType"] == "Account"
    assert [access[f"Permissions{verb}"] for verb in ("Read", "Create", "Edit", "Delete")] == [True, False, True, False]
    fields = {one["Field"]: one["PermissionsEdit"] for one in org.rows("FieldPermissions", ParentId=row["Id"])}
    assert fields == {"Account.Industry": True, "Account.BillingAddress": True, "Account.Phone": False}
    tab = org.row("PermissionSetTabSetting", ParentId=row["Id"])
    assert (tab["Name"], tab["Visibility"]) == ("standard-Account", "DefaultOff")
    opened = {one["SetupEntityType"] for one in org.rows("SetupEntityAccess", ParentId=row["Id"])}
    assert opened == {"ApexClass", "ConnectedApplication", "CustomPermission"}


def set_is_gone(org: Org) -> None:
    assert not org.rows("PermissionSet", Name="Robot_Access")
    known = {row["Id"] for row in org.rows("PermissionSet")}
    for child in ("ObjectPermissions", "FieldPermissions", "PermissionSetTabSetting", "SetupEntityAccess"):
        assert {row["ParentId"] for row in org.rows(child)} <= known


def profile_is_there(org: Org) -> None:
    row = org.row("Profile", Name="Robots")
    assert row["Description"] == "For robots"
    assert row["PermissionsApiEnabled"] is True
    assert org.row("UserLicense", Id=row["UserLicenseId"])["Name"] == "Salesforce Integration"
    assert org.row("ProfileLoginIpRange", ProfileId=row["Id"])["EndAddress"] == "192.0.2.255"
    assert org.row("ProfileLoginHours", ProfileId=row["Id"])["FridayEnd"] == 1080
    owned = org.row("PermissionSet", ProfileId=row["Id"])["Id"]
    assert org.row("SetupEntityAccess", ParentId=owned)["SetupEntityType"] == "CustomPermission"


def profile_is_gone(org: Org) -> None:
    assert not org.rows("Profile", Name="Robots")
    assert not org.rows("ProfileLoginIpRange")


def held(org: Org, sobject: str) -> list[dict[str, t.Any]]:
    user = org.row("User", Username=ROBOT)["Id"]
    own = {row["Id"] for row in org.rows("PermissionSet", IsOwnedByProfile=True)}
    return [row for row in org.rows(sobject, AssigneeId=user) if row.get("PermissionSetId") not in own]


def set_is_assigned(org: Org) -> None:
    (row,) = held(org, "PermissionSetAssignment")
    assert org.row("PermissionSet", Id=row["PermissionSetId"])["Name"] == "Robot_Access"
    assert str(row["ExpirationDate"]).startswith("2031-01-31T00:00:00")


def no_set_is_assigned(org: Org) -> None:
    assert not held(org, "PermissionSetAssignment")


def license_is_held(org: Org) -> None:
    (row,) = held(org, "PermissionSetLicenseAssign")
    license_row = org.row("PermissionSetLicense", Id=row["PermissionSetLicenseId"])
    assert (license_row["DeveloperName"], license_row["UsedLicenses"]) == (PSL, 1)


def no_license_is_held(org: Org) -> None:
    assert not held(org, "PermissionSetLicenseAssign")
    assert org.row("PermissionSetLicense", DeveloperName=PSL)["UsedLicenses"] == 0


GROUP: Step = (
    "sf_permset_group",
    {
        "name": "Robot_Team",
        "description": "What robots do together",
        "permission_sets": {"set": ["Robot access", "Sales_Reporting"]},
        "muted": {
            "system_permissions": {"set": ["Run Reports"]},
            "object_permissions": {"set": [{"object": "account", "permissions": ["edit"]}]},
            "field_permissions": {"set": [{"object": "Account", "edit": ["Industry"], "read": ["Phone"]}]},
        },
    },
)


def group_is_there(org: Org) -> None:
    group = org.row("PermissionSetGroup", DeveloperName="Robot_Team")
    assert (group["MasterLabel"], group["Description"]) == ("Robot Team", "What robots do together")
    parts = [
        one["PermissionSetId"] for one in org.rows("PermissionSetGroupComponent", PermissionSetGroupId=group["Id"])
    ]
    sets = {row["Id"]: row["Name"] for row in org.rows("PermissionSet")}
    assert sorted(sets[one] for one in parts if one in sets) == ["Robot_Access", "Sales_Reporting"]
    (quiet,) = [one for one in parts if one not in sets]
    assert org.row("MutingPermissionSet", Id=quiet)["PermissionsRunReports"] is True
    row = org.row("ObjectPermissions", ParentId=quiet)
    on = {name[11:] for name, value in row.items() if name.startswith("Permissions") and value}
    assert (row["SobjectType"], on) == ("Account", {"Edit", "Delete", "ModifyAllRecords"})
    fields = {one["Field"]: one for one in org.rows("FieldPermissions", ParentId=quiet)}
    muted = {name: (one["PermissionsRead"], one["PermissionsEdit"]) for name, one in fields.items()}
    assert muted == {"Account.Industry": (False, True), "Account.Phone": (True, True)}
    total = org.row("PermissionSet", PermissionSetGroupId=group["Id"])
    summed = {one["Field"]: one["PermissionsEdit"] for one in org.rows("FieldPermissions", ParentId=total["Id"])}
    assert summed == {"Account.Industry": False, "Account.BillingAddress": True, "Opportunity.Amount": False}


def group_is_gone(org: Org) -> None:
    assert not org.rows("PermissionSetGroup", DeveloperName="Robot_Team")
    assert not org.rows("MutingPermissionSet", DeveloperName="Robot_Team_Muted")
    assert not org.rows("PermissionSet", Name="Robot_Team")


def ranges_are_trusted(org: Org) -> None:
    found = {one["StartAddress"]: one for one in org.rows("TrustedIpRange")}
    assert {"192.0.2.10", "198.51.100.7"} <= set(found)
    assert (found["192.0.2.10"]["EndAddress"], found["192.0.2.10"]["Description"]) == ("192.0.2.20", "Robots")
    assert found["198.51.100.7"]["EndAddress"] == "198.51.100.7"


def ranges_are_not_trusted(org: Org) -> None:
    assert not {"192.0.2.10", "198.51.100.7"} & {one["StartAddress"] for one in org.rows("TrustedIpRange")}


def app_is_open(org: Org) -> None:
    opened = [row["ParentId"] for row in org.rows("SetupEntityAccess", SetupEntityId=app(org))]
    assert org.row("PermissionSet", Name="Robot_Access")["Id"] in opened
    owned = org.row("PermissionSet", ProfileId=org.row("Profile", Name="Sales Manager")["Id"])
    assert owned["Id"] in opened
    # Whoever had it keeps it.
    assert len(opened) == 4


def app_is_shut(org: Org) -> None:
    assert len(org.rows("SetupEntityAccess", SetupEntityId=app(org))) == 2


def app(org: Org) -> t.Any:
    return org.row("ConnectedApplication", Name="Provisioning")["Id"]


def package_is_there(org: Org) -> None:
    row = org.row("InstalledSubscriberPackage", SubscriberPackageVersionId="04t5f00000LeNs1AAF")
    assert org.row("SubscriberPackage", Id=row["SubscriberPackageId"])["Name"] == "Lens"
    assert org.row("PackageInstallRequest")["SecurityType"] == "Full"


def package_is_gone(org: Org) -> None:
    assert not org.rows("InstalledSubscriberPackage", SubscriberPackageVersionId="04t5f00000LeNs1AAF")
    assert org.rows("InstalledSubscriberPackage")


@dataclass
class Life:
    """One module: the task, what it makes, and what is left when it is absent."""

    task: Step
    verbs: list[str]
    there: t.Callable[[Org], None]
    gone: t.Callable[[Org], None]
    last: list[str]
    before: list[Step] = field(default_factory=list)


LIVES = {
    "sf_permset_group": Life(GROUP, ["create", "add", "mute"], group_is_there, group_is_gone, ["delete"], [SET]),
    "sf_trusted_ip_range": Life(
        (
            "sf_trusted_ip_range",
            {"ranges": [{"start": "192.0.2.10", "end": "192.0.2.20", "description": "Robots"}, "198.51.100.7/32"]},
        ),
        ["create"],
        ranges_are_trusted,
        ranges_are_not_trusted,
        ["delete"],
    ),
    "sf_user": Life(USER, ["create"], user_is_there, user_is_off, ["deactivate"]),
    "sf_permission_set": Life(SET, ["create", "grant"], set_is_there, set_is_gone, ["delete"]),
    "sf_profile": Life(
        (
            "sf_profile",
            {
                "name": "Robots",
                "license": "Salesforce Integration",
                "description": "For robots",
                "system_permissions": ["ApiEnabled"],
                "custom_permissions": ["Approve_Discount"],
                "login_ip_ranges": ["192.0.2.0/24"],
                "login_hours": {"friday": {"start": "08:00", "end": "18:00"}},
            },
        ),
        ["create", "grant", "update"],
        profile_is_there,
        profile_is_gone,
        ["delete"],
    ),
    "sf_permset_license_assignment": Life(
        HAS_PSL, ["assign"], license_is_held, no_license_is_held, ["unassign"], [USER]
    ),
    "sf_permset_assignment": Life(
        (
            "sf_permset_assignment",
            {"users": [ROBOT], "permission_sets": ["Robot access"], "expires": "2031-01-31"},
        ),
        ["assign"],
        set_is_assigned,
        no_set_is_assigned,
        ["unassign"],
        [USER, HAS_PSL, SET],
    ),
    "sf_package": Life(
        (
            "sf_package",
            {
                "package": "lens",
                "version_id": "04t5f00000LeNs1AAF",
                "security_type": "all_users",
                "poll_interval": 0.01,
            },
        ),
        ["install"],
        package_is_there,
        package_is_gone,
        ["uninstall"],
    ),
    "sf_app_access": Life(
        ("sf_app_access", {"app": "provisioning", "permission_sets": ["Robot access"], "profiles": ["Sales Manager"]}),
        ["grant"],
        app_is_open,
        app_is_shut,
        ["revoke"],
        [("sf_permission_set", {"name": "Robot_Access"})],
    ),
}


def verbs(result: Result) -> list[str]:
    return list(dict.fromkeys(one["verb"] for one in result["changes"]))


def test_every_module_that_writes_has_a_life() -> None:
    import pathlib

    folder = pathlib.Path(__file__).resolve().parents[4] / "plugins" / "modules"
    writing = {file.stem for file in folder.glob("sf_*.py") if not file.stem.endswith("_info")}
    # The first writes nothing; the second only takes away, and lives in test_oauth_token.py.
    assert writing - {"sf_access_check", "sf_oauth_token"} == set(LIVES)


@pytest.mark.parametrize("module", LIVES)
def test_life(module: str, production: Org, new_run: Runs) -> None:
    life = LIVES[module]
    name, params = life.task
    prepared = new_run()
    for step, options in life.before:
        assert not prepared.task(step, **options).get("failed")
    production.mark()
    production.forget()

    checked = new_run(check=True).task(name, **params)
    assert (checked["changed"], checked.get("failed"), checked["id"]) == (True, None, None)
    assert verbs(checked) == life.verbs
    assert not production.diff()
    assert not production.writes()

    applied = new_run().task(name, **params)
    assert applied["changes"] == checked["changes"]
    assert applied["diff"]["before"] == checked["diff"]["before"]
    # The org chooses the nickname of a new user by itself.
    assert {**applied["record"], "nickname": None} == {**checked["record"], "nickname": None}
    life.there(production)
    production.mark()
    production.forget()

    again = new_run().task(name, **params)
    assert (again["changed"], again["changes"]) == (False, [])
    assert again["diff"] == {"before": "", "after": ""}
    assert again["record"] == applied["record"]
    assert not production.writes()

    away = {key: value for key, value in params.items() if not isinstance(value, dict) and key != "expires"}
    looked = new_run(check=True).task(name, **away, state="absent")
    assert not production.diff()
    left = new_run().task(name, **away, state="absent")
    assert left["changes"] == looked["changes"]
    assert verbs(left) == life.last
    life.gone(production)

    if module in ("sf_user", "sf_permission_set", "sf_profile", "sf_permset_group"):
        rest = new_run().task(name, **away, state="absent")
        assert (rest["changed"], rest["changes"]) == (False, [])


def test_results_have_one_shape(run: Run) -> None:
    for name, params in [USER, HAS_PSL, SET]:
        result = run.task(name, **params)
        shape = {"changed", "id", "record", "changes", "unmanaged", "warnings", "diff", "requests", "preview"}
        shape |= {"subject", "org_id", "instance_url"}
        assert set(result) == shape, name
        assert set(result["requests"]) == {"reads", "writes", "signed_in", "daily_limit"}
        assert result["requests"]["daily_limit"]["remaining"] > 0
        for change in result["changes"]:
            assert (
                {"verb", "kind", "key", "before", "after"}
                <= set(change)
                <= {
                    "verb",
                    "kind",
                    "key",
                    "before",
                    "after",
                    "implied_by",
                    "label",
                }
            )


def test_what_others_did_is_reported_and_left_alone(run: Run, production: Org) -> None:
    run.task(*SET[:1], **SET[1])
    set_id = production.row("PermissionSet", Name="Robot_Access")["Id"]
    production.put(
        "FieldPermissions", ParentId=set_id, SobjectType="Account", Field="Account.Fax", PermissionsRead=True
    )
    production.put("PermissionSet", set_id, PermissionsRunReports=True)
    adding = {key: value.get("set", []) if isinstance(value, dict) else value for key, value in SET[1].items()}
    result = run.task("sf_permission_set", **adding)
    assert result["changed"] is False
    assert {(one["kind"], one["key"]) for one in result["unmanaged"]} == {
        ("field_permission", "Account.Fax"),
        ("system_permission", "RunReports"),
    }
    exact = run.task("sf_permission_set", **SET[1])
    assert {(one["verb"], one["kind"], one["key"]) for one in exact["changes"]} == {
        ("revoke", "field_permission", "Account.Fax"),
        ("revoke", "system_permission", "RunReports"),
    }
    set_is_there(production)


def test_drift_is_put_right(run: Run, production: Org) -> None:
    run.task(*USER[:1], **USER[1])
    user = production.row("User", Username=ROBOT)
    production.put("User", user["Id"], LastName="Changed", IsActive=False)
    result = run.task("sf_user", **USER[1])
    assert [one["verb"] for one in result["changes"]] == ["activate", "update"]
    user_is_there(production)


def test_a_user_is_created_frozen_and_thawed(run: Run, production: Org) -> None:
    created = run.task("sf_user", **USER[1], frozen=True)
    assert [one["verb"] for one in created["changes"]] == ["create", "freeze"]
    user = production.row("User", Username=ROBOT)["Id"]
    assert production.row("UserLogin", UserId=user)["IsFrozen"] is True
    assert run.task("sf_user", **USER[1], frozen=True)["changed"] is False
    thawed = run.task("sf_user", **USER[1], frozen=False)
    assert [one["verb"] for one in thawed["changes"]] == ["unfreeze"]
    assert production.row("UserLogin", UserId=user)["IsFrozen"] is False


def test_the_first_profile_the_org_has_is_taken(new_run: Runs, acquired: Org) -> None:
    profiles = [API_ONLY.replace("-", "\u2013"), "Salesforce API Only System Integrations"]
    params = {**USER[1], "name": "robot@lantern.example", "profile": profiles}
    assert new_run(org=acquired).task("sf_user", **params)["record"]["profile"] == profiles[1]


def test_what_the_org_switches_on_with_a_permission_is_shown_as_implied_and_not_fought_over(
    run: Run, production: Org
) -> None:
    params = {"name": "Admins", "system_permissions": {"set": ["Customize Application"]}}
    result = run.task("sf_permission_set", **params)
    implied = {one["key"]: one["implied_by"] for one in result["changes"] if "implied_by" in one}
    assert {"ViewSetup", "ManageCustomPermissions"} <= set(implied)
    assert set(implied.values()) == {"CustomizeApplication"}
    again = run.task("sf_permission_set", **params)
    assert again["changed"] is False
    assert not again["unmanaged"]
