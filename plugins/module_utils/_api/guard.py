# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which requests write. A preview sends none of them."""

from __future__ import annotations

import re
import typing as t

_COMPOSITE = re.compile(r"/services/data/v\d+\.0/composite/?", re.ASCII)
_READING = ("GET", "HEAD")


def first_write(method: str, path: str, body: t.Any) -> t.Optional[t.Tuple[str, str]]:
    """Verb and path of the first thing the request would write; None when it only reads.

    A composite is sent by POST whatever is inside: it reads when every subrequest does.
    """
    if method in _READING:
        return None
    inside = body.get("compositeRequest") if isinstance(body, dict) else None
    if method == "POST" and isinstance(inside, list) and _COMPOSITE.fullmatch(path):
        for one in inside:
            if one.get("method") not in _READING:
                return str(one.get("method")), str(one.get("url"))
        return None
    return method, path.split("?", 1)[0]
