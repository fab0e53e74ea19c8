# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permset_license_assignment_info
short_description: Read Salesforce permission set licences, their seats and who holds them
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports permission set licences with their seats and the users who hold them.
  - Without options it reports every permission set licence of the org.
options:
  users:
    description: Only the licences that one of these user names holds. The users reported are then among these.
    type: list
    elements: str
  licenses:
    description: Only these licences, by developer name, key or label.
    type: list
    elements: str
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permset_license_assignment
"""

EXAMPLES = r"""
- name: Read the seats of the integration licence
  sfops.salesforce.sf_permset_license_assignment_info:
    licenses:
      - SalesforceAPIIntegrationPsl
  register: found

- name: Stop where no seat is left
  ansible.builtin.assert:
    that:
      - found.licenses[0].free > 0
    fail_msg: "No seat is left. Held by {{ found.licenses[0].users | join(', ') }}."

- name: What does this user hold
  sfops.salesforce.sf_permset_license_assignment_info:
    users:
      - conversion@acme.com
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
licenses:
  description: The permission set licences, by developer name.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id."}
    name: {type: str, returned: always, description: "Developer name."}
    label: {type: str, returned: always, description: "Label."}
    status: {type: str, returned: always, description: "V(Active) or V(Disabled)."}
    total: {type: int, returned: always, description: "Seats that the org has."}
    used: {type: int, returned: always, description: "Seats that are taken."}
    free: {type: int, returned: always, description: "Seats that are left. Negative where more are taken than there are."}
    users: {type: list, elements: str, returned: always, description: "User names of those who hold the licence."}
    declaration:
      description: The options of M(sfops.salesforce.sf_permset_license_assignment) that change nothing now. Null where nobody holds it.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 0PLHp000000CaJwOAK
      name: SalesforceAPIIntegrationPsl
      label: Salesforce API Integration
      status: Active
      total: 5
      used: 1
      free: 4
      users: [conversion@acme.com]
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
    PermsetLicenseAssignmentInfo,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS = {
    "users": {"type": "list", "elements": "str"},
    "licenses": {"type": "list", "elements": "str"},
}
DECLARATION = Declaration(PermsetLicenseAssignmentInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
