# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests declare for each vendor: what its guide leaves to the user, and nothing else."""

from __future__ import annotations

import typing as t

EMAIL = "crm-team@halcyon.example"


def username(vendor: str) -> str:
    """The user name of a vendor's integration user in the org that follows its guide."""
    return f"{vendor}@halcyon.example"


def variables(vendor: str) -> dict[str, t.Any]:
    """The inventory of an org that follows one guide."""
    return {f"{vendor}_username": username(vendor), f"{vendor}_email": EMAIL}


VENDORS = ("conversion", "salesscreen", "classy", "mutiny", "insideview")
