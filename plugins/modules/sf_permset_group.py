# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_permset_group
short_description: Manage Salesforce permission set groups and what is muted in them
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Creates, changes and deletes a permission set group, puts permission sets in and takes them out, and mutes permissions in it.
  - Whoever has a group may do what its permission sets grant together, less what is muted. Muting concerns this group alone. What a user has by a
    profile, a permission set of its own or another group stays.
  - Salesforce works out by itself what a changed group sums up to. This module does not wait for it. M(sfops.salesforce.sf_permset_assignment) does,
    before it assigns a group.
  - What is muted is kept in a muting permission set, which is created when something is muted first, named after the group with C(_Muted). A group
    has one at most.
options:
  name:
    description:
      - API name, up to 80 letters, digits and single underscores, beginning with a letter. No permission set may have it.
      - Groups of packages are not managed.
    type: str
    required: true
  label:
    description: Label, up to 80 characters. A new group gets O(name) with spaces for underscores.
    type: str
  description:
    description: Description, up to 255 characters.
    type: str
  permission_sets:
    description:
      - "The permission sets in the group, 100 at most. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone, each a
        list. With C(set), every other permission set is taken out."
      - A set is named by its API name, with its namespace where it belongs to a package (V(ns__Name)), or by its label. A name that two sets have is
        refused.
      - A set that the licences of those who have the group do not allow is refused, with their names.
    type: raw
  muted:
    description:
      - What is muted in the group. Each part is a list, which mutes more, or a dictionary with C(add) and C(remove), or with C(set) alone, each a
        list. C(remove) ends the muting, and C(set) that of everything it does not name.
    type: dict
    suboptions:
      system_permissions:
        description: "API names (V(ApiEnabled)) or labels (V(API Enabled)) of system permissions."
        type: raw
      object_permissions:
        description:
          - "Dictionaries with C(object) and C(permissions), as in O(sfops.salesforce.sf_permission_set#module:object_permissions)."
          - What cannot be without a muted permission on the same object is muted with it, and shown with RV(changes[].implied_by). So V(read) mutes
            everything on the object, V(edit) mutes V(delete) and V(modify_all), V(delete) and V(view_all) mute V(modify_all).
        type: raw
      field_permissions:
        description:
          - "Dictionaries with C(object) and any of C(read), C(edit), C(all_readable) and C(all_editable), as in
            O(sfops.salesforce.sf_permission_set#module:field_permissions)."
          - A field under C(edit) can still be read. A field under C(read) can be neither read nor edited.
        type: raw
notes:
  - A group that is assigned cannot be deleted. O(state=absent) is then refused with the names of the users who have it.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.state
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permset_group_info
  - module: sfops.salesforce.sf_permset_assignment
  - module: sfops.salesforce.sf_permission_set
"""

EXAMPLES = r"""
- name: Create a permission set, or add to it
  sfops.salesforce.sf_permission_set:
    name: Account_Steward
    object_permissions:
      - {object: Account, permissions: [create, edit, delete]}

- name: Group it with another, without deleting
  sfops.salesforce.sf_permset_group:
    name: Account_Team
    label: Account team
    permission_sets:
      - Account_Steward
      - Sales_Reporting
    muted:
      object_permissions:
        - {object: Account, permissions: [delete]}
      field_permissions:
        - {object: Account, edit: [AnnualRevenue]}

- name: Take one of the sets out, and mute nothing any more
  sfops.salesforce.sf_permset_group:
    name: Account_Team
    permission_sets:
      remove: [Sales_Reporting]
    muted:
      object_permissions: {set: []}
      field_permissions: {set: []}

- name: Look at what deleting the group would do
  sfops.salesforce.sf_permset_group:
    name: Account_Team
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
  description: Salesforce Id of the group, also of one that was deleted. Null where there is none (yet).
  returned: success
  type: str
  sample: 0PGHp0000004CbKOAU
record:
  description: The group after the task, in the words of the options. C(muted) is there where O(muted) is. Empty where the group is gone.
  returned: success
  type: dict
  sample:
    name: Account_Team
    label: Account team
    description: null
    permission_sets: [Account_Steward, Sales_Reporting]
    muted:
      system_permissions: []
      object_permissions: {Account: [delete, modify_all]}
      field_permissions: {Account: {edit: [AnnualRevenue]}}
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(create), V(update), V(delete), V(add) and V(remove) (of permission sets), V(mute) or V(unmute)."}
    kind: {type: str, returned: always, description: "Of what, such as V(permission_set) or V(muted_object_permission)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission that cannot be muted without this one."}
    label: {type: str, returned: when the task has read it, description: "What Setup calls it."}
  sample:
    - {verb: add, kind: permission_set, key: Account_Steward, before: null, after: true}
    - {verb: mute, kind: muted_object_permission, key: Account, before: [], after: [delete]}
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
    - {kind: permission_set, key: Sales_Reporting, value: true}
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["The org has no permission set 'Sales_Reporting': nothing to unassign"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: "name: Account_Team\nlabel: Account team\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: permission set group Vendors}
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
  sample: {status: null, code: NOT_FOUND, fields: [permission_sets]}
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_group import PermsetGroup
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "name": {"type": "str", "required": True},
    "label": {"type": "str"},
    "description": {"type": "str"},
    "permission_sets": {"type": "raw"},
    "muted": {
        "type": "dict",
        "options": {
            "system_permissions": {"type": "raw"},
            "object_permissions": {"type": "raw"},
            "field_permissions": {"type": "raw"},
        },
    },
    **STATE,
}
DECLARATION = Declaration(PermsetGroup, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
