# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tiny org in memory: tables, relationships, and the few rules that a plan's writes must respect one by one."""

from __future__ import annotations

import copy
import re
import typing as t

from ansible_collections.sfops.salesforce.plugins.module_utils._access.components import updated
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import (
    AnyOf,
    Await,
    Create,
    Delete,
    Describe,
    Job,
    Metadata,
    Read,
    Ref,
    Rest,
    RevokeToken,
    SetPassword,
    SignIn,
    Update,
    UpdateMetadata,
    Where,
    Write,
)

Record = t.Dict[str, t.Any]

PREFIXES = {
    "User": "005",
    "UserLogin": "0Yw",
    "Profile": "00e",
    "UserLicense": "100",
    "PermissionSet": "0PS",
    "PermissionSetGroup": "0PG",
    "PermissionSetGroupComponent": "0PM",
    "MutingPermissionSet": "0QM",
    "PermissionSetLicense": "0PL",
    "PermissionSetLicenseAssign": "2LA",
    "PermissionSetAssignment": "0Pa",
    "ObjectPermissions": "110",
    "FieldPermissions": "01k",
    "PermissionSetTabSetting": "01P",
    "SetupEntityAccess": "0J0",
    "ConnectedApplication": "0H4",
    "CustomPermission": "0CP",
    "PermissionDependency": "0Pd",
    "TabDefinition": "01r",
    "Organization": "00D",
    "OauthToken": "0CQ",
}
#: Relationship -> its column and, where only one is meant, the object it leads to.
RELATIONS = {
    "Profile": "ProfileId",
    "UserLicense": "UserLicenseId",
    "License": "LicenseId",
    "Parent": "ParentId",
    "Assignee": "AssigneeId",
    "PermissionSet": "PermissionSetId",
    "PermissionSetGroup": "PermissionSetGroupId",
    "PermissionSetLicense": "PermissionSetLicenseId",
}
UNIQUE = {
    "User": ("Username",),
    "Profile": ("Name",),
    "PermissionSet": ("Name", "NamespacePrefix"),
    "ObjectPermissions": ("ParentId", "SobjectType"),
    "FieldPermissions": ("ParentId", "Field"),
    "PermissionSetTabSetting": ("ParentId", "Name"),
    "SetupEntityAccess": ("ParentId", "SetupEntityId"),
    "PermissionSetAssignment": ("AssigneeId", "PermissionSetId"),
    "PermissionSetLicenseAssign": ("AssigneeId", "PermissionSetLicenseId"),
    "PermissionSetGroup": ("DeveloperName",),
    "PermissionSetGroupComponent": ("PermissionSetGroupId", "PermissionSetId"),
    "MutingPermissionSet": ("DeveloperName",),
}
VERBS = {
    "PermissionsRead": "read",
    "PermissionsCreate": "create",
    "PermissionsEdit": "update",
    "PermissionsDelete": "delete",
    "PermissionsViewAllRecords": "viewAllRecords",
    "PermissionsModifyAllRecords": "modifyAllRecords",
    "PermissionsViewAllFields": "viewAllFields",
}
FLAGS = {
    "allowRead": "PermissionsRead",
    "allowCreate": "PermissionsCreate",
    "allowEdit": "PermissionsEdit",
    "allowDelete": "PermissionsDelete",
    "viewAllRecords": "PermissionsViewAllRecords",
    "modifyAllRecords": "PermissionsModifyAllRecords",
    "viewAllFields": "PermissionsViewAllFields",
}
WITHIN_OBJECT = {
    "create": {"read"},
    "update": {"read"},
    "delete": {"read", "update"},
    "viewAllRecords": {"read"},
    "modifyAllRecords": {"read", "update", "delete", "viewAllRecords"},
    "viewAllFields": {"read"},
}


class Refused(Exception):
    """The org says no; the same attributes as the client's error."""

    def __init__(self, message: str, code: str = "FIELD_INTEGRITY_EXCEPTION", index: int | None = None) -> None:
        super().__init__(message)
        self.message, self.code, self.index, self.committed = message, code, index, 0
        self.uncertain = False


class Lost(Exception):
    """The answer never came."""


class MemoryOrg:
    """Answers reads and carries out writes, each write on its own judged by the rules, all of them or none."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Record]] = {name: {} for name in PREFIXES}
        self.described: dict[str, Record] = {}
        #: Components of the Metadata API by type and full name, and what resources say by path.
        self.components: dict[tuple[str, str], Record] = {}
        self.resources: dict[str, t.Any] = {}
        self.passwords: dict[str, str] = {}
        self.jobs: list[Job] = []
        self.edges: dict[str, set[str]] = {}
        self.reads: list[list[Read]] = []
        self.written: list[list[Write]] = []
        self._count = 0

    def add(self, sobject: str, **fields: t.Any) -> str:
        """Put a record in, past the rules."""
        self._count += 1
        record_id = f"{PREFIXES[sobject]}5f{self._count:010d}AAA"
        self.tables[sobject][record_id] = {"Id": record_id, **fields}
        if sobject == "Profile":
            self.add("PermissionSet", ProfileId=record_id, IsOwnedByProfile=True, IsCustom=True, Name=f"X{record_id}")
        return record_id

    def all(self, sobject: str, **wanted: t.Any) -> list[Record]:
        rows = self.tables[sobject].values()
        return [row for row in rows if all(row.get(name) == value for name, value in wanted.items())]

    def only(self, sobject: str, **wanted: t.Any) -> Record:
        (found,) = self.all(sobject, **wanted)
        return found

    def snapshot(self) -> t.Any:
        """Everything but Ids of rows, for comparing two orgs or two moments."""
        return copy.deepcopy(self.tables)

    # What the engine asks for.

    def read(self, reads: t.Sequence[Read]) -> list[t.Any]:
        self.reads.append(list(reads))
        return [self._answer(one) for one in reads]

    def write(
        self, writes: t.Sequence[Write], then: t.Sequence[Read] = ()
    ) -> tuple[list[str | None], list[t.Any] | None]:
        self.written.append(list(writes))
        before, names, ids = copy.deepcopy((self.tables, self.components)), dict[str, str](), list[t.Optional[str]]()
        for index, write in enumerate(writes):
            try:
                ids.append(self._carry_out(write, names))
                self._judge()
            except Refused as error:
                self.tables, self.components = before
                error.index = index
                raise
        return ids, [self._answer(one) for one in then] if then else None

    def _answer(self, read: Read) -> t.Any:
        if isinstance(read, Describe):
            return self.described.get(read.sobject.lower())
        if isinstance(read, Metadata):
            if read.type == "Profile" and self.all("Profile", Name=read.name):
                return {
                    "fullName": read.name,
                    "custom": True,
                    **copy.deepcopy(self.components.get((read.type, read.name), {})),
                }
            return copy.deepcopy(self.components.get((read.type, read.name)))
        if isinstance(read, Rest):
            return copy.deepcopy(self.resources[read.path])
        if isinstance(read, SignIn):
            raise NotImplementedError("nobody signs in to an org in memory")
        if read.sobject not in self.tables:
            if read.optional:
                return None
            raise Refused(f"sObject type '{read.sobject}' is not supported.", "INVALID_TYPE")
        self._count_seats()
        rows = [row for row in self.tables[read.sobject].values() if all(self._holds(one, row) for one in read.where)]
        if read.order_by:
            rows.sort(key=lambda row: str(self._value(row, read.order_by)))
        found = [self._shown(row, read.fields) for row in rows]
        return copy.deepcopy(found[: read.limit] if read.limit else found)

    def _shown(self, row: Record, fields: t.Iterable[str]) -> Record:
        shown: Record = {}
        for name in fields:
            if name == "FIELDS(ALL)":
                shown.update(row)
            elif "." in name:
                self._nest(shown, row, name.split("."))
            else:
                shown[name] = row.get(name)
        return shown

    def _nest(self, shown: Record, row: Record, path: list[str]) -> None:
        if len(path) == 1:
            shown[path[0]] = row.get(path[0])
            return
        other = self.find(row.get(RELATIONS[path[0]]))
        if other is None or (path[0] == "PermissionSet" and other["Id"] in self.tables["MutingPermissionSet"]):
            # What mutes is a component of its group, and no permission set.
            shown[path[0]] = None
        else:
            inner = shown.get(path[0]) or {}
            self._nest(inner, other, path[1:])
            shown[path[0]] = inner

    def find(self, record_id: t.Any) -> Record | None:
        for table in self.tables.values():
            if record_id in table:
                return table[record_id]
        return None

    def _value(self, row: Record | None, path: str) -> t.Any:
        *relations, name = path.split(".")
        for one in relations:
            row = self.find(row.get(RELATIONS[one])) if row else None
        if row and name == "Name" and row["Id"].startswith(PREFIXES["PermissionSetLicense"]):
            return row.get("MasterLabel")
        return row.get(name) if row else None

    def _holds(self, condition: Where | AnyOf, row: Record) -> bool:
        if isinstance(condition, AnyOf):
            return any(self._holds(one, row) for one in condition.conditions)
        found = _folded(self._value(row, condition.field))
        if condition.op == "IN":
            return found in [_folded(one) for one in t.cast(t.Tuple[t.Any, ...], condition.value)]
        wanted = _folded(condition.value)
        if condition.op == "!=":
            return bool(found != wanted)
        return bool(found == wanted or (wanted is False and found is None))

    def _count_seats(self) -> None:
        for one in self.tables["UserLicense"].values():
            users = self.all("User", IsActive=True)
            one["UsedLicenses"] = one.get("Others", 0) + sum(
                (self.find(user["ProfileId"]) or {}).get("UserLicenseId") == one["Id"] for user in users
            )
        for one in self.tables["PermissionSetLicense"].values():
            held = self.all("PermissionSetLicenseAssign", PermissionSetLicenseId=one["Id"])
            one["UsedLicenses"] = one.get("Others", 0) + len(held)

    def _carry_out(self, write: Write, names: dict[str, str]) -> str | None:
        if isinstance(write, (UpdateMetadata, Job, SetPassword)):
            return self._single(write, names)
        if isinstance(write, RevokeToken):
            return self._delete("OauthToken", self.only("OauthToken", DeleteToken=write.token)["Id"])
        if isinstance(write, Await):
            return self._settled(write)
        if isinstance(write, Delete):
            return self._delete(write.sobject, write.id)
        values = {key: names[one.name] if isinstance(one, Ref) else one for key, one in write.fields.items()}
        if isinstance(write, Update):
            record_id = names[write.id.name] if isinstance(write.id, Ref) else write.id
            if record_id not in self.tables[write.sobject]:
                raise Refused("entity is deleted", "ENTITY_IS_DELETED")
            self.tables[write.sobject][record_id].update(values)
            if values.get("IsActive") is False:
                # Deactivating gives permission set licences back (Salesforce Help 000394412).
                for row in self.all("PermissionSetLicenseAssign", AssigneeId=record_id):
                    del self.tables["PermissionSetLicenseAssign"][row["Id"]]
            return record_id
        return self._create(write, values, names)

    def _delete(self, sobject: str, record_id: str) -> str:
        if record_id not in self.tables[sobject]:
            raise Refused("entity is deleted", "ENTITY_IS_DELETED")
        self._refuse_deletion(record_id)
        for owned in self.all("PermissionSet", ProfileId=record_id):
            self._delete("PermissionSet", owned["Id"])
        self.components.pop(("Profile", self.tables[sobject][record_id].get("Name", "")), None)
        del self.tables[sobject][record_id]
        owners = (
            "ParentId",
            "PermissionSetGroupId",
            *(("PermissionSetId",) if sobject == "MutingPermissionSet" else ()),
        )
        for table in self.tables.values():
            for child in [key for key, row in table.items() if record_id in [row.get(one) for one in owners]]:
                del table[child]
        return record_id

    def _settled(self, write: Await) -> str:
        """Time passes: what is waited for comes true."""
        record_id = str(write.id)
        self.tables[write.sobject][record_id][write.field] = write.value
        return record_id

    def _single(self, write: UpdateMetadata | Job | SetPassword, names: dict[str, str]) -> str | None:
        if isinstance(write, Job):
            self.jobs.append(write)
            return None
        if isinstance(write, SetPassword):
            user = names[write.user.name] if isinstance(write.user, Ref) else write.user
            self.passwords[user] = write.password
            return user
        if write.type == "Profile" and self.all("Profile", Name=write.name):
            self._profile(write)
            return None
        component = self.components.get((write.type, write.name))
        if component is None:
            raise Refused(f"no {write.type} named {write.name} found", "INVALID_CROSS_REFERENCE_KEY")
        component.update(updated(write.type, component, copy.deepcopy(dict(write.content))))
        return None

    def _profile(self, write: UpdateMetadata) -> None:
        """A profile as a whole: rows below the permission set it owns, and what no record holds."""
        profile = self.only("Profile", Name=write.name)
        parent = self.only("PermissionSet", ProfileId=profile["Id"])["Id"]
        content = copy.deepcopy(dict(write.content))
        for entry in content.pop("userPermissions", ()):
            profile[f"Permissions{entry['name']}"] = entry["enabled"]
        for entry in content.pop("objectPermissions", ()):
            flags = {column: entry[flag] for flag, column in FLAGS.items()}
            self._row("ObjectPermissions", {"ParentId": parent, "SobjectType": entry["object"]}, flags)
        for entry in content.pop("fieldPermissions", ()):
            flags = {"PermissionsRead": entry["readable"], "PermissionsEdit": entry["editable"]}
            keys = {"ParentId": parent, "SobjectType": entry["field"].split(".")[0], "Field": entry["field"]}
            self._row("FieldPermissions", keys, flags)
        for entry in content.pop("tabVisibilities", ()):
            shown = {} if entry["visibility"] == "Hidden" else {"Visibility": entry["visibility"]}
            self._row("PermissionSetTabSetting", {"ParentId": parent, "Name": entry["tab"]}, shown)
        self.components.setdefault(("Profile", write.name), {}).update(content)

    def _row(self, sobject: str, keys: Record, values: Record) -> None:
        for row in self.all(sobject, **keys):
            del self.tables[sobject][row["Id"]]
        if any(values.values()):
            self.add(sobject, **keys, **values)

    def _refuse_deletion(self, record_id: str) -> None:
        users = ("User", "ProfileId"), ("PermissionSetAssignment", "PermissionSetId")
        groups = ("PermissionSetAssignment", "PermissionSetGroupId"), ("PermissionSetGroupComponent", "PermissionSetId")
        used = [one for one in (*users, *groups) if self.all(one[0], **{one[1]: record_id})]
        if used and record_id not in self.tables["MutingPermissionSet"]:
            raise Refused("Your attempt to delete could not be completed because it is in use", "DELETE_FAILED")

    def _create(self, write: Create, values: Record, names: dict[str, str]) -> str:
        unique = UNIQUE.get(write.sobject, ())
        for row in self.tables[write.sobject].values():
            if unique and all(_folded(row.get(one)) == _folded(values.get(one)) for one in unique):
                raise Refused(f"duplicate value found: {values}", "DUPLICATE_VALUE")
        record_id = self.add(write.sobject, **self._defaults(write.sobject, values), **values)
        if write.ref:
            names[write.ref] = record_id
        if write.sobject == "PermissionSetGroup":
            # The permission set that sums the group up; nobody edits it.
            self.add(
                "PermissionSet", Name=values["DeveloperName"], NamespacePrefix=None, PermissionSetGroupId=record_id
            )
        if write.sobject == "User":
            self.add("UserLogin", UserId=record_id, IsFrozen=False, IsPasswordLocked=False)
        return record_id

    def _defaults(self, sobject: str, values: Record) -> Record:
        if sobject == "PermissionSetGroup":
            return {"NamespacePrefix": None, "Status": "Outdated", **dict.fromkeys({"Description"} - set(values))}
        if sobject == "MutingPermissionSet":
            muted = [one["name"] for one in self.described["mutingpermissionset"]["fields"] if one["type"] == "boolean"]
            return {name: False for name in muted if name not in values}
        if sobject == "PermissionSetAssignment" and values.get("PermissionSetGroupId"):
            return {
                "PermissionSetId": self.only("PermissionSet", PermissionSetGroupId=values["PermissionSetGroupId"])["Id"]
            }
        if sobject == "PermissionSet":
            fields = self.described["permissionset"]["fields"]
            flags = {one["name"]: False for one in fields if one["name"].startswith("Permissions")}
            own = {"NamespacePrefix": None, "IsOwnedByProfile": False, "IsCustom": True, "PermissionSetGroupId": None}
            return {key: one for key, one in {**flags, **own}.items() if key not in values}
        if sobject == "Profile":
            fields = self.described["profile"]["fields"]
            return {
                one["name"]: False
                for one in fields
                if one["name"].startswith("Permissions") and one["name"] not in values
            }
        if sobject == "SetupEntityAccess":
            app = values["SetupEntityId"].startswith(PREFIXES["ConnectedApplication"])
            return {"SetupEntityType": "ConnectedApplication" if app else "CustomPermission"}
        if sobject == "User":
            return {"UserType": "Standard"}
        return {}

    # Rules.

    def nodes(self, parent: Record) -> set[str]:
        """The permissions that are on in a permission set or profile."""
        own = {
            name[len("Permissions") :] for name, on in parent.items() if name.startswith("Permissions") and on is True
        }
        owned = [row["Id"] for row in self.all("PermissionSet", ProfileId=parent["Id"])]
        for row in [one for set_id in (parent["Id"], *owned) for one in self.all("ObjectPermissions", ParentId=set_id)]:
            own |= {f"{row['SobjectType']}<{verb}>" for column, verb in VERBS.items() if row.get(column)}
        return own

    def requires(self, node: str) -> set[str]:
        required = set(self.edges.get(node, ()))
        found = re.match(r"(\w+)<(\w+)>", node)
        if found:
            required |= {f"{found[1]}<{verb}>" for verb in WITHIN_OBJECT.get(found[2], ())}
        return required

    def _judge(self) -> None:
        sets = [one for one in self.tables["PermissionSet"].values() if not one.get("IsOwnedByProfile")]
        for parent in [*sets, *self.tables["Profile"].values()]:
            on = self.nodes(parent)
            for node in sorted(on):
                missing = self.requires(node) - on
                if missing:
                    raise Refused(f"Permission {node} depends on permission(s): {', '.join(sorted(missing))}")
        for row in self.tables["ObjectPermissions"].values():
            if not any(row.get(column) for column in VERBS):
                raise Refused("an ObjectPermissions row must grant something")
        self._count_seats()
        for one in [*self.tables["UserLicense"].values(), *self.tables["PermissionSetLicense"].values()]:
            if one["UsedLicenses"] > one["TotalLicenses"]:
                raise Refused("License Limit Exceeded", "LICENSE_LIMIT_EXCEEDED")


def _folded(value: t.Any) -> t.Any:
    return value.casefold() if isinstance(value, str) else value
