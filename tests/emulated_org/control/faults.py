# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures a test asks for: each strikes the next matching requests a given number of times."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

KINDS = ("status", "drop_before", "drop_after", "delay", "lock", "expire_session", "malformed")


@dataclass
class Fault:
    kind: str
    method: str = ""
    path: str = ""
    times: int = 1
    status: int = 503
    error_code: str = "SERVER_UNAVAILABLE"
    message: str = "Server Unavailable"
    retry_after: int | None = None
    seconds: float = 0.0

    def matches(self, method: str, path: str) -> bool:
        return (not self.method or self.method.upper() == method) and bool(re.search(self.path, path))


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, raw: dict[str, t.Any]) -> None:
        """Arm a fault; raises ValueError naming what is wrong with *raw*."""
        unknown = set(raw) - set(Fault.__dataclass_fields__)
        if raw.get("kind") not in KINDS or unknown:
            raise ValueError(
                f"kind must be one of {', '.join(KINDS)}; unknown keys: {', '.join(sorted(unknown)) or 'none'}"
            )
        re.compile(str(raw.get("path", "")))
        self._waiting.append(Fault(**raw))

    def clear(self) -> None:
        self._waiting.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that hits this request, if one does; it is used up by one."""
        for fault in self._waiting:
            if fault.times > 0 and fault.matches(method, path):
                fault.times -= 1
                self._waiting = [one for one in self._waiting if one.times > 0]
                return fault
        return None
