# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_profile
short_description: Manage Salesforce profiles and copies of profiles
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Creates, changes and deletes custom profiles, with their system, object and field permissions, tabs, connected apps, Apex classes, custom
    permissions, login IP ranges and login hours.
  - A new profile is blank, without any permissions but those that its licence requires, or a copy of another one, with O(clone_from). Where
    permission sets will do, prefer them, with M(sfops.salesforce.sf_permission_set).
  - "The list-like options share one style. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone, each a list. A plain
    list takes nothing away. An option that is not set is left as it is."
  - Some permissions demand others. What a granted permission demands is granted with it, shown with RV(changes[].implied_by), and not taken away by
    C(set). Removing a permission on which one that stays depends is refused.
options:
  name:
    description: Name of the profile, up to 255 characters. Letter case does not count.
    type: str
    required: true
  license:
    description:
      - Name of the user licence, such as V(Salesforce Integration). Required to create a profile that is no copy. A copy has that of its source.
      - Salesforce sets the licence at creation only, so another one than the profile has is refused. Create a profile of another name for it.
    type: str
  description:
    description: Description, up to 255 characters. It is not cloned.
    type: str
  clone_from:
    description:
      - Names of acceptable profiles of the same licence, the preferred one first. The first that the org has is copied.
      - On every run the profile is given what this one holds then, and loses what this one does not hold.
      - Options add to what is copied, and C(remove) takes away from it. Of a kind of content that an option declares with C(set), nothing is copied.
      - No API of Salesforce clones a profile, so its content is read and written. RV(not_copied) tells what that leaves out.
    type: list
    elements: str
  login_ip_ranges:
    description:
      - "From where users of the profile can sign in. Addresses (V(192.0.2.1)), networks (V(192.0.2.0/24)), or dictionaries with C(start), C(end) and
        C(description). A list, or a dictionary of lists under C(add), C(remove) or C(set)."
      - The first range keeps everybody out who signs in from elsewhere, and the task warns of that. A range that a wider one covers is not added.
      - No API of Salesforce takes the last range away, so that is refused.
    type: raw
  login_hours:
    description:
      - Days in English and in lower case, each a dictionary with C(start) and C(end), full hours from V(00:00) to V(24:00) in the time zone of the
        org. A day that is left out is not restricted, and on a day that ends when it starts nobody can sign in. Empty for no restriction.
      - The option says everything. A day that it does not name loses its hours.
    type: dict
notes:
  - A profile cannot be deleted while any user has it, active or not. O(state=absent) is then refused with the names of the users. Give them another
    profile first, with M(sfops.salesforce.sf_user).
  - Salesforce lets nobody change system permissions, and permissions on standard objects, in standard profiles. Clone them.
  - The signed-in user needs the system permission Modify Metadata Through Metadata API Functions (ModifyMetadata) for everything but the licence,
    the description, system permissions, and what SetupEntityAccess records hold.
  - Salesforce documents no change of the access to connected apps, Apex classes and custom permissions in profiles that could also be taken back.
    It is made through SetupEntityAccess records below the permission set that the profile owns, as many tools do.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.state
  - sfops.salesforce.grants
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_profile_info
  - module: sfops.salesforce.sf_permission_set
"""

EXAMPLES = r"""
- name: Create a blank profile for integration users
  sfops.salesforce.sf_profile:
    name: Acme API Only
    license: Salesforce Integration
    description: Integration users of Acme. Access comes from permission sets.

- name: Switch some permissions on and one off
  sfops.salesforce.sf_profile:
    name: Acme API Only
    system_permissions:
      add: [ApiEnabled, API Only User]
      remove: [RunReports]

- name: Clone the administrator's profile for automation that signs in from one network
  sfops.salesforce.sf_profile:
    name: Acme Administrator
    clone_from: System Administrator
    system_permissions: [API Only User]
    login_ip_ranges: [192.0.2.0/24]
    login_hours:
      monday: {start: "08:00", end: "18:00"}
      friday: {start: "08:00", end: "18:00"}
  check_mode: true
  diff: true

- name: Delete the profile
  sfops.salesforce.sf_profile:
    name: Acme API Only
    state: absent
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Salesforce Id of the profile, also of one that was deleted. Null where there is none (yet).
  returned: success
  type: str
  sample: 00eHp000001aBcDIAU
record:
  description: The profile after the task, in the words of the options, with the kinds of content that the task is about. Empty where it is gone.
  returned: success
  type: dict
  sample:
    name: Acme API Only
    description: Integration users of Acme. Access comes from permission sets.
    license: Salesforce Integration
    system_permissions: [ApiEnabled, ApiUserOnly]
    object_permissions: {}
not_copied:
  description: With O(clone_from), what the copy does not have, because no API sets it or the org refused it.
  returned: success, with O(clone_from)
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "What, such as V(page_layouts) or V(object_permission)."}
    key: {type: str, returned: always, description: "Which one, or null for all of the kind."}
    reason: {type: str, returned: always, description: "Why, and what to do about it."}
  sample:
    - {kind: page_layouts, key: null, reason: "they arrange pages and open nothing; assign them in Setup, Object Manager, Page Layouts"}
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(create), V(update), V(grant), V(revoke) or V(delete)."}
    kind: {type: str, returned: always, description: "Of what, such as V(login_ip_range)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission because of which the org demands it."}
    label: {type: str, returned: when the task has read it, description: "What Setup calls it."}
  sample:
    - {verb: grant, kind: system_permission, key: ApiEnabled, before: false, after: true}
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
    - {kind: system_permission, key: RunReports, value: true}
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["Profile Acme API Only had no login IP ranges: its users can sign in from 192.0.2.0/24 only, and from nowhere else any more"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: "name: Acme API Only\nlicense: Salesforce Integration\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: profile Vendor Integration}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.profile import Profile
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "name": {"type": "str", "required": True},
    "license": {"type": "str"},
    "description": {"type": "str"},
    "clone_from": {"type": "list", "elements": "str"},
    "system_permissions": {"type": "raw"},
    "object_permissions": {"type": "raw"},
    "field_permissions": {"type": "raw"},
    "tabs": {"type": "raw"},
    "connected_apps": {"type": "raw"},
    "apex_classes": {"type": "raw"},
    "custom_permissions": {"type": "raw"},
    "login_ip_ranges": {"type": "raw"},
    "login_hours": {"type": "dict"},
    **STATE,
}
DECLARATION = Declaration(Profile, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
