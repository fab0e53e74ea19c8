# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of an inventory: stable, without secrets, and whatever stands in an org is text in them."""

from __future__ import annotations

import typing as t

import yaml

from ansible_collections.sfops.salesforce.plugins.filter.inventory_files import inventory_files

SET = {"name": "Any", "label": "Any", "description": "{{ lookup('pipe', 'id') }}", "system_permissions": {"set": []}}
LACK = {"kind": "password", "key": "a@b.example\nsalesforce_profiles: [wrong]\u2028x: y", "reason": "no API tells it"}


def files(**found: t.Any) -> dict[str, str]:
    secrets = ["salesforce_client_secret"]
    reached: dict[str, t.Any] = {"salesforce_instance_url": "https://a.example", "salesforce_retries": 4}
    made = inventory_files(found, "production", reached, secrets)
    return {one["path"]: one["content"] for one in made["files"]}


class _Loader(yaml.SafeLoader):
    """Knows the tag of Ansible."""


_Loader.add_constructor("!unsafe", lambda loader, node: ("unsafe", node.value))


def test_an_entry_says_how_the_org_is_reached_without_secrets() -> None:
    entry = yaml.safe_load(files()["production.yml"])["salesforce_orgs"]["hosts"]["production"]
    assert entry == {
        "salesforce_client_secret": (
            "{{ vault_salesforce_client_secret | default(lookup('ansible.builtin.env', 'SALESFORCE_CLIENT_SECRET'), true) }}"
        ),
        "salesforce_instance_url": "https://a.example",
        "salesforce_retries": 4,
    }


def test_text_that_looks_like_a_template_is_never_one() -> None:
    text = files(permission_sets=[{"name": "Any", "declaration": SET, "not_exported": []}])[
        "host_vars/production/adopted.yml"
    ]
    (found,) = _Loader(text).get_single_data()["salesforce_permission_sets"]
    assert found["description"] == ("unsafe", SET["description"])
    assert found["label"] == "Any"


def test_what_is_left_out_stands_in_one_line_each() -> None:
    found = [{"name": "Any", "declaration": None, "not_exported": [LACK]}]
    text = files(permission_sets=found)["host_vars/production/adopted.yml"]
    assert yaml.safe_load(text) == {
        "integration_users": [],
        "salesforce_profiles": [],
        "salesforce_permission_sets": [],
        "salesforce_permission_set_groups": [],
    }
    assert len([line for line in text.splitlines() if line.startswith("# - password ")]) == 1


def test_order_does_not_count() -> None:
    sets: list[dict[str, t.Any]] = [
        {"name": name, "declaration": {"name": name}, "not_exported": []} for name in ("b", "A", "c")
    ]
    assert files(permission_sets=sets) == files(permission_sets=sets[::-1])


def test_an_assignment_that_ends_is_left_alone() -> None:
    fields = ("first_name", "last_name", "email", "alias", "nickname", "title", "department", "company_name")
    more = ("employee_number", "federation_id", "time_zone", "locale", "language", "email_encoding")
    declared = {"profile": ["P"], "license": ["L"], **dict.fromkeys((*fields, *more), "")}
    user = {
        "name": "a@b.example",
        "active": True,
        "declaration": declared,
        "not_exported": [],
        "feature_licenses": [],
        "permission_set_licenses": [],
        "permission_sets": ["Stays", "Ends"],
        "permission_set_groups": [],
    }
    ends = {
        "user": "a@b.example",
        "permission_set": "Ends",
        "permission_set_group": None,
        "expires": "2030-01-01T00:00:00.000+0000",
    }
    made = inventory_files({"users": [user], "assignments": [ends]}, "production")
    (described,) = yaml.safe_load(made["files"][0]["content"])["integration_users"]
    assert described["other_permission_sets"] == ["Stays"]
    assert [(one["kind"], one["key"]) for one in made["not_exported"]] == [("permission_set", "Ends")]
