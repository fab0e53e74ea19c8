# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What user licences and permission set licences allow, and how many seats they have."""

from __future__ import annotations

import typing as t

import sqlalchemy as sa

from ..errors import ApiError, refuse
from ..store.database import Row
from . import dependencies

if t.TYPE_CHECKING:
    from ..org import Org

Offer = dict[str, t.Any]


def _covers(offered: t.Any, name: str) -> bool:
    """*offered* is ``*``, a list of names, or a list of names to leave out of everything (each with a minus)."""
    if offered == "*":
        return True
    names = list(offered or ())
    if names and all(one.startswith("-") for one in names):
        return f"-{name}" not in names
    return name in names


def allows(org: Org, offer: Offer, permission: str) -> bool:
    """Whether a licence allows a user permission or an object permission (``Account<read>``)."""
    name, verb = dependencies.split(permission)
    if not verb:
        return _covers(offer.get("permissions"), name)
    sobject = org.catalog.get(name)
    if sobject is not None and sobject.custom:
        return bool(offer.get("custom_objects", offer.get("objects") == "*"))
    return _covers(offer.get("objects"), name)


def licence_of_profile(org: Org, profile: str) -> Row:
    """The UserLicense row of a profile."""
    owner = org.database.get("Profile", profile) or {}
    found = org.database.get("UserLicense", str(owner.get("UserLicenseId")))
    if found is None:
        raise refuse("cross_reference")
    return found


def offers_of(org: Org, user: Row, parent: Row | None = None) -> list[Offer]:
    """The user's licence and the permission set licences the user holds, as far as they count for what *parent* holds."""
    licence = licence_of_profile(org, user["ProfileId"])
    offers = [org.licences[licence["Name"]]]
    for row in org.database.find("PermissionSetLicenseAssign", AssigneeId=user["Id"]):
        psl = org.database.get("PermissionSetLicense", row["PermissionSetLicenseId"])
        if psl is not None and psl["Status"] == "Active" and _counts(org, row, parent):
            offers.append(org.permission_set_licences[psl["DeveloperName"]])
    return offers


def _counts(org: Org, row: Row, parent: Row | None) -> bool:
    """Whether an assigned permission set licence counts. It always does, unless a setting has it otherwise."""
    if org.settings.psl_waits_for_commit and org.touched is not None and row["Id"] in org.touched.licences:
        return False
    if not org.settings.psl_counts_only_through_set or parent is None or parent["PermissionSetGroupId"]:
        return True
    return bool(parent["LicenseId"] == row["PermissionSetLicenseId"])


def forbidden(org: Org, offers: t.Sequence[Offer], permissions: t.Iterable[str]) -> str | None:
    """The first permission that none of *offers* allows, in the order Salesforce names them."""
    for one in sorted(permissions, key=_rank):
        if not any(allows(org, offer, one) for offer in offers):
            return one
    return None


def _rank(permission: str) -> tuple[int, str, int]:
    name, verb = dependencies.split(permission)
    verbs = list(dependencies.WORDS)
    return (1, name, verbs.index(verb)) if verb else (0, name, 0)


def explicit(org: Org, parent: Row) -> set[str]:
    """The content of a permission set without what View All Data or Modify All Data imply."""
    found = dependencies.held(org, parent)
    rows = org.database.find("ObjectPermissions", ParentId=parent["Id"])
    stored: set[str] = set().union(*[dependencies.of_row(row) for row in rows]) if rows else set()
    return {one for one in found if "<" not in one} | stored


def check_assignment(org: Org, user: Row, parent: Row) -> None:
    """Raises ApiError when *user*'s licences do not allow what *parent* grants."""
    bad = forbidden(org, offers_of(org, user, parent), explicit(org, parent))
    if bad is not None:
        raise refuse(
            "licence_forbids_user", set=parent["Label"], user=user["Name"], permission=dependencies.spoken(bad)
        )


def check_bound(org: Org, parent: Row, permissions: t.Iterable[str]) -> None:
    """A permission set with a licence of its own may only hold what that licence allows."""
    licence = parent.get("LicenseId")
    if not licence:
        return
    offer = bound(org, licence)
    bad = forbidden(org, [offer], permissions) if offer is not None else None
    if bad is not None:
        raise refuse("licence_forbids", permission=dependencies.spoken(bad))


def bound(org: Org, licence: str) -> Offer | None:
    """What the licence of a permission set (its LicenseId) allows."""
    user_licence = org.database.get("UserLicense", licence)
    if user_licence is not None:
        return org.licences[user_licence["Name"]]
    psl = org.database.get("PermissionSetLicense", licence)
    return org.permission_set_licences[psl["DeveloperName"]] if psl is not None else None


def check_assignees(org: Org, parent: Row, permissions: t.Collection[str]) -> None:
    """New content of a permission set must be allowed for everyone who already has it."""
    assignments = org.database.table("PermissionSetAssignment")
    parts = org.database.table("PermissionSetGroupComponent")
    through = sa.select(parts.c.PermissionSetGroupId).where(parts.c.PermissionSetId == parent["Id"])
    holders = sa.or_(assignments.c.PermissionSetId == parent["Id"], assignments.c.PermissionSetGroupId.in_(through))
    for (user_id,) in org.database.execute(sa.select(assignments.c.AssigneeId).where(holders).distinct()).all():
        user = org.database.get("User", user_id)
        bad = forbidden(org, offers_of(org, user, parent), permissions) if user is not None else None
        if bad is not None and user is not None:
            words = {"set": parent["Label"], "user": user["Name"], "permission": dependencies.spoken(bad)}
            raise refuse("licence_forbids_user", **words)


def take_seat(org: Org, licence: Row) -> None:
    """Raises ApiError when every seat of a user licence is taken."""
    if used_seats(org, licence["Id"]) >= licence["TotalLicenses"]:
        raise refuse("licence_seats")


def used_seats(org: Org, licence: str) -> int:
    """Active users of a licence."""
    users, profiles = org.database.table("User"), org.database.table("Profile")
    statement = (
        sa.select(sa.func.count())
        .select_from(users.join(profiles, users.c.ProfileId == profiles.c.Id))
        .where(profiles.c.UserLicenseId == licence, users.c.IsActive)
    )
    if org.settings.frozen_users_free_seats:
        logins = org.database.table("UserLogin")
        statement = statement.where(users.c.Id.not_in(sa.select(logins.c.UserId).where(logins.c.IsFrozen)))
    return int(org.database.execute(statement).scalar_one())


def recount(org: Org) -> None:
    """Bring UsedLicenses of both kinds of licence up to date."""
    now = org.clock.stamp()
    for row in org.database.find("UserLicense"):
        used = used_seats(org, row["Id"])
        if used != row["UsedLicenses"]:
            org.database.update("UserLicense", row["Id"], {"UsedLicenses": used, "UsedLicensesLastUpdated": now})
    psl, assigned = org.database.table("PermissionSetLicense"), org.database.table("PermissionSetLicenseAssign")
    used_now = sa.select(sa.func.count()).where(assigned.c.PermissionSetLicenseId == psl.c.Id).scalar_subquery()
    org.database.execute(psl.update().values(UsedLicenses=used_now))
    org.database.version += 1


def psl_exhausted(org: Org, psl: Row) -> ApiError | None:
    """The refusal when no seat is left, else None."""
    used = len(org.database.ids("PermissionSetLicenseAssign", PermissionSetLicenseId=psl["Id"]))
    return org.refuse("psl_seats", label=psl["MasterLabel"]) if used >= psl["TotalLicenses"] else None
