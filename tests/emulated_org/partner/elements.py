# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Elements of the partner and enterprise APIs, and what a call carries."""

from __future__ import annotations

import functools
import re
import typing as t
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..rest.call import Call

if t.TYPE_CHECKING:
    from ..org import Org
    from ..rules.access import Access

JSON = dict[str, t.Any]
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000\Z")


@dataclass
class Request:
    """One call; *name* is the API (partner or enterprise), *root* the envelope, *call* the element of its body."""

    org: Org
    name: str
    version: int
    user: str
    token: str
    root: t.Any
    call: t.Any

    @functools.cached_property
    def access(self) -> Access:
        return self.org.access(self.user, self.version)

    def texts(self, tag: str) -> list[str]:
        """Contents of the call's elements of that name."""
        return [one.text or "" for one in self.call if local(one) == tag]

    def text(self, tag: str) -> str:
        return next(iter(self.texts(tag)), "")

    def header(self, tag: str) -> str:
        """Content of an element of that name anywhere in the envelope's header."""
        header = next((one for one in self.root if local(one) == "Header"), ())
        return next((one.text or "" for part in header for one in part if local(one) == tag), "")

    def rest(self, path: str = "", **query: str) -> Call:
        """The same caller's request to the REST API, which knows the same things."""
        headers = {"sforce-query-options": f"batchSize={self.header('batchSize')}"}
        return Call(self.org, self.access, "GET", self.version, path, query, headers)


def local(element: t.Any) -> str:
    """Tag of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def text(value: t.Any) -> str:
    """A value as XML spells it."""
    if isinstance(value, bool):
        return str(value).lower()
    found = MOMENT.match(value) if isinstance(value, str) else None
    return f"{found.group(1)}Z" if found is not None else escape(str(value))


def element(tag: str, value: t.Any, kind: str = "") -> str:
    """An element with a simple value, or one that is nil."""
    if value is None:
        return f'<{tag} xsi:nil="true"/>'
    return f'<{tag} xsi:type="{kind}">{text(value)}</{tag}>' if kind else f"<{tag}>{text(value)}</{tag}>"


def elements(tag: str, value: t.Any) -> str:
    """A describe's JSON as elements: lists repeat theirs, what is null is left out, names come in order."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(elements(tag, one) for one in value)
    if isinstance(value, dict):
        inner = "".join(elements(name, value[name]) for name in sorted(value))
        return f"<{tag}>{inner}</{tag}>"
    return element(tag, value)
