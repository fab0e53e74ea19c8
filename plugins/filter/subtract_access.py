# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils._access.refusal import Refusal
from ..module_utils._access.sharing import subtract

DOCUMENTATION = r"""
name: subtract_access
short_description: What only some of the vendors of a shared user need
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Tells what may be taken from a shared user when vendors leave it, as a description for the role
    P(sfops.salesforce.integration_user#role).
positional: leaving, license
options:
  _input:
    description: Vendor to description, of all vendors, those that leave included.
    type: dict
    required: true
  leaving:
    description: The vendors that leave.
    type: list
    elements: str
    required: true
  license:
    description: The user licence that was chosen where the vendors ask for different ones.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: What goes with Mutiny
  ansible.builtin.debug:
    msg: "{{ descriptions | sfops.salesforce.subtract_access(['Mutiny']) }}"
"""

RETURN = r"""
_value:
  description: A description of what goes, with C(kept), what stays though a leaving vendor needed it, and for whom.
  type: dict
"""


def subtract_access(
    descriptions: t.Mapping[str, t.Any], leaving: t.Sequence[str], license: str = ""
) -> dict[str, t.Any]:
    """The filter.

    Raises:
        AnsibleFilterError: with what stands in the way.
    """
    try:
        return subtract(descriptions, leaving, license)
    except Refusal as refusal:
        raise AnsibleFilterError(str(refusal)) from refusal


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"subtract_access": subtract_access}
