# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_profile_info
short_description: Read Salesforce profiles and what they hold
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports profiles with their licence and system permissions, in the words that M(sfops.salesforce.sf_profile) takes.
  - Without options it reports every profile of the org.
options:
  names:
    description: Names of profiles. A name that the org does not have is left out of the result.
    type: list
    elements: str
  include:
    description:
      - What to report of each profile besides its licence and its system permissions. Each kind costs a query, V(login_ip_ranges) and V(login_hours)
        together a request for ten profiles.
    type: list
    elements: str
    choices: [object_permissions, field_permissions, tabs, setup_entity_access, login_ip_ranges, login_hours, users]
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_profile
"""

EXAMPLES = r"""
- name: Which of the two integration profiles does the org have
  sfops.salesforce.sf_profile_info:
    names:
      - Minimum Access - API Only Integrations
      - Salesforce API Only System Integrations
  register: found

- name: Show them with their licence
  ansible.builtin.debug:
    msg: "{{ found.profiles | items2dict(key_name='name', value_name='license') }}"

- name: Find out from where, and when, administrators can sign in
  sfops.salesforce.sf_profile_info:
    names: [System Administrator]
    include: [login_ip_ranges, login_hours]

- name: Read all profiles
  sfops.salesforce.sf_profile_info:
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
profiles:
  description: The profiles, by name.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id. Null where the run has only previewed the profile."}
    name: {type: str, returned: always, description: "Name."}
    description: {type: str, returned: always, description: "Description, or null."}
    license: {type: str, returned: always, description: "Name of the user licence."}
    system_permissions: {type: list, elements: str, returned: always, description: "API names of the system permissions that are on."}
    object_permissions: {type: dict, returned: when asked for, description: "Object to list of permissions."}
    field_permissions: {type: dict, returned: when asked for, description: "Object to C(read) and C(edit), lists of fields."}
    tabs: {type: dict, returned: when asked for, description: "Tab to V(visible) or V(available)."}
    setup_entity_access: {type: dict, returned: when asked for, description: "Lists of names by option, and Ids of other kinds by type."}
    login_ip_ranges: {type: list, elements: dict, returned: when asked for, description: "Dictionaries with C(start), C(end) and C(description)."}
    login_hours: {type: dict, returned: when asked for, description: "Day to C(start) and C(end)."}
    users: {type: list, elements: str, returned: when asked for, description: "Names of the users who have the profile, active or not."}
    declaration:
      description: The options of M(sfops.salesforce.sf_profile) that change nothing now, and later what has drifted.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 00eHp000001aBcDIAU
      name: Minimum Access - API Only Integrations
      description: null
      license: Salesforce Integration
      system_permissions: [ApiEnabled, ApiUserOnly]
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.profile_information import (
    KINDS,
    USERS,
    ProfileInfo,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "names": {"type": "list", "elements": "str"},
    "include": {"type": "list", "elements": "str", "choices": [*KINDS, USERS]},
}
DECLARATION = Declaration(ProfileInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
