# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permset_license_assignment
short_description: Assign permission set licences to Salesforce users
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Gives permission set licences to users and takes them away.
  - An integration user needs C(SalesforceAPIIntegrationPsl) (Salesforce API Integration) before it can have permission sets with object permissions.
  - Each assignment takes a seat. A plan that needs more seats than are free is refused, in check mode too, and the message says who holds them. Seats
    that earlier previewed tasks of the run would take count as taken.
options:
  users:
    description: User names. A user that is to be assigned something must be active.
    type: list
    elements: str
    required: true
  licenses:
    description:
      - "Permission set licences by developer name, key or label. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone,
        each a list. With C(set), every other permission set licence of the users is taken away."
    type: raw
    required: true
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.state.assigned
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permset_license_assignment_info
  - module: sfops.salesforce.sf_permset_assignment
"""

EXAMPLES = r"""
- name: Let an integration user hold object permissions
  sfops.salesforce.sf_permset_license_assignment:
    users:
      - conversion@acme.com
    licenses:
      - SalesforceAPIIntegrationPsl

- name: Name the licence as Setup shows it, and look first
  sfops.salesforce.sf_permset_license_assignment:
    users:
      - conversion@acme.com
    licenses:
      add: [Salesforce API Integration]
  check_mode: true

- name: Leave the user no other permission set licence
  sfops.salesforce.sf_permset_license_assignment:
    users:
      - conversion@acme.com
    licenses:
      set: [SalesforceAPIIntegrationPsl]

- name: Give the seat back
  sfops.salesforce.sf_permset_license_assignment:
    users:
      - conversion@acme.com
    licenses:
      - SalesforceAPIIntegrationPsl
    state: absent
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Of no use here, because a task may be about many assignments.
  returned: success
  type: str
  sample: null
record:
  description: The permission set licences of each user after the task.
  returned: success
  type: dict
  sample:
    conversion@acme.com: [SalesforceAPIIntegrationPsl]
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(assign) or V(unassign)."}
    kind: {type: str, returned: always, description: "Of what, such as V(permission_set_license)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission because of which the org demands it."}
  sample:
    - verb: assign
      kind: permission_set_license
      key: "conversion@acme.com: SalesforceAPIIntegrationPsl"
      before: null
      after: SalesforceAPIIntegrationPsl
unmanaged:
  description: What is there although no option names it, whether it stays or goes. It is reported, and taken away only where C(set) says so.
  returned: success
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "Of what."}
    key: {type: str, returned: always, description: "Which one."}
    value: {type: raw, returned: always, description: "What it is."}
  sample: []
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
  sample: {before: "", after: "conversion@acme.com:\n- SalesforceAPIIntegrationPsl\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: permission set licences of conversion@acme.com}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_license_assignment import (
    PermsetLicenseAssignment,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "users": {"type": "list", "elements": "str", "required": True},
    "licenses": {"type": "raw", "required": True},
    **STATE,
}
DECLARATION = Declaration(PermsetLicenseAssignment, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
