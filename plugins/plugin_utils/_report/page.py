# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The document of a run as one HTML page that needs nothing but itself.

Whatever an org says is text: the template escapes it, and the page's policy runs no script and takes no style but its own two, which it
names by their digests (Content Security Policy Level 3, source list).
"""

from __future__ import annotations

import base64
import hashlib
import typing as t
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import words
from .content import content
from .notable import notable
from .times import moment, period

_TEMPLATES = Path(__file__).with_name("templates")


def page(document: t.Mapping[str, t.Any], title: str) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(str(_TEMPLATES)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(moment=moment, period=period, plural=words.plural)
    style, script = (_inline(name) for name in ("page.css", "page.js"))
    told = content(document)
    return environment.get_template("page.html.j2").render(
        title=title,
        run=told,
        document=document,
        notable=notable(told),
        words=words,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; base-uri 'none'; form-action 'none'",
    )


def _inline(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    """How a policy names what stands between the tags."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
