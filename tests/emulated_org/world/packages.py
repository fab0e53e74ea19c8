# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packages of a new organisation: which could be installed, and which are."""

from __future__ import annotations

import typing as t

from ..packaging import catalogue, install
from .files import WorldError
from .seed import Seed


def add_packages(seed: Seed) -> None:
    """Rows of SubscriberPackage and SubscriberPackageVersion, and whatever installed packages bring."""
    for raw in seed.entry.get("available_packages", ()):
        _offer(seed, raw)
    for raw in seed.entry.get("packages", ()):
        namespace = raw.get("namespace")
        if not any(one.namespace == namespace for one in seed.org.packages.values()):
            _offer(seed, {**raw, "versions": [{"number": raw.get("version", "1.0")}]})
        wanted = [one for one in seed.org.packages.values() if one.namespace == namespace]
        if "version" in raw:
            wanted = [one for one in wanted if one.number == catalogue.number(raw["version"])]
        if not wanted:
            raise WorldError(f"{seed.org.name}: packages: no version {raw['version']} of {namespace}")
        newest = max(wanted, key=lambda one: one.number)
        install.install(seed.org, newest, str(raw.get("security_type", "Full")), seed.system_user)


def _offer(seed: Seed, raw: dict[str, t.Any]) -> None:
    try:
        versions = catalogue.read(raw)
    except (KeyError, ValueError) as error:
        raise WorldError(f"{seed.org.name}: available_packages: {error}") from error
    first = versions[0]
    facts = {"Name": first.name, "NamespacePrefix": first.namespace, "IsPackageValid": True}
    seed.put("SubscriberPackage", Id=first.package, **facts)
    for one in versions:
        seed.org.packages[one.id] = one
        major, minor, patch, build = one.number
        seed.put(
            "SubscriberPackageVersion",
            Id=one.id,
            SubscriberPackageId=one.package,
            Name=one.text,
            PublisherName=raw.get("publisher"),
            MajorVersion=major,
            MinorVersion=minor,
            PatchVersion=patch,
            BuildNumber=build,
            ReleaseState="Beta" if one.beta else "Released",
            IsManaged=one.managed,
            IsBeta=one.beta,
            IsPasswordProtected=bool(one.key),
            IsSecurityReviewed=one.managed,
            Package2ContainerOptions="Managed" if one.managed else "Unlocked",
            InstallValidationStatus="NO_ERRORS_DETECTED",
        )
    install.judge(seed.org, first.package)
