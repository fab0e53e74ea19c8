# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What Setup calls the things that changes name by their API names: from what was read for the plan, nothing is asked for it."""

from __future__ import annotations

import dataclasses
import typing as t

from . import object_permissions, tabs
from .plan import Change, Plan
from .requests import Describe
from .resource import Known, Record
from .system_permissions import PREFIX

_PERMISSION_SET = Describe("PermissionSet")
_PROFILE = Describe("Profile")


def labelled(plan: Plan, known: Known) -> Plan:
    """The plan, whose changes have the labels that are known."""
    labels = _Labels(known)
    plan.changes = [labels.on(one) for one in plan.changes]
    plan.reasons = [tuple(labels.on(one) for one in reasons) for reasons in plan.reasons]
    return plan


class _Labels:
    """The labels in what was read, each description looked through once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._found: dict[Describe, dict[str, str]] = {}
        self._objects: dict[str, str] | None = None

    def on(self, change: Change) -> Change:
        if change.label:
            return change
        kind = change.kind[len("muted_") :] if change.kind.startswith("muted_") else change.kind
        find = self._finders.get(kind)
        label = find(self, change.key) if find else ""
        return dataclasses.replace(change, label=label) if label else change

    def _system(self, key: str) -> str:
        return self._fields(_PERMISSION_SET).get(PREFIX + key) or self._fields(_PROFILE).get(PREFIX + key, "")

    def _field(self, key: str) -> str:
        sobject, _dot, name = key.partition(".")
        return self._fields(Describe(sobject)).get(name, "")

    def _object(self, key: str) -> str:
        """From the description of the object, or from the list of those that take permissions."""
        described = self._known.description(Describe(key))
        if described and described.get("label"):
            return str(described["label"])
        if self._objects is None:
            offered = self._known.description(object_permissions.OFFERED) or {}
            values = [
                value
                for one in offered.get("fields", ())
                if one["name"] == "SobjectType"
                for value in one.get("picklistValues") or ()
            ]
            self._objects = _texts(values, "value")
        return self._objects.get(key, "")

    def _tab(self, key: str) -> str:
        return _texts(self._known.records(tabs.DEFINITIONS), "Name", "Label").get(key, "")

    def _fields(self, describe: Describe) -> dict[str, str]:
        if describe not in self._found:
            fields = (self._known.description(describe) or {}).get("fields", ())
            self._found[describe] = _texts(fields, "name")
        return self._found[describe]

    _finders: t.ClassVar[t.Mapping[str, t.Callable[[_Labels, str], str]]] = {
        "system_permission": _system,
        "field_permission": _field,
        "object_permission": _object,
        "tab": _tab,
    }


def _texts(rows: t.Iterable[Record], key: str, label: str = "label") -> dict[str, str]:
    return {str(one[key]): str(one.get(label) or "") for one in rows}
