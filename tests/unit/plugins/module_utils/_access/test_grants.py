# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settling permissions: what is on in the end, and what is refused instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.sfops.salesforce.plugins.module_utils._access.dependencies import Dependencies
from ansible_collections.sfops.salesforce.plugins.module_utils._access.edits import Edit
from ansible_collections.sfops.salesforce.plugins.module_utils._access.grants import Grants, Settled
from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Plan
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal

NODES = ("One", "Two", "Three", "Four", "Account<read>", "Account<update>", "Contact<read>")


def wanting(*names: str, remove: tuple[str, ...] = (), exact: bool = False) -> Edit[str]:
    return Edit(names, remove, exact, True)


def settle(
    system: Edit[str],
    current: set[str],
    edges: dict[str, set[str]] | None = None,
    exists: frozenset[str] = frozenset(NODES),
) -> Settled:
    grants = Grants(system, Edit(), current, str)
    return grants.settle(Dependencies(edges), exists.__contains__)


def attempt(system: Edit[str], current: set[str], edges: dict[str, set[str]]) -> tuple[Refusal | None, Settled | None]:
    try:
        return None, settle(system, current, edges)
    except Refusal as refusal:
        return refusal, None


names = st.sampled_from(("One", "Two", "Three", "Four"))
edges = st.dictionaries(names, st.sets(names))


@given(st.sets(names), st.sets(names), st.sets(names), st.booleans(), edges)
def test_no_kept_permission_loses_what_it_needs(
    wanted: set[str], removed: set[str], current: set[str], exact: bool, found: dict[str, set[str]]
) -> None:
    dependencies = Dependencies(found)
    current = current | set(dependencies.closure(current))
    edit = wanting(*sorted(wanted), remove=() if exact else tuple(sorted(removed - wanted)), exact=exact)
    refusal, settled = attempt(edit, current, found)
    if settled is None:
        assert refusal is not None
        assert (refusal.code, refusal.fields) == ("DEPENDENCY", ["system_permissions"])
        return
    assert wanted <= settled.target
    assert not settled.target & set(edit.removed)
    for one in settled.target:
        assert dependencies.requires(one) <= settled.target
    if exact:
        assert settled.target == wanted | set(dependencies.closure(wanted))
    else:
        assert current - set(edit.removed) <= settled.target
    assert settled.granted == settled.target - current
    assert settled.revoked == current - settled.target


def test_removing_what_something_wanted_needs_is_refused() -> None:
    with pytest.raises(Refusal, match="Cannot remove Two: One, which is wanted, depends on it; remove both or neither"):
        settle(wanting("One", remove=("Two",)), set(), {"One": {"Two"}})


def test_removing_what_something_kept_needs_is_refused() -> None:
    with pytest.raises(Refusal, match="Cannot revoke Two: One, which stays, depends on it; remove One too"):
        settle(wanting(remove=("Two",)), {"One", "Two"}, {"One": {"Two"}})


def test_removing_both_is_fine() -> None:
    assert settle(wanting(remove=("One", "Two")), {"One", "Two"}, {"One": {"Two"}}).target == set()


def test_what_the_org_does_not_have_is_not_implied() -> None:
    settled = settle(wanting("One"), set(), {"One": {"Two", "Nowhere"}})
    assert settled.target == {"One", "Two"}


def test_object_permissions_are_told_in_words() -> None:
    with pytest.raises(Refusal, match="Cannot remove Account read: Account edit, which is wanted") as caught:
        Grants(
            Edit(),
            Edit((("Account", ("edit",)),), (("Account", ("read",)),), False, True),
            set(),
            str,
        ).settle(Dependencies(), lambda _node: True)
    assert caught.value.fields == ["object_permissions"]


def test_changes_say_what_implied_them() -> None:
    settled = settle(wanting("One"), {"Four"}, {"One": {"Two"}})
    plan = Plan("a set")
    settled.add_changes(plan)
    assert [(str(one), one.implied_by) for one in plan.changes] == [
        ("grant system permission One", ""),
        ("grant system permission Two", "One"),
    ]
    assert plan.unmanaged == [{"kind": "system_permission", "key": "Four", "value": True}]


def test_dependencies_are_asked_for_only_where_they_can_matter() -> None:
    assert not Grants(Edit(), Edit(), {"One"}, str).dependencies_matter()
    assert not Grants(wanting("One"), Edit(), {"One"}, str).dependencies_matter()
    objects: Edit[tuple[str, tuple[str, ...]]] = Edit((("Account", ("edit",)),), (), True, True)
    assert not Grants(Edit(), objects, {"Account<update>", "Account<read>"}, str).dependencies_matter()
    assert Grants(Edit(), objects, {"Account<update>"}, str).dependencies_matter()
    assert Grants(wanting("One"), Edit(), set(), str).dependencies_matter()
    assert Grants(wanting(remove=("One",)), Edit(), {"One"}, str).dependencies_matter()


def test_objects_gain_after_what_they_need_and_lose_before() -> None:
    edges = {"Contact<read>": {"Account<read>"}, "Asset<read>": {"Contact<read>"}}
    objects = tuple((one, ("read",)) for one in ("Asset", "Contact", "Account"))
    gaining = Grants(Edit(), Edit(objects, (), False, True), set(), str).settle(Dependencies(edges), lambda _node: True)
    assert gaining.gaining() == ["Account", "Contact", "Asset"]
    current = {f"{one}<read>" for one in ("Asset", "Contact", "Account")}
    losing = Grants(Edit(), Edit((), (), True, True), current, str).settle(Dependencies(edges), lambda _node: True)
    assert losing.losing() == ["Asset", "Contact", "Account"]


def test_permissions_that_need_objects_come_late() -> None:
    settled = settle(wanting("One", "Two"), {"Three"}, {"One": {"Account<read>"}})
    assert settled.early_columns() == {"PermissionsTwo": True}
    assert settled.late_columns() == {"PermissionsOne": True}
