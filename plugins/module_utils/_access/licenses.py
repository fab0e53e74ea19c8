# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""User licences and permission set licences: names, seats, and what to do when none is free."""

from __future__ import annotations

import typing as t

from .names import choose, plain
from .refusal import Refusal
from .requests import Query, Where
from .resource import Record

SEATS = ("Id", "MasterLabel", "Status", "TotalLicenses", "UsedLicenses")
USER_LICENSE_KEYS = ("Name", "MasterLabel", "LicenseDefinitionKey")
PERMSET_LICENSE_KEYS = ("DeveloperName", "PermissionSetLicenseKey", "MasterLabel")

#: The licences of the org. Seats change with every assignment, so these are read again after a write.
USER_LICENSES = Query("UserLicense", ("Name", "LicenseDefinitionKey", *SEATS))
PERMSET_LICENSES = Query("PermissionSetLicense", ("DeveloperName", "PermissionSetLicenseKey", *SEATS))

#: Salesforce Help, "Integration User": this licence holds no object permissions of its own; they come with the permission set licence.
INTEGRATION_LICENSE = "Salesforce Integration"
INTEGRATION_PERMSET_LICENSE = "SalesforceAPIIntegrationPsl"
#: Salesforce Help, "Integration User": its users reach the org through the API only, so their profiles hold these, come what may.
INTEGRATION_PERMISSIONS = ("ApiEnabled", "ApiUserOnly")
#: What a permission set may grant to a user of that licence without the permission set licence.
INTEGRATION_OWN = (*INTEGRATION_PERMISSIONS, "ChatterInternalUser")

#: The same without seats: what a licence is called does not change.
USER_LICENSE_NAMES = Query("UserLicense", ("Id", *USER_LICENSE_KEYS), catalogue=True)
PERMSET_LICENSE_NAMES = Query("PermissionSetLicense", ("Id", *PERMSET_LICENSE_KEYS), catalogue=True)

_MOST_HOLDERS = 20


def find(name: str, user_licenses: t.Iterable[Record], permset_licenses: t.Iterable[Record], option: str) -> Record:
    """The user licence or permission set licence that *name* means.

    Raises:
        Refusal: if none or several are meant.
    """
    pools: list[tuple[list[Record], t.Sequence[str]]] = [
        (list(permset_licenses), PERMSET_LICENSE_KEYS),
        (list(user_licenses), USER_LICENSE_KEYS),
    ]
    found: list[Record] = []
    for pool, keys in pools:
        if any(plain(str(one.get(key))) == plain(name) for one in pool for key in keys):
            found.append(choose("licence", name, pool, keys, option))
    if len(found) > 1:
        raise Refusal(
            f"Licence '{name}' names a user licence and a permission set licence; use the developer name in {option}",
            "AMBIGUOUS",
            [option],
        )
    if found:
        return found[0]
    everything = [one for pool, keys in pools for one in pool]
    return choose("licence", name, everything, ("DeveloperName", "Name", "MasterLabel"), option)


def label(license_record: Record) -> str:
    """The name people know the licence by."""
    return str(license_record.get("MasterLabel") or license_record.get("Name"))


def free(license_record: Record) -> int:
    """Seats left; negative where more are used than paid for."""
    return int(license_record["TotalLicenses"] or 0) - int(license_record["UsedLicenses"] or 0)


def holders_of_user_license(license_id: str) -> Query:
    """The active users of a licence, as many as a message needs."""
    where = (Where("IsActive", "=", True), Where("Profile.UserLicenseId", "=", license_id))
    return Query("User", ("Id", "Username"), where, order_by="Username", limit=_MOST_HOLDERS)


def holders_of_permset_license(license_id: str) -> Query:
    """The users who hold a permission set licence, as many as a message needs."""
    where = (Where("PermissionSetLicenseId", "=", license_id),)
    return Query(
        "PermissionSetLicenseAssign",
        ("Id", "Assignee.Username"),
        where,
        order_by="Assignee.Username",
        limit=_MOST_HOLDERS,
    )


def held_query(names: t.Sequence[str]) -> Query:
    """The permission set licences that these users hold now."""
    fields = ("Id", "AssigneeId", "PermissionSetLicenseId", "Assignee.Username", "PermissionSetLicense.DeveloperName")
    return Query("PermissionSetLicenseAssign", fields, (Where("Assignee.Username", "IN", tuple(names)),))


def no_seat(doing: str, license_record: Record, holders: t.Sequence[str], cure: str) -> Refusal:
    """The refusal for a licence without a free seat: how many are used and by whom."""
    used, total = license_record["UsedLicenses"], license_record["TotalLicenses"]
    named = f" by {', '.join(holders)}" if holders else ""
    more = ", ..." if len(holders) == _MOST_HOLDERS else ""
    text = f"Cannot {doing}: no free seat of '{label(license_record)}' ({used} of {total} used{named}{more}); {cure}"
    return Refusal(text, "LICENSE_LIMIT_EXCEEDED", [])
