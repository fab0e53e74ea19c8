# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils._access.refusal import Refusal
from ..module_utils._access.sharing import unite

DOCUMENTATION = r"""
name: unite_access
short_description: What several vendors need of one user
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Puts the descriptions of several vendors together into one for the role P(sfops.salesforce.integration_user#role), and tells who needs
    what of it.
  - Fails where no user licence serves all of them, where one wants a profile of its own, and where two bring different things of one name.
positional: license
options:
  _input:
    description: Vendor to description, as the roles of vendors leave it in C(<vendor>_described) when their C(describe.yml) is included.
    type: dict
    required: true
  license:
    description: The user licence that was chosen where the vendors ask for different ones. What a vendor wants for another licence only is left out.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Put two vendors together
  ansible.builtin.debug:
    msg: "{{ {'Conversion': conversion_described, 'Mutiny': mutiny_described} | sfops.salesforce.unite_access(license='Salesforce') }}"
"""

RETURN = r"""
_value:
  description: A description, with C(provenance) (entries of C(kind), C(key) and C(vendors)) and C(departures) (sentences).
  type: dict
"""


def unite_access(descriptions: t.Mapping[str, t.Any], license: str = "") -> dict[str, t.Any]:
    """The filter.

    Raises:
        AnsibleFilterError: with what stands in the way.
    """
    try:
        return unite(descriptions, license)
    except Refusal as refusal:
        raise AnsibleFilterError(str(refusal)) from refusal


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"unite_access": unite_access}
