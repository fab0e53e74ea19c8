# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What can go wrong between this collection and Salesforce.

Every error says in one sentence what happened and what to change. The words that came from Salesforce stay available
unchanged in ``message``, the machine-readable part in ``as_dict()``.
"""

from __future__ import annotations

import re
import typing as t

#: Every connection option. A test keeps them equal to the fields of Connection.
OPTIONS = (
    "auth_method",
    "instance_url",
    "login_url",
    "access_token",
    "username",
    "password",
    "security_token",
    "client_id",
    "client_secret",
    "private_key",
    "private_key_file",
    "refresh_token",
    "audience",
    "api_version",
    "timeout",
    "retries",
    "validate_certs",
    "ca_path",
    "expected_org_id",
    "expected_sandbox",
)
#: An option in a sentence, not within a path or in quotes.
_OPTION = re.compile(rf"(?<![\w/.'-])(?:{'|'.join(OPTIONS)})(?![\w/'-])", re.ASCII)


class SalesforceError(Exception):
    """Salesforce refused a request, or no request could be made.

    Codes in capitals are Salesforce's StatusCode or ExceptionCode ("Core Data Types Used in API Calls", API 67), codes
    in small letters those of its OAuth endpoint. The client's own are CONFIGURATION, MISSING_LIBRARY, UNREACHABLE,
    TIMEOUT, TLS, REDIRECTED, WRONG_HOST, WRONG_ORG, BAD_ANSWER, ANSWER_LOST, READ_ONLY, BUSY, JOB_FAILED and JOB_TIMEOUT.

    Attributes:
        message: Salesforce's words, or ours where it said nothing.
        cure: what to change, naming the option where there is one.
        status: HTTP status of the answer; ``None`` when there was none.
        code: see above.
        fields: the fields Salesforce complains about; with CONFIGURATION, the options.
        index: which of the reads or writes handed over failed; ``None`` when it is not one of them.
        committed: how many of the writes handed over are in the org although a later one failed.
        uncertain: the write that failed may still happen.
    """

    def __init__(
        self,
        message: str,
        cure: str = "",
        status: t.Optional[int] = None,
        code: t.Optional[str] = None,
        fields: t.Iterable[str] = (),
        index: t.Optional[int] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.status = status
        self.code = code
        self.fields: t.List[str] = list(fields)
        self.index = index
        self.committed = 0
        self.uncertain = False

    def __str__(self) -> str:
        cause = one_line(self.message) or (self.code or "Salesforce gave no reason")
        return f"{cause}; {self.cure}" if self.cure else cause

    def as_dict(self) -> t.Dict[str, t.Any]:
        """The machine part: ``status``, ``code`` and ``fields``."""
        return {"status": self.status, "code": self.code, "fields": self.fields}


class SignInError(SalesforceError):
    """Salesforce did not let us in."""


class AnswerLost(SalesforceError):
    """A write was sent and its answer never came: it may have happened. Read again before writing again."""


class ReadOnlyViolation(SalesforceError):
    """A preview was about to write. Nothing was sent."""

    def __init__(self, verb: str, path: str) -> None:
        super().__init__(
            f"This run only previews, so {verb} {path} was not sent",
            cure="this is a fault of the collection: please report it",
            code="READ_ONLY",
        )


def configuration(message: str, cure: str = "", options: t.Iterable[str] = ()) -> SalesforceError:
    """An option is missing, contradicts another one, or cannot be true. Found without asking Salesforce.

    Without *options* they are those that the message names, or else the cure; say them where a message repeats what was given.
    """
    named = list(options) or _OPTION.findall(message) or _OPTION.findall(cure)
    return SalesforceError(message, cure=cure, code="CONFIGURATION", fields=dict.fromkeys(named))


def one_line(message: str) -> str:
    """Salesforce's words as the first half of a sentence.

    SOQL errors repeat the query and put the reason in the last line ("ERROR at Row:1:Column:21 <newline> reason"),
    others carry ``<br>``.
    """
    _position, found, reason = message.rpartition("ERROR at Row:")
    if found:
        message = reason.split("\n", 1)[-1]
    message = re.sub(r"<br\s*/?>", " ", message)
    return " ".join(message.split()).rstrip(". ")
