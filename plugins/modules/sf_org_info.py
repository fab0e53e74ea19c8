# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_org_info
short_description: Read what a Salesforce org is, has seats of, and lets the signed-in user do
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports an org, the seats of its licences, its installed packages, its allowance of API requests, and the rights of who is signed in.
  - It is for looking before a change. Whether an org is a sandbox, has several currencies, a free seat, or the package a vendor wants, and whether the
    administrator of the run may do what the run needs.
options:
  gather:
    description:
      - The parts to report besides the org itself. Each costs a request or two. All of them where the option is not set.
      - V(licenses) are user licences, permission set licences and feature licences with their seats.
      - V(packages) are the installed packages.
      - V(limits) is the allowance of API requests for 24 hours.
      - V(api_versions) are the versions of the API that the org answers to.
      - V(signed_in) is the user of this connection with its system permissions, whether they come from its profile, a permission set or a group.
    type: list
    elements: str
    choices: [licenses, packages, limits, api_versions, signed_in]
  holders:
    description:
      - Whether to name who holds the seats of user licences and permission set licences, up to 20 users each. It costs a query for each
        licence in use.
    type: bool
    default: false
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_package_info
  - module: sfops.salesforce.sf_user_info
  - module: sfops.salesforce.sf_permset_license_assignment_info
"""

EXAMPLES = r"""
- name: Look at the org
  sfops.salesforce.sf_org_info:
  register: found

- name: Stop where the run lacks a right
  ansible.builtin.assert:
    that:
      - "'ManageUsers' in found.org.signed_in.system_permissions"

- name: Stop where no seat is free for another integration
  ansible.builtin.assert:
    that:
      - found.org.user_licenses | selectattr('name', 'equalto', 'Salesforce Integration') | map(attribute='free') | sum > 0

- name: Who holds the seats
  sfops.salesforce.sf_org_info:
    gather: [licenses]
    holders: true
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
org:
  description: The org.
  returned: success
  type: dict
  contains:
    id: {type: str, returned: always, description: "Id of the org, 18 characters."}
    name: {type: str, returned: always, description: "Name of the company."}
    edition: {type: str, returned: always, description: "Edition, such as V(Enterprise Edition)."}
    sandbox: {type: bool, returned: always, description: "Whether it is a sandbox."}
    instance: {type: str, returned: always, description: "Name of the instance."}
    namespace: {type: str, returned: always, description: "Namespace of a packaging org, or null."}
    trial_expires: {type: str, returned: always, description: "When a trial ends, or null."}
    language: {type: str, returned: always, description: "Language key of the org."}
    locale: {type: str, returned: always, description: "Locale key of the org."}
    time_zone: {type: str, returned: always, description: "Time zone key of the org."}
    multi_currency: {type: bool, returned: always, description: "Whether the org has several currencies."}
    currencies: {type: list, elements: str, returned: always, description: "Active currencies. Empty where there is one only."}
    corporate_currency: {type: str, returned: always, description: "Corporate currency, or null where there is one only."}
    user_licenses:
      description: User licences, each with C(name), C(label), C(status), C(total), C(used), C(free), and C(holders) where asked for.
      returned: with V(licenses)
      type: list
      elements: dict
    permission_set_licenses:
      description: The same of permission set licences, by developer name.
      returned: with V(licenses)
      type: list
      elements: dict
    feature_licenses:
      description:
        - Feature licences, each with C(name), C(total), C(used), and C(as_of), as the org counts them once a day. Empty where it does not tell.
      returned: with V(licenses)
      type: list
      elements: dict
    packages:
      description:
        - Installed packages in the words of M(sfops.salesforce.sf_package_info), and with C(licenses) (C(status), C(total) or null for a site
          licence, C(used)) where the package hands out seats. Null where the signed-in user may not see them.
      returned: with V(packages)
      type: list
      elements: dict
    daily_api_requests:
      description: The allowance of API requests for 24 hours, C(max) and C(remaining).
      returned: with V(limits)
      type: dict
    api_versions:
      description: Versions of the API, the oldest first.
      returned: with V(api_versions)
      type: list
      elements: str
    signed_in:
      description: Who is signed in, C(id), C(username), C(profile), C(system_permissions) by API name.
      returned: with V(signed_in)
      type: dict
  sample:
    id: 00DHp000001xyzAMAQ
    name: Acme
    edition: Enterprise Edition
    sandbox: false
    multi_currency: false
    user_licenses:
      - {name: Salesforce Integration, label: Salesforce Integration, status: Active, total: 5, used: 2, free: 3}
    feature_licenses:
      - {name: marketing_user, total: 5, used: 1, as_of: "2026-11-26"}
    packages: []
    signed_in: {username: automation@acme.com, profile: System Administrator, system_permissions: [ApiEnabled, ManageUsers]}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.org_info import OrgInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "gather": {
        "type": "list",
        "elements": "str",
        "choices": ["licenses", "packages", "limits", "api_versions", "signed_in"],
    },
    "holders": {"type": "bool", "default": False},
}
DECLARATION = Declaration(OrgInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
