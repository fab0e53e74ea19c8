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
  - Salesforce never deletes a user. O(state=absent) deactivates it. The record stays, its user name stays taken, and O(state=present)
    activates it again.
  - An option that is not set is left as it is.
  - The user licence comes with the profile. Each active user takes a seat of it, and a plan that needs a seat where none is free is refused, in check
    mode too. The message says who holds the seats.
  - No password is set. A user that signs in through an app needs none.
options:
  name:
    description:
      - The user name, in the form of an email address, up to 80 characters. Salesforce keeps it in lower case, and so do
        results.
      - User names are unique across all Salesforce orgs of the world. Whether another org holds one shows only when the user is created, not in a
        preview.
      - In a sandbox, add the sandbox's name as a suffix, as Salesforce does for users that it copies.
    type: str
    required: true
  first_name: {type: str, description: First name.}
  last_name: {type: str, description: Last name. Required to create a user.}
  email:
    description:
      - Email address. Required to create a user. Need not equal O(name). Letter case does not count.
      - Changing it makes Salesforce write to both addresses. The new one shows only after it is confirmed; until then each run asks again.
    type: str
  alias:
    description: Short name, up to 8 characters. A new user gets the first letters and digits of O(name).
    type: str
  nickname:
    description: Nickname in communities, unique in the org. Salesforce makes one up for a new user.
    type: str
  profile:
    description:
      - Names of the profiles that are acceptable, the best first. Required to create a user. The user gets the first one that the org has, and keeps
        one of
        them that it has already.
      - For an integration user take V(Minimum Access - API Only Integrations), and behind it the older
        V(Salesforce API Only System Integrations), which new orgs lack.
      - Letter case does not count, and a typographic dash is as good as a hyphen.
    type: list
    elements: str
  title: {type: str, description: Title.}
  department: {type: str, description: Department.}
  company_name: {type: str, description: Company name.}
  employee_number: {type: str, description: Employee number.}
  federation_id:
    description: Federation identifier, by which single sign-on knows the user.
    type: str
  time_zone:
    description: Time zone key, such as V(Europe/Berlin). A new user gets the org's.
    type: str
  locale:
    description: Locale key, such as V(en_US). A new user gets the org's.
    type: str
  language:
    description: Language key, such as V(en_US). A new user gets the org's.
    type: str
  email_encoding:
    description: Email encoding key. A new user gets V(UTF-8).
    type: str
  frozen:
    description:
      - Whether the user is frozen. A frozen user cannot sign in and keeps its seat. Freezing helps where Salesforce refuses to deactivate a user
        because
        the org's configuration still names it.
    type: bool
  state:
    description:
      - V(present) creates the user, activates it, or changes what differs.
      - V(absent) deactivates the user, because Salesforce has no way to delete one. Other options then do not count. An inactive or unknown user is
        no change.
    type: str
    choices: [present, absent]
    default: present
extends_documentation_fragment:
  - sfops.salesforce.connection
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

- name: Only look at what a change would do
  sfops.salesforce.sf_user:
    name: conversion@acme.com
    title: Owned by the CRM team
  check_mode: true
  diff: true

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
  description: The user after the task, in the words of the options, with C(active) and C(license).
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
    verb: {type: str, returned: always, description: "V(create), V(update), V(activate), V(deactivate), V(freeze) or V(unfreeze)."}
    kind: {type: str, returned: always, description: "Of what, such as V(user)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
    implied_by: {type: str, returned: when nobody declared the change, description: "The declared permission because of which the org demands it."}
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
  sample: ["Field permissions on Account have no effect: permission set Account_Reader does not read these objects"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: "name: conversion@acme.com\nactive: true\n"}
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
