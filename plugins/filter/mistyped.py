# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import difflib
import typing as t

DOCUMENTATION = r"""
name: mistyped
short_description: Which variables look like misspellings of those that a role has
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Ansible ignores a variable that no role knows, and so a slip of the pen gives the default. Here, a name that is nearly one of the known ones counts
    as a slip. Other names are taken for variables of your own.
positional: known, prefix
options:
  _input:
    description: The names of variables that are set.
    type: list
    elements: str
    required: true
  known:
    description: The names that the role has.
    type: list
    elements: str
    required: true
  prefix:
    description: What all names begin with. It is left out when they are compared.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Find slips
  ansible.builtin.debug:
    msg: "{{ ['mutiny_acess'] | sfops.salesforce.mistyped(['mutiny_access'], 'mutiny_') }}"
"""

RETURN = r"""
_value:
  description: The names that look mistyped, each with the one that may be meant.
  type: list
  elements: str
"""

#: "acess" for "access" is 0.91 near, "emial" for "email" 0.8, "sign_in_key" for "sign_in" 0.78.
_NEAR = 0.8


def mistyped(names: t.Iterable[str], known: t.Iterable[str], prefix: str = "") -> list[str]:
    """Names that are nearly one of the known, such as ``mutiny_acess (did you mean mutiny_access?)``."""
    real = {str(one).removeprefix(prefix) for one in known}
    found = []
    for name in sorted(map(str, names)):
        rest = name.removeprefix(prefix)
        close = [] if rest in real else difflib.get_close_matches(rest, real, n=1, cutoff=_NEAR)
        found += [f"{name} (did you mean {prefix}{one}?)" for one in close]
    return found


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"mistyped": mistyped}
