# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""When to send again, and how long to wait.

A read may always be sent again. A write may be sent again only when it certainly was not carried out: the connection
never stood, Salesforce turned it away at the door, or it rolled everything back.
"""

from __future__ import annotations

import email.utils
import enum
import time
import typing as t

from .answers import Answer, cause_of, failure_in

_DOOR_CLOSED = (420, 429)
_GATEWAY = (502, 503, 504)
_LOCKED = "UNABLE_TO_LOCK_ROW"
_BASE, _MOST = 0.5, 20.0

#: Longer than this nobody wants a run to stand still; the error then tells the time instead.
PATIENCE = 120.0


class Verdict(enum.Enum):
    """What to make of an answer."""

    KEEP = "keep"
    AGAIN = "again"
    LOST = "lost"


def judge(answer: Answer, writing: bool) -> Verdict:
    """Whether *answer* counts, is worth another try, or leaves open whether a write happened."""
    if answer.status in _GATEWAY:
        return Verdict.LOST if writing else Verdict.AGAIN
    if 200 <= answer.status < 300 and not answer.readable and (writing or answer.garbled):
        return Verdict.LOST if writing else Verdict.AGAIN
    failure = cause_of(answer) if answer.ok else failure_in(answer.status, answer.body)
    return Verdict.AGAIN if _passing(answer.status, failure, writing) else Verdict.KEEP


def _passing(status: int, failure: t.Any, writing: bool) -> bool:
    code, message = (failure.code, failure.message) if failure else (None, "")
    if code == "REQUEST_LIMIT_EXCEEDED" or status in _DOOR_CLOSED:
        # TotalRequests counts over 24 hours: waiting is of no use, and asking costs more of it.
        return "TotalRequests" not in message
    if code == "SERVER_UNAVAILABLE":
        return not writing
    return bool(code == _LOCKED)


def pause(attempt: int, answer: t.Optional[Answer], chance: t.Callable[[], float]) -> float:
    """Seconds to wait before try number *attempt* + 1: what the server asks for, else doubling with jitter."""
    asked = _retry_after(answer.headers.get("Retry-After") if answer else None)
    if asked is not None:
        return asked
    return float(min(_MOST, _BASE * 2**attempt) * (0.5 + 0.5 * chance()))


def _retry_after(header: t.Optional[str]) -> t.Optional[float]:
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    moment = email.utils.parsedate_tz(header)
    return max(0.0, email.utils.mktime_tz(moment) - time.time()) if moment else None
