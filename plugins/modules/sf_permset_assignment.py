# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permset_assignment
short_description: Assign permission sets and groups of them to Salesforce users
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Gives permission sets and permission set groups to users and takes them away, and says until when an assignment counts.
  - At least one of O(permission_sets) and O(permission_set_groups) is required. What the other one would name is left alone.
  - Only direct assignments are seen and changed. The set that belongs to a user's profile, and the sets that come with a group, are left alone.
  - Salesforce assigns a group only when it has worked out what the group sums up to, which takes it a while after each change. The task waits for
    that.
  - What the user's licences do not allow is refused, in check mode too. A set made for a permission set licence needs that licence on the user, a set
    made for a user licence needs that of the user's profile, and users of the Salesforce Integration licence may hold object permissions, and system
    permissions other than C(ApiEnabled), C(ApiUserOnly) and C(ChatterInternalUser), only with the permission set licence
    C(SalesforceAPIIntegrationPsl). Assign it first, with M(sfops.salesforce.sf_permset_license_assignment). Of a group, every permission set in it
    is looked at.
options:
  users:
    description: User names. A user that is to be assigned something must be active.
    type: list
    elements: str
    required: true
  permission_sets:
    description:
      - "Permission sets. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone, each a list. With C(set), every other
        direct assignment of the users is taken away."
      - A set is named by its API name, with its namespace where it belongs to a package (V(ns__Name)), or by its label. A name that two sets have is
        refused.
    type: raw
  permission_set_groups:
    description:
      - "Permission set groups. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone, each a list. With C(set), every
        other group of the users is taken away."
      - A group is named as a permission set is, by its API name, with its namespace, or by its label.
    type: raw
  expires:
    description:
      - Until when the assignments count, as a date or time in ISO 8601, such as V(2027-01-31T00:00:00Z). Without a zone it is UTC. A date alone is
        its
        first moment.
      - It counts for everything that the task assigns, also for what the users have already. Without it, expirations are left as they are.
    type: str
  wait_timeout:
    description:
      - For how many seconds at most the task waits for Salesforce to work a group out, before it assigns anything. A group that Salesforce has failed
        to work out is refused at once.
      - Check mode does not wait.
    type: float
    default: 600.0
notes:
  - Since Winter '26, Salesforce may take a permission set licence away by itself when a permission set that needs it is unassigned.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.state.assigned
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permset_assignment_info
  - module: sfops.salesforce.sf_permset_license_assignment
  - module: sfops.salesforce.sf_permission_set
  - module: sfops.salesforce.sf_permset_group
"""

EXAMPLES = r"""
- name: Assign a permission set
  sfops.salesforce.sf_permset_assignment:
    users:
      - conversion@acme.com
    permission_sets:
      - Conversion_Integration_Permissions

- name: Assign another one until the end of January
  sfops.salesforce.sf_permset_assignment:
    users:
      - conversion@acme.com
    permission_sets:
      add: [Account_Reader]
    expires: "2027-02-01T00:00:00Z"

- name: Take it away again
  sfops.salesforce.sf_permset_assignment:
    users:
      - conversion@acme.com
    permission_sets:
      remove: [Account_Reader]

- name: Preview leaving the user this one set and no other
  sfops.salesforce.sf_permset_assignment:
    users:
      - conversion@acme.com
    permission_sets:
      set: [Conversion_Integration_Permissions]
  check_mode: true
  diff: true

- name: Assign a group of permission sets
  sfops.salesforce.sf_permset_assignment:
    users:
      - conversion@acme.com
    permission_set_groups:
      - Account_Team

- name: Take all permission sets away, but not the group
  sfops.salesforce.sf_permset_assignment:
    users:
      - conversion@acme.com
    permission_sets:
      set: []
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Of no use here, because a task may be about many assignments. Their Ids are in M(sfops.salesforce.sf_permset_assignment_info).
  returned: success
  type: str
  sample: null
record:
  description: The permission sets and groups of each user after the task, as far as the options name either, with their expiration.
  returned: success
  type: dict
  sample:
    conversion@acme.com: [Conversion_Integration_Permissions]
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(assign), V(unassign) or V(update) (of the expiration)."}
    kind: {type: str, returned: always, description: "V(permission_set) or V(permission_set_group)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission because of which the org demands it."}
  sample:
    - verb: assign
      kind: permission_set
      key: "conversion@acme.com: Conversion_Integration_Permissions"
      before: null
      after: Conversion_Integration_Permissions
unmanaged:
  description: What is there although no option names it, whether it stays or goes. It is reported, and taken away only where C(set) says so.
  returned: success
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "Of what."}
    key: {type: str, returned: always, description: "Which one."}
    value: {type: raw, returned: always, description: "What it is."}
  sample:
    - kind: permission_set
      key: "conversion@acme.com: Account_Reader"
      value: true
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["Field permissions on Account have no effect: permission set Account_Reader does not read these objects"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: "conversion@acme.com:\n- Conversion_Integration_Permissions\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: permission sets of conversion@acme.com}
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
  sample: {reads: 1, writes: 1, signed_in: false, daily_limit: {used: 1804, max: 100000, remaining: 98196}}
error:
  description: The machine's part of an error. C(msg) holds the sentence for people.
  returned: failure
  type: dict
  contains:
    status: {type: int, returned: always, description: "HTTP status, or null where no request failed."}
    code: {type: str, returned: always, description: "Code of Salesforce, or of this collection for what it refuses by itself."}
    fields: {type: list, elements: str, returned: always, description: "Options or Salesforce fields that the error is about."}
  sample: {status: null, code: LICENSE_LIMIT_EXCEEDED, fields: []}
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_assignment import PermsetAssignment
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "users": {"type": "list", "elements": "str", "required": True},
    "permission_sets": {"type": "raw"},
    "permission_set_groups": {"type": "raw"},
    "expires": {"type": "str"},
    "wait_timeout": {"type": "float", "default": 600.0},
    **STATE,
}
DECLARATION = Declaration(PermsetAssignment, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
