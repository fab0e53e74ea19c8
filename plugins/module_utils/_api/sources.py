# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Reads of every kind: each goes to what can answer it."""

from __future__ import annotations

import typing as t

from .._access.requests import Describe, Metadata, Query, Read, Rest, SignIn
from .answers import error_of
from .client import Client
from .composite import Retrieve
from .errors import SalesforceError
from .metadata import Components
from .reading import Reader
from .sign_ins import SignIns

#: What the vocabulary has, and what only the client itself asks for.
AnyRead = t.Union[Read, Retrieve]
_Answering = t.Callable[[t.Sequence[t.Any]], t.List[t.Any]]


class Sources:
    """What an org can be asked."""

    def __init__(self, client: Client, reader: Reader, components: Components, sign_ins: SignIns) -> None:
        self._client = client
        self._answering: t.Sequence[t.Tuple[t.Tuple[t.Type[t.Any], ...], _Answering]] = (
            ((Query, Describe, Retrieve), reader.read),
            ((Metadata,), components.read),
            ((Rest,), self._resources),
            ((SignIn,), sign_ins.read),
        )

    def read(self, reads: t.Sequence[AnyRead]) -> t.List[t.Any]:
        """See Org.read."""
        found: t.Dict[int, t.Any] = {}
        for kinds, answering in self._answering:
            places = [place for place, one in enumerate(reads) if isinstance(one, kinds)]
            if not places:
                continue
            try:
                found.update(zip(places, answering([reads[place] for place in places])))
            except SalesforceError as error:
                error.index = places[error.index] if error.index is not None else None
                raise
        return [found[place] for place in range(len(reads))]

    def _resources(self, reads: t.Sequence[Rest]) -> t.List[t.Any]:
        """What resources say, one request each: a composite is documented to take records, queries and collections only."""
        return [self._resource(one) for one in reads]

    def _resource(self, read: Rest) -> t.Any:
        above = {"": "/services/data", "/": self._client.base}
        path = above.get(read.path) or f"{self._client.base}/{read.path}"
        answer = self._client.send("GET", path)
        if not answer.ok:
            raise error_of(answer, self._client.session.instance_url)
        return answer.body
