# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which permission set is meant, and what of it is told."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds


def test_the_aggregate_set_of_a_group_is_no_permission_set() -> None:
    org = worlds.world()
    aggregate = org.add(
        "PermissionSet", Name="Sales", PermissionSetGroupId="0PG000000000001AAA", IsOwnedByProfile=False
    )
    org.add("ObjectPermissions", ParentId=aggregate, SobjectType="Account", PermissionsRead=True)
    holder = org.only("User", Username="admin@example.com")["Id"]
    org.add("PermissionSetAssignment", AssigneeId=holder, PermissionSetId=aggregate)
    assert not worlds.plan(worlds.permission_set("Sales", state="absent"), org).changes
    with pytest.raises(Refusal, match="a permission set group has this API name") as refused:
        worlds.plan(worlds.permission_set("Sales"), org)
    assert (refused.value.code, refused.value.fields) == ("DUPLICATE_DEVELOPER_NAME", ["name"])


def test_a_custom_permission_by_its_label_is_the_one_that_is_declared() -> None:
    org = worlds.world()
    task = worlds.permission_set(custom_permissions=["Export all"])
    applied = worlds.apply(task, org)
    assert worlds.words(applied)[1:] == ["grant custom permission Export_All"]
    assert applied.after["setup_entity_access"] == {"custom_permissions": ["Export_All"]}
    assert not worlds.plan(task, org).unmanaged
    other = worlds.plan(worlds.permission_set(custom_permissions=[]), org)
    assert other.unmanaged == [{"kind": "custom_permission", "key": "Export_All", "value": True}]
