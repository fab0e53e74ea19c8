# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What options cannot mean is refused in one sentence, without asking the org."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access import object_permissions
from ansible_collections.sfops.salesforce.plugins.module_utils._access.edits import edit
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Findings, Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Known
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._access import worlds

Options = t.Dict[str, t.Any]


def of_account(words: t.Any) -> Options:
    return {"object_permissions": [{"object": "Account", "permissions": words}]}


def fields(**options: t.Any) -> Options:
    return {"field_permissions": [{"object": "Account", **options}]}


#: Options of a permission set -> a part of the sentence.
WRONG: list[tuple[Options, str]] = [
    (of_account(5), "takes a list of permissions for Account; it has 5"),
    (of_account([{"read": True}]), "takes a list of permissions for Account; it has [{'read': True}]"),
    (of_account({"read": False}), "takes a list of permissions for Account; it has {'read': False}"),
    (of_account([]), "takes a list of permissions for Account; it has []"),
    (of_account(None), "takes a list of permissions for Account; it has None"),
    (of_account(["write"]), "has the permission 'write' on Account"),
    (
        {"object_permissions": [{"object": "Custom Thing", "permissions": ["read"]}]},
        "'Custom Thing' is not the API name of an object; custom objects end in __c; change object_permissions",
    ),
    ({"object_permissions": {"remove": [{"object": "A<read>"}]}}, "'A<read>' is not the API name"),
    ({"object_permissions": [{"object": "\u00c9tat__c", "permissions": "read"}]}, "'\u00c9tat__c' is not the API name"),
    (
        {"field_permissions": [{"object": "Custom Thing", "read": ["Name"]}]},
        "'Custom Thing' is not the API name of an object; custom objects end in __c; change field_permissions",
    ),
    (fields(read="Name"), "takes a list of field names under 'read' of Account"),
    (fields(edit=None), "takes a list of field names under 'edit' of Account; it has None"),
    (fields(all_readable="yes"), "takes true or false under 'all_readable' of Account"),
    ({"tabs": [{"name": "standard-Account", "visibility": ["visible"]}]}, "as visibility of standard-Account"),
    ({"tabs": [{"name": "standard-Account", "visibility": None}]}, "as visibility of standard-Account; it has None"),
    ({"system_permissions": {"set": None}}, "'set' of option system_permissions is empty; write [] for none"),
    ({"tabs": {"add": None}}, "'add' of option tabs is empty; write [] for none"),
    ({"custom_permissions": {"remove": None}}, "'remove' of option custom_permissions is empty; write [] for none"),
    ({"tabs": {"set": [], "remove": ["standard-Account"]}}, "'set' beside 'add' or 'remove'"),
]


@pytest.mark.parametrize(("options", "part"), WRONG)
def test_what_cannot_be_meant_is_refused(options: Options, part: str) -> None:
    with pytest.raises(Refusal) as refused:
        worlds.make(worlds.permission_set(**options))
    assert part in str(refused.value)
    assert refused.value.code == "BAD_OPTION"
    assert refused.value.fields == list(options)


@pytest.mark.parametrize(("kind", "option"), [("assignment", "permission_sets"), ("license_assignment", "licenses")])
def test_a_required_option_is_not_empty(kind: str, option: str) -> None:
    with pytest.raises(Refusal, match=f"^Option {option} is empty; write \\[\\] for none$"):
        worlds.make((kind, {"users": ["admin@example.com"], option: None}))


@pytest.mark.parametrize("how", ["add", "set"])
@pytest.mark.parametrize("entry", [{}, {"all_readable": False}])
def test_an_object_without_fields_is_not_wanted(how: str, entry: Options) -> None:
    task = worlds.permission_set(field_permissions={how: [{"object": "account", **entry}]})
    with pytest.raises(Refusal, match="names Account without fields; list them, or leave the object out"):
        worlds.plan(task, worlds.world())


def test_the_object_alone_removes_all_its_fields_and_empty_lists_none() -> None:
    org = worlds.world()
    worlds.apply(worlds.permission_set(field_permissions=[{"object": "Account", "read": ["Phone", "Industry"]}]), org)
    kept = worlds.permission_set(field_permissions={"remove": [{"object": "Account", "read": [], "edit": []}]})
    assert not worlds.plan(kept, org).changes
    gone = worlds.permission_set(field_permissions={"remove": [{"object": "Account"}]})
    assert [one.key for one in worlds.plan(gone, org).changes] == ["Account.Industry", "Account.Phone"]


@pytest.mark.parametrize("first", ["standard-Account", "Account"])
def test_a_tab_is_not_wanted_in_two_ways(first: str) -> None:
    two = [{"name": first, "visibility": "visible"}, {"name": "standard-Account", "visibility": "available"}]
    with pytest.raises(Refusal, match="wants standard-Account both visible and available; keep one of the two"):
        worlds.plan(worlds.permission_set(tabs=two), worlds.world())
    twice = [{"name": first}, {"name": "standard-Account"}]
    assert worlds.words(worlds.plan(worlds.permission_set(tabs=twice), worlds.world()))[1:] == [
        "grant tab standard-Account"
    ]


def test_an_unknown_object_of_a_removal_is_told() -> None:
    removed = [{"object": one} for one in ("Acount", "account", "Contact", "Task")]
    edited = edit("object_permissions", {"remove": removed}, object_permissions.entry)
    assert object_permissions.removal_reads(edited, ["Account"]) == [object_permissions.OFFERED]
    known, findings = Known(), Findings()
    known.put(object_permissions.OFFERED, worlds.world().described["objectpermissions"])
    object_permissions.check_removed(edited, ["Account"], known, findings)
    with pytest.raises(Refusal, match=r"^The org offers no object permissions on 'Acount' \(did you mean Account\?\)"):
        findings.refuse()
    assert not object_permissions.removal_reads(edited, ["Acount", "Account", "Contact", "Task"])
