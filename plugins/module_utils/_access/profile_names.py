# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What the Metadata API calls a profile, whose name people know from Setup."""

from __future__ import annotations

#: Name in Setup -> full name, where they differ: "Profile" (Metadata API Developer Guide) names Admin and Standard, profiles that public
#: repositories keep as retrieved show the others. Read Only is "Read Only" in orgs that got it as a custom profile.
_STANDARD = {
    "contract manager": ("ContractManager",),
    "high volume customer portal": ("HighVolumePortal",),
    "marketing user": ("MarketingProfile",),
    "read only": ("ReadOnly", "Read Only"),
    "solution manager": ("SolutionManager",),
    "standard platform user": ("StandardAul",),
    "standard user": ("Standard",),
    "system administrator": ("Admin",),
}
#: What stays as it is in a full name, besides letters and digits.
_PLAIN = " -_"


def full_name(name: str) -> str:
    """The full name that the profile most likely has."""
    return full_names(name)[0]


def full_names(name: str) -> tuple[str, ...]:
    """Full names that the profile may have, the likeliest first: read them all, the org answers for the one it has.

    Signs travel percent-encoded ("Custom%3A Sales Profile", "Work%2Ecom Only User" in public repositories; forcedotcom/cli#1683).
    What becomes of letters beyond ASCII nobody documents, so they are asked for as they are. Where Setup shows a dash, the full
    names of standard profiles have a hyphen.
    """
    found = [*_STANDARD.get(name.casefold(), ())]
    for one in (name, name.replace("\u2013", "-")):
        found += ["".join(map(_encoded, one)), one]
    return tuple(dict.fromkeys(found))


def _encoded(letter: str) -> str:
    return letter if letter in _PLAIN or letter.isalnum() or not letter.isascii() else f"%{ord(letter):02X}"
