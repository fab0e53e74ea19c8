# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import AnyOf, Query, Where
from ansible_collections.sfops.salesforce.plugins.module_utils._api import soql
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError

#: Everything a text in Salesforce can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda one: ord(one) >= 32 or one in "\n\r\t\f"))


def read_literal(literal: str) -> str:
    """The text that a SOQL string literal stands for, after the escape sequences in the SOQL Reference."""
    back = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
    assert literal[0] == literal[-1] == "'"
    inside = iter(literal[1:-1])
    text = ""
    for character in inside:
        assert character != "'", "the literal ends early"
        if character != "\\":
            text += character
            continue
        escaped = next(inside)
        assert escaped in "nrtf'\"\\"
        text += back.get(escaped, escaped)
    return text


@settings(deadline=None)
@given(TEXTS)
def test_a_quoted_text_reads_back_unchanged_whatever_it_holds(text: str) -> None:
    assert read_literal(soql.quote(text)) == text
    assert "\n" not in soql.quote(text)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("O'Neil", r"'O\'Neil'"),
        ("' OR Name != '", r"'\' OR Name != \''"),
        ("back\\slash'", r"'back\\slash\''"),
        ('"q"', r"'\"q\"'"),
        ("a\nb\tc", r"'a\nb\tc'"),
        ("Zoë ✓ 日本", "'Zoë ✓ 日本'"),
    ],
)
def test_quoting_of_what_people_try(text: str, literal: str) -> None:
    assert soql.quote(text) == literal


@pytest.mark.parametrize("text", ["a\x00b", "\x07", "\x1b[0m", "\ud800"])
def test_characters_no_text_in_salesforce_holds_are_refused(text: str) -> None:
    with pytest.raises(SalesforceError, match=r"U\+[0-9A-F]{4}") as caught:
        soql.quote(text)
    assert caught.value.code == "CONFIGURATION"


def test_a_like_pattern_keeps_the_callers_escapes_and_quotes_the_rest() -> None:
    assert soql.quote_pattern(r"100\%_o'x\_%\n") == r"'100\%_o\'x\_%\\n'"


def test_a_query_in_full() -> None:
    query = Query(
        "User",
        ("Id", "Profile.UserLicense.Name", "(SELECT Id FROM PermissionSetAssignments)"),
        (
            Where("Username", "=", "a'b"),
            Where("IsActive", "=", True),
            AnyOf((Where("Name", "LIKE", "A%"), Where("ManagerId", "!=", None))),
            Where("UserType", "IN", ("Standard", "x")),
            Where("Depth", ">", 3),
        ),
        order_by="Name DESC NULLS LAST, Id",
        limit=5,
    )
    assert soql.render(query) == (
        "SELECT Id, Profile.UserLicense.Name, (SELECT Id FROM PermissionSetAssignments) FROM User "
        r"WHERE Username = 'a\'b' AND IsActive = TRUE AND (Name LIKE 'A%' OR ManagerId != null) "
        "AND UserType IN ('Standard', 'x') AND Depth > 3 ORDER BY Name DESC NULLS LAST, Id LIMIT 5"
    )
    assert soql.child_relationships(query) == ["PermissionSetAssignments"]


@pytest.mark.parametrize(("limit", "expected"), [(0, 200), (50, 50), (900, 200)])
def test_all_fields_come_with_the_limit_salesforce_demands(limit: int, expected: int) -> None:
    query = Query("Organization", ("FIELDS(ALL)",), limit=limit)
    assert soql.render(query) == f"SELECT FIELDS(ALL) FROM Organization LIMIT {expected}"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (Query("User WHERE Id != null", ("Id",)), "INVALID_TYPE"),
        (Query("", ("Id",)), "INVALID_TYPE"),
        (Query("User", ("Id FROM Account",)), "INVALID_FIELD"),
        (Query("User", ("PermissionsÄ",)), "INVALID_FIELD"),
        (Query("User", ("(SELECT Id FROM X WHERE Name = 'a')",)), "INVALID_FIELD"),
        (Query("User", ("Id",), (Where("Name = 'x' OR Name", "=", 1),)), "INVALID_FIELD"),
        (Query("User", ("Id",), order_by="Id; DROP"), "INVALID_FIELD"),
        (Query("User\n", ("Id",)), "INVALID_TYPE"),
    ],
)
def test_what_cannot_be_a_name_never_reaches_the_query(query: Query, code: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        soql.render(query)
    assert caught.value.code == code


@pytest.mark.parametrize("where", [Where("A", "~", 1), Where("A", "=", ("x",)), Where("A", "IN (1) OR A IN", ("x",))])
def test_unknown_operators_are_a_fault_of_the_caller(where: Where) -> None:
    with pytest.raises(ValueError, match="operator|one value"):
        soql.render(Query("User", ("Id",), (where,)))


def test_membership_of_an_empty_list_matches_nothing() -> None:
    empty, some = Where("Id", "IN", ()), Where("Name", "=", "x")
    assert soql.matches_nothing(Query("User", ("Id",), (some, empty)))
    assert soql.matches_nothing(Query("User", ("Id",), (AnyOf((empty, empty)),)))
    assert not soql.matches_nothing(Query("User", ("Id",), (AnyOf((empty, some)),)))
    assert not soql.matches_nothing(Query("User", ("Id",)))
    assert soql.render(Query("User", ("Id",), (AnyOf((empty, some)),))).endswith("WHERE Name = 'x'")


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=40), st.integers(1, 30))
def test_a_query_cut_in_halves_asks_for_the_same_values(values: t.List[str], most: int) -> None:
    def pieces(query: Query) -> t.List[Query]:
        cut = soql.halves(query) if len(t.cast(t.Any, query.where[1]).value) > most else None
        return [query] if cut is None else [piece for half in cut for piece in pieces(half)]

    query = Query("User", ("Id",), (Where("A", "=", 1), Where("Name", "IN", tuple(values))))
    asked = [value for piece in pieces(query) for value in t.cast(t.Any, piece.where[1]).value]
    assert asked == values


def test_what_cannot_be_cut_stays_whole() -> None:
    assert soql.halves(Query("User", ("Id",), (Where("Name", "IN", ("a", "b")),), limit=3)) is None
    assert soql.halves(Query("User", ("Id",), (Where("Name", "=", "a"),))) is None
    assert soql.halves(Query("User", ("Id",), (Where("Name", "IN", ("a",)),))) is None
