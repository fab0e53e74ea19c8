# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SalesScreen's guide, requirement by requirement: what the first run leaves in the org, and what it prints."""

from __future__ import annotations

import pytest

from .story import Chapter, Story
from .truth import Row, Snapshot, system_permissions
from .vendors import username

NAME = username("salesscreen")
PROFILE = "SalesScreen API Only"
#: Salesforce keeps no View All and Modify All on these.
WITHOUT_ALL = {"Idea", "PendingOrdSumProcEvent", "Pricebook2", "Product2", "PushTopic"}


@pytest.fixture(scope="module")
def told(story: Story) -> Chapter:
    chapter = story.chapter("apply")
    assert chapter.run.failed("salesscreen") == []
    return chapter


@pytest.fixture(scope="module")
def org(told: Chapter) -> Snapshot:
    return told.after["salesscreen"]


@pytest.fixture(scope="module")
def granted(org: Snapshot) -> Row:
    return org.set_of_profile(PROFILE)


def test_s1_the_administrator_is_asked_for_its_rights(told: Chapter) -> None:
    asked = [one["path"] for one in told.requests["salesscreen"]]
    assert [one for one in told.run.of("salesscreen") if one["action"].endswith("sf_org_info")] or any(
        "UserPermissionAccess" in path for path in asked
    )


def test_s2_a_profile_cloned_from_one_with_a_full_licence(org: Snapshot, granted: Row) -> None:
    profile = org.row("Profile", Name=PROFILE)
    assert org.row("UserLicense", Id=profile["UserLicenseId"])["Name"] == "Salesforce"
    source = org.set_of_profile("System Administrator")
    held, wanted = system_permissions(granted), system_permissions(source)
    assert len(wanted) > 100
    assert len(wanted - held) <= len(wanted) // 20, sorted(wanted - held)
    kept = org.objects(granted)
    for name, words in org.objects(source).items():
        copied = words - {"ViewAllRecords", "ModifyAllRecords"} if name in WITHOUT_ALL else words
        assert copied <= kept[name], name


def test_s3_modify_all_on_standard_and_custom_objects(org: Snapshot, granted: Row) -> None:
    assert "ModifyAllData" in system_permissions(granted)


def test_s4_api_only(granted: Row) -> None:
    assert "ApiUserOnly" in system_permissions(granted)


def test_s5_user_with_licence_and_profile(org: Snapshot) -> None:
    assert org.license_of(NAME) == "Salesforce"
    assert org.profile_of(NAME)["Name"] == PROFILE
    assert org.user(NAME)["IsActive"]


def test_s6_streaming(org: Snapshot, granted: Row) -> None:
    assert {"Read", "Create"} <= org.objects(granted)["PushTopic"]
    assert {"ApiEnabled", "ViewAllUsers", "EditTask", "EditEvent"} <= system_permissions(granted)


def test_s7_what_is_done_in_salesscreen(told: Chapter) -> None:
    assert NAME in told.run.said("salesscreen")
    assert "S7" in told.run.said("salesscreen")


def test_s8_a_second_run_watches_the_account(story: Story) -> None:
    changes = story.chapter("found").changes("salesscreen")
    assert ("update", "user", "last_name") in [(one["verb"], one["kind"], one["key"]) for one in changes]
