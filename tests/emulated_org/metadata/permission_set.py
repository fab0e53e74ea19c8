# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""PermissionSet. From version 40 on an update switches off what it does not list."""

from __future__ import annotations

import functools
import typing as t

from ..errors import refuse
from ..store.database import Row
from . import grants
from .component import Component
from .kind import Caller, Kind, Listed, kind, missing
from .names import prefixed
from .steps import settle

#: Before this version what is not listed stays (Metadata API Developer Guide, PermissionSet).
WHOLE_SINCE = 40
KNOWN = {"fullName", "label", "description", "license", "hasActivationRequired", "tabSettings", *grants.ELEMENTS}

#: Objects of licences, and the field a component calls them by.
LICENCES = {"UserLicense": "Name", "PermissionSetLicense": "DeveloperName"}


@kind
class PermissionSetKind(Kind):
    name = "PermissionSet"
    renamed = ("PermissionSet", "Name")

    def listed(self, caller: Caller) -> list[Listed]:
        rows = caller.org.database.find("PermissionSet", IsOwnedByProfile=False, PermissionSetGroupId=None)
        return [Listed(prefixed(row, "Name"), row) for row in rows]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        row = self.find(caller, full_name)
        if row is None:
            return None
        return {
            "fullName": full_name,
            "label": row["Label"],
            "description": row["Description"],
            "hasActivationRequired": bool(row["HasActivationRequired"]),
            "license": licence_label(caller, row["LicenseId"]),
            **grants.opened(caller, "PermissionSet", row),
        }

    def create(self, caller: Caller, values: Component) -> None:
        licence = values.get("license")
        fields: dict[str, t.Any] = {"LicenseId": licence_id(caller, licence)} if licence else {}
        made = caller.create("PermissionSet", Name=values["fullName"], Label=values["label"], **fields)
        self._write(caller, caller.org.database.get("PermissionSet", made) or {}, values)

    def update(self, caller: Caller, values: Component) -> None:
        self._write(caller, self.existing(caller, values["fullName"]), values)

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.delete("PermissionSet", self.existing(caller, full_name)["Id"])

    def _write(self, caller: Caller, row: Row, values: Component) -> None:
        grants.demand_known(self.name, values, KNOWN)
        caller.need("ManageProfilesPermissionsets")
        if values.get("license") not in (None, licence_label(caller, row["LicenseId"])):
            raise refuse("set_licence_fixed", ["license"])
        if caller.version >= WHOLE_SINCE:
            values = grants.completed(caller, self.name, row, values)
        settle(
            [
                *grants.steps(caller, row["Id"], values, grants.tabs_of(values)),
                functools.partial(_own, caller, row["Id"], values),
            ]
        )


def licence_label(caller: Caller, licence: str | None) -> str | None:
    """What a component calls a licence: user licences by their name, permission set licences by their developer name
    (seen in permission sets of public repositories)."""
    if not licence:
        return None
    for sobject, field in LICENCES.items():
        found = caller.org.database.get(sobject, licence)
        if found is not None:
            return str(found[field])
    return None


def licence_id(caller: Caller, name: str) -> str:
    """Id of the licence that a component calls so; raises ApiError."""
    for sobject, field in LICENCES.items():
        found = caller.org.database.ids(sobject, **{field: name})
        if found:
            return found[0]
    raise missing("license", "UserLicense", name)


def _own(caller: Caller, record: str, values: Component) -> None:
    row = caller.org.database.get("PermissionSet", record) or {}
    changes: Row = grants.own_fields(caller, "PermissionSet", row, values)
    fields = {"label": "Label", "description": "Description", "hasActivationRequired": "HasActivationRequired"}
    for element, field in fields.items():
        if element in values and (values[element] or None) != (row[field] or None):
            changes[field] = values[element]
    if changes:
        caller.update("PermissionSet", record, **changes)
