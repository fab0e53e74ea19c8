# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``create()``, ``update()`` and ``delete()`` of the SOAP APIs."""

from __future__ import annotations

import typing as t
from xml.sax.saxutils import escape

from ..errors import ApiError, refuse
from ..rules.writer import Writer
from ..store.ids import full_id

if t.TYPE_CHECKING:
    from ..org import Org
    from ..schema.model import SObject

OPERATIONS = ("create", "update", "delete")
LIMIT = 200
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def local(element: t.Any) -> str:
    """Tag of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def answer(org: Org, user: str, version: int, call: t.Any) -> str:
    """The response element: one result per record, in order."""
    operation = local(call)
    writer = Writer(org, org.access(user, version))
    parts = [one for one in call if local(one) in ("sObjects", "ids")][:LIMIT]
    results = "".join(f"<result>{_one(writer, operation, part)}</result>" for part in parts)
    return f"<{operation}Response>{results}</{operation}Response>"


def _one(writer: Writer, operation: str, part: t.Any) -> str:
    try:
        record = _delete(writer, part) if operation == "delete" else _save(writer, operation, part)
    except ApiError as error:
        fields = "".join(f"<fields>{escape(name)}</fields>" for name in error.fields or ())
        code = f"<statusCode>{error.code}</statusCode>"
        said = f"<errors>{fields}<message>{escape(error.message)}</message>{code}</errors>"
        return f'{said}<id xsi:nil="true"/><success>false</success>'
    return f"<id>{record}</id><success>true</success>"


def _delete(writer: Writer, part: t.Any) -> str:
    record = full_id(part.text or "")
    sobject = writer.org.catalog.by_prefix.get((record or "")[:3])
    if record is None or sobject is None:
        raise refuse("malformed_url_id", value=part.text)
    writer.delete(sobject, record)
    return record


def _save(writer: Writer, operation: str, part: t.Any) -> str:
    values = {local(one): one.text for one in part}
    declared = str(part.get(XSI_TYPE, "")).rsplit(":", 1)[-1]
    sobject = writer.org.catalog.get(values.pop("type", None) or declared)
    if sobject is None:
        raise ApiError(400, "INVALID_TYPE", "sObject type is missing or not supported")
    raw = values.pop("Id", None)
    fields = {name: _typed(sobject, name, value) for name, value in values.items() if name != "fieldsToNull"}
    if operation == "create":
        return writer.create(sobject, fields)
    record = full_id(raw)
    if record is None:
        raise refuse("malformed_id", ["Id"], label=f"{sobject.label} ID", value=raw)
    writer.update(sobject, record, fields)
    return record


def _typed(sobject: SObject, name: str, value: str | None) -> t.Any:
    """XML knows text only: booleans as JSON would have them."""
    one = sobject.field(name)
    if one is not None and one.boolean and value in ("true", "false", "1", "0"):
        return value in ("true", "1")
    return value
