# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a deployment does: every component of a package is brought in, and what is named destructive taken away."""

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import dataclass, field

from ..errors import ApiError, refuse
from . import archive, registry
from .archive import Package
from .component import Component, ParseError, demand
from .kind import Caller, Kind
from .types import KINDS

#: What others name comes first.
ORDER = (
    "InstalledPackage",
    "CustomObject",
    "CustomField",
    "CustomPermission",
    "PermissionSet",
    "MutingPermissionSet",
    "PermissionSetGroup",
)
#: What another file of a component ends with.
ABOUT = "-meta.xml"


@dataclass
class Options:
    """DeployOptions, as far as they mean something here. *tests*: whether tests would be run."""

    check_only: bool = False
    ignore_warnings: bool = False
    rollback_on_error: bool = False
    allow_missing_files: bool = False
    auto_update_package: bool = False
    tests: bool = False


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

    @property
    def deployed(self) -> list[Message]:
        """What went well; manifests do not count."""
        return [one for one in self.messages if one.success and one.kind]


class _Undo(Exception):
    """The deployment leaves nothing behind."""


def run(caller: Caller, package: Package, options: Options) -> Outcome:
    """Carry it out; raises ApiError for a package that cannot be read."""
    outcome = Outcome()
    caller = caller.at(package.version())
    with contextlib.suppress(_Undo), caller.org.database.atomic():
        for name in archive.BEFORE:
            _destroy(caller, package, name, options, outcome)
        _bring(caller, package, options, outcome)
        for name in archive.AFTER:
            _destroy(caller, package, name, options, outcome)
        if options.check_only or (outcome.failures and options.rollback_on_error):
            raise _Undo
    for one in outcome.messages:
        one.file = package.root + one.file
    return outcome


def _bring(caller: Caller, package: Package, options: Options, outcome: Outcome) -> None:
    members = package.members(archive.MANIFEST)
    wanted: dict[tuple[str, str], None] = {}
    for given, names in members.items():
        if not registry.known(given) and given != registry.SETTINGS:
            text = f"Unknown type name '{given}' specified in package.xml"
            outcome.messages.append(_failed("", archive.MANIFEST, archive.MANIFEST, text))
            continue
        for name in names:
            kind, member = registry.member(given, name)
            wanted.update(dict.fromkeys((kind, full_name) for full_name in _named(package, kind, member)))
    strays = _strays(package, wanted)
    if options.auto_update_package:
        wanted.update(dict.fromkeys(strays))
        strays = []
    places = {kind: place for place, kind in enumerate(ORDER)}
    for kind, full_name in sorted(wanted, key=lambda pair: places.get(pair[0], len(places))):
        if options.allow_missing_files and registry.file_of(kind, full_name) not in package.files:
            continue
        told = {(one.kind, one.full_name) for one in outcome.messages}
        if (kind, full_name) not in told:
            outcome.messages += _one(caller, package, kind, full_name)
    for kind, full_name in strays:
        path = registry.file_of(kind, full_name)
        outcome.messages.append(_failed(kind, full_name, path, "Not in package.xml"))
    if not any(one.file == archive.MANIFEST and not one.kind for one in outcome.messages):
        outcome.messages.append(_manifest(archive.MANIFEST))


def _strays(package: Package, wanted: t.Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Components in the package that its manifest does not name: errors (forcedotcom/cli issues 1133 and 2002)."""
    named = {registry.file_of(kind, name).removesuffix(ABOUT) for kind, name in wanted}
    found: dict[tuple[str, str], None] = {}
    for path in package.files:
        one = registry.type_of_file(path)
        if one is not None and path.removesuffix(ABOUT) not in named:
            kind, name = registry.member(*one) if one[0] == registry.SETTINGS else one
            found[kind, name] = None
    return list(found)


def _named(package: Package, kind: str, name: str) -> list[str]:
    """Full names of what a member means: a star is every file of the type."""
    if name != "*":
        return [name]
    found = [registry.type_of_file(path) for path in package.files]
    return list(dict.fromkeys(one[1] for one in found if one is not None and one[0] == kind))


def _manifest(name: str) -> Message:
    """A manifest counts as changed, and not as a component (seen in recorded deployments)."""
    return Message("", name, name, changed=True)


def _one(caller: Caller, package: Package, kind: str, full_name: str) -> list[Message]:
    path = registry.file_of(kind, full_name)
    target = KINDS.get(kind)
    try:
        if target is None and path in package.files:
            raise refuse("metadata_not_emulated", name=kind)
        values = target.opened(package.files, full_name, caller.version) if target is not None else None
        if target is None or values is None:
            text = "was named in package.xml, but was not found in zipped directory"
            return [_failed(kind, full_name, archive.MANIFEST, f"An object '{full_name}' of type {kind} {text}")]
        values["fullName"] = full_name
        return _whole(caller, target, values, path)
    except ParseError as error:
        return [_failed(kind, full_name, path, error.of_file())]
    except ApiError as error:
        return [_failed(kind, full_name, path, error.message)]


def _whole(caller: Caller, target: Kind, values: Component, path: str) -> list[Message]:
    """A component, and what stands inside it; raises ApiError."""
    inner = {name: [] if name == "fields" and target.inside(values) else value for name, value in values.items()}
    with caller.org.database.atomic():
        found = [_written(caller, target.name, inner, path)]
    for kind, one in target.inside(values):
        try:
            with caller.org.database.atomic():
                found.append(_written(caller, kind, one, path))
        except ApiError as error:
            found.append(_failed(kind, one["fullName"], path, error.message))
    return found


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
    if name not in package.files:
        return
    for kind, names in package.members(name).items():
        for full_name in names:
            message = Message(kind, full_name, name, deleted=True, changed=True)
            outcome.messages.append(message)
            try:
                _gone(caller, message, options)
            except ApiError as error:
                message.problem, message.success, message.deleted, message.changed = error.message, False, False, False
    outcome.messages.append(_manifest(name))


def _gone(caller: Caller, message: Message, options: Options) -> None:
    """What is not there is a warning, and a warning an error unless it is to be ignored (DeployOptions)."""
    if not registry.known(message.kind):
        raise registry.unknown(message.kind)
    target = KINDS.get(message.kind)
    row = target.find(caller, message.full_name) if target is not None else None
    if target is None or row is None:
        message.problem, message.warning = f"No {message.kind} named: {message.full_name} found", True
        message.success, message.deleted, message.changed = options.ignore_warnings, False, False
        return
    message.record = row["Id"]
    target.delete(caller, message.full_name)


def _failed(kind: str, full_name: str, file: str, problem: str) -> Message:
    return Message(kind, full_name, file, problem=problem, success=False)


def of_words(given: t.Mapping[str, t.Any]) -> Options:
    """Options of a request: booleans, or the texts of them."""
    flags = [str(given.get(name, "")).lower() in ("true", "1") for name in OPTION_NAMES]
    level = given.get("testLevel") or ("RunSpecifiedTests" if given.get("runTests") else NO_TESTS)
    return Options(*[*flags, level != NO_TESTS])


OPTION_NAMES = ("checkOnly", "ignoreWarnings", "rollbackOnError", "allowMissingFiles", "autoUpdatePackage")
NO_TESTS = "NoTestRun"
