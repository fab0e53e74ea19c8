# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ..module_utils._access.descriptions import compare

DOCUMENTATION = r"""
name: compare_access
short_description: What only one of two descriptions of a user gives
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Compares two descriptions, such as those of C(<vendor>_access) V(guide) and V(least). What a permission on an object implies is spelled
    out.
positional: other
options:
  _input:
    description: A description, as the roles of vendors leave it in C(<vendor>_described) when their C(describe.yml) is included.
    type: dict
    required: true
  other:
    description: The other description.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: What the guide gives and the least does not
  ansible.builtin.debug:
    msg: "{{ (by_guide | sfops.salesforce.compare_access(at_least)).only_first }}"
"""

RETURN = r"""
_value:
  description: C(only_first) and C(only_second), lists of entries with C(kind) and C(key).
  type: dict
"""


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"compare_access": compare}
