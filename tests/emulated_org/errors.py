# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Salesforce's refusals. The texts are data (data/errors.json); this file only carries them."""

from __future__ import annotations

import functools
import json
import typing as t
from pathlib import Path

DATA = Path(__file__).parent / "data"


@functools.cache
def texts() -> dict[str, dict[str, t.Any]]:
    """The entries of data/errors.json."""
    loaded: dict[str, dict[str, t.Any]] = json.loads((DATA / "errors.json").read_text("utf-8"))["errors"]
    return loaded


class ApiError(Exception):
    """One or more refusals of one request, with the HTTP status of the answer."""

    def __init__(self, status: int, code: str, message: str, fields: t.Sequence[str] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields

    def rest(self) -> dict[str, t.Any]:
        """As a plain REST answer shows it."""
        body: dict[str, t.Any] = {"message": self.message, "errorCode": self.code}
        if self.fields is not None:
            body["fields"] = list(self.fields)
        return body

    def collection(self) -> dict[str, t.Any]:
        """As one record of an sObject collection shows it: the code's key differs there."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields or [])}


class Already(Exception):
    """Nothing is to be created: *record* is the answer."""

    def __init__(self, record: str) -> None:
        super().__init__(record)
        self.record = record


def refuse(key: str, fields: t.Sequence[str] | None = None, **words: object) -> ApiError:
    """The refusal named *key*, its text completed with *words*."""
    entry = texts()[key]
    message = str(entry["message"])
    for name, value in words.items():
        message = message.replace("{" + name + "}", str(value))
    if fields is None and entry.get("dml"):
        fields = []
    return ApiError(int(entry.get("status", 400)), str(entry["code"]), message, fields)
