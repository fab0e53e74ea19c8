# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which call does what, and what becomes of refusals."""

from __future__ import annotations

import re
import typing as t

from ..errors import ApiError
from ..packaging import requests
from ..rules import groups
from . import describing, people, reading, saving
from .elements import Request

CALLS: dict[str, t.Callable[[Request], str]] = {
    **dict.fromkeys(saving.OPERATIONS, saving.answer),
    "query": reading.ordinary,
    "queryAll": reading.with_deleted,
    "queryMore": reading.more,
    "retrieve": reading.retrieve,
    "describeGlobal": describing.everything,
    "describeSObject": describing.one,
    "describeSObjects": describing.several,
    "getUserInfo": people.current,
    "getServerTimestamp": people.time,
    "logout": people.logout,
    "setPassword": people.set_password,
    "resetPassword": people.reset_password,
}
WRITING = frozenset({*saving.OPERATIONS, "setPassword", "resetPassword"})
#: Kinds of faults by their code; any other is an UnexpectedErrorFault (WSDL of the partner API).
QUERY_FAULTS = {
    "MALFORMED_QUERY": "MalformedQueryFault",
    "INVALID_FIELD": "InvalidFieldFault",
    "INVALID_TYPE": "InvalidSObjectFault",
}
FAULTS = {
    "MALFORMED_ID": "InvalidIdFault",
    "INVALID_QUERY_LOCATOR": "InvalidQueryLocatorFault",
    "INVALID_NEW_PASSWORD": "InvalidNewPasswordFault",
    **QUERY_FAULTS,
}
PLACE = re.compile(r"ERROR at Row:(\d+):Column:(\d+)")


def answer(request: Request, operation: str) -> str:
    """The response element; raises ApiError where the call as a whole is refused."""
    groups.settle(request.org)
    requests.settle(request.org)
    return CALLS[operation](request)


def kind(error: ApiError) -> str:
    """The fault's element."""
    return FAULTS.get(error.code, "UnexpectedErrorFault")


def place(error: ApiError) -> str:
    """Row and column of a fault that points into a query; -1 where it does not say."""
    if error.code not in QUERY_FAULTS:
        return ""
    found = PLACE.search(error.message)
    row, column = found.groups() if found is not None else ("-1", "-1")
    return f"<sf:row>{row}</sf:row><sf:column>{column}</sf:column>"
