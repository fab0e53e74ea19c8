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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.user import User
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS = {
    "name": {"type": "str", "required": True},
    "first_name": {"type": "str"},
    "last_name": {"type": "str"},
    "email": {"type": "str"},
    "alias": {"type": "str"},
    "nickname": {"type": "str"},
    "profile": {"type": "list", "elements": "str"},
    "title": {"type": "str"},
    "department": {"type": "str"},
    "company_name": {"type": "str"},
    "employee_number": {"type": "str"},
    "federation_id": {"type": "str"},
    "time_zone": {"type": "str"},
    "locale": {"type": "str"},
    "language": {"type": "str"},
    "email_encoding": {"type": "str"},
    "frozen": {"type": "bool"},
    **STATE,
}
DECLARATION = Declaration(User, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
