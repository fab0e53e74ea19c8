# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Installed packages through the Metadata API."""

from __future__ import annotations

from emulated_org.testing import Client

from .soap import Mdapi, post, saved, write

FIRST = "<fullName>cnvsn</fullName><activateRSS>false</activateRSS>"


def create(org: Client, inner: str) -> tuple[str, bool, str, str]:
    return write(org, "createMetadata", "InstalledPackage", inner)


def versions(org: Client) -> list[tuple[int, int]]:
    """What the Tooling API shows."""
    part = "SubscriberPackageVersion"
    text = f"SELECT {part}.MajorVersion, {part}.MinorVersion FROM InstalledSubscriberPackage"
    return [(row[part]["MajorVersion"], row[part]["MinorVersion"]) for row in org.query(text, tooling=True)]


def test_installed_packages_are_listed_and_read(org: Client) -> None:
    client = Mdapi(org)
    listed = client.api.list_metadata([{"type": "InstalledPackage"}])
    assert [(one.fullName, one.manageableState, one.fileName) for one in listed] == [
        ("cnvsn", "installed", "installedPackages/cnvsn.installedPackage")
    ]
    assert client.read("InstalledPackage", "cnvsn").versionNumber == "1.0"
    assert client.read("InstalledPackage", "nobody").fullName is None


def test_creating_one_installs_it_and_deleting_takes_it_away(enterprise: Client) -> None:
    assert create(enterprise, FIRST + "<versionNumber>1.4</versionNumber>")[1]
    assert versions(enterprise) == [(1, 4)]
    older = create(enterprise, FIRST + "<versionNumber>1.3</versionNumber>")
    assert (older[1], older[3]) == (False, "A newer version of this package is currently installed.")
    assert "doesn't yet exist" in create(enterprise, FIRST + "<versionNumber>9.9</versionNumber>")[3]
    body = "<deleteMetadata><type>InstalledPackage</type><fullNames>cnvsn</fullNames></deleteMetadata>"
    assert saved(post(enterprise, body)[1])[0][1]
    assert versions(enterprise) == []


def test_keys_are_asked_for(enterprise: Client) -> None:
    inner = FIRST.replace("cnvsn", "stayclassy") + "{}<versionNumber>2.40</versionNumber>"
    assert create(enterprise, inner.format(""))[2] == "INSTALL_KEY_REQUIRED"
    assert create(enterprise, inner.format("<password>no</password>"))[2] == "INSTALL_KEY_INVALID"
    assert create(enterprise, inner.format("<password>giving-Tuesday-2026</password>"))[1]
