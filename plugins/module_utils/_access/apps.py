# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Apps that sign users in: connected apps and external client apps, found by name, and where Setup shows them."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .names import alike
from .refusal import Refusal, near
from .requests import PENDING, Query, Read, is_pending
from .resource import Known, Record

CONNECTED, EXTERNAL = "connected_app", "external_client_app"
KINDS = {CONNECTED: "connected app", EXTERNAL: "external client app"}

#: Not a catalogue: a package brings apps.
CONNECTED_APPS = Query("ConnectedApplication", ("Id", "Name", "OptionsAllowAdminApprovedUsersOnly"))
EXTERNAL_APPS = Query(
    "ExternalClientApplication", ("Id", "DeveloperName", "MasterLabel", "NamespacePrefix"), optional=True
)
_INSTALLED = Query("InstalledSubscriberPackage", ("Id", "SubscriberPackage.Name"), tooling=True, optional=True)

#: Paths of Setup, as public tools that open them have them.
_DETAIL = {
    CONNECTED: "/lightning/setup/ConnectedApplication/page?address=%2F{id}",
    EXTERNAL: "/lightning/setup/ManageExternalClientApplication/{id}/detail",
}
_USAGE = "/lightning/setup/ConnectedAppsUsage/home"
_LISTS = {
    CONNECTED: "/lightning/setup/ConnectedApplication/home",
    EXTERNAL: "/lightning/setup/ManageExternalClientApplication/home",
}


@dataclass(frozen=True)
class App:
    """One app; *pending* where only a package that a preview has installed may bring it."""

    id: str
    kind: str
    name: str
    label: str
    admin_approved: bool | None = None

    @property
    def pending(self) -> bool:
        return is_pending(self.id)

    @property
    def setup_path(self) -> str:
        """Where Setup shows it; its list while it is not there."""
        return _LISTS[self.kind] if self.pending else _DETAIL[self.kind].format(id=self.id)

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} {self.label}"


def reads(kind: str) -> list[Query]:
    """The queries in which apps of a kind are found; ``auto`` means both."""
    queries = {CONNECTED: CONNECTED_APPS, EXTERNAL: EXTERNAL_APPS}
    return [query for one, query in queries.items() if kind in ("auto", one)]


def every(known: Known, kind: str = "auto") -> list[App]:
    """The apps of the org, by label."""
    found = []
    if kind in ("auto", CONNECTED):
        for row in known.records(CONNECTED_APPS):
            approved = bool(row["OptionsAllowAdminApprovedUsersOnly"])
            found.append(App(row["Id"], CONNECTED, row["Name"], row["Name"], approved))
    if kind in ("auto", EXTERNAL):
        for row in known.records(EXTERNAL_APPS):
            found.append(App(row["Id"], EXTERNAL, _api_name(row), row.get("MasterLabel") or row["DeveloperName"]))
    return sorted(found, key=lambda one: (one.label.casefold(), one.kind))


def more_reads(known: Known, name: str, kind: str) -> list[Read]:
    """What tells whether a package that would be installed may bring an app that the org does not have."""
    asked = all(one in known for one in reads(kind))
    return [_INSTALLED] if asked and not matching(every(known, kind), name) else []


def find(known: Known, name: str, kind: str) -> App:
    """The app of that name.

    Raises:
        Refusal: if there is none, or several.
    """
    apps = every(known, kind)
    found = matching(apps, name)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{one} ({one.name})" for one in found)
        raise Refusal(
            f"App '{name}' may be any of {several}; set kind, or write the API name in app", "AMBIGUOUS", ["app"]
        )
    if arriving(known):
        # Which kind it is only its package knows; what has to be written is the same.
        return App(f"{PENDING}app {name}", CONNECTED if kind == "auto" else kind, name, name)
    what = " or ".join(KINDS[one] for one in KINDS if kind in ("auto", one))
    hint = near(name, [word for one in apps for word in (one.name, one.label)])
    raise Refusal(
        f"The org has no {what} '{name}'{hint}: install the package that brings it (sf_package), or have the vendor's page authorise it once "
        "by a user with Approve Uninstalled Connected Apps, install it under Connected Apps OAuth Usage in Setup "
        f"({_USAGE}), and run again; since September 2025 other users cannot use what is not installed (Salesforce Help 005132365), and "
        "since Spring '26 connected apps cannot be created anew (005228017)",
        "NOT_FOUND",
        ["app"],
    )


def arriving(known: Known) -> list[str]:
    """The packages that the run's previews would install: nobody knows yet what they bring."""
    rows = (row for row in known.records(_INSTALLED) if is_pending(row["Id"]))
    return sorted(str((row.get("SubscriberPackage") or {}).get("Name")) for row in rows)


def matching(apps: t.Iterable[App], name: str) -> list[App]:
    """The apps that the name may mean: an API name wins over a label."""
    rows: list[Record] = [{"Name": one.name, "Label": one.label, "app": one} for one in apps]
    for key in ("Name", "Label"):
        found = alike(name, rows, key)
        if found:
            return [row["app"] for row in found]
    return []


def _api_name(row: Record) -> str:
    prefix = row.get("NamespacePrefix")
    return f"{prefix}__{row['DeveloperName']}" if prefix else str(row["DeveloperName"])
