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
  system_permissions:
    description:
      - "API names (V(ApiEnabled)) or labels (V(API Enabled)) of system permissions. A list, or a dictionary of lists under C(add), C(remove) or
        C(set)."
    type: raw
  optional_system_permissions:
    description: System permissions to grant as well, as far as the org offers them. One that it lacks is left out with a warning.
    type: list
    elements: str
  object_permissions:
    description:
      - "Dictionaries with C(object) and C(permissions). A list, or a dictionary of lists under C(add), C(remove) or C(set)."
      - C(object) is the API name of an object. C(permissions) is a list of V(read), V(create), V(edit), V(delete), V(view_all), V(modify_all) and
        V(view_all_fields). Under C(remove) it may be left out, for all of them.
      - V(create), V(edit), V(view_all) and V(view_all_fields) bring V(read). V(delete) brings V(read) and V(edit). V(modify_all) brings V(read),
        V(edit), V(delete) and V(view_all).
      - Some objects have no object permissions and are refused here. C(Task) and C(Event) follow V(EditTask), V(EditEvent) and V(ActivitiesAccess)
        unless the org offers them, C(User) follows V(ViewAllUsers), and C(CampaignMember) follows Campaign, Lead and Contact.
      - Salesforce keeps neither V(view_all) nor V(modify_all) on Idea, PendingOrdSumProcEvent, Pricebook2, Product2 and PushTopic, so they are refused.
    type: raw
  field_permissions:
    description:
      - "Dictionaries with C(object) and any of C(read), C(edit), C(all_readable) and C(all_editable). A list, or a dictionary of lists under C(add),
        C(remove) or C(set)."
      - C(read) and C(edit) are lists of field names, with or without the object (V(Industry), V(Account.Industry)). C(edit) includes reading.
        Parts of an address stand for the whole address.
      - C(all_readable) is true to read every field whose access can be set, C(all_editable) to edit every field that can be edited, as the org
        describes them to the signed-in user; a warning tells where that leaves most of an object out.
      - Under C(remove), C(read) takes a field away, C(edit) leaves it readable, and an entry with neither takes all fields of the object away.
      - Required, system and name fields follow the object and are refused. Formulas, roll-ups and auto-numbers can be read only.
      - Where the set grants V(view_all_fields) on an object, rows that only read its fields say nothing new, and are neither made nor removed.
    type: raw
  tabs:
    description:
      - "Names, or dictionaries with C(name) and C(visibility). A list, or a dictionary of lists under C(add), C(remove) or C(set)."
      - C(name) is that of the tab (V(standard-Lead)) or of its object (V(Lead)). C(visibility) is V(visible), the default, or V(available), as Setup
        calls them. A tab under C(remove) is hidden.
    type: raw
  connected_apps:
    description: "Names of connected apps that users of the set may use. A list, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
  apex_classes:
    description: "Names of Apex classes that users of the set may call. A list, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
  custom_permissions:
    description: "Developer names or labels of custom permissions. A list, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
notes:
  - A set that is assigned, or in a permission set group, cannot be deleted. O(state=absent) is then refused with the names of the users or groups.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.state
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
