# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What one profile holds: its record, the rows of the permission set it owns, and what only the Metadata API tells."""

from __future__ import annotations

import typing as t

from . import entity_access, field_permissions, login_hours, system_permissions, tabs
from .field_permissions import Rows
from .grants import current_nodes, describe_nodes
from .ip_ranges import IpRange, stored
from .login_hours import Hours
from .names import alike, spellings
from .permission_set_content import Content, group_fields
from .profile_names import full_names
from .requests import Metadata, Query, Where
from .resource import Known, Record


def profiles_query(names: t.Sequence[str]) -> Query:
    """The profiles of these names, however they are spelled."""
    return Query("Profile", ("FIELDS(ALL)", "UserLicense.Name"), (Where("Name", "IN", spelled(names)),))


def content_of(names: t.Sequence[str]) -> Content:
    """The rows of the permission sets that the profiles own (Object Reference, PermissionSet.IsOwnedByProfile)."""
    return Content((Where("Profile.Name", "IN", spelled(names)),), ("Id", "ProfileId"), of_profiles=True)


def components_of(record: Record) -> list[Metadata]:
    """The components of which one is this profile."""
    return [Metadata("Profile", one) for one in full_names(str(record["Name"]))]


def matches(name: str, known: Known, query: Query) -> list[Record]:
    """The profiles that the name may mean."""
    return alike(name, known.records(query), "Name")


def owner() -> Record:
    """What queries ask of the permission set that a profile owns."""
    return {"IsOwnedByProfile": True, "IsCustom": True, "NamespacePrefix": None, "PermissionSetGroupId": None}


class Holding:
    """One profile as far as it was read; without a *record*, one that holds nothing yet."""

    def __init__(self, known: Known, content: Content, record: Record | None) -> None:
        self.record: Record = record or {}
        self.content = content
        sets = known.records(content.set_query) if record else []
        self.set_id = next((str(one["Id"]) for one in sets if one["ProfileId"] == self.record["Id"]), None)
        self.rows = content.only(known, self.set_id or "")
        components = [known.component(one) for one in components_of(record)] if record else []
        self.component: Record | None = next((one for one in components if one is not None), None)

    def nodes(self) -> set[str]:
        """The system and object permissions that are on."""
        return current_nodes(self.record, self.content.objects(self.rows).values())

    def system(self) -> set[str]:
        return system_permissions.granted(self.record)

    def objects(self) -> dict[str, Record]:
        return self.content.objects(self.rows)

    def fields(self) -> Rows:
        return field_permissions.granted(self.content.field_rows(self.rows).values())

    def tabs(self) -> dict[str, str]:
        return tabs.granted(self.content.tab_rows(self.rows).values())

    def entities(self) -> list[Record]:
        return self.content.entity_rows(self.rows)

    def ranges(self) -> list[IpRange]:
        found = (self.component or {}).get("loginIpRanges") or ()
        return [stored(one["startAddress"], one["endAddress"], one.get("description")) for one in found if one]

    def hours(self) -> Hours:
        return login_hours.stored((self.component or {}).get("loginHours"))

    @property
    def license(self) -> Record:
        return self.record.get("UserLicense") or {}

    def describe(self, kinds: t.Collection[str]) -> Record:
        """The profile as the options would declare it, with those *kinds* of content that were read."""
        if not self.record:
            return {}
        return {
            "name": self.record["Name"],
            "description": self.record.get("Description"),
            "license": self.license.get("Name"),
            **describe_nodes(self.nodes()),
            **described(
                kinds,
                field_permissions=lambda: group_fields(self.fields()),
                tabs=lambda: dict(sorted(self.tabs().items())),
                setup_entity_access=lambda: entity_access.granted(self.entities(), self.rows),
                login_ip_ranges=lambda: [one.as_dict() for one in sorted(self.ranges(), key=lambda one: one.order)],
                login_hours=lambda: login_hours.words(self.hours()),
            ),
        }


def described(kinds: t.Collection[str], **parts: t.Callable[[], t.Any]) -> Record:
    """Those parts of a description that were asked for."""
    return {kind: part() for kind, part in parts.items() if kind in kinds}


def spelled(names: t.Sequence[str]) -> tuple[str, ...]:
    """The names, however an org may spell them."""
    return tuple(dict.fromkeys(one for name in names for one in spellings(name)))
