# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Packages that an org has installed, and their seats."""

from __future__ import annotations

import typing as t

from .requests import Query, Read
from .resource import Known, Record

#: "InstalledSubscriberPackage" (Tooling API, API 67); whoever may not see it gets an error, not an empty list.
_INSTALLED = Query(
    "InstalledSubscriberPackage",
    (
        "Id",
        "SubscriberPackageId",
        "SubscriberPackage.NamespacePrefix",
        "SubscriberPackage.Name",
        "SubscriberPackageVersion.Id",
        "SubscriberPackageVersion.Name",
        "SubscriberPackageVersion.MajorVersion",
        "SubscriberPackageVersion.MinorVersion",
        "SubscriberPackageVersion.PatchVersion",
        "SubscriberPackageVersion.BuildNumber",
    ),
    tooling=True,
    optional=True,
)
_SEATS = Query("PackageLicense", ("Id", "NamespacePrefix", "Status", "AllowedLicenses", "UsedLicenses"), optional=True)
#: "Everybody" (Object Reference, PackageLicense.AllowedLicenses).
_SITE = -1
READS: t.Sequence[Read] = (_INSTALLED, _SEATS)


def report(known: Known, warnings: list[str]) -> list[dict[str, t.Any]] | None:
    """The packages by namespace and name; None, and a warning, where the signed-in user may not see them."""
    if not known.answered(_INSTALLED):
        warnings.append(
            "The signed-in user may not see installed packages: Download AppExchange Packages (InstallPackaging) shows them"
        )
        return None
    seats = {one["NamespacePrefix"]: one for one in known.records(_SEATS)}
    found = [_package(one, seats) for one in known.records(_INSTALLED)]
    return sorted(found, key=lambda one: (str(one["namespace"] or ""), str(one["name"])))


def _package(one: Record, seats: t.Mapping[str, Record]) -> dict[str, t.Any]:
    package, version = one.get("SubscriberPackage") or {}, one.get("SubscriberPackageVersion") or {}
    parts = [version.get(name) for name in ("MajorVersion", "MinorVersion", "PatchVersion", "BuildNumber")]
    return {
        "id": one["SubscriberPackageId"],
        "namespace": package.get("NamespacePrefix"),
        "name": package.get("Name"),
        "version": ".".join(str(part) for part in parts if part is not None),
        "version_name": version.get("Name"),
        "version_id": version.get("Id"),
        "licenses": _seats(seats.get(str(package.get("NamespacePrefix")))),
    }


def _seats(one: Record | None) -> dict[str, t.Any] | None:
    """Seats of a managed package that hands them out; a total of null is a site licence."""
    if one is None:
        return None
    total = one["AllowedLicenses"]
    return {"status": one["Status"], "total": None if total == _SITE else total, "used": one["UsedLicenses"]}
