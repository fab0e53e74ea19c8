# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversion's guide, requirement by requirement: what the first run leaves in the org, and what it prints."""

from __future__ import annotations

import pytest

from .story import Chapter, Story
from .truth import Row, Snapshot, system_permissions
from .vendors import EMAIL, username

NAME = username("conversion")
SET = "Conversion_Integration_Permissions"
OBJECTS = {"Account", "Contact", "Lead", "Opportunity", "Campaign"}


@pytest.fixture(scope="module")
def told(story: Story) -> Chapter:
    chapter = story.chapter("apply")
    assert chapter.run.failed("conversion") == []
    return chapter


@pytest.fixture(scope="module")
def org(told: Chapter) -> Snapshot:
    return told.after["conversion"]


@pytest.fixture(scope="module")
def granted(org: Snapshot) -> Row:
    return org.permission_set(SET)


@pytest.fixture(scope="module")
def said(told: Chapter) -> str:
    return told.run.said("conversion")


def test_c1_a_dedicated_user_by_default(told: Chapter) -> None:
    assert [one["key"] for one in told.changes("conversion") if (one["verb"], one["kind"]) == ("create", "user")] == [
        NAME
    ]


def test_c2_general_information(org: Snapshot) -> None:
    user = org.user(NAME)
    assert (user["FirstName"], user["LastName"], user["Email"]) == ("Conversion", "Integration", EMAIL)
    assert user["TimeZoneSidKey"]
    assert user["LocaleSidKey"]


def test_c3_user_licence(org: Snapshot) -> None:
    assert org.license_of(NAME) == "Salesforce Integration"


def test_c4_profile(org: Snapshot) -> None:
    assert org.profile_of(NAME)["Name"] == "Minimum Access - API Only Integrations"


def test_c5_permission_set_licence_before_the_set(told: Chapter, org: Snapshot) -> None:
    assert org.permission_set_licenses_of(NAME) == {"SalesforceAPIIntegrationPsl"}
    kinds = [one["kind"] for one in told.changes("conversion") if one["verb"] == "assign"]
    assert kinds.index("permission_set_license") < kinds.index("permission_set")


def test_c6_permission_set(org: Snapshot, granted: Row) -> None:
    assert granted["Label"] == "Conversion Integration Permissions"
    psl = org.row("PermissionSetLicense", Id=granted["LicenseId"])
    assert psl["DeveloperName"] == "SalesforceAPIIntegrationPsl"


def test_c7_c8_objects_with_create_and_modify_all(org: Snapshot, granted: Row) -> None:
    objects = org.objects(granted)
    assert set(objects) == OBJECTS
    wanted = {"Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords"}
    assert [one for one, held in objects.items() if not wanted <= held] == []


def test_c9_view_all_fields_and_edit_on_every_editable_field(org: Snapshot, granted: Row) -> None:
    assert [one for one, held in org.objects(granted).items() if "ViewAllFields" not in held] == []
    fields = org.fields(granted)
    assert {
        "Account.Industry",
        "Account.Segment__c",
        "Contact.Email",
        "Lead.Engagement__c",
        "Opportunity.Amount",
    } <= set(fields)
    assert set(fields.values()) == {"edit"}
    assert "Opportunity.Weighted_Margin__c" not in fields, "a formula cannot be edited"
    assert "Opportunity.StageName" not in fields, "a required field follows the object"


def test_c10_activities_without_object_permissions(org: Snapshot, granted: Row) -> None:
    assert {"ActivitiesAccess", "EditTask", "EditEvent"} <= system_permissions(granted)
    assert {"Task.WhatId", "Event.WhatId", "Task.Call_Rating__c", "Event.Call_Rating__c"} <= set(org.fields(granted))


def test_c11_tabs(org: Snapshot, granted: Row) -> None:
    tabs = org.tabs(granted)
    assert tabs == dict.fromkeys(("standard-Task", "standard-Event", "standard-Opportunity"), "DefaultOn")


def test_c12_system_permissions_with_what_they_bring(granted: Row) -> None:
    wanted = {"ApiEnabled", "CustomizeApplication", "ViewSetup", "ManageCustomPermissions", "ViewAllUsers"}
    assert wanted <= system_permissions(granted)


def test_c13_assignment(org: Snapshot) -> None:
    assert org.sets_of(NAME) == {SET}


def test_c14_c15_the_package_first_and_by_an_administrator(said: str) -> None:
    assert "Download AppExchange Packages" in said
    assert "Install for All Users" in said
    assert said.index("C14") < said.index("C15") < said.index("C16")


def test_c16_c17_what_is_done_in_conversion(said: str) -> None:
    assert f"log in as {NAME}" in said
    assert "a few hours" in said
