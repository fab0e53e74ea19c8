# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The contract between a resource and the engine."""

from __future__ import annotations

import typing as t

from .plan import Plan
from .requests import Describe, Metadata, Query, Read, Rest, SignIn

Record = dict[str, t.Any]
Params = t.Mapping[str, t.Any]


class Known:
    """Everything read so far, keyed by the read itself."""

    def __init__(self) -> None:
        self._results: dict[Read, t.Any] = {}

    def put(self, read: Read, result: t.Any) -> None:
        self._results[read] = result

    def __contains__(self, read: Read) -> bool:
        return read in self._results

    def records(self, query: Query) -> list[Record]:
        """The records of a query; none while it was not read, or where the org lacks the object."""
        return self._results.get(query) or []

    def answered(self, query: Query) -> bool:
        """Whether the org answered the query at all (an optional one reads as nothing where the object is missing)."""
        return self._results.get(query) is not None

    def description(self, describe: Describe) -> Record | None:
        return self._results.get(describe)

    def component(self, metadata: Metadata) -> Record | None:
        """A component of the Metadata API; None where the org has none of that name."""
        return self._results.get(metadata)

    def told(self, read: Rest | SignIn) -> t.Any:
        """What a resource said about the org, or how a sign-in went; None while it was not asked."""
        return self._results.get(read)

    def lasting(self) -> "Known":
        """What a write of ours leaves true: the org's own definitions."""
        kept = Known()
        for read, result in self._results.items():
            if read.catalogue:
                kept.put(read, result)
        return kept

    def passing(self) -> list[Read]:
        """The reads that a write may have changed the answer of."""
        return [read for read in self._results if not read.catalogue]


class Resource:
    """What a module declares: which reads it needs, and which plan follows from their results.

    Both methods are pure. The engine calls :meth:`reads` again after each round of reading, until nothing new is asked for,
    so a resource may ask for a second thing because of what the first one held.
    """

    def __init__(self, params: Params) -> None:
        """Take validated module options.

        Raises:
            Refusal: for options that contradict each other or cannot be meant.
        """
        self.params = params

    def reads(self, known: Known) -> list[Read]:
        raise NotImplementedError

    def plan(self, known: Known) -> Plan:
        """Raises Refusal for what must not be carried out."""
        raise NotImplementedError

    def learn(self, message: str) -> bool:
        """Take note of what the org's refusal teaches; true if planning again may now succeed."""
        return False

    def accept(self, left: Plan) -> bool:
        """Whether what the org still shows differently after a successful write, *left*, is the org's own doing and may stay."""
        return False


class Inspection:
    """What an ``_info`` module declares: reads, and a report of their results."""

    def __init__(self, params: Params) -> None:
        self.params = params

    def reads(self, known: Known) -> list[Read]:
        raise NotImplementedError

    def report(self, known: Known) -> dict[str, t.Any]:
        raise NotImplementedError
