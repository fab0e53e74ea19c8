# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans of permission sets in a small org: fields, view_all_fields, licences, tabs, refusals that teach."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Delete, Update
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.engine import Interrupted
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access.memory_org import MemoryOrg

READ_ACCOUNT = {"object": "Account", "permissions": ["read", "edit"]}


@pytest.fixture
def org() -> MemoryOrg:
    return worlds.world()


def rows(org: MemoryOrg) -> dict[str, str]:
    found = org.all("FieldPermissions")
    return {one["Field"].split(".")[1]: "edit" if one["PermissionsEdit"] else "read" for one in found}


def apply_fields(org: MemoryOrg, value: t.Any, **more: t.Any) -> list[str]:
    return worlds.words(worlds.apply(worlds.permission_set(field_permissions=value, **more), org))


def test_parts_of_an_address_stand_for_the_whole(org: MemoryOrg) -> None:
    fields = [
        {"object": "Account", "edit": ["BillingCity", "billingstreet"], "read": ["BillingAddress", "Account.Phone"]}
    ]
    apply_fields(org, fields)
    assert rows(org) == {"BillingAddress": "edit", "Phone": "read"}
    assert apply_fields(org, fields) == []


def test_a_lookup_goes_by_its_relationship_too(org: MemoryOrg) -> None:
    apply_fields(org, [{"object": "account", "read": ["Parent"], "edit": ["Owner"]}])
    assert rows(org) == {"ParentId": "read", "OwnerId": "edit"}


def test_all_readable_and_all_editable_follow_the_description(org: MemoryOrg) -> None:
    apply_fields(org, [{"object": "Account", "all_readable": True, "all_editable": True}])
    found = rows(org)
    assert {name for name, level in found.items() if level == "read"} == {"Score__c", "Number__c", "LastSeen__c"}
    assert {"Id", "Name", "BillingCity"}.isdisjoint(found)
    assert found["BillingAddress"] == "edit"


def test_removing_edit_leaves_read_and_removing_read_leaves_nothing(org: MemoryOrg) -> None:
    apply_fields(org, [{"object": "Account", "edit": ["Phone", "Industry", "OwnerId"]}])
    assert apply_fields(org, {"remove": [{"object": "Account", "edit": ["Phone"], "read": ["Industry"]}]}) == [
        "revoke field permission Account.Industry",
        "revoke field permission Account.Phone",
    ]
    assert rows(org) == {"Phone": "read", "OwnerId": "edit"}
    apply_fields(org, {"remove": [{"object": "Account"}]})
    assert rows(org) == {}


def test_a_row_is_changed_in_place_and_a_row_without_access_is_deleted(org: MemoryOrg) -> None:
    apply_fields(org, [{"object": "Account", "edit": ["Phone"], "read": ["Industry"]}])
    task = worlds.permission_set(field_permissions={"set": [{"object": "Account", "read": ["Phone"]}]})
    writes = worlds.plan(task, org).writes
    assert [type(one) for one in writes] == [Delete, Update]
    assert isinstance(writes[1], Update)
    assert writes[1].fields == {"PermissionsEdit": False}


def test_where_all_fields_are_viewed_rows_that_only_read_are_neither_made_nor_missed(org: MemoryOrg) -> None:
    objects = [{"object": "Account", "permissions": ["read", "edit", "view_all_fields"]}]
    fields = [{"object": "Account", "read": ["Phone"], "edit": ["Industry"]}]
    apply_fields(org, fields, object_permissions=objects)
    assert rows(org) == {"Industry": "edit"}
    set_id = org.only("PermissionSet", Name="Integration")["Id"]
    org.add("FieldPermissions", ParentId=set_id, Field="Account.Fax", PermissionsRead=True, PermissionsEdit=False)
    plan = worlds.plan(worlds.permission_set(field_permissions={"set": fields}, object_permissions=objects), org)
    assert plan.changes == []
    assert plan.unmanaged == []


def test_a_field_row_on_an_object_that_is_not_read_is_warned_of(org: MemoryOrg) -> None:
    fields = [{"object": "Account", "read": ["Phone"]}]
    assert "Account" in str(worlds.plan(worlds.permission_set(field_permissions=fields), org).warnings)
    granted = worlds.permission_set(field_permissions=fields, object_permissions=[READ_ACCOUNT])
    assert worlds.plan(granted, org).warnings == []


def test_the_licence_is_set_once(org: MemoryOrg) -> None:
    worlds.apply(worlds.permission_set(license="Salesforce API Integration"), org)
    psl = org.only("PermissionSetLicense", DeveloperName="SalesforceAPIIntegrationPsl")["Id"]
    assert org.only("PermissionSet", Name="Integration")["LicenseId"] == psl
    for name in ("Salesforce API Integration", "SalesforceAPIIntegrationPsl", "salesforce api integration"):
        assert worlds.plan(worlds.permission_set(license=name), org).changes == []
    assert worlds.plan(worlds.permission_set(), org).changes == []
    with pytest.raises(Refusal, match="creation only") as caught:
        worlds.plan(worlds.permission_set(license="Salesforce"), org)
    assert (caught.value.code, caught.value.fields) == ("LICENSE_IMMUTABLE", ["license"])


def test_a_licence_bounds_what_the_set_may_hold(org: MemoryOrg) -> None:
    task = worlds.permission_set(license="AnalyticsPsl", system_permissions=["ApiEnabled", "SendLogs"])
    with pytest.raises(Refusal, match="'Analytics' does not allow the system permission SendLogs") as caught:
        worlds.plan(task, org)
    assert caught.value.code == "LICENSE_FORBIDS"


def test_permissions_go_by_name_or_label(org: MemoryOrg) -> None:
    worlds.apply(worlds.permission_set(system_permissions=["API Enabled", "permissionsrunflow", "viewhelp"]), org)
    assert org.nodes(org.only("PermissionSet", Name="Integration")) == {"ApiEnabled", "RunFlow", "ViewHelp"}


def test_a_label_that_two_permissions_share_is_not_guessed(org: MemoryOrg) -> None:
    for one in org.described["permissionset"]["fields"]:
        if one["name"] in ("PermissionsRunFlow", "PermissionsSendLogs"):
            one["label"] = "Shared"
    with pytest.raises(Refusal, match="no system permission 'Shared'"):
        worlds.plan(worlds.permission_set(system_permissions=["Shared"]), org)


def test_implied_permissions_are_shown_and_not_fought_over() -> None:
    org = worlds.world({"ApiEnabled": {"RunFlow"}, "RunFlow": {"Account<create>"}})
    task = worlds.permission_set(system_permissions={"set": ["ApiEnabled"]}, object_permissions={"set": []})
    found = {one["key"]: one.get("implied_by") for one in worlds.changes(worlds.apply(task, org))}
    assert found == {"Integration": None, "ApiEnabled": None, "RunFlow": "ApiEnabled", "Account": "ApiEnabled"}
    plan = worlds.plan(task, org)
    assert (plan.changes, plan.unmanaged) == ([], [])


def test_dependencies_the_rows_do_not_show_are_learned_and_told() -> None:
    org = worlds.world()
    org.edges = {"ApiEnabled": {"RunFlow"}, "RunFlow": {"ViewHelp"}}
    outcome = worlds.apply(worlds.permission_set(system_permissions=["ApiEnabled"]), org)
    assert {"ApiEnabled", "RunFlow", "ViewHelp"} == org.nodes(org.only("PermissionSet", Name="Integration"))
    assert "depends on permission(s)" in str(outcome.warnings)
    assert [one.implied_by for one in outcome.changes if one.key == "RunFlow"] == ["ApiEnabled"]


def test_a_chain_of_demands_that_does_not_end_is_told() -> None:
    org = worlds.world()
    nodes = sorted(worlds.SYSTEM) + [f"{one}<read>" for one in worlds.OBJECTS]
    org.edges = {one: {other} for one, other in zip(nodes, nodes[1:])}
    with pytest.raises(Interrupted, match=r"depends on permission\(s\)"):
        worlds.apply(worlds.permission_set(system_permissions=[nodes[0]]), org)
    assert not org.all("PermissionSet", IsOwnedByProfile=False)


def test_view_all_on_objects_that_do_not_keep_it_is_refused(org: MemoryOrg) -> None:
    wanted = [{"object": "Product2", "permissions": ["read", "view_all"]}]
    with pytest.raises(Refusal, match="does not keep view_all or modify_all on Product2") as caught:
        worlds.plan(worlds.permission_set(object_permissions=wanted), org)
    assert caught.value.code == "NOT_KEPT"


def test_objects_and_tabs_go_by_the_orgs_spelling(org: MemoryOrg) -> None:
    task = worlds.permission_set(
        object_permissions=[{"object": "invoice__C", "permissions": ["read"]}], tabs=["STANDARD-account", "contact"]
    )
    worlds.apply(task, org)
    assert org.only("ObjectPermissions")["SobjectType"] == "Invoice__c"
    assert {one["Name"] for one in org.all("PermissionSetTabSetting")} == {"standard-Account", "standard-Contact"}
    assert worlds.plan(task, org).changes == []


def test_a_set_in_use_is_not_deleted(org: MemoryOrg) -> None:
    worlds.apply(worlds.permission_set(), org)
    worlds.apply(("assignment", {"users": ["admin@example.com"], "permission_sets": ["Integration"]}), org)
    with pytest.raises(Refusal, match="assigned to admin@example.com; unassign it first") as caught:
        worlds.plan(worlds.permission_set(state="absent"), org)
    assert caught.value.code == "DELETE_FAILED"
