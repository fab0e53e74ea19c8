# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which resource answers which path under ``/services/data/vXX.X``."""

from __future__ import annotations

import re
import typing as t

from starlette.routing import compile_path

from ..errors import ApiError, refuse
from .call import Answer, Call

Handler = t.Callable[..., Answer]


class Routes:
    """A table of path patterns (Starlette's syntax) and the handler of each method; the narrowest pattern answers."""

    def __init__(self) -> None:
        self._table: list[tuple[re.Pattern[str], dict[str, Handler]]] = []
        self._by_path: dict[str, dict[str, Handler]] = {}

    def add(self, path: str, **handlers: Handler) -> None:
        if path in self._by_path:
            self._by_path[path].update(handlers)
            return
        self._by_path[path] = handlers
        pattern, _format, _convertors = compile_path(path)
        self._table.append((pattern, handlers))
        self._table.sort(key=lambda entry: entry[0].groups)

    def answer(self, call: Call) -> Answer:
        """The resource's answer; refusals become answers here."""
        try:
            return self._dispatch(call)
        except ApiError as error:
            return Answer.refused(error)

    def _dispatch(self, call: Call) -> Answer:
        for pattern, handlers in self._table:
            match = pattern.match(call.path)
            if match is None:
                continue
            handler = handlers.get("GET" if call.method == "HEAD" else call.method)
            if handler is None:
                allowed = [name for name in ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE") if name in handlers]
                if "GET" in handlers:
                    allowed.insert(0, "HEAD")
                raise refuse("method", method=call.method, allowed=",".join(allowed))
            return handler(call, **match.groupdict())
        raise refuse("not_found")


routes = Routes()
