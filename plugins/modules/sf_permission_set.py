# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permission_set
short_description: Manage Salesforce permission sets and everything they grant
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Creates, changes and deletes a permission set, with its system, object and field permissions, tabs, connected apps, Apex classes and custom
    permissions.
  - "The list-like options share one style. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone, each a list. A plain
    list takes nothing away. C(remove) takes away what it names, and C(set) everything that it does not name. What is not set is left as it is."
  - Some permissions demand others. What a granted permission demands is granted with it, shown with RV(changes[].implied_by), and not taken away by
    C(set). Removing a permission on which one that stays depends is refused.
  - The org decides which permissions, objects, fields and tabs there are. An unknown name is refused with the nearest known ones, before anything is
    written and in check mode too. Letter case does not count.
options:
  name:
    description: API name, up to 80 letters, digits and single underscores, beginning with a letter. Sets of packages are not managed.
    type: str
    required: true
  label:
    description: Label, up to 80 characters. A new set gets O(name) with spaces for underscores.
    type: str
  description:
    description: Description, up to 255 characters.
    type: str
  license:
    description:
      - Developer name or label of a permission set licence (V(SalesforceAPIIntegrationPsl)), or name of a user licence. Users of the set must hold
        it.
        Without it the set is for any licence.
      - Salesforce sets the licence at creation only. To change it, delete the set and create it anew. Permissions that the licence does not allow are
        refused.
    type: str
  optional_system_permissions:
    description: System permissions to grant as well, as far as the org offers them. One that it lacks is left out with a warning.
    type: list
    elements: str
notes:
  - A set that is assigned, or in a permission set group, cannot be deleted. O(state=absent) is then refused with the names of the users or groups.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.state
  - sfops.salesforce.grants
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permission_set_info
  - module: sfops.salesforce.sf_permset_assignment
"""

EXAMPLES = r"""
- name: Create a permission set, or add to it
  sfops.salesforce.sf_permission_set:
    name: Conversion_Integration_Permissions
    label: Conversion Integration Permissions
    license: SalesforceAPIIntegrationPsl
    system_permissions: [ApiEnabled, View All Users]
    object_permissions:
      - {object: Account, permissions: [create, modify_all, view_all_fields]}
    field_permissions:
      - {object: Account, all_editable: true}
    tabs:
      - {name: standard-Opportunity, visibility: visible}

- name: Say exactly what it grants
  sfops.salesforce.sf_permission_set:
    name: Account_Reader
    object_permissions:
      set:
        - {object: Account, permissions: [read, view_all]}
    field_permissions:
      set:
        - {object: Account, read: [Industry, BillingAddress], edit: [Description]}

- name: Take some of it away
  sfops.salesforce.sf_permission_set:
    name: Account_Reader
    object_permissions:
      remove:
        - {object: Account, permissions: [view_all]}
    custom_permissions:
      remove: [Approve_Discount]

- name: Look at what deleting it would do
  sfops.salesforce.sf_permission_set:
    name: Account_Reader
    state: absent
  check_mode: true
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Salesforce Id of the permission set, also of one that was deleted. Null where there is none (yet).
  returned: success
  type: str
  sample: 0PSHp0000004CbKOAU
record:
  description: The permission set after the task, in the words of the options. Empty where it is gone.
  returned: success
  type: dict
  sample:
    name: Account_Reader
    label: Account Reader
    license: Salesforce API Integration
    system_permissions: [ApiEnabled]
    object_permissions: {Account: [read, view_all]}
    field_permissions: {Account: {read: [BillingAddress, Industry], edit: [Description]}}
    tabs: {standard-Account: visible}
    setup_entity_access: {custom_permissions: [Approve_Discount]}
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(create), V(update), V(grant), V(revoke) or V(delete)."}
    kind: {type: str, returned: always, description: "Of what, such as V(object_permission)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission because of which the org demands it."}
    label: {type: str, returned: when the task has read it, description: "What Setup calls it."}
  sample:
    - {verb: grant, kind: object_permission, key: Account, before: [], after: [view_all]}
    - {verb: grant, kind: object_permission, key: Account, before: [], after: [read], implied_by: Account view_all}
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
    - {kind: field_permission, key: Account.Rating, value: read}
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
  sample: {before: "", after: "name: Account_Reader\nlabel: Account Reader\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: permission set Conversion_Integration_Permissions}
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
  sample: {reads: 2, writes: 1, signed_in: false, daily_limit: {used: 1804, max: 100000, remaining: 98196}}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permission_set import PermissionSet
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "name": {"type": "str", "required": True},
    "label": {"type": "str"},
    "description": {"type": "str"},
    "license": {"type": "str"},
    "system_permissions": {"type": "raw"},
    "optional_system_permissions": {"type": "list", "elements": "str"},
    "object_permissions": {"type": "raw"},
    "field_permissions": {"type": "raw"},
    "tabs": {"type": "raw"},
    "connected_apps": {"type": "raw"},
    "apex_classes": {"type": "raw"},
    "custom_permissions": {"type": "raw"},
    **STATE,
}
DECLARATION = Declaration(PermissionSet, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
