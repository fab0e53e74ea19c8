# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deploying and retrieving files."""

from __future__ import annotations

import base64
import io
import json
import typing as t
import zipfile

import pytest
import requests

from emulated_org.testing import Client

from .soap import JSON, SPACE, Mdapi, fault, post

SET = """<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Link</label>
    <userPermissions>
        <enabled>true</enabled>
        <name>ApiEnabled</name>
    </userPermissions>
</PermissionSet>
"""
BAD = SET.replace("ApiEnabled", "Fly").replace("Link", "Bad")
RANGES = """<Profile xmlns="http://soap.sforce.com/2006/04/metadata">
    <loginIpRanges>
        <endAddress>192.0.2.9</endAddress>
        <startAddress>192.0.2.1</startAddress>
    </loginIpRanges>
</Profile>
"""
TRUSTED = """<SecuritySettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <networkAccess><ipRanges><end>192.0.2.9</end><start>192.0.2.1</start></ipRanges></networkAccess>
</SecuritySettings>
"""


def manifest(**members: list[str]) -> str:
    types = "".join(
        f"<types>{''.join(f'<members>{name}</members>' for name in names)}<name>{kind}</name></types>"
        for kind, names in members.items()
    )
    return f'<Package xmlns="{SPACE}">{types}<version>66.0</version></Package>'


def packed(files: dict[str, str], **members: list[str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("package.xml", manifest(**members))
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


LINK = packed({"permissionsets/Link.permissionset": SET}, PermissionSet=["Link"])
MIXED = packed({"permissionsets/Link.permissionset": SET, "permissionsets/Bad.permissionset": BAD}, PermissionSet=["*"])


def deploy(org: Client, raw: bytes, **options: t.Any) -> JSON:
    """Over REST, to its end; the statuses that were seen on the way under ``seen``."""
    wanted = {"singlePackage": True, "rollbackOnError": True, **options}
    form: dict[str, t.Any] = {
        "json": (None, json.dumps({"deployOptions": wanted}), "application/json"),
        "file": ("deploy.zip", raw, "application/zip"),
    }
    path = org.base + "/metadata/deployRequest"
    answer = org.session.post(org.url + path, files=form, timeout=10)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    seen = [body["deployResult"]["status"]]
    while True:
        _status, body = org.call("GET", f"/metadata/deployRequest/{body['id']}", params={"includeDetails": "true"})
        seen.append(body["deployResult"]["status"])
        if body["deployResult"]["done"]:
            return {**body["deployResult"], "seen": seen}


def there(org: Client, name: str = "Link") -> bool:
    return bool(org.query(f"SELECT Id FROM PermissionSet WHERE Name = '{name}'"))


def test_a_deployment_over_rest(org: Client) -> None:
    done = deploy(org, LINK)
    assert (done["seen"], done["success"], done["id"][:3]) == (["Pending", "InProgress", "Succeeded"], True, "0Af")
    assert (done["numberComponentsDeployed"], done["numberComponentErrors"]) == (1, 0)
    one = done["details"]["componentSuccesses"][0]
    assert (one["fullName"], one["componentType"], one["created"], one["changed"]) == (
        "Link",
        "PermissionSet",
        True,
        True,
    )
    assert org.query("SELECT PermissionsApiEnabled FROM PermissionSet WHERE Name = 'Link'")[0]["PermissionsApiEnabled"]
    again = deploy(org, LINK)["details"]["componentSuccesses"][0]
    assert (again["created"], again["changed"]) == (False, False)


def test_a_check_changes_nothing_and_counts_as_reading(org: Client) -> None:
    org.control("DELETE", "/requests")
    org.control("POST", "/store/mark")
    assert deploy(org, LINK, checkOnly=True)["success"] is True
    assert org.control("GET", "/store/diff") == {}
    assert not any(one["writing"] for one in org.control("GET", "/requests"))
    deploy(org, LINK)
    assert [one["writing"] for one in org.control("GET", "/requests")][-3:] == [True, False, False]


def test_one_failure_undoes_all_in_production(org: Client) -> None:
    done = deploy(org, MIXED, rollbackOnError=False)
    assert (done["status"], done["numberComponentErrors"]) == ("Failed", 1)
    failure = done["details"]["componentFailures"][0]
    assert (failure["fullName"], failure["problem"]) == ("Bad", "Unknown user permission: Fly")
    assert (failure["fileName"], failure["problemType"]) == ("permissionsets/Bad.permissionset", "Error")
    assert not there(org)


def test_a_sandbox_may_keep_what_succeeded(world: t.Any) -> None:
    uat = Client(world, 1)
    done = deploy(uat, MIXED, rollbackOnError=False)
    assert (done["status"], there(uat), there(uat, "Bad")) == ("SucceededPartial", True, False)


def test_profiles_and_settings(org: Client) -> None:
    files = {"profiles/Sales Manager.profile": RANGES, "settings/Security.settings": TRUSTED}
    assert deploy(org, packed(files, Profile=["Sales Manager"], Settings=["Security"]))["success"]
    store = org.control("GET", "/store")
    assert [one["StartAddress"] for one in store["ProfileLoginIpRange"].values()] == ["192.0.2.1"]
    assert [one["StartAddress"] for one in store["TrustedIpRange"].values()] == ["192.0.2.1"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "An object 'Link' of type PermissionSet was named in package.xml, but was not found in zipped directory"),
        (
            {"permissionsets/Link.permissionset": SET.replace("</PermissionSet>", "<label>x</label></PermissionSet>")},
            "Error parsing file: Element label is duplicated at this location in type PermissionSet",
        ),
        ({"permissionsets/Link.permissionset": "<PermissionSet"}, "Error parsing file: "),
        (
            {"permissionsets/Link.permissionset": SET.replace("<label>Link</label>", "")},
            "Required field is missing: label",
        ),
    ],
)
def test_problems(org: Client, files: dict[str, str], problem: str) -> None:
    done = deploy(org, packed(files, PermissionSet=["Link"]))
    assert (done["status"], done["success"]) == ("Failed", False)
    assert done["details"]["componentFailures"][0]["problem"].startswith(problem)


def test_components_are_taken_away(org: Client) -> None:
    deploy(org, LINK)
    gone = packed({"destructiveChanges.xml": manifest(PermissionSet=["Link"])})
    assert deploy(org, gone)["details"]["componentSuccesses"][0]["deleted"] is True
    assert not there(org)
    again = deploy(org, gone)
    assert again["details"]["componentFailures"][0]["problem"] == "No PermissionSet named: Link found"
    assert again["details"]["componentFailures"][0]["problemType"] == "Warning"
    assert deploy(org, gone, ignoreWarnings=True)["success"] is True


def test_another_client_deploys_and_retrieves(org: Client) -> None:
    client = Mdapi(org).api
    job, state = client.deploy(io.BytesIO(LINK), sandbox=False)
    assert state == "Queued"
    assert [client.check_deploy_status(job)[0] for _time in range(2)] == ["InProgress", "Succeeded"]
    assert there(org)
    wanted = {
        "PermissionSet": ["Link"],
        "Profile": ["Sales Manager"],
        "CustomObject": ["Account"],
        "Settings": ["Security"],
    }
    job, state = client.retrieve("", unpackaged=wanted)
    assert (state, str(job)[:3]) == ("Queued", "09S")
    assert [client.check_retrieve_status(job)[0] for _time in range(2)] == ["InProgress", "Succeeded"]
    with zipfile.ZipFile(io.BytesIO(client.retrieve_zip(job)[3])) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(files) == {
        "package.xml",
        "permissionsets/Link.permissionset",
        "profiles/Sales Manager.profile",
        "settings/Security.settings",
        "objects/Account.object",
    }
    assert "<name>ApiEnabled</name>" in files["permissionsets/Link.permissionset"]
    profile = files["profiles/Sales Manager.profile"]
    assert "<object>Account</object>" in profile
    assert "<object>Contact</object>" not in profile
    assert "<field>Account.Industry</field>" in profile
    assert "\n    <userPermissions>\n        <enabled>true</enabled>" in profile
    again = packed({"profiles/Sales Manager.profile": profile}, Profile=["Sales Manager"])
    assert deploy(org, again)["details"]["componentSuccesses"][0]["changed"] is False


def test_what_cannot_be_retrieved_is_said(org: Client) -> None:
    client = Mdapi(org).api
    wanted = {"Profile": ["Nobody"], "Layout": ["*", "Account-Account Layout"], "Tapestry": ["*"], "Territory2": ["*"]}
    job, _state = client.retrieve("", unpackaged=wanted)
    for _time in range(2):
        result = client.retrieve_retrieve_result(job, "true")
    space = {"m": SPACE}
    problems = [str(one.text) for one in result.iterfind("m:messages/m:problem", space)]
    assert problems == [
        "Entity of type 'Profile' named 'Nobody' cannot be found",
        "Entity of type 'Layout' named 'Account-Account Layout' cannot be found",
        "Entity type: 'Tapestry' is unknown",
        "Entity type: 'Territory2' is not available in this organization",
    ]


def test_requests_that_make_no_sense(org: Client) -> None:
    body = "<deploy><ZipFile>bm8=</ZipFile><DeployOptions/></deploy>"
    _status, found = post(org, body)
    job = found.findtext(f"{{{SPACE}}}result/{{{SPACE}}}id")
    check = f"<checkDeployStatus><asyncProcessId>{job}</asyncProcessId></checkDeployStatus>"
    post(org, check)
    result = post(org, check)[1].find(f"{{{SPACE}}}result")
    assert result.findtext(f"{{{SPACE}}}errorStatusCode") == "INVALID_ZIP"
    assert fault(org, check.replace(str(job), "0Af000000000000")).startswith("INVALID_ID_FIELD")
    assert org.call("GET", "/metadata/deployRequest/0Af000000000000")[0] == 404
    assert org.call("POST", "/metadata/deployRequest", {})[1][0]["errorCode"] == "JSON_PARSER_ERROR"
    plain: dict[str, t.Any] = {"data": "x", "headers": {"Content-Type": "text/plain"}}
    assert org.call("POST", "/metadata/deployRequest", **plain)[0] == 415
    seller = org.signed_in(org.one("User", Username="sam.seller@umbra.example"))
    assert seller.call("GET", "/metadata/deployRequest/0Af000000000000")[1][0]["errorCode"] == "INSUFFICIENT_ACCESS"
    text = base64.b64encode(LINK).decode()
    session = str(seller.session.headers["Authorization"]).removeprefix("Bearer ")
    refused = fault(org, f"<deploy><ZipFile>{text}</ZipFile></deploy>", token=session)
    assert refused.startswith("INSUFFICIENT_ACCESS")
    assert requests.get(org.url + "/services/Soap/m/66.0", timeout=10).status_code == 500
