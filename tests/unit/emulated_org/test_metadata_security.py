# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SecuritySettings through the Metadata API, and worlds that begin with restrictions."""

from __future__ import annotations

from pathlib import Path

from emulated_org.org import Universe
from emulated_org.testing import Client
from emulated_org.world.build import build
from emulated_org.world.files import read

from .soap import JSON, Mdapi, component, fault, write

FIRST = "<ipRanges><description>office</description><end>192.0.2.9</end><start>192.0.2.1</start></ipRanges>"
SECOND = "<ipRanges><end>198.51.100.7</end><start>198.51.100.7</start></ipRanges>"


def update(org: Client, inner: str) -> tuple[str, bool, str, str]:
    return write(org, "updateMetadata", "SecuritySettings", f"<fullName>Security</fullName>{inner}")


def ranges(org: Client) -> list[tuple[str, str, str | None]]:
    store: JSON = org.control("GET", "/store")
    return sorted(
        (one["StartAddress"], one["EndAddress"], one["Description"]) for one in store["TrustedIpRange"].values()
    )


def test_network_access_is_replaced_as_a_whole(org: Client) -> None:
    assert update(org, f"<networkAccess>{FIRST}{SECOND}</networkAccess>")[1]
    assert [one[0] for one in ranges(org)] == ["192.0.2.1", "198.51.100.7"]
    assert update(org, "<canUsersGrantLoginAccess>false</canUsersGrantLoginAccess>")[1]
    assert len(ranges(org)) == 2
    assert update(org, f"<networkAccess>{FIRST}</networkAccess>")[1]
    assert ranges(org) == [("192.0.2.1", "192.0.2.9", "office")]
    assert update(org, "<networkAccess/>")[1]
    assert ranges(org) == []


def test_another_client_reads_and_updates(org: Client) -> None:
    client = Mdapi(org)
    assert client.read("SecuritySettings", "Security").networkAccess is None
    client.update(
        "SecuritySettings", "Security", networkAccess={"ipRanges": [{"start": "192.0.2.1", "end": "192.0.2.1"}]}
    )
    client.update("SecuritySettings", "Security", sessionSettings={"enforceIpRangesEveryRequest": True})
    found = client.read("SecuritySettings", "Security")
    assert [one.start for one in found.networkAccess.ipRanges] == ["192.0.2.1"]
    assert found.sessionSettings.enforceIpRangesEveryRequest is True
    assert found.sessionSettings.sessionTimeout == "TwoHours"
    rows = org.control("GET", "/store")["SecuritySetting"].values()
    assert [(one["Name"], one["Value"]) for one in rows] == [("sessionSettings.enforceIpRangesEveryRequest", "true")]


def test_refusals(org: Client) -> None:
    wide = "<ipRanges><end>255.255.255.255</end><start>0.0.0.0</start></ipRanges>"
    assert "too wide" in update(org, f"<networkAccess>{wide}</networkAccess>")[3]
    half = "<ipRanges><start>192.0.2.1</start></ipRanges>"
    assert update(org, f"<networkAccess>{half}</networkAccess>")[2] == "REQUIRED_FIELD_MISSING"
    other = write(org, "updateMetadata", "SecuritySettings", "<fullName>Insecurity</fullName>")
    assert other[2] == "INVALID_CROSS_REFERENCE_KEY"
    made = write(org, "createMetadata", "SecuritySettings", "<fullName>Security</fullName>")
    assert made[2] == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
    enum = "<sessionSettings><sessionTimeout>Soon</sessionTimeout></sessionSettings>"
    body = component("updateMetadata", "SecuritySettings", f"<fullName>Security</fullName>{enum}")
    assert fault(org, body) == "'Soon' is not a valid value for the enum 'SessionTimeout'"


def test_trusted_ranges_need_the_right_to_manage_addresses(org: Client) -> None:
    user = org.user("meta@example.com", "Standard User")
    parent = org.permission_set(
        "Metadata", PermissionsModifyMetadata=True, **{f"Permissions{one}": True for one in VIEW}
    )
    org.make("PermissionSetAssignment", AssigneeId=user, PermissionSetId=parent)
    client = org.signed_in(user)
    assert update(client, f"<networkAccess>{FIRST}</networkAccess>")[2] == "INSUFFICIENT_ACCESS_OR_READONLY"
    org.call("PATCH", f"/sobjects/PermissionSet/{parent}", {"PermissionsManageIpAddresses": True})
    assert update(client, f"<networkAccess>{FIRST}</networkAccess>")[1]


#: What ModifyMetadata and ManageIpAddresses need themselves.
VIEW = ("ViewSetup", "ViewRoles", "ApiEnabled")


def test_worlds_begin_with_restrictions(tmp_path: Path) -> None:
    file = tmp_path / "world.yml"
    file.write_text(
        """
orgs:
  - name: walled
    user_licenses: {Salesforce: 2}
    trusted_ip_ranges: [192.0.2.1, {start: 192.0.2.5, end: 192.0.2.9, description: office}]
    security_settings: {sessionSettings.lockSessionsToIp: true}
    profiles:
      - name: Inside
        license: Salesforce
        login_ip_ranges: [10.0.0.1-10.0.0.9]
        login_hours: {monday: [480, 1080]}
    users: [{Username: root@walled.example}]
""",
        encoding="utf-8",
    )
    org = build(read(str(file))[0], Universe(), "http://127.0.0.1:1").org
    found = [(one["StartAddress"], one["EndAddress"]) for one in org.database.all("TrustedIpRange")]
    assert found == [("192.0.2.1", "192.0.2.1"), ("192.0.2.5", "192.0.2.9")]
    assert org.database.all("SecuritySetting")[0]["Value"] == "true"
    assert org.database.all("ProfileLoginIpRange")[0]["EndAddress"] == "10.0.0.9"
    assert org.database.all("ProfileLoginHours")[0]["MondayStart"] == 480
