# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What cannot be done with a profile, said before anything is sent."""

from __future__ import annotations

import typing as t

from . import licenses, object_permissions
from .names import choose, spellings
from .profile_holding import Holding
from .profile_options import Options
from .profile_target import Target
from .refusal import Refusal
from .requests import Query, Where
from .resource import Record

_MOST_USERS = 20


def license_of(options: Options, current: Record | None, source: Record | None, pool: t.Sequence[Record]) -> Record:
    """The licence that the profile has or is to have.

    Raises:
        Refusal: if it would have to change, or is not that of the source: Object Reference, Profile.UserLicenseId: create only.
    """
    wanted = options.license
    declared = choose("user licence", wanted, pool, licenses.USER_LICENSE_KEYS, "license") if wanted else None
    if current:
        _refuse_other_license(options, current, declared, source)
    elif source and declared and declared["Id"] != source["UserLicenseId"]:
        text = (
            f"Cannot clone profile {source['Name']} (licence {_license(source)}) for the licence {declared['Name']}: a copy has the licence of "
            "its source; leave license out, or set clone_from to a profile of that licence"
        )
        raise Refusal(text, "LICENSE_MISMATCH", ["license", "clone_from"])
    has = current or source
    if has is None and declared is None:
        text = f"Cannot create profile {options.name} without a licence; set license, or clone_from"
        raise Refusal(text, "REQUIRED_FIELD_MISSING", ["license"])
    record_id = declared["Id"] if declared else (has or {})["UserLicenseId"]
    return next((one for one in pool if one["Id"] == record_id), (has or {}).get("UserLicense") or {})


def _refuse_other_license(options: Options, current: Record, declared: Record | None, source: Record | None) -> None:
    if declared and declared["Id"] != current["UserLicenseId"]:
        text = (
            f"Cannot change the licence of profile {options.name} from {_license(current)} to {declared['Name']}: Salesforce sets it at creation "
            "only; use another name"
        )
        raise Refusal(text, "LICENSE_IMMUTABLE", ["license"])
    if source and current["UserLicenseId"] != source["UserLicenseId"]:
        text = (
            f"Profile {options.name} has the licence {_license(current)} and cannot become a copy of {source['Name']}, which has "
            f"{_license(source)}: Salesforce sets the licence at creation only; use another name, or another clone_from"
        )
        raise Refusal(text, "LICENSE_IMMUTABLE", ["clone_from"])


def _license(profile: Record) -> str:
    return str((profile.get("UserLicense") or {}).get("Name"))


def refuse_unseen(options: Options, holdings: t.Iterable[Holding]) -> None:
    """Refuse to judge what cannot be seen: what no row shows would be written again, or revoked from a copy.

    "PermissionSet" (Object Reference): who may see which permission sets, also those that profiles own.

    Raises:
        Refusal: naming the profile.
    """
    for one in holdings:
        if one.record and one.set_id is None and (options.kinds() or options.objects.declared):
            text = f"The signed-in user cannot see what profile {one.record['Name']} holds; give the user View Setup and Configuration (ViewSetup)"
            raise Refusal(text, "INSUFFICIENT_ACCESS", [])


def refuse_standard(options: Options, now: Holding, target: Target) -> None:
    """Refuse what nobody can change in a standard profile.

    "Profile" (Metadata API Developer Guide): from version 50 on, permissions on standard objects cannot be edited in standard profiles.
    Setup lets nobody edit their system permissions either.

    Raises:
        Refusal: naming what would change.
    """
    if not now.component or now.component.get("custom") is not False:
        return
    changed = target.permissions.granted | target.permissions.revoked
    objects = object_permissions.by_object(changed)
    refused = sorted(one for one in changed if one in _system(changed, objects))
    refused += [f"{one} permissions" for one in objects if not one.endswith("__c")]
    if refused or options.sources:
        what = f"its {', '.join(refused)}" if refused and not options.sources else "what it grants"
        text = (
            f"Profile {now.record['Name']} is a standard profile, in which Salesforce lets nobody change {what}: clone it with clone_from, and "
            "change the copy"
        )
        raise Refusal(text, "STANDARD_PROFILE", ["name"])


def _system(changed: t.Iterable[str], objects: t.Mapping[str, t.Any]) -> set[str]:
    return {one for one in changed if one.split("<", 1)[0] not in objects}


def users_of(name: str) -> Query:
    """Users of a profile, active or not, as many as a message needs."""
    return Query(
        "User",
        ("Id", "Username", "IsActive", "ProfileId"),
        (Where("Profile.Name", "IN", spellings(name)),),
        order_by="Username",
        limit=_MOST_USERS,
    )


def refuse_deletion(now: Holding, users: t.Sequence[str]) -> None:
    """Refuse to delete a profile that somebody has, active or not, or that is Salesforce's own.

    Raises:
        Refusal: naming the users.
    """
    name = now.record["Name"]
    if now.component and now.component.get("custom") is False:
        raise Refusal(
            f"Profile {name} is a standard profile, which Salesforce does not delete", "DELETE_FAILED", ["name"]
        )
    if users:
        more = ", ..." if len(users) == _MOST_USERS else ""
        text = f"Cannot delete profile {name}: {', '.join(users)}{more} have it, inactive users count too; give them another profile first (sf_user)"
        raise Refusal(text, "DELETE_FAILED", ["state"])
