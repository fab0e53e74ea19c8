# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Packages and their versions: what is installed, what could be, and why not."""

from __future__ import annotations

import re
import typing as t

from .names import choose, plain
from .refusal import Refusal
from .requests import Query, Where
from .resource import Known, Record

Number = tuple[int, ...]

_NUMBERS = ("MajorVersion", "MinorVersion", "PatchVersion", "BuildNumber")
#: Tooling API reference, InstalledSubscriberPackage. Who may not install packages cannot read them.
INSTALLED = Query(
    "InstalledSubscriberPackage",
    (
        "Id",
        "SubscriberPackageId",
        "SubscriberPackageVersionId",
        "SubscriberPackage.Name",
        "SubscriberPackage.NamespacePrefix",
        *(f"SubscriberPackageVersion.{one}" for one in _NUMBERS),
    ),
    tooling=True,
    optional=True,
)
_VERSION = re.compile(r"\d+(?:\.\d+){0,3}", re.ASCII)
_ID = re.compile(r"(?P<prefix>04t|033)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?", re.ASCII)

#: Tooling API reference, SubscriberPackageVersion.InstallValidationStatus, and what to do about each.
_OBSTACLES = {
    "BETA_INSTALL_INTO_PRODUCTION_ORG": "it is a beta, which production orgs do not take; set version_id to a released version",
    "CANNOT_INSTALL_EARLIER_VERSION": "the org has a later version; set version_id to that or a newer one",
    "CANNOT_UPGRADE_BETA": "the org has a beta, which cannot be upgraded; uninstall it first (state: absent)",
    "CANNOT_UPGRADE_UNMANAGED": "the org has it unmanaged, which cannot be upgraded; uninstall it first (state: absent)",
    "DEPRECATED_INSTALL_PACKAGE": "its publisher has withdrawn it; ask for a newer version_id",
    "EXTENSIONS_ON_LOCAL_PACKAGES": "it extends a package that is developed in this org; install it in another org",
    "INSTALL_INTO_DEV_ORG": "it is developed in this org; install it in another org",
    "NAMESPACE_COLLISION": "its namespace is used in this org by something else; ask the publisher",
    "NO_ACCESS": "the org may not have it; ask the publisher to release it to this org",
    "PACKAGE_HAS_IN_DEV_EXTENSIONS": "a package that is developed in this org extends it; install it in another org",
    "PACKAGE_NOT_INSTALLED": "a package that it builds on is missing; install that first",
    "PACKAGE_UNAVAILABLE": "it is not ready in this part of Salesforce yet; run again later",
    "PACKAGING_DISABLED": "packages are disabled in this org; ask Salesforce Support",
    "PACKAGING_NO_ACCESS": "the signed-in user may not install packages; give it Download AppExchange Packages",
    "UNINSTALL_IN_PROGRESS": "it is being uninstalled; run again when that is done",
}


def version_query(version_id: str, key: str) -> Query:
    """One version that could be installed: Salesforce answers for one Id only, and of a version with a key perhaps with the key only."""
    fields = ("Id", "SubscriberPackageId", *_NUMBERS, "IsPasswordProtected", "InstallValidationStatus")
    where = (Where("Id", "=", version_id), *((Where("InstallationKey", "=", key),) if key else ()))
    return Query("SubscriberPackageVersion", fields, where, tooling=True, catalogue=True)


def package_query(package_id: str) -> Query:
    """What a package is called."""
    where = (Where("Id", "=", package_id),)
    return Query("SubscriberPackage", ("Id", "Name", "NamespacePrefix"), where, tooling=True, catalogue=True)


def package_version_id(option: str, value: str) -> str:
    """The Id of a version.

    Raises:
        Refusal: for anything else.
    """
    match = _ID.fullmatch(value.strip())
    if not match or match.group("prefix") != "04t":
        text = f"Option {option} takes the Id of a package version, which begins with 04t, as in the vendor's installation link; not '{value}'"
        raise Refusal(text, "BAD_OPTION", [option])
    return value.strip()


def least(option: str, value: str) -> Number:
    """The numbers of ``1.2`` or ``1.2.0.4``.

    Raises:
        Refusal: for anything else.
    """
    if not _VERSION.fullmatch(value.strip()):
        raise Refusal(f"Option {option} takes a version such as '1.2', not '{value}'", "BAD_OPTION", [option])
    return tuple(int(one) for one in value.strip().split("."))


def numbers(version: Record) -> Number:
    """All four numbers of a version."""
    return tuple(int(version.get(one) or 0) for one in _NUMBERS)


def text(number: Number) -> str:
    """A version as people write it: without what is zero at its end, but for the second number."""
    shown = list(number)
    while len(shown) > 2 and not shown[-1]:
        shown.pop()
    return ".".join(map(str, shown))


def same(one: t.Any, other: t.Any) -> bool:
    """Whether two Ids mean the same record, of 15 or 18 characters."""
    return bool(one) and bool(other) and str(one)[:15] == str(other)[:15]


def named(known: Known, name: str) -> Record | None:
    """The installed package of that Id, namespace or name; none where it is not installed.

    Raises:
        Refusal: if several are meant.
    """
    pool = [{**row, **(row.get("SubscriberPackage") or {}), "Id": row["Id"]} for row in known.records(INSTALLED)]
    by_id = [row for row in pool if same(row["SubscriberPackageId"], name)] if _ID.fullmatch(name) else []
    if by_id:
        return by_id[0]
    if not any(plain(str(row.get(key))) == plain(name) for row in pool for key in ("NamespacePrefix", "Name")):
        return None
    return choose("installed package", name, pool, ("NamespacePrefix", "Name"), "package")


def is_called(package: Record, name: str) -> bool:
    """Whether a package has that Id, namespace or name."""
    return same(package["Id"], name) or plain(name) in (
        plain(str(package.get(key))) for key in ("NamespacePrefix", "Name")
    )


def obstacle(version: Record) -> str:
    """Why a version cannot be installed, and what to do; empty where nothing is in the way."""
    status = str(version.get("InstallValidationStatus") or "NO_ERRORS_DETECTED")
    if status == "NO_ERRORS_DETECTED":
        return ""
    return (
        _OBSTACLES.get(status)
        or _OBSTACLES.get(status.rsplit("_", 1)[0])
        or f"Salesforce says {status}; ask the publisher"
    )


def describe(row: Record) -> dict[str, t.Any]:
    """An installed package as results show it."""
    package, version = row.get("SubscriberPackage") or {}, row.get("SubscriberPackageVersion") or {}
    return {
        "package_id": row["SubscriberPackageId"],
        "namespace": package.get("NamespacePrefix"),
        "name": package.get("Name"),
        "version": text(numbers(version)),
        "version_id": row["SubscriberPackageVersionId"],
    }


def refuse_unread(known: Known) -> None:
    """Refuse where the signed-in user may not see packages.

    Raises:
        Refusal: naming the permission.
    """
    if not known.answered(INSTALLED):
        raise Refusal(
            "The signed-in user cannot see packages: reading and installing them needs the system permission Download AppExchange Packages "
            "(InstallPackaging); sign in as a user who has it",
            "INSUFFICIENT_ACCESS",
            [],
        )
