# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""System (user) permissions: the ``PermissionsXxx`` columns of a permission set or a profile."""

from __future__ import annotations

import typing as t

from .dependencies import unknown_permission
from .edits import Edit
from .refusal import Findings, Refusal
from .resource import Record

PREFIX = "Permissions"
OPTION = "system_permissions"
OPTIONAL = "optional_system_permissions"


def permission_names(describe: Record) -> dict[str, str]:
    """Every permission the org has, by lower-cased API name and by lower-cased label.

    The list is the org's own (``PermissionsXxx`` fields of the description): it varies with edition and features. A label that
    two permissions share is left out, so that it is refused instead of guessed.
    """
    fields = [one for one in describe["fields"] if one["name"].startswith(PREFIX) and one["type"] == "boolean"]
    labels: dict[str, list[str]] = {}
    for one in fields:
        labels.setdefault(str(one.get("label", "")).lower(), []).append(one["name"][len(PREFIX) :])
    names = {label: owners[0] for label, owners in labels.items() if len(owners) == 1}
    for one in fields:
        api_name = one["name"][len(PREFIX) :]
        names[api_name.lower()] = names[one["name"].lower()] = api_name
    return names


def column_names(describe: Record | None) -> tuple[str, ...]:
    """The columns that hold permissions."""
    return tuple(
        one["name"]
        for one in (describe or {"fields": []})["fields"]
        if one["name"].startswith(PREFIX) and one["type"] == "boolean"
    )


def resolve(edit: Edit[str], names: t.Mapping[str, str]) -> Edit[str]:
    """API names for what users wrote as API names or labels.

    Raises:
        Refusal: naming every permission the org does not have.
    """
    findings = Findings()
    for one in (*edit.wanted, *edit.removed):
        if one.lower() not in names:
            findings.add(unknown_permission(one, names, OPTION), "UNKNOWN_PERMISSION", [OPTION])
    findings.refuse()
    resolved: Edit[str] = edit.map(lambda one: names[one.lower()])
    both = set(resolved.wanted) & set(resolved.removed)
    if both:
        raise Refusal(
            f"Option {OPTION} adds and removes {', '.join(sorted(both))}; keep one of the two", "BAD_OPTION", [OPTION]
        )
    return resolved


def with_optional(edit: Edit[str], optional: t.Sequence[str], names: t.Mapping[str, str]) -> Edit[str]:
    """The edit, which also wants those of the optional permissions that the org has."""
    there = tuple(one for one in optional if one.lower() in names)
    return Edit((*edit.wanted, *there), edit.removed, edit.exact, edit.declared or bool(there))


def granted(record: Record | None) -> set[str]:
    """The permissions that are on in a record read with ``FIELDS(ALL)``."""
    return {name[len(PREFIX) :] for name, value in (record or {}).items() if name.startswith(PREFIX) and value is True}


def columns(grants: t.Iterable[str], revokes: t.Iterable[str] = ()) -> dict[str, bool]:
    """The field values that switch permissions on and off."""
    return {**{PREFIX + one: True for one in sorted(grants)}, **{PREFIX + one: False for one in sorted(revokes)}}
