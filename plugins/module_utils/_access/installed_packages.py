# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What an org tells of its packages as a whole: what is installed, and the seats that packages hand out."""

from __future__ import annotations

import typing as t

from .package_versions import INSTALLED, describe
from .requests import Query, Read
from .resource import Known, Record

_SEATS = Query("PackageLicense", ("Id", "NamespacePrefix", "Status", "AllowedLicenses", "UsedLicenses"), optional=True)
#: "Everybody" (Object Reference, PackageLicense.AllowedLicenses).
_SITE = -1
READS: t.Sequence[Read] = (INSTALLED, _SEATS)


def report(known: Known, warnings: list[str]) -> list[dict[str, t.Any]] | None:
    """The packages by name; None, and a warning, where the signed-in user may not see them."""
    if not known.answered(INSTALLED):
        text = "The signed-in user may not see installed packages: Download AppExchange Packages (InstallPackaging) shows them"
        warnings.append(text)
        return None
    seats = {str(one["NamespacePrefix"]): _seats(one) for one in known.records(_SEATS)}
    found = [describe(one) for one in known.records(INSTALLED)]
    told = [{**one, "licenses": seats.get(str(one["namespace"]))} for one in found]
    return sorted(told, key=lambda one: str(one["name"]).casefold())


def _seats(one: Record) -> dict[str, t.Any]:
    """Seats of a managed package that hands them out; a total of null is a site licence."""
    total = one["AllowedLicenses"]
    return {"status": one["Status"], "total": None if total == _SITE else total, "used": one["UsedLicenses"]}
