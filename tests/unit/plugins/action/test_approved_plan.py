# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way in which an org, a plan or a task can differ from what was approved ends with nothing written."""

from __future__ import annotations

import copy
import importlib
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._engine.run_state import RunState
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, perform
from ansible_collections.sfops.salesforce.plugins.plugin_utils._approval.gate import Approval
from ansible_collections.sfops.salesforce.plugins.plugin_utils._approval.plan_file import PlanFile
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.collect import Collected, Task
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.document import About, document, sealed

if t.TYPE_CHECKING:
    from ..conftest import Org

Tasks = list[tuple[str, dict[str, t.Any]]]
ROBOT = "robot@halcyon.example"
TASKS: Tasks = [
    (
        "sf_permission_set",
        {
            "name": "Robot",
            "system_permissions": ["ApiEnabled"],
            "object_permissions": {"set": [{"object": "Account", "permissions": ["read"]}]},
        },
    ),
    ("sf_user", {"name": ROBOT, "last_name": "Robot", "email": "crm@halcyon.example", "profile": ["Standard User"]}),
    ("sf_permset_assignment", {"users": [ROBOT], "permission_sets": ["Robot"]}),
]
PLUGINS = "ansible_collections.sfops.salesforce.plugins"


class Window:
    """A change window of one org: a preview that becomes a plan, and runs held against it."""

    def __init__(self, org: Org, folder: pathlib.Path) -> None:
        self.org, self.folder, self.runs = org, folder, 0
        self.plan = folder / "plan.json"

    def state(self, check: bool = False) -> RunState:
        """The state of another run."""
        self.runs += 1
        return RunState(str(self.folder / f"run-{self.runs}"), previewing=check)

    def preview(self, tasks: Tasks, **about: t.Any) -> dict[str, t.Any]:
        """Preview, and write the plan down."""
        state, collected = self.state(check=True), Collected()
        for module, params in tasks:
            declaration, given = self.options(module, params)
            result = perform(declaration, given, True, state)
            result["invocation"] = {"module_args": given}
            collected.take("production", Task(f"Do {module}", f"sfops.salesforce.{module}", check_mode=True), result)
        facts = {"playbook": "p.yml", "started": "2026-01-01T00:00:00Z", "ended": "2026-01-01T00:00:01Z", "by": "me"}
        told = document(About(**{**facts, "versions": {}, **about}), collected)
        self.write(told)
        return told

    def write(self, told: dict[str, t.Any]) -> None:
        self.plan.write_text(json.dumps(told), encoding="utf-8")

    def apply(
        self, tasks: Tasks | None = None, check: bool = False, regardless: bool = False, **plan: str
    ) -> list[dict[str, t.Any]]:
        """Run until a task fails, as a play does, or *regardless*, as a loop does."""
        state, results = self.state(check), []
        file = PlanFile(str(self.plan), **plan)
        for module, params in TASKS if tasks is None else tasks:
            declaration, given = self.options(module, params)
            given["approved_plan"] = str(self.plan)
            approval = Approval(file, state, module, given, set(), "check" if check else "run")
            results.append(perform(declaration, given, check, state, approval=approval))
            if results[-1].get("failed"):
                approval.give_back()
                if not regardless:
                    break
        return results

    def apply_freely(self, tasks: Tasks) -> None:
        """Run without a plan."""
        state = self.state()
        for module, params in tasks:
            declaration, given = self.options(module, params)
            assert not perform(declaration, given, False, state).get("failed")

    def place(self) -> dict[str, str | None]:
        return {"org_id": self.org.facts["org_id"], "instance_url": self.org.facts["instance_url"]}

    def options(self, module: str, params: dict[str, t.Any]) -> tuple[Declaration, dict[str, t.Any]]:
        declaration: Declaration = importlib.import_module(f"{PLUGINS}.modules.{module}").DECLARATION
        defaults = {name: spec.get("default") for name, spec in declaration.argument_spec.items()}
        return declaration, {**defaults, **self.org.credentials, **copy.deepcopy(params)}


@pytest.fixture
def window(production: Org, tmp_path: pathlib.Path) -> Window:
    return Window(production, tmp_path)


def stopped(window: Window, code: str, **how: t.Any) -> str:
    """The message with which the first task is stopped; the org has not been touched."""
    window.org.mark()
    window.org.forget()
    (result,) = window.apply(**how)
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code)
    assert not window.org.diff()
    assert not window.org.writes()
    return str(result["msg"])


def test_what_was_approved_is_applied_and_the_plan_is_then_used_up(window: Window) -> None:
    told = window.preview(TASKS)
    results = window.apply()
    planned = [one["changes"] for one in told["orgs"][0]["tasks"]]
    assert [one["changes"] for one in results] == planned
    assert all(planned)
    text = stopped(window, "PLAN_DIFFERS")
    assert "approved, and not to be done any more: create user" in text


def test_a_preview_says_whether_a_plan_still_fits(window: Window) -> None:
    window.preview(TASKS)
    window.org.mark()
    assert not any(one.get("failed") for one in window.apply(check=True))
    assert not window.org.diff()


def test_comparing_is_counted(window: Window) -> None:
    window.preview(TASKS)
    approval = Approval(
        PlanFile(str(window.plan)), window.state(), "sf_user", dict(window.org.credentials), set(), "run"
    )
    gate = approval(window.place())
    with pytest.raises(Exception, match="differs"):
        gate(f"user {ROBOT}", [])
    assert approval.spent > 0


def test_more_than_approved(window: Window) -> None:
    window.apply_freely(TASKS[:1])
    window.preview(TASKS)
    (row,) = window.org.rows("ObjectPermissions", ParentId=window.org.row("PermissionSet", Name="Robot")["Id"])
    window.org.put("ObjectPermissions", row["Id"], PermissionsCreate=True)
    text = stopped(window, "PLAN_DIFFERS")
    assert "permission set Robot: not approved: revoke object permission Account" in text


def test_less_than_approved_in_the_last_task(window: Window) -> None:
    window.apply_freely(TASKS)
    window.org.put("User", window.org.row("User", Username=ROBOT)["Id"], LastName="Other")
    assignment = window.org.row(
        "PermissionSetAssignment",
        AssigneeId=window.org.row("User", Username=ROBOT)["Id"],
        PermissionSetId=window.org.row("PermissionSet", Name="Robot")["Id"],
    )
    window.org.control(
        "POST", "/records", {"sobject": "PermissionSetAssignment", "id": assignment["Id"], "fields": None}
    )
    window.preview(TASKS)
    window.org.put(
        "PermissionSetAssignment", AssigneeId=assignment["AssigneeId"], PermissionSetId=assignment["PermissionSetId"]
    )
    text = stopped(window, "PLAN_DIFFERS")
    assert f"approved, and not to be done any more: assign permission set {ROBOT}: Robot" in text


def test_changed_from_another_value(window: Window) -> None:
    window.apply_freely(TASKS)
    user = window.org.row("User", Username=ROBOT)["Id"]
    window.org.put("User", user, LastName="Was")
    window.preview(TASKS)
    window.org.put("User", user, LastName="Became")
    text = stopped(window, "PLAN_DIFFERS")
    assert '("Was" to "Robot"), found:' in text
    assert '("Became" to "Robot")' in text


def test_what_cannot_be_done_any_more(window: Window) -> None:
    window.preview(TASKS)
    window.org.put("Profile", window.org.row("Profile", Name="Standard User")["Id"], Name="Renamed")
    assert f"user {ROBOT}: cannot be done any more" in stopped(window, "PLAN_DIFFERS")


def test_another_org(window: Window, acquired: Org, tmp_path: pathlib.Path) -> None:
    window.preview(TASKS)
    other = Window(acquired, tmp_path / "other")
    (tmp_path / "other").mkdir()
    other.plan = window.plan
    text = stopped(other, "NOT_APPROVED")
    assert f"{acquired.facts['org_id']}) is not among the orgs" in text


def test_an_org_that_was_refreshed_under_the_same_address(window: Window) -> None:
    told = window.preview(TASKS)
    told["orgs"][0]["id"] = "00D000000000001EAA"
    window.write(sealed(told))
    stopped(window, "NOT_APPROVED")


def test_an_org_that_was_not_approved(window: Window) -> None:
    told = window.preview(TASKS)
    window.write(sealed({**told, "orgs": []}))
    assert "approves: none" in stopped(window, "NOT_APPROVED")


def test_an_org_of_which_a_task_failed(window: Window) -> None:
    broken: Tasks = [*TASKS, ("sf_user", {"name": "new@halcyon.example", "profile": ["No such profile"]})]
    window.preview(broken)
    assert "could not be previewed as a whole" in stopped(window, "NOT_APPROVED", tasks=broken)


def test_a_task_that_nobody_approved(window: Window) -> None:
    window.preview(TASKS)
    further = ("sf_permission_set", {"name": "Further", "system_permissions": ["ApiEnabled"]})
    results = window.apply([*TASKS, further])
    assert results[-1]["error"]["code"] == "NOT_APPROVED"
    assert not window.org.rows("PermissionSet", Name="Further")


def test_a_task_that_declares_something_else(window: Window) -> None:
    window.preview(TASKS)
    changed = copy.deepcopy(TASKS)
    changed[0][1]["system_permissions"] = ["ApiEnabled", "RunReports"]
    text = stopped(window, "PLAN_DIFFERS", tasks=changed)
    assert "not approved: grant system permission RunReports" in text


def test_a_task_of_which_nothing_is_left_to_do_needs_no_approval(window: Window) -> None:
    window.apply_freely(TASKS)
    window.preview(TASKS[:1])
    assert not any(one.get("failed") for one in window.apply(TASKS))


@pytest.mark.parametrize("end", ["2026-01-02T00:00:00Z", "1999-12-31T23:59:59Z"])
def test_too_late(window: Window, end: str) -> None:
    window.preview(TASKS, expires=end)
    assert f"has expired at {end}" in stopped(window, "PLAN_EXPIRED")


def test_in_time(window: Window) -> None:
    window.preview(TASKS, expires="2999-01-01T00:00:00Z")
    assert not any(one.get("failed") for one in window.apply())


def _less_granted(told: dict[str, t.Any]) -> None:
    told["orgs"][0]["tasks"][0]["changes"].pop()


def _later(told: dict[str, t.Any]) -> None:
    told["expires"] = "2999-01-01T00:00:00Z"


def _complete(told: dict[str, t.Any]) -> None:
    told["orgs"][0]["complete"] = None


def _sealed_at_the_top_only(told: dict[str, t.Any]) -> None:
    seal = copy.deepcopy(told)
    seal["orgs"][0]["tasks"][0]["changes"].pop()
    whole = sealed(copy.deepcopy(seal))
    whole["orgs"][0]["digest"] = told["orgs"][0]["digest"]
    told.update(whole)


@pytest.mark.parametrize("tamper", [_less_granted, _later, _complete, _sealed_at_the_top_only])
def test_a_plan_that_was_changed(window: Window, tamper: t.Callable[[dict[str, t.Any]], None]) -> None:
    told = window.preview(TASKS)
    tamper(told)
    window.write(told)
    stopped(window, "PLAN_TAMPERED")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "other"}', "null"])
def test_what_is_no_plan(window: Window, content: str) -> None:
    window.plan.write_text(content, encoding="utf-8")
    stopped(window, "PLAN_TAMPERED" if content in ("", "{") else "PLAN_UNFIT")


@pytest.mark.parametrize("what", [{"mode": "applied"}, {"version": 2}, {"expires": "soon"}])
def test_a_document_that_cannot_be_a_plan(window: Window, what: dict[str, t.Any]) -> None:
    window.write(sealed({**window.preview(TASKS), **what}))
    stopped(window, "PLAN_UNFIT")


def test_no_file(window: Window) -> None:
    assert "Cannot read approved_plan" in stopped(window, "PLAN_UNREADABLE")


SAYS_YES = f"{shlex.quote(sys.executable)} -c 'import sys; sys.exit(open(sys.argv[1]).read() != \"signed\")' {{signature}} {{plan}}"


def test_a_signature_that_fits(window: Window) -> None:
    window.preview(TASKS)
    pathlib.Path(f"{window.plan}.sig").write_text("signed", encoding="utf-8")
    assert not any(one.get("failed") for one in window.apply(verify=SAYS_YES))


def test_a_signature_of_a_real_tool(window: Window) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("Required program ssh-keygen not found")
    key, signers = window.folder / "board", window.folder / "signers"
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(make, check=True, timeout=30)
    signers.write_text(f"board@halcyon.example {key.with_suffix('.pub').read_text(encoding='utf-8')}", encoding="utf-8")
    told = window.preview(TASKS)
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "change", str(window.plan)]
    subprocess.run(sign, check=True, timeout=30, stderr=subprocess.DEVNULL)
    verify = f"ssh-keygen -Y verify -f {signers} -I board@halcyon.example -n change -s {{signature}}"
    window.write({**told, "by": "somebody else"})
    assert "is not signed" in stopped(window, "PLAN_NOT_SIGNED", verify=verify)
    window.write(told)
    assert not any(one.get("failed") for one in window.apply(verify=verify))


@pytest.mark.parametrize(
    ("verify", "signature", "said"),
    [
        (SAYS_YES, "forged", "is not signed as approved_plan_verify demands (exit code 1"),
        (SAYS_YES, None, "Cannot read approved_plan_signature"),
        ("/no/such/program {plan}", "signed", "Cannot verify the signature"),
        ("'", "signed", "Cannot verify the signature"),
        ("", "signed", "nothing verifies it"),
    ],
)
def test_a_signature_that_does_not(window: Window, verify: str, signature: str | None, said: str) -> None:
    window.preview(TASKS)
    file = pathlib.Path(f"{window.plan}.sig")
    if signature:
        file.write_text(signature, encoding="utf-8")
    how = {"verify": verify, "signature": "" if verify else str(file)}
    assert said in stopped(window, "PLAN_NOT_SIGNED", **how)


def test_a_shipped_module_does_not_pass_the_plan_over(window: Window) -> None:
    window.preview(TASKS)
    declaration, given = window.options(*TASKS[1])
    result = perform(declaration, {**given, "approved_plan": str(window.plan)}, False, None)
    assert (result["failed"], result["error"]["code"]) == (True, "BAD_OPTION")
    assert not window.org.rows("User", Username=ROBOT)


def test_a_password_is_part_of_the_plan_and_not_in_it(window: Window) -> None:
    tasks = copy.deepcopy(TASKS)
    tasks[1][1]["new_password"] = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    window.preview(tasks)
    tasks[1][1]["new_password"] = "a-Very-l0ng-secret-of-tests"
    assert not any(one.get("failed") for one in window.apply(tasks))
    assert "l0ng" not in window.plan.read_text(encoding="utf-8")


def test_two_tasks_of_one_thing_are_told_apart(window: Window) -> None:
    twice: Tasks = [
        TASKS[0],
        ("sf_permission_set", {"name": "Robot", "system_permissions": {"remove": ["ApiEnabled"]}}),
        ("sf_permission_set", {"name": "Robot", "system_permissions": ["ApiEnabled"]}),
    ]
    window.preview(twice)
    assert not any(one.get("failed") for one in window.apply(twice))


@pytest.mark.parametrize("option", ["email", "last_name"])
def test_what_is_created_is_what_was_declared(window: Window, option: str) -> None:
    """A change says that a user is created, and not with which address."""
    window.preview(TASKS[1:2])
    changed = copy.deepcopy(TASKS[1:2])
    changed[0][1][option] = "mallory@halcyon.example"
    text = stopped(window, "PLAN_DIFFERS", tasks=changed)
    assert f'{option} declared as "mallory@halcyon.example", approved: ' in text


def test_a_task_that_is_stopped_stops_the_org(window: Window) -> None:
    """Other items of a loop come all the same, and so does what follows a failure that is ignored."""
    window.preview(TASKS)
    changed = copy.deepcopy(TASKS)
    changed[0][1]["system_permissions"] = ["ApiEnabled", "RunReports"]
    window.org.mark()
    results = window.apply(changed, regardless=True)
    assert [one["error"]["code"] for one in results[:2]] == ["PLAN_DIFFERS", "PLAN_DIFFERS"]
    assert "This org was stopped by an earlier task of the run" in results[1]["msg"]
    assert not window.org.diff()


def test_a_task_that_nobody_approved_stops_the_org(window: Window) -> None:
    window.preview(TASKS)
    further = ("sf_permission_set", {"name": "Further", "system_permissions": ["ApiEnabled"]})
    window.org.mark()
    results = window.apply([further, *TASKS], regardless=True)
    assert all(one.get("failed") for one in results)
    assert not window.org.diff()


def test_a_task_may_be_tried_again(window: Window) -> None:
    """As with until: the first try is refused by the org, and has written nothing."""
    window.preview(TASKS)
    state, file = window.state(), PlanFile(str(window.plan))
    module, params = TASKS[0]
    declaration, given = window.options(module, params)
    given["approved_plan"] = str(window.plan)
    tries = []
    for broken in (True, False):
        if broken:
            refusal = {"status": 400, "error_code": "UNKNOWN_EXCEPTION", "message": "Not now", "times": 1}
            window.org.fault("status", method="POST", path="/sobjects/PermissionSet$", inside=True, **refusal)
        approval = Approval(file, state, module, given, set(), "run")
        tries.append(perform(declaration, given, False, state, approval=approval))
        if tries[-1].get("failed"):
            approval.give_back()
    assert [bool(one.get("failed")) for one in tries] == [True, False], tries


def test_a_password_hides_nothing_that_cannot_be_done(window: Window) -> None:
    tasks = copy.deepcopy(TASKS)
    tasks[1][1]["new_password"] = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    window.preview(tasks)
    window.org.put("Profile", window.org.row("Profile", Name="Standard User")["Id"], Name="Renamed")
    assert f"user {ROBOT}: cannot be done any more" in stopped(window, "PLAN_DIFFERS", tasks=tasks)


def test_a_plan_says_nothing_about_how_to_sign_in(window: Window) -> None:
    told = window.preview(TASKS)
    for task in told["orgs"][0]["tasks"]:
        task["parameters"] |= {"login_url": "not an address", "approved_plan": "/no/such", "max_revocations": -1}
    window.write(sealed(told))
    assert "login_url declared as nothing" in stopped(window, "PLAN_DIFFERS", tasks=TASKS[1:])


@pytest.mark.parametrize("trick", ["twice", "NaN", "deep", "latin"])
def test_what_readers_may_read_differently_is_no_plan(window: Window, trick: str) -> None:
    text = json.dumps(window.preview(TASKS))
    tricks = {
        "twice": text.replace('"by": "me"', '"by": "board", "by": "me"').encode(),
        "NaN": text.replace('"version": 1', '"version": NaN').encode(),
        "deep": b"[" * 200_000,
        "latin": text.replace("me", "m\xe9").encode("latin-1"),
    }
    window.plan.write_bytes(tricks[trick])
    stopped(window, "PLAN_TAMPERED")
