# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input: one sentence that names the option to change, a part for machines, and nothing written; also in check mode."""

from __future__ import annotations

import socket
import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Runs

ROBOT = "robot@umbra.example"
API_ONLY = "Minimum Access - API Only Integrations"
ADMIN = "admin@umbra.example"
USER = {"name": ROBOT, "last_name": "Robot", "email": "robot@umbra.example", "profile": [API_ONLY]}


def grant(sobject: str, *words: str) -> dict[str, t.Any]:
    return {"object": sobject, "permissions": list(words)}


def fields(sobject: str, **lists: t.Any) -> list[dict[str, t.Any]]:
    return [{"object": sobject, **lists}]


#: What is asked for -> the code, the options named by the machine part, and parts of the sentence.
Case = t.Tuple[str, t.Dict[str, t.Any], str, t.List[str], t.List[str]]
CASES: dict[str, Case] = {
    "a user name that is none": ("sf_user", {"name": "robot"}, "BAD_OPTION", ["name"], ["'robot'", "change name"]),
    "a user without a profile": (
        "sf_user",
        {"name": ROBOT, "last_name": "Robot", "email": "r@umbra.example"},
        "REQUIRED_FIELD_MISSING",
        ["profile"],
        [ROBOT, "set profile"],
    ),
    "a user without a last name": (
        "sf_user",
        {"name": ROBOT, "profile": [API_ONLY]},
        "REQUIRED_FIELD_MISSING",
        ["last_name", "email"],
        ["set last_name, email"],
    ),
    "too long an alias": (
        "sf_user",
        {**USER, "alias": "too_long_alias"},
        "STRING_TOO_LONG",
        ["alias"],
        ["8 characters"],
    ),
    "an unknown profile": (
        "sf_user",
        {**USER, "profile": ["Minimum Acces - API Only Integration"]},
        "UNKNOWN_PROFILE",
        ["profile"],
        ["did you mean", API_ONLY, "change profile"],
    ),
    "an unknown time zone": (
        "sf_user",
        {**USER, "time_zone": "Mars/Olympus"},
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        ["time_zone"],
        ["The org offers no time_zone", "Mars/Olympus", "change time_zone"],
    ),
    "a user name another org holds": (
        "sf_user",
        {**USER, "name": "root@lantern.example"},
        "DUPLICATE_USERNAME",
        ["Username"],
        ["root@lantern.example", "choose another username"],
    ),
    "a name that cannot be an API name": (
        "sf_permission_set",
        {"name": "No spaces"},
        "BAD_OPTION",
        ["name"],
        ["'No spaces'", "change name"],
    ),
    "too long a label": (
        "sf_permission_set",
        {"name": "Robot", "label": "x" * 81},
        "STRING_TOO_LONG",
        ["label"],
        ["80 characters"],
    ),
    "an unknown licence": (
        "sf_permission_set",
        {"name": "Robot", "license": "SalesforceAPIIntegrationPs"},
        "NOT_FOUND",
        ["license"],
        ["did you mean SalesforceAPIIntegrationPsl", "change license"],
    ),
    "an unknown system permission": (
        "sf_permission_set",
        {"name": "Robot", "system_permissions": ["ApiEnabld"]},
        "UNKNOWN_PERMISSION",
        ["system_permissions"],
        ["'ApiEnabld'", "did you mean ApiEnabled", "change system_permissions"],
    ),
    "an unknown object": (
        "sf_permission_set",
        {"name": "Robot", "object_permissions": [grant("Acount", "read")]},
        "UNKNOWN_OBJECT",
        ["object_permissions"],
        ["'Acount'", "did you mean Account", "object_permissions"],
    ),
    "an object that has no permissions of its own": (
        "sf_permission_set",
        {"name": "Robot", "object_permissions": [grant("Task", "read")]},
        "UNKNOWN_OBJECT",
        ["object_permissions"],
        ["'Task'", "Edit Tasks", "object_permissions"],
    ),
    "an unknown word for an object permission": (
        "sf_permission_set",
        {"name": "Robot", "object_permissions": [grant("Account", "write")]},
        "BAD_OPTION",
        ["object_permissions"],
        ["'write'", "read, create, edit"],
    ),
    "fields of an unknown object": (
        "sf_permission_set",
        {"name": "Robot", "field_permissions": fields("Nowhere__c", read=["Name"])},
        "UNKNOWN_OBJECT",
        ["field_permissions"],
        ["'Nowhere__c'", "field_permissions"],
    ),
    "an unknown field": (
        "sf_permission_set",
        {"name": "Robot", "field_permissions": fields("Account", read=["Industri"])},
        "UNKNOWN_FIELD",
        ["field_permissions"],
        ["'Industri'", "did you mean Industry", "field_permissions"],
    ),
    "a field that is always there": (
        "sf_permission_set",
        {"name": "Robot", "field_permissions": fields("Account", read=["Name"])},
        "FIELD_NOT_PERMISSIONABLE",
        ["field_permissions"],
        ["Account.Name", "remove it from field_permissions"],
    ),
    "a formula to edit": (
        "sf_permission_set",
        {"name": "Robot", "field_permissions": fields("Opportunity", edit=["Weighted_Margin__c"])},
        "FIELD_NOT_EDITABLE",
        ["field_permissions"],
        ["Opportunity.Weighted_Margin__c", "under 'read' in field_permissions"],
    ),
    "an unknown tab": (
        "sf_permission_set",
        {"name": "Robot", "tabs": ["standard-Acount"]},
        "UNKNOWN_TAB",
        ["tabs"],
        ["'standard-Acount'", "did you mean standard-Account", "change tabs"],
    ),
    "a visibility that is none": (
        "sf_permission_set",
        {"name": "Robot", "tabs": [{"name": "standard-Account", "visibility": "on"}]},
        "BAD_OPTION",
        ["tabs"],
        ["'on'", "available or visible"],
    ),
    "an unknown connected app": (
        "sf_permission_set",
        {"name": "Robot", "connected_apps": ["Provisionin"]},
        "NOT_FOUND",
        ["connected_apps"],
        ["'Provisionin'", "did you mean Provisioning", "change connected_apps"],
    ),
    "an unknown custom permission": (
        "sf_permission_set",
        {"name": "Robot", "custom_permissions": ["Approve_Nothing"]},
        "NOT_FOUND",
        ["custom_permissions"],
        ["'Approve_Nothing'", "change custom_permissions"],
    ),
    "a login IP range that is none": (
        "sf_profile",
        {"name": "Sales Manager", "login_ip_ranges": ["192.0.2.5/24"]},
        "BAD_OPTION",
        ["login_ip_ranges"],
        ["'192.0.2.5/24'", "did you mean 192.0.2.0/24"],
    ),
    "a login IP range that is added and removed": (
        "sf_profile",
        {"name": "Sales Manager", "login_ip_ranges": {"add": ["192.0.2.5"], "remove": ["192.0.2.5/32"]}},
        "BAD_OPTION",
        ["login_ip_ranges"],
        ["adds and removes 192.0.2.5"],
    ),
    "half login hours": (
        "sf_profile",
        {"name": "Sales Manager", "login_hours": {"monday": {"start": "08:30", "end": "18:00"}}},
        "BAD_OPTION",
        ["login_hours"],
        ["'08:30'", "no full hour"],
    ),
    "an unknown Apex class of a profile": (
        "sf_profile",
        {"name": "Sales Manager", "apex_classes": ["LeadRooter"]},
        "NOT_FOUND",
        ["apex_classes"],
        ["'LeadRooter'", "did you mean LeadRouter", "change apex_classes"],
    ),
    "an unknown field of a profile": (
        "sf_profile",
        {"name": "Sales Manager", "field_permissions": [{"object": "Account", "edit": ["Industri"]}]},
        "UNKNOWN_FIELD",
        ["field_permissions"],
        ["'Industri'", "did you mean Industry"],
    ),
    "a profile to clone that is not there": (
        "sf_profile",
        {"name": "Copy", "clone_from": "Nobody"},
        "NOT_FOUND",
        ["clone_from"],
        ["'Nobody'", "change clone_from"],
    ),
    "an option of another form": (
        "sf_permission_set",
        {"name": "Robot", "system_permissions": "ApiEnabled"},
        "BAD_OPTION",
        ["system_permissions"],
        ["system_permissions takes a list"],
    ),
    "set beside add": (
        "sf_permission_set",
        {"name": "Robot", "system_permissions": {"set": ["ApiEnabled"], "add": ["ViewSetup"]}},
        "BAD_OPTION",
        ["system_permissions"],
        ["system_permissions", "'set'", "'add'"],
    ),
    "deleting a set that is in use": (
        "sf_permission_set",
        {"name": "Sales_Reporting", "state": "absent"},
        "DELETE_FAILED",
        ["state"],
        ["sam.seller@umbra.example", "sf_permset_assignment"],
    ),
    "another licence for a set": (
        "sf_permission_set",
        {"name": "Sales_Reporting", "license": "SalesforceAPIIntegrationPsl"},
        "LICENSE_IMMUTABLE",
        ["license"],
        ["Sales_Reporting", "creation only"],
    ),
    "a profile without a licence": (
        "sf_profile",
        {"name": "Robots"},
        "REQUIRED_FIELD_MISSING",
        ["license"],
        ["Robots", "set license"],
    ),
    "another licence for a profile": (
        "sf_profile",
        {"name": "Sales Manager", "license": "Salesforce Integration"},
        "LICENSE_IMMUTABLE",
        ["license"],
        ["Sales Manager", "creation only"],
    ),
    "an unknown licence for a profile": (
        "sf_profile",
        {"name": "Robots", "license": "Salesforce Integratio"},
        "NOT_FOUND",
        ["license"],
        ["did you mean Salesforce Integration", "change license"],
    ),
    "a permission the profile's licence demands": (
        "sf_profile",
        {"name": "Robots", "license": "Salesforce Integration", "system_permissions": {"remove": ["ApiUserOnly"]}},
        "DEPENDENCY",
        ["system_permissions"],
        ["ApiUserOnly", "Salesforce Integration"],
    ),
    "deleting a profile that is in use": (
        "sf_profile",
        {"name": "Sales Manager", "state": "absent"},
        "DELETE_FAILED",
        ["state"],
        ["sam.seller@umbra.example", "sf_user"],
    ),
    "an assignment for nobody": (
        "sf_permset_assignment",
        {"users": [], "permission_sets": ["Sales_Reporting"]},
        "BAD_OPTION",
        ["users"],
        ["users names nobody"],
    ),
    "an assignment for an unknown user": (
        "sf_permset_assignment",
        {"users": [ROBOT], "permission_sets": ["Sales_Reporting"]},
        "UNKNOWN_USER",
        ["users"],
        [ROBOT, "sf_user", "change users"],
    ),
    "an assignment for an inactive user": (
        "sf_permset_assignment",
        {"users": ["otto.former@umbra.example"], "permission_sets": ["Sales_Reporting"]},
        "INACTIVE_USER",
        ["users"],
        ["otto.former@umbra.example", "inactive"],
    ),
    "an unknown permission set": (
        "sf_permset_assignment",
        {"users": [ADMIN], "permission_sets": ["Sales Reportin"]},
        "NOT_FOUND",
        ["permission_sets"],
        ["'Sales Reportin'", "change permission_sets"],
    ),
    "an expiry that is no date": (
        "sf_permset_assignment",
        {"users": [ADMIN], "permission_sets": ["Sales_Reporting"], "expires": "soon"},
        "BAD_OPTION",
        ["expires"],
        ["'soon'", "2027-01-31"],
    ),
    "an unknown permission set licence": (
        "sf_permset_license_assignment",
        {"users": [ADMIN], "licenses": ["Nothing"]},
        "NOT_FOUND",
        ["licenses"],
        ["'Nothing'", "change licenses"],
    ),
}


#: Which user names other orgs hold, and what its picklists allow.
ONLY_THE_ORG_KNOWS = ("a user name another org holds",)


@pytest.mark.parametrize("what", CASES)
def test_refused(what: str, production: Org, new_run: Runs) -> None:
    module, params, code, options, parts = CASES[what]
    results: list[Result] = []
    for check in (True, False):
        production.mark()
        result = new_run(check=check).task(module, **params)
        if check and what in ONLY_THE_ORG_KNOWS:
            continue
        assert result["failed"] is True
        assert result["changed"] is False
        assert not production.diff()
        results.append(result)
    real = results[-1]
    assert real["error"]["code"] == code, real["msg"]
    assert set(real["error"]) == {"status", "code", "fields"}
    assert real["error"]["fields"] == options
    for part in parts:
        assert part in real["msg"], real["msg"]
    assert "\n" not in real["msg"]
    assert results[0]["msg"] == real["msg"]


def test_several_problems_are_told_at_once(new_run: Runs) -> None:
    wrong = [*fields("Account", read=["Nope", "Name"]), *fields("Nowhere", read=["X"])]
    result = new_run().task("sf_permission_set", name="Robot", field_permissions=wrong)
    assert result["msg"].startswith("3 problems: ")
    assert all(word in result["msg"] for word in ("'Nope'", "Account.Name", "'Nowhere'"))


def test_ambiguous_names_are_refused(production: Org, new_run: Runs) -> None:
    for name in ("First_Set", "Second_Set"):
        new_run().task("sf_permission_set", name=name, label="The same")
    result = new_run().task("sf_permset_assignment", users=[ADMIN], permission_sets=["The same"])
    assert result["error"]["code"] == "AMBIGUOUS"
    assert "First_Set, Second_Set" in result["msg"]
    assert "permission_sets" in result["msg"]
    assert not [row for row in production.rows("PermissionSetAssignment") if row.get("Label") == "The same"]


def test_no_seat_names_who_holds_them(production: Org, new_run: Runs) -> None:
    license_row = production.row("PermissionSetLicense", DeveloperName="SalesConsoleUser")
    production.put("PermissionSetLicense", license_row["Id"], TotalLicenses=1)
    taken = {"users": [ADMIN], "licenses": ["SalesConsoleUser"]}
    assert new_run().task("sf_permset_license_assignment", **taken)["changed"]
    result = new_run().task(
        "sf_permset_license_assignment", users=["sam.seller@umbra.example"], licenses=["SalesConsoleUser"]
    )
    assert result["error"]["code"] == "LICENSE_LIMIT_EXCEEDED"
    assert f"1 of 1 used by {ADMIN}" in result["msg"]


def test_object_permissions_need_the_permission_set_license(new_run: Runs) -> None:
    run = new_run()
    run.task("sf_user", **USER)
    run.task("sf_permission_set", name="Robot", object_permissions=[grant("Account", "read")])
    for check in (True, False):
        result = new_run(check=check).task("sf_permset_assignment", users=[ROBOT], permission_sets=["Robot"])
        assert result["error"]["code"] == "PERMISSION_SET_LICENSE_MISSING"
        assert "SalesforceAPIIntegrationPsl" in result["msg"]
        assert "sf_permset_license_assignment" in result["msg"]


def test_a_set_made_for_a_license_needs_that_license(new_run: Runs) -> None:
    run = new_run()
    run.task("sf_permission_set", name="For_Psl", license="SalesforceAPIIntegrationPsl")
    run.task("sf_permission_set", name="For_Platform", license="Salesforce Platform")
    codes = [
        run.task("sf_permset_assignment", users=[ADMIN], permission_sets=[name])["error"]["code"]
        for name in ("For_Psl", "For_Platform")
    ]
    assert codes == ["PERMISSION_SET_LICENSE_MISSING", "LICENSE_MISMATCH"]


# Connections


@pytest.fixture
def facts(production: Org) -> dict[str, str]:
    return production.facts


def ask(new_run: Runs, **connection: t.Any) -> Result:
    result = new_run().task("sf_user_info", connection={**connection, "retries": 0})
    assert result["failed"] is True
    assert "\n" not in result["msg"]
    return result


Made = t.Callable[[t.Dict[str, str]], t.Dict[str, t.Any]]
WRONG: dict[str, tuple[Made, str, str]] = {
    "nothing": (lambda facts: {}, "CONFIGURATION", "access_token and instance_url"),
    "token without instance": (lambda facts: {"access_token": facts["access_token"]}, "CONFIGURATION", "instance_url"),
    "two ways at once": (
        lambda facts: {
            "instance_url": facts["instance_url"],
            "access_token": "x",
            "refresh_token": "y",
            "client_id": "z",
        },
        "CONFIGURATION",
        "access_token and refresh_token",
    ),
    "wrong access token": (
        lambda facts: {"instance_url": facts["instance_url"], "access_token": facts["org_id"] + "!wrong"},
        "INVALID_SESSION_ID",
        "access_token",
    ),
    "wrong password": (
        lambda facts: {
            "login_url": facts["instance_url"],
            "username": facts["username"],
            "password": "wrong",
            "security_token": facts["security_token"],
        },
        "INVALID_LOGIN",
        "password",
    ),
    "wrong client secret": (
        lambda facts: {
            "instance_url": facts["instance_url"],
            "client_id": facts["client_id"],
            "client_secret": "wrong",
        },
        "invalid_client",
        "client_secret",
    ),
    "wrong client id": (
        lambda facts: {
            "instance_url": facts["instance_url"],
            "client_id": "wrong",
            "client_secret": facts["client_secret"],
        },
        "invalid_client_id",
        "client_id",
    ),
    "wrong refresh token": (
        lambda facts: {
            "login_url": facts["instance_url"],
            "client_id": facts["client_id"],
            "client_secret": facts["client_secret"],
            "refresh_token": "wrong",
        },
        "invalid_grant",
        "refresh_token",
    ),
    "a user the app is not for": (
        lambda facts: {
            "login_url": facts["instance_url"],
            "client_id": facts["client_id"],
            "username": "sam.seller@umbra.example",
            "private_key_file": facts["private_key_file"],
        },
        "invalid_grant",
        "username",
    ),
    "a key file that is none": (
        lambda facts: {
            "login_url": facts["instance_url"],
            "client_id": facts["client_id"],
            "username": facts["username"],
            "private_key_file": "/nowhere/key.pem",
        },
        "CONFIGURATION",
        "private_key_file",
    ),
    "a key that is none": (
        lambda facts: {
            "login_url": facts["instance_url"],
            "client_id": facts["client_id"],
            "username": facts["username"],
            "private_key": "-----BEGIN NOTHING-----",
        },
        "CONFIGURATION",
        "private_key",
    ),
    "plain http": (
        lambda facts: {"instance_url": "http://acme.my.salesforce.com", "access_token": "x"},
        "CONFIGURATION",
        "instance_url",
    ),
    "an unknown host": (
        lambda facts: {"instance_url": "https://nothing.invalid", "access_token": "00D000000000001!x"},
        "UNREACHABLE",
        "instance_url",
    ),
    "an old version": (
        lambda facts: {
            "instance_url": facts["instance_url"],
            "access_token": facts["access_token"],
            "api_version": "30.0",
        },
        "CONFIGURATION",
        "api_version",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_connection(what: str, facts: dict[str, str], new_run: Runs) -> None:
    connection, code, option = WRONG[what]
    given = connection(facts)
    result = ask(new_run, **given)
    assert result["error"]["code"] == code, result["msg"]
    assert option in result["msg"]
    for name in ("access_token", "password", "client_secret", "refresh_token", "private_key"):
        value = given.get(name)
        assert value is None or len(value) < 5 or value not in str(result)


def test_a_host_that_is_not_listening(new_run: Runs) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = ask(new_run, instance_url=f"http://127.0.0.1:{port}", access_token="00D000000000001!x")
    assert (result["error"]["code"], result["error"]["status"]) == ("UNREACHABLE", None)
    assert "instance_url" in result["msg"]


def test_a_server_that_does_not_speak_tls(new_run: Runs, facts: dict[str, str]) -> None:
    address = facts["instance_url"].replace("http://", "https://")
    result = ask(new_run, instance_url=address, access_token="00D000000000001!x")
    assert result["error"]["code"] == "TLS"
    assert "instance_url" in result["msg"]


def test_a_token_of_another_org(acquired: Org, facts: dict[str, str], new_run: Runs) -> None:
    result = ask(new_run, instance_url=acquired.facts["instance_url"], access_token=facts["access_token"])
    assert result["error"]["code"] == "INVALID_SESSION_ID"
    assert "instance_url" in result["msg"]


@pytest.mark.parametrize("check", [True, False])
def test_an_assignment_until_a_time_that_is_over(production: Org, new_run: Runs, check: bool) -> None:
    production.mark()
    task = {"users": [ADMIN], "permission_sets": ["Sales_Reporting"], "expires": "2020-01-01"}
    result = new_run(check=check).task("sf_permset_assignment", **task)
    assert (result["error"]["code"], result["error"]["fields"]) == ("BAD_OPTION", ["expires"])
    assert "that is over" in result["msg"]
    assert not production.diff()
