# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom objects and fields by the thousand, from two numbers."""

from __future__ import annotations

import typing as t

#: What the fields are, in turn.
TYPES: tuple[dict[str, t.Any], ...] = (
    {"type": "text", "length": 80},
    {"type": "number"},
    {"type": "checkbox"},
    {"type": "date"},
    {"type": "picklist", "values": ["New", "Running", "Done"]},
    {"type": "email"},
    {"type": "currency"},
    {"type": "textarea"},
    {"type": "lookup", "to": "Account"},
    {"type": "formula"},
)


def objects(numbers: t.Mapping[str, int] | None) -> list[dict[str, t.Any]]:
    """*numbers*: how many ``objects``, and how many ``fields`` they have together, as evenly as it goes."""
    if not numbers:
        return []
    count, fields = numbers["objects"], numbers["fields"]
    least, more = divmod(fields, count)
    return [
        {
            "name": f"Thing_{number:03d}__c",
            "label": f"Thing {number:03d}",
            "tab": number <= 10,
            "fields": [_field(number, place) for place in range(least + (number <= more))],
        }
        for number in range(1, count + 1)
    ]


def _field(number: int, place: int) -> dict[str, t.Any]:
    kind = TYPES[place % len(TYPES)]
    made = {"name": f"Field_{place + 1:03d}__c", **kind}
    if kind["type"] == "lookup":
        made["children"] = f"Things_{number:03d}_{place + 1:03d}"
    return made
