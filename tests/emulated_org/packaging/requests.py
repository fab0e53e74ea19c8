# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records that start work: PackageInstallRequest and SubscriberPackageVersionUninstallRequest.

The work is done later: when the request has been looked at as often, and when as much time has passed, as the settings
``package_polls`` and ``package_seconds`` say.
"""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from ..errors import refuse
from ..rules.base import Rules, rules_for
from ..store.database import Row
from ..store.ids import full_id
from . import install as work
from .catalogue import installed

if t.TYPE_CHECKING:
    from ..org import Org
    from ..rules.writer import Writer

INSTALL = "PackageInstallRequest"
UNINSTALL = "SubscriberPackageVersionUninstallRequest"


@dataclass
class Job:
    """*record* is the request's Id, *polls* how often it still has to be looked at."""

    sobject: str
    record: str
    due: float
    polls: int


def _word(org: Org, status: str) -> str:
    """A status of PackageInstallRequest: tools compare IN_PROGRESS, the WSDL's enumeration reads InProgress."""
    return status.title().replace("_", "") if org.settings.package_status_in_camel_case else status


def _start(writer: Writer, sobject: str, record: str) -> None:
    settings = writer.org.settings
    due = writer.org.clock.time() + settings.package_seconds
    writer.org.jobs[record] = Job(sobject, record, due, settings.package_polls)


@rules_for(INSTALL)
class InstallRules(Rules):
    """Tooling API reference, PackageInstallRequest."""

    def before_create(self, writer: Writer, row: Row) -> None:
        row["Status"] = _word(writer.org, "IN_PROGRESS")
        found = writer.org.packages.get(full_id(row["SubscriberPackageVersionKey"]) or "")
        if found is not None and found.key:
            if not row["Password"]:
                raise refuse("install_key_required", ["Password"])
            if row["Password"] != found.key:
                raise refuse("install_key_invalid", ["Password"])
        row["Password"] = None

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if old is None and new is not None:
            _start(writer, INSTALL, new["Id"])


@rules_for(UNINSTALL)
class UninstallRules(Rules):
    """Tooling API reference, SubscriberPackageVersionUninstallRequest."""

    def before_create(self, writer: Writer, row: Row) -> None:
        row["Status"] = "Queued"
        found = writer.org.packages.get(full_id(row["SubscriberPackageVersionId"]) or "")
        if found is None or installed(writer.org, found.namespace) != found:
            raise refuse("not_installed", ["SubscriberPackageVersionId"], id=row["SubscriberPackageVersionId"])

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if old is None and new is not None:
            _start(writer, UNINSTALL, new["Id"])


def looked_at(org: Org, sobject: str) -> None:
    """Somebody reads requests of that kind."""
    for job in org.jobs.values():
        if job.sobject == sobject:
            job.polls -= 1
            if sobject == UNINSTALL:
                org.database.update(UNINSTALL, job.record, {"Status": "InProgress"})


def settle(org: Org) -> None:
    """Do the work that is due."""
    for job in list(org.jobs.values()):
        if job.polls > 0 or job.due > org.clock.time():
            continue
        del org.jobs[job.record]
        row = org.database.get(job.sobject, job.record)
        if row is not None:
            with org.database.atomic():
                (_install if job.sobject == INSTALL else _uninstall)(org, row)


def _install(org: Org, row: Row) -> None:
    wanted = org.packages.get(full_id(row["SubscriberPackageVersionKey"]) or "")
    text = "The requested package doesn't yet exist or has been deleted."
    if wanted is not None:
        text = work.obstacle(org, wanted)
    if wanted is None or text:
        errors = json.dumps({"errors": [{"message": text}]})
        org.database.update(INSTALL, row["Id"], {"Status": _word(org, "ERROR"), "Errors": errors})
        return
    work.install(org, wanted, row["SecurityType"], row["CreatedById"])
    org.database.update(INSTALL, row["Id"], {"Status": _word(org, "SUCCESS")})


def _uninstall(org: Org, row: Row) -> None:
    gone = org.packages[full_id(row["SubscriberPackageVersionId"]) or ""]
    hindrances = work.hindrances(org, gone)
    if hindrances:
        from ..world.seed import Seed

        seed = Seed.resumed(org, row["CreatedById"])
        for text in hindrances:
            seed.put("PackageVersionUninstallRequestError", ParentRequestId=row["Id"], Message=text)
    else:
        work.uninstall(org, gone)
    org.database.update(UNINSTALL, row["Id"], {"Status": "Error" if hindrances else "Success"})
