# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Runs a module of this collection inside the controller's worker process.

Shipping a Python module to an interpreter costs some four hundred milliseconds a task, the work itself about ten. Inventory hosts
are orgs, not machines, so nothing is gained by shipping. With ``delegate_to`` another machine, or ``async``, the ordinary module
is shipped instead: both doors lead to the same code.
"""

from __future__ import annotations

import contextlib
import functools
import os
import typing as t

from ansible import constants as C
from ansible import context
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ..module_utils._argspec import APPROVAL_OPTIONS, CONNECTION_OPTIONS, GATE_OPTIONS, environment_name
from ..module_utils._engine.run_state import RunState
from ..module_utils._results import Result
from ..module_utils._runner import Declaration, perform, prepare
from ._approval.gate import Approval
from ._approval.plan_file import PlanFile

# Action plugins are loaded before workers are forked, and a run signs in to every org in another worker.
prepare()


class InProcessAction(ActionBase):
    """The action plugin of every module; a subclass says which."""

    declaration: t.ClassVar[Declaration]

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> Result:
        """Validate the options, do what the task says, and return its result without any secret."""
        base = super().run(tmp, task_vars)
        arguments = {**self._task.args, **self._inventory_options(task_vars or {})}
        if self._task.async_val and self._connection.transport != "local":
            text = "Cannot run in the background: async starts a process on the host, and an org has none; set ansible_connection: local, or drop async"
            return {**base, **self._bad_option(text, ["async"])}
        misshapen = [name for name in self.declaration.dictionaries if not _may_be_dictionary(arguments.get(name))]
        if misshapen:
            return {**base, **self._bad_option(f"Option {misshapen[0]} takes a dictionary", misshapen)}
        if self._task.async_val or (self._task.delegate_to and self._connection.transport != "local"):
            return t.cast(
                Result,
                self._execute_module(module_args=arguments, task_vars=task_vars, wrap_async=self._task.async_val),
            )
        with self._task_environment():
            validator = ArgumentSpecValidator(self.declaration.argument_spec, **self.declaration.rules)
            validated = validator.validate(arguments)
            secrets = validated._no_log_values
            if validated.error_messages:
                result = self._bad_option("; ".join(validated.error_messages), [])
            else:
                state = self._run_state(task_vars or {})
                host = str((task_vars or {}).get("inventory_hostname") or "")
                tell = functools.partial(_show, host, tuple(secrets))
                check_mode = bool(self._task.check_mode)
                approval = self._approval(validated.validated_parameters, state, secrets, task_vars or {})
                result = perform(self.declaration, validated.validated_parameters, check_mode, state, tell, approval)
                if approval and "requests" in result:
                    result["requests"]["reads"] += approval.spent
                if approval and result.get("failed"):
                    approval.give_back()
        result["invocation"] = {"module_args": dict(validated.validated_parameters)}
        base.update(remove_values(result, secrets))
        return t.cast(Result, base)

    def _bad_option(self, text: str, fields: list[str]) -> Result:
        """The result of a task whose options cannot be meant."""
        error = {"status": None, "code": "BAD_OPTION", "fields": fields}
        return {"failed": True, "changed": False, "msg": text, "error": error, "preview": bool(self._task.check_mode)}

    def _inventory_options(self, task_vars: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Options of the connection, and of what a task may do, that the inventory gives as ``salesforce_<option>``."""
        options = {}
        for option in (*CONNECTION_OPTIONS, *(GATE_OPTIONS if self.declaration.writes else ())):
            name = f"salesforce_{option}"
            # No task can talk itself out of what was approved for the run.
            if option not in self._task.args or option in APPROVAL_OPTIONS:
                value = self._templar.template(task_vars[name]) if name in task_vars else None
                if value in (None, "") and option in APPROVAL_OPTIONS:
                    value = os.environ.get(environment_name(option))
                if value is not None and value != "":
                    options[option] = value
        return options

    def _approval(
        self, params: dict[str, t.Any], state: RunState, secrets: t.Collection[str], task_vars: t.Mapping[str, t.Any]
    ) -> Approval | None:
        """What was approved for this task; None where nothing has to be."""
        if not (self.declaration.writes and params["approved_plan"]):
            return None
        plan = PlanFile(
            params["approved_plan"], params["approved_plan_signature"] or "", params["approved_plan_verify"] or ""
        )
        stage = f"check {self._rehearsal(task_vars)}" if self._task.check_mode else "run"
        return Approval(plan, state, type(self).__module__.rpartition(".")[2], params, secrets, stage)

    def _rehearsal(self, task_vars: t.Mapping[str, t.Any]) -> str:
        return str(self._templar.template(task_vars.get("salesforce_rehearsal", "")) or "")

    def _run_state(self, task_vars: t.Mapping[str, t.Any]) -> RunState:
        """What this task shares with the others of the run; the variable ``salesforce_rehearsal`` names the rehearsal it is part of."""
        return RunState(C.DEFAULT_LOCAL_TMP, bool(context.CLIARGS.get("check")), self._rehearsal(task_vars))

    @contextlib.contextmanager
    def _task_environment(self) -> t.Iterator[None]:
        """Let the task's ``environment`` count as it would for a shipped module."""
        added: dict[str, str] = {}
        self._compute_environment_string(added)
        before = dict(os.environ)
        os.environ.update({key: str(value) for key, value in added.items()})
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _may_be_dictionary(value: t.Any) -> bool:
    """Whether Ansible makes a dictionary of it; of anything else its validator makes a TypeError."""
    return value is None or isinstance(value, (dict, str))


def _show(host: str, secrets: t.Sequence[str], text: str) -> None:
    """Let people see that work goes on while a task waits for it."""
    Display().display(f"[{host}] {remove_values(text, secrets)}")
