# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``describeGlobal()``, ``describeSObject()`` and ``describeSObjects()``: the REST API's answers as XML."""

from __future__ import annotations

import json

from ..errors import refuse
from ..schema import describe
from .elements import JSON, Request, elements

LIMIT = 100
#: What only REST says, or says otherwise.
REST_ONLY = ("urls", "sobjectDescribeOption", "listviewable", "lookupLayoutable")


def _described(request: Request, name: str) -> JSON:
    sobject = request.org.catalog.get(name)
    if sobject is None or sobject.api == "tooling" or not request.access.readable(sobject):
        raise refuse("type_query", where="", name=name)
    found: JSON = json.loads(describe.description(request.org, sobject, request.access))
    url = request.org.url
    shown = {key: value for key, value in found.items() if key not in REST_ONLY}
    if sobject.setup:
        return shown
    pages = {"urlDetail": f"{url}/{{ID}}", "urlEdit": f"{url}/{{ID}}/e", "urlNew": f"{url}/{sobject.prefix}/e"}
    return {**shown, **pages}


def everything(request: Request) -> str:
    """``describeGlobal()``."""
    found: JSON = json.loads(describe.everything(request.org, request.access))
    objects = [{key: value for key, value in one.items() if key not in REST_ONLY} for one in found["sobjects"]]
    result = elements("result", {**found, "sobjects": objects})
    return f"<describeGlobalResponse>{result}</describeGlobalResponse>"


def one(request: Request) -> str:
    """``describeSObject()``."""
    result = elements("result", _described(request, request.text("sObjectType")))
    return f"<describeSObjectResponse>{result}</describeSObjectResponse>"


def several(request: Request) -> str:
    """``describeSObjects()``."""
    names = request.texts("sObjectType")
    if len(names) > LIMIT:
        raise refuse("too_many_records", limit=LIMIT)
    result = "".join(elements("result", _described(request, name)) for name in names)
    return f"<describeSObjectsResponse>{result}</describeSObjectsResponse>"
