# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries: ``/query``, ``/queryAll``, ``/tooling/query``."""

from __future__ import annotations

import re
import secrets
import typing as t
from dataclasses import replace

from ..errors import refuse
from ..rules import metrics
from ..rules.assignments import expire_assignments
from ..schema import definitions
from ..schema.model import SObject
from ..soql import columns
from ..soql.conditions import DEFINITIONS
from ..soql.parse import locate, parse
from ..soql.syntax import Comparison, Condition, Literal, Logical, Path, Query
from ..store.ids import full_id
from . import packages, tooling_metadata
from .call import Answer, Call
from .routes import routes

BATCH = 2000
LONGEST = 100_000
KEPT_CURSORS = 10
QUIRKY = "PermissionDependency"


def ordinary(call: Call) -> Answer:
    """Without deleted records."""
    return _answer(call, "query", deleted=False)


def with_deleted(call: Call) -> Answer:
    """With deleted records."""
    return _answer(call, "queryAll", deleted=True)


def tooling(call: Call) -> Answer:
    """The Tooling API: its own objects, and URLs under /tooling."""
    return _answer(call, "tooling/query", deleted=False)


def _answer(call: Call, resource: str, deleted: bool) -> Answer:
    text = call.query.get("q")
    if text is None:
        raise refuse("malformed_query", text="A query string has to be specified")
    if len(text) > LONGEST:
        raise refuse("malformed_query", text=f"SOQL statements can not be longer than {LONGEST} characters")
    query = parse(text)
    on_tooling = resource.startswith("tooling")
    sobject = call.org.catalog.get(query.source)
    more: list[str] = []
    if sobject is not None:
        if not _there(sobject, on_tooling):
            raise refuse("type_query", where=locate(text, query.source_position), name=query.source)
        _prepare(call, sobject.name, text)
        query = packages.admit(call, sobject.name, query)
        query, more = tooling_metadata.split(query, sobject.name) if on_tooling else (query, [])
        query = _adjusted(call, query, sobject.name, "isdeleted" in sobject.fields, deleted)
    base = f"{call.base}/tooling" if on_tooling else call.base
    runner = call.runner(text, base)
    if call.query.get("columns", "").lower() == "true":
        return Answer(body=columns.describe(runner.compiler, query))
    answer = runner.run(query)
    if sobject is not None:
        tooling_metadata.complete(call, sobject.name, answer.records, more)
    most = _batch(call)
    whole = "Aggregate query" if answer.aggregate else sobject.name if sobject and sobject.name in DEFINITIONS else ""
    if whole and len(answer.records) > (BATCH if answer.aggregate else most):
        raise refuse("no_more", name=whole)
    found = page(call, resource, answer.records, answer.total, most, query.source)
    return Answer(body=_tooling(found, query.source if sobject is None else sobject.name) if on_tooling else found)


def _there(sobject: SObject, on_tooling: bool) -> bool:
    """Whether an API knows the object: objects of the business are no part of the Tooling API."""
    return sobject.setup or sobject.name == "Document" if on_tooling else sobject.api != "tooling"


def _prepare(call: Call, name: str, text: str) -> None:
    """Bring rows up to date that are made when somebody asks."""
    definitions.fill(call.org, name)
    if "assignment" in text.lower():
        expire_assignments(call.org)
    if name == "UserPermissionAccess":
        definitions.fill_access(call.org, call.access)
    if name == metrics.NAME:
        metrics.collect(call.org)


def _tooling(found: dict[str, t.Any], name: str) -> dict[str, t.Any]:
    """The Tooling API's answers say more (recorded answers of public tools; reports of jsforce and CumulusCI)."""
    records = found["records"]
    head = {"size": len(records) if records else found["totalSize"], "totalSize": found["totalSize"]}
    more = {key: found[key] for key in ("nextRecordsUrl",) if key in found}
    rest = {"done": found["done"], **more, "queryLocator": None, "entityTypeName": name if records else None}
    return {**head, **rest, "records": records}


def _adjusted(call: Call, query: Query, name: str, soft: bool, deleted: bool) -> Query:
    query = _scoped(call, query, name)
    if name == QUIRKY and call.org.settings.permission_dependency_quirks:
        return replace(query, limit=None)
    if soft and not deleted:
        return _with(query, Comparison(Path(("IsDeleted",)), "=", Literal("boolean", False)))
    if name == "OauthToken" and not call.access.can("CustomizeApplication"):
        # Everybody else sees their own tokens only (Object Reference, OauthToken).
        return _with(query, Comparison(Path(("UserId",)), "=", Literal("text", call.access.user)))
    return query


def _scoped(call: Call, query: Query, name: str) -> Query:
    """USING SCOPE: everything, or what the caller owns. Teams, territories and the like are not there."""
    if query.scope in ("", "everything"):
        return query
    sobject = call.org.catalog.get(name)
    if query.scope != "mine" or sobject is None or sobject.field("OwnerId") is None:
        raise refuse("scope_query", sobject=name, name=query.scope)
    return _with(query, Comparison(Path(("OwnerId",)), "=", Literal("text", call.access.user)))


def _with(query: Query, condition: Condition) -> Query:
    where = condition if query.where is None else Logical("and", (query.where, condition))
    return replace(query, where=where)


def _batch(call: Call) -> int:
    found = re.search(r"batchSize\s*=\s*(\d+)", call.headers.get("sforce-query-options", ""), re.IGNORECASE)
    return min(max(int(found.group(1)), 200), 2000) if found else BATCH


def page(call: Call, resource: str, records: list[t.Any], total: int, batch: int, source: str) -> dict[str, t.Any]:
    """The first page; the rest waits under a locator."""
    if len(records) <= batch:
        return {"totalSize": total, "done": True, "records": records}
    org = call.org
    locator = full_id("01g" + secrets.token_hex(6)) or ""
    org.cursors[locator] = (source, records)
    while len(org.cursors) > KEPT_CURSORS:
        org.cursors.pop(next(iter(org.cursors)))
    url = f"{call.base}/{resource}/{locator}-{batch}"
    return {"totalSize": total, "done": False, "nextRecordsUrl": url, "records": records[:batch]}


def more(call: Call, locator: str) -> Answer:
    """The page that begins at the offset in the locator."""
    name, _dash, start = locator.partition("-")
    kept = call.org.cursors.get(full_id(name) or "")
    if kept is None or not start.isdigit():
        raise refuse("locator")
    source, records = kept
    offset, batch = int(start), _batch(call)
    resource = call.path.rsplit("/", 1)[0].lstrip("/")
    if source.lower() == QUIRKY.lower() and call.org.settings.permission_dependency_quirks:
        offset = 0
    rest = records[offset : offset + batch]
    after = int(start) + batch
    body: dict[str, t.Any] = {"totalSize": len(records), "done": after >= len(records)}
    if after < len(records):
        body["nextRecordsUrl"] = f"{call.base}/{resource}/{name}-{after}"
    body["records"] = rest
    return Answer(body=_tooling(body, source) if resource.startswith("tooling") else body)


for prefix, handler in (("/query", ordinary), ("/queryAll", with_deleted), ("/tooling/query", tooling)):
    routes.add(prefix, GET=handler)
    routes.add(prefix + "/{locator}", GET=more)
