# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom objects and fields that are made while the organisation runs."""

from __future__ import annotations

import pytest

from emulated_org.testing import Client

from .soap import SPACE, post, saved, write
from .test_metadata_deployments import FLAGS, problems
from .test_metadata_files import deploy, packed

TEXT = "<label>Link Code</label><length>40</length><type>Text</type>"
OBJECT = (
    "<deploymentStatus>Deployed</deploymentStatus>{fields}<label>Link</label>"
    "<nameField><label>Link Name</label><type>Text</type></nameField>"
    "<pluralLabel>Links</pluralLabel><sharingModel>ReadWrite</sharingModel>"
)
FIELD = f"<fields><fullName>Code__c</fullName>{TEXT}</fields>"
LOOKUP = (
    "<fields><fullName>Account__c</fullName><label>Account</label><referenceTo>Account</referenceTo>"
    "<relationshipName>Links</relationshipName><type>Lookup</type></fields>"
)


def file(kind: str, inner: str) -> str:
    return f'<{kind} xmlns="{SPACE}">{inner}</{kind}>'


def make(org: Client, name: str, inner: str = TEXT, operation: str = "createMetadata") -> tuple[str, bool, str, str]:
    return write(org, operation, "CustomField", f"<fullName>{name}</fullName>{inner}", 60)


def test_a_field_is_made_opened_and_used(org: Client) -> None:
    assert make(org, "Lead.Link_Code__c") == ("Lead.Link_Code__c", True, "", "")
    lead = {"LastName": "Link", "Company": "Link"}
    closed = org.refused("Lead", **lead, Link_Code__c="x")
    assert closed["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    parent = org.permission_set()
    flags = {"PermissionsRead": True, "PermissionsEdit": True}
    org.make("FieldPermissions", ParentId=parent, SobjectType="Lead", Field="Lead.Link_Code__c", **flags)
    admin = org.one("User", Username=org.facts["username"])
    org.make("PermissionSetAssignment", AssigneeId=admin, PermissionSetId=parent)
    record = org.make("Lead", **lead, Link_Code__c="x")
    found = org.query("SELECT Id, Link_Code__c FROM Lead WHERE Link_Code__c = 'x'")
    assert [(one["Id"], one["Link_Code__c"]) for one in found] == [(record, "x")]
    definitions = org.query("SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinitionId = 'Lead'")
    assert "Link_Code__c" in [one["QualifiedApiName"] for one in definitions]


def test_a_field_is_made_once_and_changed_by_upsert(org: Client) -> None:
    assert make(org, "Lead.Link_Code__c")[1]
    assert make(org, "Lead.Link_Code__c")[2] == "DUPLICATE_DEVELOPER_NAME"
    _status, found = post(
        org,
        '<upsertMetadata><metadata xsi:type="CustomField"><fullName>Lead.Link_Code__c</fullName>'
        f"{TEXT.replace('Link Code', 'Code')}</metadata></upsertMetadata>",
    )
    assert found.findtext(f".//{{{SPACE}}}created") == "false"
    labels = {one["name"]: one["label"] for one in org.call("GET", "/sobjects/Lead/describe")[1]["fields"]}
    assert labels["Link_Code__c"] == "Code"
    gone = "<deleteMetadata><type>CustomField</type><fullNames>Lead.Link_Code__c</fullNames></deleteMetadata>"
    assert saved(post(org, gone)[1])[0][1]
    assert saved(post(org, gone)[1])[0][1:3] == (False, "INVALID_CROSS_REFERENCE_KEY")
    assert "Link_Code__c" not in {one["name"] for one in org.call("GET", "/sobjects/Lead/describe")[1]["fields"]}


@pytest.mark.parametrize(
    ("name", "inner", "text"),
    [
        ("Lead.Link", TEXT, "Invalid fullName, must end in a custom suffix (e.g. __c)"),
        ("Lead.Link__c", "<label>L</label><type>Text</type>", "Must specify 'length' for a CustomField of type Text"),
        (
            "Lead.Link__c",
            "<label>L</label><type>Checkbox</type>",
            "Must specify 'defaultValue' for a CustomField of type Checkbox",
        ),
        (
            "Lead.Link__c",
            "<label>L</label><length>90</length><type>TextArea</type>",
            "Can not specify 'length' for a CustomField of type TextArea",
        ),
        (
            "Lead.Link__c",
            "<label>L</label><length>90</length><type>LongTextArea</type><visibleLines>3</visibleLines>",
            "Invalid length, minimum is: 256",
        ),
        ("Task.Link__c", TEXT, "Entity Enumeration Or ID: bad value for restricted picklist field: Task"),
        ("Nope__c.Link__c", TEXT, "Entity Enumeration Or ID: bad value for restricted picklist field: Nope__c"),
        (
            "Lead.Link__c",
            "<label>L</label><referenceTo>Nope__c</referenceTo><type>Lookup</type>",
            "In field: referenceTo - no CustomObject named Nope__c found",
        ),
    ],
)
def test_fields_that_cannot_be(org: Client, name: str, inner: str, text: str) -> None:
    assert make(org, name, inner)[1::2] == (False, text)


def test_fields_of_activities_stand_in_both(org: Client) -> None:
    assert make(org, "Activity.Link_Code__c")[1]
    for name in ("Task", "Event"):
        fields = [one["name"] for one in org.call("GET", f"/sobjects/{name}/describe")[1]["fields"]]
        assert "Link_Code__c" in fields


def test_all_or_nothing_takes_the_field_back(org: Client) -> None:
    parts = "".join(
        f'<metadata xsi:type="CustomField"><fullName>Lead.Link_{name}__c</fullName>{inner}</metadata>'
        for name, inner in (("Good", TEXT), ("Bad", "<label>L</label><type>Text</type>"))
    )
    together = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>"
    _status, found = post(org, f"<upsertMetadata>{parts}</upsertMetadata>", headers=together)
    assert [one[2] for one in saved(found)] == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "FIELD_INTEGRITY_EXCEPTION"]
    assert "Link_Good__c" not in {one["name"] for one in org.call("GET", "/sobjects/Lead/describe")[1]["fields"]}


def test_an_object_its_fields_and_access_in_one_package(org: Client) -> None:
    grant = (
        "<fieldPermissions><editable>true</editable><field>Link__c.Code__c</field><readable>true</readable>"
        f"</fieldPermissions><label>Link</label><objectPermissions>{FLAGS}<allowRead>true</allowRead>"
        "<modifyAllRecords>false</modifyAllRecords><object>Link__c</object><viewAllRecords>false</viewAllRecords>"
        "</objectPermissions>"
    )
    files = {
        "objects/Link__c.object": file("CustomObject", OBJECT.format(fields=LOOKUP + FIELD)),
        "permissionsets/Link.permissionset": file("PermissionSet", grant),
    }
    done = deploy(org, packed(files, CustomObject=["Link__c"], PermissionSet=["Link"]))
    assert problems(done) == []
    told = [(one["componentType"], one["fullName"]) for one in done["details"]["componentSuccesses"]]
    assert told == [
        ("CustomObject", "Link__c"),
        ("CustomField", "Link__c.Account__c"),
        ("CustomField", "Link__c.Code__c"),
        ("PermissionSet", "Link"),
        ("", "package.xml"),
    ]
    assert org.make("Link__c", Name="one")[:1] == "a"
    assert org.one("ObjectPermissions", SobjectType="Link__c")
    checked = deploy(org, packed(files, CustomObject=["Link__c"], PermissionSet=["Link"]))
    assert not any(one["changed"] for one in checked["details"]["componentSuccesses"] if one["componentType"])


def test_a_failed_or_checked_package_leaves_no_object(org: Client) -> None:
    files = {"objects/Link__c.object": file("CustomObject", OBJECT.format(fields=FIELD))}
    raw = packed(files, CustomObject=["Link__c"])
    assert deploy(org, raw, checkOnly=True)["success"]
    assert org.call("GET", "/sobjects/Link__c")[0] == 404
    bad = packed({"objects/Lead.object": file("CustomObject", FIELD)}, CustomField=["Lead.Code__c", "Lead.Other__c"])
    assert problems(deploy(org, bad))[0][2] == (
        "An object 'Lead.Other__c' of type CustomField was named in package.xml, but was not found in zipped directory"
    )
    assert "Code__c" not in {one["name"] for one in org.call("GET", "/sobjects/Lead/describe")[1]["fields"]}


def test_objects_need_a_label_and_go_with_their_records(org: Client) -> None:
    call = ("createMetadata", "CustomObject")
    plain = OBJECT.format(fields="")
    assert write(org, *call, f"<fullName>Link</fullName>{plain}")[3].startswith("Invalid fullName")
    unnamed = plain.replace("<label>Link</label><name", "<name")
    assert write(org, *call, f"<fullName>Link__c</fullName>{unnamed}")[3] == (
        "Must specify a non-empty label for the CustomObject"
    )
    assert write(org, *call, f"<fullName>Link__c</fullName>{plain}")[1]
    assert write(org, *call, f"<fullName>Link__c</fullName>{plain}")[2] == "DUPLICATE_DEVELOPER_NAME"
    org.make("Link__c", Name="one")
    gone = "<deleteMetadata><type>CustomObject</type><fullNames>Link__c</fullNames></deleteMetadata>"
    assert saved(post(org, gone)[1])[0][1]
    assert org.query_error("SELECT Id FROM Link__c")["errorCode"] == "INVALID_TYPE"


def test_fields_need_the_right_to_customise(org: Client) -> None:
    rights = dict.fromkeys(("PermissionsModifyMetadata", "PermissionsViewSetup", "PermissionsViewRoles"), True)
    parent = org.permission_set("Deployer", **rights)
    user = org.one("User", Username="sam.seller@umbra.example")
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    seller = org.signed_in(user)
    assert make(seller, "Lead.Link_Code__c")[2] == "INSUFFICIENT_ACCESS_OR_READONLY"
