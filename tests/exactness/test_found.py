# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What drawn cases have found: each was once a preview that was not exact, or a run that the store did not bear out."""

from __future__ import annotations

import typing as t

import pytest

from .names import BOT
from .play import Case, Stage

Play = t.Callable[..., None]


@pytest.fixture
def play(stage: Stage) -> Play:
    """Play tasks, given as module and options, in the base org."""

    def played(*tasks: tuple[str, dict[str, t.Any]]) -> None:
        stage.play(Case((), tasks))

    return played


def test_a_licence_that_an_assigned_set_needs_was_unassigned_in_the_preview_only(play: Play) -> None:
    psl = "SalesforceAPIIntegrationPsl"
    play(("sf_permset_license_assignment", {"users": [BOT], "licenses": {"remove": [psl]}}))
    play(("sf_permset_license_assignment", {"users": [BOT], "licenses": {"set": []}}))
    play(
        ("sf_permset_group", {"name": "New_Group", "permission_sets": ["Spare"]}),
        ("sf_permset_assignment", {"users": [BOT], "permission_set_groups": ["New_Group"]}),
        ("sf_permset_assignment", {"users": [BOT], "permission_sets": {"remove": ["Integration"]}}),
        ("sf_permset_license_assignment", {"users": [BOT], "licenses": [psl], "state": "absent"}),
    )


def test_what_a_set_opens_was_told_in_another_order_after_the_run_and_by_id(play: Play, stage: Stage) -> None:
    task = {"name": "Spare", "label": "Other", "apex_classes": {"set": []}, "custom_permissions": []}
    play(("sf_permission_set", task))
    result = stage.run(check=True).task("sf_permission_set", **task)
    assert result["unmanaged"] == [{"kind": "connected_app", "key": "Reporting", "value": True}]


def test_what_came_with_a_new_profile_was_not_told_when_the_rest_failed(play: Play) -> None:
    reads = [{"object": "Contact", "permissions": ["read"]}]
    task = {"name": "New Profile", "license": "Salesforce Integration", "object_permissions": reads}
    play(("sf_profile", {**task, "system_permissions": ["ApiEnabled"]}))
    play(("sf_profile", task))


def test_what_a_profile_opens_was_told_in_another_order_in_the_preview_of_a_second_task(play: Play) -> None:
    profile = {"name": "Bot – Restricted", "license": "Salesforce Integration"}
    play(
        ("sf_profile", {**profile, "custom_permissions": ["Approve Discount", "Approve Discount"]}),
        ("sf_profile", {**profile, "apex_classes": ["billing"], "custom_permissions": []}),
    )


@pytest.mark.parametrize("option", ["federation_id", "nickname"])
def test_what_another_user_has_was_refused_by_the_run_only(play: Play, option: str) -> None:
    first = {"name": BOT, "last_name": "Robot", "email": "team@tessera.example", option: "fed-1"}
    play(("sf_user", first), ("sf_user", {**first, "name": "sam@tessera.example", option: "FED-1"}))
    play(("sf_user", first), ("sf_user", {**first, "name": "new@tessera.example", "profile": ["Standard User"]}))


def test_what_mutes_in_a_group_went_with_it_unsaid(play: Play) -> None:
    play(("sf_permset_group", {"name": "Sales_Team", "state": "absent"}))


def test_what_a_package_opens_was_missing_in_a_profile_that_was_previewed_behind_it(play: Play) -> None:
    package = {
        "package": "cnvsn",
        "version_id": "04t5f000000cNv3AAE",
        "security_type": "all_users",
        "poll_interval": 0.01,
    }
    play(
        ("sf_package", package),
        ("sf_profile", {"name": "Sales Manager", "license": "Salesforce", "apex_classes": []}),
    )
