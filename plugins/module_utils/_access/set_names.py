# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Permission sets and groups of them by name: API names with their namespace, or labels."""

from __future__ import annotations

import typing as t

from .names import spellings
from .requests import AnyOf, Query, Where
from .resource import Known, Record

#: The namespace and the name of a packaged set, as metadata and the command line write it, have this between them.
_SEPARATOR = "__"


def api_name(record: Record) -> str:
    """The name with its namespace; groups call theirs DeveloperName."""
    prefix, name = record.get("NamespacePrefix"), record.get("Name") or record.get("DeveloperName")
    return f"{prefix}{_SEPARATOR}{name}" if prefix else str(name)


def written(names: t.Iterable[str]) -> tuple[str, ...]:
    """What an org may hold where these are asked for: with and without namespace, in every spelling."""
    parts = (part for one in names for part in (one, one.split(_SEPARATOR, 1)[-1]))
    return tuple(sorted({how for part in parts for how in spellings(part)}))


def named(names: t.Iterable[str], name: str = "Name", label: str = "Label") -> AnyOf:
    """The condition that one of the names is the API name or the label."""
    asked = written(names)
    return AnyOf((Where(name, "IN", asked), Where(label, "IN", asked)))


def sets_query(names: t.Iterable[str], fields: tuple[str, ...]) -> Query:
    """Permission sets of these names: neither those that belong to profiles nor those that sum up a group."""
    others = (Where("IsOwnedByProfile", "=", False), Where("PermissionSetGroupId", "=", None))
    return Query("PermissionSet", fields, (named(names), *others))


def groups_query(names: t.Iterable[str], fields: tuple[str, ...]) -> Query:
    """Permission set groups of these names."""
    return Query("PermissionSetGroup", fields, (named(names, "DeveloperName", "MasterLabel"),))


def pool(known: Known, query: Query | None) -> list[Record]:
    """What a query found, with the name that tells packages apart."""
    return [{**one, "ApiName": api_name(one)} for one in known.records(query)] if query else []
