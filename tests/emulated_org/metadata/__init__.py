# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Metadata API."""

from . import (
    connected_app,
    external_client_app,
    permission_set,
    permission_set_group,
    profile,
    security,
)

#: Each registers types by being imported.
__all__ = [
    "connected_app",
    "external_client_app",
    "permission_set",
    "permission_set_group",
    "profile",
    "security",
]
