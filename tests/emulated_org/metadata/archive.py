# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packages as zip files: metadata format, with package.xml and the files that take components away."""

from __future__ import annotations

import io
import re
import typing as t
import zipfile
from dataclasses import dataclass, field

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ..errors import refuse
from ..rest.call import NEWEST, OLDEST
from .component import SPACE, Component, ParseError, local, parse, render

MANIFEST = "package.xml"
#: Files that name what is to go, before and after the rest (Metadata API, Deleting Components from an Organization).
BEFORE = ("destructiveChangesPre.xml", "destructiveChanges.xml")
AFTER = ("destructiveChangesPost.xml",)
Members = dict[str, list[str]]


@dataclass
class Package:
    """*root* is the folder around everything, with a slash, or nothing."""

    files: dict[str, bytes] = field(default_factory=dict)
    root: str = ""

    def version(self) -> int | None:
        """The version of the API that the package is written for; raises ApiError."""
        return version_of(_xml(self.files[MANIFEST], MANIFEST))

    def members(self, name: str) -> Members:
        """Types and members of a manifest, nothing where there is none; raises ApiError."""
        raw = self.files.get(name)
        return manifest(_xml(raw, name)) if raw is not None else {}


def opened(raw: bytes) -> Package:
    """The package in a zip file; raises ApiError. A folder around everything does not matter."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, OSError, ValueError):
        raise refuse("deploy_zip") from None
    roots = [name.removesuffix(MANIFEST) for name in files if name.rsplit("/", 1)[-1] == MANIFEST]
    if not roots:
        raise refuse("deploy_no_manifest")
    root = min(roots, key=len)
    inside = {name.removeprefix(root): content for name, content in files.items() if name.startswith(root)}
    return Package(inside, root)


def _xml(raw: bytes, name: str) -> t.Any:
    try:
        return ElementTree.fromstring(raw)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise refuse("deploy_xml", name=name, text=error) from None


def manifest(root: t.Any) -> Members:
    """Members by type, of a package.xml or a retrieve request."""
    found: Members = {}
    for types in (one for one in root.iter() if local(one) == "types"):
        names = [(one.text or "").strip() for one in types if local(one) == "members"]
        kind = next(((one.text or "").strip() for one in types if local(one) == "name"), "")
        found.setdefault(kind, []).extend(names)
    return found


def version_of(root: t.Any) -> int | None:
    """The version a package names; None without one; raises ApiError."""
    text = next(((one.text or "").strip() for one in root if local(one) == "version"), "")
    if not text:
        return None
    match = re.fullmatch(r"(\d+)(?:\.0)?", text)
    if match is None or not OLDEST <= int(match.group(1)) <= NEWEST:
        raise refuse("deploy_version", version=text)
    return int(match.group(1))


def component(raw: bytes, kind: str, version: int) -> Component:
    """The component in a file; raises ParseError."""
    try:
        root = ElementTree.fromstring(raw)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise ParseError(str(error)) from None
    if root.tag != f"{{{SPACE}}}{kind}":
        raise ParseError(f"Unexpected element {root.tag}, expected {kind}")
    return parse(root, kind, version, skip=("fullName",))


def document(kind: str, values: Component) -> bytes:
    """A component as a file; its name is the file's."""
    content = {name: value for name, value in values.items() if name != "fullName"}
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{kind} xmlns="{SPACE}">{render(kind, content, 1)}\n</{kind}>\n'.encode()


def joined(before: bytes, after: bytes) -> bytes:
    """A document with what another one of the same type adds to it."""
    known = {ElementTree.tostring(one).strip() for one in ElementTree.fromstring(before)}
    if all(ElementTree.tostring(one).strip() in known for one in ElementTree.fromstring(after)):
        return before
    lines = before.splitlines(keepends=True)
    return b"".join([*lines[:-1], *after.splitlines(keepends=True)[2:-1], lines[-1]])


def packed(files: t.Mapping[str, bytes]) -> bytes:
    """A zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def manifest_document(members: Members, version: int) -> bytes:
    """A package.xml."""
    text = ""
    for kind, names in members.items():
        listed = "".join(f"\n        <members>{name}</members>" for name in names)
        text += f"\n    <types>{listed}\n        <name>{kind}</name>\n    </types>"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<Package xmlns="{SPACE}">{text}\n    <version>{version}.0</version>\n</Package>\n'.encode()
