# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Users of whom Salesforce demands more when they sign in, and profiles that it gives up.

"Prepare for Phishing-Resistant MFA Enforcement for Privileged Users including Admins" (Salesforce Help 005321563): who holds one of these
permissions, or the profile System Administrator, signs in to the user interface, also through single sign-on, with a security key or a
built-in authenticator only; sandboxes since 22 June, production since 1 July 2026. API logins are not affected.
"""

from __future__ import annotations

import typing as t

from .names import plain, spellings
from .requests import Query, Read, Where
from .resource import Known, Record
from .system_permissions import PREFIX

#: The permissions that make a user privileged, with their labels.
PRIVILEGED_BY_SALESFORCE = {
    "ModifyAllData": "Modify All Data",
    "ViewAllData": "View All Data",
    "CustomizeApplication": "Customize Application",
    "AuthorApex": "Author Apex",
}
_API_ONLY = PREFIX + "ApiUserOnly"
_COLUMNS = (*(PREFIX + name for name in PRIVILEGED_BY_SALESFORCE), _API_ONLY)
#: Salesforce Help, "Integration User": deprecated, new orgs lack it.
_DEPRECATED = {plain("Salesforce API Only System Integrations"): "Minimum Access - API Only Integrations"}


def _held(username: str) -> Query:
    """What the user's permission sets grant, those of profile and groups among them. Not worth a failure, nor a second request."""
    columns = tuple(f"PermissionSet.{one}" for one in _COLUMNS)
    return Query(
        "PermissionSetAssignment",
        ("Id", "PermissionSet.IsOwnedByProfile", "PermissionSet.Label", *columns),
        (Where("Assignee.Username", "=", username),),
        optional=True,
        catalogue=True,
    )


def _profiles(names: t.Sequence[str]) -> Query:
    """What the profiles that the user may get grant."""
    asked = tuple(dict.fromkeys(one for name in names for one in spellings(name)))
    return Query("Profile", ("Id", "Name", *_COLUMNS), (Where("Name", "IN", asked),), optional=True, catalogue=True)


def reads(username: str, profiles: t.Sequence[str]) -> list[Read]:
    """What must be known for the warnings."""
    return [_held(username), *([_profiles(profiles)] if profiles else [])]


def warnings(username: str, profiles: t.Sequence[str], profile: Record, known: Known) -> list[str]:
    """What to know of a user with that profile."""
    grants = {
        f"permission set {one['PermissionSet'].get('Label')}": one["PermissionSet"]
        for one in known.records(_held(username))
        if one.get("PermissionSet") and not one["PermissionSet"].get("IsOwnedByProfile")
    }
    own = [one for one in known.records(_profiles(profiles)) if one["Id"] == profile.get("Id")] if profiles else []
    own += [one["PermissionSet"] for one in known.records(_held(username)) if _is_profile(one)]
    if own:
        grants[f"profile {profile.get('Name')}"] = own[0]
    told = [*_phishing(username, grants)]
    successor = _DEPRECATED.get(plain(str(profile.get("Name") or "")))
    if successor:
        told.append(
            f"Profile {profile['Name']} of {username} is deprecated (Salesforce Help, Integration User): use {successor} where the org has it"
        )
    return told


def _is_profile(row: Record) -> bool:
    return bool((row.get("PermissionSet") or {}).get("IsOwnedByProfile"))


def _phishing(username: str, grants: t.Mapping[str, Record]) -> list[str]:
    if any(one.get(_API_ONLY) for one in grants.values()):
        return []
    held = {
        source: [label for name, label in PRIVILEGED_BY_SALESFORCE.items() if one.get(PREFIX + name)]
        for source, one in grants.items()
    }
    sources = ", ".join(f"{source}: {', '.join(labels)}" for source, labels in sorted(held.items()) if labels)
    if not sources:
        return []
    text = (
        f"User {username} is privileged ({sources}): Salesforce lets it sign in to the user interface with a security key or a built-in "
        "authenticator only (Salesforce Help 005321563); an integration should be API Only User (ApiUserOnly)"
    )
    return [text]
