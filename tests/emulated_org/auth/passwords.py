# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords: what the organisation's policies ask of one, and what becomes of the one before."""

from __future__ import annotations

import re
import secrets
import typing as t

from ..errors import refuse
from ..schema.standard import data
from ..store.database import Row

if t.TYPE_CHECKING:
    from ..org import Org

#: Kinds of characters a policy wants, and its sentence (SecuritySettings, PasswordPolicies; the first text is public).
LETTER, DIGIT, UPPER, LOWER, OTHER = r"[A-Za-z]", r"[0-9]", r"[A-Z]", r"[a-z]", r"[^A-Za-z0-9]"
COMPLEXITY: dict[str, tuple[tuple[str, ...], int, str]] = {
    "AlphaNumeric": ((LETTER, DIGIT), 2, "Your password must have a mix of letters and numbers."),
    "SpecialCharacters": (
        (LETTER, DIGIT, OTHER),
        3,
        "Your password must have a mix of letters, numbers and special characters.",
    ),
    "UpperLowerCaseNumeric": (
        (UPPER, LOWER, DIGIT),
        3,
        "Your password must have a mix of numbers, uppercase and lowercase letters.",
    ),
    "UpperLowerCaseNumericSpecialCharacters": (
        (UPPER, LOWER, DIGIT, OTHER),
        4,
        "Your password must have a mix of numbers, uppercase and lowercase letters, and special characters.",
    ),
    "Any3UpperLowerCaseNumericSpecialCharacters": (
        (UPPER, LOWER, DIGIT, OTHER),
        3,
        "Your password must have three of these: numbers, uppercase letters, lowercase letters, special characters.",
    ),
}


def _policy(org: Org, name: str) -> str:
    row = org.database.one("SecuritySetting", Name=f"passwordPolicies.{name}")
    found = row["Value"] if row is not None else data("metadata.json")["security_settings"][f"passwordPolicies.{name}"]
    return str(found)


def check(org: Org, user: Row, wanted: str) -> None:
    """Raises ApiError (INVALID_NEW_PASSWORD) for a password the policies do not allow."""
    least = int(_policy(org, "minimumPasswordLength"))
    if len(wanted) < least:
        raise refuse("password", text=f"Your password must be at least {least} characters long.")
    kinds, number, text = COMPLEXITY.get(_policy(org, "complexity"), ((), 0, ""))
    if sum(1 for kind in kinds if re.search(kind, wanted)) < number:
        raise refuse("password", text=text)
    if str(user["Username"]).lower() in wanted.lower():
        raise refuse("password", text="Your password cannot equal or contain your user name.")
    remembered = int(_policy(org, "historyRestriction"))
    current = org.passwords.get(user["Id"])
    earlier = [*org.old_passwords.get(user["Id"], []), *([current] if current is not None else [])]
    if remembered and wanted in earlier[-remembered:]:
        raise refuse("password", text="invalid repeated password")


def put(org: Org, user: str, password: str, expired: bool = False) -> None:
    """Make it the user's password. A security token of its own comes with it, by e-mail."""
    before = org.passwords.get(user)
    if before is not None:
        org.old_passwords.setdefault(user, []).append(before)
    org.passwords[user] = password
    org.security_tokens[user] = secrets.token_urlsafe(18).replace("-", "a").replace("_", "b")
    (org.expired_passwords.add if expired else org.expired_passwords.discard)(user)
    org.database.update("User", user, {"LastPasswordChangeDate": org.clock.stamp()})
