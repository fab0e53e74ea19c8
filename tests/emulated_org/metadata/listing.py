# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""listMetadata and describeMetadata."""

from __future__ import annotations

import typing as t
from xml.sax.saxutils import escape

from ..errors import refuse
from ..schema.standard import data
from .kind import Caller, Listed
from .types import KINDS

#: Queries in one listMetadata call (Metadata API Developer Guide).
MOST_QUERIES = 3
#: Settings types share one folder; a file is named after the setting.
SETTINGS = "Settings"


def file_of(kind: str, full_name: str) -> str:
    """Path of a component in a package."""
    folder, suffix = data("metadata.json")["files"][SETTINGS if kind == "SecuritySettings" else kind]
    return f"{folder}/{full_name}.{suffix}"


def kind_of_member(given: str, name: str) -> tuple[str, str]:
    """Type and full name behind a member of a manifest: settings are named after what they set."""
    if given != SETTINGS:
        return given, name
    return ("SecuritySettings", "Security") if name in ("*", "Security") else (f"{name}Settings", name)


def properties(caller: Caller, kind: str, one: Listed, element: str = "result") -> str:
    """FileProperties of a component."""
    row = one.row
    people = {}
    for who in ("CreatedById", "LastModifiedById"):
        user = caller.org.database.pick("User", str(row.get(who)), "Name")
        people[who] = user["Name"] if user is not None else ""
    start = str(caller.org.database.all("Organization")[0]["CreatedDate"])
    values: dict[str, t.Any] = {
        "createdById": row.get("CreatedById") or "",
        "createdByName": people["CreatedById"],
        "createdDate": when(row.get("CreatedDate") or start),
        "fileName": file_of(kind, one.full_name),
        "fullName": one.full_name,
        "id": row["Id"],
        "lastModifiedById": row.get("LastModifiedById") or "",
        "lastModifiedByName": people["LastModifiedById"],
        "lastModifiedDate": when(row.get("LastModifiedDate") or start),
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
        asked = "SecuritySettings" if name == SETTINGS else name
        kind = KINDS.get(asked)
        if kind is None:
            raise refuse("metadata_type", name=name)
        text += "".join(properties(caller, asked, one) for one in kind.listed(caller))
    return text


def describe() -> str:
    """The types there are, with folder and suffix of their files."""
    text = ""
    for name, (folder, suffix) in data("metadata.json")["files"].items():
        text += (
            f"<metadataObjects><directoryName>{folder}</directoryName><inFolder>false</inFolder>"
            f"<metaFile>false</metaFile><suffix>{suffix}</suffix><xmlName>{name}</xmlName></metadataObjects>"
        )
    tail = "<partialSaveAllowed>true</partialSaveAllowed><testRequired>false</testRequired>"
    return f"<result>{text}<organizationNamespace></organizationNamespace>{tail}</result>"
