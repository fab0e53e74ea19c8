# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the calls ask of a metadata type."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass

from ..errors import ApiError, refuse
from ..rules.writer import Writer
from ..store.database import Row
from . import archive, registry
from .component import Component

if t.TYPE_CHECKING:
    from ..org import Org
    from ..rules.access import Access


@dataclass
class Caller:
    """Who calls, through which version."""

    org: Org
    access: Access

    @property
    def version(self) -> int:
        return self.access.version

    def at(self, version: int | None) -> Caller:
        """The same caller through another version: a package says of which version it is."""
        return self if version in (None, self.version) else Caller(self.org, self.access.at(version))

    @functools.cached_property
    def writer(self) -> Writer:
        made = Writer(self.org, self.access)
        made.metadata = True
        return made

    def create(self, sobject: str, **fields: t.Any) -> str:
        return self.writer.create(self.org.catalog.objects[sobject.lower()], fields)

    def update(self, sobject: str, record: str, **fields: t.Any) -> None:
        self.writer.update(self.org.catalog.objects[sobject.lower()], record, fields)

    def delete(self, sobject: str, record: str) -> None:
        self.writer.delete(self.org.catalog.objects[sobject.lower()], record)

    def need(self, *permissions: str) -> None:
        """Raises ApiError unless the caller has one of these user permissions."""
        if not self.access.can(*permissions):
            raise refuse("readonly")


@dataclass
class Listed:
    """A component as listMetadata shows it; *row* is the record behind it."""

    full_name: str
    row: Row


class Kind:
    """One metadata type. Names are full names; every method may raise ApiError."""

    name = ""
    #: Object and field of the name that renameMetadata changes, where it does.
    renamed: tuple[str, str] = ("", "")

    def listed(self, caller: Caller) -> list[Listed]:
        return []

    def starred(self, caller: Caller) -> list[Listed]:
        """What a star means in the manifest of a retrieval."""
        return self.listed(caller)

    def files(self, values: Component) -> dict[str, bytes]:
        """A component as the files of a package."""
        return {registry.file_of(self.name, values["fullName"]): archive.document(self.name, values)}

    def opened(self, files: t.Mapping[str, bytes], full_name: str, version: int) -> Component | None:
        """The component in the files of a package, None when it is in none; raises ParseError."""
        raw = files.get(registry.file_of(self.name, full_name))
        return archive.component(raw, self.name, version) if raw is not None else None

    def inside(self, values: Component) -> list[tuple[str, Component]]:
        """Components that stand inside of one, and that a deployment tells of, too."""
        return []

    def find(self, caller: Caller, full_name: str) -> Row | None:
        """The record behind a component."""
        wanted = self.spelled(full_name)
        return next((one.row for one in self.listed(caller) if self.spelled(one.full_name) == wanted), None)

    def spelled(self, full_name: str) -> str:
        """One spelling for full names that mean the same."""
        return full_name

    def existing(self, caller: Caller, full_name: str) -> Row:
        found = self.find(caller, full_name)
        if found is None:
            raise missing("fullName", self.name, full_name)
        return found

    def read(self, caller: Caller, full_name: str) -> Component | None:
        raise refuse("metadata_not_emulated", name=self.name)

    def create(self, caller: Caller, values: Component) -> None:
        raise refuse("metadata_no_create", name=self.name)

    def update(self, caller: Caller, values: Component) -> None:
        raise refuse("metadata_no_update", name=self.name)

    def delete(self, caller: Caller, full_name: str) -> None:
        raise refuse("metadata_no_delete", name=self.name)

    def rename(self, caller: Caller, old: str, new: str) -> None:
        sobject, field = self.renamed
        if not sobject:
            raise refuse("metadata_no_rename", name=self.name)
        caller.update(sobject, self.existing(caller, old)["Id"], **{field: self.spelled(new)})


KINDS: dict[str, Kind] = {}


def kind(cls: type[Kind]) -> type[Kind]:
    """Register a type."""
    KINDS[cls.name] = cls()
    return cls


def missing(element: str, what: str, name: str) -> ApiError:
    """The refusal of a name that nothing has."""
    return refuse("metadata_missing", [], element=element, type=what, name=name)
