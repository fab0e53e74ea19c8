# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Feature licences: the ``UserPermissionsXxx`` columns of a user, named ``marketing_user`` and the like."""

from __future__ import annotations

import re
import typing as t

from .resource import Record

PREFIX = "UserPermissions"
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")


def name_of(column: str) -> str:
    """``UserPermissionsMarketingUser`` -> ``marketing_user``, ``UserPermissionsSFContentUser`` -> ``sf_content_user``."""
    return "_".join(_WORDS.findall(column[len(PREFIX) :])).lower()


def squeezed(name: str) -> str:
    """A name for comparing: ``marketing_user``, ``Marketing User`` and ``MarketingUser`` are the same."""
    bare = re.sub(r"[\s_-]", "", name).casefold()
    return bare[len(PREFIX) :] if bare.startswith(PREFIX.casefold()) else bare


def offered(describe: Record) -> dict[str, str]:
    """The feature licences that the org knows: column by name for comparing."""
    columns = (one["name"] for one in describe["fields"] if one["name"].startswith(PREFIX))
    return {squeezed(column): column for column in columns}


def held(user: Record) -> list[str]:
    """The feature licences that are on in a record read with ``FIELDS(ALL)``."""
    return sorted(name_of(column) for column, value in user.items() if column.startswith(PREFIX) and value is True)


def names(describe: Record) -> t.Iterable[str]:
    """The names to choose from."""
    return sorted(name_of(column) for column in offered(describe).values())
