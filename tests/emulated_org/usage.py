# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an organisation's API allowances count: requests of a day, and requests that run long at the same time."""

from __future__ import annotations

import contextlib
import typing as t
from collections import deque

if t.TYPE_CHECKING:
    from .clock import Clock

#: The daily allowance is for any 24 hours (API Request Limits and Allocations).
WINDOW = 24 * 3600.0


class Usage:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counted: deque[float] = deque()
        self._running: dict[int, float] = {}
        self._number = 0

    def count(self) -> None:
        """One more request."""
        self._counted.append(self._clock.time())

    def clear(self) -> None:
        """As if nothing had been asked yet; what is running goes on."""
        self._counted.clear()

    @property
    def used(self) -> int:
        """Requests of the last 24 hours."""
        start = self._clock.time() - WINDOW
        while self._counted and self._counted[0] <= start:
            self._counted.popleft()
        return len(self._counted)

    @contextlib.contextmanager
    def running(self) -> t.Iterator[None]:
        """While a request is answered."""
        self._number += 1
        number = self._number
        self._running[number] = self._clock.time()
        try:
            yield
        finally:
            del self._running[number]

    def long(self, seconds: float) -> int:
        """Requests that have been running for so long."""
        start = self._clock.time() - seconds
        return sum(1 for began in self._running.values() if began <= start)
