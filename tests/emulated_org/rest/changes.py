# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What changed in a span of time: ``/sobjects/X/updated`` and ``/deleted`` (REST API guide, sObject Get Updated)."""

from __future__ import annotations

import datetime
import typing as t

from ..clock import parse_datetime
from ..errors import refuse
from ..schema.model import SObject
from .call import Answer, Call
from .routes import routes
from .sobjects import visible

LONGEST = datetime.timedelta(days=30)
FORMAT = "%Y-%m-%dT%H:%M:%S.000+0000"


def _span(call: Call) -> tuple[str, str]:
    """Start and end, to the minute, as Salesforce looks at them; raises ApiError."""
    found = []
    for name in ("start", "end"):
        parsed = parse_datetime(call.query.get(name, "") or " ")
        if parsed is None:
            raise refuse("changes_time", name=name)
        found.append(parsed[:17] + "00" + parsed[19:])
    if found[0] >= found[1]:
        raise refuse("changes_order")
    return found[0], found[1]


def _rows(call: Call, sobject: SObject, deleted: bool) -> list[dict[str, t.Any]]:
    start, end = _span(call)
    stamp = "SystemModstamp" if "systemmodstamp" in sobject.fields else "LastModifiedDate"
    return [
        row
        for row in call.org.database.all(sobject.name)
        if bool(row.get("IsDeleted")) == deleted and start <= str(row.get(stamp) or "") < end
    ]


def updated(call: Call, name: str) -> Answer:
    """Ids of records that were made or changed."""
    found = _rows(call, visible(call, name), deleted=False)
    return Answer(body={"ids": [row["Id"] for row in found], "latestDateCovered": _span(call)[1]})


def deleted(call: Call, name: str) -> Answer:
    """Ids of deleted records that can still be seen, and when each was deleted."""
    found = _rows(call, visible(call, name), deleted=True)
    earliest = (call.org.clock.now() - LONGEST).strftime(FORMAT)
    return Answer(
        body={
            "deletedRecords": [{"deletedDate": row["SystemModstamp"], "id": row["Id"]} for row in found],
            "earliestDateAvailable": earliest,
            "latestDateCovered": _span(call)[1],
        }
    )


routes.add("/sobjects/{name}/updated", GET=updated)
routes.add("/sobjects/{name}/deleted", GET=deleted)
