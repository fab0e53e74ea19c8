# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names as people write them: spelling, likeness, ambiguity; and sentences about what went wrong."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.edits import Edit, edit, word
from ansible_collections.sfops.salesforce.plugins.module_utils._access.names import choose, plain, spellings
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Findings, Refusal, near

RECORDS: list[dict[str, t.Any]] = [
    {"Id": "1", "Name": "Sales", "Label": "Reporting"},
    {"Id": "2", "Name": "Reporting", "Label": "Everything"},
    {"Id": "3", "Name": "Other", "Label": "Twice"},
    {"Id": "4", "Name": "Another", "Label": "twice"},
    {"Id": "5", "Name": "Dashed", "Label": "Access - API"},
    {"Id": "6", "Name": "Unlabelled", "Label": None},
]


def chosen(name: str) -> str:
    return str(choose("permission set", name, RECORDS, ("Name", "Label"), "permission_sets")["Id"])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Sales", "1"),
        ("sales", "1"),
        ("Reporting", "2"),
        ("Everything", "2"),
        ("Access \u2013 API", "5"),
        ("access \u2014  api", "5"),
        ("Unlabelled", "6"),
    ],
)
def test_a_name_finds_its_record(name: str, found: str) -> None:
    assert chosen(name) == found


@pytest.mark.parametrize(
    ("name", "code", "parts"),
    [
        ("Twice", "AMBIGUOUS", ["'Twice' is ambiguous", "Another, Other", "use the Name in permission_sets"]),
        ("Report", "NOT_FOUND", ["no permission set 'Report'", "did you mean Reporting", "change permission_sets"]),
        ("None", "NOT_FOUND", ["no permission set 'None'"]),
        ("O'Neil\" \\ %_", "NOT_FOUND", ["O'Neil"]),
    ],
)
def test_a_name_that_does_not_tell_is_refused(name: str, code: str, parts: list[str]) -> None:
    with pytest.raises(Refusal) as caught:
        chosen(name)
    assert (caught.value.code, caught.value.fields) == (code, ["permission_sets"])
    assert all(part in str(caught.value) for part in parts)


@given(st.text(max_size=30))
def test_comparing_is_stable(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert plain(name.upper()) == plain(plain(name.upper()))
    assert name in spellings(name)


def test_every_dash_is_a_hyphen() -> None:
    assert {plain(f"a {dash} b") for dash in "-\u2010\u2011\u2012\u2013\u2014\u2212"} == {"a - b"}


def test_hints_are_close_and_few() -> None:
    assert near("Acount", ["Account", "Contact"]) == " (did you mean Account?)"
    assert near("Nothing", ["Account"]) == ""
    assert near("name1", [f"name{number}" for number in range(2, 9)]).count(",") == 2


def test_findings_are_told_together() -> None:
    findings = Findings()
    findings.refuse()
    assert not findings
    findings.add("first", "FIRST", ["one", "both"])
    with pytest.raises(Refusal, match="^first$"):
        findings.refuse()
    findings.catch(Refusal("second", "SECOND", ["both", "two"]))
    with pytest.raises(Refusal, match=r"^2 problems: first \| second$") as caught:
        findings.refuse()
    assert caught.value.as_dict() == {"status": None, "code": "FIRST", "fields": ["one", "both", "two"]}


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (None, Edit()),
        ([], Edit(declared=True)),
        ({}, Edit(declared=True)),
        (["a", " b "], Edit(("a", "b"), declared=True)),
        ({"add": ["a"]}, Edit(("a",), declared=True)),
        ({"add": ["a"], "remove": ["b"]}, Edit(("a",), ("b",), declared=True)),
        ({"set": ["a"]}, Edit(("a",), exact=True, declared=True)),
        ({"set": []}, Edit(exact=True, declared=True)),
    ],
)
def test_the_forms_of_a_list(value: t.Any, meaning: Edit[str]) -> None:
    assert edit("option", value, word("option")) == meaning


@pytest.mark.parametrize(
    "value", ["a", 5, {"only": []}, {"add": "a"}, [None], [["a"]], [""], {"set": [], "add": ["a"]}]
)
def test_other_forms_are_refused(value: t.Any) -> None:
    with pytest.raises(Refusal) as caught:
        edit("option", value, word("option"))
    assert (caught.value.code, caught.value.fields) == ("BAD_OPTION", ["option"])


@given(st.lists(st.text(min_size=1).filter(str.strip)))
def test_a_plain_list_means_add(names: list[str]) -> None:
    assert edit("option", names, word("option")) == edit("option", {"add": names}, word("option"))
