# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects and fields that come with a package and go with it."""

from __future__ import annotations

import typing as t

from ..schema import changes
from ..schema.catalog import Tab
from ..schema.custom import custom_field, custom_object
from ..world.seed import Seed
from .catalogue import Version

if t.TYPE_CHECKING:
    from ..org import Org

#: What an administrator's profile gets of a packaged object.
EVERYTHING = "CREDVM"


def named(namespace: str, raw: dict[str, t.Any]) -> dict[str, t.Any]:
    """Under the name of the org that installs it: ``Log__c`` of the package ``acme`` is ``acme__Log__c`` there."""
    return {**raw, "name": f"{namespace}__{raw['name']}"}


def bring(seed: Seed, wanted: Version, parents: t.Sequence[str]) -> None:
    """The objects and fields of *wanted* that the organisation lacks; *parents* are permission sets that get all of them."""
    org, space = seed.org, wanted.namespace
    before = set(org.catalog.grantable_fields)
    for raw in wanted.brings.get("custom_objects", ()):
        made = custom_object({**named(space, raw), "fields": ()}, changes.free_number(org))
        if org.catalog.get(made.name) is None:
            changes.put_object(org, made)
            org.catalog.tabs[made.name.lower()] = Tab(made.name, made.plural, made.name, True)
            for parent in parents:
                org.database.insert("ObjectPermissions", seed.object_row(parent, made.name, EVERYTHING))
        _fields(org, space, made.name, raw.get("fields", ()))
    for owner, fields in wanted.brings.get("custom_fields", {}).items():
        _fields(org, space, owner, fields)
    added = {key: found for key, found in org.catalog.grantable_fields.items() if key not in before}
    letters = {f"{sobject.name}.{one.name}": "RE" for sobject, one in added.values()}
    for parent in parents:
        org.database.insert_many("FieldPermissions", seed.field_rows(parent, letters))


def _fields(org: Org, namespace: str, owner: str, fields: t.Iterable[dict[str, t.Any]]) -> None:
    for raw in fields:
        one = custom_field(named(namespace, raw))
        (first, *_mirror) = changes.owners(owner)
        if org.catalog.objects[first.lower()].field(one.name) is None:
            changes.put_field(org, owner, one)


def take_away(org: Org, gone: Version) -> None:
    """The objects and fields with the package's namespace, their records, and every permission for them."""
    start = f"{gone.namespace}__"
    for sobject in list(org.catalog.objects.values()):
        if sobject.name.startswith(start):
            for row in org.database.ids("PermissionSetTabSetting", Name=sobject.name):
                org.database.delete("PermissionSetTabSetting", row)
            changes.drop_object(org, sobject)
            continue
        for one in sobject.fields.values():
            if one.name.startswith(start):
                changes.drop_field(org, sobject.name, one)
