# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is different between two snapshots of a store (``GET /store``, ``Database.snapshot``)."""

from __future__ import annotations

import typing as t

Rows = t.Mapping[str, t.Mapping[str, t.Any]]
Snapshot = t.Mapping[str, Rows]

#: Rows and fields that signing in or asking changes: no difference a test asks for.
UNREMARKABLE = {"LoginHistory", "OauthToken", "SetupAuditTrail", "UserPermissionAccess", "ActiveFeatureLicenseMetric"}
STAMPS = {"LastLoginDate", "SystemModstamp", "LastModifiedDate", "LastModifiedById", "UsedLicensesLastUpdated"}


def difference(before: Snapshot, after: Snapshot) -> dict[str, dict[str, t.Any]]:
    """Per object that differs: the rows ``created`` and ``deleted``, and of those ``changed`` each field's before and after."""
    found = {}
    for name in sorted((set(before) | set(after)) - UNREMARKABLE):
        earlier, later = before.get(name, {}), after.get(name, {})
        one = {
            "created": {key: row for key, row in later.items() if key not in earlier},
            "changed": _changed(earlier, later),
            "deleted": {key: row for key, row in earlier.items() if key not in later},
        }
        if any(one.values()):
            found[name] = one
    return found


def _changed(earlier: Rows, later: Rows) -> dict[str, dict[str, t.Any]]:
    changed = {}
    for key in earlier.keys() & later.keys():
        old, new = earlier[key], later[key]
        # A field may have come, or gone, with a package.
        names = [one for one in {**old, **new} if one not in STAMPS and old.get(one) != new.get(one)]
        if names:
            changed[key] = {one: {"before": old.get(one), "after": new.get(one)} for one in names}
    return changed
