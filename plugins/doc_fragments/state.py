# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What should be the case. A user is another matter: it is never deleted, so sf_user has a text of its own."""

    DOCUMENTATION = r"""
options:
  state:
    description:
      - V(present) creates the record, or changes what differs from the options that are set.
      - V(absent) deletes it. Options other than O(name) then do not count.
    type: str
    choices:
      - present
      - absent
    default: present
"""

    ASSIGNED = r"""
options:
  state:
    description:
      - V(present) assigns and unassigns as the options say.
      - V(absent) unassigns everything that the options name, in whichever list. What is not assigned is no error.
    type: str
    choices:
      - present
      - absent
    default: present
"""
