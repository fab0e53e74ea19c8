# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Labels beside API names, from what was read anyway."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access import object_permissions, tabs
from ansible_collections.sfops.salesforce.plugins.module_utils._access.labels import labelled
from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Change, Plan
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Describe
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Known


def known() -> Known:
    found = Known()
    found.put(Describe("PermissionSet"), {"fields": [{"name": "PermissionsApiEnabled", "label": "API Enabled"}]})
    account = {"name": "Account", "label": "Account", "fields": [{"name": "Fax", "label": "Account Fax"}]}
    found.put(Describe("Account"), account)
    values = [{"value": "Lead", "label": "Lead (prospect)"}]
    found.put(object_permissions.OFFERED, {"fields": [{"name": "SobjectType", "picklistValues": values}]})
    found.put(tabs.DEFINITIONS, [{"Name": "standard-Lead", "Label": "Leads"}])
    return found


@pytest.mark.parametrize(
    ("kind", "key", "label"),
    [
        ("system_permission", "ApiEnabled", "API Enabled"),
        ("muted_system_permission", "ApiEnabled", "API Enabled"),
        ("system_permission", "Unknown", ""),
        ("object_permission", "Account", "Account"),
        ("object_permission", "Lead", "Lead (prospect)"),
        ("object_permission", "Case", ""),
        ("field_permission", "Account.Fax", "Account Fax"),
        ("field_permission", "Case.Fax", ""),
        ("tab", "standard-Lead", "Leads"),
        ("user", "ApiEnabled", ""),
    ],
)
def test_a_change_has_the_label_of_its_thing(kind: str, key: str, label: str) -> None:
    plan = Plan("permission set X")
    plan.change("grant", kind, key)
    labelled(plan, known())
    assert plan.changes[0].label == label
    assert plan.changes[0].as_dict().get("label", "") == label


def test_without_definitions_nothing_is_guessed() -> None:
    plan = Plan("permission set X")
    for kind, key in (
        ("system_permission", "A"),
        ("object_permission", "B"),
        ("field_permission", "B.C"),
        ("tab", "D"),
    ):
        plan.change("grant", kind, key)
    assert [one.label for one in labelled(plan, Known()).changes] == ["", "", "", ""]


def test_a_label_makes_no_other_change() -> None:
    assert Change("grant", "tab", "x") == Change("grant", "tab", "x", label="X")
