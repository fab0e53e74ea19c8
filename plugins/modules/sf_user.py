# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_user
short_description: Create, change and deactivate Salesforce users
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Creates a user, changes what differs, activates it, and freezes it.
  - Salesforce never deletes a user. O(state=absent) deactivates it. The record and its user name stay, and O(state=present) activates it again.
  - What is not set is left as it is. The user licence comes with the profile. Each active user takes a seat of it, and a plan that needs one where
    none is free is refused, in check mode too. The message says who holds the seats.
  - A user that signs in through an app needs no password.
  - Warnings tell what Salesforce demands of users with wide permissions when they sign in, and of profiles that it gives up.
options:
  name:
    description:
      - The user name, in the form of an email address, up to 80 characters. Salesforce keeps it in lower case.
      - User names are unique across all Salesforce orgs of the world. Whether another org holds one shows when the user is created.
      - In a sandbox, add the sandbox's name as a suffix, as Salesforce does for users that it copies.
    type: str
    required: true
  profile:
    description:
      - Names of the profiles that are acceptable, the best first. Required to create a user. The user gets the first one of the org, or keeps one.
      - For an integration user take V(Minimum Access - API Only Integrations), and behind it the older
        V(Salesforce API Only System Integrations), which new orgs lack.
      - Letter case does not count, and a typographic dash is as good as a hyphen.
    type: list
    elements: str
  license:
    description:
      - Names of the user licences that are acceptable, such as V(Salesforce). A profile of another licence is passed over, and the task is
        refused where none is left, or where the user's own profile has another licence.
    type: list
    elements: str
  new_password:
    description:
      - A password for the user. It is sent when O(update_password) says so, and never shown or compared.
    type: str
  update_password:
    description:
      - V(on_create) sets O(new_password) for a user that the task creates.
      - V(always) sets it on every run. Salesforce does not tell whether a password is right, so every run is then a change. Salesforce may
        refuse one that the user has had before.
    type: str
    choices: [always, on_create]
    default: on_create
  frozen:
    description:
      - Whether the user is frozen. A frozen user cannot sign in and keeps its seat. Freezing helps where Salesforce refuses to deactivate a user
        because the org's configuration still names it.
    type: bool
  state:
    description:
      - V(present) creates the user, activates it, or changes what differs.
      - V(absent) deactivates the user, as nothing deletes one. Other options then do not count. An inactive or unknown user is no change.
      - Before it deactivates, warnings name the scheduled jobs and the apps that stop with the user, as far as the signed-in user sees them.
        Salesforce refuses while its configuration names the user, such as the default owner of cases. Only the run finds that out. The
        error says where to name another user, and O(frozen=true) keeps the user out until then.
    type: str
    choices: [present, absent]
    default: present
attributes:
  idempotent:
    support: partial
    details: [With O(update_password=always) every run is a change.]
extends_documentation_fragment:
  - sfops.salesforce.user
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_user_info
  - module: sfops.salesforce.sf_permset_license_assignment
  - module: sfops.salesforce.sf_permset_assignment
"""

EXAMPLES = r"""
# The connection options are in the inventory, as salesforce_instance_url, salesforce_client_id and so on.
- name: Create an integration user
  sfops.salesforce.sf_user:
    name: conversion@acme.com
    first_name: Conversion
    last_name: Integration
    email: crm-team@acme.com
    profile:
      - Minimum Access - API Only Integrations
      - Salesforce API Only System Integrations
    state: present

- name: Create a marketing integration with a seat of the Salesforce licence, and never with one of Salesforce Integration
  sfops.salesforce.sf_user:
    name: mutiny@acme.com
    last_name: Mutiny
    email: crm-team@acme.com
    profile: Standard User
    license: Salesforce
    feature_licenses: [marketing_user]
    fields: {Phone: +49 30 1234567}

- name: Only look at what a change would do
  sfops.salesforce.sf_user:
    name: conversion@acme.com
    title: Owned by the CRM team
  check_mode: true

- name: Keep a user out at once
  sfops.salesforce.sf_user:
    name: conversion@acme.com
    frozen: true

- name: Deactivate a user and free its seat
  sfops.salesforce.sf_user:
    name: conversion@acme.com
    state: absent
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Salesforce Id of the user. Null while it would only be created, or where the org does not have it.
  returned: success
  type: str
  sample: 005Hp00000Qx1abIAB
record:
  description:
    - The user after the task, in the words of the options, with C(active) and C(license). C(role), C(feature_licenses), C(currency) and
      C(fields) are there where the option is set. The role is told by its developer name.
  returned: success
  type: dict
  sample:
    name: conversion@acme.com
    active: true
    profile: Minimum Access - API Only Integrations
    license: Salesforce Integration
    last_name: Integration
    email: crm-team@acme.com
    alias: conversi
    time_zone: Europe/Berlin
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(create), V(update), V(set), V(assign), V(unassign), V(activate), V(freeze) and so on."}
    kind: {type: str, returned: always, description: "V(user), V(feature_license) or V(password)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
  sample:
    - {verb: create, kind: user, key: conversion@acme.com, before: null,
       after: {profile: Minimum Access - API Only Integrations, license: Salesforce Integration}}
unmanaged:
  description: What is there although no option names it, whether it stays or goes. It is reported, and taken away only where C(set) says so.
  returned: success
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "Of what."}
    key: {type: str, returned: always, description: "Which one."}
    value: {type: raw, returned: always, description: "What it is."}
  sample: []
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["Scheduled jobs run as conversion@acme.com and stop with it: Nightly sync; schedule them as another user (Setup, Scheduled Jobs)"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: "name: conversion@acme.com\nactive: true\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: user conversion@acme.com}
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
  sample: {reads: 1, writes: 1, signed_in: false, daily_limit: {used: 1804, max: 100000, remaining: 98196}}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.user import User
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "name": {"type": "str", "required": True},
    "first_name": {"type": "str"},
    "last_name": {"type": "str"},
    "email": {"type": "str"},
    "alias": {"type": "str"},
    "nickname": {"type": "str"},
    "profile": {"type": "list", "elements": "str"},
    "license": {"type": "list", "elements": "str"},
    "role": {"type": "str"},
    "feature_licenses": {"type": "raw"},
    "currency": {"type": "str"},
    "fields": {"type": "dict"},
    "new_password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["always", "on_create"], "default": "on_create", "no_log": False},
    "title": {"type": "str"},
    "department": {"type": "str"},
    "company_name": {"type": "str"},
    "employee_number": {"type": "str"},
    "federation_id": {"type": "str"},
    "time_zone": {"type": "str"},
    "locale": {"type": "str"},
    "language": {"type": "str"},
    "email_encoding": {"type": "str"},
    "frozen": {"type": "bool"},
    **STATE,
}
DECLARATION = Declaration(User, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
