# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single records of the Tooling API: ``/tooling/sobjects/...``."""

from __future__ import annotations

import json

from ..errors import refuse
from ..packaging import requests
from ..schema import describe
from ..schema.model import SObject
from . import packages, tooling_metadata
from .call import Answer, Call
from .routes import routes
from .sobjects import chosen, fetch, record_id, visible

#: Objects of the ordinary API that can be written here, too (Tooling API reference, API 67).
ALSO = ("PermissionSetAssignment", "PermissionSetGroup", "PermissionSetGroupComponent", "PermissionSetTabSetting")
#: Objects of the ordinary API that it lists, too (Tooling API reference, Tooling API Objects).
SHARED = (
    *ALSO,
    "ApexClass",
    "ApexPage",
    "ConnectedApplication",
    "CustomPermission",
    "EntityDefinition",
    "FieldDefinition",
    "Group",
    "NamedCredential",
    "PermissionSet",
    "Profile",
    "TabDefinition",
    "User",
    "UserRole",
)


def everything(call: Call) -> Answer:
    """Describe global: the objects of the Tooling API."""
    known = [one for one in call.org.catalog.objects.values() if one.api == "tooling" or one.name in SHARED]
    shown = [one for one in sorted(known, key=lambda one: one.name) if call.access.readable(one)]
    objects = [describe.basics(call.org, one, call.access)["objectDescribe"] for one in shown]
    return Answer(body={"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": objects})


def basics(call: Call, name: str) -> Answer:
    """What an object is, in short."""
    return Answer(body=describe.basics(call.org, visible(call, name, tooling=True), call.access))


def description(call: Call, name: str) -> Answer:
    """All of an object, the Tooling API's own included."""
    sobject = visible(call, name, tooling=True)
    raw = describe.description(call.org, sobject, call.access)
    if sobject.name not in tooling_metadata.OBJECTS:
        return Answer(raw=raw)
    body = json.loads(raw)
    first = next(one for one in body["fields"] if one["name"] == "Id")
    for name, kind in (("FullName", "string"), ("Metadata", "complexvalue")):
        shape = {"label": name, "name": name, "type": kind, "nillable": True, "filterable": False, "sortable": False}
        soap = {"soapType": "xsd:string" if kind == "string" else f"mns:{sobject.name}", "idLookup": False}
        body["fields"].append({**first, **shape, **soap, "length": 255 if kind == "string" else 0})
    return Answer(body=body)


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
    more = [name for name in chosen(call) if name.lower() in tooling_metadata.FIELDS]
    if not chosen(call) and sobject.name in tooling_metadata.OBJECTS:
        more = list(tooling_metadata.FIELDS)
    names = [name for name in chosen(call) if name not in more]
    body = fetch(call, sobject, found, [*names, "Id"] if more and names else names, f"{call.base}/tooling")
    tooling_metadata.complete(call, sobject.name, [body], more if sobject.name in tooling_metadata.OBJECTS else [])
    return Answer(body=body)


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


def resources(call: Call) -> Answer:
    """What there is below."""
    return Answer(body={name: f"{call.base}/tooling/{name}" for name in ("query", "sobjects")})


routes.add("/tooling", GET=resources)
routes.add("/tooling/sobjects", GET=everything)
routes.add("/tooling/sobjects/{name}", GET=basics, POST=create)
routes.add("/tooling/sobjects/{name}/describe", GET=description)
routes.add("/tooling/sobjects/{name}/{record}", GET=read, PATCH=update, DELETE=delete)
