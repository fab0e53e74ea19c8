# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes down every result of a run, one line of JSON each, to the file that the variable RECORD names."""

from __future__ import annotations

import json
import os
import typing as t

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    """The callback Ansible loads."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "recorder"

    def _keep(self, result: t.Any, failed: bool) -> None:
        entry = {
            "host": result.host.get_name(),
            "task": result.task.get_name().strip(),
            "action": str(result.task.action),
            "failed": failed,
            "skipped": bool(result.result.get("skipped")),
            "result": result.result,
        }
        with open(os.environ["RECORD"], "a", encoding="utf-8") as out:
            print(json.dumps(entry, default=str), file=out)

    def v2_runner_on_ok(self, result: t.Any) -> None:
        """A task that did what it should."""
        self._keep(result, False)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        """One that did not."""
        self._keep(result, not ignore_errors)

    def v2_runner_on_unreachable(self, result: t.Any) -> None:
        """One that had no host."""
        self._keep(result, True)
