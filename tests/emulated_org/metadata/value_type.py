# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""describeValueType: which elements a type has."""

from __future__ import annotations

import re

from ..errors import refuse
from ..schema.standard import data
from .component import SPACE, Element, elements, roots
from .kind import Kind
from .types import KINDS

TYPE = re.compile(r"\{(?P<space>[^}]*)\}(?P<name>\w+)\Z")
#: Elements that name another component, and the type of it (Metadata API, value types of these).
FOREIGN = {"apexClass": "ApexClass", "apexPage": "ApexPage", "object": "CustomObject", "field": "CustomField"}


def describe(asked: str) -> str:
    """DescribeValueTypeResult of ``{namespace}Type``; raises ApiError."""
    match = TYPE.match(asked)
    if match is None or match["space"] != SPACE or match["name"] not in data("metadata.json")["types"]:
        raise refuse("metadata_type", name=asked)
    name = match["name"]
    can = _can(KINDS.get(name)) if name in roots() else (False,) * 4
    flags = zip(("apiCreatable", "apiDeletable", "apiReadable", "apiUpdatable"), can, strict=True)
    text = "".join(f"<{flag}>{str(value).lower()}</{flag}>" for flag, value in flags)
    return f"<result>{text}{''.join(_field('valueTypeFields', one) for one in elements(name).values())}</result>"


def _can(kind: Kind | None) -> tuple[bool, ...]:
    """Whether components can be created, deleted, read and updated."""
    mine = type(kind) if kind is not None else Kind
    return tuple(getattr(mine, name) is not getattr(Kind, name) for name in ("create", "delete", "read", "update"))


def _field(element: str, one: Element) -> str:
    types, enums = data("metadata.json")["types"], data("metadata.json")["enums"]
    inner = "".join(_field("fields", part) for part in elements(one.type).values()) if one.type in types else ""
    foreign = FOREIGN.get(one.name)
    domain = f"<foreignKeyDomain>{foreign}</foreignKeyDomain>" if foreign else ""
    values = "".join(
        f"<picklistValues><active>true</active><defaultValue>false</defaultValue><label>{value}</label>"
        f"<value>{value}</value></picklistValues>"
        for value in enums.get(one.type, ())
    )
    required = str(one.required).lower()
    return (
        f"<{element}>{inner}{domain}<isForeignKey>{str(foreign is not None).lower()}</isForeignKey>"
        f"<isNameField>{str(one.name == 'fullName').lower()}</isNameField><minOccurs>{int(one.required)}</minOccurs>"
        f"<name>{one.name}</name>{values}<soapType>{one.type}</soapType><valueRequired>{required}</valueRequired>"
        f"</{element}>"
    )
