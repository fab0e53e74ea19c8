# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Full names: standard profiles have names of their own, and special characters are percent-encoded."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import unquote

from ..schema.standard import data

#: What stays as it is in a full name: seen in retrieved profiles ("Custom%3A Sales Profile", "Work%2Ecom Only User").
SPECIAL = re.compile(r"[^\w \-]")


def encode(name: str) -> str:
    """A label as full names carry it."""
    return SPECIAL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), name)


def profile_full_name(name: str) -> str:
    """Full name of the profile with this label."""
    known: dict[str, str] = data("metadata.json")["profile_names"]
    return known.get(name) or encode(name)


def profile_label(full_name: str) -> str:
    """Label of the profile with this full name, given encoded or not."""
    known: dict[str, str] = data("metadata.json")["profile_names"]
    labels = {full: label for label, full in known.items()}
    return labels.get(full_name) or unquote(full_name)


def prefixed(row: dict[str, t.Any], field: str) -> str:
    """The name of a record behind its package's namespace."""
    return f"{row['NamespacePrefix']}__{row[field]}" if row.get("NamespacePrefix") else str(row[field])


def members(text: str) -> list[str]:
    """The parts of a list in one text."""
    return [part.strip() for part in text.split(",") if part.strip()]


def pairs(rows: t.Iterable[dict[str, t.Any]], key: str, value: str) -> dict[str, t.Any]:
    """*key* to *value* of rows."""
    return {row[key]: row[value] for row in rows}
