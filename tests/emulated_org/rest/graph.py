# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Independent transactions in one request: ``/composite/graph`` (API 50 and later)."""

from __future__ import annotations

import re
import typing as t

from ..errors import refuse
from ..org import Touched
from .call import READING, Answer, Call
from .composite import Halt, _halted, _sequence, objects
from .routes import routes

GRAPHS, NODES, FAILURES = 75, 500, 14
ALLOWED = re.compile(r"/services/data/v\d+\.0/sobjects/\w+")


def graph(call: Call) -> Answer:
    """``/composite/graph``: each graph is all or nothing."""
    if call.version < 50:
        raise refuse("not_found")
    graphs = objects(call.object_body(), "graphs")
    nodes = [node for one in graphs for node in objects(one, "compositeRequest")]
    if len(graphs) > GRAPHS or len(nodes) > NODES:
        raise refuse("too_many_requests", limit=GRAPHS if len(graphs) > GRAPHS else NODES)
    for node in nodes:
        for name in ("referenceId", "method", "url"):
            if not node.get(name):
                raise refuse("json_required", name=name)
    call.writing = any(node["method"] not in READING for node in nodes)
    answers: list[dict[str, t.Any]] = []
    failures = 0
    for one in graphs:
        if failures >= FAILURES:
            requests = one.get("compositeRequest", [])
            refused = Answer.refused(refuse("halted"))
            responses = [_plain(node["referenceId"], refused) for node in requests]
            answers.append(_result(one, responses, False))
            continue
        result = _one(call, one)
        failures += not result["isSuccessful"]
        answers.append(result)
    return Answer(body={"graphs": answers})


def _plain(reference: str, answer: Answer) -> dict[str, t.Any]:
    return {"body": answer.body, "httpHeaders": {}, "httpStatusCode": answer.status, "referenceId": reference}


def _result(one: dict[str, t.Any], responses: list[dict[str, t.Any]], good: bool) -> dict[str, t.Any]:
    return {
        "graphId": one.get("graphId"),
        "graphResponse": {"compositeResponse": responses},
        "isSuccessful": good,
    }


def _one(call: Call, one: dict[str, t.Any]) -> dict[str, t.Any]:
    """One graph: all of it or nothing."""
    requests = one.get("compositeRequest", [])
    for node in requests:
        if not ALLOWED.match(str(node["url"])):
            raise refuse("json", text=f"Invalid resource in a graph: {node['url']}")
    touched, call.org.touched = call.org.touched, Touched()
    responses: list[dict[str, t.Any]] = []
    good = True
    try:
        with call.org.database.atomic():
            _sequence(call, requests, responses, True)
    except Halt:
        responses, good = _halted(requests, responses), False
    finally:
        call.org.touched = touched
    return _result(one, responses, good)


routes.add("/composite/graph", POST=graph)
