# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a deployment does: every component of a package is brought in, and what is named destructive taken away."""

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import dataclass, field

from ..errors import ApiError, refuse
from ..schema.standard import data
from . import archive
from .archive import Package
from .component import Component, ParseError, demand
from .kind import Caller
from .listing import file_of, kind_of_member
from .types import KINDS

#: What others name comes first.
ORDER = ("InstalledPackage", "PermissionSet", "MutingPermissionSet", "PermissionSetGroup")


@dataclass
class Options:
    """DeployOptions, as far as they mean something here."""

    check_only: bool = False
    ignore_warnings: bool = False
    rollback_on_error: bool = False


@dataclass
class Message:
    """DeployMessage."""

    kind: str
    full_name: str
    file: str
    problem: str = ""
    warning: bool = False
    success: bool = True
    changed: bool = False
    created: bool = False
    deleted: bool = False
    record: str | None = None


@dataclass
class Outcome:
    messages: list[Message] = field(default_factory=list)

    @property
    def failures(self) -> list[Message]:
        return [one for one in self.messages if not one.success]


class _Undo(Exception):
    """The deployment leaves nothing behind."""


def run(caller: Caller, package: Package, options: Options) -> Outcome:
    """Carry it out; raises ApiError for a package that cannot be read."""
    outcome = Outcome()
    with contextlib.suppress(_Undo), caller.org.database.atomic():
        for name in archive.BEFORE:
            _destroy(caller, package, name, options, outcome)
        _bring(caller, package, outcome)
        for name in archive.AFTER:
            _destroy(caller, package, name, options, outcome)
        if options.check_only or (outcome.failures and options.rollback_on_error):
            raise _Undo
    return outcome


def _bring(caller: Caller, package: Package, outcome: Outcome) -> None:
    wanted = [(kind, name) for kind, names in package.members(archive.MANIFEST).items() for name in names]
    places = {kind: place for place, kind in enumerate(ORDER)}
    for given, name in sorted(wanted, key=lambda pair: places.get(pair[0], len(places))):
        kind, member = kind_of_member(given, name)
        if kind not in KINDS:
            text = refuse("metadata_not_emulated", name=kind).message
            outcome.messages.append(_failed(kind, name, archive.MANIFEST, text))
            continue
        for full_name in _named(package, kind, member):
            outcome.messages.append(_one(caller, package, kind, full_name))


def _named(package: Package, kind: str, name: str) -> list[str]:
    """Full names of what a member means: a star is every file of the type."""
    if name != "*":
        return [name]
    folder, suffix = data("metadata.json")["files"][kind]
    start, end = f"{folder}/", f".{suffix}"
    return [one[len(start) : -len(end)] for one in package.files if one.startswith(start) and one.endswith(end)]


def _one(caller: Caller, package: Package, kind: str, full_name: str) -> Message:
    path = file_of(kind, full_name)
    raw = package.files.get(path)
    if raw is None:
        text = f"An object '{full_name}' of type {kind} was named in package.xml, but was not found in zipped directory"
        return _failed(kind, full_name, archive.MANIFEST, text)
    try:
        values = {**archive.component(raw, kind), "fullName": full_name}
        with caller.org.database.atomic():
            return _written(caller, kind, values, path)
    except ParseError as error:
        return _failed(kind, full_name, path, f"Error parsing file: {error}")
    except ApiError as error:
        return _failed(kind, full_name, path, error.message)


def _written(caller: Caller, kind: str, values: Component, path: str) -> Message:
    demand(kind, values)
    full_name = values["fullName"]
    target = KINDS[kind]
    before = target.read(caller, full_name)
    (target.create if before is None else target.update)(caller, values)
    row = target.existing(caller, full_name)
    changed = before is None or before != target.read(caller, full_name)
    return Message(kind, full_name, path, changed=changed, created=before is None, record=row["Id"])


def _destroy(caller: Caller, package: Package, name: str, options: Options, outcome: Outcome) -> None:
    for kind, names in package.members(name).items():
        for full_name in names:
            message = Message(kind, full_name, name, deleted=True, changed=True)
            outcome.messages.append(message)
            try:
                _gone(caller, message, options)
            except ApiError as error:
                message.problem, message.success, message.deleted, message.changed = error.message, False, False, False


def _gone(caller: Caller, message: Message, options: Options) -> None:
    """What is not there is a warning, and a warning an error unless it is to be ignored (DeployOptions)."""
    target = KINDS.get(message.kind)
    if target is None:
        raise refuse("metadata_not_emulated", name=f"the deletion of a {message.kind}")
    row = target.find(caller, message.full_name)
    if row is None:
        message.problem, message.warning = f"No {message.kind} named: {message.full_name} found", True
        message.success, message.deleted, message.changed = options.ignore_warnings, False, False
        return
    message.record = row["Id"]
    target.delete(caller, message.full_name)


def _failed(kind: str, full_name: str, file: str, problem: str) -> Message:
    return Message(kind, full_name, file, problem=problem, success=False)


def of_words(given: t.Mapping[str, t.Any]) -> Options:
    """Options of a request: booleans, or the texts of them."""
    return Options(*(str(given.get(name, "")).lower() in ("true", "1") for name in OPTION_NAMES))


OPTION_NAMES = ("checkOnly", "ignoreWarnings", "rollbackOnError")
