# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Orgs that lack something: what is missing is said with what to do about it, everything at once, and nothing is written."""

from __future__ import annotations

import typing as t

import pytest

from .runs import Ansible, Run
from .truth import Org
from .vendors import EMAIL

#: Org -> what a run of Conversion has to say there.
CONVERSION: dict[str, tuple[str, ...]] = {
    "no-integration-seat": (
        "no free seat of 'Salesforce Integration'",
        "1 of 1 used by billing.bot@halcyon.example.noseat",
    ),
    "no-psl": ("SalesforceAPIIntegrationPsl",),
    "psl-used-up": ("no free seat of 'Salesforce API Integration'", "billing.bot@halcyon.example.pslused"),
    "professional": ("Minimum Access - API Only Integrations",),
    "wrong-licence": ("Salesforce Integration",),
    "lesser-admin": ("Manage Profiles and Permission Sets",),
}
#: What a run of Mutiny, which wants a user of the licence Salesforce and Marketing User, has to say.
MUTINY: dict[str, tuple[str, ...]] = {
    "no-salesforce-seat": ("no free seat of 'Salesforce'", "2 of 2 used by"),
    "no-marketing-seat": ("marketing",),
    "wrong-licence": ("Salesforce Integration",),
}


def over(ansible: Ansible, orgs: dict[str, Org], vendor: str, names: t.Iterable[str], *arguments: str) -> Run:
    """One run over these orgs, each with a user name of its own."""
    hosts = {}
    for name in names:
        orgs[name].begin()
        suffix = orgs[name].client.facts["username"].partition(".example")[2]
        hosts[name] = {
            **orgs[name].connection,
            f"{vendor}_username": f"{vendor}@halcyon.example{suffix}",
            f"{vendor}_email": EMAIL,
        }
    return ansible.play(vendor, hosts, *arguments)


@pytest.fixture(scope="module")
def conversion(ansible: Ansible, orgs: dict[str, Org]) -> Run:
    return over(ansible, orgs, "conversion", CONVERSION)


@pytest.mark.parametrize("name", CONVERSION)
def test_conversion_says_what_an_org_lacks(conversion: Run, orgs: dict[str, Org], name: str) -> None:
    assert refused(conversion, orgs[name], CONVERSION[name])


@pytest.fixture(scope="module")
def mutiny(ansible: Ansible, orgs: dict[str, Org], conversion: Run) -> Run:
    return over(ansible, orgs, "mutiny", MUTINY)


@pytest.mark.parametrize("name", MUTINY)
def test_mutiny_says_what_an_org_lacks(mutiny: Run, orgs: dict[str, Org], name: str) -> None:
    assert refused(mutiny, orgs[name], MUTINY[name])


def refused(run: Run, org: Org, words: tuple[str, ...]) -> bool:
    """The run ended early, said all of this in one message, and left the org as it was."""
    failures = run.failed(org.name)
    assert failures, f"{org.name} was not refused"
    assert [one for one in words if one not in failures[-1]] == [], failures[-1]
    assert org.different() == {}
    assert [one["path"] for one in org.requests() if one["writing"]] == []
    return True


def test_everything_that_is_wrong_is_said_at_once(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["no-integration-seat"]
    org.begin()
    host = {
        **org.connection,
        "conversion_username": "several@halcyon.example",
        "conversion_email": EMAIL,
        "conversion_objects": ["Account", "Acount"],
        "conversion_system_permissions": ["API Enabled", "Customise Everything"],
    }
    run = ansible.play("conversion", {org.name: host})
    assert refused(run, org, ("no free seat of 'Salesforce Integration'", "'Acount'"))


def test_the_older_profile_where_there_is_no_other(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["deprecated-profile-only"]
    host = {**org.connection, "conversion_username": "conversion@old.example", "conversion_email": EMAIL}
    run = ansible.play("conversion", {org.name: host})
    assert run.failed(org.name) == []
    assert org.snapshot().profile_of("conversion@old.example")["Name"] == "Salesforce API Only System Integrations"
    assert "deprecated" in run.said(org.name)


def test_a_user_name_that_is_taken_elsewhere(ansible: Ansible, orgs: dict[str, Org]) -> None:
    org = orgs["enterprise"]
    org.begin()
    host = {**org.connection, "conversion_username": "taken@halcyon.example", "conversion_email": EMAIL}
    run = ansible.play("conversion", {org.name: host})
    (failure,) = run.failed(org.name)
    assert "conversion_username" in failure or "name" in failure
    assert "taken@halcyon.example" in failure
    assert org.different() == {}
