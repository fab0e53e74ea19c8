# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Object permissions: ObjectPermissions rows under a permission set."""

from __future__ import annotations

import typing as t

from .dependencies import object_node, split_node
from .edits import Edit, api_name, mapping, shape
from .refusal import Findings, Refusal, near
from .requests import Describe, Read
from .resource import Known, Record

OPTION = "object_permissions"

#: Option word -> (column, verb in PermissionDependency rows).
VERBS: t.Mapping[str, tuple[str, str]] = {
    "read": ("PermissionsRead", "read"),
    "create": ("PermissionsCreate", "create"),
    "edit": ("PermissionsEdit", "update"),
    "delete": ("PermissionsDelete", "delete"),
    "view_all": ("PermissionsViewAllRecords", "viewAllRecords"),
    "modify_all": ("PermissionsModifyAllRecords", "modifyAllRecords"),
    "view_all_fields": ("PermissionsViewAllFields", "viewAllFields"),
}
COLUMNS = tuple(column for column, verb in VERBS.values())
_WORD = {verb: word for word, (column, verb) in VERBS.items()}

#: Salesforce reports success and keeps nothing when View All or Modify All is set on these (seen by users of the API, Jetstream).
_WITHOUT_ALL_RECORDS = ("Idea", "PendingOrdSumProcEvent", "Pricebook2", "Product2", "PushTopic")

#: What governs objects that have no object permissions (Object Reference; Salesforce Help, activity access).
_GOVERNED_BY = {
    "task": "the system permissions Edit Tasks and Access Activities",
    "event": "the system permissions Edit Events and Access Activities",
    "user": "the system permissions View All Users and Manage Internal Users",
    "campaignmember": "the access to Campaign, Lead and Contact",
    "opportunitylineitem": "the access to Opportunity",
    "orderitem": "the access to Order",
    "pricebookentry": "the access to Product2 and Pricebook2",
}

OFFERED = Describe("ObjectPermissions")

Wanted = tuple[str, tuple[str, ...]]


def entry(value: t.Any) -> Wanted:
    """One entry ``{object: Account, permissions: [read, edit]}``.

    Raises:
        Refusal: for another form, an impossible object name or an unknown permission word.
    """
    given = mapping(OPTION, value, ["object"], ["permissions"])
    sobject = api_name(OPTION, given["object"])
    if "permissions" not in given:
        return sobject, ()
    words = given["permissions"]
    words = [words] if isinstance(words, str) else words
    if not isinstance(words, (list, tuple)) or not words or not all(isinstance(word, str) for word in words):
        raise shape(OPTION, f"a list of permissions for {sobject}; it has {given['permissions']!r}")
    for word in words:
        if word not in VERBS:
            raise Refusal(
                f"Option {OPTION} has the permission '{word}' on {sobject}; use {', '.join(VERBS)}",
                "BAD_OPTION",
                [OPTION],
            )
    return sobject, tuple(words)


def nodes(edit: Edit[Wanted]) -> tuple[set[str], set[str]]:
    """The wanted and the removed permissions as nodes; a removal without permissions means all of the object's.

    Raises:
        Refusal: for a wanted entry without permissions, or one wanted and removed.
    """
    wanted: set[str] = set()
    for sobject, words in edit.wanted:
        if not words:
            raise Refusal(
                f"Option {OPTION} names {sobject} without permissions; list them, or leave the object out",
                "BAD_OPTION",
                [OPTION],
            )
        wanted |= {object_node(sobject, VERBS[word][1]) for word in words}
    removed = {object_node(sobject, VERBS[word][1]) for sobject, words in edit.removed for word in words or VERBS}
    both = wanted & removed
    if both:
        raise Refusal(
            f"Option {OPTION} adds and removes {', '.join(sorted(both))}; keep one of the two", "BAD_OPTION", [OPTION]
        )
    return wanted, removed


def granted(rows: t.Iterable[Record]) -> set[str]:
    """The object permissions that are on, as nodes."""
    return {
        object_node(row["SobjectType"], verb)
        for row in rows
        for column, verb in VERBS.values()
        if row.get(column) is True
    }


def by_object(some: t.Iterable[str]) -> dict[str, list[str]]:
    """Nodes as ``{object: [words]}``, both in their natural order; user permissions are passed over."""
    grouped: dict[str, set[str]] = {}
    for node in some:
        parts = split_node(node)
        if parts and parts[1] in _WORD:
            grouped.setdefault(parts[0], set()).add(_WORD[parts[1]])
    return {sobject: [word for word in VERBS if word in grouped[sobject]] for sobject in sorted(grouped)}


def columns(words: t.Iterable[str], of: t.Iterable[str] = tuple(VERBS)) -> dict[str, bool]:
    """Field values for the columns *of*: on for *words*, off for the others."""
    on = set(words)
    return {VERBS[word][0]: word in on for word in of}


def spelled(names: t.Iterable[str], known: Known) -> dict[str, str]:
    """The org's own spelling of each object that takes object permissions; others are missing."""
    offered = {one.lower(): one for one in _offered(known)}
    return {name: offered[name.lower()] for name in names if name.lower() in offered}


def check(grants: t.Iterable[str], known: Known, findings: Findings) -> None:
    """Add a finding for every object on which the org does not offer what is to be granted."""
    offered = _offered(known)
    for sobject, words in by_object(grants).items():
        if sobject not in offered:
            governed = _GOVERNED_BY.get(sobject.lower())
            reason = (
                f"access to it follows {governed}"
                if governed
                else f"it is unknown or takes none{near(sobject, offered)}"
            )
            findings.add(
                f"The org offers no object permissions on '{sobject}': {reason}; take it out of {OPTION}",
                "UNKNOWN_OBJECT",
                [OPTION],
            )
        elif sobject in _WITHOUT_ALL_RECORDS and {"view_all", "modify_all"} & set(words):
            findings.add(
                f"Salesforce does not keep view_all or modify_all on {sobject}; take them out of {OPTION}",
                "NOT_KEPT",
                [OPTION],
            )


def kept(node: str) -> bool:
    """Whether Salesforce keeps an object permission that is on."""
    sobject, verb = split_node(node) or ("", "")
    return sobject not in _WITHOUT_ALL_RECORDS or verb not in ("viewAllRecords", "modifyAllRecords")


def removal_reads(edit: Edit[Wanted], rows: t.Collection[str]) -> list[Read]:
    """What tells an unknown object from one that merely has no row; not needed where every object of a removal has one."""
    return [OFFERED] if _without_row(edit, rows) else []


def check_removed(edit: Edit[Wanted], rows: t.Collection[str], known: Known, findings: Findings) -> None:
    """Add a finding for every object whose permissions are to go and which the org does not have: a slip of the pen keeps them on."""
    offered = {one.lower(): one for one in _offered(known)}
    for sobject in _without_row(edit, rows):
        if sobject.lower() not in offered and not governed_elsewhere(sobject):
            text = (
                f"The org offers no object permissions on '{sobject}'{near(sobject, offered.values())}; change {OPTION}"
            )
            findings.add(text, "UNKNOWN_OBJECT", [OPTION])


def not_kept(node: str) -> bool:
    """Whether Salesforce reports success and keeps nothing when this permission is set."""
    sobject, verb = split_node(node) or ("", "")
    return sobject in _WITHOUT_ALL_RECORDS and verb in ("viewAllRecords", "modifyAllRecords")


def _without_row(edit: Edit[Wanted], rows: t.Collection[str]) -> list[str]:
    held = {one.lower() for one in rows}
    return list(dict.fromkeys(sobject for sobject, _words in edit.removed if sobject.lower() not in held))


def _offered(known: Known) -> set[str]:
    """The objects that take object permissions: the picklist of ObjectPermissions.SobjectType in the org's description."""
    describe = known.description(OFFERED) or {"fields": []}
    for one in describe["fields"]:
        if one["name"] == "SobjectType":
            return {str(value["value"]) for value in one.get("picklistValues", ())}
    return set()


def governed_elsewhere(sobject: str) -> bool:
    """Whether access to the object follows something other than object permissions of its own."""
    return sobject.lower() in _GOVERNED_BY


def governed_by(sobject: str) -> str:
    """What access to an object without object permissions follows, in words."""
    return _GOVERNED_BY.get(sobject.lower(), "")
