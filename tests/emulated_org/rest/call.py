# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request to the REST API and its answer, whether it came by itself or inside a composite."""

from __future__ import annotations

import functools
import gzip
import json
import typing as t
import zlib
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from ..errors import ApiError, refuse

if t.TYPE_CHECKING:
    from ..org import Org
    from ..rules.access import Access
    from ..rules.writer import Writer
    from ..soql.run import Runner

READING = ("GET", "HEAD")
OLDEST, NEWEST = 31, 68


@dataclass
class Answer:
    status: int = 200
    body: t.Any = None
    headers: dict[str, str] = field(default_factory=dict)
    #: Ready-made JSON (describes), sent instead of *body*.
    raw: bytes | None = None

    @classmethod
    def refused(cls, *errors: ApiError) -> Answer:
        return cls(errors[0].status, [error.rest() for error in errors])


@dataclass
class Call:
    """*path* is what follows ``/services/data/vXX.X``, decoded, without a slash at its end."""

    org: Org
    access: Access
    method: str
    version: int
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""
    given: t.Any = None
    inner: bool = False
    #: Filled by composite resources: what the request log shows of their parts.
    parts: list[dict[str, t.Any]] = field(default_factory=list)
    writing: bool | None = None

    @property
    def base(self) -> str:
        return f"/services/data/v{self.version}.0"

    @functools.cached_property
    def writer(self) -> Writer:
        from ..rules.writer import Writer

        return Writer(self.org, self.access)

    def runner(self, text: str, base: str = "") -> Runner:
        from ..soql.compile import Compiler
        from ..soql.run import Runner

        compiler = Compiler(text, self.org, self.access)
        return Runner(compiler, self.org.database.execute, base or self.base)

    @functools.cached_property
    def body(self) -> t.Any:
        """The JSON body; raises ApiError (JSON_PARSER_ERROR, UNSUPPORTED_MEDIA_TYPE)."""
        if self.inner:
            return self.given
        kind = self.headers.get("content-type", "application/json").split(";")[0].strip().lower()
        if kind not in ("application/json", ""):
            raise refuse("media")
        return parse_json(self._unpacked())

    def _unpacked(self) -> bytes:
        """The body as it was before a client compressed it (REST API guide, Use Compression)."""
        kind = self.headers.get("content-encoding", "identity").lower()
        try:
            if kind == "gzip":
                return gzip.decompress(self.raw)
            return zlib.decompress(self.raw) if kind == "deflate" else self.raw
        except (OSError, EOFError, zlib.error):
            raise refuse("json", text="The body is not compressed as Content-Encoding says") from None

    def object_body(self) -> dict[str, t.Any]:
        body = self.body
        if not isinstance(body, dict):
            raise refuse("json", text="The HTTP entity body is required, but this request has no entity body.")
        return body


def _no_constant(name: str) -> t.Any:
    """NaN and Infinity, which Python's parser takes and JSON does not have."""
    raise refuse("json", text=f"Unrecognized token '{name}': was expecting ('true', 'false' or 'null')")


def parse_json(raw: bytes) -> t.Any:
    """Raises ApiError in the words of Salesforce's parser."""
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except RecursionError:
        raise refuse("json", text="The body is nested too deep at [line:1, column:1]") from None
    except UnicodeDecodeError:
        raise refuse("json", text="Invalid UTF-8 middle byte at [line:1, column:1]") from None
    except json.JSONDecodeError as error:
        if not raw.strip():
            text = "The HTTP entity body is required, but this request has no entity body."
            raise refuse("json", text=text) from None
        place = f"at [line:{error.lineno}, column:{error.colno + 1}]"
        char = error.doc[error.pos : error.pos + 1]
        if not char:
            raise refuse("json", text=f"Unexpected end-of-input {place}") from None
        shown = f"Unexpected character ('{char}' (code {ord(char)}))"
        wanted = "was expecting double-quote to start field name"
        if "property name" not in error.msg:
            wanted = "expected a valid value (number, String, array, object, 'true', 'false' or 'null')"
        raise refuse("json", text=f"{shown}: {wanted}\n {place}") from None


def split_url(url: str) -> tuple[str, dict[str, str]]:
    """Path and query parameters of a subrequest's URL."""
    parts = urlsplit(url)
    return unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))
