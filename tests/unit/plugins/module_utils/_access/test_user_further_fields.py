# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields of users that have no option of their own: what they take, and when a value is the same."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access import user_further_fields
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Findings, Refusal

_PICKLIST = {"picklistValues": [{"value": "Gold"}, {"value": "Silver"}]}


def field(kind: str, **more: t.Any) -> dict[str, t.Any]:
    return {"name": "One__c", "type": kind, "label": "One", "createable": True, "updateable": True, **more}


def resolved(one: dict[str, t.Any], value: t.Any, creating: bool = False) -> t.Any:
    findings = Findings()
    found = user_further_fields.resolve({"one__C": value}, {"fields": [one]}, creating, findings)
    findings.refuse()
    return found["One__c"][1]


@pytest.mark.parametrize(
    ("one", "given", "sent"),
    [
        (field("boolean"), "True", True),
        (field("boolean"), False, False),
        (field("int"), "7", 7),
        (field("double"), 7.5, 7.5),
        (field("currency"), "1e3", 1000),
        (field("string", length=3), 123, "123"),
        (field("textarea"), " two\r\nlines ", "two\nlines"),
        (field("picklist", restrictedPicklist=True, **_PICKLIST), "gold", "Gold"),
        (field("picklist", **_PICKLIST), "Bronze", "Bronze"),
        (field("multipicklist", restrictedPicklist=True, **_PICKLIST), ["silver", "GOLD"], "Silver;Gold"),
        (field("multipicklist", restrictedPicklist=True, **_PICKLIST), "gold", "Gold"),
        (field("reference"), "0015f00000ABCDe", "0015f00000ABCDe"),
        (field("date"), datetime.date(2026, 12, 31), "2026-12-31"),
        (field("datetime"), "2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z"),
        (field("string"), "", None),
        (field("double"), None, None),
    ],
)
def test_values_as_the_org_takes_them(one: dict[str, t.Any], given: t.Any, sent: t.Any) -> None:
    value = resolved(one, given)
    assert (value, type(value)) == (sent, type(sent))
    assert user_further_fields.same(one, value, value)


@pytest.mark.parametrize(
    ("one", "given", "part"),
    [
        (field("boolean"), None, "takes true or false; it has None"),
        (field("int"), 7.5, "takes a whole number"),
        (field("double"), True, "takes a number; it has True"),
        (field("double"), "much", "takes a number"),
        (field("double"), float("nan"), "takes a number; it has nan"),
        (field("currency"), "1e999", "takes a number"),
        (field("string"), ["a"], "takes text"),
        (field("string", length=3), "long", "up to 3 characters"),
        (field("picklist", restrictedPicklist=True, **_PICKLIST), "Bronze", "offers no 'Bronze'"),
        (field("multipicklist", restrictedPicklist=True, **_PICKLIST), "Gold;Tin", "offers no 'Tin'"),
        (field("reference"), "Sam", "the Id of a record"),
        (field("date"), "tomorrow", "a date like 2026-12-31"),
        (field("datetime"), "2026-12-31T18:00:00", "a datetime like"),
        (field("address"), "here", "of type address, which cannot be set"),
        (field("string", updateable=False), "x", "cannot be set"),
    ],
)
def test_what_a_field_does_not_take(one: dict[str, t.Any], given: t.Any, part: str) -> None:
    with pytest.raises(Refusal) as refused:
        resolved(one, given)
    assert part in str(refused.value)
    assert refused.value.fields == ["fields"]


def test_a_field_of_new_users_only() -> None:
    one = field("string", updateable=False)
    assert resolved(one, "x", creating=True) == "x"


@pytest.mark.parametrize(
    ("kind", "found", "wanted"),
    [
        ("datetime", "2026-12-31T18:00:00.000+0000", "2026-12-31T19:00:00+01:00"),
        ("reference", "0015f00000ABCDeAAA", "0015f00000ABCDe"),
        ("multipicklist", "Gold;Silver", "Silver;Gold"),
        ("double", 7.0, 7),
        ("string", None, ""),
        ("textarea", "two\r\nlines", "two\nlines"),
    ],
)
def test_the_same_in_other_words(kind: str, found: t.Any, wanted: t.Any) -> None:
    assert user_further_fields.same(field(kind), found, wanted)


@pytest.mark.parametrize(
    ("kind", "found", "wanted"), [("boolean", None, True), ("string", "a", "A"), ("double", None, 0)]
)
def test_not_the_same(kind: str, found: t.Any, wanted: t.Any) -> None:
    assert not user_further_fields.same(field(kind), found, wanted)


@pytest.mark.parametrize("given", ["Phone", ["Phone"], {1: "x"}, {" ": "x"}])
def test_the_option_is_a_dictionary_of_names(given: t.Any) -> None:
    with pytest.raises(Refusal, match="a dictionary of API names of fields and their values"):
        user_further_fields.given({"fields": given})
