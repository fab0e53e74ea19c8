# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permset_assignment_info
short_description: Read who has which Salesforce permission sets and groups of them
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports assignments of permission sets and of permission set groups. The sets that belong to profiles, and those that come with a group, are left
    out.
  - Without options it reports all of them.
options:
  users:
    description: Only the assignments of these user names.
    type: list
    elements: str
  permission_sets:
    description: Only the assignments of these permission sets, by API name or label.
    type: list
    elements: str
  permission_set_groups:
    description:
      - Only the assignments of these permission set groups, by API name or label.
      - With O(permission_sets) as well, the assignments of either.
    type: list
    elements: str
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permset_assignment
"""

EXAMPLES = r"""
- name: What does this user have
  sfops.salesforce.sf_permset_assignment_info:
    users:
      - conversion@acme.com

- name: Who has this permission set
  sfops.salesforce.sf_permset_assignment_info:
    permission_sets:
      - Conversion_Integration_Permissions
  register: found

- name: Show the user names
  ansible.builtin.debug:
    msg: "{{ found.assignments | map(attribute='user') | list }}"
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
assignments:
  description: The assignments, by user and by what is assigned.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id. Null where the run has only previewed the assignment."}
    user: {type: str, returned: always, description: "User name."}
    permission_set: {type: str, returned: always, description: "API name of the set, with its namespace. Null where a group is assigned."}
    permission_set_group: {type: str, returned: always, description: "API name of the group, with its namespace. Null where a set is assigned."}
    label: {type: str, returned: always, description: "Label of the set or group."}
    expires: {type: str, returned: always, description: "When the assignment ends, or null."}
    declaration:
      description: The options of M(sfops.salesforce.sf_permset_assignment) that change nothing now, and later what has drifted.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 0PaHp00000YkzEHKAZ
      user: conversion@acme.com
      permission_set: Conversion_Integration_Permissions
      permission_set_group: null
      label: Conversion Integration Permissions
      expires: null
warnings:
  description: What you should know, such as a way of signing in that Salesforce retires.
  returned: when there is something
  type: list
  elements: str
  sample: ["Signing in with username and password uses SOAP login(), which Salesforce retires on 1 June 2027."]
org_id: {type: str, returned: when the connection options are sound, description: "Id of the org. Null where the sign-in does not tell."}
instance_url: {type: str, returned: when the connection options are sound, description: "Address of the org, or null."}
preview: {type: bool, returned: always, description: "Whether the task ran in check mode, so that nothing was written.", sample: false}
requests:
  description: What the task cost, each try counted.
  returned: when the connection options are sound
  type: dict
  contains:
    reads: {type: int, returned: always, description: "Requests that read. Signing in is one."}
    writes: {type: int, returned: always, description: "Requests that write. None in check mode."}
    signed_in: {type: bool, returned: always, description: "Whether this task signed in. False where an earlier task had, and with an access token."}
    daily_limit: {type: dict, returned: always, description: "The org's API requests in 24 hours (C(used), C(max), C(remaining)), or null."}
  sample: {reads: 1, writes: 0, signed_in: false, daily_limit: {used: 1804, max: 100000, remaining: 98196}}
error:
  description: The machine's part of an error. C(msg) holds the sentence for people.
  returned: failure
  type: dict
  contains:
    status: {type: int, returned: always, description: "HTTP status, or null where no request failed."}
    code: {type: str, returned: always, description: "Code of Salesforce, or of this collection for what it refuses by itself."}
    fields: {type: list, elements: str, returned: always, description: "Options or Salesforce fields that the error is about."}
  sample: {status: 401, code: INVALID_SESSION_ID, fields: []}
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.assignment_information import (
    PermsetAssignmentInfo,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS = {
    "users": {"type": "list", "elements": "str"},
    "permission_sets": {"type": "list", "elements": "str"},
    "permission_set_groups": {"type": "list", "elements": "str"},
}
DECLARATION = Declaration(PermsetAssignmentInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
