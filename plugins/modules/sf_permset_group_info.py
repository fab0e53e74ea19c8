# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permset_group_info
short_description: Read Salesforce permission set groups, what is in them and who has them
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports permission set groups with their permission sets, what is muted in them, whether Salesforce has worked them out, and the users who have
    them, in the words that M(sfops.salesforce.sf_permset_group) takes.
  - Without options it reports every group of the org, those of packages too.
options:
  names:
    description: API names of groups, without namespace. A name that the org does not have is left out of the result.
    type: list
    elements: str
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permset_group
"""

EXAMPLES = r"""
- name: What is in the group
  sfops.salesforce.sf_permset_group_info:
    names:
      - Account_Team
  register: found

- name: Show the users who have it
  ansible.builtin.debug:
    msg: "{{ found.groups | map(attribute='users') | flatten }}"

- name: Read all groups
  sfops.salesforce.sf_permset_group_info:
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
groups:
  description: The groups, by name.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id. Null where the run has only previewed the group."}
    name: {type: str, returned: always, description: "API name."}
    namespace: {type: str, returned: always, description: "Namespace of the package, or null."}
    label: {type: str, returned: always, description: "Label."}
    description: {type: str, returned: always, description: "Description, or null."}
    status: {type: str, returned: always, description: "V(Updated), V(Outdated), V(Updating) or V(Failed). Only an updated group can be assigned."}
    permission_sets: {type: list, elements: str, returned: always, description: "API names of the permission sets in it, with their namespaces."}
    muted: {type: dict, returned: always, description: "What is muted: C(system_permissions), C(object_permissions) and C(field_permissions)."}
    users: {type: list, elements: str, returned: always, description: "Names of the users who have it."}
    declaration:
      description: The options of M(sfops.salesforce.sf_permset_group) that change nothing now, and later what has drifted. Null where there are none.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 0PGHp0000004CbKOAU
      name: Account_Team
      namespace: null
      label: Account team
      description: null
      status: Updated
      permission_sets: [Account_Steward, Sales_Reporting]
      muted:
        system_permissions: []
        object_permissions: {Account: [delete, modify_all]}
        field_permissions: {Account: {edit: [AnnualRevenue]}}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_group_information import PermsetGroupInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "names": {"type": "list", "elements": "str"},
}
DECLARATION = Declaration(PermsetGroupInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
