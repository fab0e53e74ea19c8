# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single records of the Tooling API: ``/tooling/sobjects/...``."""

from __future__ import annotations

from ..errors import refuse
from ..packaging import requests
from ..schema import describe
from ..schema.model import SObject
from . import packages
from .call import Answer, Call
from .routes import routes
from .sobjects import chosen, fetch, record_id, visible

#: Objects of the ordinary API that can be written here, too (Tooling API reference, API 67).
ALSO = ("PermissionSetGroup", "PermissionSetGroupComponent")


def everything(call: Call) -> Answer:
    """Describe global: the objects only the Tooling API has."""
    shown = [one for one in call.org.catalog.objects.values() if one.api == "tooling" and call.access.readable(one)]
    objects = [describe.basics(call.org, one, call.access)["objectDescribe"] for one in shown]
    return Answer(body={"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": objects})


def basics(call: Call, name: str) -> Answer:
    """What an object is, in short."""
    return Answer(body=describe.basics(call.org, visible(call, name, tooling=True), call.access))


def description(call: Call, name: str) -> Answer:
    """All of an object, the Tooling API's own included."""
    return Answer(raw=describe.description(call.org, visible(call, name, tooling=True), call.access))


def _writable(call: Call, name: str) -> SObject:
    sobject = visible(call, name, tooling=True)
    if sobject.api != "tooling" and sobject.name not in ALSO:
        raise refuse("method", method=call.method, allowed="HEAD,GET")
    return sobject


def create(call: Call, name: str) -> Answer:
    """Insert a record, which may start work."""
    record = call.writer.create(_writable(call, name), call.object_body())
    location = {"Location": f"{call.base}/tooling/sobjects/{name}/{record}"}
    return Answer(201, {"id": record, "success": True, "errors": [], "warnings": [], "infos": []}, location)


def read(call: Call, name: str, record: str) -> Answer:
    """One record."""
    sobject = visible(call, name, tooling=True)
    found = record_id(call, sobject, record)
    requests.looked_at(call.org, sobject.name)
    packages.check_key(call, found, None)
    return Answer(body=fetch(call, sobject, found, chosen(call)))


def update(call: Call, name: str, record: str) -> Answer:
    """Change a record."""
    sobject = _writable(call, name)
    call.writer.update(sobject, record_id(call, sobject, record), call.object_body())
    return Answer(204)


def delete(call: Call, name: str, record: str) -> Answer:
    """Delete a record."""
    sobject = _writable(call, name)
    call.writer.delete(sobject, record_id(call, sobject, record))
    return Answer(204)


routes.add("/tooling", GET=lambda call: Answer(body={"sobjects": f"{call.base}/tooling/sobjects"}))
routes.add("/tooling/sobjects", GET=everything)
routes.add("/tooling/sobjects/{name}", GET=basics, POST=create)
routes.add("/tooling/sobjects/{name}/describe", GET=description)
routes.add("/tooling/sobjects/{name}/{record}", GET=read, PATCH=update, DELETE=delete)
