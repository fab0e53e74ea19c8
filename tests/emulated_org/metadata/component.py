# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Metadata components: from XML to values and back. What a type may hold is data (data/metadata.json)."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..errors import refuse
from ..schema.standard import data

SPACE = "http://soap.sforce.com/2006/04/metadata"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
#: Values by element name: text, numbers, booleans, components, and lists of these where an element may repeat.
Component = dict[str, t.Any]


class ParseError(Exception):
    """XML that does not fit the type; the text is Salesforce's."""

    def of_file(self) -> str:
        """What a deployment says of it."""
        return f"Error parsing file: {self}"


class TooNew(ParseError):
    """An element that came with a later version; deployments word it differently (many public reports)."""

    def __init__(self, kind: str, name: str, version: int) -> None:
        super().__init__(f"Element {{{SPACE}}}{name} invalid at this location in type {kind}")
        self._text = f"Property '{name}' not valid in version {version}.0"

    def of_file(self) -> str:
        return self._text


@dataclass(frozen=True)
class Element:
    name: str
    type: str
    many: bool
    required: bool
    since: int = 0


@functools.cache
def elements(kind: str) -> dict[str, Element]:
    """The elements of a type, in their order: fullName first, then as the WSDL has them."""
    found = {"fullName": Element("fullName", "string", False, False)} if kind in roots() else {}
    for name, raw in data("metadata.json")["types"][kind].items():
        since = data("metadata.json")["since"].get(f"{kind}.{name}", 0)
        found[name] = Element(name, raw.rstrip("![]"), "[]" in raw, raw.endswith("!"), since)
    return found


def roots() -> frozenset[str]:
    """Types that are components of their own."""
    return frozenset(data("metadata.json")["roots"])


def local(node: t.Any) -> str:
    """Tag of an element without its namespace."""
    return str(node.tag).rsplit("}", 1)[-1]


def nothing(node: t.Any) -> bool:
    """``xsi:nil="true"``."""
    return node.get(NIL) in ("true", "1")


def parse(node: t.Any, kind: str, version: int, skip: t.Collection[str] = ()) -> Component:
    """The values of an XML element of this type, as of an API version; raises ParseError.

    Elements of one name must stand together; their order is free otherwise (deployments of public repositories).
    """
    known = elements(kind)
    found: Component = {}
    last = ""
    for child in node:
        name = local(child)
        if name in skip:
            continue
        one = known.get(name)
        if one is None or not str(child.tag).startswith(("{" + SPACE + "}", name)):
            raise ParseError(f"Element {child.tag} invalid at this location in type {kind}")
        if one.since > version:
            raise TooNew(kind, name, version)
        if name in found and (last != name or not one.many):
            raise ParseError(f"Element {name} is duplicated at this location in type {kind}")
        last = name
        value = None if nothing(child) else _value(child, one, version)
        if one.many:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _value(node: t.Any, one: Element, version: int) -> t.Any:
    if one.type in data("metadata.json")["types"]:
        return parse(node, one.type, version)
    text = (node.text or "").strip()
    choices = data("metadata.json")["enums"].get(one.type)
    if choices is not None and text not in choices:
        raise ParseError(f"'{text}' is not a valid value for the enum '{one.type}'")
    if one.type == "boolean":
        if text not in ("true", "false", "1", "0"):
            raise ParseError(f"'{text}' is not a valid value for the type xsd:boolean")
        return text in ("true", "1")
    if one.type == "int":
        try:
            return int(text)
        except ValueError:
            raise ParseError(f"'{text}' is not a valid value for the type xsd:int") from None
    return text


def demand(kind: str, values: Component) -> None:
    """Raises ApiError when a required element is missing, at any depth; empty elements are for the type to judge."""
    for name, one in elements(kind).items():
        value = values.get(name)
        if one.required and value in (None, ""):
            raise refuse("metadata_required", [name], name=name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and part:
                demand(one.type, part)


def render(kind: str, values: Component, depth: int = 0) -> str:
    """The elements of a component, in the order of its type; what is None is left out.

    With *depth* each stands on a line of its own, indented so far.
    """
    text = ""
    start = "\n" + "    " * depth if depth else ""
    for name, one in elements(kind).items():
        value = values.get(name)
        for part in value if isinstance(value, list) else [value]:
            if part is not None:
                text += f"{start}<{name}>{_text(part, one, depth)}</{name}>"
    return text


def _text(value: t.Any, one: Element, depth: int) -> str:
    if isinstance(value, dict):
        inner = render(one.type, value, depth + 1 if depth else 0)
        return inner + "\n" + "    " * depth if inner and depth else inner
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
