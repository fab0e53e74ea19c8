# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Results: one shape for whatever a task found, did, or could not do."""

from __future__ import annotations

import json
import typing as t

from ansible.module_utils.common.yaml import HAS_YAML, yaml_dump

from ._access.plan import Change
from ._access.refusal import Refusal
from ._access.requests import is_pending
from ._api.errors import SalesforceError
from ._engine.engine import Interrupted, Outcome

Result = dict[str, t.Any]


def done(outcome: Outcome) -> Result:
    return {
        **outcome.extra,
        "changed": bool(outcome.changes),
        "subject": outcome.subject,
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


def failed(
    cause: Exception | str, error: t.Mapping[str, t.Any], applied: t.Sequence[Change] = (), changed: bool = False
) -> Result:
    made = [one.as_dict() for one in applied]
    result: Result = {"failed": True, "changed": changed or bool(made), "msg": str(cause), "error": dict(error)}
    if made:
        result["changes"] = made
    return result


def interrupted(error: Interrupted) -> Result:
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
    return {"changes": [], **failed(doing, machine, error.applied, changed=error.uncertain)}


def without_pending(report: t.Any) -> t.Any:
    """A report without the Ids that only a preview knows."""
    if isinstance(report, dict):
        return {key: without_pending(value) for key, value in report.items()}
    if isinstance(report, list):
        return [without_pending(one) for one in report]
    return None if is_pending(report) else report


def with_address(told: t.Any, instance_url: str) -> t.Any:
    """A result whose pages of Setup can be opened: what is planned knows their paths only."""
    if isinstance(told, dict):
        return {
            key: instance_url + value if key == "setup_url" else with_address(value, instance_url)
            for key, value in told.items()
        }
    return [with_address(one, instance_url) for one in told] if isinstance(told, list) else told
