# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single records and what is known of objects: ``/sobjects/...``."""

from __future__ import annotations

import typing as t

from ..errors import ApiError, refuse
from ..schema import describe
from ..schema.model import SObject
from ..soql.syntax import Comparison, Literal, Path, Query
from ..soql.virtual import VIRTUAL_ID
from ..store.ids import full_id
from .call import Answer, Call
from .routes import routes


def visible(call: Call, name: str, tooling: bool = False) -> SObject:
    """The object *name*, if the caller may see it; raises ApiError (NOT_FOUND)."""
    found = call.org.catalog.get(name)
    if found is None or not call.access.readable(found) or (found.api == "tooling") > tooling:
        raise refuse("type_url")
    return found


def record_id(call: Call, sobject: SObject, raw: str) -> str:
    """*raw* as an Id of *sobject*; raises ApiError."""
    found = full_id(raw)
    if found is None:
        raise refuse("no_external_id", name=raw)
    if found == VIRTUAL_ID and sobject.name == "ObjectPermissions" and call.method != "GET":
        raise refuse("virtual_row")
    if not found.startswith(sobject.prefix):
        raise refuse("not_found")
    return found


def fetch(call: Call, sobject: SObject, record: str, fields: t.Sequence[str] = (), base: str = "") -> dict[str, t.Any]:
    """One record, whole or with the given fields, under the URL *base*; raises ApiError."""
    stored = call.writer.existing(sobject, record)
    names = [name.strip() for name in fields if name.strip()]
    names = names or readable_names(call, sobject)
    items = tuple(Path(tuple(name.split("."))) for name in names)
    if sobject.name == "FieldPermissions":
        items += tuple(Path((name,)) for name in ("SobjectType", "Field") if name not in names)
    where = Comparison(Path(("Id",)), "=", Literal("text", stored["Id"]))
    try:
        answer = call.runner("", base).run(Query(items, sobject.name, 0, where=where))
    except ApiError as error:
        if error.code == "INVALID_FIELD":
            error.message = error.message.lstrip("\n^").split("\n")[-1]
        raise
    return answer.records[0]


def readable_names(call: Call, sobject: SObject) -> list[str]:
    """Fields of *sobject* that the caller sees in this version."""
    fields = sobject.fields.values()
    return [one.name for one in fields if one.since <= call.version and call.access.readable_field(sobject, one)]


def chosen(call: Call) -> list[str]:
    """Names in the parameter ``fields``."""
    return [name for name in call.query.get("fields", "").split(",") if name]


def allowed(call: Call, sobject: SObject, letter: str) -> None:
    """What no record of the object can be asked for is no method of its resource; raises ApiError (METHOD_NOT_ALLOWED)."""
    if not sobject.allows(letter, call.version):
        others = {"u": "PATCH", "d": "DELETE"} if letter in "ud" else {"c": "POST"}
        methods = [name for one, name in others.items() if sobject.allows(one, call.version)]
        raise refuse("method", method=call.method, allowed=",".join(["HEAD", "GET", *methods]))


def not_in(body: dict[str, t.Any], name: str) -> None:
    """What the URL says of a record must not be in its body, too; raises ApiError (INVALID_FIELD)."""
    if any(key.lower() == name.lower() for key in body):
        raise refuse("id_given", [name], name=name)


def everything(call: Call) -> Answer:
    """Describe global."""
    return Answer(raw=describe.everything(call.org, call.access))


def basics(call: Call, name: str) -> Answer:
    """What an object is, in short."""
    return Answer(body=describe.basics(call.org, visible(call, name), call.access))


def description(call: Call, name: str) -> Answer:
    """All of an object."""
    sobject = visible(call, name)
    if call.headers.get("if-modified-since") and describe.unchanged(call.headers["if-modified-since"]):
        return Answer(304)
    return Answer(raw=describe.description(call.org, sobject, call.access), headers=describe.HEADERS)


def create(call: Call, name: str) -> Answer:
    """Insert a record."""
    sobject = visible(call, name)
    allowed(call, sobject, "c")
    body = call.object_body()
    not_in(body, "Id")
    record = call.writer.create(sobject, body)
    location = {"Location": f"{call.base}/sobjects/{name}/{record}"}
    return Answer(201, {"id": record, "success": True, "errors": []}, location)


def read(call: Call, name: str, record: str) -> Answer:
    """One record."""
    sobject = visible(call, name)
    found = fetch(call, sobject, record_id(call, sobject, record), chosen(call))
    return Answer(body=found)


def update(call: Call, name: str, record: str) -> Answer:
    """Change a record."""
    sobject = visible(call, name)
    allowed(call, sobject, "u")
    body = call.object_body()
    not_in(body, "Id")
    call.writer.update(sobject, record_id(call, sobject, record), body)
    return Answer(204)


def delete(call: Call, name: str, record: str) -> Answer:
    """Delete a record."""
    sobject = visible(call, name)
    allowed(call, sobject, "d")
    call.writer.delete(sobject, record_id(call, sobject, record))
    return Answer(204)


routes.add("/sobjects", GET=everything)
routes.add("/sobjects/{name}", GET=basics, POST=create)
routes.add("/sobjects/{name}/describe", GET=description)
routes.add("/sobjects/{name}/{record}", GET=read, PATCH=update, DELETE=delete)
