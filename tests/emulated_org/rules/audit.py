# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The setup audit trail: one row for every change of setup that Salesforce tells of."""

from __future__ import annotations

import typing as t

from ..schema.standard import data
from ..store.database import Row
from . import dependencies

if t.TYPE_CHECKING:
    from ..org import Org
    from ..schema.model import SObject
    from .writer import Writer

Entries = t.Iterator[tuple[str, dict[str, t.Any]]]
#: Words for the object permissions a row opens, in the order of the trail.
OBJECTS = {**dependencies.WORDS, "viewAllRecords": "View All", "modifyAllRecords": "Modify All"}
#: What the trail calls that which SetupEntityAccess opens, and what it says of it.
ENTITIES = {
    "ApexClass": "{name} Apex class access was {state}",
    "ConnectedApplication": "{name} connected app is {state}",
    "CustomPermission": "{name} Custom Permission was {state}",
}


def entry(org: Org, by: str, action: str, kind: str = "", **words: t.Any) -> None:
    """Write a row for *action*; *kind* is the action's own name where many share a text."""
    section, text = data("audit.json")["actions"][action]
    row = dict.fromkeys(("DelegateUser", "ResponsibleNamespacePrefix", "CreatedByContext", "CreatedByIssuer"))
    org.database.insert(
        "SetupAuditTrail",
        {
            **row,
            "Id": org.ids.new("0Ym"),
            "Action": kind or action,
            "Section": section,
            "Display": text.format(**words),
            "CreatedDate": org.clock.stamp(),
            "CreatedById": by,
        },
    )


def follow(writer: Writer, sobject: SObject, old: Row | None, new: Row | None) -> None:
    """A record was created (no *old*), changed or deleted (no *new*)."""
    tell = TELLERS.get(sobject.name)
    if tell is not None:
        for action, words in tell(writer.org, old, new):
            entry(writer.org, writer.access.user, action, **words)


def _either(old: Row | None, new: Row | None) -> Row:
    return t.cast("Row", new or old)


def _person(org: Org, user: str) -> dict[str, t.Any]:
    found = org.database.pick("User", user, "Name") or {"Name": user}
    return {"user": found["Name"], "id": user[:15]}


def _user(org: Org, old: Row | None, new: Row | None) -> Entries:
    if new is None:
        return
    words = {"user": new["Name"], "id": new["Id"][:15]}
    if old is None:
        yield "createduser", words
        return
    if old["IsActive"] != new["IsActive"]:
        yield ("activateduser" if new["IsActive"] else "deactivateduser"), words
    for column, action in (("Email", "changedemail"), ("Username", "changedusername")):
        if old[column] != new[column]:
            yield action, {**words, "old": old[column], "new": new[column]}
    if old["UserPermissionsMarketingUser"] != new["UserPermissionsMarketingUser"]:
        yield (
            ("changedmarketinguseroffon" if new["UserPermissionsMarketingUser"] else "changedmarketinguseronoff"),
            words,
        )
    if old["ProfileId"] != new["ProfileId"]:
        names = [str((org.database.pick("Profile", row["ProfileId"], "Name") or {})["Name"]) for row in (old, new)]
        kinds = ["std" if name in org.standard_profiles else "cust" for name in names]
        tail = "" if kinds == ["cust", "cust"] else f"{kinds[0]}to{kinds[1]}"
        yield f"changedprofileforuser{tail}", {**words, "old": names[0], "new": names[1]}
    if old["UserRoleId"] != new["UserRoleId"]:
        yield _role(org, old, new, words)


def _role(org: Org, old: Row, new: Row, words: dict[str, t.Any]) -> tuple[str, dict[str, t.Any]]:
    names = [(org.database.pick("UserRole", str(row["UserRoleId"]), "Name") or {}).get("Name") for row in (old, new)]
    tail = "fromnone" if names[0] is None else "tonone" if names[1] is None else ""
    return f"changedroleforuser{tail}", {**words, "old": names[0], "new": names[1]}


def _login(org: Org, old: Row | None, new: Row | None) -> Entries:
    if old is not None and new is not None and old["IsFrozen"] != new["IsFrozen"]:
        yield ("frozeuser" if new["IsFrozen"] else "unfrozeuser"), _person(org, new["UserId"])


def _permissions(org: Org, name: str, old: Row, new: Row) -> t.Iterator[tuple[str, bool]]:
    """Labels of the user permissions that differ, with whether they are on now."""
    for one in org.catalog.objects[name].fields.values():
        if one.system_permission and bool(old.get(one.name)) != bool(new.get(one.name)):
            yield one.label, bool(new.get(one.name))


def _set(org: Org, old: Row | None, new: Row | None) -> Entries:
    words = {"name": _either(old, new)["Label"]}
    if new is None:
        yield "PermSetDelete", words
        return
    if old is None:
        licence = org.database.pick("UserLicense", str(new["LicenseId"]), "Name")
        licence = licence or org.database.pick("PermissionSetLicense", str(new["LicenseId"]), "MasterLabel")
        if licence is None:
            yield "PermSetCreateNoLicense", words
        else:
            (licence_label,) = licence.values()
            yield "PermSetCreate", {**words, "license": licence_label}
        old = {**new, **{key: False for key in new if key.startswith("Permissions")}}
    if old["Label"] != new["Label"]:
        yield "PermSetLabelChange", {**words, "old": old["Label"], "new": new["Label"]}
    if old["Description"] != new["Description"]:
        yield "PermSetDescriptionChange", words
    for label, on in _permissions(org, "permissionset", old, new):
        yield ("PermSetEnableUserPerm" if on else "PermSetDisableUserPerm"), {**words, "permission": label}


def _profile(org: Org, old: Row | None, new: Row | None) -> Entries:
    words = {"name": _either(old, new)["Name"]}
    if old is None:
        yield "createdprofile", words
    elif new is None:
        yield "deletedprofile", words
    else:
        for label, on in _permissions(org, "profile", old, new):
            states = ("disabled", "enabled") if on else ("enabled", "disabled")
            yield "profilePermChangedCustom", {**words, "permission": label, "old": states[0], "new": states[1]}


def _owner(org: Org, parent: str) -> tuple[str, bool] | None:
    """Name of the permission set or profile a row belongs to, and whether it is a profile; None for muting ones."""
    row = org.database.pick("PermissionSet", parent, "Label", "ProfileId", "IsOwnedByProfile")
    if row is None:
        return None
    if row["IsOwnedByProfile"]:
        return str((org.database.pick("Profile", row["ProfileId"], "Name") or {}).get("Name")), True
    return row["Label"], False


def _below(actions: tuple[str, str], what: str, shown: t.Callable[[Row | None], str]) -> t.Any:
    """What is told of rows below a permission set: *actions* of sets and of profiles."""

    def tell(org: Org, old: Row | None, new: Row | None) -> Entries:
        row = _either(old, new)
        owner, states = _owner(org, row["ParentId"]), (shown(old), shown(new))
        if owner is not None and states[0] != states[1]:
            words = {"name": owner[0], "what": str(row[what]).replace(".", ": "), "old": states[0], "new": states[1]}
            yield actions[owner[1]], words

    return tell


def _opened(row: Row | None) -> str:
    verbs = [dependencies.split(one)[1] for one in dependencies.of_row(row)] if row is not None else []
    return ", ".join(word for verb, word in OBJECTS.items() if verb in verbs) or "No Access"


def _level(row: Row | None) -> str:
    if row is None or not row["PermissionsRead"]:
        return "No Access"
    return "Edit" if row["PermissionsEdit"] else "Read"


def _tab(row: Row | None) -> str:
    return {"DefaultOn": "Visible", "DefaultOff": "Available"}[row["Visibility"]] if row is not None else "None"


def _access(org: Org, old: Row | None, new: Row | None) -> Entries:
    row = _either(old, new)
    owner, kind, on = _owner(org, row["ParentId"]), str(row["SetupEntityType"]), new is not None
    if owner is None or kind not in ENTITIES:
        return
    state = "enabled" if on else "disabled"
    standard = "Standard" if owner[0] in org.standard_profiles else "Custom"
    action = f"SetupEntityAccessAudit_{'Profile' if owner[1] else 'PermissionSet'}_{kind}_{state.capitalize()}"
    column = "DeveloperName" if kind == "CustomPermission" else "Name"
    target = (org.database.pick(kind, row["SetupEntityId"], column) or {}).get(column)
    text = ENTITIES[kind].format(name=target, state=state)
    words = {"owner": "profile" if owner[1] else "permission set", "name": owner[0], "what": text, "state": ""}
    yield "access", {**words, "kind": action + (standard if owner[1] else "")}


def _assignment(org: Org, old: Row | None, new: Row | None) -> Entries:
    row, tail = _either(old, new), "Assign" if old is None else "Unassign"
    if old is not None and new is not None:
        return
    words = _person(org, row["AssigneeId"])
    if row["PermissionSetGroupId"]:
        group = org.database.pick("PermissionSetGroup", row["PermissionSetGroupId"], "MasterLabel") or {}
        yield f"PermSetGroup{tail}", {**words, "name": group.get("MasterLabel")}
    else:
        found = org.database.pick("PermissionSet", row["PermissionSetId"], "Label") or {}
        yield f"PermSet{tail}", {**words, "name": found.get("Label")}


def _licence(org: Org, old: Row | None, new: Row | None) -> Entries:
    row, tail = _either(old, new), "Assign" if old is None else "Unassign"
    found = org.database.pick("PermissionSetLicense", row["PermissionSetLicenseId"], "MasterLabel") or {}
    yield f"PermSetLicense{tail}", {**_person(org, row["AssigneeId"]), "name": found.get("MasterLabel")}


def _group(org: Org, old: Row | None, new: Row | None) -> Entries:
    if old is None or new is None:
        action = "PermissionSetGroupCreate" if old is None else "PermissionSetGroupDelete"
        yield action, {"name": _either(old, new)["DeveloperName"]}


def _component(org: Org, old: Row | None, new: Row | None) -> Entries:
    row = _either(old, new)
    group = org.database.pick("PermissionSetGroup", row["PermissionSetGroupId"], "DeveloperName") or {}
    member = org.database.pick("PermissionSet", row["PermissionSetId"], "Label") or {}
    member = member or org.database.pick("MutingPermissionSet", row["PermissionSetId"], "MasterLabel") or {}
    action = "PermissionSetGroupComponentAdd" if old is None else "PermissionSetGroupComponentRemoved"
    yield action, {"name": group.get("DeveloperName"), "what": next(iter(member.values()), None)}


def _package(org: Org, old: Row | None, new: Row | None) -> Entries:
    if old is None and new is not None:
        yield "granteduserpackagelicense", {"id": new["UserId"][:15]}


TELLERS: dict[str, t.Callable[[t.Any, Row | None, Row | None], Entries]] = {
    "User": _user,
    "UserLogin": _login,
    "PermissionSet": _set,
    "Profile": _profile,
    "ObjectPermissions": _below(("PermSetEntityPermChanged", "profileOlpChangedCustom"), "SobjectType", _opened),
    "FieldPermissions": _below(("PermSetFlsChanged", "profileFlsChangedCustom"), "Field", _level),
    "PermissionSetTabSetting": _below(("PermSetTabSettingsChangedNew", "profileTabsetChangedCustom"), "Name", _tab),
    "SetupEntityAccess": _access,
    "PermissionSetAssignment": _assignment,
    "PermissionSetLicenseAssign": _licence,
    "PermissionSetGroup": _group,
    "PermissionSetGroupComponent": _component,
    "UserPackageLicense": _package,
}
