# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which requests write. A preview sends none of them."""

from __future__ import annotations

import re
import typing as t

from .bodies import Call

_COMPOSITE = re.compile(r"/services/data/v\d+\.0/composite/?", re.ASCII)
_METADATA = re.compile(r"/services/Soap/m/\d+\.0", re.ASCII)
_READING = ("GET", "HEAD")
#: Operations of the Metadata API that change nothing.
_READING_CALLS = ("describeMetadata", "listMetadata", "readMetadata")


def first_write(method: str, path: str, body: t.Any) -> t.Optional[t.Tuple[str, str]]:
    """Verb and path of the first thing the request would write; None when it only reads.

    A composite is sent by POST whatever is inside: it reads when every subrequest does. A call of the Metadata API is, too: its
    operation decides. Whatever else is not asked by GET writes: a Tooling record, a password, the end of a token.
    """
    if method in _READING:
        return None
    inside = body.get("compositeRequest") if isinstance(body, dict) else None
    if method == "POST" and isinstance(inside, list) and _COMPOSITE.fullmatch(path):
        for one in inside:
            if one.get("method") not in _READING:
                return str(one.get("method")), str(one.get("url"))
        return None
    if isinstance(body, Call):
        reading = body.operation in _READING_CALLS and _METADATA.fullmatch(path)
        return None if reading else (body.operation, path)
    return method, path.split("?", 1)[0]
