# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``query()``, ``queryAll()``, ``queryMore()`` and ``retrieve()``: the REST API's answers as XML."""

from __future__ import annotations

import typing as t

from ..errors import ApiError, refuse
from ..rest import query, sobjects
from ..store.ids import full_id
from .elements import JSON, Request, element

LIMIT = 2000
#: How values of an AggregateResult are typed: no describe says it.
TYPES: dict[type, str] = {bool: "xsd:boolean", int: "xsd:int", float: "xsd:double", str: "xsd:string"}


def record(name: str, found: JSON, tag: str = "records") -> str:
    """A record. The partner API names the type and the Id first, the Id again where it was asked for."""
    kind = str(found["attributes"]["type"])
    fields = {key: value for key, value in found.items() if key != "attributes"}
    aggregate = kind == "AggregateResult"
    head = ""
    if name == "partner":
        head = element("sf:type", kind) + element("sf:Id", fields.get("Id"))
    inner = "".join(_field(name, key, value, aggregate) for key, value in fields.items())
    declared = "sObject" if name == "partner" else kind
    return f'<{tag} xsi:type="sf:{declared}">{head}{inner}</{tag}>'


def _field(name: str, key: str, value: t.Any, aggregate: bool) -> str:
    tag = f"sf:{key}"
    if isinstance(value, dict) and "records" in value:
        return f'<{tag} xsi:type="QueryResult">{result(name, value)}</{tag}>'
    if isinstance(value, dict) and "attributes" in value:
        return record(name, value, tag)
    if isinstance(value, dict):
        inner = "".join(element(f"sf:{part}", one) for part, one in value.items())
        return f'<{tag} xsi:type="address">{inner}</{tag}>'
    return element(tag, value, TYPES.get(type(value), "") if aggregate else "")


def result(name: str, found: JSON) -> str:
    """The inside of a QueryResult."""
    more = found.get("nextRecordsUrl")
    locator = element("queryLocator", str(more).rsplit("/", 1)[-1] if more else None)
    records = "".join(record(name, one) for one in found["records"])
    return element("done", found["done"]) + locator + records + element("size", found["totalSize"])


def _answer(request: Request, operation: str, found: JSON) -> str:
    kind = ' xsi:type="QueryResult"' if request.name == "partner" else ""
    inside = result(request.name, found)
    return f"<{operation}Response><result{kind}>{inside}</result></{operation}Response>"


def ordinary(request: Request) -> str:
    """``query()``."""
    asked = request.rest("/query", q=request.text("queryString"))
    return _answer(request, "query", query.ordinary(asked).body)


def with_deleted(request: Request) -> str:
    """``queryAll()``."""
    asked = request.rest("/queryAll", q=request.text("queryString"))
    return _answer(request, "queryAll", query.with_deleted(asked).body)


def more(request: Request) -> str:
    """``queryMore()``."""
    locator = request.text("queryLocator")
    return _answer(request, "queryMore", query.more(request.rest(f"/query/{locator}"), locator).body)


def retrieve(request: Request) -> str:
    """``retrieve()``: records by Id, nil where there is none."""
    ids = request.texts("ids")
    if len(ids) > LIMIT:
        raise refuse("too_many_records", limit=LIMIT)
    call = request.rest()
    name = request.text("sObjectType")
    sobject = request.org.catalog.get(name)
    if sobject is None or not request.access.readable(sobject):
        raise refuse("type_query", where="", name=name)
    fields = [one.strip() for one in request.text("fieldList").split(",")]
    found = []
    for raw in ids:
        known = full_id(raw)
        if known is None:
            raise refuse("malformed_id", ["Id"], label=f"{sobject.label} ID", value=raw)
        try:
            found.append(record(request.name, sobjects.fetch(call, sobject, known, fields), "result"))
        except ApiError as error:
            if error.status != 404:
                raise
            found.append(element("result", None))
    return f"<retrieveResponse>{''.join(found)}</retrieveResponse>"
