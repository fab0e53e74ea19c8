# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Salesforce refuses, object by object."""

from . import (
    access_rows,
    assignments,
    field_permissions,
    object_permissions,
    package_licences,
    permission_set,
    permission_set_group,
    profile,
    user,
)

#: Each registers the rules of its objects by being imported.
__all__ = [
    "access_rows",
    "assignments",
    "field_permissions",
    "object_permissions",
    "package_licences",
    "permission_set",
    "permission_set_group",
    "profile",
    "user",
]
