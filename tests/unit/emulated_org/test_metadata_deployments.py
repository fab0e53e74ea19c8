# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments: what is told of them, their options, and those that are stopped or already proved."""

from __future__ import annotations

import io
import json
import typing as t
import zipfile

import pytest

from emulated_org.testing import Client

from .soap import JSON, SPACE, fault, post
from .test_metadata_files import LINK, SET, deploy, manifest, packed, there

FLAGS = "".join(f"<allow{name}>false</allow{name}>" for name in ("Create", "Delete", "Edit"))
VIEW_ALL = SET.replace(
    "<userPermissions>",
    f"<objectPermissions>{FLAGS}<allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords>"
    "<object>Account</object><viewAllFields>true</viewAllFields><viewAllRecords>false</viewAllRecords>"
    "</objectPermissions><userPermissions>",
)
EXTRA = {"permissionsets/Link.permissionset": SET, "permissionsets/More.permissionset": SET}


def begin(org: Client, raw: bytes, **options: t.Any) -> JSON:
    form: dict[str, t.Any] = {
        "json": (None, json.dumps({"deployOptions": options}), "application/json"),
        "file": ("deploy.zip", raw, "application/zip"),
    }
    answer = org.session.post(f"{org.url}{org.base}/metadata/deployRequest", files=form, timeout=10)
    assert answer.status_code == 201, answer.text
    return t.cast("JSON", answer.json())


def problems(done: JSON) -> list[tuple[str, str, str]]:
    return [(one["componentType"], one["fileName"], one["problem"]) for one in done["details"]["componentFailures"]]


def test_the_manifest_is_among_the_successes_and_does_not_count(org: Client) -> None:
    done = deploy(org, LINK)
    last = done["details"]["componentSuccesses"][-1]
    assert (last["componentType"], last["fullName"], last["fileName"]) == ("", "package.xml", "package.xml")
    assert (last["changed"], last["created"], "id" in last) == (True, False, False)
    assert (done["numberComponentsTotal"], done["numberComponentsDeployed"]) == (1, 1)


def test_a_type_that_is_none_is_a_problem_of_the_manifest(org: Client) -> None:
    done = deploy(org, packed({}, Tapestry=["X"]))
    assert problems(done) == [("", "package.xml", "Unknown type name 'Tapestry' specified in package.xml")]
    assert done["details"]["componentSuccesses"] == []


def test_files_outside_the_manifest(org: Client) -> None:
    done = deploy(org, packed(EXTRA, PermissionSet=["Link"]))
    assert problems(done) == [("PermissionSet", "permissionsets/More.permissionset", "Not in package.xml")]
    assert not there(org)
    assert deploy(org, packed(EXTRA, PermissionSet=["Link"]), autoUpdatePackage=True)["success"]
    assert there(org, "More")


def test_missing_files_can_be_allowed(org: Client) -> None:
    done = deploy(org, packed({}, PermissionSet=["Link"]), allowMissingFiles=True)
    assert (done["success"], done["numberComponentsTotal"]) == (True, 0)


def test_the_version_of_the_package_counts(org: Client) -> None:
    new = packed({"permissionsets/Link.permissionset": VIEW_ALL}, PermissionSet=["Link"])
    assert deploy(org, new)["success"]
    old = new_manifest(new, manifest(PermissionSet=["Link"]).replace("66.0", "62.0"))
    assert problems(deploy(org, old))[0][2] == "Property 'viewAllFields' not valid in version 62.0"
    wrong = deploy(org, new_manifest(new, manifest(PermissionSet=["Link"]).replace("66.0", "99.0")))
    assert (wrong["status"], wrong["errorStatusCode"]) == ("Failed", "UNSUPPORTED_API_VERSION")


def new_manifest(raw: bytes, text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == "package.xml" else old.read(name))
    return target.getvalue()


def test_a_deployment_is_cancelled(org: Client) -> None:
    job = begin(org, LINK)["id"]
    wanted = {"deployResult": {"status": "Canceling"}}
    status, body = org.call("PATCH", f"/metadata/deployRequest/{job}", wanted)
    assert (status, body["deployResult"]["status"], body["deployResult"]["done"]) == (202, "Canceled", True)
    assert body["deployResult"]["canceledBy"] == org.one("User", Username=org.facts["username"])
    assert not there(org)
    again = f"<cancelDeploy><String>{job}</String></cancelDeploy>"
    assert fault(org, again).startswith("INVALID_ID_FIELD")
    second = begin(org, LINK)["id"]
    _status, found = post(org, again.replace(job, second))
    assert (found.findtext(f".//{{{SPACE}}}done"), found.findtext(f".//{{{SPACE}}}id")) == ("true", second)


def test_a_validation_is_deployed_later(org: Client) -> None:
    plain = deploy(org, LINK, checkOnly=True)
    refused = org.call("POST", "/metadata/deployRequest", {"validatedDeployRequestId": plain["id"]})
    assert (refused[0], refused[1][0]["errorCode"]) == (400, "INVALID_ID_FIELD")
    tested = deploy(org, LINK, checkOnly=True, testLevel="RunLocalTests")
    assert (tested["runTestsEnabled"], there(org)) == (True, False)
    status, body = org.call("POST", "/metadata/deployRequest", {"validatedDeployRequestId": tested["id"]})
    assert (status, body["validatedDeployRequestId"], body["id"] != tested["id"]) == (201, tested["id"], True)
    for _time in range(2):
        done = org.call("GET", f"/metadata/deployRequest/{body['id']}")[1]["deployResult"]
    assert (done["status"], done["checkOnly"], there(org)) == ("Succeeded", False, True)


def test_a_validation_grows_old(org: Client) -> None:
    tested = deploy(org, LINK, checkOnly=True, testLevel="RunAllTestsInOrg")
    call = f"<deployRecentValidation><validationId>{tested['id']}</validationId></deployRecentValidation>"
    status, found = post(org, call)
    assert (status, str(found.findtext(f"{{{SPACE}}}result"))[:3]) == (200, "0Af")
    assert fault(org.later(11 * 24 * 3600), call).startswith("INVALID_ID_FIELD")


@pytest.mark.parametrize("wrong", ["<members>Link</members><name>PermissionSet</name>", "<types>"])
def test_a_manifest_that_is_no_xml(org: Client, wrong: str) -> None:
    done = deploy(org, new_manifest(LINK, f"<Package>{wrong}"))
    assert (done["status"], done["success"]) == ("Failed", False)
    assert "package.xml" in done["errorMessage"]
