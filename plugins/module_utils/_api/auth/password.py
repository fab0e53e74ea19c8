# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Signing in with user name, password and security token: the SOAP login.

simple-salesforce speaks the protocol, but it has no time limits, knows hosts under salesforce.com only and takes 350
ms to import. So it is imported here, when needed, and everything it sends goes through our own transport to the host
the user chose.
"""

from __future__ import annotations

import contextlib
import html
import io
import re
import typing as t
from xml.parsers.expat import ExpatError

from ..errors import SignInError, configuration
from ..libraries import missing_library
from ..sign_in_cures import soap_cure
from .session import Session, checked_instance, is_token, long_id, org_of_token, token_host

if t.TYPE_CHECKING:
    from ..answers import Answer
    from ..connection import Connection
    from ..transport import Transport

#: The last version with login() ("SOAP API login() Retirement", Salesforce Help).
LAST_LOGIN_VERSION = 64

RETIREMENT = (
    "Signing in with username and password uses SOAP login(), which Salesforce retires on 1 June 2027. "
    "Set client_id and private_key_file to sign in by JWT bearer, or client_id and client_secret to sign in by "
    "client credentials."
)


class Password:
    """User name and password, with the security token unless this machine's address is trusted by the org."""

    name = "password"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def validate(self) -> None:
        for option in ("username", "password"):
            if not getattr(self._connection, option):
                raise configuration(f"password sign-in needs {option}", f"set {option}, or another auth_method")
        for option in ("username", "password", "security_token"):
            # XML 1.0 has no way to write control characters.
            if re.search(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", getattr(self._connection, option)):
                raise configuration(
                    f"{option} holds a line end or another control character", f"set {option} to the value alone"
                )

    def sign_in(self, transport: Transport) -> Session:
        answer = _login(transport, self._connection)
        token, server = _element(answer, "sessionId"), _element(answer, "serverUrl")
        if token is None or server is None or not is_token(token):
            raise _refusal(token_host(self._connection), answer)
        transport.warn(RETIREMENT)
        user = _element(answer, "userId")
        org = _element(answer, "organizationId")
        return Session(
            checked_instance(server.replace("-api.", ".", 1), self._connection),
            token,
            long_id(org) if org else org_of_token(token),
            long_id(user) if user else None,
            self.name,
        )


def _login(transport: Transport, connection: Connection) -> Answer:
    """Have simple-salesforce log in and return what the server answered."""
    try:
        import requests
        from simple_salesforce.exceptions import SalesforceAuthenticationFailed
        from simple_salesforce.login import SalesforceLogin
    except ImportError:
        raise missing_library("simple-salesforce", "to sign in by password") from None

    answers: t.List[Answer] = []

    class ChosenHost(requests.Session):
        """Sends what simple-salesforce wants to send to the chosen host instead, with our limits and TLS options."""

        def request(
            self, method: t.Union[str, bytes], url: t.Union[str, bytes], *_args: t.Any, **options: t.Any
        ) -> requests.Response:
            path = "/services/" + str(url).split("/services/", 1)[1]
            answer = transport.sign_in(
                token_host(connection), path, str(options["data"]).encode("utf-8"), dict(options["headers"])
            )
            answers.append(answer)
            response = requests.Response()
            response.status_code = answer.status
            response.raw = io.BytesIO(answer.content)
            return response

    version = min(int(float(connection.api_version)), LAST_LOGIN_VERSION)
    # What it raises is a refusal or an answer that is no login's: the answer itself says more, so the caller looks at
    # that.
    with contextlib.suppress(SalesforceAuthenticationFailed, ExpatError, UnicodeDecodeError):
        SalesforceLogin(
            username=connection.username,
            # Password and token travel as one value; handed over as one, both are escaped.
            password=connection.password + connection.security_token,
            security_token="",
            sf_version=f"{version}.0",
            session=ChosenHost(),
            client_id="sfops.salesforce",
        )
    return answers[-1]


def _element(answer: Answer, name: str) -> t.Optional[str]:
    match = re.search(rf"<(?:\w+:)?{name}(?:\s[^>]*)?>([^<]*)</", answer.text)
    return html.unescape(match.group(1)).strip() or None if match else None


def _refusal(host: str, answer: Answer) -> SignInError:
    fault = _element(answer, "exceptionCode") or (_element(answer, "faultcode") or "").rpartition(":")[2]
    if not fault:
        return SignInError(
            f"{host} did not answer as a Salesforce sign-in host (HTTP {answer.status})",
            "set login_url to https://login.salesforce.com, https://test.salesforce.com (sandbox) or the org's "
            "My Domain",
            status=answer.status,
            code="WRONG_HOST",
        )
    words = _element(answer, "exceptionMessage") or (_element(answer, "faultstring") or fault)
    words = words[len(fault) + 1 :].strip() if words.startswith(fault + ":") else words
    return SignInError(
        f"Sign-in by password at {host} was refused: {words}", soap_cure(fault), status=answer.status, code=fault
    )
