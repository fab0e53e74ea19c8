# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of permission sets, what is in them, and what is muted in them."""

from __future__ import annotations

import typing as t

from ..errors import refuse
from ..store.database import Row
from . import assignments, groups, licences
from .base import Rules, rules_for
from .permission_set import NAME
from .profile import drop_content

if t.TYPE_CHECKING:
    from .writer import Writer


@rules_for("PermissionSetGroup")
class GroupRules(Rules):
    """A group owns the permission set that shows the sum of its parts (Object Reference, PermissionSetGroup)."""

    def before_create(self, writer: Writer, row: Row) -> None:
        self._name(writer, row)
        row["Status"] = "Outdated"

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        self._name(writer, new)

    def before_delete(self, writer: Writer, old: Row) -> None:
        database = writer.database
        assigned = database.find("PermissionSetAssignment", PermissionSetGroupId=old["Id"])
        if assigned:
            users = ", ".join(row["Id"] for row in assigned[:5])
            raise refuse("set_in_use", name=old["MasterLabel"], users=users)
        _parts, muting = groups.members(writer.org, old["Id"])
        for row in database.ids("PermissionSetGroupComponent", PermissionSetGroupId=old["Id"]):
            database.delete("PermissionSetGroupComponent", row)
        for one in muting:
            drop_content(writer.org, one)
            database.delete("MutingPermissionSet", one)
        for parent in database.ids("PermissionSet", PermissionSetGroupId=old["Id"]):
            drop_content(writer.org, parent)
            database.delete("PermissionSet", parent)

    def after(self, writer: Writer, old: Row | None, new: Row | None) -> None:
        if new is None:
            writer.org.outdated.pop(str((old or {}).get("Id")), None)
            return
        shown = {
            "Name": new["DeveloperName"],
            "Label": new["MasterLabel"],
            "Description": new["Description"],
            "HasActivationRequired": new["HasActivationRequired"],
        }
        if old is not None:
            writer.database.update("PermissionSet", groups.aggregate(writer.org, new["Id"]), shown)
            return
        fields = writer.org.catalog.objects["permissionset"].fields.values()
        row: Row = {one.name: False if one.boolean else None for one in fields}
        row.update({key: new[key] for key in ("CreatedDate", "CreatedById", "LastModifiedDate", "SystemModstamp")})
        row.update(
            Id=writer.org.ids.new("0PS"),
            LastModifiedById=new["CreatedById"],
            PermissionSetGroupId=new["Id"],
            Type="Group",
            **shown,
        )
        writer.database.insert("PermissionSet", row)
        groups.outdate(writer.org, new["Id"])

    def _name(self, writer: Writer, row: Row) -> None:
        """The group and its permission set share a name, so it must be free among permission sets, too."""
        if not NAME.match(str(row["DeveloperName"])):
            raise refuse("set_name_form", ["DeveloperName"])
        twins = writer.database.ids("PermissionSetGroup", DeveloperName=row["DeveloperName"])
        sets = writer.database.find("PermissionSet", Name=row["DeveloperName"], NamespacePrefix=row["NamespacePrefix"])
        if any(found != row["Id"] for found in twins) or any(one["PermissionSetGroupId"] != row["Id"] for one in sets):
            raise writer.org.refuse("set_name_taken", ["DeveloperName"])


@rules_for("PermissionSetGroupComponent")
class ComponentRules(Rules):
    """A permission set is in a group once; sets of profiles and of groups cannot be; one set may mute (help: Muting
    Permission Sets)."""

    def before_create(self, writer: Writer, row: Row) -> None:
        keys = {key: row[key] for key in ("PermissionSetGroupId", "PermissionSetId")}
        twins = writer.database.ids("PermissionSetGroupComponent", **keys)
        if twins:
            raise refuse("row_twice", id=twins[0])
        if str(row["PermissionSetId"]).startswith(groups.MUTING):
            self._muting(writer, row)
            return
        parent = writer.database.get("PermissionSet", row["PermissionSetId"]) or {}
        if parent.get("IsOwnedByProfile") or parent.get("PermissionSetGroupId"):
            raise refuse("cross_reference")
        for held in writer.database.find("PermissionSetAssignment", PermissionSetGroupId=row["PermissionSetGroupId"]):
            user = writer.database.get("User", held["AssigneeId"]) or {}
            assignments.check_licence(writer, user, parent)
            licences.check_assignment(writer.org, user, parent)

    def _muting(self, writer: Writer, row: Row) -> None:
        _parts, muting = groups.members(writer.org, row["PermissionSetGroupId"])
        if muting or groups.groups_of(writer.org, row["PermissionSetId"]):
            raise refuse("muting_once", ["PermissionSetId"])


@rules_for("MutingPermissionSet")
class MutingRules(Rules):
    """Object Reference, MutingPermissionSet: what is on in it is off in its group."""

    def before_create(self, writer: Writer, row: Row) -> None:
        self._name(writer, row)

    def before_update(self, writer: Writer, old: Row, new: Row) -> None:
        self._name(writer, new)

    def before_delete(self, writer: Writer, old: Row) -> None:
        for row in writer.database.find("PermissionSetGroupComponent", PermissionSetId=old["Id"]):
            writer.database.delete("PermissionSetGroupComponent", row["Id"])
            groups.outdate(writer.org, row["PermissionSetGroupId"])
        drop_content(writer.org, old["Id"])

    def _name(self, writer: Writer, row: Row) -> None:
        if not NAME.match(str(row["DeveloperName"])):
            raise refuse("set_name_form", ["DeveloperName"])
        twins = writer.database.ids("MutingPermissionSet", DeveloperName=row["DeveloperName"])
        if any(found != row["Id"] for found in twins):
            raise writer.org.refuse("set_name_taken", ["DeveloperName"])
