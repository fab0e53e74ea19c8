# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""One package: installed in some version or newer, or not at all."""

from __future__ import annotations

import typing as t

from . import package_versions as versions
from .plan import Plan
from .refusal import Refusal
from .requests import Create, Delete, Job, Read, Update
from .resource import Known, Params, Record, Resource

#: Option -> PackageInstallRequest.SecurityType (Tooling API reference).
SECURITY = {"all_users": "Full", "admins_only": "None", "custom": "Custom"}


class Package(Resource):
    """A package known by its Id, namespace or name, or by a version of it."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.name = str(params.get("package") or "").strip()
        given = params.get("version_id")
        self.version_id = versions.package_version_id("version_id", str(given)) if given else ""
        self.least = versions.least("version", str(params["version"])) if params.get("version") else ()
        if not self.name and not self.version_id:
            raise Refusal(
                "Set package, version_id or both; neither says which package", "BAD_OPTION", ["package", "version_id"]
            )
        self.key = str(params.get("installation_key") or "")
        self.absent = params.get("state") == "absent"
        self.timeout, self.interval = float(params["wait_timeout"]), float(params["poll_interval"])
        for option, value in (("wait_timeout", self.timeout), ("poll_interval", self.interval)):
            if not 0 < value <= 86400:
                raise Refusal(f"Option {option} takes seconds, up to a day; not {value:g}", "BAD_OPTION", [option])
        self._version = versions.version_query(self.version_id, self.key) if self.version_id else None

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = [versions.INSTALLED]
        if self._version is None or not known.answered(versions.INSTALLED) or self._has_version(known):
            return reads
        reads.append(self._version)
        found = self._wanted(known)
        if found and not self._installed(known) and not self.absent:
            reads.append(versions.package_query(found["SubscriberPackageId"]))
        return reads

    def plan(self, known: Known) -> Plan:
        versions.refuse_unread(known)
        row = self._installed(known)
        plan = Plan(f"package {self._called(known, row)}", row["Id"] if row else None)
        plan.before = versions.describe(row) if row else {}
        if self.absent:
            return self._plan_absent(plan, row) if row else plan
        plan.after = plan.before
        if not self._enough(known, row):
            self._plan_install(plan, known, row)
        return plan

    def _has_version(self, known: Known) -> bool:
        return any(
            versions.same(row["SubscriberPackageVersionId"], self.version_id)
            for row in known.records(versions.INSTALLED)
        )

    def _wanted(self, known: Known) -> Record | None:
        """The version to install, where Salesforce was asked for it and knows it."""
        found = known.records(self._version) if self._version else []
        return found[0] if found else None

    def _installed(self, known: Known) -> Record | None:
        """The package's own row, in whatever version it is installed."""
        rows = known.records(versions.INSTALLED)
        wanted = self._wanted(known)
        for row in rows:
            if versions.same(row["SubscriberPackageVersionId"], self.version_id):
                return self._as_named(known, row)
            if wanted and versions.same(row["SubscriberPackageId"], wanted["SubscriberPackageId"]):
                return self._as_named(known, row)
        # A version of another package must not pass for one of this.
        by_name = self.name and (self.absent or not self.version_id)
        return versions.named(known, self.name) if by_name else None

    def _as_named(self, known: Known, row: Record) -> Record:
        if self.name and not versions.is_called(
            {**(row.get("SubscriberPackage") or {}), "Id": row["SubscriberPackageId"]}, self.name
        ):
            self._refuse_another(versions.describe(row))
        return row

    def _refuse_another(self, package: Record) -> t.NoReturn:
        what = f"{package['name']} ({package['namespace'] or 'no namespace'})"
        text = f"Version {self.version_id} belongs to the package {what}, not to '{self.name}'; change package or version_id"
        raise Refusal(text, "MISMATCHING_VERSIONS", ["package", "version_id"])

    def _called(self, known: Known, row: Record | None) -> str:
        if row:
            return str((row.get("SubscriberPackage") or {}).get("Name") or self.name)
        package = self._package(known)
        return str(package["Name"]) if package else self.name or self.version_id

    def _package(self, known: Known) -> Record | None:
        wanted = self._wanted(known)
        found = known.records(versions.package_query(wanted["SubscriberPackageId"])) if wanted else []
        return found[0] if found else None

    def _enough(self, known: Known, row: Record | None) -> bool:
        """Whether what is installed is the version declared, or a later one."""
        if row is None:
            return False
        has = versions.numbers(row.get("SubscriberPackageVersion") or {})
        if self.least and has[: len(self.least)] < self.least:
            return False
        wanted = self._wanted(known)
        return (
            versions.same(row["SubscriberPackageVersionId"], self.version_id)
            or wanted is None
            or has >= versions.numbers(wanted)
        )

    def _plan_install(self, plan: Plan, known: Known, row: Record | None) -> None:
        wanted = self._installable(known, row)
        package = (row.get("SubscriberPackage") or {}) if row else self._package(known) or {}
        related = {
            "SubscriberPackage": {"Name": package.get("Name"), "NamespacePrefix": package.get("NamespacePrefix")},
            "SubscriberPackageVersion": wanted,
        }
        keys = {"SubscriberPackageId": wanted["SubscriberPackageId"], "SubscriberPackageVersionId": wanted["Id"]}
        plan.after = versions.describe({**keys, **related})
        verb = "upgrade" if row else "install"
        change = plan.change(
            verb, "package", plan.after["name"] or self.version_id, plan.before.get("version"), plan.after["version"]
        )
        # Tooling API reference, PackageInstallRequest: names that exist already must not be overwritten silently.
        fields = {
            "SubscriberPackageVersionKey": wanted["Id"],
            "SecurityType": SECURITY[str(self.params["security_type"])],
            "NameConflictResolution": "Block",
            "EnableRss": bool(self.params.get("accept_remote_sites")),
            **({"Password": self.key} if self.key else {}),
        }
        plan.write(Job("PackageInstallRequest", fields, self.timeout, self.interval), change)
        if row:
            plan.write(Update("InstalledSubscriberPackage", row["Id"], keys, related, by_org=True), change)
        else:
            plan.write(Create("InstalledSubscriberPackage", keys, related=related, by_org=True), change)

    def _installable(self, known: Known, row: Record | None) -> Record:
        """The version to install.

        Raises:
            Refusal: if none is named, if it is not there or not enough, or if something is in its way.
        """
        if not self.version_id:
            has = f"has {versions.describe(row)['version']}, not" if row else "does not have"
            least = versions.text((*self.least, 0)[: max(2, len(self.least))]) if self.least else ""
            text = (
                f"The org {has} package {self.name} {least}".rstrip()
                + ": set version_id (04t...), as in the vendor's installation link"
            )
            raise Refusal(text, "NOT_FOUND", ["version_id"])
        wanted = self._wanted(known)
        if wanted is None and row:
            # It is installed as it was asked for, and version asks for more.
            wanted = {"Id": self.version_id, **(row.get("SubscriberPackageVersion") or {})}
        if wanted is None:
            text = f"Salesforce knows no package version {self.version_id} that this org may see; change version_id, or ask its publisher"
            raise Refusal(text, "NOT_FOUND", ["version_id"])
        package = self._package(known)
        if self.name and package and not versions.is_called(package, self.name):
            self._refuse_another({"name": package["Name"], "namespace": package.get("NamespacePrefix")})
        number = versions.numbers(wanted)
        if self.least and number[: len(self.least)] < self.least:
            text = f"Version {self.version_id} is {versions.text(number)}, and version asks for {self.params['version']}; change one of the two"
            raise Refusal(text, "MISMATCHING_VERSIONS", ["version", "version_id"])
        obstacle = versions.obstacle(wanted)
        if obstacle:
            text = f"Package version {self.version_id} ({versions.text(number)}) cannot be installed: {obstacle}"
            raise Refusal(text, str(wanted["InstallValidationStatus"]), ["version_id"])
        if wanted.get("IsPasswordProtected") and not self.key:
            text = f"Package version {self.version_id} ({versions.text(number)}) has an installation key; set installation_key: its publisher knows it"
            raise Refusal(text, "INSTALL_KEY_REQUIRED", ["installation_key"])
        return wanted

    def _plan_absent(self, plan: Plan, row: Record) -> Plan:
        name = plan.before["name"] or self.name
        change = plan.change("uninstall", "package", name, plan.before["version"], None)
        fields = {"SubscriberPackageVersionId": row["SubscriberPackageVersionId"]}
        plan.write(Job("SubscriberPackageVersionUninstallRequest", fields, self.timeout, self.interval), change)
        plan.write(Delete("InstalledSubscriberPackage", row["Id"], by_org=True), change)
        return plan
