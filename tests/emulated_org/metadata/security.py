# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SecuritySettings: trusted IP ranges of the organisation, and the session and password settings."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..schema.standard import data
from ..store.database import Row
from . import blank
from .addresses import MOST_TRUSTED, checked
from .component import Component, elements
from .kind import Caller, Kind, Listed, kind

#: Which user permission opens a part (any of the list); Salesforce Help, pages of these settings.
RIGHTS = {"networkAccess": ("ManageIpAddresses",), "passwordPolicies": ("ManagePasswordPolicies",)}
OTHERS = ("CustomizeApplication",)
FULL_NAME = "Security"


@kind
class SecurityKind(Kind):
    name = "SecuritySettings"

    def listed(self, caller: Caller) -> list[Listed]:
        return [Listed(FULL_NAME, caller.org.database.all("Organization")[0])]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        if full_name != FULL_NAME:
            return None
        found: Component = {"fullName": FULL_NAME}
        for path, value in _settings(caller).items():
            part, _dot, name = path.rpartition(".")
            target = found.setdefault(part, {}) if part else found
            target[name] = value
        found["networkAccess"] = {"ipRanges": ranges(caller)}
        return found

    def update(self, caller: Caller, values: Component) -> None:
        self.existing(caller, values["fullName"])
        for name, value in values.items():
            if name != "fullName" and value is not None:
                caller.need(*RIGHTS.get(name, OTHERS))
                self._part(caller, name, value)

    def _part(self, caller: Caller, name: str, value: t.Any) -> None:
        if name == "networkAccess":
            rows = [_row(entry) for entry in value.get("ipRanges", ()) if entry]
            blank.replace(caller.org, "TrustedIpRange", rows)
        elif isinstance(value, dict):
            for key, inner in value.items():
                _set(caller, f"{name}.{key}", inner)
        else:
            _set(caller, name, value)


def ranges(caller: Caller) -> list[Component]:
    """Trusted IP ranges: what is signed in from there needs no further proof."""
    return [
        {"description": row["Description"], "end": row["EndAddress"], "start": row["StartAddress"]}
        for row in caller.org.database.all("TrustedIpRange")
    ]


def _row(entry: Component) -> Row:
    for name in ("end", "start"):
        if not entry.get(name):
            raise refuse("metadata_required", [name], name=name)
    found = checked(entry["start"], entry["end"], ("start", "end"), MOST_TRUSTED)
    return {**found, "Description": entry.get("description") or None}


def _settings(caller: Caller) -> dict[str, t.Any]:
    """Every setting by its path, those nobody changed with their defaults."""
    found: dict[str, t.Any] = dict(data("metadata.json")["security_settings"])
    for row in caller.org.database.all("SecuritySetting"):
        part, _dot, name = str(row["Name"]).rpartition(".")
        owner = elements("SecuritySettings")[part].type if part else "SecuritySettings"
        boolean = elements(owner)[name].type == "boolean"
        found[row["Name"]] = row["Value"] == "true" if boolean else row["Value"]
    return found


def _set(caller: Caller, path: str, value: t.Any) -> None:
    text = str(value).lower() if isinstance(value, bool) else value
    rows = caller.org.database.ids("SecuritySetting", Name=path)
    if rows:
        caller.org.database.update("SecuritySetting", rows[0], {"Value": text})
    elif _settings(caller).get(path) != value:
        blank.put(caller.org, "SecuritySetting", Name=path, Value=text)
