# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The values of a user's fields as given: tidied, checked, and spelled as the org does."""

from __future__ import annotations

import re
import typing as t

from .edits import tidy
from .refusal import Findings, near
from .requests import Describe, Read
from .resource import Known, Params
from .user_fields import FIELDS

USER = Describe("User")

#: Restricted picklists: only the org's own values are taken, and they are kept in the org's spelling.
_PICKLISTS = ("time_zone", "locale", "language", "email_encoding")
_REQUIRED = ("last_name", "email", "alias", *_PICKLISTS)
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def given(params: Params) -> dict[str, str]:
    """The values of the options that are set.

    Raises:
        Refusal: for values that are too long, empty where Salesforce requires one, or no e-mail address.
    """
    values = {option: tidy(params[option]) for option in FIELDS if params.get(option) is not None}
    findings = Findings()
    for option, value in values.items():
        length = FIELDS[option][1]
        if len(value) > length:
            findings.add(f"Option {option} is longer than {length} characters; shorten it", "STRING_TOO_LONG", [option])
        if not value and option in _REQUIRED:
            text = f"Option {option} is empty; Salesforce requires a value: give it, or leave the option out"
            findings.add(text, "REQUIRED_FIELD_MISSING", [option])
    if values.get("email") and not _EMAIL.match(values["email"]):
        findings.add(f"'{values['email']}' is no email address; change email", "INVALID_EMAIL_ADDRESS", ["email"])
    findings.refuse()
    return values


def reads(values: t.Mapping[str, str]) -> list[Read]:
    """The org's description of users, needed only where a picklist is set."""
    return [USER] if any(option in values for option in _PICKLISTS) else []


def spelled(values: t.Mapping[str, str], known: Known) -> dict[str, str]:
    """The values with those of picklists in the org's spelling.

    Raises:
        Refusal: naming every value that the org does not offer.
    """
    result = dict(values)
    fields = {one["name"]: one for one in (known.description(USER) or {"fields": []})["fields"]}
    findings = Findings()
    for option in _PICKLISTS:
        offered = [str(one["value"]) for one in fields.get(FIELDS[option][0], {}).get("picklistValues") or ()]
        if option not in values or not offered:
            continue
        found = {one.casefold(): one for one in offered}.get(values[option].casefold())
        if found is None:
            hint = near(values[option], offered)
            findings.add(
                f"The org offers no {option} '{values[option]}'{hint}; change {option}",
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                [option],
            )
        else:
            result[option] = found
    findings.refuse()
    return result


def columns(values: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The values by column, without empty ones."""
    return {FIELDS[option][0]: value for option, value in values.items() if value}


def same(option: str, found: t.Any, wanted: str) -> bool:
    """E-mail addresses compare without regard to case; everything else as given, and empty text is null."""
    if option == "email":
        return str(found or "").lower() == wanted.lower()
    return (found or "") == wanted
