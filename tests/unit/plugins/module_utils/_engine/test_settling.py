# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The proof after writing, for what no record holds: components, jobs, passwords."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Plan
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    Create,
    Job,
    Metadata,
    Query,
    Read,
    Ref,
    SetPassword,
    UpdateMetadata,
    Where,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Known, Resource
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.engine import (
    Interrupted,
    NotKept,
    Outcome,
    execute,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.preview import Preview
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import (
    Lost,
    MemoryOrg,
    Refused,
)
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._engine.test_engine import (
    Answer,
    Odd,
    forgets,
    loses_the_answer,
    loses_the_request,
)

PROFILE = Metadata("Profile", "Robot")
USER = Query("User", ("Id", "Username"), (Where("Username", "=", "robot@example.com"),))
SECRET = "a long planted password"


class Hours(Resource):
    """The login hours of a profile."""

    def reads(self, known: Known) -> list[Read]:
        return [PROFILE]

    def plan(self, known: Known) -> Plan:
        found = known.component(PROFILE)
        assert found is not None
        plan = Plan("profile Robot")
        if found.get("loginHours") != self.params["hours"]:
            change = plan.change("update", "login_hours", "Robot", found.get("loginHours"), self.params["hours"])
            plan.write(UpdateMetadata("Profile", "Robot", {"loginHours": self.params["hours"]}), change)
        return plan


class Secret(Resource):
    """A user with a password, which is set at creation or always."""

    def reads(self, known: Known) -> list[Read]:
        return [USER]

    def plan(self, known: Known) -> Plan:
        found = known.records(USER)
        plan = Plan("user robot", found[0]["Id"] if found else None)
        if not found:
            change = plan.change("create", "user", "robot@example.com", None, {})
            plan.write(Create("User", {"Username": "robot@example.com", "IsActive": False}, ref="user"), change)
        if not found or self.params["always"]:
            change = plan.change("update", "user", "password")
            plan.write(SetPassword(found[0]["Id"] if found else Ref("user"), SECRET), change)
        return plan


class Installed(Resource):
    """A package."""

    def reads(self, known: Known) -> list[Read]:
        return [USER]

    def plan(self, known: Known) -> Plan:
        plan = Plan("package")
        plan.write(Job("PackageInstallRequest", {}), plan.change("create", "package", "033"))
        return plan


def with_profile(*oddities: t.Callable[..., Answer]) -> Odd:
    org = Odd(*oddities)
    org.components["Profile", "Robot"] = {"fullName": "Robot", "loginHours": {"mondayStart": "480"}}
    return org


def told(outcome: Outcome) -> list[str]:
    return [str(one) for one in outcome.changes]


HOURS = {"mondayStart": "540"}


def test_a_component_is_read_again_after_it_was_written() -> None:
    org = with_profile()
    assert told(execute(Hours({"hours": HOURS}), org, None, Lost)) == ["update login hours Robot"]
    assert org.components["Profile", "Robot"]["loginHours"] == HOURS
    assert len(org.written) == 1
    assert told(execute(Hours({"hours": HOURS}), org, None, Lost)) == []


def test_a_component_that_does_not_keep_is_told() -> None:
    with pytest.raises(NotKept, match="update login hours Robot"):
        execute(Hours({"hours": HOURS}), with_profile(forgets), None, Lost)


@pytest.mark.parametrize(("oddity", "written"), [(loses_the_request, 1), (loses_the_answer, 1)])
def test_a_component_whose_answer_was_lost_is_looked_up(oddity: t.Callable[..., Answer], written: int) -> None:
    org = with_profile(oddity)
    assert told(execute(Hours({"hours": HOURS}), org, None, Lost)) == ["update login hours Robot"]
    assert org.components["Profile", "Robot"]["loginHours"] == HOURS
    assert len(org.written) == written


def test_a_preview_of_a_component_settles_the_next_one() -> None:
    org, preview = with_profile(), Preview()
    assert told(execute(Hours({"hours": HOURS}), org, preview, Lost)) == ["update login hours Robot"]
    assert told(execute(Hours({"hours": HOURS}), org, preview, Lost)) == []
    assert org.written == []
    assert org.components["Profile", "Robot"]["loginHours"] == {"mondayStart": "480"}


@pytest.mark.parametrize("always", [True, False])
def test_a_password_that_was_set_needs_no_proof(always: bool) -> None:
    org = Odd()
    outcome = execute(Secret({"always": always}), org, None, Lost)
    assert told(outcome) == ["create user robot@example.com", "update user password"]
    assert org.passwords == {org.only("User")["Id"]: SECRET}
    assert len(org.written) == 1
    again = execute(Secret({"always": always}), org, None, Lost)
    assert told(again) == (["update user password"] if always else [])
    assert len(org.written) == (2 if always else 1)
    assert SECRET not in str(again)


def test_a_preview_of_a_password_tells_the_same() -> None:
    org = Odd()
    assert told(execute(Secret({"always": True}), org, Preview(), Lost)) == [
        "create user robot@example.com",
        "update user password",
    ]
    assert org.passwords == {}


def test_a_password_that_may_be_lost_is_set_again_where_the_plan_says_always() -> None:
    org = Odd(loses_the_request)
    execute(Secret({"always": True}), org, None, Lost)
    assert org.passwords == {org.only("User")["Id"]: SECRET}


def test_a_password_that_may_be_lost_is_no_success() -> None:
    """The user is there, so a plan that sets passwords at creation no longer asks for it."""
    with pytest.raises(Interrupted) as caught:
        execute(Secret({"always": False}), Odd(loses_the_answer), None, Lost)
    assert caught.value.uncertain


def test_work_that_has_not_ended_may_still_change_the_org() -> None:
    def goes_on(*_args: t.Any) -> Answer:
        error = Refused("has not ended", index=0)
        error.uncertain = True
        raise error

    with pytest.raises(Interrupted, match="has not ended") as caught:
        execute(Installed({}), Odd(goes_on), None, Lost)
    assert caught.value.uncertain
    assert caught.value.change is not None


def test_an_org_in_memory_refuses_a_component_it_lacks() -> None:
    with pytest.raises(Refused):
        MemoryOrg().write([UpdateMetadata("Profile", "Nobody", {})])


def test_what_turns_up_after_a_lost_answer_is_asked_for_as_well() -> None:
    """Between the answer that was lost and the next reading, somebody else has made more to do."""
    asked: list[list[str]] = []

    class Two(Hours):
        def plan(self, known: Known) -> Plan:
            plan = super().plan(known)
            if asked:
                plan.write(Job("PackageInstallRequest", {}), plan.change("uninstall", "package", "033"))
            return plan

    def gate(_subject: str, changes: t.Sequence[t.Any]) -> None:
        asked.append([str(one) for one in changes])
        if any(one.takes_away for one in changes):
            raise Refusal("too much", "MAX_REVOCATIONS", [])

    org = with_profile(loses_the_request)
    with pytest.raises(Refusal, match="too much"):
        execute(Two({"hours": HOURS}), org, None, Lost, gate)
    assert asked[-1] == ["update login hours Robot", "uninstall package 033"]
    assert org.components["Profile", "Robot"]["loginHours"] == {"mondayStart": "480"}
