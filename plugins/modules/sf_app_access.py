# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_app_access
short_description: Open a connected app or external client app to permission sets and profiles
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Pre-authorises the users of permission sets and profiles for an app, so that they use it without being asked, and where the app is restricted to
    approved users, at all.
  - Tells the app's policies, and the page of Setup where an administrator changes them. It does not change policies.
  - An app that is not in the org is refused, with what brings it there. Apps are not created, because an app belongs to its vendor.
  - In check mode, when an earlier task would install a package, an app that is not there yet is supposed to come with it, and a warning says so.
options:
  app:
    description: Name or label of the app.
    type: str
    required: true
  kind:
    description: Which kind of app it is. With V(auto), both kinds are looked through, and one name for both is refused.
    type: str
    choices: [auto, connected_app, external_client_app]
    default: auto
  permission_sets:
    description: "API names or labels of permission sets. A list, which adds, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
  profiles:
    description: "Names of profiles. A list, which adds, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
  require:
    description:
      - Policies that the app must have. Where one differs the task fails before it writes anything, in check mode too, and says where to go and what
        to choose there.
    type: dict
    suboptions: &policies
      permitted_users:
        description: V(admin_approved) lets in those to whom a permission set or profile opens the app, V(self_authorize) everybody.
        type: str
        choices: [admin_approved, self_authorize]
      ip_relaxation:
        description: Which of these it may be, among V(enforce), V(enforce_relaxrefresh), V(bypass_2factor) and V(bypass).
        type: list
        elements: str
      refresh_token_policy:
        description: Which of these it may be, among V(infinite), V(zero), V(specific_inactivity) and V(specific_lifetime). With a time it is that
          time alone, such as V(specific_lifetime:30:days).
        type: list
        elements: str
      scopes:
        description: OAuth scopes that the app must have, such as V(api) and V(refresh_token).
        type: list
        elements: str
  advise:
    description: The same, without failing. What differs is told in RV(to_do).
    type: dict
    suboptions: *policies
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.state.assigned
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_app_access_info
  - module: sfops.salesforce.sf_package
  - module: sfops.salesforce.sf_permission_set
    description: Its O(sfops.salesforce.sf_permission_set#module:connected_apps) say the same from the permission set's side.
"""

EXAMPLES = r"""
- name: Let the users of a permission set use an app
  sfops.salesforce.sf_app_access:
    app: Provisioning
    permission_sets: [Sales_Reporting]

- name: Let nobody else use it, and insist on tokens that last
  sfops.salesforce.sf_app_access:
    app: Provisioning
    permission_sets:
      set: [Sales_Reporting]
    require:
      permitted_users: admin_approved
      refresh_token_policy: [infinite, specific_inactivity]
      scopes: [api, refresh_token]

- name: Take it away again
  sfops.salesforce.sf_app_access:
    app: Provisioning
    permission_sets:
      remove: [Sales_Reporting]
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Always null, because every approval is a record of its own.
  returned: success
  type: str
  sample: null
record:
  description: The app and whom it is open to after the task. C(id) and C(kind) are null where a package would only bring the app.
  returned: success
  type: dict
  sample: {id: 0H4Hp000000CaJwKAK, name: Provisioning, label: Provisioning, kind: connected_app, permission_sets: [Sales_Reporting], profiles: []}
policies:
  description: The app's policies, in the words of O(require). Null is what the org does not tell.
  returned: success
  type: dict
  sample: {permitted_users: admin_approved, ip_relaxation: enforce, refresh_token_policy: infinite, scopes: [Api, RefreshToken]}
setup_url:
  description: The page of Setup where the app's policies are.
  returned: success
  type: str
  sample: https://acme.my.salesforce.com/lightning/setup/ConnectedApplication/page?address=%2F0H4Hp000000CaJwKAK
to_do:
  description: What an administrator has to do in Setup, or the vendor, so that the policies are as O(advise) says. One sentence each.
  returned: success
  type: list
  elements: str
  sample: ["Setup, Manage Connected Apps, Provisioning, Edit Policies: set IP Relaxation to 'Relax IP restrictions' (it is 'Enforce IP restrictions')"]
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(grant) or V(revoke)."}
    kind: {type: str, returned: always, description: "V(app_access)."}
    key: {type: str, returned: always, description: "The permission set or profile."}
    before: {type: raw, returned: always, description: "Whether it was open, or null."}
    after: {type: raw, returned: always, description: "Whether it is open, or null."}
  sample:
    - {verb: grant, kind: app_access, key: permission set Sales_Reporting, before: null, after: true}
unmanaged:
  description: Whom the app is open to although no option names it, whether it stays or goes.
  returned: success
  type: list
  elements: dict
  sample:
    - {kind: app_access, key: profile System Administrator, value: true}
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["The org has no permission set 'Old': nothing to unassign"]
diff:
  description: Before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: ""}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: connected app Mutiny}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.app_access import AppAccess
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

_POLICIES: Arguments = {
    "permitted_users": {"type": "str", "choices": ["admin_approved", "self_authorize"]},
    "ip_relaxation": {"type": "list", "elements": "str"},
    "refresh_token_policy": {"type": "list", "elements": "str", "no_log": False},
    "scopes": {"type": "list", "elements": "str"},
}
ARGUMENTS: Arguments = {
    "app": {"type": "str", "required": True},
    "kind": {"type": "str", "choices": ["auto", "connected_app", "external_client_app"], "default": "auto"},
    "permission_sets": {"type": "raw"},
    "profiles": {"type": "raw"},
    "require": {"type": "dict", "options": _POLICIES},
    "advise": {"type": "dict", "options": _POLICIES},
    **STATE,
}
DECLARATION = Declaration(AppAccess, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
