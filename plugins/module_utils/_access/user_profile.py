# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Which profile a user gets, and which user licence comes with it."""

from __future__ import annotations

import typing as t

from .names import alike, plain
from .refusal import Refusal, near
from .resource import Params, Record

#: What a user record shows of its profile.
RELATED = ("Id", "Name", "UserLicenseId", "UserLicense")


class ProfileChoice:
    """The profiles and the user licences that are acceptable."""

    def __init__(self, params: Params) -> None:
        self.profiles = [str(one) for one in params.get("profile") or []]
        self.licenses = [str(one) for one in params.get("license") or []]

    def choose(self, name: str, offered: t.Sequence[Record], current: Record | None) -> Record | None:
        """The profile that the user *name* gets, or None where it keeps its own.

        It is the first of the acceptable ones that the org has; the one the user has wins while it is acceptable.

        Raises:
            Refusal: if there is none, a name means several, or the profile's licence is not acceptable.
        """
        if not self.profiles:
            if current is None:
                text = f"Cannot create user {name} without a profile; set profile"
                raise Refusal(text, "REQUIRED_FIELD_MISSING", ["profile"])
            self._accept_license(name, [current.get("Profile") or {}], offered)
            return None
        known = [found for found in (alike(one, offered, "Name") for one in self.profiles) if found]
        if not known:
            self._refuse_unknown(offered)
        self._accept_license(name, [one for found in known for one in found], offered)
        acceptable = [fitting for fitting in ([one for one in found if self._fits(one)] for found in known) if fitting]
        for found in acceptable:
            for one in found:
                if current and one["Id"] == current.get("ProfileId"):
                    return one
        if len(acceptable[0]) > 1:
            several = ", ".join(f"'{one['Name']}'" for one in acceptable[0])
            text = f"The name in profile may mean any of {several}; write it as the org does"
            raise Refusal(text, "AMBIGUOUS", ["profile"])
        return acceptable[0][0]

    def _refuse_unknown(self, offered: t.Sequence[Record]) -> None:
        named = " or ".join(f"'{one}'" for one in self.profiles)
        hint = near(self.profiles[0], (str(one["Name"]) for one in offered))
        raise Refusal(f"The org has no profile {named}{hint}; change profile", "UNKNOWN_PROFILE", ["profile"])

    def _fits(self, profile: Record) -> bool:
        return not self.licenses or plain(_license_of(profile)) in map(plain, self.licenses)

    def _accept_license(self, name: str, profiles: t.Sequence[Record], offered: t.Sequence[Record]) -> None:
        """Raises Refusal where none of the profiles has an acceptable licence."""
        if any(map(self._fits, profiles)):
            return
        have = ", ".join(f"profile '{one.get('Name')}' has '{_license_of(one)}'" for one in profiles)
        fitting = sorted(str(one["Name"]) for one in offered if self._fits(one))
        cure = (
            f"choose one of these profiles: {', '.join(fitting)}"
            if fitting
            else "no profile of the org has it: change license"
        )
        raise Refusal(
            f"User {name} must have the licence {' or '.join(self.licenses)}, but {have}; {cure}",
            "WRONG_LICENSE",
            ["profile", "license"],
        )


def _license_of(profile: Record) -> str:
    return str((profile.get("UserLicense") or {}).get("Name"))
