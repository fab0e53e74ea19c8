# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_oauth_token
short_description: Revoke the OAuth tokens that apps hold of a Salesforce user
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Ends what apps may do for a user, or what one app may do. Each app has to be let in anew, by signing in, before it can act for the user again.
  - Use it when a vendor is left, when a token may have leaked, and before a user changes hands. It does not deactivate the user.
  - Tokens are never shown. Access tokens that were made with a revoked token end with it.
  - An app that needs no token of a user, such as one that signs in with client credentials or a signed statement (JWT), signs in again. Take its
    access away as well, or freeze the user with M(sfops.salesforce.sf_user).
options:
  user:
    description: User name whose tokens are revoked. One that the org does not have is no change.
    type: str
    required: true
  app:
    description: Label of the app whose tokens are revoked, as M(sfops.salesforce.sf_oauth_token_info) tells it. All apps where it is not set.
    type: str
  state:
    description: Only V(absent). Apps get tokens by signing in, not from here.
    type: str
    choices: [absent]
    default: absent
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
notes:
  - The signed-in user needs the permission Customize Application to see and revoke the tokens of others.
  - Salesforce shows 500 tokens at a time. A warning says where there may be more, and the next run revokes them.
seealso:
  - module: sfops.salesforce.sf_oauth_token_info
  - module: sfops.salesforce.sf_user
"""

EXAMPLES = r"""
- name: Let Conversion act for its user no more
  sfops.salesforce.sf_oauth_token:
    user: conversion@acme.com
    app: Conversion
    state: absent

- name: Let no app act for a user that leaves
  sfops.salesforce.sf_oauth_token:
    user: conversion@acme.com
    state: absent
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Always null.
  returned: success
  type: str
  sample: null
record:
  description: Empty, because no token is left.
  returned: success
  type: dict
  sample: {}
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(revoke)."}
    kind: {type: str, returned: always, description: "V(oauth_token)."}
    key: {type: str, returned: always, description: "User name and app."}
    before: {type: raw, returned: always, description: "C(created), C(last_used) and C(use_count)."}
    after: {type: raw, returned: always, description: "Null."}
  sample:
    - verb: revoke
      kind: oauth_token
      key: "conversion@acme.com: Conversion"
      before: {created: 2026-10-01T09:00:00.000+0000, last_used: 2026-11-27T06:00:12.000+0000, use_count: 412}
      after: null
unmanaged: {type: list, elements: dict, returned: success, description: "Always empty.", sample: []}
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["The org has no user 'conversion@acme.com', so apps hold nothing for it"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "user: conversion@acme.com\ntokens:\n- app: Conversion\n", after: ""}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: OAuth tokens of conversion@acme.com}
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
  sample: {status: null, code: INSUFFICIENT_ACCESS, fields: [user]}
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.oauth_token import OauthTokens
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "user": {"type": "str", "required": True},
    "app": {"type": "str"},
    "state": {"type": "str", "choices": ["absent"], "default": "absent"},
}
DECLARATION = Declaration(OauthTokens, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
