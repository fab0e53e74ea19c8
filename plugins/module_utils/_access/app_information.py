# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Apps as they are: who may use them by the administrator's approval, and their policies."""

from __future__ import annotations

import typing as t

from . import app_policies, apps, declarations
from .app_access import NOT_OF_GROUPS, OPENED_FIELDS, PROFILES, SETS, opener
from .requests import Query, Read, Where
from .resource import Inspection, Known, Params


class AppAccessInfo(Inspection):
    """Some apps of the org, or all of them."""

    def __init__(self, params: Params) -> None:
        super().__init__(params)
        self.names = [str(one).strip() for one in params.get("names") or ()]
        self.kind = str(params.get("kind") or "auto")

    def reads(self, known: Known) -> list[Read]:
        reads: list[Read] = list(apps.reads(self.kind))
        if any(one not in known for one in reads):
            return reads
        found = self._apps(known)
        if found:
            reads.append(self._opened(found))
        # A component is a request of its own: policies are read of the apps that are named.
        return reads + [read for one in found if self.names for read in app_policies.reads(one, known)]

    def _apps(self, known: Known) -> list[apps.App]:
        found = apps.every(known, self.kind)
        if not self.names:
            return found
        wanted = [one for name in self.names for one in apps.matching(found, name)]
        return list(dict.fromkeys(wanted))

    def _opened(self, found: t.Iterable[apps.App]) -> Query:
        ids = tuple(one.id for one in found)
        return Query("SetupEntityAccess", OPENED_FIELDS, (Where("SetupEntityId", "IN", ids), NOT_OF_GROUPS))

    def report(self, known: Known) -> dict[str, t.Any]:
        found = self._apps(known)
        rows = known.records(self._opened(found)) if found else []
        reported = []
        for one in found:
            openers: dict[str, list[str]] = {SETS: [], PROFILES: []}
            for row in rows:
                if row["SetupEntityId"] == one.id:
                    option, name = opener(row["Parent"])
                    openers[option].append(name)
            policies = app_policies.current(one, known)
            described = {
                "id": one.id,
                "kind": one.kind,
                "name": one.name,
                "label": one.label,
                **{option: sorted(names) for option, names in openers.items()},
                "policies": policies,
                "setup_url": one.setup_path,
            }
            reported.append({**described, **declarations.app(described).as_dict()})
        return {"apps": reported}
