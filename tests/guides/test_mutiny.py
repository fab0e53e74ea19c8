# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mutiny's guide, requirement by requirement: what the first run leaves in the org, and what it prints."""

from __future__ import annotations

import pytest

from .runs import Ansible
from .story import Chapter, Story
from .truth import Org, Row, Snapshot, system_permissions
from .vendors import username, variables

NAME = username("mutiny")
READ = {"Account", "Contact", "Lead", "Opportunity", "Campaign"}
WRITE = {"Account", "Contact", "Lead", "Opportunity"}
ADDRESS = "52.70.239.199"


@pytest.fixture(scope="module")
def told(story: Story) -> Chapter:
    chapter = story.chapter("apply")
    assert chapter.run.failed("mutiny") == []
    return chapter


@pytest.fixture(scope="module")
def org(told: Chapter) -> Snapshot:
    return told.after["mutiny"]


@pytest.fixture(scope="module")
def granted(org: Snapshot) -> Row:
    return org.permission_set("Mutiny_Integration_Permissions")


def test_m1_a_standard_licence_and_not_that_of_integration_users(org: Snapshot) -> None:
    assert org.license_of(NAME) == "Salesforce"


def test_m2_three_modes(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["private-sharing"]
    shared = org.snapshot().row("User", LastName="Marketer")["Username"]
    admin = org.snapshot().row("User", LastName="Admin")["Username"]
    host = {**org.connection, "mutiny_mode": "shared", "mutiny_username": shared}
    run = ansible.play("mutiny", {"org": host})
    assert run.failed("org") == []
    seen = org.snapshot()
    assert seen.sets_of(shared) == {"Mutiny_Integration_Permissions"}
    assert seen.user(shared)["LastName"] == "Marketer", "the user serves others, too: only access is added"
    org.begin()
    run = ansible.play(
        "mutiny", {"org": {**org.connection, "mutiny_mode": "existing_admin", "mutiny_existing_admin": admin}}
    )
    changed = org.different()
    assert "PermissionSetAssignment" not in changed
    assert "PermissionSet" not in changed


def test_m3_marketing_user(org: Snapshot) -> None:
    assert org.user(NAME)["UserPermissionsMarketingUser"] is True


def test_m4_tokens_are_the_app_s(told: Chapter) -> None:
    assert "Refresh Token Policy" in told.run.said("mutiny")


def test_m5_reads(org: Snapshot, granted: Row) -> None:
    objects = org.objects(granted)
    assert set(objects) == READ
    assert [one for one, held in objects.items() if "Read" not in held] == []
    assert {"ApiEnabled", "ViewAllUsers"} <= system_permissions(granted)


def test_m6_history_follows_the_opportunity(org: Snapshot, granted: Row) -> None:
    assert "OpportunityHistory" not in org.objects(granted)
    assert "Read" in org.objects(granted)["Opportunity"]


def test_m7_writes_and_neither_deletes_nor_creates(org: Snapshot, granted: Row) -> None:
    objects = org.objects(granted)
    assert {one for one, held in objects.items() if "Edit" in held} == WRITE
    assert not any({"Delete", "ModifyAllRecords", "Create"} & held for held in objects.values())


def test_m8_field_level_security(org: Snapshot, granted: Row) -> None:
    fields = org.fields(granted)
    assert {"Account.Industry", "Contact.Email", "Lead.Engagement__c", "Opportunity.Weighted_Margin__c"} <= set(fields)
    assert {"Campaign.Region__c"} <= set(fields)


def test_m9_currencies_only_where_there_are_several(ansible: Ansible, orgs: dict[str, Org], told: Chapter) -> None:
    org = orgs["multi-currency"]
    run = ansible.play(
        "mutiny", {"org": {**org.connection, **variables("mutiny"), "mutiny_username": "mutiny@eur.example"}}, "--check"
    )
    assert run.failed("org") == []
    assert "urrenc" in run.said("org")
    assert told.run.failed("mutiny") == []


def test_m10_the_address_only_where_it_helps(org: Snapshot, ansible: Ansible, orgs: dict[str, Org]) -> None:
    assert org.rows("ProfileLoginIpRange") == [], "a first range would lock everybody else out"
    ranged = orgs["login-ip-ranges"]
    before = ranged.snapshot().rows("ProfileLoginIpRange")
    host = {**ranged.connection, **variables("mutiny"), "mutiny_username": "mutiny@ranges.example"}
    run = ansible.play("mutiny", {"org": {**host, "mutiny_profile": ["API Only"]}})
    assert run.failed("org") == []
    after = ranged.snapshot().rows("ProfileLoginIpRange")
    addresses = {(one["StartAddress"], one["EndAddress"]) for one in after}
    assert (ADDRESS, ADDRESS) in addresses
    assert {(one["StartAddress"], one["EndAddress"]) for one in before} < addresses


def test_m11_what_is_done_in_mutiny(told: Chapter) -> None:
    said = told.run.said("mutiny")
    assert "https://app.mutinyhq.com/integrations" in said
    assert f"log in as {NAME}" in said
