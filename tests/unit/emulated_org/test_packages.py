# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packages: what can be installed, what an installation brings, and how it is taken away."""

from __future__ import annotations

import typing as t

import pytest

from emulated_org.testing import Client

JSON = dict[str, t.Any]
OLD, NEW, BETA = "04t5f000000cNv3AAE", "04t5f000000cNv4AAE", "04t5f000000cNv5AAE"
CLASSY, KEY = "04t5f00000cLs40AAC", "giving-Tuesday-2026"
UNLOCKED, UNLOCKED_KEY = "04t5f0000000rc1AAA", "open-Sesame-2026"
CADENCE = "04t5f00000cad31AAA"
INSTALL, UNINSTALL = "PackageInstallRequest", "SubscriberPackageVersionUninstallRequest"


def post(org: Client, sobject: str, **fields: t.Any) -> tuple[int, t.Any]:
    return org.call("POST", f"/tooling/sobjects/{sobject}", fields)


def ask(org: Client, version: str, **fields: t.Any) -> tuple[int, t.Any]:
    body = {"SubscriberPackageVersionKey": version, "NameConflictResolution": "Block", "SecurityType": "Full"}
    return post(org, INSTALL, **{**body, **fields})


def follow(org: Client, sobject: str, record: str) -> list[JSON]:
    """What a client that polls twice sees."""
    return [org.call("GET", f"/tooling/sobjects/{sobject}/{record}")[1] for _time in range(2)]


def install(org: Client, version: str, **fields: t.Any) -> JSON:
    status, body = ask(org, version, **fields)
    assert status == 201, body
    return follow(org, INSTALL, body["id"])[-1]


def uninstall(org: Client, version: str) -> JSON:
    status, body = post(org, UNINSTALL, SubscriberPackageVersionId=version)
    assert status == 201, body
    return follow(org, UNINSTALL, body["id"])[-1]


def present(org: Client) -> dict[str, str]:
    """Installed packages: namespace and version."""
    names = "SubscriberPackage.NamespacePrefix, SubscriberPackageVersion.MajorVersion"
    text = f"SELECT {names}, SubscriberPackageVersion.MinorVersion FROM InstalledSubscriberPackage"
    found = {}
    for row in org.query(text, tooling=True):
        version = row["SubscriberPackageVersion"]
        found[row["SubscriberPackage"]["NamespacePrefix"]] = f"{version['MajorVersion']}.{version['MinorVersion']}"
    return found


def validation(org: Client, version: str) -> str:
    text = (
        f"SELECT Id, SubscriberPackageId, InstallValidationStatus FROM SubscriberPackageVersion WHERE Id = '{version}'"
    )
    return str(org.query(text, tooling=True)[0]["InstallValidationStatus"])


def test_an_installation_takes_time_and_brings_what_the_package_holds(enterprise: Client) -> None:
    assert present(enterprise) == {}
    status, body = ask(enterprise, NEW)
    assert (status, body["success"]) == (201, True)
    first, second = follow(enterprise, INSTALL, body["id"])
    assert [(one["Status"], one["Errors"]) for one in (first, second)] == [("IN_PROGRESS", None), ("SUCCESS", None)]
    assert present(enterprise) == {"cnvsn": "1.4"}
    assert enterprise.query("SELECT NamespacePrefix, AllowedLicenses FROM PackageLicense")[0]["AllowedLicenses"] == -1
    packaged = enterprise.query("SELECT Name, IsCustom FROM PermissionSet WHERE NamespacePrefix = 'cnvsn'")
    assert [(one["Name"], one["IsCustom"]) for one in packaged] == [("Conversion_Packaged", False)]
    assert enterprise.query("SELECT Name FROM ConnectedApplication WHERE Name = 'Conversion'")
    assert enterprise.query("SELECT Name FROM ApexClass WHERE NamespacePrefix = 'cnvsn'")


def test_time_can_pass_until_it_is_done(enterprise: Client) -> None:
    enterprise.org.settings.package_seconds = 60
    record = ask(enterprise, NEW)[1]["id"]
    assert [one["Status"] for one in follow(enterprise, INSTALL, record)] == ["IN_PROGRESS"] * 2
    enterprise.control("POST", "/clock", {"advance": 61})
    assert follow(enterprise, INSTALL, record)[0]["Status"] == "SUCCESS"


def test_an_upgrade_keeps_what_is_there_and_nothing_goes_back(enterprise: Client) -> None:
    assert install(enterprise, OLD)["Status"] == "SUCCESS"
    kept = enterprise.one("PermissionSet", NamespacePrefix="cnvsn")
    assert install(enterprise, NEW)["Status"] == "SUCCESS"
    assert enterprise.one("PermissionSet", NamespacePrefix="cnvsn") == kept
    assert present(enterprise) == {"cnvsn": "1.4"}
    assert (validation(enterprise, OLD), validation(enterprise, NEW)) == (
        "CANNOT_INSTALL_EARLIER_VERSION",
        "NO_ERRORS_DETECTED",
    )
    done = install(enterprise, OLD)
    assert done["Errors"] == {"errors": [{"message": "A newer version of this package is currently installed."}]}
    assert (done["Status"], present(enterprise)) == ("ERROR", {"cnvsn": "1.4"})


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("04t000000000001AAA", "The requested package doesn't yet exist or has been deleted."),
        ("04t5f0000000tw1AAA", "Apex test failure"),
        ("04t5f0000000tw2AAA", 'Package "stayclassy", Version 2.40 or later must be installed first.'),
        (BETA, "Beta versions"),
    ],
)
def test_failures_are_told_when_the_work_has_ended(enterprise: Client, version: str, message: str) -> None:
    done = install(enterprise, version)
    assert done["Status"] == "ERROR"
    assert message in done["Errors"]["errors"][0]["message"]
    assert present(enterprise) == {}


def test_a_sandbox_takes_beta_versions(sandbox: Client) -> None:
    assert install(sandbox, BETA)["Status"] == "SUCCESS"


def test_keys_are_asked_for(enterprise: Client) -> None:
    wrong = [ask(enterprise, CLASSY, **fields) for fields in ({}, {"Password": "open sesame"})]
    assert [(status, body[0]["errorCode"]) for status, body in wrong] == [
        (400, "INSTALL_KEY_REQUIRED"),
        (400, "INSTALL_KEY_INVALID"),
    ]
    done = install(enterprise, CLASSY, Password=KEY)
    assert (done["Status"], done["Password"]) == ("SUCCESS", None)


def test_an_unlocked_version_is_only_shown_with_its_key(enterprise: Client) -> None:
    text = f"SELECT Id, IsPasswordProtected FROM SubscriberPackageVersion WHERE Id = '{UNLOCKED}'"
    assert "Please provide installationkey" in enterprise.query_error(text, tooling=True)["message"]
    error = enterprise.query_error(f"{text} AND InstallationKey = 'nope'", tooling=True)
    assert error["message"] == "Invalid InstallationKey for SubscriberPackageVersion"
    shown = enterprise.query(f"{text} AND InstallationKey = '{UNLOCKED_KEY}'", tooling=True)
    assert shown[0]["IsPasswordProtected"] is True
    assert validation(enterprise, CLASSY) == "NO_ERRORS_DETECTED"
    install(enterprise, UNLOCKED, Password=UNLOCKED_KEY)
    assert enterprise.query(text, tooling=True)


@pytest.mark.parametrize("where", ["", " WHERE Name = '1.4'", f" WHERE Id IN ('{NEW}')"])
def test_versions_are_asked_for_one_by_one(enterprise: Client, where: str) -> None:
    error = enterprise.query_error(f"SELECT Id FROM SubscriberPackageVersion{where}", tooling=True)
    assert "You can only perform queries of the form Id=" in error["message"]


@pytest.mark.parametrize("field", ["SecurityType", "NameConflictResolution", "SubscriberPackageVersionKey"])
def test_what_a_request_must_say(enterprise: Client, field: str) -> None:
    status, body = ask(enterprise, NEW, **{field: None})
    assert (status, body[0]["errorCode"], body[0]["fields"]) == (400, "REQUIRED_FIELD_MISSING", [field])


@pytest.mark.parametrize(("security", "seller"), [("Full", True), ("None", False), ("Custom", False)])
def test_security_type_says_whose_profile_is_opened(enterprise: Client, security: str, seller: bool) -> None:
    install(enterprise, NEW, SecurityType=security)
    made = enterprise.one("ApexClass", Name="ConversionSync")
    text = f"SELECT Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityId = '{made}'"
    profiles = {(one["Parent"]["Profile"] or {}).get("Name") for one in enterprise.query(text)}
    assert ("Standard User" in profiles) is seller
    assert ("System Administrator" in profiles) is (security != "Custom")


def test_the_right_to_install_is_needed(enterprise: Client) -> None:
    enterprise.org.settings.edit_standard_profiles = True
    client = enterprise.signed_in(enterprise.user(profile="Standard User"))
    assert ask(client, NEW)[0] == 404
    assert client.query_error("SELECT Id FROM InstalledSubscriberPackage", tooling=True)["errorCode"] == "INVALID_TYPE"


def test_uninstalling_takes_away_what_came(enterprise: Client) -> None:
    before = enterprise.control("GET", "/store")
    install(enterprise, NEW)
    status, body = post(enterprise, UNINSTALL, SubscriberPackageVersionId=NEW)
    assert status == 201
    assert [one["Status"] for one in follow(enterprise, UNINSTALL, body["id"])] == ["InProgress", "Success"]
    after = enterprise.control("GET", "/store")
    for name in ("PermissionSet", "SetupEntityAccess", "ApexClass", "PackageLicense", "InstalledSubscriberPackage"):
        assert after[name] == before[name], name


def test_uninstalling_is_refused_while_the_package_is_in_use(enterprise: Client) -> None:
    install(enterprise, NEW)
    packaged = enterprise.one("PermissionSet", NamespacePrefix="cnvsn")
    user = enterprise.user(profile="Standard User")
    held = enterprise.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=packaged)
    done = uninstall(enterprise, NEW)
    assert done["Status"] == "Error"
    text = f"SELECT Message FROM PackageVersionUninstallRequestError WHERE ParentRequest.Id = '{done['Id']}'"
    messages = [one["Message"] for one in enterprise.query(f"{text} ORDER BY Message", tooling=True)]
    assert messages == ["The permission set Conversion (packaged) is assigned to users."]
    assert present(enterprise) == {"cnvsn": "1.4"}
    enterprise.call("DELETE", f"/sobjects/PermissionSetAssignment/{held}")
    assert uninstall(enterprise, NEW)["Status"] == "Success"


def test_only_what_is_installed_is_uninstalled(enterprise: Client) -> None:
    install(enterprise, NEW)
    assert post(enterprise, UNINSTALL, SubscriberPackageVersionId=OLD)[0] == 400


def test_other_objects_are_only_read_here(enterprise: Client) -> None:
    assert post(enterprise, "User", LastName="Link")[0] == 405
    assert post(enterprise, "PermissionSetGroup", DeveloperName="Sales", MasterLabel="Sales")[0] == 201


def test_objects_and_fields_come_and_go_with_a_package(enterprise: Client) -> None:
    score = "SELECT cadence__Score__c FROM cadence__Beat__c"
    fields = "SELECT SobjectType, Field FROM FieldPermissions WHERE Field LIKE '%cadence__%' AND Parent.Name = 'Cadence_User'"
    entities = "SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = 'cadence__Beat__c'"
    assert enterprise.query(entities) == []
    assert enterprise.query_error(score)["errorCode"] == "INVALID_TYPE"
    assert install(enterprise, CADENCE)["Status"] == "SUCCESS"
    assert len(enterprise.query(entities)) == 1
    made = enterprise.make("cadence__Beat__c", Name="One", cadence__Score__c=3)
    assert [one["cadence__Score__c"] for one in enterprise.query(score)] == [3]
    assert made.startswith(enterprise.org.catalog.objects["cadence__beat__c"].prefix)
    enterprise.make("Account", Name="Acme", cadence__Tempo__c=5)
    granted = [one["Field"] for one in enterprise.query(fields)]
    assert sorted(granted) == ["Account.cadence__Tempo__c", "cadence__Beat__c.cadence__Score__c"]
    parent = enterprise.permission_set()
    enterprise.make("ObjectPermissions", ParentId=parent, SobjectType="cadence__Beat__c", PermissionsRead=True)
    uninstall(enterprise, CADENCE)
    assert enterprise.query_error(score)["errorCode"] == "INVALID_TYPE"
    assert enterprise.query(entities) == []
    assert enterprise.query(f"SELECT Id FROM ObjectPermissions WHERE ParentId = '{parent}'") == []
    assert "cadence__Tempo__c" in enterprise.refused("Account", Name="Acme", cadence__Tempo__c=5)["message"]
    assert install(enterprise, CADENCE)["Status"] == "SUCCESS"
    assert enterprise.query(score) == []
