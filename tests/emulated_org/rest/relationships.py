# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records by another field than their Id, and what relationships lead to: ``/sobjects/X/.../...``."""

from __future__ import annotations

from ..errors import refuse
from ..schema.model import SObject
from ..soql.syntax import Comparison, Literal, Path, Query
from ..store.database import Row
from ..store.ids import full_id
from .call import Answer, Call
from .query import BATCH, page
from .sobjects import allowed, chosen, fetch, not_in, readable_names, record_id, visible

#: Before this version an upsert that changed a record answered with nothing (REST API guide, Upsert).
UPSERT_ANSWERS = 46


def by_field(call: Call, sobject: SObject, name: str, value: str) -> list[str]:
    """Ids of the records whose look-up field *name* is *value*; raises ApiError."""
    one = sobject.field(name)
    if one is None or not one.id_lookup or not call.access.readable_field(sobject, one):
        raise refuse("no_external_id", name=name)
    if one.name == "Id":
        return [record_id(call, sobject, value)]
    found = call.org.database.find(sobject.name, **{one.name: value})
    return [row["Id"] for row in found if not row.get("IsDeleted")]


def _single(call: Call, sobject: SObject, field: str, value: str) -> str | Answer:
    found = by_field(call, sobject, field, value)
    if len(found) > 1:
        return Answer(300, [f"{call.base}/sobjects/{sobject.name}/{one}" for one in found])
    if not found:
        raise refuse("not_found")
    return found[0]


def read_by(call: Call, name: str, field: str, value: str) -> Answer:
    """One record by a look-up field; or what a relationship of the record with an Id leads to."""
    sobject = visible(call, name)
    record = full_id(field)
    if record is not None and record.startswith(sobject.prefix):
        return _related(call, sobject, call.writer.existing(sobject, record), value)
    found = _single(call, sobject, field, value)
    return found if isinstance(found, Answer) else Answer(body=fetch(call, sobject, found, chosen(call)))


def upsert(call: Call, name: str, field: str, value: str) -> Answer:
    """Change the record with that value, or insert it."""
    sobject = visible(call, name)
    if sobject.name in ("PermissionSetAssignment", "UserLogin"):
        raise refuse("method", method=call.method, allowed="HEAD,GET")
    body = call.object_body()
    found = by_field(call, sobject, field, value)
    not_in(body, sobject.fields[field.lower()].name)
    not_in(body, "Id")
    if len(found) > 1:
        return Answer(300, [f"{call.base}/sobjects/{sobject.name}/{one}" for one in found])
    if found:
        call.writer.update(sobject, found[0], body)
        if call.version < UPSERT_ANSWERS:
            return Answer(204)
        return Answer(200, {"id": found[0], "success": True, "errors": [], "created": False})
    one = sobject.fields[field.lower()]
    record = call.writer.create(sobject, {**body, one.name: value} if one.createable else body)
    return Answer(201, {"id": record, "success": True, "errors": [], "created": True})


def delete_by(call: Call, name: str, field: str, value: str) -> Answer:
    """Delete by a look-up field."""
    sobject = visible(call, name)
    allowed(call, sobject, "d")
    found = _single(call, sobject, field, value)
    if isinstance(found, Answer):
        return found
    call.writer.delete(sobject, found)
    return Answer(204)


def _related(call: Call, sobject: SObject, row: Row, relationship: str) -> Answer:
    """Get Records Using sObject Relationships: a parent as a record, children as the answer to a query."""
    below = call.org.child(sobject, relationship)
    if below is not None and call.access.readable(below[0]):
        child, reference = below
        items = tuple(Path((name,)) for name in chosen(call) or readable_names(call, child))
        where = Comparison(Path((reference,)), "=", Literal("text", row["Id"]))
        found = call.runner("").run(Query(items, child.name, 0, where=where))
        return Answer(body=page(call, "query", found.records, found.total, BATCH, child.name))
    link = next((f for f in sobject.fields.values() if f.relationship.lower() == relationship.lower()), None)
    if link is None:
        raise refuse("not_found")
    target = call.org.catalog.by_prefix.get(str(row[link.name])[:3])
    if row[link.name] is None or target is None or not call.access.readable(target):
        raise refuse("not_found")
    return Answer(body=fetch(call, target, row[link.name], chosen(call)))
