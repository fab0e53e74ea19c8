# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ConnectedApp: read, and its policies changed. New ones cannot be created (Salesforce Help, article 005228017)."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from . import app_policies, approvals
from .component import Component
from .kind import Caller, Kind, Listed, kind

POLICY = "ConnectedAppPolicy"


@kind
class ConnectedAppKind(Kind):
    name = "ConnectedApp"

    def listed(self, caller: Caller) -> list[Listed]:
        rows = caller.org.database.all("ConnectedApplication")
        return [Listed(str(row["Name"]).replace(" ", "_"), row) for row in rows]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        """The consumer secret is never told."""
        row = self.find(caller, full_name)
        if row is None:
            return None
        org = caller.org
        policy = app_policies.of(org, POLICY, row["Id"])
        app = next((one for one in org.apps.values() if one.record == row["Id"]), None)
        run_as = org.database.pick("User", app.run_as, "Username") if app is not None and app.run_as else None
        approved = approvals.read(caller, row["Id"])
        return {
            "fullName": full_name,
            "contactEmail": policy.get("ContactEmail") or "admin@example.com",
            "label": row["Name"],
            "oauthConfig": {
                "callbackUrl": policy.get("CallbackUrl") or "https://login.salesforce.com/services/oauth2/success",
                "consumerKey": app.client_id if app is not None else None,
                "isAdminApproved": bool(row["OptionsAllowAdminApprovedUsersOnly"]),
                "isClientCredentialEnabled": run_as is not None,
                "isConsumerSecretOptional": False,
                "isIntrospectAllTokens": False,
                "isSecretRequiredForRefreshToken": True,
                "oauthClientCredentialUser": run_as["Username"] if run_as is not None else None,
                "scopes": policy["Scopes"].split(","),
            },
            "oauthPolicy": {
                "ipRelaxation": policy["IpRelaxation"],
                "refreshTokenPolicy": policy["RefreshTokenPolicy"],
            },
            "permissionSetName": approved[approvals.SETS],
            "profileName": approved[approvals.PROFILES],
        }

    def create(self, caller: Caller, values: Component) -> None:
        raise refuse("connected_app_new", [])

    def update(self, caller: Caller, values: Component) -> None:
        row = self.existing(caller, values["fullName"])
        caller.need("ManageRemoteAccess", "CustomizeApplication")
        _unchanged(self.read(caller, values["fullName"]) or {}, values)
        org, app = caller.org, row["Id"]
        config = values.get("oauthConfig") or {}
        if "isAdminApproved" in config:
            only = {"OptionsAllowAdminApprovedUsersOnly": config["isAdminApproved"]}
            org.database.update("ConnectedApplication", app, only)
        app_policies.put(org, POLICY, app, **_changes(values))
        for element, part in (("permissionSetName", approvals.SETS), ("profileName", approvals.PROFILES)):
            if element in values:
                approvals.write(caller, app, element, part, values[element])


def _changes(values: Component) -> Row:
    config, policy = values.get("oauthConfig") or {}, values.get("oauthPolicy") or {}
    given: dict[str, t.Any] = {
        "ContactEmail": values.get("contactEmail"),
        "CallbackUrl": config.get("callbackUrl"),
        "Scopes": ",".join(config["scopes"]) if config.get("scopes") else None,
        "IpRelaxation": policy.get("ipRelaxation"),
        "RefreshTokenPolicy": policy.get("refreshTokenPolicy"),
    }
    return {name: value for name, value in given.items() if value is not None}


#: Elements that an update may change here.
OPEN = ("contactEmail", "callbackUrl", "isAdminApproved", "scopes", "oauthPolicy", "permissionSetName", "profileName")


def _unchanged(before: Component, values: Component) -> None:
    """Raises ApiError when anything else differs from what is there."""
    for name, value in values.items():
        if name in OPEN:
            continue
        if isinstance(value, dict):
            _unchanged(before.get(name) or {}, value)
        elif value is not None and value != before.get(name):
            raise refuse("metadata_not_emulated", name=f"a change of ConnectedApp {name}")
