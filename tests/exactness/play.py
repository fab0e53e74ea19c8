# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One case: a world as it was changed by others, and the tasks of a playbook. Played, it shows whether the preview was exact."""

from __future__ import annotations

import itertools
import pathlib
import re
import typing as t
from dataclasses import dataclass, field

import yaml

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Run
from emulated_org.org import Org as Emulated
from emulated_org.testing import Saved

from .compare import differences
from .tables import Tables, snapshot
from .truth import facts
from .world import Step, take

Result = dict[str, t.Any]
Task = tuple[str, dict[str, t.Any]]
#: What a preview and its run say of themselves.
OWN = ("requests", "preview", "id")
#: What only the run can meet: README of the collection and the documentation of the modules say so.
UNKNOWABLE = re.compile(
    "|".join(
        (
            r"user license doesn't allow",  # What a licence allows, no API tells.
            r"You cannot deactivate this user",  # Who still needs a user.
            r"of a standard profile",  # What Salesforce keeps of its own profiles.
        )
    )
)


class Inexact(AssertionError):
    """A counterexample, with everything that is needed to see it again."""


@dataclass(frozen=True)
class Case:
    """What others did to the base org, and the tasks of one run."""

    steps: tuple[Step, ...]
    tasks: tuple[Task, ...]

    def __str__(self) -> str:
        told = {
            "world": [one.told() for one in self.steps],
            "tasks": [{f"sfops.salesforce.{module}": params} for module, params in self.tasks],
        }
        return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=110)


@dataclass
class Stage:
    """The base org, brought back for every case."""

    emulated: Emulated
    org: Org
    folder: pathlib.Path
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.saved = Saved(self.emulated)
        self._numbers = itertools.count()
        self._seen: tuple[t.Any, Tables] | None = None

    def play(self, case: Case) -> None:
        """Raises Inexact where preview, run and store do not agree."""
        self.saved.restore()
        for step in case.steps:
            take(self.emulated, self.org, step)
        Played(self, case).check()

    def look(self) -> Tables:
        """The store; the same object where nothing was written since."""
        state = (self.emulated.database.version, dict(self.emulated.passwords))
        if self._seen is None or self._seen[0] != state:
            self._seen = (state, snapshot(self.emulated))
        return self._seen[1]

    def run(self, check: bool) -> Run:
        return Run(self.org, self.folder / str(next(self._numbers)), check)

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


#: What a result tells of things that no option names.
_HELD = ("record", "diff", "unmanaged")


class Played:
    """One case being played."""

    def __init__(self, stage: Stage, case: Case) -> None:
        self.stage, self.case = stage, case
        self.previewed: list[Result] = []

    def check(self) -> None:
        before = self.stage.look()
        self._preview(before)
        run = self.stage.run(check=False)
        for number, (task, previewed) in enumerate(zip(self.case.tasks, self.previewed)):
            before = self.stage.look()
            applied = self._task(run, task)
            after = self.stage.look()
            self._compare(number, previewed, applied, before, after)
            if applied.get("failed"):
                return
            self._repeat(number, run, applied, after)

    def _task(self, run: Run, task: Task) -> Result:
        module, params = task
        return run.task(module, **params)

    def _preview(self, before: Tables) -> None:
        self.stage.org.forget()
        run = self.stage.run(check=True)
        for task in self.case.tasks:
            self.previewed.append(self._task(run, task))
            if self.previewed[-1].get("failed"):
                break
        number = len(self.previewed) - 1
        writes = self.stage.org.writes()
        if writes:
            raise self._inexact(number, f"the preview sent writing requests: {writes}")
        left = facts(before, self.stage.look())
        if left:
            raise self._inexact(number, f"the preview changed the store: {left}")

    def _compare(self, number: int, previewed: Result, applied: Result, before: Tables, after: Tables) -> None:
        module, params = self.case.tasks[number]
        for result in (previewed, applied):
            if (result.get("error") or {}).get("code") in ("INTERNAL", "NOT_KEPT"):
                raise self._inexact(number, str(result.get("exception") or result["msg"]), previewed, applied)
        wrong = differences(module, params, applied, before, after)
        if wrong:
            raise self._inexact(number, "\n".join(wrong), previewed, applied)
        if previewed.get("failed") or applied.get("failed"):
            self._compare_refusals(number, previewed, applied)
            return
        self.stage.count(f"{module} {'changed' if applied['changed'] else 'unchanged'}")
        blind = module == "sf_user" and previewed["record"].get("nickname") is None
        one, other = (_comparable(result, blind) for result in (previewed, applied))
        if any(name == "sf_package" for name, _params in self.case.tasks[:number]):
            # What a package opens to profiles shows once it is there.
            one, other = ({key: value for key, value in each.items() if key not in _HELD} for each in (one, other))
        for key in sorted({*one, *other}):
            if one.get(key) != other.get(key):
                text = f"{key} differs:\n  previewed {one.get(key)!r}\n  applied   {other.get(key)!r}"
                raise self._inexact(number, text, previewed, applied)
        if previewed["id"] is not None and previewed["id"] != applied["id"]:
            raise self._inexact(number, "the Ids differ", previewed, applied)
        if applied["changed"] is not bool(applied["changes"]):
            raise self._inexact(number, "changed does not say whether there are changes", previewed, applied)

    def _compare_refusals(self, number: int, previewed: Result, applied: Result) -> None:
        module = self.case.tasks[number][0]
        self.stage.count(f"{module} refused {(applied.get('error') or {}).get('code')}")
        if not previewed.get("failed") and UNKNOWABLE.search(applied["msg"]):
            self.stage.count(f"{module} unknowable")
            return
        one, other = ((result.get("msg"), result.get("error")) for result in (previewed, applied))
        if one != other:
            text = f"the refusals differ:\n  previewed {one}\n  applied   {other}"
            raise self._inexact(number, text, previewed, applied)

    def _repeat(self, number: int, run: Run, applied: Result, after: Tables) -> None:
        """The same task again: nothing is left to do, and nothing is sent. A password that is set always is set again."""
        module, params = self.case.tasks[number]
        if params.get("update_password") == "always" and params.get("new_password") and params.get("state") != "absent":
            return
        self.stage.org.forget()
        again = self._task(run, self.case.tasks[number])
        if again.get("failed") or again["changed"] or again["changes"]:
            raise self._inexact(number, f"the second run is not empty: {again.get('msg') or again['changes']}", applied)
        if self.stage.org.writes():
            raise self._inexact(number, f"the second run wrote: {self.stage.org.writes()}", applied)
        left = facts(after, self.stage.look())
        if left:
            raise self._inexact(number, f"the second run changed the store: {left}", applied)

    def _inexact(self, number: int, text: str, *results: Result) -> Inexact:
        told = "".join(
            f"\n{name}: {result.get('msg', '')}\n" + "".join(f"  {one}\n" for one in result.get("changes") or ())
            for name, result in zip(("previewed", "applied"), results)
        )
        return Inexact(f"\n{self.case}\ntask {number + 1} ({self.case.tasks[number][0]}):\n{text}\n{told}")


def _comparable(result: Result, blind: bool) -> Result:
    """A result without what is its own; *blind* also without the nickname, which Salesforce makes up for a new user."""
    kept = {key: value for key, value in result.items() if key not in OWN}
    if blind:
        kept["record"] = {key: value for key, value in kept["record"].items() if key != "nickname"}
        kept["diff"] = [line for one in kept["diff"].values() for line in one.splitlines() if "nickname: " not in line]
    return kept
