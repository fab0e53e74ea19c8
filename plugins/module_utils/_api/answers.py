# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What came back, and the error in it if it is one."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from .cures import cure_for
from .errors import SalesforceError

#: What a rolled-back neighbour of the failing request says. Never the cause.
ROLLED_BACK = ("PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK")


class Answer:
    """An HTTP answer, fully read. ``body`` is the parsed JSON, or None when there is none."""

    def __init__(self, status: int, headers: t.Mapping[str, str], content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.body: t.Any = None
        self.readable = not content
        if content:
            try:
                self.body = json.loads(content)
                self.readable = True
            except ValueError:
                pass

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def garbled(self) -> bool:
        """Whether it calls itself JSON and is none: it broke on the way."""
        return not self.readable and "json" in self.headers.get("Content-Type", "")

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300 and self.readable


@dataclass(frozen=True)
class Failure:
    """One failed part of an answer. ``place`` counts inside a collection, else it is 0."""

    reference: str
    place: int
    status: t.Optional[int]
    code: t.Optional[str]
    message: str
    fields: t.Tuple[str, ...]

    def error(self, index: t.Optional[int] = None) -> SalesforceError:
        """The failure as an error with its cure."""
        cure = cure_for(self.code, self.message, self.status)
        return SalesforceError(self.message or f"HTTP {self.status}", cure, self.status, self.code, self.fields, index)


def failure_in(status: int, body: t.Any, reference: str = "", place: int = 0) -> Failure:
    """The first error of a REST error body: a list of ``{message, errorCode, fields}``.

    Collections call the code ``statusCode``, everything else ``errorCode``.
    """
    first = body[0] if isinstance(body, list) and body else body
    if not isinstance(first, dict):
        first = {}
    code = first.get("errorCode") or first.get("statusCode") or first.get("error")
    message = first.get("message") or first.get("error_description") or ""
    names = first.get("fields")
    fields = tuple(str(name) for name in names) if isinstance(names, list) else ()
    return Failure(reference, place, status, str(code) if code else None, str(message), fields)


def code_of(answer: Answer) -> t.Optional[str]:
    """The error code of an answer that failed as a whole."""
    return None if answer.ok else failure_in(answer.status, answer.body).code


def parts_of(answer: Answer) -> t.List[t.Dict[str, t.Any]]:
    """The parts of a composite answer; empty when it is none."""
    parts = answer.body.get("compositeResponse") if isinstance(answer.body, dict) else None
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def failures_of(part: t.Mapping[str, t.Any]) -> t.List[Failure]:
    """Every failure in one part of a composite answer."""
    reference, body = str(part.get("referenceId") or ""), part.get("body")
    status = int(part.get("httpStatusCode") or 0)
    if isinstance(body, list) and body and all(isinstance(one, dict) and "success" in one for one in body):
        return [
            failure_in(status, one.get("errors") or [], reference, place)
            for place, one in enumerate(body)
            if not one["success"]
        ]
    if status < 300:
        return []
    return [failure_in(status, body, reference)]


def cause_of(answer: Answer) -> t.Optional[Failure]:
    """The failure that made an all-or-nothing composite fail; None when nothing failed.

    Neighbours that were only rolled back, or that refer to what failed, are passed over.
    """
    failures = [failure for part in parts_of(answer) for failure in failures_of(part)]
    causes = [failure for failure in failures if failure.code not in ROLLED_BACK]
    return next(iter(causes or failures), None)


def error_of(answer: Answer, origin: str) -> SalesforceError:
    """The error in an answer that failed as a whole."""
    if answer.garbled:
        return bad_answer(origin, answer)
    if not answer.readable or (answer.body is None and answer.status >= 400 and answer.status not in (429, 503)):
        return SalesforceError(
            f"{origin} did not answer as a Salesforce org (HTTP {answer.status})",
            "set instance_url to the org's My Domain, such as https://acme.my.salesforce.com, and check the proxy",
            status=answer.status,
            code="WRONG_HOST",
        )
    return failure_in(answer.status, answer.body).error()


def bad_answer(origin: str, answer: Answer) -> SalesforceError:
    """The error for an answer that succeeded but does not have the form it should have."""
    return SalesforceError(
        f"{origin} sent an answer that does not fit the request",
        "check api_version, and that nothing between here and Salesforce changes answers",
        status=answer.status,
        code="BAD_ANSWER",
    )
