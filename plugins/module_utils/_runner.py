# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One door for every module: options in, result out. The only place that knows both the client and the engine, and that exits."""

from __future__ import annotations

import contextlib
import traceback
import typing as t
from dataclasses import dataclass, field

from ansible.module_utils.basic import AnsibleModule

from ._access.refusal import Refusal
from ._access.resource import Inspection, Resource
from ._api.connection import Connection
from ._api.errors import AnswerLost, SalesforceError
from ._api.libraries import import_early
from ._api.org import Org
from ._argspec import Arguments, connection_arguments, gate_arguments
from ._engine.engine import Interrupted, NotKept, execute, inspect
from ._engine.gates import Gate, MaxRevocations, all_of
from ._engine.preview import Preview
from ._engine.run_state import RunState
from ._results import Result, done, failed, interrupted, with_address, without_pending

#: Says, for the ``org_id`` and ``instance_url`` of an org, what was approved there.
Approval = t.Callable[[t.Mapping[str, t.Optional[str]]], Gate]


class Rehearsed(t.NamedTuple):
    """The results of tasks that were previewed one after another, failures among them, and what that cost."""

    results: list[Result]
    requests: dict[str, t.Any]


@dataclass(frozen=True)
class Declaration:
    """What a module is: the thing it declares, and its options besides those of the connection."""

    thing: type[Resource] | type[Inspection]
    arguments: Arguments
    rules: t.Mapping[str, t.Any] = field(default_factory=dict)

    @property
    def argument_spec(self) -> Arguments:
        return {**connection_arguments(), **(gate_arguments() if self.writes else {}), **self.arguments}

    @property
    def dictionaries(self) -> list[str]:
        """The options that have options of their own."""
        return [name for name, spec in self.arguments.items() if spec.get("type") == "dict" and "options" in spec]

    @property
    def writes(self) -> bool:
        """Whether the module may write."""
        return issubclass(self.thing, Resource)


def run(declaration: Declaration) -> None:
    """The module's own door, for where it is shipped to another machine."""
    module = AnsibleModule(argument_spec=declaration.argument_spec, supports_check_mode=True, **declaration.rules)
    result = perform(declaration, module.params, module.check_mode, None, module.log)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def prepare() -> None:
    """Do once, in a process that forks others, what each of them would have to do again."""
    import_early()


def perform(
    declaration: Declaration,
    params: t.Mapping[str, t.Any],
    check_mode: bool,
    state: RunState | None,
    tell: t.Callable[[str], None] = lambda _text: None,
    approval: Approval | None = None,
) -> Result:
    """Do what a task says and return its result; failures are results too.

    *state* is what the tasks of this run share; without it each task signs in for itself and previews know nothing of each other.
    *tell* is told how long work goes on. *approval* is asked for the gate that lets through what was approved for the org.
    """
    org: Org | None = None
    try:
        thing = declaration.thing(params)
        read_only = check_mode or isinstance(thing, Inspection)
        org = Org(Connection.from_params(params), read_only, state, tell=tell)
        result = (
            _inspect(thing, org, check_mode, state)
            if isinstance(thing, Inspection)
            else _execute(thing, org, check_mode, state, _gate(params, org, approval))
        )
    except Interrupted as error:
        result = interrupted(error)
    except NotKept as error:
        result = failed(error, {"status": None, "code": "NOT_KEPT", "fields": []}, error.applied, changed=True)
    except (Refusal, SalesforceError) as error:
        result = failed(error, error.as_dict())
    except Exception as error:
        text = f"{type(error).__name__}: {error}; this is a fault of the collection: please report it with the output of -vvv"
        result = failed(text, {"status": None, "code": "INTERNAL", "fields": []})
        result["exception"] = traceback.format_exc()
    result["preview"] = check_mode
    if org is not None:
        result["requests"] = {**org.requests, "daily_limit": org.limits}
        result["warnings"] = [*result.get("warnings", []), *org.warnings]
        result.update(org.place)
        result = with_address(result, (org.place["instance_url"] or "").rstrip("/"))
    return result


def rehearse(
    tasks: t.Iterable[tuple[Declaration, t.Mapping[str, t.Any]]],
    params: t.Mapping[str, t.Any],
    state: RunState | None,
) -> Rehearsed:
    """Preview *tasks*, each with its options, in the org that *params* lead to, as a run of their own: each sees what those before
    it would have done, and none sees the previews of other runs.

    Raises:
        SalesforceError: for connection options that lead nowhere.
    """
    org = Org(Connection.from_params(params), True, state)
    preview = Preview()
    results: list[Result] = []
    for declaration, options in tasks:
        try:
            thing = declaration.thing(options)
            if isinstance(thing, Resource):
                results.append(done(execute(thing, org, preview, AnswerLost)))
        except (Refusal, SalesforceError) as error:
            results.append(failed(error, error.as_dict()))
    return Rehearsed(results, org.requests)


def _gate(params: t.Mapping[str, t.Any], org: Org, approval: Approval | None) -> Gate:
    """All that people have decided about how much a task may do."""
    most = MaxRevocations(params.get("max_revocations"))
    if approval is None:
        if params.get("approved_plan"):
            text = "approved_plan is compared by the controller only; drop delegate_to and async, or run this task without approved_plan"
            raise Refusal(text, "BAD_OPTION", ["approved_plan"])
        return most
    _identity(org)
    return all_of(most, approval(org.place))


def _inspect(thing: Inspection, org: Org, check_mode: bool, state: RunState | None) -> Result:
    with _preview(org, check_mode, state) as preview:
        return {"changed": False, "warnings": [], **without_pending(inspect(thing, org, preview))}


def _execute(thing: Resource, org: Org, check_mode: bool, state: RunState | None, gate: Gate) -> Result:
    with _preview(org, check_mode, state) as preview, _writing(org, check_mode, state):
        return done(execute(thing, org, preview, AnswerLost, gate))


@contextlib.contextmanager
def _writing(org: Org, check_mode: bool, state: RunState | None) -> t.Iterator[None]:
    if check_mode or state is None:
        yield
    else:
        with state.writing(_identity(org)):
            yield


def _identity(org: Org) -> str:
    return org.org_id or org.instance_url


@contextlib.contextmanager
def _preview(org: Org, check_mode: bool, state: RunState | None) -> t.Iterator[Preview | None]:
    if not check_mode:
        yield None
    elif state is None:
        yield Preview()
    else:
        with state.preview(_identity(org)) as preview:
            yield preview
