# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What an org is, what it has seats of, and what the signed-in user may do in it."""

from __future__ import annotations

import typing as t

from . import installed_packages, org_licenses
from .requests import Describe, Query, Read, Rest, Where
from .resource import Inspection, Known, Params, Record
from .system_permissions import column_names, granted

ORGANIZATION = Query(
    "Organization",
    (
        "Id",
        "Name",
        "OrganizationType",
        "IsSandbox",
        "InstanceName",
        "NamespacePrefix",
        "TrialExpirationDate",
        "LanguageLocaleKey",
        "DefaultLocaleSidKey",
        "TimeZoneSidKey",
    ),
    catalogue=True,
)
#: Only orgs with several currencies have the object (Object Reference, CurrencyType).
CURRENCY = Describe("CurrencyType")
CURRENCIES = Query("CurrencyType", ("IsoCode", "IsActive", "IsCorporate"), order_by="IsoCode", catalogue=True)
VERSIONS, RESOURCES, LIMITS = Rest(""), Rest("/"), Rest("limits")
#: UserPermissionAccess (Object Reference) has one row: what the signed-in user may do.
RIGHTS = Describe("UserPermissionAccess")
PARTS = ("licenses", "packages", "limits", "api_versions", "signed_in")


class OrgInfo(Inspection):
    """An org; *gather* says which parts that cost requests of their own are told."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        wanted = params.get("gather")
        self.parts = tuple(PARTS if wanted is None else wanted)
        self.holders = bool(params.get("holders"))

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [ORGANIZATION, CURRENCY]
        if known.description(CURRENCY):
            reads.append(CURRENCIES)
        if "licenses" in self.parts:
            reads += org_licenses.reads(known, self.holders)
        if "packages" in self.parts:
            reads += installed_packages.READS
        if "limits" in self.parts:
            reads.append(LIMITS)
        if "api_versions" in self.parts:
            reads.append(VERSIONS)
        return [*reads, *(self._signed_in_reads(known) if "signed_in" in self.parts else [])]

    def report(self, known: Known) -> dict[str, t.Any]:
        warnings: list[str] = []
        org = self._organization(known)
        if "licenses" in self.parts:
            org.update(org_licenses.report(known, self.holders))
        if "packages" in self.parts:
            org["packages"] = installed_packages.report(known, warnings)
        if "limits" in self.parts:
            daily = (known.told(LIMITS) or {}).get("DailyApiRequests") or {}
            org["daily_api_requests"] = {"max": daily.get("Max"), "remaining": daily.get("Remaining")}
        if "api_versions" in self.parts:
            org["api_versions"] = [one["version"] for one in known.told(VERSIONS) or ()]
        if "signed_in" in self.parts:
            org["signed_in"] = self._signed_in(known)
        return {"org": org, "warnings": warnings}

    @staticmethod
    def _organization(known: Known) -> dict[str, t.Any]:
        (found,) = known.records(ORGANIZATION)
        currencies = known.records(CURRENCIES)
        return {
            "id": found["Id"],
            "name": found["Name"],
            "edition": found["OrganizationType"],
            "sandbox": found["IsSandbox"],
            "instance": found["InstanceName"],
            "namespace": found.get("NamespacePrefix"),
            "trial_expires": found.get("TrialExpirationDate"),
            "language": found["LanguageLocaleKey"],
            "locale": found["DefaultLocaleSidKey"],
            "time_zone": found["TimeZoneSidKey"],
            "multi_currency": known.description(CURRENCY) is not None,
            "currencies": [one["IsoCode"] for one in currencies if one["IsActive"]],
            "corporate_currency": next((one["IsoCode"] for one in currencies if one["IsCorporate"]), None),
        }

    def _signed_in_reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [RIGHTS, RESOURCES]
        if RIGHTS in known:
            reads.append(_rights(known))
        if RESOURCES in known and _user_id(known):
            reads.append(_user(known))
        return reads

    @staticmethod
    def _signed_in(known: Known) -> dict[str, t.Any]:
        user: Record = next(iter(known.records(_user(known))), {})
        rights = next(iter(known.records(_rights(known))), None)
        return {
            "id": _user_id(known),
            "username": user.get("Username"),
            "profile": (user.get("Profile") or {}).get("Name"),
            "system_permissions": sorted(granted(rights)),
        }


def _rights(known: Known) -> Query:
    return Query("UserPermissionAccess", ("Id", *column_names(known.description(RIGHTS))), optional=True)


def _user_id(known: Known) -> str | None:
    """Whom the identity URL ends with, which "Resources by Version" (REST API Developer Guide) lists."""
    identity = str((known.told(RESOURCES) or {}).get("identity") or "")
    return identity.rstrip("/").rsplit("/", 1)[-1] or None


def _user(known: Known) -> Query:
    return Query("User", ("Id", "Username", "Profile.Name"), (Where("Id", "=", _user_id(known)),))
