# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the tasks of a run said, as they said it: one entry for each task that is ours, and what nobody could preview."""

from __future__ import annotations

import pkgutil
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

from ...module_utils._argspec import CONNECTION_OPTIONS, GATE_OPTIONS
from .digest import plain

Result = t.Mapping[str, t.Any]
MODULES = frozenset(one.name for one in pkgutil.iter_modules([str(Path(__file__).parents[2] / "modules")]))
#: Modules that only read although their names do not say so.
READING = frozenset({"sf_access_check"})
_NOT_DECLARED = frozenset({*CONNECTION_OPTIONS, *GATE_OPTIONS})


@dataclass(frozen=True)
class Task:
    """A task: its *name* and *action*, the role at the top that it came with, and whether it ran in check mode."""

    name: str
    action: str
    vendor: str = ""
    check_mode: bool = False

    @property
    def module(self) -> str:
        return self.action.rpartition(".")[2]

    @property
    def ours(self) -> bool:
        return self.module in MODULES


@dataclass(frozen=True)
class Entry:
    """What one task of ours said of one org; *told* is the part of the document that it becomes."""

    org: t.Mapping[str, t.Any]
    requests: t.Mapping[str, t.Any]
    told: dict[str, t.Any]

    @property
    def failed(self) -> bool:
        return self.told["status"] == "failed"

    @property
    def writes(self) -> bool:
        """Whether it is of a module that may write."""
        module = self.told["module"]
        return module not in READING and not module.endswith("_info")

    @property
    def preview(self) -> bool:
        return bool(self.told["preview"])


@dataclass
class Collected:
    """All entries of a run in their order, and the tasks of which a preview says nothing."""

    entries: list[Entry] = field(default_factory=list)
    not_previewed: list[dict[str, t.Any]] = field(default_factory=list)
    #: The approved plan that tasks were held against: a path, empty for none.
    plan: str = ""

    def take(self, host: str, task: Task, result: Result, how: str = "ok") -> None:
        """Take the result of a task, or of one item of its loop; *how* it went is ok, failed, ignored, skipped or unreachable."""
        reason = _reason(task, result, how)
        if reason:
            # A module of somebody else that knows no check mode does nothing to what ours would do.
            blocks = how != "skipped"
            lost = {"host": host, "task": task.name, "module": task.module, "reason": reason, "blocks": blocks}
            self.not_previewed.append(lost)
        elif how != "skipped" and task.ours and "preview" in result:
            self.entries.append(_entry(host, task, result))
            self.plan = str(_arguments(result).get("approved_plan") or self.plan)


def _reason(task: Task, result: Result, how: str) -> str:
    """Why nothing can be said of a task; empty where something can, or where nothing was to be done."""
    if how == "unreachable":
        return str(result.get("msg") or "The host could not be reached")
    if task.ours and "censored" in result:
        return "The task hides its result (no_log)"
    if task.ours and how != "skipped" and "preview" not in result:
        return str(result.get("msg") or "The task did not say what it does")
    if how == "failed" and not task.ours:
        return "The task failed, so what would come after it is not known"
    chosen = result.get("skip_reason") or result.get("skipped_reason") or result.get("false_condition")
    if how == "skipped" and task.check_mode and not chosen and not task.ours:
        return str(result.get("msg") or "The module does not support check mode")
    return ""


def _entry(host: str, task: Task, result: Result) -> Entry:
    failed = "error" in result
    told = {
        "module": task.module,
        "task": task.name,
        "host": host,
        "vendor": task.vendor,
        "subject": None if failed else result.get("subject"),
        # Secrets have been masked before any callback sees them.
        "parameters": declared(_arguments(result)),
        "status": "failed" if failed else "ok",
        "preview": bool(result["preview"]),
        "changed": bool(result.get("changed")),
        "changes": result.get("changes") or [],
        "unmanaged": result.get("unmanaged") or [],
        "warnings": [str(one) for one in result.get("warnings") or []],
        "access": {key: result[key] for key in ("missing", "extra") if key in result},
        "error": result.get("error"),
        "message": str(result.get("msg", "")) if failed else None,
    }
    return Entry(
        {"id": result.get("org_id"), "instance_url": result.get("instance_url")},
        plain(result.get("requests") or {}),
        plain(told),
    )


def declared(arguments: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The options of a task that say what is to be."""
    return {key: value for key, value in arguments.items() if value is not None and key not in _NOT_DECLARED}


def _arguments(result: Result) -> t.Mapping[str, t.Any]:
    return (result.get("invocation") or {}).get("module_args") or {}
