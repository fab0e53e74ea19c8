# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_audit_trail_info
short_description: Read who changed what in the setup of a Salesforce org
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports entries of the setup audit trail (Setup, View Setup Audit Trail), newest first.
  - Salesforce keeps them for at least 180 days. Not every change leaves one, and not every entry names everything it changed.
  - The signed-in user needs View Setup and Configuration. Where it lacks that, nothing is reported, and a warning says so.
options:
  since:
    description: A date, or a date and time (ISO 8601, UTC without a zone). Entries from then on.
    type: str
  until:
    description: A date, or a date and time. Entries before then.
    type: str
  actions:
    description: Actions, such as V(PermSetAssign), as Salesforce writes them.
    type: list
    elements: str
  sections:
    description: Sections of Setup, such as V(Manage Users). Letter case does not count. Salesforce cannot filter by them, so O(limit) counts before.
    type: list
    elements: str
  users:
    description: User names of those who changed something.
    type: list
    elements: str
  limit:
    description: How many entries to read at most. A request carries 2000.
    type: int
    default: 2000
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_access_check
  - module: sfops.salesforce.sf_org_info
"""

EXAMPLES = r"""
- name: See who assigned permission sets this year
  sfops.salesforce.sf_audit_trail_info:
    since: "2026-01-01"
    actions: [PermSetAssign, PermSetGroupAssign]
  register: trail

- name: Show it
  ansible.builtin.debug:
    msg: "{{ trail.entries | map(attribute='display') | list }}"

- name: Read the newest entries about users
  sfops.salesforce.sf_audit_trail_info:
    sections: [Manage Users]
    limit: 200
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
entries:
  description: The entries, newest first.
  returned: success
  type: list
  elements: dict
  contains:
    time: {type: str, returned: always, description: "When it was changed."}
    user: {type: str, returned: always, description: "User name of who changed it. Null for what Salesforce does by itself."}
    delegate_user: {type: str, returned: always, description: "Who had logged in as that user, or null."}
    action: {type: str, returned: always, description: "Kind of the change."}
    section: {type: str, returned: always, description: "Section of Setup, or null."}
    display: {type: str, returned: always, description: "What was changed, in the words of Salesforce."}
    namespace: {type: str, returned: always, description: "Namespace of the package that changed it, or null."}
  sample:
    - time: 2026-11-27T16:20:11.000+0000
      user: admin@acme.com
      delegate_user: null
      action: PermSetAssign
      section: Manage Users
      display: "Permission set Sales Reports: assigned to user Conversion (UserID: [005Hp00000KxYzA])"
      namespace: null
readable:
  description: Whether the org shows its audit trail to the signed-in user.
  returned: success
  type: bool
  sample: true
complete:
  description: Whether all entries of the period were read. False where O(limit) cut them.
  returned: success
  type: bool
  sample: true
oldest:
  description: When the oldest entry that was read was made, or null.
  returned: success
  type: str
  sample: 2026-06-02T08:00:41.000+0000
warnings:
  description: What you should know, such as a way of signing in that Salesforce retires.
  returned: when there is something
  type: list
  elements: str
  sample: ["Only the newest 2000 entries were read; raise limit, or narrow since, until, actions or users"]
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.audit_trail import AuditTrailInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

_NAMES = {"type": "list", "elements": "str"}
ARGUMENTS: Arguments = {
    "since": {"type": "str"},
    "until": {"type": "str"},
    "actions": _NAMES,
    "sections": _NAMES,
    "users": _NAMES,
    "limit": {"type": "int", "default": 2000},
}
DECLARATION = Declaration(AuditTrailInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
