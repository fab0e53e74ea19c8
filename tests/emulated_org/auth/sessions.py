# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access and refresh tokens."""

from __future__ import annotations

import secrets
import string
import typing as t
from dataclasses import dataclass, replace

if t.TYPE_CHECKING:
    from ..clock import Clock

LETTERS = string.ascii_letters + string.digits + "._"


@dataclass
class Session:
    token: str
    user: str
    application: str
    seen: float
    #: The refresh token it was got with, if it was.
    origin: str = ""
    #: The row of OauthToken it counts in.
    grant: str = ""
    scope: str = "api"
    opened: float = 0.0
    #: The app it came through relaxes login IP ranges.
    anywhere: bool = False


@dataclass
class RefreshToken:
    user: str
    client: str
    issued: float
    used: float


class Sessions:
    """The living sessions of one organisation; one that is not used for *lifetime* seconds ends."""

    def __init__(self, clock: Clock, lifetime: int) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._live: dict[str, Session] = {}
        self._refresh: dict[str, RefreshToken] = {}

    def open(
        self,
        org: str,
        user: str,
        application: str,
        origin: str = "",
        grant: str = "",
        scope: str = "api",
        anywhere: bool = False,
    ) -> str:
        """A new access token: the organisation's Id in 15 characters, ``!`` and a secret that begins with AQ."""
        secret = "AQ" + "".join(secrets.choice(LETTERS) for _number in range(94))
        token = f"{org[:15]}!{secret}"
        now = self._clock.time()
        self._live[token] = Session(token, user, application, now, origin, grant, scope, now, anywhere)
        return token

    def find(self, token: str) -> Session | None:
        found = self._live.get(token) or self._live.get(token[:15] + token[18:] if token[18:19] == "!" else "")
        if found is None:
            return None
        now = self._clock.time()
        if now - found.seen > self._lifetime:
            del self._live[found.token]
            return None
        found.seen = now
        return found

    def expire(self, token: str = "", user: str = "", grant: str = "") -> None:
        """End one session, all of one user, all that count in one row of OauthToken, or all."""
        for key, one in list(self._live.items()):
            wanted = (token and key == token) or (user and one.user == user) or (grant and one.grant == grant)
            if wanted or not (token or user or grant):
                del self._live[key]

    def refresh_token(self, user: str, client: str) -> str:
        made = "5Aep861" + "".join(secrets.choice(LETTERS) for _number in range(80))
        now = self._clock.time()
        self._refresh[made] = RefreshToken(user, client, now, now)
        return made

    def replace(self, token: str) -> str:
        """A new refresh token in the place of *token*; sessions count as got with the new one."""
        old = self._refresh.pop(token)
        made = self.refresh_token(old.user, old.client)
        for one in self._live.values():
            if one.origin == token:
                one.origin = made
        return made

    def refresh(self, token: str) -> RefreshToken | None:
        """What is known of a refresh token."""
        return self._refresh.get(token)

    def save(self) -> tuple[dict[str, Session], dict[str, RefreshToken]]:
        """What lives now, for ``restore``."""
        sessions = {key: replace(one) for key, one in self._live.items()}
        return sessions, {key: replace(one) for key, one in self._refresh.items()}

    def restore(self, saved: tuple[dict[str, Session], dict[str, RefreshToken]]) -> None:
        """Everything as it was when it was saved."""
        self._live = {key: replace(one) for key, one in saved[0].items()}
        self._refresh = {key: replace(one) for key, one in saved[1].items()}

    def revoke(self, token: str) -> bool:
        """End a session, or a refresh token with every session got with it; False for an unknown token."""
        if self._refresh.pop(token, None) is not None:
            for one in [one for one in self._live.values() if one.origin == token]:
                del self._live[one.token]
            return True
        known = token in self._live
        if known:
            self.expire(token)
        return known
