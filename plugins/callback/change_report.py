# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: change_report
type: notification
short_description: Writes down what a run would change in Salesforce orgs, or has changed
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Collects what the modules of this collection say in a run, whatever the playbook, and writes it to files. Other modules leave no trace but where check
    mode passed them over.
  - The JSON file of a preview is the plan that O(sfops.salesforce.sf_user#module:approved_plan) takes.
  - No secret is in the files. What modules hide from output, they hide from this plugin.
requirements:
  - enabled in C(callbacks_enabled)
options:
  directory:
    description: Where the files go. It is made if need be.
    type: path
    default: change_report
    ini:
      - section: callback_change_report
        key: directory
    env:
      - name: SALESFORCE_CHANGE_REPORT_DIRECTORY
  formats:
    description:
      - What is written. V(json) is C(change.json), the plan; V(html) is C(change.html), one page for people, which needs nothing but itself; V(markdown) is
        C(change.md), the text of a ticket.
    type: list
    elements: str
    choices: [json, html, markdown]
    default: [json, html, markdown]
    ini:
      - section: callback_change_report
        key: formats
    env:
      - name: SALESFORCE_CHANGE_REPORT_FORMATS
  title:
    description: The title of page and ticket. Without it, they say what they are.
    type: str
    default: ''
    ini:
      - section: callback_change_report
        key: title
    env:
      - name: SALESFORCE_CHANGE_REPORT_TITLE
  expires_after:
    description: For how many hours a preview can be applied as a plan. 0 for as long as it fits.
    type: float
    default: 0
    ini:
      - section: callback_change_report
        key: expires_after
    env:
      - name: SALESFORCE_CHANGE_REPORT_EXPIRES_AFTER
"""

import getpass
import json
import os
import platform
import typing as t
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml
from ansible.plugins.callback import CallbackBase
from ansible.release import __version__ as ansible_version

from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.collect import Collected, Task
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.document import (
    About,
    Document,
    document,
    document_digest,
    sealed,
)
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.files import write
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.held import held_against
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.times import stamp


class CallbackModule(CallbackBase):
    """Listens to a run, and writes at its end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "sfops.salesforce.change_report"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._collected = Collected()
        self._started = datetime.now(timezone.utc)
        self._playbook = ""
        self._by = ""
        #: The approved plan, as it was when the first task had been held against it.
        self._plan: Document | str = ""

    def v2_playbook_on_start(self, playbook: t.Any) -> None:
        self._playbook = os.path.basename(getattr(playbook, "_file_name", "") or "")

    def v2_playbook_on_play_start(self, play: t.Any) -> None:
        given = play.get_variable_manager().extra_vars
        self._by = str(given.get("awx_user_name") or given.get("tower_user_name") or "")

    def v2_runner_on_ok(self, result: t.Any) -> None:
        self._take(result, "ok")

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        self._take(result, "ignored" if ignore_errors else "failed")

    def v2_runner_on_skipped(self, result: t.Any) -> None:
        self._take(result, "skipped")

    def v2_runner_on_unreachable(self, result: t.Any) -> None:
        self._take(result, "unreachable")

    def v2_runner_item_on_ok(self, result: t.Any) -> None:
        self._take(result, "ok", item=True)

    def v2_runner_item_on_failed(self, result: t.Any) -> None:
        self._take(result, "failed", item=True)

    def v2_runner_item_on_skipped(self, result: t.Any) -> None:
        self._take(result, "skipped", item=True)

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        if not self._collected.entries:
            return
        folder = Path(self.get_option("directory"))
        try:
            told = self._held(document(self._about(), self._collected))
            formats, title = self.get_option("formats"), self.get_option("title")
            files = [str(one) for one in write(folder, told, formats, title, self._collected.plan)]
        except Exception as error:
            # The run has done what it has done: a report that fails must not fail it.
            self._display.warning(
                f"change_report: nothing more could be written to {folder}: {type(error).__name__}: {error}"
            )
        else:
            self._display.display(f"change_report: {', '.join(files)}")

    def v2_runner_retry(self, result: t.Any) -> None:
        # What a try has written before it failed, no later try tells.
        found = getattr(result, "result", None) or result._result
        if found.get("changed") and found.get("preview") is False:
            self._take(result, "failed", item=True)

    def _take(self, result: t.Any, how: str, item: bool = False) -> None:
        # The names without underscore are there from ansible-core 2.19 on.
        task = getattr(result, "task", None) or result._task
        found = getattr(result, "result", None) or result._result
        if not item and task.loop is not None and "results" in found:
            return
        host = getattr(result, "host", None) or result._host
        fields = getattr(result, "task_fields", None) or result._task_fields
        facts = Task(
            str(fields.get("name") or task.get_name()).strip(),
            str(task.action),
            _outermost_role(task),
            bool(task.check_mode),
        )
        self._collected.take(host.get_name(), facts, found, how)
        if self._collected.plan and not self._plan:
            self._plan = _plan(self._collected.plan)

    def _held(self, told: Document) -> Document:
        """The document, with what the run says of the plan it was held against."""
        if not self._plan:
            return told
        why: object = self._plan
        if isinstance(self._plan, dict):
            try:
                return sealed({**told, "applied_plan": held_against(self._plan, told)})
            except (KeyError, TypeError, AttributeError) as error:
                why = error
        self._display.warning(f"change_report cannot tell what of the approved plan was done: {why}")
        return told

    def _about(self) -> About:
        ended = datetime.now(timezone.utc)
        hours = float(self.get_option("expires_after"))
        return About(
            self._playbook,
            stamp(self._started),
            stamp(ended),
            self._by or _user(),
            {"ansible_core": ansible_version, "collection": _version(), "python": platform.python_version()},
            stamp(ended + timedelta(hours=hours)) if hours else None,
        )


def _plan(path: str) -> Document | str:
    """An approved plan, or why it cannot be told of."""
    try:
        plan = json.loads(Path(path).read_text(encoding="utf-8"))
        if plan["digest"] != document_digest(plan):
            return f"{path} was changed after it was written"
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return f"{path}: {error}"
    return t.cast(Document, plan)


def _user() -> str:
    """Who runs this; containers may run as somebody who has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"uid {os.getuid()}"


def _outermost_role(task: t.Any) -> str:
    """The name of the role that brought a task: of roles that include others, the first."""
    name, node = "", task
    while node is not None:
        role = getattr(node, "_role", None)
        name = role.get_name() if role else name
        node = getattr(node, "_parent", None)
    return name.rpartition(".")[2]


def _version() -> str:
    """The version of this collection, from what Galaxy installs or from the checkout."""
    root = Path(__file__).parents[2]
    manifest = root / "MANIFEST.json"
    if manifest.is_file():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["collection_info"]["version"])
    return str(yaml.safe_load((root / "galaxy.yml").read_text(encoding="utf-8"))["version"])
