# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""InstalledPackage: a package by its namespace. Creating one installs it, at once."""

from __future__ import annotations

from ..errors import ApiError, refuse
from ..packaging import install
from ..packaging.catalogue import Version, installed, number
from .component import Component
from .kind import Caller, Kind, Listed, kind, missing

#: securityType, since version 57, in the words of the Tooling API's requests (Metadata API, InstalledPackage).
SECURITY = {"AllUsers": "Full", "AdminsOnly": "None"}


@kind
class PackageKind(Kind):
    name = "InstalledPackage"

    def listed(self, caller: Caller) -> list[Listed]:
        found = []
        for row in caller.org.database.all("InstalledSubscriberPackage"):
            version = caller.org.packages.get(row["SubscriberPackageVersionId"])
            if version is not None:
                found.append(Listed(version.namespace, {**row, "NamespacePrefix": version.namespace}))
        return found

    def read(self, caller: Caller, full_name: str) -> Component | None:
        version = installed(caller.org, full_name)
        if version is None:
            return None
        return {"fullName": full_name, "activateRSS": False, "versionNumber": version.text}

    def create(self, caller: Caller, values: Component) -> None:
        """Also an upgrade: nothing happens when that version is there already."""
        caller.need("InstallPackaging")
        wanted = _wanted(caller, values)
        if installed(caller.org, wanted.namespace) == wanted:
            return
        text = install.obstacle(caller.org, wanted)
        if text:
            raise refuse("package_obstacle", [], text=text)
        security = SECURITY.get(values.get("securityType") or "AdminsOnly", "None")
        install.install(caller.org, wanted, security, caller.access.user)

    update = create

    def delete(self, caller: Caller, full_name: str) -> None:
        caller.need("InstallPackaging")
        gone = installed(caller.org, full_name)
        if gone is None:
            raise missing("fullName", self.name, full_name)
        hindrances = install.hindrances(caller.org, gone)
        if hindrances:
            raise refuse("package_obstacle", [], text=" ".join(hindrances))
        install.uninstall(caller.org, gone)


def _wanted(caller: Caller, values: Component) -> Version:
    """The version a component names; raises ApiError."""
    try:
        given = number(values["versionNumber"])
    except ValueError:
        raise _unavailable() from None
    found = [one for one in caller.org.packages.values() if one.namespace == values["fullName"]]
    wanted = next((one for one in found if one.number[: 3 if given[2] else 2] == given[: 3 if given[2] else 2]), None)
    if wanted is None:
        raise _unavailable()
    if wanted.key and values.get("password") != wanted.key:
        raise refuse("install_key_invalid" if values.get("password") else "install_key_required", ["password"])
    return wanted


def _unavailable() -> ApiError:
    return refuse("package_obstacle", [], text="The requested package doesn't yet exist or has been deleted.")
