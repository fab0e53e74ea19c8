# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request log: what was asked and answered, never a secret."""

from __future__ import annotations

import json
import typing as t
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

SECRET_PARAMETERS = ("token", "access_token", "assertion", "client_secret", "password", "refresh_token", "oauth_token")
KEPT = 50_000


@dataclass
class Trace:
    """What only who answered a request knows: the caller, whether it changes data, its parts."""

    user: str
    writing: bool
    parts: list[dict[str, t.Any]] = field(default_factory=list)


class RequestLog:
    """Entries in the order of the requests; the file (when given) gets each as one line of JSON."""

    def __init__(self) -> None:
        self.entries: deque[dict[str, t.Any]] = deque(maxlen=KEPT)
        self.file: Path | None = None
        self.org = ""

    def add(self, entry: dict[str, t.Any]) -> None:
        self.entries.append(entry)
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps({"org": self.org, **entry}) + "\n")

    def clear(self) -> None:
        self.entries.clear()


def public_query(pairs: t.Sequence[tuple[str, str]]) -> dict[str, str]:
    """The query string without what could be a credential."""
    return {key: "***" if key.lower() in SECRET_PARAMETERS else value for key, value in pairs}
