# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What no two users of an org have in common (Object Reference, User: CommunityNickname, FederationIdentifier), inactive ones included."""

from __future__ import annotations

import typing as t

from .names import plain
from .refusal import Findings
from .requests import Query, Read, Where
from .resource import Known, Record

#: Option -> its column, and the code with which Salesforce refuses a second one.
_UNIQUE = {
    "nickname": ("CommunityNickname", "DUPLICATE_COMM_NICKNAME"),
    "federation_id": ("FederationIdentifier", "DUPLICATE_VALUE"),
}


def _holders(option: str, value: str) -> Query:
    column, _code = _UNIQUE[option]
    return Query("User", ("Id", "Username", column), (Where(column, "=", value),))


def _declared(values: t.Mapping[str, t.Any]) -> dict[str, str]:
    return {option: str(values[option]) for option in _UNIQUE if values.get(option)}


def reads(values: t.Mapping[str, t.Any]) -> list[Read]:
    """Who has what is declared."""
    return [_holders(option, value) for option, value in _declared(values).items()]


def refuse_taken(name: str, values: t.Mapping[str, t.Any], current: Record | None, known: Known) -> None:
    """Refuse what another user has.

    Raises:
        Refusal: naming the user and the option.
    """
    findings = Findings()
    for option, value in _declared(values).items():
        column, code = _UNIQUE[option]
        if current and plain(str(current.get(column))) == plain(value):
            continue
        others = [
            one["Username"] for one in known.records(_holders(option, value)) if plain(one["Username"]) != plain(name)
        ]
        if others:
            text = f"Cannot give user {name} the {option} {value!r}: {others[0]} has it, and it is unique in the org; change {option}"
            findings.add(text, code, [option])
    findings.refuse()
