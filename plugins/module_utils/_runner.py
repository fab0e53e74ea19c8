# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One door for every module: options in, result out. The only place that knows both the client and the engine, and that exits."""

from __future__ import annotations

import contextlib
import json
import traceback
import typing as t
from dataclasses import dataclass, field

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.yaml import HAS_YAML, yaml_dump

from ._access.plan import Change
from ._access.refusal import Refusal
from ._access.requests import is_pending
from ._access.resource import Inspection, Resource
from ._api.connection import Connection
from ._api.errors import AnswerLost, SalesforceError
from ._api.libraries import import_early
from ._api.org import Org
from ._argspec import Arguments, connection_arguments
from ._engine.engine import Interrupted, NotKept, Outcome, execute, inspect
from ._engine.preview import Preview
from ._engine.run_state import RunState

Result = dict[str, t.Any]


@dataclass(frozen=True)
class Declaration:
    """What a module is: the thing it declares, and its options besides those of the connection."""

    thing: type[Resource] | type[Inspection]
    arguments: Arguments
    rules: t.Mapping[str, t.Any] = field(default_factory=dict)

    @property
    def argument_spec(self) -> Arguments:
        return {**connection_arguments(), **self.arguments}


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
) -> Result:
    """Do what a task says and return its result; failures are results too.

    *state* is what the tasks of this run share; without it each task signs in for itself and previews know nothing of each other.
    *tell* is told how long work goes on.
    """
    org: Org | None = None
    try:
        thing = declaration.thing(params)
        read_only = check_mode or isinstance(thing, Inspection)
        org = Org(Connection.from_params(params), read_only, state, tell=tell)
        result = (
            _inspect(thing, org, check_mode, state)
            if isinstance(thing, Inspection)
            else _execute(thing, org, check_mode, state)
        )
    except Interrupted as error:
        result = _interrupted(error)
    except NotKept as error:
        result = _failed(error, {"status": None, "code": "NOT_KEPT", "fields": []}, error.applied, changed=True)
    except (Refusal, SalesforceError) as error:
        result = _failed(error, error.as_dict())
    except Exception as error:
        text = f"{type(error).__name__}: {error}; this is a fault of the collection: please report it with the output of -vvv"
        result = _failed(text, {"status": None, "code": "INTERNAL", "fields": []})
        result["exception"] = traceback.format_exc()
    result["preview"] = check_mode
    if org is not None:
        result["requests"] = {**org.requests, "daily_limit": org.limits}
        result["warnings"] = [*result.get("warnings", []), *org.warnings]
        result = _with_address(result, org)
    return result


def _inspect(thing: Inspection, org: Org, check_mode: bool, state: RunState | None) -> Result:
    with _preview(org, check_mode, state) as preview:
        return {"changed": False, "warnings": [], **_without_pending(inspect(thing, org, preview))}


def _execute(thing: Resource, org: Org, check_mode: bool, state: RunState | None) -> Result:
    with _preview(org, check_mode, state) as preview, _writing(org, check_mode, state):
        return _result(execute(thing, org, preview, AnswerLost))


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


def _result(outcome: Outcome) -> Result:
    return {
        **outcome.extra,
        "changed": bool(outcome.changes),
        "id": None if is_pending(outcome.id) else outcome.id,
        "record": outcome.after,
        "changes": [one.as_dict() for one in outcome.changes],
        "unmanaged": outcome.unmanaged,
        "warnings": outcome.warnings,
        "diff": _diff(outcome),
    }


def _diff(outcome: Outcome) -> dict[str, str]:
    """Both states as readable text; nothing to compare where nothing changes."""
    if not outcome.changes:
        return {"before": "", "after": ""}
    return {"before": _text(outcome.before), "after": _text(outcome.after)}


def _text(state: t.Mapping[str, t.Any]) -> str:
    if not state:
        return ""
    if HAS_YAML:
        # Values may still be ansible-core's own kinds of text, which not every release's dumper knows.
        return str(
            yaml_dump(json.loads(json.dumps(state)), default_flow_style=False, sort_keys=False, allow_unicode=True)
        )
    return json.dumps(state, indent=2, ensure_ascii=False) + "\n"


def _failed(
    cause: Exception | str, error: t.Mapping[str, t.Any], applied: t.Sequence[Change] = (), changed: bool = False
) -> Result:
    done = [one.as_dict() for one in applied]
    result: Result = {"failed": True, "changed": changed or bool(done), "msg": str(cause), "error": dict(error)}
    if done:
        result["changes"] = done
    return result


def _interrupted(error: Interrupted) -> Result:
    cause = error.cause
    doing = f"Cannot {error.change}" if error.change else "Cannot finish"
    if not doing.endswith(error.subject):
        doing += f" ({error.subject})"
    doing += f": {cause}"
    if error.uncertain:
        doing += " | the change was sent and may have been made; run the task again to see"
    if error.applied:
        doing += f" | {len(error.applied)} changes were made before it failed; the task can be run again"
    machine = (
        cause.as_dict()
        if isinstance(cause, (Refusal, SalesforceError))
        else {"status": None, "code": type(cause).__name__, "fields": []}
    )
    return {"changes": [], **_failed(doing, machine, error.applied, changed=error.uncertain)}


def _without_pending(report: t.Any) -> t.Any:
    """A report without the Ids that only a preview knows."""
    if isinstance(report, dict):
        return {key: _without_pending(value) for key, value in report.items()}
    if isinstance(report, list):
        return [_without_pending(one) for one in report]
    return None if is_pending(report) else report


def _with_address(told: t.Any, org: Org) -> t.Any:
    """A result whose pages of Setup can be opened: what is planned knows their paths only."""
    if isinstance(told, dict):
        return {
            key: org.instance_url.rstrip("/") + value if key == "setup_url" else _with_address(value, org)
            for key, value in told.items()
        }
    return [_with_address(one, org) for one in told] if isinstance(told, list) else told
