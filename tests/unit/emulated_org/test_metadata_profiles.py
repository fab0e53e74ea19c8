# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles through the Metadata API."""

from __future__ import annotations

import pytest
import requests

from emulated_org.testing import Client

from .soap import JSON, NIL, SPACE, Mdapi, component, fault, post, saved, write

SALES = "Sales Manager"


def update(org: Client, inner: str, name: str = SALES, version: int = 66) -> tuple[str, bool, str, str]:
    return write(org, "updateMetadata", "Profile", f"<fullName>{name}</fullName>{inner}", version)


def reads(name: str) -> str:
    return f"<readMetadata><type>Profile</type><fullNames>{name}</fullNames></readMetadata>"


def span(start: str, end: str) -> str:
    return f"<loginIpRanges><endAddress>{end}</endAddress><startAddress>{start}</startAddress></loginIpRanges>"


def field(name: str, editable: bool) -> str:
    return (
        f"<fieldPermissions><editable>{str(editable).lower()}</editable><field>{name}</field><readable>true</readable>"
        "</fieldPermissions>"
    )


def rows(org: Client, sobject: str) -> list[JSON]:
    """What the store holds of an object of the Sales Manager profile."""
    store = org.control("GET", "/store")
    profile = org.one("Profile", Name=SALES)
    owned = next(row["Id"] for row in store["PermissionSet"].values() if row["ProfileId"] == profile)
    return [row for row in store[sobject].values() if profile in row.values() or owned in row.values()]


def test_another_client_reads_and_updates(org: Client) -> None:
    client = Mdapi(org)
    admin = client.read("Profile", "Admin")
    assert (admin.fullName, admin.custom, admin.userLicense) == ("Admin", False, "Salesforce")
    assert "ModifyAllData" in [one.name for one in admin.userPermissions if one.enabled]
    client.update("Profile", SALES, loginIpRanges=[{"startAddress": "192.0.2.1", "endAddress": "192.0.2.9"}])
    found = client.read("Profile", SALES)
    assert [(one.startAddress, one.endAddress) for one in found.loginIpRanges] == [("192.0.2.1", "192.0.2.9")]
    assert {one.object for one in found.objectPermissions} == {"Account", "Contact", "Opportunity"}
    assert [row["StartAddress"] for row in rows(org, "ProfileLoginIpRange")] == ["192.0.2.1"]
    with pytest.raises(Exception, match="In field: fullName - no Profile named Nobody found"):
        client.update("Profile", "Nobody", description="x")


def test_names_of_standard_profiles_differ_and_special_characters_are_encoded(org: Client) -> None:
    licence = org.one("UserLicense", Name="Salesforce")
    org.make("Profile", Name="Custom: Sales (EMEA)", UserLicenseId=licence)
    listed = {one.fullName: one for one in Mdapi(org).api.list_metadata([{"type": "Profile"}])}
    assert {"Admin", "Standard", "MarketingProfile", "Custom%3A Sales %28EMEA%29"} <= set(listed)
    assert listed["Admin"].fileName == "profiles/Admin.profile"
    assert listed["Admin"].id == org.one("Profile", Name="System Administrator")
    for name in ("Custom%3A Sales %28EMEA%29", "Custom: Sales (EMEA)"):
        assert update(org, "<description>Europe</description>", name)[1]
    assert org.query("SELECT Description FROM Profile WHERE Name LIKE 'Custom%'")[0]["Description"] == "Europe"


def test_what_is_missing_reads_as_nil(org: Client) -> None:
    status, found = post(org, reads("Nobody"))
    assert status == 200
    record = found.find(f"{{{SPACE}}}result/{{{SPACE}}}records")
    assert record is not None
    assert record.get(NIL) == "true"


def test_what_an_update_does_not_list_stays(org: Client) -> None:
    before = rows(org, "ObjectPermissions")
    assert update(
        org,
        "<fieldPermissions><editable>false</editable><field>Account.Industry</field><readable>true</readable>"
        "</fieldPermissions>"
        "<tabVisibilities><tab>standard-Account</tab><visibility>DefaultOn</visibility></tabVisibilities>"
        "<userPermissions><enabled>true</enabled><name>ExportReport</name></userPermissions>",
    )[1]
    assert rows(org, "ObjectPermissions") == before
    assert [(one["Field"], one["PermissionsEdit"]) for one in rows(org, "FieldPermissions")] == [
        ("Account.Industry", False)
    ]
    assert [(one["Name"], one["Visibility"]) for one in rows(org, "PermissionSetTabSetting")] == [
        ("standard-Account", "DefaultOn")
    ]
    assert (
        org.query("SELECT PermissionsExportReport, PermissionsRunReports FROM Profile WHERE Name = 'Sales Manager'")[
            0
        ].items()
        >= {"PermissionsExportReport": True, "PermissionsRunReports": True}.items()
    )
    assert update(
        org,
        "<fieldPermissions><editable>false</editable><field>Account.Industry</field><readable>false</readable>"
        "</fieldPermissions>"
        "<tabVisibilities><tab>standard-Account</tab><visibility>Hidden</visibility></tabVisibilities>"
        "<userPermissions><enabled>false</enabled><name>ExportReport</name></userPermissions>",
    )[1]
    assert (rows(org, "FieldPermissions"), rows(org, "PermissionSetTabSetting")) == ([], [])


def test_a_component_counts_as_a_whole(org: Client) -> None:
    """The visit needs its robot, which comes later; alone it is refused."""
    visit = "<objectPermissions><allowRead>true</allowRead><object>Service_Visit__c</object></objectPermissions>"
    robot = "<objectPermissions><allowRead>true</allowRead><object>Robot__c</object></objectPermissions>"
    text = "Permission Read Service_Visit__c depends on permission(s): Read Robot__c"
    assert update(org, visit) == (SALES, False, "FIELD_INTEGRITY_EXCEPTION", text)
    assert update(org, visit + robot)[1]
    gone = robot.replace("true", "false")
    assert not update(org, gone)[1]
    assert update(org, gone + visit.replace("true", "false"))[1]


def test_the_first_permission_of_a_blank_profile_counts_with_its_rows(org: Client) -> None:
    licence = org.one("UserLicense", Name="Salesforce")
    profile = org.make("Profile", Name="Blank", UserLicenseId=licence)
    convert = {"PermissionsConvertLeads": True}
    status, refusal = org.call("PATCH", f"/sobjects/Profile/{profile}", convert)
    assert (status, refusal[0]["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")
    objects = ("Account", "Contact", "Lead", "Opportunity")
    flags = "<allowCreate>true</allowCreate><allowEdit>true</allowEdit><allowRead>true</allowRead>"
    rights = "".join(f"<objectPermissions>{flags}<object>{one}</object></objectPermissions>" for one in objects)
    assert update(org, rights, "Blank")[1]
    assert org.call("PATCH", f"/sobjects/Profile/{profile}", convert)[0] == 204


RECORD_TYPE = (
    "<recordTypeVisibilities><default>false</default><recordType>Account.Big</recordType>"
    "<visible>true</visible></recordTypeVisibilities>"
)


@pytest.mark.parametrize(
    ("inner", "code", "text"),
    [
        (
            "<userPermissions><enabled>true</enabled><name>Fly</name></userPermissions>",
            "INVALID_FIELD",
            "Unknown user permission: Fly",
        ),
        (
            "<objectPermissions><allowRead>true</allowRead><object>Nothing__c</object></objectPermissions>",
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: object - no CustomObject named Nothing__c found",
        ),
        (
            field("Account.Nope__c", False),
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: field - no CustomField named Account.Nope__c found",
        ),
        (
            field("Nope__c.Nope__c", False),
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: field - no CustomObject named Nope__c found",
        ),
        (
            "<layoutAssignments><layout>Account-Account Layout</layout></layoutAssignments>",
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: layout - no Layout named Account-Account Layout found",
        ),
        (
            RECORD_TYPE,
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: recordType - no RecordType named Account.Big found",
        ),
        (
            field("Contact.LastName", True),
            "FIELD_INTEGRITY_EXCEPTION",
            "You cannot deploy to a required field: Contact.LastName",
        ),
        (
            "<userPermissions><enabled>true</enabled><name>ManageUsers</name></userPermissions>",
            "FIELD_INTEGRITY_EXCEPTION",
            "Permission ManageUsers depends on permission(s)",
        ),
        (
            "<userLicense>Salesforce Platform</userLicense>",
            "FIELD_INTEGRITY_EXCEPTION",
            "The user license of a profile can't be changed",
        ),
        (
            "<classAccesses><apexClass>Nobody</apexClass><enabled>true</enabled></classAccesses>",
            "INVALID_CROSS_REFERENCE_KEY",
            "In field: apexClass - no ApexClass named Nobody found",
        ),
        (span("10.0.0.9", "10.0.0.1"), "FIELD_INTEGRITY_EXCEPTION", "lower than the start"),
        (span("10.0.0.1", "2001:db8::1"), "FIELD_INTEGRITY_EXCEPTION", "either IPv4 or IPv6"),
        (span("somewhere", "10.0.0.1"), "FIELD_INTEGRITY_EXCEPTION", "Invalid IP address"),
        ("<loginIpRanges/>", "REQUIRED_FIELD_MISSING", "Required field is missing: endAddress"),
        (
            "".join(span(f"10.0.0.{number}", f"10.0.0.{number}") for number in range(6)),
            "CANNOT_ENABLE_IP_RESTRICT_REQUESTS",
            "five",
        ),
        (
            "<loginHours><mondayEnd>1000</mondayEnd><mondayStart>480</mondayStart></loginHours>",
            "FIELD_INTEGRITY_EXCEPTION",
            "divisible by 60",
        ),
        (
            "<loginHours><mondayStart>480</mondayStart></loginHours>",
            "FIELD_INTEGRITY_EXCEPTION",
            "needs a start and an end",
        ),
    ],
)
def test_refusals(org: Client, inner: str, code: str, text: str) -> None:
    org.control("POST", "/store/mark")
    found = update(org, inner)
    assert found[1:3] == (False, code)
    assert text.replace("five", "limit of 5 IP ranges") in found[3]
    assert org.control("GET", "/store/diff") == {}


def test_given_ranges_replace_the_stored_ones_and_unlisted_ones_stay(org: Client) -> None:
    assert update(org, span("10.0.0.1", "10.0.0.9") + span("2001:db8::1", "2001:db8::ff"))[1]
    kept = {row["StartAddress"]: row["Id"] for row in rows(org, "ProfileLoginIpRange")}
    assert update(org, "<description>Same ranges</description>")[1]
    assert update(org, span("10.0.0.1", "10.0.0.9"))[1]
    assert [row["Id"] for row in rows(org, "ProfileLoginIpRange")] == [kept["10.0.0.1"]]
    org.org.settings.empty_login_ip_ranges_clear = True
    try:
        assert update(org, "<loginIpRanges/>")[1]
    finally:
        org.org.settings.empty_login_ip_ranges_clear = False
    assert rows(org, "ProfileLoginIpRange") == []


def test_login_hours_are_replaced_and_an_empty_element_clears_them(org: Client) -> None:
    hours = "<mondayEnd>1080</mondayEnd><mondayStart>480</mondayStart>"
    assert update(org, f"<loginHours>{hours}</loginHours>")[1]
    client = Mdapi(org)
    assert client.read("Profile", SALES).loginHours.mondayStart == "480"
    assert update(org, f"<loginHours>{hours.replace('monday', 'friday')}</loginHours>")[1]
    assert [(row["MondayStart"], row["FridayEnd"]) for row in rows(org, "ProfileLoginHours")] == [(None, 1080)]
    assert update(org, "<loginHours/>")[1]
    assert rows(org, "ProfileLoginHours") == []
    assert client.read("Profile", SALES).loginHours is None


def test_standard_profiles_keep_their_permissions_but_take_ranges(org: Client) -> None:
    row = "<objectPermissions><allowRead>{}</allowRead><object>Lead</object></objectPermissions>"
    found = update(org, row.format("false"), "Standard")
    assert (found[1], "standard profile" in found[3]) == (False, True)
    assert update(org, span("10.0.0.1", "10.0.0.1"), "Standard")[1]
    unchanged = "<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>"
    assert update(org, unchanged, "Standard")[1]


def test_one_failure_keeps_the_others_unless_all_or_none(org: Client) -> None:
    def parts(text: str) -> str:
        good = f'<metadata xsi:type="Profile"><fullName>{SALES}</fullName><description>{text}</description></metadata>'
        return f'<updateMetadata>{good}<metadata xsi:type="Profile"><fullName>No</fullName></metadata></updateMetadata>'

    header = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>"
    _status, found = post(org, parts("first"))
    assert [one[1] for one in saved(found)] == [True, False]
    _status, found = post(org, parts("second"), headers=header)
    assert saved(found)[0][2] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
    _status, found = post(org, parts("third"), version=33)
    assert [one[1] for one in saved(found)] == [False, False]
    assert org.query("SELECT Description FROM Profile WHERE Name = 'Sales Manager'")[0]["Description"] == "first"


def test_create_upsert_and_delete(org: Client) -> None:
    inner = (
        "<fullName>Robots</fullName><description>Beep</description><userLicense>Salesforce Integration</userLicense>"
    )
    assert write(org, "createMetadata", "Profile", inner)[1]
    made = org.query("SELECT UserLicense.Name, PermissionsApiUserOnly FROM Profile WHERE Name = 'Robots'")[0]
    assert (made["UserLicense"]["Name"], made["PermissionsApiUserOnly"]) == ("Salesforce Integration", True)
    assert write(org, "createMetadata", "Profile", inner)[3] == "The profile name is already in use: Name"
    _status, found = post(org, component("upsertMetadata", "Profile", inner.replace("Robots", "Drones")))
    assert found.findtext(f"{{{SPACE}}}result/{{{SPACE}}}created") == "true"
    body = (
        "<deleteMetadata><type>Profile</type><fullNames>Robots</fullNames><fullNames>Admin</fullNames></deleteMetadata>"
    )
    assert [one[1] for one in saved(post(org, body)[1])] == [True, False]
    assert org.query("SELECT Id FROM Profile WHERE Name = 'Robots'") == []


def test_a_new_profile_starts_as_its_version_wants(org: Client) -> None:
    for version, some in ((66, False), (59, True)):
        inner = f"<fullName>New {version}</fullName>"
        assert write(org, "createMetadata", "Profile", inner, version)[1]
        found = Mdapi(org).read("Profile", f"New {version}")
        assert bool(found.objectPermissions) == some


def test_who_may_call(org: Client) -> None:
    text = "INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions"
    seller = org.signed_in(org.one("User", Username="sam.seller@umbra.example"))
    assert fault(seller, reads("Admin")) == text
    bad = "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session"
    assert fault(org, reads("Admin"), token="00D!no") == bad
    assert fault(org, reads("Admin"), version=30).startswith("UNSUPPORTED_API_VERSION")


def test_calls_that_do_not_fit(org: Client) -> None:
    name = f"<fullName>{SALES}</fullName>"
    where = "invalid at this location in type Profile"
    assert where in fault(org, component("updateMetadata", "Profile", name + "<sessionSettings/>"))
    twice = span("10.0.0.1", "10.0.0.1") + "<description>x</description>" + span("10.0.0.2", "10.0.0.2")
    assert "is duplicated at this location" in fault(org, component("updateMetadata", "Profile", name + twice))
    many = "".join(f'<metadata xsi:type="Profile"><fullName>P{n}</fullName></metadata>' for n in range(11))
    assert fault(org, f"<updateMetadata>{many}</updateMetadata>").startswith("EXCEEDED_ID_LIMIT")
    mixed = '<metadata xsi:type="Profile"/><metadata xsi:type="SecuritySettings"/>'
    assert fault(org, f"<updateMetadata>{mixed}</updateMetadata>").startswith("INVALID_TYPE")
    assert fault(org, "<launchRockets/>").startswith("No operation available")


def test_the_log_tells_reads_from_writes(org: Client) -> None:
    org.control("DELETE", "/requests")
    post(org, reads("Admin"))
    update(org, "<description>x</description>")
    post(org, reads("Admin"), token="00D!no")
    post(org, component("updateMetadata", "Profile", "<fullName>No</fullName>"), token="00D!no")
    found = org.control("GET", "/requests")
    assert [one["writing"] for one in found] == [False, True, False, True]
    assert found[1]["subrequests"] == [
        {"method": "updateMetadata", "url": "Profile/Sales Manager", "query": {}, "status": 200}
    ]
    assert found[0]["user"] == found[1]["user"] == org.one("User", Username=org.facts["username"])


def test_rows_of_its_own_are_seen_by_the_store_only(org: Client) -> None:
    profile = org.one("Profile", Name=SALES)
    org.control("POST", "/store/mark")
    fields = {"ProfileId": profile, "StartAddress": "10.0.0.1", "EndAddress": "10.0.0.1"}
    made = org.control("POST", "/records", {"sobject": "ProfileLoginIpRange", "fields": fields})["id"]
    assert list(org.control("GET", "/store/diff")) == ["ProfileLoginIpRange"]
    assert len(Mdapi(org).read("Profile", SALES).loginIpRanges) == 1
    org.control("POST", "/records", {"sobject": "ProfileLoginIpRange", "id": made, "fields": None})
    assert org.control("GET", "/store/diff") == {}
    assert org.query_error("SELECT Id FROM ProfileLoginIpRange")["errorCode"] == "INVALID_TYPE"
    assert org.call("GET", "/sobjects/ProfileLoginIpRange/describe")[0] == 404


def test_faults_strike_metadata_calls_too(org: Client) -> None:
    token = org.org.sessions.open(org.org.id, org.one("User", Username=org.facts["username"]), "test")
    org.control("POST", "/faults", {"kind": "expire_session", "path": "/services/Soap/m"})
    assert fault(org, reads("Admin"), token=token).startswith("INVALID_SESSION_ID")
    org.control("POST", "/faults", {"kind": "drop_after", "path": "/services/Soap/m"})
    org.control("POST", "/store/mark")
    with pytest.raises(requests.ConnectionError):
        update(org, span("10.0.0.1", "10.0.0.1"))
    assert list(org.control("GET", "/store/diff")) == ["ProfileLoginIpRange"]
