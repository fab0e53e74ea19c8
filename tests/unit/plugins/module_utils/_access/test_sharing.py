# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.descriptions import compare, implied, needed
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.sharing import subtract, unite

CONVERSION: dict[str, t.Any] = {
    "vendor": "Conversion",
    "license": ["Salesforce Integration"],
    "requirements": {"C3": {"variables": ["conversion_license"]}, "C5": {"variables": ["conversion_objects"]}},
    "permission_set_licenses": ["SalesforceAPIIntegrationPsl"],
    "permission_sets": [{"name": "Conversion", "license": "Salesforce API Integration"}],
    "needs": {
        "system_permissions": ["API Enabled"],
        "object_permissions": [{"object": "Account", "permissions": ["modify_all"]}],
    },
}
MUTINY: dict[str, t.Any] = {
    "vendor": "Mutiny",
    "license": ["Salesforce"],
    "permission_sets": [{"name": "Mutiny"}],
    "feature_licenses": ["marketing_user"],
    "addresses": ["52.70.239.199"],
    "trust_addresses": "where_used",
    "needs": {
        "system_permissions": ["api enabled"],
        "object_permissions": [{"object": "Account", "permissions": ["edit"]}],
        "field_permissions": [{"object": "Account", "all_readable": True, "edit": ["Industry"]}],
    },
}
GONG: dict[str, t.Any] = {
    "license": [],
    "permission_sets": [{"name": "Gong"}],
    "feature_licenses": ["Marketing_User"],
    "needs": {"system_permissions": ["API Enabled"]},
}


def test_no_licence_for_all_is_refused_with_who_wants_which() -> None:
    with pytest.raises(Refusal, match=r"conversion: Salesforce Integration; mutiny: Salesforce\b"):
        unite({"conversion": CONVERSION, "mutiny": MUTINY})


def test_a_chosen_licence_leaves_out_what_is_for_another_and_says_so() -> None:
    united = unite({"conversion": CONVERSION, "mutiny": MUTINY}, "Salesforce")
    assert united["license"] == ["Salesforce"]
    assert united["permission_set_licenses"] == []
    assert united["permission_sets"] == [{"name": "Conversion"}, {"name": "Mutiny"}]
    (departure,) = united["departures"]
    assert "conversion" in departure
    assert "(C3)" in departure


def test_each_thing_is_there_once_and_names_everybody_who_needs_it() -> None:
    united = unite({"mutiny": MUTINY, "gong": GONG})
    assert united["vendor"] == "Mutiny, gong"
    assert united["license"] == ["Salesforce"]
    assert united["feature_licenses"] == ["marketing_user"]
    assert united["needs"]["system_permissions"] == ["api enabled"]
    assert united["trust_addresses"] == "where_used"
    who = {(one["kind"], one["key"]): one["vendors"] for one in united["provenance"]}
    assert who["address", "52.70.239.199"] == ["mutiny"]
    assert who["feature_license", "marketing_user"] == ["mutiny", "gong"]
    assert who["system_permission", "api enabled"] == ["mutiny", "gong"]
    assert who["permission_set", "Gong"] == ["gong"]
    assert who["object_permission", "Account read"] == ["mutiny"]
    assert who["field_permission", "Account edit Industry"] == ["mutiny"]


def test_what_another_vendor_needs_stays_when_one_leaves() -> None:
    going = subtract({"mutiny": MUTINY, "gong": GONG}, ["Mutiny"])
    assert going["permission_sets"] == [{"name": "Mutiny"}]
    assert going["addresses"] == ["52.70.239.199"]
    assert going["feature_licenses"] == []
    assert {"kind": "feature_license", "key": "Marketing_User", "vendors": ["gong"]} in going["kept"]


def test_everything_goes_with_the_last_vendor() -> None:
    going = subtract({"mutiny": MUTINY}, ["mutiny"])
    assert going["feature_licenses"] == ["marketing_user"]
    assert going["kept"] == []


def test_a_vendor_that_leaves_must_be_described() -> None:
    with pytest.raises(Refusal, match="No description of mutny, which leaves; there are those of mutiny, gong"):
        subtract({"mutiny": MUTINY, "gong": GONG}, ["Mutny"])
    # One name in the place of a list is one vendor, not its letters.
    assert subtract({"mutiny": MUTINY}, "Mutiny")["permission_sets"] == [{"name": "Mutiny"}]


def test_two_things_of_one_name_must_be_the_same() -> None:
    other = {"permission_sets": [{"name": "GONG", "label": "another"}]}
    with pytest.raises(Refusal, match="gong and other both bring the permission set GONG"):
        unite({"gong": GONG, "other": other})
    assert unite({"gong": GONG, "other": GONG})["permission_sets"] == [{"name": "Gong"}]


def test_a_vendor_with_a_profile_of_its_own_shares_no_user() -> None:
    with pytest.raises(Refusal, match="salesscreen wants a profile of its own"):
        unite({"salesscreen": {"custom_profile": {"name": "API Only"}}})


def test_what_a_permission_implies_is_spelled_out() -> None:
    assert implied(["modify_all", "create"]) == ["read", "edit", "delete", "view_all", "modify_all", "create"]
    assert ("object_permission", "Account delete") in needed(CONVERSION)


def test_a_comparison_tells_what_only_one_gives() -> None:
    less = {**CONVERSION, "needs": {"object_permissions": [{"object": "account", "permissions": ["edit", "create"]}]}}
    found = compare(CONVERSION, less)
    assert {"kind": "system_permission", "key": "API Enabled"} in found["only_first"]
    assert {"kind": "object_permission", "key": "Account delete"} in found["only_first"]
    assert {"kind": "object_permission", "key": "Account read"} not in found["only_first"]
    assert found["only_second"] == [{"kind": "object_permission", "key": "account create"}]


def test_a_profile_tells_what_it_keeps_of_the_one_it_is_cloned_from() -> None:
    profile = {
        "name": "API Only",
        "clone_from": ["Standard User"],
        "object_permissions": {"set": []},
        "tabs": {"set": []},
    }
    (told,) = compare({"custom_profile": profile}, {})["only_first"]
    assert told["key"] == "API Only (cloned from Standard User; keeps its system permissions, field permissions)"
