# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every metadata type there is: each module registers its own by being imported."""

from . import (
    code,
    connected_app,
    custom_field,
    custom_object,
    external_client_app,
    installed_package,
    permission_set,
    permission_set_group,
    profile,
    security,
)
from .kind import KINDS

__all__ = [
    "KINDS",
    "code",
    "connected_app",
    "custom_field",
    "custom_object",
    "external_client_app",
    "installed_package",
    "permission_set",
    "permission_set_group",
    "profile",
    "security",
]
