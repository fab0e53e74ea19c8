# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What Ansible can expect of the modules."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the changes that a run would make.
    support: full
    details:
      - The same plan is computed and refused for the same reasons as in a run, and nothing is sent that writes. Later tasks of the run
        see what earlier ones would have made, except tasks with C(async) or C(delegate_to) another machine.
  diff_mode:
    description: Returns what has changed, or would change in C(check_mode), when in diff mode.
    support: full
  idempotent:
    description: When run twice in a row outside of check mode, with the same options, the second run reports no change.
    support: full
  platform:
    description: Target OS or families that can be operated against.
    platforms: Salesforce
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: full
    details:
      - The task is then shipped as a process of its own, and signs in for itself.
  delegation:
    description: Can be used with C(delegate_to) and related keywords.
    support: full
    details:
      - Delegated to another machine, the task is shipped there. The machine needs the Python libraries named above, and the task signs in
        for itself.
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the changes that a run would make.
    support: full
    details:
      - This module only reads. In check mode it reports what would be there after the tasks that the run has previewed so far.
  diff_mode:
    description: Returns what has changed, or would change in C(check_mode), when in diff mode.
    support: N/A
    details:
      - This module only reads.
  idempotent:
    description: When run twice in a row outside of check mode, with the same options, the second run reports no change.
    support: full
    details:
      - This module only reads.
  platform:
    description: Target OS or families that can be operated against.
    platforms: Salesforce
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: full
  delegation:
    description: Can be used with C(delegate_to) and related keywords.
    support: full
"""

    ACTION_GROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/sfops.salesforce.salesforce) in C(module_defaults) to set connection options for all modules at once.
    support: full
    membership:
      - sfops.salesforce.salesforce
"""
