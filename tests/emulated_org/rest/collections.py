# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Up to 200 records in one call: ``/composite/sobjects``."""

from __future__ import annotations

import typing as t

from ..errors import ApiError, refuse
from ..schema.model import SObject
from ..store.ids import full_id
from .call import Answer, Call
from .relationships import by_field
from .routes import routes
from .sobjects import fetch, visible

LIMIT = 200
READ_LIMIT = 2000
CHUNKS = 10
Result = dict[str, t.Any]


def _records(call: Call) -> tuple[list[dict[str, t.Any]], bool]:
    body = call.object_body()
    records = body.get("records")
    if not isinstance(records, list):
        raise refuse("json_required", name="records")
    if len(records) > LIMIT:
        raise refuse("too_many_records", limit=LIMIT)
    return records, bool(body.get("allOrNone", False))


def _types(call: Call, records: list[dict[str, t.Any]]) -> list[SObject]:
    """The object of each record; setup objects do not share a call with others (sObject Collections)."""
    found: list[SObject] = []
    for record in records:
        attributes = record.get("attributes") if isinstance(record, dict) else None
        name = attributes.get("type") if isinstance(attributes, dict) else None
        if not name:
            raise refuse("json", text="Include an entity type in each record: attributes.type is missing")
        sobject = call.org.catalog.get(str(name))
        if sobject is None or not call.access.readable(sobject):
            raise ApiError(400, "INVALID_TYPE", f"sObject type '{name}' is not supported.")
        found.append(sobject)
    check_mix(found)
    return found


def check_mix(objects: list[SObject]) -> None:
    """Raises ApiError when setup objects share a call with others, or types change too often."""
    names = {one.name for one in objects}
    if len(names) > 1 and any(one.setup for one in objects):
        raise refuse("mixed_setup", names=", ".join(sorted(names)))
    chunks = sum(1 for before, one in zip([None, *objects], objects, strict=False) if before is not one)
    if chunks > CHUNKS:
        raise refuse("too_many_chunks", limit=CHUNKS)


class _Undo(Exception):
    """Ends a transaction that must leave nothing."""


def _all(call: Call, works: list[t.Callable[[], Result]], together: bool) -> Answer:
    """Do every piece of work; *together* undoes all when one fails."""
    results: list[Result] = []
    failed = False

    def work() -> None:
        nonlocal failed
        for one in works:
            try:
                results.append(one())
            except ApiError as error:
                failed = True
                results.append({"success": False, "errors": [error.collection()]})
        if failed and together:
            raise _Undo

    try:
        with call.org.database.atomic():
            work()
    except _Undo:
        rolled_back = {"success": False, "errors": [refuse("rolled_back").collection()]}
        results = [rolled_back if one["success"] else one for one in results]
    answer = Answer(body=results)
    answer.headers["X-Failed"] = "1" if failed else ""
    return answer


def _struck(call: Call, sobject: SObject) -> None:
    """Raises ApiError when a test wants this record refused: it counts as a request to its object."""
    call.org.faults.strike_part(call.method, f"{call.base}/sobjects/{sobject.name}")


def create(call: Call) -> Answer:
    """``POST``: insert."""
    records, together = _records(call)
    types = _types(call, records)

    def one(sobject: SObject, record: dict[str, t.Any]) -> Result:
        _struck(call, sobject)
        if any(key.lower() == "id" and value for key, value in record.items()):
            raise refuse("id_in_insert", ["Id"])
        return {"id": call.writer.create(sobject, record), "success": True, "errors": []}

    return _all(call, [_bind(one, s, r) for s, r in zip(types, records, strict=True)], together)


def update(call: Call) -> Answer:
    """``PATCH``: change."""
    records, together = _records(call)
    types = _types(call, records)

    def one(sobject: SObject, record: dict[str, t.Any]) -> Result:
        _struck(call, sobject)
        raw = next((value for key, value in record.items() if key.lower() == "id"), None)
        found = full_id(raw)
        if not raw:
            raise refuse("id_missing", name="Id")
        if found is None or not found.startswith(sobject.prefix):
            raise refuse("malformed_id", ["Id"], label=f"{sobject.label} ID", value=raw)
        call.writer.existing(sobject, found, "gone")
        call.writer.update(sobject, found, {key: value for key, value in record.items() if key.lower() != "id"})
        return {"id": found, "success": True, "errors": []}

    return _all(call, [_bind(one, s, r) for s, r in zip(types, records, strict=True)], together)


def upsert(call: Call, name: str, field: str) -> Answer:
    """``PATCH`` with a look-up field: change what is found, insert the rest."""
    records, together = _records(call)
    sobject = visible(call, name)

    def one(sobject: SObject, record: dict[str, t.Any]) -> Result:
        _struck(call, sobject)
        value = next((part for key, part in record.items() if key.lower() == field.lower()), None)
        if value is None and field.lower() != "id":
            raise refuse("external_missing", name=field)
        found = by_field(call, sobject, field, str(value)) if value is not None else []
        rest = {key: part for key, part in record.items() if key.lower() not in ("attributes", "id")}
        if found:
            call.writer.update(sobject, found[0], {k: v for k, v in rest.items() if k.lower() != field.lower()})
            return {"id": found[0], "success": True, "errors": [], "created": False}
        if field.lower() == "id":
            rest.pop("Id", None)
        return {"id": call.writer.create(sobject, rest), "success": True, "errors": [], "created": True}

    return _all(call, [_bind(one, sobject, record) for record in records], together)


def delete(call: Call) -> Answer:
    """``DELETE``: by Ids."""
    ids = [one.strip() for one in call.query.get("ids", "").split(",") if one.strip()]
    if not ids:
        raise refuse("missing_argument", text="The ids query parameter is required")
    if len(ids) > LIMIT:
        raise refuse("too_many_records", limit=LIMIT)
    together = call.query.get("allOrNone", "false").lower() == "true"
    objects = [call.org.catalog.by_prefix.get(one[:3]) for one in ids]
    check_mix([one for one in objects if one is not None])

    def one(sobject: SObject | None, raw: str) -> Result:
        found = full_id(raw)
        if found is None or sobject is None:
            raise refuse("malformed_url_id", value=raw)
        _struck(call, sobject)
        call.writer.delete(sobject, found)
        return {"id": found, "success": True, "errors": []}

    return _all(call, [_bind(one, o, i) for o, i in zip(objects, ids, strict=True)], together)


def _bind(work: t.Callable[..., Result], *arguments: t.Any) -> t.Callable[[], Result]:
    return lambda: work(*arguments)


def _texts(body: dict[str, t.Any], name: str) -> list[str]:
    found = body.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise refuse("json_type", type=name, token="START_OBJECT", value="")
    return found


def read(call: Call, name: str) -> Answer:
    """Records by Id; one that does not exist is null."""
    call.writing = False
    if call.method == "POST":
        body = call.object_body()
        ids, fields = _texts(body, "ids"), _texts(body, "fields")
    else:
        ids = [one for one in call.query.get("ids", "").split(",") if one]
        fields = [one for one in call.query.get("fields", "").split(",") if one]
    if not ids or not fields:
        raise refuse("missing_argument", text="The ids and fields parameters are required")
    if len(ids) > (READ_LIMIT if call.method == "POST" else 800):
        raise refuse("too_many_records", limit=READ_LIMIT)
    sobject = visible(call, name)
    found: list[t.Any] = []
    for raw in ids:
        record = full_id(raw)
        if record is None:
            raise refuse("malformed_url_id", value=raw)
        try:
            found.append(fetch(call, sobject, record, fields))
        except ApiError as error:
            if error.status != 404:
                raise
            found.append(None)
    return Answer(body=found)


routes.add("/composite/sobjects", POST=create, PATCH=update, DELETE=delete)
routes.add("/composite/sobjects/{name}", GET=read, POST=read)
routes.add("/composite/sobjects/{name}/{field}", PATCH=upsert)
