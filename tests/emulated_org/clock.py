# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The organisation's time: real time, which a test may move forward."""

from __future__ import annotations

import datetime
import time

FORMAT = "%Y-%m-%dT%H:%M:%S.000+0000"


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def reset(self) -> None:
        """Real time again."""
        self._ahead = 0.0

    def time(self) -> float:
        return time.time() + self._ahead

    def now(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.time(), datetime.timezone.utc)

    def stamp(self) -> str:
        """Now, as records show it: seconds, UTC."""
        return self.now().strftime(FORMAT)

    def moment(self, off: float = 0.0) -> str:
        """Now and so many seconds, to the millisecond: for the request log."""
        then = self.now() + datetime.timedelta(seconds=off)
        return f"{then:%Y-%m-%dT%H:%M:%S}.{then.microsecond // 1000:03d}+0000"

    def ago(self, days: int) -> str:
        """The time so many days before now, as records show it."""
        return (self.now() - datetime.timedelta(days=days)).strftime(FORMAT)

    def today(self) -> str:
        return self.now().strftime("%Y-%m-%d")


def parse_datetime(raw: str) -> str | None:
    """A date-time of a request in the form records are kept in, or None when it is none."""
    text = raw.strip().replace(" ", "+") if raw.count(" ") == 1 and "T" in raw else raw.strip()
    if text[-1:] in "Zz":
        text = text[:-1] + "+00:00"
    elif len(text) > 5 and text[-5] in "+-" and text[-3] != ":":
        text = f"{text[:-2]}:{text[-2:]}"
    try:
        value = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=datetime.timezone.utc)
    return value.astimezone(datetime.timezone.utc).strftime(FORMAT)


def parse_date(raw: str) -> str | None:
    """A date of a request, or None when it is none."""
    try:
        return datetime.date.fromisoformat(raw[:10]).isoformat()
    except ValueError:
        return None
