# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_app_access_info
short_description: Read Salesforce's connected apps and external client apps, and whom they are open to
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports apps with the permission sets and profiles that open them, and the page of Setup that shows them.
  - Policies are read of the apps that O(names) lists. Of others only RV(apps[].policies) of connected apps tells who may use them.
options:
  names:
    description: Only these apps, by name or label.
    type: list
    elements: str
  kind:
    description: Only apps of this kind. V(auto) means both.
    type: str
    choices: [auto, connected_app, external_client_app]
    default: auto
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_app_access
"""

EXAMPLES = r"""
- name: Read an app with its policies
  sfops.salesforce.sf_app_access_info:
    names: [Provisioning]
  register: found

- name: Stop where everybody may use it
  ansible.builtin.assert:
    that:
      - found.apps[0].policies.permitted_users == 'admin_approved'
    fail_msg: "See {{ found.apps[0].setup_url }}"
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
apps:
  description: The apps, by label.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id."}
    kind: {type: str, returned: always, description: "V(connected_app) or V(external_client_app)."}
    name: {type: str, returned: always, description: "API name; of a connected app the name that Setup shows."}
    label: {type: str, returned: always, description: "Label."}
    permission_sets: {type: list, elements: str, returned: always, description: "API names of the permission sets that open it."}
    profiles: {type: list, elements: str, returned: always, description: "Names of the profiles that open it."}
    policies: {type: dict, returned: always, description: "Its policies, in the words of M(sfops.salesforce.sf_app_access). Null is what was not told."}
    setup_url: {type: str, returned: always, description: "The page of Setup that shows it."}
    declaration:
      description: The options of M(sfops.salesforce.sf_app_access) that change nothing now, and later what has drifted.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 0H4Hp000000CaJwKAK
      kind: connected_app
      name: Provisioning
      label: Provisioning
      permission_sets: [Sales_Reporting]
      profiles: [System Administrator]
      policies: {permitted_users: admin_approved, ip_relaxation: enforce, refresh_token_policy: infinite, scopes: [Api, RefreshToken]}
      setup_url: https://acme.my.salesforce.com/lightning/setup/ConnectedApplication/page?address=%2F0H4Hp000000CaJwKAK
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.app_information import AppAccessInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "names": {"type": "list", "elements": "str"},
    "kind": {"type": "str", "choices": ["auto", "connected_app", "external_client_app"], "default": "auto"},
}
DECLARATION = Declaration(AppAccessInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
