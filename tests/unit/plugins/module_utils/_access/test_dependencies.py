# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which permissions demand which: the closure, what is asked of the org, and what its refusals say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.dependencies import (
    Dependencies,
    explore,
    parse_refusal,
    split_node,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Query, Read, Where
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Known
from ansible_collections.sfops.salesforce.plugins.module_utils._access.stated_dependencies import STATED

LABELS = {
    "customizeapplication": "CustomizeApplication",
    "managetranslation": "ManageTranslation",
    "manageusers": "ManageUsers",
    "viewroles": "ViewRoles",
    "convert leads": "ConvertLeads",
    "import personal contacts": "ImportPersonal",
    "manage public documents": "EditPublicDocuments",
    "edit tasks": "EditTask",
}
READ_ALL = "viewAllRecords"


@pytest.mark.parametrize(
    ("message", "edges"),
    [
        ("Permission ManageUsers depends on permission(s): ViewRoles", {"ManageUsers": {"ViewRoles"}}),
        (
            "Permission CustomizeApplication depends on permission(s): ManageTranslation",
            {"CustomizeApplication": {"ManageTranslation"}},
        ),
        (
            "Permission Convert Leads depends on permission(s): Create Account; Permission Read All Asset depends on permission(s): Read All Account",
            {"ConvertLeads": {"Account<create>"}, f"Asset<{READ_ALL}>": {f"Account<{READ_ALL}>"}},
        ),
        (
            "Permission Import Personal Contacts depends on permission(s): Create Account, Create Contact, Edit Account, Edit Contact",
            {"ImportPersonal": {"Account<create>", "Contact<create>", "Account<update>", "Contact<update>"}},
        ),
        (
            "Permission Delete OauthToken depends on permission(s): Edit OauthToken",
            {"OauthToken<delete>": {"OauthToken<update>"}},
        ),
        (
            "Permission Read VS_Session__c depends on permission(s): Read VS_Facility__c",
            {"VS_Session__c<read>": {"VS_Facility__c<read>"}},
        ),
        (
            "Permissions Read All ServiceTerritory depends on permission(s): Read All OperatingHours",
            {f"ServiceTerritory<{READ_ALL}>": {f"OperatingHours<{READ_ALL}>"}},
        ),
        (
            "Permission Manage Public Documents depends on permission(s): Create Document, Delete Document.",
            {"EditPublicDocuments": {"Document<create>", "Document<delete>"}},
        ),
        ("Permission Edit Tasks depends on permission(s): Modify All Case", {"EditTask": {"Case<modifyAllRecords>"}}),
        ("FIELD_INTEGRITY_EXCEPTION: something else", {}),
        ("", {}),
    ],
)
def test_what_refusals_say(message: str, edges: dict[str, set[str]]) -> None:
    assert parse_refusal(message, LABELS) == edges


def test_nodes_are_told_apart() -> None:
    assert split_node("Account<read>") == ("Account", "read")
    assert split_node("ViewSetup") is None


def test_the_rules_every_object_follows() -> None:
    implied = Dependencies().closure(["Account<modifyAllRecords>"])
    assert set(implied) == {f"Account<{verb}>" for verb in ("read", "update", "delete", READ_ALL)}
    assert set(Dependencies().closure(["Account<viewAllFields>", "Account<create>"])) == {"Account<read>"}


def test_each_implied_permission_names_the_wanted_one_that_led_to_it() -> None:
    dependencies = Dependencies({"A": {"B"}, "B": {"C"}, "C": {"A"}, "X": {"B"}})
    assert dependencies.closure(["A"]) == {"B": "A", "C": "A"}
    assert dependencies.closure(["A", "C"]) == {"B": "A"}


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.sets(st.sampled_from("ABCDEF"))), st.sets(st.sampled_from("ABCDEF"))
)
def test_the_closure_is_closed_and_nothing_more(edges: dict[str, set[str]], wanted: set[str]) -> None:
    dependencies = Dependencies(edges)
    everything = wanted | set(dependencies.closure(wanted))
    assert all(dependencies.requires(one) <= everything for one in everything)
    assert not wanted & set(dependencies.closure(wanted))
    assert set(dependencies.closure(everything)) == set()
    for one, because in dependencies.closure(wanted).items():
        assert because in wanted
        assert one in {because} | set(dependencies.closure([because]))


def asked(query: Read) -> tuple[str, ...]:
    assert isinstance(query, Query)
    (condition,) = query.where
    assert isinstance(condition, Where)
    assert isinstance(condition.value, tuple)
    return tuple(str(one) for one in condition.value)


def explored(nodes: list[str], rows: dict[str, set[str]], most: int) -> Dependencies:
    """The dependencies after asking an org that has these rows, in so many rounds at most."""
    known = Known()
    for _round in range(most + 1):
        dependencies, missing = explore(known, nodes, {})
        if not missing:
            return dependencies
        for query in missing:
            found = [
                {"Permission": one, "RequiredPermission": two} for one in asked(query) for two in rows.get(one, ())
            ]
            known.put(query, found)
    raise AssertionError(f"more than {most} rounds")


def test_the_orgs_rows_come_first_and_are_followed() -> None:
    rows = {"ManageUsers": {"ViewRoles"}, "ViewRoles": {"ViewHierarchy"}}
    dependencies = explored(["ManageUsers"], rows, 2)
    assert set(dependencies.closure(["ManageUsers"])) == {"ViewRoles", "ViewHierarchy"}


def test_what_salesforce_states_fills_in_where_the_org_keeps_no_rows() -> None:
    dependencies = explored(["ViewAllData"], {}, 1)
    assert set(STATED["ViewAllData"]) <= set(dependencies.closure(["ViewAllData"]))


def test_one_request_is_enough_where_the_org_says_what_salesforce_states() -> None:
    rows = {node: set(required) for node, required in STATED.items()}
    assert set(explored(["CustomizeApplication"], rows, 1).closure(["CustomizeApplication"])) >= {"ViewSetup"}


def test_many_permissions_are_asked_for_in_several_queries() -> None:
    nodes = [f"Permission{number}" for number in range(600)]
    missing = explore(Known(), nodes, {})[1]
    assert sum(len(asked(one)) for one in missing) == 600
    assert max(len(asked(one)) for one in missing) <= 250


def test_an_org_without_the_object_is_no_obstacle() -> None:
    known, taught = Known(), {"CustomizeApplication": {"ManageTranslation"}}
    for query in explore(known, ["CustomizeApplication"], taught)[1]:
        known.put(query, None)
    dependencies, missing = explore(known, ["CustomizeApplication"], taught)
    assert missing == []
    assert "ManageTranslation" in dependencies.closure(["CustomizeApplication"])
