# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures a test asks for: which requests they strike, and what each kind does."""

from __future__ import annotations

import random
import re
import typing as t
from dataclasses import asdict, dataclass, field, fields

from ..errors import ApiError, refuse

#: The record a lock is said to be on.
LOCKED = "005000000000000AAA"


@dataclass(frozen=True)
class Kind:
    """*ends*: it takes the place of the answer; *done*: the request is carried out first; *refusal*: what is answered
    (a key of data/errors.json)."""

    ends: bool = True
    done: bool = False
    refusal: str = ""


KINDS = {
    "delay": Kind(ends=False),
    "expire_session": Kind(ends=False),
    "status": Kind(refusal="unavailable"),
    "lock": Kind(refusal="lock"),
    "request_limit": Kind(refusal="request_limit"),
    "concurrent_limit": Kind(refusal="concurrent_limit"),
    "drop_before": Kind(),
    "drop_after": Kind(done=True),
    "half": Kind(done=True),
    "malformed": Kind(),
}
#: Kinds that can be told whether the request is carried out first; of the others the name says it.
EITHER = ("status", "malformed")


@dataclass
class Fault:
    """Numbers (*at*, *after*) count the matching requests since the fault was set, from 1."""

    kind: str
    method: str = ""
    path: str = ""
    #: Matching requests it strikes; nothing: all that follow.
    at: list[int] = field(default_factory=list)
    after: int = 0
    #: How often it strikes at most; None: for ever.
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    #: Strikes the parts of composite requests and collections instead of whole requests.
    inside: bool = False
    done: bool | None = None
    status: int | None = None
    error_code: str | None = None
    message: str | None = None
    retry_after: int | None = None
    seconds: float = 0.0
    #: Kept by itself: matching requests, and those it struck.
    seen: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._pattern = re.compile(self.path)
        self._random = random.Random(self.seed)
        kind = KINDS[self.kind]
        self.ends = kind.ends
        self.carried_out = kind.done if self.done is None else self.done
        if self.done is not None and self.kind not in EITHER:
            raise ValueError(f"done is for the kinds {', '.join(EITHER)}; the others say it by their name")
        if self.inside and (not kind.refusal or self.carried_out):
            raise ValueError(f"{self.kind} cannot strike a part of a request: only refusals without done can")

    def due(self, method: str, path: str) -> bool:
        """Whether it would strike this request, which is counted."""
        if (self.method and self.method.upper() != method) or not self._pattern.search(path):
            return False
        self.seen += 1
        if self.times is not None and self.struck >= self.times:
            return False
        if self.seen <= self.after or (self.at and self.seen not in self.at):
            return False
        return self._random.random() < self.probability

    @property
    def refusal(self) -> ApiError | None:
        """What it answers, if it is that kind."""
        key = KINDS[self.kind].refusal
        if not key:
            return None
        usual = refuse(key, id=LOCKED)
        code, message = self.error_code or usual.code, self.message or usual.message
        return ApiError(self.status or usual.status, code, message, usual.fields)


class Faults:
    """The faults of one organisation, in the order in which they were set."""

    def __init__(self) -> None:
        self._set: list[Fault] = []

    def add(self, raw: dict[str, t.Any]) -> None:
        """Set a fault; raises ValueError naming what is wrong with *raw*. Without numbers or chance it strikes once."""
        unknown = set(raw) - {one.name for one in fields(Fault) if one.init}
        if raw.get("kind") not in KINDS or unknown:
            raise ValueError(
                f"kind must be one of {', '.join(KINDS)}; unknown keys: {', '.join(sorted(unknown)) or 'none'}"
            )
        once = {} if {"at", "probability"} & set(raw) else {"times": 1}
        try:
            self._set.append(Fault(**{**once, **raw}))
        except re.error as error:
            raise ValueError(f"path: {error}") from None

    def clear(self) -> None:
        self._set.clear()

    def told(self) -> list[dict[str, t.Any]]:
        """Every fault and how often it struck."""
        return [asdict(one) for one in self._set]

    def strike(self, method: str, path: str, inside: bool = False) -> list[Fault]:
        """What hits this request: kinds that end nothing, and at most one, the first, that does."""
        struck: list[Fault] = []
        for fault in self._set:
            ended = bool(struck) and struck[-1].ends
            if fault.inside == inside and fault.due(method, path) and not ended:
                fault.struck += 1
                struck.append(fault)
        return struck

    def strike_part(self, method: str, path: str) -> None:
        """Raises ApiError when this part of a composite request or collection is to be refused."""
        for fault in self.strike(method, path, inside=True):
            if fault.refusal is not None:
                raise fault.refusal
