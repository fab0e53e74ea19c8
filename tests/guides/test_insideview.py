# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""InsideView's guide, requirement by requirement: what the first run leaves in the org, and what it prints."""

from __future__ import annotations

import pytest

from .story import Chapter, Story
from .truth import Row, Snapshot, system_permissions
from .vendors import username

NAME = username("insideview")
PROFILE = "InsideView API Only"


@pytest.fixture(scope="module")
def told(story: Story) -> Chapter:
    chapter = story.chapter("apply")
    assert chapter.run.failed("insideview") == []
    return chapter


@pytest.fixture(scope="module")
def org(told: Chapter) -> Snapshot:
    return told.after["insideview"]


@pytest.fixture(scope="module")
def granted(org: Snapshot) -> Row:
    return org.set_of_profile(PROFILE)


def test_i1_a_user_of_its_own_by_default(told: Chapter) -> None:
    created = [one["key"] for one in told.changes("insideview") if (one["verb"], one["kind"]) == ("create", "user")]
    assert created == [NAME]


def test_i2_no_administrative_permissions_beyond_what_the_steps_say(granted: Row) -> None:
    assert not {"ModifyAllData", "ViewAllData", "ManageUsers", "CustomizeApplication"} & system_permissions(granted)


def test_i3_api_enabled_and_api_only(granted: Row) -> None:
    assert {"ApiEnabled", "ApiUserOnly"} <= system_permissions(granted)


def test_i4_a_profile_cloned_from_a_standard_one(org: Snapshot) -> None:
    profile = org.row("Profile", Name=PROFILE)
    assert org.row("UserLicense", Id=profile["UserLicenseId"])["Name"] == "Salesforce"


def test_i5_accounts_read_and_view_all_and_nothing_else(org: Snapshot, granted: Row) -> None:
    assert org.objects(granted) == {"Account": {"Read", "ViewAllRecords"}}


def test_i6_user_with_licence_and_profile(org: Snapshot) -> None:
    assert org.license_of(NAME) == "Salesforce"
    assert org.profile_of(NAME)["Name"] == PROFILE


def test_i7_the_first_sign_in(told: Chapter) -> None:
    said = told.run.said("insideview")
    assert "I7" in said
    assert NAME in said
