# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import typing as t

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Delete,
    Describe,
    Query,
    Ref,
    Update,
    Write,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._api import checks, composite
from ansible_collections.sfops.salesforce.plugins.module_utils._api.composite import RecordRead, RecordWrite
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError

BASE = "/services/data/v66.0"
OBJECTS = ("PermissionSet", "ObjectPermissions", "FieldPermissions")


@st.composite
def plans(draw: st.DrawFn) -> list[RecordWrite]:
    """Writes as an engine makes them: runs of one kind, now and then a reference to something created before."""
    writes: list[RecordWrite] = []
    refs: list[str] = []
    for _run in range(draw(st.integers(0, 14))):
        kind, sobject = draw(st.sampled_from((Create, Update, Delete))), draw(st.sampled_from(OBJECTS))
        for _one in range(draw(st.sampled_from((1, 1, 2, 3, 30, 201)))):
            target: t.Any = Ref(draw(st.sampled_from(refs))) if refs and draw(st.integers(0, 9)) == 0 else "x"
            number = f"0PS{len(writes):015d}"
            if kind is Create:
                name = f"r{len(writes)}" if draw(st.integers(0, 5)) == 0 else ""
                writes.append(Create(sobject, {"ParentId": target}, ref=name))
                refs += [name] if name else []
            elif kind is Update:
                writes.append(Update(sobject, number, {"ParentId": target}))
            else:
                writes.append(Delete(sobject, number))
    return writes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.integers(0, 5))
def test_packing_keeps_order_limits_and_references(writes: list[RecordWrite], queries: int) -> None:
    checks.check(writes)
    ids: dict[str, str] = {}
    seen: list[int] = []
    for packed in composite.pack(writes):
        parts = composite.settle(packed)
        assert parts is not None
        assert len(parts) <= composite.SUBREQUESTS
        assert sum(part.collection for part in parts) <= composite.QUERIES_AND_COLLECTIONS
        names = {
            one.ref: part.reference for part in parts for one in part.writes if isinstance(one, Create) and one.ref
        }
        known: set[str] = set()
        for part in parts:
            assert len({(type(one), one.sobject) for one in part.writes}) == 1
            assert len(part.writes) <= composite.RECORDS
            assert part.collection == (len(part.writes) > 1)
            text = json.dumps(composite.subrequest(part, BASE, ids, names))
            for name in text.split("@{")[1:]:
                assert name.split(".id}")[0] in known, "a reference must point to an earlier subrequest"
            known.add(part.reference)
            seen += part.indexes
        ids.update({ref: f"id-of-{ref}" for ref in names})
        room = composite.settle(packed, queries)
        if room is not None:
            assert sum(part.collection for part in room) + queries <= composite.QUERIES_AND_COLLECTIONS
            assert len(room) + queries <= composite.SUBREQUESTS
            assert [index for part in room for index in part.indexes] == [
                index for part in parts for index in part.indexes
            ]
    assert seen == list(range(len(writes)))


@pytest.mark.parametrize(("rows", "requests"), [(1, 1), (25, 1), (200, 1), (1000, 1), (1020, 1), (1021, 2), (5000, 5)])
def test_rows_of_one_kind_cost_one_request_per_thousand(rows: int, requests: int) -> None:
    writes = [Create("FieldPermissions", {"Field": f"Account.F{number}"}) for number in range(rows)]
    assert len(composite.pack(writes)) == requests


def test_short_collections_are_written_out_to_fit_one_request() -> None:
    writes: list[RecordWrite] = []
    for sobject in ("A", "B", "C", "D", "E", "F", "G"):
        writes += [Create(sobject, {"X": 1}), Create(sobject, {"X": 2})]
    writes += [Create("H", {"X": number}) for number in range(200)]
    packed = composite.pack(writes)
    assert len(packed) == 1
    parts = composite.settle(packed[0])
    assert parts is not None
    assert sum(part.collection for part in parts) == 5
    assert composite.settle(packed[0], 5) is None
    assert composite.settle(packed[0], 4) is not None


def test_a_record_occurs_once_in_a_collection() -> None:
    writes = [Update("User", "005000000000001AAA", {"A": 1}), Update("User", "005000000000001AAA", {"A": 2})]
    (parts,) = composite.pack(writes)
    assert [part.indexes for part in parts] == [(0,), (1,)]


def test_subrequests_as_salesforce_wants_them() -> None:
    writes: list[RecordWrite] = [
        Create("PermissionSet", {"Name": "A"}, ref="ps", related={"License": {"Name": "x"}}),
        Update("PermissionSet", Ref("ps"), {"Label": "B"}),
        Create("ObjectPermissions", {"ParentId": Ref("ps"), "SobjectType": "Account"}),
        Create("ObjectPermissions", {"ParentId": Ref("ps"), "SobjectType": "Contact"}),
        Update("User", "005000000000001AAA", {"IsActive": False}),
        Update("User", "005000000000002AAA", {"IsActive": False}),
        Delete("PermissionSetAssignment", "0Pa000000000001AAA"),
        Delete("PermissionSetAssignment", "0Pa000000000002AAA"),
        Delete("PermissionSet", "0PS000000000009AAA"),
    ]
    (parts,) = composite.pack(writes)
    names = {"ps": "w0"}
    asked = [composite.subrequest(part, BASE, {}, names) for part in parts]
    typed = {"attributes": {"type": "ObjectPermissions"}, "ParentId": "@{w0.id}"}
    user = {"attributes": {"type": "User"}}
    assert asked == [
        {"method": "POST", "referenceId": "w0", "url": f"{BASE}/sobjects/PermissionSet", "body": {"Name": "A"}},
        {
            "method": "PATCH",
            "referenceId": "w1",
            "url": f"{BASE}/sobjects/PermissionSet/@{{w0.id}}",
            "body": {"Label": "B"},
        },
        {
            "method": "POST",
            "referenceId": "w2",
            "url": f"{BASE}/composite/sobjects",
            "body": {
                "allOrNone": True,
                "records": [{**typed, "SobjectType": "Account"}, {**typed, "SobjectType": "Contact"}],
            },
        },
        {
            "method": "PATCH",
            "referenceId": "w4",
            "url": f"{BASE}/composite/sobjects",
            "body": {
                "allOrNone": True,
                "records": [
                    {**user, "id": "005000000000001AAA", "IsActive": False},
                    {**user, "id": "005000000000002AAA", "IsActive": False},
                ],
            },
        },
        {
            "method": "DELETE",
            "referenceId": "w6",
            "url": f"{BASE}/composite/sobjects?ids=0Pa000000000001AAA,0Pa000000000002AAA&allOrNone=true",
        },
        {"method": "DELETE", "referenceId": "w8", "url": f"{BASE}/sobjects/PermissionSet/0PS000000000009AAA"},
    ]
    later = composite.subrequest(parts[1], BASE, {"ps": "0PS000000000001AAA"}, {})
    assert later["url"].endswith("/0PS000000000001AAA")


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (Create("User/../x", {}), "INVALID_TYPE"),
        (Update("User", "../Account", {}), "MALFORMED_ID"),
        (Update("User", "005000000000001", {"Title": "a @{w0.id} b"}), "CONFIGURATION"),
        (Delete("User", "005?x=1"), "MALFORMED_ID"),
        (Delete("User", ""), "MALFORMED_ID"),
    ],
)
def test_what_would_not_be_sent_as_meant_is_refused_with_its_index(write: Write, code: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        checks.check([Create("User", {}), write])
    assert (caught.value.code, caught.value.index) == (code, 1)


def test_a_reference_must_have_been_created() -> None:
    with pytest.raises(ValueError, match="write 0 refers to .*: later"):
        checks.check([Create("A", {"X": Ref("later")}), Create("B", {}, ref="later")])


READS: st.SearchStrategy[RecordRead] = st.sampled_from((Query("User", ("Id",)), Describe("User")))


@settings(deadline=None)
@given(st.lists(READS, max_size=120))
def test_reads_are_spread_over_as_few_requests_as_the_limits_allow(reads: list[RecordRead]) -> None:
    packs = composite.pack_reads(list(enumerate(reads)))
    queries = sum(isinstance(read, Query) for read in reads)
    assert len(packs) == max(-(-queries // 5), -(-len(reads) // 25))
    for one in packs:
        assert len(one) <= 25
        assert sum(isinstance(read, Query) for _index, read in one) <= 5
    assert sorted(index for one in packs for index, _read in one) == list(range(len(reads)))
