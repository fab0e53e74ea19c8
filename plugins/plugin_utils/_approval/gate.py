# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Lets a task do what was approved, and nothing else."""

from __future__ import annotations

import functools
import importlib
import typing as t
from dataclasses import dataclass, field
from datetime import datetime, timezone

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values

from ...module_utils._access.plan import Change
from ...module_utils._access.refusal import Refusal
from ...module_utils._argspec import CONNECTION_OPTIONS
from ...module_utils._engine.run_state import RunState
from ...module_utils._runner import Declaration, rehearse
from .._report.collect import MODULES, declared
from .._report.digest import plain
from .comparison import Changes, declared_otherwise, differences, same, summary
from .plan_file import PlanFile, named

Notes = dict[str, t.Any]
#: Secrets without which a preview finds something else. A password changes nothing that is found.
_DECISIVE = ("installation_key",)
_FIELDS = ("approved_plan",)


@dataclass
class Approval:
    """What was approved, for one task.

    *spent* is what comparing has cost in requests. *params* are the task's options and *secrets* what must be hidden of them. Tasks of
    one *stage* are compared with what was approved one after another: what a run does, and each rehearsal of it.
    """

    plan: PlanFile
    state: RunState
    module: str
    params: t.Mapping[str, t.Any]
    secrets: t.Collection[str]
    stage: str
    spent: int = 0
    _tasks: list[_Task] = field(default_factory=list)

    def __call__(self, place: t.Mapping[str, str | None]) -> t.Callable[[str, t.Sequence[Change]], None]:
        """The gate of the org at *place*.

        Raises:
            Refusal: if the plan is not good, or does not have this org.
        """
        now = datetime.now(timezone.utc)
        with self.state.notes("plan", f"{self.plan}") as kept:
            if not kept:
                kept.update(self._unpacked(now))
            org = self._approved(place, kept)
        self._tasks.append(_Task(self, org, now))
        return self._tasks[-1].gate

    def give_back(self) -> None:
        """The task has failed: what was approved for it may be tried again, and is compared again then."""
        for one in self._tasks:
            one.give_back()

    def _unpacked(self, now: datetime) -> Notes:
        """Read the plan, and lay down what each org's tasks need, so that they need not read all of it again."""
        told = self.plan.load(now)
        for org in told["orgs"]:
            with self.state.notes("approval", self.key(org)) as notes:
                tasks = [one for one in org["tasks"] if one["subject"] and _declaration(one["module"]).writes]
                notes.update({"tasks": tasks, "stages": {}, "verdict": None})
        names = ("id", "instance_url", "hosts", "complete", "digest")
        orgs = [{name: org[name] for name in names} for org in told["orgs"]]
        return {"digest": told["digest"], "expires": told["expires"], "orgs": orgs}

    def key(self, org: t.Mapping[str, t.Any]) -> str:
        """What the notes of an org are kept under."""
        return f"{self.plan} {org['digest']} {org['id'] or org['instance_url']}"

    def _approved(self, place: t.Mapping[str, str | None], kept: Notes) -> Notes:
        """The org of the plan that this is."""
        url, found = place["instance_url"], None
        for org in kept["orgs"]:
            known = org["id"] and place["org_id"]
            if org["id"] == place["org_id"] if known else org["instance_url"] == url:
                found = org
        here = f"The org at {url} ({place['org_id'] or 'of unknown Id'})"
        if found is None:
            were = "; ".join(named(one) for one in kept["orgs"]) or "none"
            text = f"{here} is not among the orgs that approved_plan {self.plan.path} approves: {were}; preview it and have it approved"
            raise Refusal(text, "NOT_APPROVED", _FIELDS)
        if not found["complete"]:
            text = f"{here} could not be previewed as a whole, so approved_plan {self.plan.path} cannot approve it; preview it again without failures"
            raise Refusal(text, "NOT_APPROVED", _FIELDS)
        return t.cast(Notes, {**found, "expires": kept["expires"]})


class _Task:
    """One task held against what was approved for its org."""

    def __init__(self, approval: Approval, org: Notes, now: datetime) -> None:
        self._approval, self._org, self._now = approval, org, now
        #: Which entry of the plan is this task's, once that is known; None where there is none.
        self._index: int | None = None
        self._asked = False

    def gate(self, subject: str, changes: t.Sequence[Change]) -> None:
        """Let the changes through if they are what was approved. A task that is stopped in the run stops the org: neither other items
        of its loop nor tasks that come although it failed write there.

        Raises:
            Refusal: PLAN_DIFFERS if the org as a whole, or this task, would be changed otherwise; NOT_APPROVED for a task that the plan
                does not have.
        """
        found = self._shown([one.as_dict() for one in changes])
        with self._notes() as notes:
            if notes["verdict"] is None:
                self._approval.plan.check_expiry(self._org["expires"], self._now)
                notes["verdict"] = self._compare_all(notes["tasks"])
            refusal = Refusal(notes["verdict"], "PLAN_DIFFERS", _FIELDS) if notes["verdict"] else None
            if refusal is None:
                refusal = self._compare(subject, found, notes)
                if refusal and self._approval.stage == "run":
                    notes["verdict"] = f"This org was stopped by an earlier task of the run: {refusal}"
        if refusal:
            raise refusal

    def give_back(self) -> None:
        """Let another try have what was approved for this task."""
        if self._index is not None:
            with self._notes() as notes:
                notes["stages"][self._approval.stage].remove(self._index)
        self._index, self._asked = None, False

    def _notes(self) -> t.ContextManager[Notes]:
        return self._approval.state.notes("approval", self._approval.key(self._org))

    def _compare(self, subject: str, found: Changes, notes: Notes) -> Refusal | None:
        """Why this task must not go on."""
        if not self._asked:
            self._index = self._take(subject, found, notes)
            self._asked = True
        if self._index is None:
            if not found:
                return None
            text = (
                f"{summary(differences([], found))}; nothing was written for {subject}; preview it and have it approved"
            )
            return Refusal(f"{subject} differs from approved_plan: {text}", "NOT_APPROVED", _FIELDS)
        mine = notes["tasks"][self._index]
        told = differences(mine["changes"], found) or self._otherwise(mine, found)
        return self._differs(f"{subject}: {summary(told)}", subject) if told else None

    def _take(self, subject: str, found: Changes, notes: Notes) -> int | None:
        """The entry of the plan for this task: of those for the same thing that no earlier task of the stage was, the one that fits, or the first."""
        taken: list[int] = notes["stages"].setdefault(self._approval.stage, [])
        tasks = notes["tasks"]
        left = [
            index
            for index, one in enumerate(tasks)
            if index not in taken and (one["module"], one["subject"]) == (self._approval.module, subject)
        ]
        if not left:
            return None
        fitting = [one for one in left if same(tasks[one]["changes"], found)]
        exact = [one for one in fitting if not self._otherwise(tasks[one], found)]
        index = [*exact, *fitting, *left][0]
        taken.append(index)
        return index

    def _otherwise(self, task: Notes, found: Changes) -> list[str]:
        """What this task declares otherwise than the approved *task*; of secrets only the change is known."""
        spec = _declaration(self._approval.module).argument_spec
        secret = [name for name, one in spec.items() if one.get("no_log")]
        given = self._shown(declared(self._approval.params))
        approved, mine = ({key: one[key] for key in one if key not in secret} for one in (task["parameters"], given))
        return declared_otherwise(approved, mine, found)

    def _compare_all(self, tasks: list[Notes]) -> str:
        """Preview everything that was approved for the org, and say what would be otherwise; empty for nothing.

        A task whose secrets decide what it finds cannot be previewed without them. From there on, tasks are compared in their turn only.
        """
        pairs = [(_declaration(one["module"]), self._options(one)) for one in tasks]
        told = []
        rehearsed = rehearse(pairs, self._approval.params, self._approval.state)
        self._approval.spent += rehearsed.requests["reads"]
        for task, result in zip(tasks, rehearsed.results):
            if result.get("failed"):
                if any(task["parameters"].get(one) for one in _DECISIVE):
                    break
                told.append(f"{task['subject']}: cannot be done any more: {result['msg']}")
            else:
                found = differences(task["changes"], self._shown(result["changes"]))
                told += [f"{task['subject']}: {summary(found)}"] if found else []
        return str(self._differs(" | ".join(told), "this org")) if told else ""

    def _options(self, task: Notes) -> dict[str, t.Any]:
        """The options of an approved task, as its module takes them, for the org of this one."""
        spec = _declaration(task["module"]).argument_spec
        here = {name: self._approval.params.get(name) for name in CONNECTION_OPTIONS}
        # Whom a task signs in as, and what it may do, is never the plan's to say.
        given = declared(task["parameters"])
        given.update({name: value for name, value in here.items() if value is not None})
        validated = ArgumentSpecValidator(spec).validate(given)
        if validated.error_messages:
            text = f"approved_plan has a task of {task['module']} with other options: {'; '.join(validated.error_messages)}; preview again"
            raise Refusal(text, "PLAN_UNFIT", _FIELDS)
        return t.cast("dict[str, t.Any]", validated.validated_parameters)

    def _shown(self, value: t.Any) -> t.Any:
        """Changes and options as a plan shows them, without secrets."""
        return plain(remove_values(plain(value), self._approval.secrets))

    def _differs(self, text: str, subject: str) -> Refusal:
        said = f"{named(self._org)} differs from approved_plan {self._approval.plan.path}: {text}"
        cure = f"nothing was written for {subject}; preview again and have that approved"
        return Refusal(f"{said}; {cure}", "PLAN_DIFFERS", _FIELDS)


@functools.lru_cache(maxsize=None)
def _declaration(module: str) -> Declaration:
    """What a module of this collection declares.

    Raises:
        Refusal: for a name that is none.
    """
    if module not in MODULES:
        raise Refusal(
            f"approved_plan has a task of {module}, which this collection does not have", "PLAN_UNFIT", _FIELDS
        )
    found = importlib.import_module(f"ansible_collections.sfops.salesforce.plugins.modules.{module}")
    return t.cast(Declaration, found.DECLARATION)
