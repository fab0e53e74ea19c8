# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Installed packages, in the words of the module that installs them."""

from __future__ import annotations

import typing as t

from . import declarations
from . import package_versions as versions
from .requests import Read
from .resource import Inspection, Known, Params


class PackageInfo(Inspection):
    """Some of the installed packages, or all."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = [str(one).strip() for one in params.get("names") or ()]

    def reads(self, known: Known) -> list[Read]:
        return [versions.INSTALLED]

    def report(self, known: Known) -> dict[str, t.Any]:
        versions.refuse_unread(known)
        found = []
        for row in known.records(versions.INSTALLED):
            package = {**(row.get("SubscriberPackage") or {}), "Id": row["SubscriberPackageId"]}
            if not self.names or any(versions.is_called(package, name) for name in self.names):
                described = {"id": row["Id"], **versions.describe(row)}
                found.append({**described, **declarations.package(described).as_dict()})
        return {"packages": sorted(found, key=lambda one: str(one["name"]).casefold())}
