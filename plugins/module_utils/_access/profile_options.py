# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The options of a profile, and which kinds of content they are about."""

from __future__ import annotations

from . import entity_access, field_permissions, login_hours, object_permissions, system_permissions, tabs
from .edits import edit, tidy, word
from .ip_ranges import entry, settle
from .refusal import Refusal
from .requests import Read
from .resource import Params

RANGES = "login_ip_ranges"
_LONGEST = 255


class Options:
    """What a task says about one profile."""

    def __init__(self, params: Params) -> None:
        """Raises Refusal for options that cannot be meant."""
        self.name = str(params["name"]).strip()
        if not self.name or len(self.name) > _LONGEST:
            raise Refusal("Option name must be 1 to 255 characters long", "BAD_OPTION", ["name"])
        self.description = None if params.get("description") is None else tidy(params["description"])
        if len(self.description or "") > _LONGEST:
            raise Refusal(
                "Option description is longer than 255 characters; shorten it", "STRING_TOO_LONG", ["description"]
            )
        self.license = params.get("license")
        given = params.get("clone_from") or ()
        self.sources = [tidy(one) for one in ([given] if isinstance(given, str) else given)]
        if not all(self.sources) or (params.get("clone_from") is not None and not self.sources):
            raise Refusal("Option clone_from is empty; name a profile, or leave it out", "BAD_OPTION", ["clone_from"])
        if self.name.casefold() in map(str.casefold, self.sources):
            raise Refusal("Option clone_from names the profile itself; name another", "BAD_OPTION", ["clone_from"])
        self.absent = params.get("state") == "absent"
        self.system = edit(system_permissions.OPTION, params.get("system_permissions"), word(system_permissions.OPTION))
        self.objects = edit(object_permissions.OPTION, params.get("object_permissions"), object_permissions.entry)
        self.fields = edit(field_permissions.OPTION, params.get("field_permissions"), field_permissions.entry)
        self.tabs = edit(tabs.OPTION, params.get("tabs"), tabs.entry)
        self.entities = entity_access.edits(params, edit)
        self.ranges = edit(RANGES, params.get(RANGES), entry(RANGES))
        settle(RANGES, self.ranges, [])
        self.hours = login_hours.read(params.get("login_hours"))

    @property
    def names(self) -> list[str]:
        """The profiles that the task is about."""
        return [self.name, *self.sources]

    def kinds(self) -> list[str]:
        """The kinds of content, besides permissions, that the task is about: only those are read."""
        if self.absent:
            return []
        declared = {
            "field_permissions": self.fields.declared,
            "tabs": self.tabs.declared,
            "setup_entity_access": any(one.declared for one in self.entities.values()),
            RANGES: self.ranges.declared,
            "login_hours": self.hours is not None,
        }
        return [kind for kind, is_declared in declared.items() if is_declared or self.sources]

    def restricts_logins(self) -> bool:
        """Whether the task is about what only the Metadata API tells."""
        return bool({RANGES, "login_hours"} & set(self.kinds()))

    def writes_component(self) -> bool:
        """Whether the task may change what is written through the Metadata API."""
        return bool(self.sources) or self.objects.declared or bool({"field_permissions", "tabs"} & set(self.kinds()))

    def descriptions(self) -> list[Read]:
        """The descriptions of the objects whose fields are named."""
        return list(field_permissions.descriptions(self.fields))
