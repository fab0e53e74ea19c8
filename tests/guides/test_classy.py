# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classy's guide, requirement by requirement: what the first run leaves in the org, and what it prints."""

from __future__ import annotations

import pytest

from .runs import Ansible
from .story import Chapter, Story
from .truth import Org, Row, Snapshot, system_permissions
from .vendors import username, variables

NAME = username("classy")


@pytest.fixture(scope="module")
def told(story: Story) -> Chapter:
    chapter = story.chapter("apply")
    assert chapter.run.failed("classy") == []
    return chapter


@pytest.fixture(scope="module")
def org(told: Chapter) -> Snapshot:
    return told.after["classy"]


@pytest.fixture(scope="module")
def granted(org: Snapshot) -> Row:
    (name,) = org.sets_of(NAME)
    return org.permission_set(name)


def test_k1_the_licence_by_the_profile_that_the_guide_names_first(org: Snapshot) -> None:
    assert org.license_of(NAME) == "Salesforce Integration"
    assert org.profile_of(NAME)["Name"] == "Salesforce API Only System Integrations"


def test_k2_a_set_made_for_the_permission_set_licence(org: Snapshot, granted: Row) -> None:
    assert org.row("PermissionSetLicense", Id=granted["LicenseId"])["DeveloperName"] == "SalesforceAPIIntegrationPsl"


def test_k3_the_four_permissions_and_what_they_bring(granted: Row) -> None:
    held = system_permissions(granted)
    assert {"ViewAllData", "ModifyAllData", "ManagePackageLicenses", "BypassMFAForUiLogins"} <= held
    assert {"ViewSetup", "RunReports", "EditTask", "ModifyMetadata"} <= held


def test_k4_licence_and_assignment(org: Snapshot, told: Chapter) -> None:
    assert org.permission_set_licenses_of(NAME) == {"SalesforceAPIIntegrationPsl"}
    assert len(org.sets_of(NAME)) == 1
    kinds = [one["kind"] for one in told.changes("classy") if one["verb"] == "assign"]
    assert kinds.index("permission_set_license") < kinds.index("permission_set")


def test_k5_granular_instead(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["new-profile-only"]
    objects = [{"object": one, "permissions": ["read", "create", "edit"]} for one in ("Account", "Contact")]
    chosen = {**variables("classy"), "classy_username": "classy.granular@halcyon.example", "classy_access": "granular"}
    host = {"org": {**org.connection, **chosen, "classy_object_permissions": objects}}
    run = ansible.play("classy", host)
    assert run.failed("org") == []
    seen = org.snapshot()
    (name,) = seen.sets_of("classy.granular@halcyon.example")
    granted = seen.permission_set(name)
    assert seen.objects(granted) == dict.fromkeys(("Account", "Contact"), {"Read", "Create", "Edit"})
    assert not {"ViewAllData", "ModifyAllData"} & system_permissions(granted)
    assert seen.profile_of("classy.granular@halcyon.example")["Name"] == "Minimum Access - API Only Integrations"


def test_k5_granular_needs_the_list_that_the_guide_lacks(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["new-profile-only"]
    org.begin()
    run = ansible.play("classy", {"org": {**org.connection, **variables("classy"), "classy_access": "granular"}})
    assert run.code != 0
    assert "classy_object_permissions" in run.said("org")
    assert org.different() == {}


def test_k6_what_is_done_in_classy(told: Chapter) -> None:
    assert f"log in as {NAME}" in told.run.said("classy")
