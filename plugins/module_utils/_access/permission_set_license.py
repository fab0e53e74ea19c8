# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""The licence of a permission set: set at creation, immutable later, and a bound on what the set may hold."""

from __future__ import annotations

import typing as t

from . import licenses
from .dependencies import split_node
from .names import plain
from .refusal import Findings, Refusal
from .requests import AnyOf, Query, Read, Where
from .resource import Known, Record

_PERMSET_LICENSE_PREFIX = "0PL"
_BOUND = "MaximumPermissions"


class License:
    """The licence as declared, beside the one the set has."""

    def __init__(self, name: str | None, current: t.Callable[[Known], Record | None]) -> None:
        """*current* finds the set as it is."""
        self.name, self._current = name, current
        spellings = dict.fromkeys([name or "", plain(name or "")])
        conditions = tuple(Where(key, "=", one) for key in licenses.PERMSET_LICENSE_KEYS for one in spellings)
        self._by_name = Query("PermissionSetLicense", ("FIELDS(ALL)",), (AnyOf(conditions),), catalogue=True)

    def reads(self, known: Known, granting: bool) -> list[Read]:
        reads: list[Read] = []
        if self._unclear(known):
            reads += [self._by_name, licenses.USER_LICENSE_NAMES]
            if self._by_name in known and not known.records(self._by_name):
                reads.append(licenses.PERMSET_LICENSE_NAMES)
        elif granting and self._bound_query(known):
            reads.append(t.cast(Read, self._bound_query(known)))
        return reads

    def label(self, known: Known) -> str | None:
        """The licence's name as it will be shown."""
        if self._current(known) is None:
            return licenses.label(self._find(known)) if self.name else None
        return t.cast(t.Optional[str], ((self._current(known) or {}).get("License") or {}).get("Name"))

    def columns(self, known: Known) -> dict[str, t.Any]:
        """Field values for creating the set."""
        return {"LicenseId": self._find(known)["Id"]} if self.name else {}

    def related(self, known: Known) -> dict[str, t.Any]:
        """What a query would show of the licence of a set that is only planned."""
        return {"License": {"Name": self.label(known)}} if self.name else {"License": None, "LicenseId": None}

    def refuse_change(self, known: Known, set_name: str) -> None:
        """Raises Refusal if the declared licence is not the one the set has (Object Reference, PermissionSet.LicenseId: create only)."""
        current = self._current(known)
        if current is None or not self._unclear(known) or self._find(known)["Id"] == current.get("LicenseId"):
            return
        text = (
            f"Cannot change the licence of permission set {set_name} from {self.label(known) or 'none'} to {self.name}: Salesforce sets it at "
            "creation only; declare the licence it has, or delete the set (state: absent) and create it anew"
        )
        raise Refusal(text, "LICENSE_IMMUTABLE", ["license"])

    def check(self, known: Known, granted: t.Iterable[str], findings: Findings) -> None:
        """Add a finding for every permission that the set's permission set licence does not allow (its MaximumPermissions columns)."""
        query = self._by_name if self._unclear(known) else self._bound_query(known)
        for record in known.records(query) if query else []:
            for node in sorted(granted):
                if not split_node(node) and record.get(_BOUND + node) is False:
                    text = f"Licence '{licenses.label(record)}' does not allow the system permission {node}; remove it, or use a set without that license"
                    findings.add(text, "LICENSE_FORBIDS", ["system_permissions", "license"])

    def _unclear(self, known: Known) -> bool:
        """The licence must be looked up to create the set, or where the name the org shows is not the one given."""
        current = self._current(known)
        if not self.name:
            return False
        return current is None or plain(str((current.get("License") or {}).get("Name"))) != plain(self.name)

    def _bound_query(self, known: Known) -> Query | None:
        license_id = str((self._current(known) or {}).get("LicenseId") or "")
        if not license_id.startswith(_PERMSET_LICENSE_PREFIX):
            return None
        return Query("PermissionSetLicense", ("FIELDS(ALL)",), (Where("Id", "=", license_id),), catalogue=True)

    def _find(self, known: Known) -> Record:
        permset_licenses = known.records(self._by_name) or known.records(licenses.PERMSET_LICENSE_NAMES)
        return licenses.find(self.name or "", known.records(licenses.USER_LICENSE_NAMES), permset_licenses, "license")
