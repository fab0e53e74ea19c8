# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``create()``, ``update()``, ``upsert()`` and ``delete()``."""

from __future__ import annotations

import typing as t
from xml.sax.saxutils import escape

from ..errors import ApiError, refuse
from ..rest.call import Call
from ..rest.relationships import by_field
from ..schema.model import SObject
from ..store.ids import full_id
from .elements import XSI, Request, element, local

OPERATIONS = ("create", "update", "upsert", "delete")
LIMIT = 200


class _Undo(Exception):
    """Ends a transaction that must leave nothing (AllOrNoneHeader)."""


def answer(request: Request) -> str:
    """The response element: one result per record, in order."""
    operation = local(request.call)
    parts = [one for one in request.call if local(one) in ("sObjects", "ids", "iDs", "ID")]
    if len(parts) > LIMIT:
        raise refuse("too_many_records", limit=LIMIT)
    call = request.rest()
    field = request.text("externalIDFieldName")
    results: list[str | ApiError] = []
    together = request.header("allOrNone") == "true"
    try:
        with request.org.database.atomic():
            results += [_one(call, operation, field, part) for part in parts]
            if together and any(isinstance(one, ApiError) for one in results):
                raise _Undo
    except _Undo:
        results = [one if isinstance(one, ApiError) else refuse("rolled_back") for one in results]
    upserted = operation == "upsert"
    shown = "".join(
        f"<result>{_failure(one, upserted) if isinstance(one, ApiError) else one}</result>" for one in results
    )
    return f"<{operation}Response>{shown}</{operation}Response>"


def _failure(error: ApiError, upserted: bool) -> str:
    fields = "".join(f"<fields>{escape(name)}</fields>" for name in error.fields or ())
    said = f"<errors>{fields}{element('message', error.message)}{element('statusCode', error.code)}</errors>"
    created = element("created", False) if upserted else ""
    return f"{created}{said}{element('id', None)}{element('success', False)}"


def _one(call: Call, operation: str, field: str, part: t.Any) -> str | ApiError:
    try:
        if operation == "delete":
            return _success(_delete(call, part))
        return _save(call, operation, field, part)
    except ApiError as error:
        return error


def _success(record: str, created: bool | None = None) -> str:
    head = element("created", created) if created is not None else ""
    return f"{head}{element('id', record)}{element('success', True)}"


def _delete(call: Call, part: t.Any) -> str:
    record = full_id(part.text or "")
    sobject = call.org.catalog.by_prefix.get((record or "")[:3])
    if record is None or sobject is None:
        raise refuse("malformed_url_id", value=part.text)
    call.writer.delete(sobject, record)
    return record


def _save(call: Call, operation: str, field: str, part: t.Any) -> str:
    """A record of one sObject element. What is nil or empty is left alone; ``fieldsToNull`` empties fields."""
    declared = str(part.get(f"{XSI}type", "")).rsplit(":", 1)[-1]
    named = next((one.text for one in part if local(one) == "type"), None)
    sobject = call.org.catalog.get(named or declared)
    if sobject is None:
        raise ApiError(400, "INVALID_TYPE", "sObject type is missing or not supported")
    fields: dict[str, t.Any] = {one.text: None for one in part if local(one) == "fieldsToNull" and one.text}
    raw = next((one.text for one in part if local(one) == "Id"), None)
    for one in part:
        if local(one) not in ("type", "Id", "fieldsToNull"):
            value = _value(sobject, one)
            if value is not None:
                fields[local(one)] = value
    if operation == "create":
        if raw:
            raise refuse("id_in_insert", ["Id"])
        return _success(call.writer.create(sobject, fields))
    if operation == "upsert":
        return _upsert(call, sobject, field, raw, fields)
    return _success(_update(call, sobject, raw, fields))


def _update(call: Call, sobject: SObject, raw: str | None, fields: dict[str, t.Any]) -> str:
    if not raw:
        raise refuse("id_missing", name="Id")
    record = full_id(raw)
    if record is None or not record.startswith(sobject.prefix):
        raise refuse("malformed_id", ["Id"], label=f"{sobject.label} ID", value=raw)
    call.writer.existing(sobject, record, "gone")
    call.writer.update(sobject, record, fields)
    return record


def _upsert(call: Call, sobject: SObject, field: str, raw: str | None, fields: dict[str, t.Any]) -> str:
    if field.lower() == "id":
        if raw:
            return _success(_update(call, sobject, raw, fields), False)
        return _success(call.writer.create(sobject, fields), True)
    value = next((part for name, part in fields.items() if name.lower() == field.lower()), None)
    if value is None:
        raise refuse("external_missing", name=field)
    found = by_field(call, sobject, field, str(value))
    if len(found) > 1:
        raise refuse("duplicate_external")
    if not found:
        return _success(call.writer.create(sobject, fields), True)
    rest = {name: part for name, part in fields.items() if name.lower() != field.lower()}
    call.writer.update(sobject, found[0], rest)
    return _success(found[0], False)


def _value(sobject: SObject, part: t.Any) -> t.Any:
    """XML knows text only: booleans as JSON would have them, a parent by one of its fields as an object."""
    if len(part):
        return {local(one): one.text for one in part if local(one) != "type"}
    one = sobject.field(local(part))
    if one is not None and one.boolean and part.text in ("true", "false", "1", "0"):
        return part.text in ("true", "1")
    return part.text or None
