# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seats of packages: who may use a package whose licence is not for everybody."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from .base import Rules, rules_for

if t.TYPE_CHECKING:
    from .writer import Writer

#: PackageLicense.AllowedLicenses of a package that everybody may use (Object Reference).
SITE = -1


@rules_for("UserPackageLicense")
class PackageSeatRules(Rules):
    """Object Reference, UserPackageLicense and PackageLicense."""

    def before_create(self, writer: Writer, row: Row) -> None:
        keys = {key: row[key] for key in ("UserId", "PackageLicenseId")}
        twins = writer.database.ids("UserPackageLicense", **keys)
        if twins:
            raise refuse("row_twice", id=twins[0])
        licence = writer.database.get("PackageLicense", row["PackageLicenseId"]) or {}
        words = {"namespace": licence["NamespacePrefix"]}
        if licence["AllowedLicenses"] == SITE or licence["Status"] == "Expired":
            raise refuse("package_licence_site", **words)
        if len(writer.database.ids("UserPackageLicense", PackageLicenseId=licence["Id"])) >= licence["AllowedLicenses"]:
            raise refuse("package_licence_seats", **words)

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        licence = (new or old or {})["PackageLicenseId"]
        used = len(writer.database.ids("UserPackageLicense", PackageLicenseId=licence))
        writer.database.update("PackageLicense", licence, {"UsedLicenses": used})
