# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""listMetadata and describeMetadata."""

from __future__ import annotations

import typing as t
from xml.sax.saxutils import escape

from ..errors import refuse
from . import registry
from .kind import Caller, Listed
from .types import KINDS

#: Queries in one listMetadata call (Metadata API Developer Guide).
MOST_QUERIES = 3
#: When what Salesforce delivers was made (seen in listings of standard objects).
EPOCH = "1970-01-01T00:00:00.000+0000"


def properties(caller: Caller, kind: str, one: Listed, element: str = "result") -> str:
    """FileProperties of a component."""
    row = one.row
    people = {}
    for who in ("CreatedById", "LastModifiedById"):
        user = caller.org.database.pick("User", str(row.get(who)), "Name")
        people[who] = user["Name"] if user is not None else ""
    values: dict[str, t.Any] = {
        "createdById": row.get("CreatedById") or "",
        "createdByName": people["CreatedById"],
        "createdDate": when(row.get("CreatedDate") or EPOCH),
        "fileName": registry.file_of(kind, one.full_name),
        "fullName": one.full_name,
        "id": row["Id"],
        "lastModifiedById": row.get("LastModifiedById") or "",
        "lastModifiedByName": people["LastModifiedById"],
        "lastModifiedDate": when(row.get("LastModifiedDate") or EPOCH),
        "manageableState": "installed" if row.get("NamespacePrefix") else "unmanaged",
        "namespacePrefix": row.get("NamespacePrefix"),
        "type": kind,
    }
    inner = "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in values.items() if value is not None)
    return f"<{element}>{inner}</{element}>"


def when(stamp: str) -> str:
    """``2026-01-31T10:00:00.000Z``, as SOAP shows the time of a record."""
    return stamp.removesuffix("+0000") + "Z"


def listing(caller: Caller, kinds: t.Sequence[str]) -> str:
    """FileProperties of every component of these types."""
    if len(kinds) > MOST_QUERIES:
        raise refuse("metadata_many", most=MOST_QUERIES)
    text = ""
    for name in kinds:
        asked = "SecuritySettings" if name == registry.SETTINGS else name
        kind = KINDS.get(asked)
        if kind is not None:
            text += "".join(properties(caller, asked, one) for one in kind.listed(caller))
        elif not registry.known(name):
            raise registry.unknown(name)
    return text


def describe() -> str:
    """The types there are, with folder and suffix of their files."""
    text = ""
    for one in registry.described():
        children = "".join(f"<childXmlNames>{child}</childXmlNames>" for child in one.children)
        suffix = f"<suffix>{one.suffix}</suffix>" if one.suffix else ""
        text += (
            f"<metadataObjects>{children}<directoryName>{one.folder}</directoryName>"
            f"<inFolder>{str(one.in_folder).lower()}</inFolder><metaFile>{str(one.meta).lower()}</metaFile>"
            f"{suffix}<xmlName>{one.name}</xmlName></metadataObjects>"
        )
    tail = "<partialSaveAllowed>true</partialSaveAllowed><testRequired>false</testRequired>"
    return f"<result>{text}<organizationNamespace></organizationNamespace>{tail}</result>"
