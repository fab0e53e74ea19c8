# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Waiting for what the org does by itself after a change, until a field says that it is done."""

from __future__ import annotations

import typing as t

from .._access.requests import Await, Query, Where
from .errors import SalesforceError
from .reading import Reader


class Waits:
    """Waits in one org, with short pauses first. *wait* lets seconds pass, *tell* shows people that it goes on."""

    def __init__(self, reader: Reader, wait: t.Callable[[float], None], tell: t.Callable[[str], None]) -> None:
        self._reader = reader
        self._wait = wait
        self._tell = tell

    def until(self, wanted: Await, record_id: str) -> str:
        """Look until the field holds the value, and return the record's Id.

        Raises:
            SalesforceError: code WAIT_TIMEOUT, WAIT_HOPELESS, ENTITY_IS_DELETED, or what the org says to reading.
        """
        where = (Where("Id", "=", record_id),)
        query = Query(wanted.sobject, ("Id", wanted.field), where)
        waited, shown = 0.0, ""
        while True:
            (rows,) = self._reader.read([query])
            if not rows:
                raise SalesforceError(f"{wanted.what} is gone", "run the task again", code="ENTITY_IS_DELETED")
            state = str(rows[0].get(wanted.field))
            if state == wanted.value:
                return record_id
            place = f"{wanted.field} of {wanted.what} is {state}"
            if state in wanted.hopeless:
                raise SalesforceError(
                    f"{place}, and does not become {wanted.value} by itself",
                    "look at it in Setup and mend it there, then run again",
                    code="WAIT_HOPELESS",
                )
            pause = min(wanted.interval, max(1.0, waited))
            if waited + pause > wanted.timeout:
                raise SalesforceError(
                    f"{place}, not {wanted.value}, after {waited:g} seconds",
                    "Salesforce goes on with it: run again later, or let the task wait longer",
                    code="WAIT_TIMEOUT",
                )
            if state != shown:
                self._tell(f"{place}; waiting at most {wanted.timeout:g} seconds for {wanted.value}")
                shown = state
            self._wait(pause)
            waited += pause
