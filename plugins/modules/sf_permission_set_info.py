# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permission_set_info
short_description: Read Salesforce permission sets and everything they grant
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports permission sets with all that they grant and who has them, in the words that M(sfops.salesforce.sf_permission_set) takes.
  - Without options it reports every custom permission set that belongs to no package and to no permission set group.
options:
  names:
    description:
      - API names without namespace. A name that the org does not have is left out of the result, and one that the org has several times, in
        packages, is reported as often.
    type: list
    elements: str
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permission_set
"""

EXAMPLES = r"""
- name: Read one permission set
  sfops.salesforce.sf_permission_set_info:
    names:
      - Conversion_Integration_Permissions
  register: found

- name: Show what it grants on accounts
  ansible.builtin.debug:
    msg: "{{ found.permission_sets[0].object_permissions.Account | default([]) }}"

- name: Read all of them
  sfops.salesforce.sf_permission_set_info:
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
permission_sets:
  description: The permission sets, by name.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id. Null where the run has only previewed the set."}
    name: {type: str, returned: always, description: "API name."}
    namespace: {type: str, returned: always, description: "Namespace of the package that the set belongs to, or null."}
    custom: {type: bool, returned: always, description: "Whether the org or a package made it. Others are Salesforce's own."}
    label: {type: str, returned: always, description: "Label."}
    description: {type: str, returned: always, description: "Description, or null."}
    license: {type: str, returned: always, description: "Name of its licence, or null where it is for any."}
    system_permissions: {type: list, elements: str, returned: always, description: "API names of the system permissions that are on."}
    object_permissions: {type: dict, returned: always, description: "Object to list of permissions."}
    field_permissions: {type: dict, returned: always, description: "Object to C(read) and C(edit), lists of fields."}
    tabs: {type: dict, returned: always, description: "Tab to V(visible) or V(available)."}
    setup_entity_access: {type: dict, returned: always, description: "C(connected_apps), C(apex_classes), C(custom_permissions), and Ids of others by type."}
    users: {type: list, elements: str, returned: always, description: "User names of those who have the set."}
    declaration:
      description: The options of M(sfops.salesforce.sf_permission_set) that change nothing now, and later what has drifted. Null where there are none.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 0PSHp0000004CbKOAU
      name: Account_Reader
      namespace: null
      custom: true
      label: Account Reader
      description: null
      license: Salesforce API Integration
      system_permissions: [ApiEnabled]
      object_permissions: {Account: [read, view_all]}
      field_permissions: {Account: {read: [Industry], edit: [Description]}}
      tabs: {standard-Account: visible}
      setup_entity_access: {custom_permissions: [Approve_Discount]}
      users: [conversion@acme.com]
      declaration:
        name: Account_Reader
        label: Account Reader
        description: ""
        license: Salesforce API Integration
        system_permissions: {set: [ApiEnabled]}
        object_permissions: {set: [{object: Account, permissions: [read, view_all]}]}
        field_permissions: {set: [{object: Account, read: [Industry], edit: [Description]}]}
        tabs: {set: [{name: standard-Account, visibility: visible}]}
        connected_apps: {set: []}
        apex_classes: {set: []}
        custom_permissions: {set: [Approve_Discount]}
      not_exported: []
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.information import PermissionSetInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS = {
    "names": {"type": "list", "elements": "str"},
}
DECLARATION = Declaration(PermissionSetInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
