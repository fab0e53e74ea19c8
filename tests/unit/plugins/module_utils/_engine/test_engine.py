# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read, plan, stop or write, read again: what happens when the org does not do as it is told."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Plan
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Query,
    Read,
    Update,
    Where,
    Write,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Inspection, Known, Resource
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.engine import (
    Interrupted,
    NotKept,
    execute,
    gather,
    inspect,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.preview import Preview
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import (
    Lost,
    MemoryOrg,
    Refused,
)

Answer = t.Tuple[t.List[t.Optional[str]], t.Optional[t.List[t.Any]]]
FINDING = Query("User", ("Id", "Username", "Title"), (Where("Username", "=", "robot@example.com"),))
CATALOGUE = Query("Organization", ("Id",), catalogue=True)


class Titled(Resource):
    """A user with a title: create, then change."""

    def reads(self, known: Known) -> list[Read]:
        return [FINDING, CATALOGUE]

    def plan(self, known: Known) -> Plan:
        found = known.records(FINDING)
        plan = Plan("user robot", found[0]["Id"] if found else None)
        wanted = self.params.get("title")
        if not found:
            change = plan.change("create", "user", "robot@example.com", None, {})
            plan.write(Create("User", {"Username": "robot@example.com", "IsActive": False}), change)
            plan.deferred = bool(wanted)
        elif wanted and found[0]["Title"] != wanted:
            change = plan.change("update", "user", "title", found[0]["Title"], wanted)
            plan.write(Update("User", found[0]["Id"], {"Title": wanted}), change)
        return plan

    def learn(self, message: str) -> bool:
        return message == "a lesson"


class Odd(MemoryOrg):
    """An org that does something odd with its first writes."""

    def __init__(self, *oddities: t.Callable[[Odd, t.Sequence[Write], t.Sequence[Read]], Answer]) -> None:
        super().__init__()
        self.oddities = list(oddities)
        self.described = worlds.world().described

    def write(self, writes: t.Sequence[Write], then: t.Sequence[Read] = ()) -> Answer:
        if self.oddities:
            return self.oddities.pop(0)(self, writes, then)
        return super().write(writes, then)


def loses_the_request(org: Odd, writes: t.Sequence[Write], then: t.Sequence[Read]) -> Answer:
    raise Lost("the request never arrived")


def loses_the_answer(org: Odd, writes: t.Sequence[Write], then: t.Sequence[Read]) -> Answer:
    MemoryOrg.write(org, writes, then)
    raise Lost("the answer never came")


def forgets(org: Odd, writes: t.Sequence[Write], then: t.Sequence[Read]) -> Answer:
    return [None for _one in writes], [org._answer(one) for one in then]


def teaches(org: Odd, writes: t.Sequence[Write], then: t.Sequence[Read]) -> Answer:
    raise Refused("a lesson")


def refuses(org: Odd, writes: t.Sequence[Write], then: t.Sequence[Read]) -> Answer:
    raise Refused("no", index=0)


def test_what_is_written_is_written_once_and_read_within_the_writing_request() -> None:
    org = Odd()
    outcome = execute(Titled({}), org, None, Lost)
    assert [str(one) for one in outcome.changes] == ["create user robot@example.com"]
    assert outcome.id == org.only("User")["Id"]
    assert len(org.reads) == 1
    assert execute(Titled({}), org, None, Lost).changes == []
    assert len(org.written) == 1


def test_a_plan_that_needs_its_own_writes_takes_a_second_round() -> None:
    org = Odd()
    execute(Titled({"title": "Robot"}), org, None, Lost)
    assert org.only("User")["Title"] == "Robot"
    assert len(org.written) == 2


@pytest.mark.parametrize("oddity", [loses_the_request, loses_the_answer])
def test_after_a_lost_answer_nothing_is_written_twice(oddity: t.Callable[..., Answer]) -> None:
    org = Odd(oddity)
    outcome = execute(Titled({}), org, None, Lost)
    assert [str(one) for one in outcome.changes] == ["create user robot@example.com"]
    assert outcome.id == org.only("User")["Id"]
    assert len(org.written) == 1


def test_answers_that_are_always_lost_end_the_run() -> None:
    with pytest.raises(Interrupted, match="never arrived") as caught:
        execute(Titled({}), Odd(*[loses_the_request] * 20), None, Lost)
    assert isinstance(caught.value.cause, Lost)


def test_what_the_org_did_not_keep_is_told() -> None:
    with pytest.raises(NotKept, match="create user robot@example.com"):
        execute(Titled({}), Odd(forgets), None, Lost)


def test_an_org_that_never_comes_to_rest_ends_the_run() -> None:
    class Restless(Titled):
        def plan(self, known: Known) -> Plan:
            plan = super().plan(known)
            plan.write(Create("Organization", {}), plan.change("create", "thing", "again"))
            plan.deferred = True
            return plan

    with pytest.raises(NotKept, match="does not come to rest"):
        execute(Restless({}), Odd(), None, Lost)


def test_a_refusal_that_teaches_is_planned_with() -> None:
    org = Odd(teaches)
    assert execute(Titled({}), org, None, Lost).changes
    assert org.only("User")


def test_a_refusal_is_told_with_the_change_it_is_about() -> None:
    with pytest.raises(Interrupted) as caught:
        execute(Titled({}), Odd(refuses), None, Lost)
    assert str(caught.value.change) == "create user robot@example.com"
    assert caught.value.applied == []
    assert isinstance(caught.value.cause, Refused)


def test_what_was_committed_before_a_refusal_is_told() -> None:
    """Some changes hold lists, as those of object permissions do."""

    class Many(Titled):
        def plan(self, known: Known) -> Plan:
            plan = Plan("things")
            for name in ("One", "Two", "Three"):
                change = plan.change("grant", "object_permission", name, [], ["read"])
                plan.write(Create("User", {"Username": name, "IsActive": False}), change)
            return plan

    def breaks_off(org: Odd, writes: t.Sequence[Write], then: t.Sequence[Read]) -> Answer:
        error = Refused("no", index=2)
        error.committed = 2
        raise error

    with pytest.raises(Interrupted) as caught:
        execute(Many({}), Odd(breaks_off), None, Lost)
    assert [one.key for one in caught.value.applied] == ["One", "Two"]
    assert caught.value.change is not None
    assert caught.value.change.key == "Three"


def test_when_looking_again_fails_what_was_written_is_told() -> None:
    class Unreadable(Odd):
        def write(self, writes: t.Sequence[Write], then: t.Sequence[Read] = ()) -> Answer:
            ids, _results = super().write(writes)
            return ids, None

        def read(self, reads: t.Sequence[Read]) -> list[t.Any]:
            if self.written:
                raise Refused("unreadable")
            return super().read(reads)

    with pytest.raises(Interrupted, match="unreadable") as caught:
        execute(Titled({}), Unreadable(), None, Lost)
    assert [str(one) for one in caught.value.applied] == ["create user robot@example.com"]


def test_a_preview_sends_nothing_and_keeps_the_writes() -> None:
    org, preview = Odd(), Preview()
    outcome = execute(Titled({}), org, preview, Lost)
    assert [str(one) for one in outcome.changes] == ["create user robot@example.com"]
    assert outcome.id is None
    assert org.written == []
    assert execute(Titled({}), org, preview, Lost).changes == []


def test_a_refusal_leaves_the_preview_as_it_was() -> None:
    class Refusing(Titled):
        def plan(self, known: Known) -> Plan:
            super().plan(known)
            raise Refusal("no")

    preview = Preview()
    before = preview.state()
    with pytest.raises(Refusal):
        execute(Refusing({}), Odd(), preview, Lost)
    assert preview.state() == before


def test_reads_are_asked_once_and_a_resource_that_never_has_enough_is_stopped() -> None:
    class Twice(Titled):
        def reads(self, known: Known) -> list[Read]:
            return [FINDING, FINDING, CATALOGUE]

    org = Odd()
    gather(Twice({}), org, None)
    assert org.reads == [[FINDING, CATALOGUE]]

    class Greedy(Titled):
        def reads(self, known: Known) -> list[Read]:
            self.count = getattr(self, "count", 0) + 1
            return [Query("User", ("Id",), (Where("Username", "=", str(self.count)),))]

    with pytest.raises(RuntimeError, match="Greedy"):
        gather(Greedy({}), org, None)


def test_an_inspection_reports_what_a_preview_would_leave() -> None:
    class Count(Inspection):
        def reads(self, known: Known) -> list[Read]:
            return [FINDING]

        def report(self, known: Known) -> dict[str, t.Any]:
            return {"count": len(known.records(FINDING))}

    org, preview = Odd(), Preview()
    execute(Titled({}), org, preview, Lost)
    assert inspect(Count({}), org, None) == {"count": 0}
    assert inspect(Count({}), org, preview) == {"count": 1}


def test_catalogues_are_not_read_again_after_a_write() -> None:
    org = Odd()
    known = gather(Titled({}), org, None)
    assert known.passing() == [FINDING]
    assert CATALOGUE in known.lasting()
    assert FINDING not in known.lasting()
