# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_profile
short_description: Manage custom Salesforce profiles
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Creates a blank profile for a user licence, describes it, switches its system permissions, and deletes it.
  - A blank profile starts without any permissions but those that its licence requires. Grant everything else by permission sets, with
    M(sfops.salesforce.sf_permission_set). Object and field permissions of profiles are not managed, and no API of Salesforce clones a profile.
  - Some permissions demand others. What a granted permission demands is granted with it, shown with RV(changes[].implied_by), and not taken away by
    C(set). Removing a permission on which one that stays depends is refused.
options:
  name:
    description: Name of the profile, up to 255 characters. Letter case does not count.
    type: str
    required: true
  license:
    description:
      - Name of the user licence, such as V(Salesforce Integration). Required to create a profile.
      - Salesforce sets the licence at creation only, so another one than the profile has is refused. Create a profile of another name for it.
    type: str
  description:
    description: Description, up to 255 characters.
    type: str
  system_permissions:
    description:
      - "API names (V(ApiEnabled)) or labels (V(API Enabled)) of system permissions. A list, which adds, or a dictionary with C(add) and C(remove), or
        with C(set) alone, each a list."
      - Which ones there are, the org decides. An unknown one is refused with the nearest known ones.
    type: raw
notes:
  - A profile cannot be deleted while any user has it, active or not. O(state=absent) is then refused with the names of the users. Give them another
    profile
    first, with M(sfops.salesforce.sf_user).
  - Salesforce limits what can be changed in standard profiles. Work with custom ones.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.state
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

- name: Preview leaving exactly these system permissions
  sfops.salesforce.sf_profile:
    name: Acme API Only
    system_permissions:
      set: [ApiEnabled, ApiUserOnly]
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
  description: The profile after the task, in the words of the options. Empty where it is gone.
  returned: success
  type: dict
  sample:
    name: Acme API Only
    description: Integration users of Acme. Access comes from permission sets.
    license: Salesforce Integration
    system_permissions: [ApiEnabled, ApiUserOnly]
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(create), V(update), V(grant), V(revoke) or V(delete)."}
    kind: {type: str, returned: always, description: "Of what, such as V(system_permission)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission because of which the org demands it."}
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
  sample: ["Field permissions on Account have no effect: permission set Account_Reader does not read these objects"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: "name: Acme API Only\nlicense: Salesforce Integration\n"}
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
    "system_permissions": {"type": "raw"},
    **STATE,
}
DECLARATION = Declaration(Profile, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
