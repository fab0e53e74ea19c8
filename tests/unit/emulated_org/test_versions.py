# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What came and went with versions of the API, where access is concerned."""

from __future__ import annotations

from emulated_org.testing import Client

from .soap import write


def test_profiles_are_made_and_deleted_from_53_on(org: Client) -> None:
    old = org.at(52)
    licence = org.one("UserLicense", Name="Salesforce")
    assert (
        old.refused("Profile", Name="Link", UserLicenseId=licence)["errorCode"]
        == org.refused("UserLicense")["errorCode"]
    )
    shown = old.call("GET", "/sobjects/Profile/describe")[1]
    assert (shown["createable"], shown["deletable"], shown["updateable"]) == (False, False, True)
    made = org.make("Profile", Name="Link", UserLicenseId=licence)
    assert old.call("DELETE", f"/sobjects/Profile/{made}")[0] >= 400
    assert org.at(53).call("DELETE", f"/sobjects/Profile/{made}")[0] == 204
    assert write(
        org, "createMetadata", "Profile", "<fullName>Link</fullName><userLicense>Salesforce</userLicense>", 52
    )[1]


def test_used_licences_can_be_filtered_before_64_only(org: Client) -> None:
    text = "SELECT Name FROM UserLicense WHERE UsedLicenses > 0"
    assert org.at(63).query(text)
    assert org.query_error(text)["errorCode"] == "INVALID_FIELD"
    for version, can in ((63, True), (64, False)):
        fields = org.at(version).call("GET", "/sobjects/UserLicense/describe")[1]["fields"]
        assert next(one for one in fields if one["name"] == "UsedLicenses")["filterable"] is can
