# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers as XML for clients that ask for it (REST API guide, Accept header). Composite resources speak JSON only."""

from __future__ import annotations

import json
import typing as t
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from .call import Answer

KIND = "application/xml;charset=UTF-8"
NIL = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
#: What the document is called, by the resource; descriptions and records are called like their object.
ROOTS = {"": "urls", "/limits": "LimitsSnapshot", "/sobjects": "DescribeGlobal", "/recent": "recentItems"}


def wanted(headers: dict[str, str]) -> bool:
    """Whether the first media range that can be served is XML."""
    for one in headers.get("accept", "").split(","):
        kind = one.split(";")[0].strip().lower()
        if kind in ("application/json", "application/*", "*/*"):
            return False
        if kind == "application/xml":
            return True
    return False


def rewritten(answer: Answer, path: str) -> Answer:
    """The answer to a request for *path* (below the version; versions themselves: ``/services/data``) as XML."""
    body = json.loads(answer.raw) if answer.raw is not None else answer.body
    if body is None or path.startswith("/composite"):
        return answer
    text = f'<?xml version="1.0" encoding="UTF-8"?>{_document(answer.status, body, path)}'
    return replace(answer, raw=text.encode(), headers={**answer.headers, "Content-Type": KIND})


def _document(status: int, body: t.Any, path: str) -> str:
    if isinstance(body, list) and status >= 400:
        return _element("Errors", {"Error": body}, NIL)
    if path == "/services/data":
        return _element("Versions", {"Version": body})
    if isinstance(body, dict) and "records" in body:
        return _element("QueryResult", body, NIL)
    if isinstance(body, dict) and "success" in body:
        return _element("Result", body, NIL)
    if isinstance(body, dict) and "attributes" in body:
        return _element(str(body["attributes"]["type"]), body, NIL)
    parts = path.split("/")
    named = parts[2] if len(parts) > 2 and parts[1] == "sobjects" else "Result"
    return _element(ROOTS.get(path, named), body, NIL)


def _element(tag: str, value: t.Any, extra: str = "") -> str:
    """Lists repeat their element; ``attributes`` of a record are attributes."""
    if isinstance(value, list):
        return "".join(_element(tag, one, extra) for one in value)
    if value is None:
        return f'<{tag}{extra} xsi:nil="true"/>'
    if isinstance(value, dict):
        shown = "".join(f" {key}={quoteattr(str(one))}" for key, one in value.get("attributes", {}).items())
        inner = "".join(_element(key, one) for key, one in value.items() if key != "attributes")
        return f"<{tag}{extra}{shown}>{inner}</{tag}>"
    text = str(value).lower() if isinstance(value, bool) else escape(str(value))
    return f"<{tag}{extra}>{text}</{tag}>"
