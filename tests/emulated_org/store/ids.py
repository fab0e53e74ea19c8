# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Record Ids: 15 characters that tell case apart, and the 3 that make them safe where case is lost."""

from __future__ import annotations

import functools
import hashlib
import re

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SHAPE = re.compile(r"[0-9A-Za-z]{15}(?:[A-Z0-5a-z]{3})?\Z")


def checksum(short: str) -> str:
    """The three characters that turn a 15 character Id into its 18 character form."""
    return _check(short[:5]) + _check(short[5:10]) + _check(short[10:15])


@functools.lru_cache(4096)
def _check(block: str) -> str:
    return CHECK[sum(1 << place for place, char in enumerate(block) if char.isupper())]


def full_id(value: object) -> str | None:
    """*value* in its 18 character form, or None when it is no Id (wrong length, alphabet or checksum)."""
    if not isinstance(value, str) or not SHAPE.match(value):
        return None
    short = value[:15]
    if len(value) == 15:
        return short + checksum(short)
    if checksum(short) == value[15:]:
        return value
    letters = value[:15]
    return _repaired(value) if letters in (letters.lower(), letters.upper()) else None


def _repaired(value: str) -> str | None:
    """An 18 character Id survives the loss of case: its suffix says which letters are upper-case."""
    suffix = value[15:].upper()
    short = ""
    for block, char in enumerate(suffix):
        bits = CHECK.find(char)
        if bits < 0:
            return None
        for place, letter in enumerate(value[block * 5 : block * 5 + 5]):
            short += letter.upper() if bits >> place & 1 else letter.lower()
    return short + suffix if checksum(short) == suffix else None


def base62(number: int, width: int) -> str:
    """*number* with *width* digits."""
    digits = ""
    for _place in range(width):
        number, rest = divmod(number, 62)
        digits = ALPHABET[rest] + digits
    return digits


class IdMaker:
    """Deals Ids of one organisation; *pod* tells organisations apart, as the instance part of real Ids does."""

    def __init__(self, pod: str, start: int) -> None:
        self.pod = pod
        self._next = start

    def new(self, prefix: str) -> str:
        self._next += 1
        short = f"{prefix}{self.pod}00000{base62(self._next, 12 - len(self.pod) - 5)}"
        return short + checksum(short)

    def fixed(self, prefix: str, name: str) -> str:
        """The same Id for the same name: of what has no record."""
        number = int.from_bytes(hashlib.sha256(name.lower().encode()).digest()[:6], "big") % 62**5
        short = f"{prefix}{self.pod}00001{base62(number, 12 - len(self.pod) - 5)}"
        return short + checksum(short)
