# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
"""

EXAMPLES = r"""
"""

RETURN = r"""
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permission_set import PermissionSet
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS = {
    "name": {"type": "str", "required": True},
    "label": {"type": "str"},
    "description": {"type": "str"},
    "license": {"type": "str"},
    "system_permissions": {"type": "raw"},
    "object_permissions": {"type": "raw"},
    "field_permissions": {"type": "raw"},
    "tabs": {"type": "raw"},
    "connected_apps": {"type": "raw"},
    "custom_permissions": {"type": "raw"},
    **STATE,
}
DECLARATION = Declaration(PermissionSet, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
