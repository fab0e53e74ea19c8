# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""External client apps: the app, what it may do, and the organisation's policies, which alone can be changed here.

Full names of what belongs to an app are the app's and a word behind it, as public repositories have them.
"""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from . import app_policies, approvals
from .component import Component
from .kind import Caller, Kind, Listed, kind
from .names import members

POLICY = "ExternalClientAppPolicy"


class AppPart(Kind):
    """A component of each app, named after it."""

    suffix = ""

    def listed(self, caller: Caller) -> list[Listed]:
        rows = caller.org.database.all("ExternalClientApplication")
        return [Listed(row["DeveloperName"] + self.suffix, row) for row in rows]

    def read(self, caller: Caller, full_name: str) -> Component | None:
        row = self.find(caller, full_name)
        if row is None:
            return None
        return {"fullName": full_name, **self.content(caller, row)}

    def content(self, caller: Caller, row: Row) -> Component:
        """What there is to read of the app behind *row*."""
        raise NotImplementedError


@kind
class AppKind(AppPart):
    name = "ExternalClientApplication"

    def content(self, caller: Caller, row: Row) -> Component:
        return {
            "contactEmail": row["ContactEmail"] or "admin@example.com",
            "description": row["Description"],
            "distributionState": row["DistributionState"] or "Local",
            "isProtected": False,
            "label": row["MasterLabel"],
        }


@kind
class OauthSettingsKind(AppPart):
    name = "ExtlClntAppOauthSettings"
    suffix = "_oauth"

    def content(self, caller: Caller, row: Row) -> Component:
        scopes = app_policies.of(caller.org, POLICY, row["Id"])["Scopes"]
        app = row["DeveloperName"]
        return {"commaSeparatedOauthScopes": scopes, "externalClientApplication": app, "label": app + self.suffix}


@kind
class ConfigurablePoliciesKind(AppPart):
    name = "ExtlClntAppConfigurablePolicies"
    suffix = "_policy"

    def content(self, caller: Caller, row: Row) -> Component:
        app = row["DeveloperName"]
        return {
            "externalClientApplication": app,
            "isEnabled": True,
            "isOauthPluginEnabled": True,
            "label": app + self.suffix,
        }


@kind
class OauthPoliciesKind(AppPart):
    name = "ExtlClntAppOauthConfigurablePolicies"
    suffix = "_defaultPolicy"
    #: Element to column of the policy's row.
    columns: t.ClassVar[dict[str, str]] = {
        "ipRelaxationPolicyType": "IpRelaxation",
        "permittedUsersPolicyType": "PermittedUsers",
        "refreshTokenPolicyType": "RefreshTokenPolicy",
        "refreshTokenValidityPeriod": "RefreshTokenValidityPeriod",
        "refreshTokenValidityUnit": "RefreshTokenValidityUnit",
    }
    lists: t.ClassVar[dict[str, str]] = {
        "commaSeparatedPermissionSet": approvals.SETS,
        "commaSeparatedProfile": approvals.PROFILES,
    }

    def content(self, caller: Caller, row: Row) -> Component:
        policy = app_policies.of(caller.org, POLICY, row["Id"])
        approved = approvals.read(caller, row["Id"])
        user = policy.get("ClientCredentialUser")
        return {
            "externalClientApplication": row["DeveloperName"],
            "label": row["DeveloperName"] + self.suffix,
            "clientCredentialsFlowUser": user,
            "isClientCredentialsFlowEnabled": bool(user),
            "isGuestCodeCredFlowEnabled": False,
            "isTokenExchangeFlowEnabled": False,
            **{element: policy.get(column) for element, column in self.columns.items()},
            **{element: ",".join(approved[part]) or None for element, part in self.lists.items()},
        }

    def update(self, caller: Caller, values: Component) -> None:
        row = self.existing(caller, values["fullName"])
        caller.need("ExternalClientAppAdmin", "CustomizeApplication")
        before = self.content(caller, row)
        for name, value in values.items():
            fixed = name not in self.columns and name not in self.lists and name != "fullName"
            if fixed and value not in (None, before.get(name)):
                raise refuse("metadata_not_emulated", name=f"a change of {self.name} {name}")
        changes = {column: values[name] for name, column in self.columns.items() if values.get(name) is not None}
        specific = str(changes.get("RefreshTokenPolicy", "")).startswith("Specific")
        if specific and not {"RefreshTokenValidityPeriod", "RefreshTokenValidityUnit"} <= set(changes):
            raise refuse("metadata_required", ["refreshTokenValidityPeriod"], name="refreshTokenValidityPeriod")
        app_policies.put(caller.org, POLICY, row["Id"], **changes)
        for element, part in self.lists.items():
            if element in values:
                approvals.write(caller, row["Id"], element, part, members(values[element] or ""))
