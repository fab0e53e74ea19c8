# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""createMetadata, readMetadata, updateMetadata, upsertMetadata and deleteMetadata."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..errors import ApiError, refuse
from . import registry
from .component import Component, demand
from .kind import Caller, Kind
from .types import KINDS

#: Components in one call (all of these calls, Metadata API Developer Guide).
MOST = 10
#: Before this version one failure undoes the whole call unless told otherwise (AllOrNoneHeader).
PARTIAL_SINCE = 34


@dataclass
class Result:
    full_name: str
    errors: list[ApiError] = field(default_factory=list)
    #: Of upserts: whether the component was new.
    created: bool | None = None


class _Undo(Exception):
    """A failure in a call that is all or nothing."""


def kind_of(name: str) -> Kind:
    """The type of this name; raises ApiError."""
    found = KINDS.get(name)
    if found is None:
        raise refuse("metadata_not_emulated", name=name) if registry.known(name) else registry.unknown(name)
    return found


def read(caller: Caller, name: str, full_names: t.Sequence[str]) -> list[Component | None]:
    """Components in the order of their names, None for what is missing."""
    _few(full_names)
    kind = KINDS.get(name)
    if kind is None and not registry.known(name):
        raise registry.unknown(name)
    return [kind.read(caller, one) if kind is not None else None for one in full_names]


def save(caller: Caller, operation: str, name: str, components: t.Sequence[Component], together: bool) -> list[Result]:
    """Write components; *operation* is create, update or upsert."""
    _few(components)
    kind = kind_of(name)

    def one(values: Component) -> bool | None:
        full_name = values.get("fullName")
        if not full_name:
            raise refuse("metadata_required", ["fullName"], name="fullName")
        demand(name, values)
        new = operation == "create" or (operation == "upsert" and kind.find(caller, full_name) is None)
        (kind.create if new else kind.update)(caller, values)
        return new if operation == "upsert" else None

    given = [(str(values.get("fullName") or ""), values) for values in components]
    return _each(caller, given, one, together)


def delete(caller: Caller, name: str, full_names: t.Sequence[str], together: bool) -> list[Result]:
    """Delete components; the caller sees one result for each."""
    _few(full_names)
    kind = kind_of(name)

    def one(full_name: str) -> None:
        kind.delete(caller, full_name)

    return _each(caller, [(full_name, full_name) for full_name in full_names], one, together)


def rename(caller: Caller, name: str, old: str, new: str) -> Result:
    """Give one component another name."""
    kind = kind_of(name)

    def one(full_name: str) -> None:
        kind.rename(caller, full_name, new)

    result = _each(caller, [(old, old)], one, True)[0]
    return result if result.errors else Result(new)


def _few(parts: t.Sequence[t.Any]) -> None:
    if len(parts) > MOST:
        raise refuse("metadata_many", most=MOST)


def _each(
    caller: Caller, given: t.Sequence[tuple[str, t.Any]], write: t.Callable[[t.Any], bool | None], together: bool
) -> list[Result]:
    """One result for each part; with *together* nothing is kept when one of them fails."""
    results: list[Result] = []
    database = caller.org.database
    try:
        with database.atomic():
            for name, part in given:
                result = Result(name)
                results.append(result)
                try:
                    with database.atomic():
                        result.created = write(part)
                except ApiError as error:
                    result.errors.append(error)
            if together and any(result.errors for result in results):
                raise _Undo
    except _Undo:
        for result in results:
            result.errors = result.errors or [refuse("metadata_rolled_back")]
    return results
