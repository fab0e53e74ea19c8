# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several vendors in one org: on one user, on users of their own, and what happens when two want the same thing."""

from __future__ import annotations

import pytest

from .runs import Ansible
from .truth import Org
from .vendors import EMAIL, VENDORS

SHARED = "integrations@halcyon.example"


@pytest.fixture(scope="module")
def org(orgs: dict[str, Org]) -> Org:
    return orgs["enterprise-sandbox"]


def shared(org: Org, **variables: object) -> dict[str, dict[str, object]]:
    """The inventory of an org with a shared user."""
    return {"org": {**org.connection, "shared_user_username": SHARED, "shared_user_email": EMAIL, **variables}}


def test_a_shared_user_has_what_its_vendors_need_and_loses_what_only_the_leaving_one_needs(
    ansible: Ansible, org: Org
) -> None:
    vendors = shared(org, shared_user_vendors=["mutiny", "salesscreen"])
    org.begin()
    promised = ansible.play("shared_user", vendors, "--check")
    assert promised.failed("org") == []
    assert org.different() == {}
    done = ansible.play("shared_user", vendors)
    assert done.failed("org") == []
    assert done.changes("org") == promised.changes("org")
    seen = org.snapshot()
    held = seen.sets_of(SHARED)
    assert len(held) == 2
    assert seen.user(SHARED)["UserPermissionsMarketingUser"] is True
    org.begin()
    assert ansible.play("shared_user", vendors).failed("org") == []
    assert org.different() == {}

    left = ansible.play("shared_user", shared(org, shared_user_vendors=["mutiny"], shared_user_leaving=["salesscreen"]))
    assert left.failed("org") == []
    seen = org.snapshot()
    assert seen.sets_of(SHARED) == {"Mutiny_Integration_Permissions"}
    assert seen.user(SHARED)["IsActive"]
    assert seen.user(SHARED)["UserPermissionsMarketingUser"] is True


def test_vendors_that_want_different_licences_do_not_share(ansible: Ansible, org: Org) -> None:
    org.begin()
    run = ansible.play("shared_user", shared(org, shared_user_vendors=["mutiny", "conversion"]))
    assert run.code != 0
    assert "Salesforce Integration" in run.failed("org")[-1]
    assert org.different() == {}


def test_nothing_is_written_for_any_vendor_where_one_is_refused(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["no-integration-seat"]
    org.begin()
    host = {
        **org.connection,
        "salesforce_vendors": ["mutiny", "conversion"],
        "mutiny_username": "mutiny@noseat.example",
        "mutiny_email": EMAIL,
        "conversion_username": "conversion@noseat.example",
        "conversion_email": EMAIL,
    }
    run = ansible.play("site", {"org": host})
    assert "no free seat of 'Salesforce Integration'" in run.failed("org")[-1]
    assert org.different() == {}


def test_one_name_for_the_profiles_of_two_vendors_is_refused(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["no-psl"]
    org.begin()
    host = {**org.connection, "salesforce_vendors": ["salesscreen", "insideview"]}
    for vendor in ("salesscreen", "insideview"):
        host |= {f"{vendor}_username": f"{vendor}@same.example", f"{vendor}_email": EMAIL}
        host[f"{vendor}_profile_name"] = "API Only"
    run = ansible.play("site", {"org": host})
    assert run.code != 0
    assert "API Only" in run.failed("org")[-1]
    assert org.different() == {}


def test_the_org_that_is_meant(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["enterprise"]
    org.begin()
    host = {**org.connection, "classy_username": "guard@halcyon.example", "classy_email": EMAIL}
    run = ansible.play("classy", {"org": {**host, "salesforce_expected_sandbox": True}})
    assert run.code != 0
    assert "sandbox" in run.failed("org")[-1]
    assert org.different() == {}


def test_who_gives_a_password_is_not_told_to_reset_it(ansible: Ansible, orgs: dict[str, Org]) -> None:
    host = {**orgs["enterprise"].connection, "salesforce_vendors": list(VENDORS)}
    for vendor in VENDORS:
        host |= {f"{vendor}_username": f"{vendor}@password.example", f"{vendor}_email": EMAIL}
        host[f"{vendor}_new_password"] = "correct-Horse-42"
    run = ansible.play("site", {"org": host}, "--check")
    assert run.failed("org") == []
    assert all(f"{vendor}@password.example" in run.said("org") for vendor in VENDORS)
    assert "no password yet" not in run.said("org")
    assert "correct-Horse-42" not in run.output


def test_what_a_guide_gives_beyond_the_least_is_shown_and_a_wrong_list_refused_without_asking_the_org(
    ansible: Ansible, orgs: dict[str, Org]
) -> None:
    org = orgs["enterprise"]
    org.begin()
    host = {**org.connection, "conversion_username": "compared@halcyon.example", "conversion_email": EMAIL}
    run = ansible.play("compare_access", {"org": {**host, "salesforce_vendors": ["conversion"]}})
    assert run.failed("org") == []
    (shown,) = [one["result"]["msg"] for one in run.of("org") if isinstance(one["result"].get("msg"), dict)]
    assert "system_permission: Customize Application" in shown["only_by_guide"]
    assert "object_permission: Account modify_all" in shown["only_by_guide"]
    assert "Set salesforce_vendors" in ansible.play("compare_access", {"org": host}).failed("org")[-1]
    shared_too = ansible.play("site", {"org": {**host, "salesforce_vendors": ["mutiny", "shared_user"]}})
    assert "Take shared_user out of salesforce_vendors" in shared_too.failed("org")[-1]
    assert org.requests() == []
