# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_user_info
short_description: Read Salesforce users and the access they hold
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports users, each with its profile, licences, permission sets and freeze, in the words that M(sfops.salesforce.sf_user) takes.
  - Without options it reports every user of type Standard, active or not.
options:
  names:
    description:
      - User names. A name that the org does not have is left out of the result.
    type: list
    elements: str
  license:
    description:
      - Report the users whose profile has this user licence, such as V(Salesforce Integration). Not used beside O(names).
    type: str
  fields:
    description:
      - API names of further fields to report, such as C(Phone).
    type: list
    elements: str
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_user
"""

EXAMPLES = r"""
- name: Read one user
  sfops.salesforce.sf_user_info:
    names:
      - conversion@acme.com
  register: found

- name: Stop where the user is inactive
  ansible.builtin.assert:
    that:
      - found.users | length == 1
      - found.users[0].active

- name: Who holds seats of the integration licence
  sfops.salesforce.sf_user_info:
    license: Salesforce Integration
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
users:
  description: The users, by name.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id. Null where the run has only previewed the user."}
    name: {type: str, returned: always, description: "User name."}
    active: {type: bool, returned: always, description: "Whether the user is active."}
    frozen: {type: bool, returned: where Salesforce tells, description: "Whether the user is frozen."}
    profile: {type: str, returned: always, description: "Name of the profile."}
    license: {type: str, returned: always, description: "Name of the user licence."}
    role: {type: str, returned: always, description: "Developer name of the role, or null."}
    feature_licenses: {type: list, elements: str, returned: always, description: "Feature licences, such as V(marketing_user)."}
    currency: {type: str, returned: in orgs with several currencies, description: "The user's own currency."}
    fields: {type: dict, returned: when O(fields) is set, description: "The further fields by API name."}
    last_login: {type: str, returned: always, description: "When the user last signed in, or null."}
    permission_sets: {type: list, elements: str, returned: always, description: "Permission sets assigned directly, with namespace."}
    permission_set_groups: {type: list, elements: str, returned: always, description: "Permission set groups, with namespace."}
    permission_set_licenses: {type: list, elements: str, returned: always, description: "Developer names of the permission set licences."}
    declaration:
      description: The options of M(sfops.salesforce.sf_user) that change nothing now, and later what has drifted.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 005Hp00000Qx1abIAB
      name: conversion@acme.com
      active: true
      profile: Minimum Access - API Only Integrations
      license: Salesforce Integration
      first_name: Conversion
      last_name: Integration
      email: crm-team@acme.com
      frozen: false
      role: null
      feature_licenses: []
      last_login: 2026-11-27T06:00:12.000+0000
      permission_sets: [Conversion_Integration_Permissions]
      permission_set_groups: []
      permission_set_licenses: [SalesforceAPIIntegrationPsl]
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.user_information import UserInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS = {
    "names": {"type": "list", "elements": "str"},
    "license": {"type": "str"},
    "fields": {"type": "list", "elements": "str"},
}
DECLARATION = Declaration(UserInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
