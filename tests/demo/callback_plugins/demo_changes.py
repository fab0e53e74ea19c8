# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the ``changes`` of every result to the file that DEMO_CHANGES names, one line of JSON for each task and host."""

from __future__ import annotations

import json
import os
import typing as t

from ansible import context
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: demo_changes
type: notification
short_description: Record what the tasks of a run change
description:
  - Part of the demonstration in a checkout, not of the collection.
"""


class CallbackModule(CallbackBase):
    """The callback Ansible loads."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "demo_changes"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: t.Any) -> None:
        """Record a task's changes; those of a loop are in its items. What a run rehearses before it writes does not count."""
        answer, check = result.result, bool(context.CLIARGS.get("check"))
        parts = [part for part in (answer, *answer.get("results", ())) if part.get("preview", check) is check]
        changes = [change for part in parts for change in part.get("changes", ())]
        with open(os.environ["DEMO_CHANGES"], "a", encoding="utf-8") as out:
            out.write(json.dumps({"host": result.host.get_name(), "changes": changes}, sort_keys=True) + "\n")
