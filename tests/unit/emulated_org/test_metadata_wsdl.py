# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every answer of the Metadata API fits the published WSDL: a client that takes nothing else reads them."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import simple_salesforce
import zeep

from emulated_org.testing import Client

from .soap import write

BINDING = "{http://soap.sforce.com/2006/04/metadata}MetadataBinding"


@pytest.fixture(scope="module")
def wsdl() -> t.Any:
    file = Path(simple_salesforce.__file__).parent / "metadata.wsdl"
    client: t.Any = zeep.Client
    return client(file.as_uri(), settings=zeep.Settings(strict=True))


@pytest.fixture
def service(org: Client, wsdl: t.Any) -> t.Any:
    token = str(org.session.headers["Authorization"]).removeprefix("Bearer ")
    header = wsdl.get_element("ns0:SessionHeader")(sessionId=token)
    made = wsdl.create_service(BINDING, f"{org.url}/services/Soap/m/63.0")

    def call(name: str, *arguments: t.Any) -> t.Any:
        return getattr(made, name)(*arguments, _soapheaders=[header])

    return call


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Profile", "Admin"),
        ("Profile", "Sales Manager"),
        ("PermissionSet", "Sales_Reporting"),
        ("SecuritySettings", "Security"),
        ("ConnectedApp", "Provisioning"),
        ("InstalledPackage", "cnvsn"),
    ],
)
def test_components(service: t.Any, kind: str, name: str) -> None:
    assert service("readMetadata", kind, [name])[0].fullName == name
    listed = service("listMetadata", [{"type": kind}], 63)
    assert name in [one.fullName for one in listed]


def test_groups_and_what_mutes(org: Client, service: t.Any, wsdl: t.Any) -> None:
    def made(kind: str, **values: t.Any) -> t.Any:

        return wsdl.get_type(f"ns0:{kind}")(**values)

    # The WSDL has the label of what mutes twice, which this client takes at its word.
    assert write(org, "createMetadata", "MutingPermissionSet", "<fullName>Quiet</fullName><label>Quiet</label>")[1]
    group = made(
        "PermissionSetGroup",
        fullName="Team",
        label="Team",
        permissionSets=["Sales_Reporting"],
        mutingPermissionSets=["Quiet"],
    )
    result = service("upsertMetadata", [group])[0]
    assert (result.created, result.success, result.fullName) == (True, True, "Team")
    assert service("readMetadata", "PermissionSetGroup", ["Team"])[0].permissionSets == ["Sales_Reporting"]
    bad = made("PermissionSetGroup", fullName="Team", label="Team", permissionSets=["Nobody"])
    errors = service("updateMetadata", [bad])[0].errors
    assert [(one.statusCode, one.message[:9]) for one in errors] == [("INVALID_CROSS_REFERENCE_KEY", "In field:")]
    assert service("deleteMetadata", "PermissionSetGroup", ["Team"])[0].success


def test_descriptions_and_jobs(org: Client, service: t.Any) -> None:
    kinds = {one.xmlName: one.directoryName for one in service("describeMetadata", 63).metadataObjects}
    assert (kinds["Profile"], kinds["Settings"]) == ("profiles", "settings")
    wanted = {"types": [{"members": ["Admin", "Nobody"], "name": "Profile"}], "version": "63.0"}
    begun = service("retrieve", {"apiVersion": 63.0, "singlePackage": True, "unpackaged": wanted})
    assert service("checkRetrieveStatus", begun.id, True).done is False
    done = service("checkRetrieveStatus", begun.id, True)
    assert (done.status, [one.fullName for one in done.fileProperties], len(done.messages)) == (
        "Succeeded",
        ["Admin"],
        1,
    )
    flags = (
        "allowMissingFiles",
        "autoUpdatePackage",
        "checkOnly",
        "ignoreWarnings",
        "performRetrieve",
        "purgeOnDelete",
    )
    options = {**dict.fromkeys(flags, False), "rollbackOnError": True, "singlePackage": True, "testLevel": "NoTestRun"}
    begun = service("deploy", done.zipFile, options)
    first, last = (service("checkDeployStatus", begun.id, True).body.result for _time in range(2))
    assert first.done is False
    assert (last.status, last.numberComponentErrors) == ("Failed", 1)
    assert [one.fullName for one in last.details.componentSuccesses] == ["Admin", "package.xml"]
