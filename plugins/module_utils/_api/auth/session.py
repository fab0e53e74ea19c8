# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a sign-in yields, and the little that every way of signing in has in common."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .. import hosts
from ..errors import SalesforceError, SignInError

if t.TYPE_CHECKING:
    from ..connection import Connection
    from ..transport import Transport

_ID_URL = re.compile(r"/id/([a-zA-Z0-9]{15,18})/([a-zA-Z0-9]{15,18})/?$")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


@dataclass(frozen=True)
class Session:
    """A signed-in user of one org. ``org_id`` and ``user_id`` are None where the sign-in does not tell."""

    instance_url: str
    access_token: str
    org_id: t.Optional[str]
    user_id: t.Optional[str]
    flow: str

    def as_record(self) -> t.Dict[str, t.Any]:
        """The session for a store. Holds the access token: keep it where only this run can read."""
        return dict(self.__dict__)

    @classmethod
    def from_record(cls, record: t.Optional[t.Mapping[str, t.Any]]) -> t.Optional[Session]:
        """The session in a store's record; None when there is none or the record is damaged."""
        if not record or not all(
            isinstance(record.get(name), str) for name in ("instance_url", "access_token", "flow")
        ):
            return None
        texts = {name: str(record[name]) for name in ("instance_url", "access_token", "flow")}
        return cls(org_id=record.get("org_id"), user_id=record.get("user_id"), **texts)

    def __repr__(self) -> str:
        return f"Session({self.instance_url}, org {self.org_id}, user {self.user_id}, {self.flow})"


class Flow(t.Protocol):
    """One way of signing in."""

    name: str

    def validate(self) -> None:
        """Refuse options that cannot work, without asking Salesforce.

        Raises:
            SalesforceError: code CONFIGURATION, naming the option to change.
        """

    def sign_in(self, transport: Transport) -> Session:
        """Sign in.

        Raises:
            SignInError: Salesforce refused; the message names the option to change.
            SalesforceError: Salesforce could not be reached, or a library is missing.
        """


def token_host(connection: Connection) -> str:
    """The server that signs in: login_url, else instance_url, else the sign-in host of production orgs."""
    return connection.login_url or connection.instance_url or hosts.PRODUCTION_SIGN_IN


def checked_instance(url: str, connection: Connection) -> str:
    """The org's address as the sign-in told it.

    A run that names one org and reaches another could change the wrong one, so a different address than instance_url
    is refused.

    Raises:
        SignInError: the address is unusable or not the one in instance_url.
    """
    try:
        told = hosts.origin(url, "instance_url")
    except SalesforceError:
        raise SignInError(
            "The sign-in answered with an unusable address of the org",
            "set login_url to the org's My Domain",
            code="BAD_ANSWER",
        ) from None
    if told.startswith("http:") and not hosts.is_loopback(hosts.host_of(token_host(connection))):
        raise SignInError(
            f"The sign-in answered with the address {told}, which is not secure",
            "set login_url to the org's My Domain",
            code="BAD_ANSWER",
        )
    if connection.instance_url and not hosts.same_place(told, connection.instance_url):
        raise SignInError(
            f"The sign-in leads to {told}, but instance_url is {connection.instance_url}",
            f"set instance_url to {told} if that is the org you mean, else correct the credentials or login_url",
            code="WRONG_HOST",
        )
    return told


def is_token(text: str) -> bool:
    """Whether *text* can be sent as a token: a line end in a header would end the request."""
    return bool(re.fullmatch(r"[\x21-\x7e]+", text))


def ids_from_url(url: str) -> t.Tuple[t.Optional[str], t.Optional[str]]:
    """Organisation and user Id out of a token answer's ``id`` (https://login.salesforce.com/id/00D.../005...)."""
    match = _ID_URL.search(url)
    return (long_id(match.group(1)), long_id(match.group(2))) if match else (None, None)


def org_of_token(token: str) -> t.Optional[str]:
    """The organisation Id that an access token begins with (``00D...!...``); None for JWT-based tokens."""
    match = re.match(r"(00D[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?)!", token)
    return long_id(match.group(1)) if match else None


def long_id(short: str) -> str:
    """The 18-character form of an Id: three more characters tell the case of the first fifteen."""
    if len(short) != 15:
        return short
    blocks = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(
        _SUFFIX[sum(1 << place for place, letter in enumerate(block) if letter.isupper())] for block in blocks
    )
