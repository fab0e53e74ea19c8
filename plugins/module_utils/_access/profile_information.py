# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the module that reads profiles reports: the same words that the writing module takes."""

from __future__ import annotations

import typing as t

from . import declarations, entity_access, system_permissions
from .edits import edit
from .permission_set_content import Content
from .profile import DESCRIBE
from .profile_holding import Holding, components_of, spelled
from .requests import Query, Read, Where
from .resource import Inspection, Known, Params, Record

OBJECTS = "object_permissions"
#: Kinds of content that only the Metadata API tells.
_RESTRICTIONS = ("login_ip_ranges", "login_hours")
#: Every kind of content that is read where it is asked for.
KINDS = (OBJECTS, "field_permissions", "tabs", "setup_entity_access", *_RESTRICTIONS)
USERS = "users"


class ProfileInfo(Inspection):
    """Profiles with their licence and system permissions, and what else is asked for."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = tuple(str(one).strip() for one in params.get("names") or ())
        asked = params.get("include") or ()
        self.kinds = tuple(one for one in asked if one != USERS)
        named = (Where("Profile.Name", "IN", spelled(self.names)),) if self.names else ()
        self.users = (
            Query("User", ("Id", "Username", "ProfileId"), named, order_by="Username") if USERS in asked else None
        )
        where = (Where("Profile.Name", "IN", spelled(self.names)),) if self.names else ()
        self.content = Content(where, ("Id", "ProfileId"), of_profiles=True)

    def _query(self, known: Known) -> Query:
        columns = system_permissions.column_names(known.description(DESCRIBE))
        fields = ("Id", "Name", "Description", "UserLicense.Name", *columns)
        where = (Where("Name", "IN", spelled(self.names)),) if self.names else ()
        return Query("Profile", fields, where, order_by="Name")

    def reads(self, known: Known) -> list[Read]:
        queries = {
            OBJECTS: self.content.objects_query,
            "field_permissions": self.content.fields_query,
            "tabs": self.content.tabs_query,
            "setup_entity_access": self.content.entities_query,
        }
        rows: list[Read] = [queries[kind] for kind in self.kinds if kind in queries]
        first: list[Read] = [DESCRIBE, *([self.content.set_query, *rows] if rows else [])]
        first += [self.users] if self.users else []
        if DESCRIBE not in known:
            return first
        entities = entity_access.reads(entity_access.edits({}, edit), known.records(self.content.entities_query))
        return [*first, self._query(known), *self._components(known), *entities]

    def _components(self, known: Known) -> list[Read]:
        if not set(_RESTRICTIONS) & set(self.kinds):
            return []
        return [one for record in known.records(self._query(known)) for one in components_of(record)]

    def report(self, known: Known) -> dict[str, t.Any]:
        found = known.records(self._query(known))
        return {"profiles": [self._reported(known, one) for one in found]}

    def _reported(self, known: Known, record: Record) -> Record:
        holding = Holding(known, self.content, record)
        described = holding.describe(self.kinds)
        if OBJECTS not in self.kinds:
            described.pop(OBJECTS)
        users = known.records(self.users) if self.users else []
        held = {USERS: [one["Username"] for one in users if one["ProfileId"] == record["Id"]]} if self.users else {}
        custom = (holding.component or {}).get("custom")
        declared = declarations.profile({**described, "custom": custom}, self.kinds)
        return {"id": record["Id"], **described, **held, **declared.as_dict()}
