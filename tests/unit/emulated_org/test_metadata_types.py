# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which types there are, what tools read to know an organisation's fields, and the calls about types."""

from __future__ import annotations

import base64
import io
import typing as t
import zipfile

import pytest

from emulated_org.testing import Client

from .soap import SPACE, Mdapi, fault, post, saved, write
from .test_metadata_wsdl import service, wsdl

__all__ = ["service", "wsdl"]


def names(found: t.Any) -> set[str]:
    return {one.text for one in found.iter(f"{{{SPACE}}}fullName")}


def listing(kind: str) -> str:
    return f"<listMetadata><queries><type>{kind}</type></queries></listMetadata>"


def test_types_are_listed_like_those_of_an_organisation(service: t.Any) -> None:
    found = {one.xmlName: one for one in service("describeMetadata", 63).metadataObjects}
    assert len(found) > 100
    assert (found["CustomObject"].directoryName, found["CustomObject"].suffix) == ("objects", "object")
    assert "CustomField" in found["CustomObject"].childXmlNames
    assert (found["ApexClass"].metaFile, found["Report"].inFolder) == (True, True)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("CustomObject", "Account"),
        ("CustomObject", "Mutiny_Segment__c"),
        ("CustomField", "Lead.Mutiny_Score__c"),
        ("CustomTab", "Mutiny_Segment__c"),
        ("ApexClass", "LinkService"),
        ("CustomPermission", "Approve_Discounts"),
    ],
)
def test_components_of_the_schema(org: Client, service: t.Any, kind: str, name: str) -> None:
    listed = [one.fullName for one in service("listMetadata", [{"type": kind}], 63)]
    shown = name if name in listed else listed[0]
    assert service("readMetadata", kind, [shown])[0].fullName == shown


def test_standard_objects_list_their_fields_and_have_no_id(service: t.Any) -> None:
    fields = {one.fullName: one for one in service("readMetadata", "CustomObject", ["Lead"])[0].fields}
    assert fields["Industry"].type == "Picklist"
    assert {"Id", "SystemModstamp"}.isdisjoint(fields)
    one = next(one for one in service("listMetadata", [{"type": "CustomObject"}], 63) if one.fullName == "Lead")
    assert (one.id, one.createdDate.year, one.fileName) == (None, 1970, "objects/Lead.object")


def test_types_without_components_and_unknown_ones(org: Client) -> None:
    status, found = post(org, listing("Flow"))
    assert (status, names(found)) == (200, set())
    assert fault(org, listing("ApexClasses")) == "INVALID_TYPE: Unknown type:ApexClasses"
    assert fault(org, listing("Territory2")) == "INVALID_TYPE: Cannot use: Territory2 in this organization"
    read = "<readMetadata><type>{}</type><fullNames>X</fullNames></readMetadata>"
    _status, found = post(org, read.format("Flow"))
    assert [one.get("{http://www.w3.org/2001/XMLSchema-instance}nil") for one in found.iter(f"{{{SPACE}}}records")] == [
        "true"
    ]
    assert fault(org, read.format("Flows")) == "INVALID_TYPE: Unknown type:Flows"


def test_retrieved_objects_hold_named_fields(org: Client) -> None:
    client = Mdapi(org).api
    fields = [
        one.text
        for one in post(org, listing("CustomField"))[1].iter(f"{{{SPACE}}}fullName")
        if str(one.text).startswith("Lead.")
    ]
    job, _state = client.retrieve("", unpackaged={"CustomField": fields, "CustomObject": ["*"], "CustomTab": ["*"]})
    client.check_retrieve_status(job)
    client.check_retrieve_status(job)
    with zipfile.ZipFile(io.BytesIO(client.retrieve_zip(job)[3])) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    lead = inside["objects/Lead.object"]
    assert all(f"<fullName>{one.partition('.')[2]}</fullName>" in lead for one in fields)
    assert "<fullName>Industry</fullName>" not in lead
    assert "objects/Account.object" not in inside
    customs = {row["QualifiedApiName"] for row in org.query("SELECT QualifiedApiName FROM EntityDefinition")}
    assert {name for name in customs if name.endswith("__c")} == {
        name.removeprefix("objects/").removesuffix(".object") for name in inside if name.endswith("__c.object")
    }


def test_classes_have_two_files(org: Client) -> None:
    name = org.query("SELECT Name FROM ApexClass WHERE NamespacePrefix = null LIMIT 1")[0]["Name"]
    client = Mdapi(org).api
    job, _state = client.retrieve("", unpackaged={"ApexClass": [name]})
    client.check_retrieve_status(job)
    client.check_retrieve_status(job)
    with zipfile.ZipFile(io.BytesIO(client.retrieve_zip(job)[3])) as archive:
        assert {f"classes/{name}.cls", f"classes/{name}.cls-meta.xml"} < set(archive.namelist())
        assert b"<content>" not in archive.read(f"classes/{name}.cls-meta.xml")


def test_custom_permissions_are_made_and_taken_away(org: Client) -> None:
    inner = "<fullName>Link_All</fullName><isLicensed>false</isLicensed><label>Link</label>"
    assert write(org, "createMetadata", "CustomPermission", inner) == ("Link_All", True, "", "")
    assert org.one("CustomPermission", DeveloperName="Link_All")[:3] == "0CP"
    changed = inner.replace("<isLicensed>", "<description>why</description><isLicensed>")
    assert write(org, "updateMetadata", "CustomPermission", changed)[1]
    assert org.query("SELECT Description FROM CustomPermission WHERE DeveloperName = 'Link_All'")[0] == {
        **org.query("SELECT Description FROM CustomPermission WHERE DeveloperName = 'Link_All'")[0],
        "Description": "why",
    }
    gone = "<deleteMetadata><type>CustomPermission</type><fullNames>Link_All</fullNames></deleteMetadata>"
    assert saved(post(org, gone)[1])[0][1]
    assert org.query("SELECT Id FROM CustomPermission WHERE DeveloperName = 'Link_All'") == []


def test_a_value_type_is_described(service: t.Any) -> None:
    found = service("describeValueType", f"{{{SPACE}}}PermissionSet")
    assert (found.apiCreatable, found.apiDeletable, found.apiReadable, found.apiUpdatable) == (True,) * 4
    fields = {one.name: one for one in found.valueTypeFields}
    assert (fields["label"].minOccurs, fields["fullName"].isNameField, fields["description"].minOccurs) == (1, True, 0)
    inside = {one.name: one for one in fields["fieldPermissions"].fields}
    assert (inside["field"].isForeignKey, inside["field"].foreignKeyDomain) == (True, ["CustomField"])


def test_components_are_renamed(org: Client) -> None:
    org.permission_set("Link")
    body = "<renameMetadata><type>{}</type><oldFullName>{}</oldFullName><newFullName>{}</newFullName></renameMetadata>"
    assert saved(post(org, body.format("PermissionSet", "Link", "Link_2"))[1]) == [("Link_2", True, "", "")]
    assert org.one("PermissionSet", Name="Link_2")
    missing = saved(post(org, body.format("PermissionSet", "Link", "Link_3"))[1])[0]
    assert missing[1:3] == (False, "INVALID_CROSS_REFERENCE_KEY")
    assert saved(post(org, body.format("SecuritySettings", "Security", "X"))[1])[0][1] is False


def test_an_element_of_a_later_version(org: Client) -> None:
    inner = (
        "<fullName>Link</fullName><label>Link</label><objectPermissions><allowCreate>false</allowCreate>"
        "<allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead>"
        "<modifyAllRecords>false</modifyAllRecords><object>Account</object><viewAllFields>true</viewAllFields>"
        "<viewAllRecords>false</viewAllRecords></objectPermissions>"
    )
    call = f'<createMetadata><metadata xsi:type="PermissionSet">{inner}</metadata></createMetadata>'
    assert "viewAllFields invalid at this location in type PermissionSetObjectPermissions" in fault(org, call, 62)
    assert write(org, "createMetadata", "PermissionSet", inner, 63)[1]


def test_code_is_read_as_content(org: Client) -> None:
    name = org.query("SELECT Name FROM ApexClass WHERE NamespacePrefix = null LIMIT 1")[0]["Name"]
    read = f"<readMetadata><type>ApexClass</type><fullNames>{name}</fullNames></readMetadata>"
    content = post(org, read)[1].findtext(f".//{{{SPACE}}}content")
    assert f"class {name}" in base64.b64decode(content).decode()
