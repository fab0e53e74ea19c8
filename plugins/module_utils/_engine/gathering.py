# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Reading until nothing more is wanted."""

from __future__ import annotations

import typing as t

from .._access.requests import Read, Write
from .._access.resource import Inspection, Known, Resource
from .preview import Preview

_ROUNDS = 12


class Organisation(t.Protocol):
    """What the engine needs of an org's client."""

    def read(self, reads: t.Sequence[Read]) -> list[t.Any]: ...

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Read] = ()
    ) -> tuple[list[str | None], list[t.Any] | None]: ...


def gather(
    thing: Resource | Inspection,
    org: Organisation,
    preview: Preview | None,
    known: Known | None = None,
) -> Known:
    """Read what *thing* asks for until it asks for nothing new."""
    known = known or Known()
    for _round in range(_ROUNDS):
        missing = [read for read in dict.fromkeys(thing.reads(known)) if read not in known]
        if not missing:
            return known
        asked = [read for read in missing if not (preview and preview.alone_answers(read))]
        answers = dict(zip(asked, org.read(asked) if asked else ()))
        for read in missing:
            result = answers.get(read, [])
            known.put(read, preview.amend(read, result) if preview else result)
    raise RuntimeError(f"{type(thing).__name__} asks for ever more reads")
