# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Sends requests: time limits, TLS, retries, the read-only guard, and counting. The only user of requests.

Nothing here is logged. urllib3 logs method, path and status at debug level, never headers or bodies, and credentials
travel in headers and bodies only.
"""

from __future__ import annotations

import os
import random
import re
import time
import traceback
import typing as t
import warnings
from dataclasses import dataclass
from urllib.parse import urlsplit

from . import hosts
from .answers import Answer
from .bodies import answer_to, encoded
from .errors import AnswerLost, ReadOnlyViolation, SalesforceError
from .faults import fault_of
from .guard import first_write
from .libraries import missing_library
from .retry import PATIENCE, Verdict, judge, pause

if t.TYPE_CHECKING:
    from .connection import Connection

REQUESTS_TRACEBACK: t.Optional[str] = None
try:
    import requests
    import requests.utils
    import urllib3.exceptions
except ImportError:
    REQUESTS_TRACEBACK = traceback.format_exc()

#: Kept equal to the version in galaxy.yml by a test.
COLLECTION_VERSION = "0.1.0"

#: A host that does not even accept a connection is given less time than one that works on an answer.
_CONNECT_TIMEOUT = 10.0
_SIGN_IN_PATHS = re.compile(r"/services/(oauth2/token|Soap/u/\d+\.0)", re.ASCII)
_USAGE = re.compile(r"(?<![\w-])api-usage=(\d+)/(\d+)")
_LOST_CURE = "run again: the org is read afresh before anything is sent"


@dataclass(frozen=True)
class _Asked:
    """A request ready to be sent; *option* is where its address came from, *answer* reads what comes back."""

    method: str
    origin: str
    path: str
    headers: t.Mapping[str, str]
    data: t.Any
    writing: bool
    option: str
    answer: t.Type[Answer]


class Transport:
    """One per org. *sleep* and *chance* are handed in so that tests need not wait."""

    def __init__(
        self,
        connection: Connection,
        read_only: bool,
        sleep: t.Callable[[float], None] = time.sleep,
        chance: t.Callable[[], float] = random.random,
    ) -> None:
        self._connection = connection
        self._read_only = read_only
        self._sleep = sleep
        self._chance = chance
        self._session: t.Optional[requests.Session] = None
        self.counts = {"reads": 0, "writes": 0}
        self.limits: t.Optional[t.Dict[str, int]] = None
        self.warnings: t.List[str] = []

    def warn(self, text: str) -> None:
        """Keep a warning for the user."""
        if text not in self.warnings:
            self.warnings.append(text)

    def send(self, method: str, origin: str, path: str, token: str, body: t.Any = None) -> Answer:
        """Send a request with an access token. The answer may be an error; redirects and lost answers never come back.

        Raises:
            ReadOnlyViolation: the request writes and this run is a preview. Nothing was sent.
            AnswerLost: a write was sent and it is unknown whether it happened.
            SalesforceError: the org cannot be reached, in the words of *code* UNREACHABLE, TIMEOUT, TLS or REDIRECTED.
        """
        write = first_write(method, path, body)
        if write and self._read_only:
            raise ReadOnlyViolation(*write)
        headers, data = encoded(body, token)
        asked = _Asked(method, origin, path, headers, data, bool(write), "instance_url", answer_to(body))
        return self._persist(asked)

    def sign_in(
        self,
        origin: str,
        path: str,
        data: t.Union[t.Mapping[str, str], bytes],
        headers: t.Optional[t.Mapping[str, str]] = None,
    ) -> Answer:
        """Post credentials to a sign-in endpoint. Counts as a read, allowed in a preview: it changes no record."""
        if not _SIGN_IN_PATHS.fullmatch(path):
            raise ReadOnlyViolation("POST", path)
        option = "login_url" if self._connection.login_url else "instance_url"
        if origin not in (self._connection.login_url, self._connection.instance_url):
            option = "login_url"
        return self._persist(
            _Asked("POST", origin, path, headers or {"Accept": "application/json"}, data, False, option, Answer)
        )

    def beside(self, connection: Connection) -> Transport:
        """A transport to the same org with other credentials. It only reads, and what it sends is counted here."""
        other = Transport(connection, True, self._sleep, self._chance)
        other.counts, other.warnings = self.counts, self.warnings
        return other

    def wait(self, seconds: float) -> None:
        """Let time pass for the org to work."""
        self._sleep(seconds)

    def _persist(self, asked: _Asked) -> Answer:
        origin, option, writing = asked.origin, asked.option, asked.writing
        for attempt in range(self._connection.retries + 1):
            last = attempt == self._connection.retries
            answer = None
            try:
                answer = self._once(asked)
            except OSError as error:  # RequestException is one, and so is everything else a network can do
                fault = fault_of(error, origin, option, self._connection.timeout)
                if writing and not fault.unsent:
                    raise AnswerLost(f"{fault.words} after a write was sent", _LOST_CURE, code="ANSWER_LOST") from None
                if last or not fault.passing:
                    fields = [option] if fault.code == "CONFIGURATION" else []
                    raise SalesforceError(fault.words, fault.cure, code=fault.code, fields=fields) from None
            if answer is not None:
                _refuse_redirect(answer, origin, option)
                verdict = judge(answer, writing)
                if verdict is Verdict.LOST:
                    raise AnswerLost(
                        f"{origin} answered a write with HTTP {answer.status}", _LOST_CURE, answer.status, "ANSWER_LOST"
                    )
                if verdict is Verdict.KEEP or last:
                    return answer
            self._wait(pause(attempt, answer, self._chance), origin, answer)
        raise SalesforceError(
            f"{origin} was never asked", code="UNREACHABLE"
        )  # not reached: the last try returns or raises

    def _once(self, asked: _Asked) -> Answer:
        loopback = hosts.is_loopback(hosts.host_of(asked.origin))
        url = asked.origin + asked.path
        session = self._open()
        self.counts["writes" if asked.writing else "reads"] += 1
        timeout = self._connection.timeout
        with warnings.catch_warnings():
            # Who sets validate_certs to false knows.
            warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
            try:
                response = session.request(
                    asked.method,
                    url,
                    data=asked.data,
                    headers=dict(asked.headers),
                    timeout=(min(timeout, _CONNECT_TIMEOUT), timeout),
                    allow_redirects=False,
                    verify=self._verify(),
                    proxies={} if loopback else requests.utils.get_environ_proxies(url),
                )
            except urllib3.exceptions.LocationParseError:
                # Raised while connecting, it passes through requests as it is.
                raise requests.exceptions.InvalidURL("not the address of a server") from None
        answer = asked.answer(response.status_code, response.headers, response.content)
        usage = _USAGE.search(answer.headers.get("Sforce-Limit-Info") or "")
        if usage:
            used, most = int(usage.group(1)), int(usage.group(2))
            self.limits = {"used": used, "max": most, "remaining": max(0, most - used)}
        return answer

    def _open(self) -> requests.Session:
        if REQUESTS_TRACEBACK is not None:
            raise missing_library("requests", "to talk to Salesforce")
        if self._session is None:
            self._session = requests.Session()
            # ~/.netrc would replace the Authorization header. Proxies and CA bundle are looked up below.
            self._session.trust_env = False
            self._session.headers["User-Agent"] = f"sfops.salesforce/{COLLECTION_VERSION}"
        return self._session

    def _verify(self) -> t.Union[bool, str]:
        if not self._connection.validate_certs:
            return False
        bundle = self._connection.ca_path or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        return bundle or True

    def _wait(self, seconds: float, origin: str, answer: t.Optional[Answer]) -> None:
        if seconds > PATIENCE:
            status = answer.status if answer else None
            raise SalesforceError(
                f"{origin} asks to wait {seconds:.0f} seconds", "run again then", status=status, code="BUSY"
            )
        self._sleep(seconds)


def _refuse_redirect(answer: Answer, origin: str, option: str) -> None:
    """Credentials are never carried to where an answer points; 300 is Salesforce's "several records match"."""
    if answer.status not in (301, 302, 303, 307, 308):
        return
    target = urlsplit(answer.headers.get("Location") or "")
    place = f"{target.scheme}://{target.hostname}" if target.scheme and target.hostname else "another page"
    cure = f"set {option} to {place} if that is the org" if place != "another page" else f"check {option}"
    raise SalesforceError(
        f"{origin} redirects to {place}, which is not followed", cure, status=answer.status, code="REDIRECTED"
    )
