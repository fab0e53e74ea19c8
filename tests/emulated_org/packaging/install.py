# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Installing a package and taking it away again: which records come and go."""

from __future__ import annotations

import typing as t

from ..rules.profile import drop_content
from ..store.database import Row
from ..world.apps import add_app
from ..world.content import permission_set
from ..world.seed import Seed
from . import objects
from .catalogue import Version, installed

if t.TYPE_CHECKING:
    from ..org import Org

#: Objects whose packaged records carry the package's namespace.
NAMESPACED = ("ApexClass", "CustomPermission")


def obstacle(org: Org, wanted: Version) -> str:
    """Why *wanted* cannot be installed, in the words of the request's Errors; empty when it can."""
    if wanted.fails:
        return wanted.fails
    present = installed(org, wanted.namespace)
    if present is not None and present.number > wanted.number:
        return "A newer version of this package is currently installed."
    if wanted.beta and not org.sandbox:
        return "Beta versions of a managed package can't be installed in a production organization."
    for namespace, least in wanted.requires:
        needed = installed(org, namespace)
        if needed is None or needed.number < least:
            text = ".".join(str(part) for part in least[:2])
            return f'A required package is missing: Package "{namespace}", Version {text} or later must be installed first.'
    return ""


def install(org: Org, wanted: Version, security: str, user: str) -> None:
    """Bring in what *wanted* holds and the organisation lacks; *security* is the request's SecurityType."""
    seed = Seed.resumed(org, user, wanted.namespace)
    present = installed(org, wanted.namespace)
    keys = {"SubscriberPackageId": wanted.package, "SubscriberPackageVersionId": wanted.id}
    if present is None:
        seed.put("InstalledSubscriberPackage", MinPackageVersionId=wanted.id, **keys)
    else:
        row = org.database.find("InstalledSubscriberPackage", SubscriberPackageId=wanted.package)[0]
        org.database.update("InstalledSubscriberPackage", row["Id"], keys)
    _licence(seed, wanted)
    _definitions(seed, wanted, security)
    objects.bring(seed, wanted, _profiles(org, "None"))
    for raw in wanted.brings.get("permission_sets", ()):
        if not org.database.ids("PermissionSet", Name=raw["name"], NamespacePrefix=wanted.namespace):
            permission_set(seed, {**raw, "namespace": wanted.namespace})
    for raw in wanted.brings.get("connected_apps", ()):
        _connected_app(seed, raw)
    judge(org, wanted.package)


def _licence(seed: Seed, wanted: Version) -> None:
    if wanted.licenses is None or seed.org.database.ids("PackageLicense", NamespacePrefix=wanted.namespace):
        return
    keys = {"NamespacePrefix": wanted.namespace, "AllowedLicenses": wanted.licenses, "UsedLicenses": 0}
    seed.put("PackageLicense", Status="Active", IsProvisioned=True, **keys)


def _definitions(seed: Seed, wanted: Version, security: str) -> None:
    """Apex classes and custom permissions. SecurityType says whose profiles may use the classes."""
    parents = _profiles(seed.org, security)
    for name in wanted.brings.get("apex_classes", ()):
        if seed.org.database.ids("ApexClass", Name=name, NamespacePrefix=wanted.namespace):
            continue
        facts = {"ApiVersion": 66.0, "Status": "Active", "IsValid": True, "LengthWithoutComments": 0}
        row = seed.put("ApexClass", Name=name, NamespacePrefix=wanted.namespace, **facts)
        seed.targets[str(name)] = row["Id"]
        for parent in parents:
            seed.put("SetupEntityAccess", ParentId=parent, SetupEntityId=row["Id"], SetupEntityType="ApexClass")
    for name in wanted.brings.get("custom_permissions", ()):
        if seed.org.database.ids("CustomPermission", DeveloperName=name, NamespacePrefix=wanted.namespace):
            continue
        label = str(name).replace("_", " ")
        keys = {"DeveloperName": name, "MasterLabel": label, "Language": "en_US"}
        seed.targets[str(name)] = seed.put("CustomPermission", NamespacePrefix=wanted.namespace, **keys)["Id"]


def _profiles(org: Org, security: str) -> list[str]:
    """Permission sets of the profiles an install opens: all (Full), those of administrators (None), or none (Custom)."""
    owned = org.database.find("PermissionSet", IsOwnedByProfile=True)
    if security == "Custom":
        return []
    return [row["Id"] for row in owned if security == "Full" or row["PermissionsModifyAllData"]]


def _connected_app(seed: Seed, raw: dict[str, t.Any]) -> None:
    """The app as the package delivers it; one that was in use before without being installed now is."""
    for app in seed.org.apps.values():
        if app.name == raw["name"]:
            if not seed.org.database.ids("ConnectedApplication", Id=app.record):
                flag = {"OptionsAllowAdminApprovedUsersOnly": app.admin_approved}
                seed.put("ConnectedApplication", Id=app.record, Name=app.name, **flag)
            return
    add_app(seed, raw)


def judge(org: Org, package: str) -> None:
    """Bring InstallValidationStatus of a package's versions up to date."""
    for version in org.packages.values():
        if version.package != package:
            continue
        present = installed(org, version.namespace)
        status = "NO_ERRORS_DETECTED"
        if present is not None and present.number > version.number:
            status = "CANNOT_INSTALL_EARLIER_VERSION"
        elif version.beta and not org.sandbox:
            status = "BETA_INSTALL_INTO_PRODUCTION_ORG"
        org.database.update("SubscriberPackageVersion", version.id, {"InstallValidationStatus": status})


def hindrances(org: Org, gone: Version) -> list[str]:
    """What still uses the package, one sentence each."""
    found = []
    for row in org.database.find("PermissionSet", NamespacePrefix=gone.namespace):
        if org.database.ids("PermissionSetAssignment", PermissionSetId=row["Id"]):
            found.append(f"The permission set {row['Label']} is assigned to users.")
        if org.database.ids("PermissionSetGroupComponent", PermissionSetId=row["Id"]):
            found.append(f"The permission set {row['Label']} is part of a permission set group.")
    for other in org.packages.values():
        if installed(org, other.namespace) == other and any(need == gone.namespace for need, _least in other.requires):
            found.append(f"The package {other.name} depends on this package.")
    return found


def uninstall(org: Org, gone: Version) -> None:
    """Take away what the package brought."""
    database = org.database
    for row in database.find("PermissionSet", NamespacePrefix=gone.namespace):
        drop_content(org, row["Id"])
        database.delete("PermissionSet", row["Id"])
    objects.take_away(org, gone)
    for name in NAMESPACED:
        for row in database.find(name, NamespacePrefix=gone.namespace):
            _drop(org, name, row)
    names = [raw["name"] for raw in gone.brings.get("connected_apps", ())]
    for app in list(org.apps.values()):
        if app.name in names:
            org.apps.pop(app.client_id)
            _drop(org, "ConnectedApplication", {"Id": app.record})
    for row in database.find("PackageLicense", NamespacePrefix=gone.namespace):
        for held in database.ids("UserPackageLicense", PackageLicenseId=row["Id"]):
            database.delete("UserPackageLicense", held)
        database.delete("PackageLicense", row["Id"])
    for one in database.ids("InstalledSubscriberPackage", SubscriberPackageId=gone.package):
        database.delete("InstalledSubscriberPackage", one)
    judge(org, gone.package)


def _drop(org: Org, name: str, row: Row) -> None:
    for held in org.database.ids("SetupEntityAccess", SetupEntityId=row["Id"]):
        org.database.delete("SetupEntityAccess", held)
    org.database.delete(name, row["Id"])
