# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_trusted_ip_range_info
short_description: Read the IP ranges that a Salesforce org trusts
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports the trusted IP ranges of an org (Setup, Network Access), in the words that M(sfops.salesforce.sf_trusted_ip_range) takes.
  - They restrict nobody. From there, users sign in without a verification code, and clients without a security token.
options: {}
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_trusted_ip_range
"""

EXAMPLES = r"""
- name: Read the trusted ranges
  sfops.salesforce.sf_trusted_ip_range_info:
  register: trusted

- name: Show them
  ansible.builtin.debug:
    msg: "{{ trusted.ranges | map(attribute='range') | list }}"
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
ranges:
  description: The ranges, by address.
  returned: success
  type: list
  elements: dict
  contains:
    range: {type: str, returned: always, description: "The range as people write it: an address, a network, or both ends."}
    start: {type: str, returned: always, description: "First address."}
    end: {type: str, returned: always, description: "Last address."}
    description: {type: str, returned: always, description: "Description, or null."}
  sample:
    - range: 203.0.113.0/24
      start: 203.0.113.0
      end: 203.0.113.255
      description: Office
declaration:
  description: The options of M(sfops.salesforce.sf_trusted_ip_range) that change nothing now, and later what has drifted.
  returned: success
  type: dict
  sample: {ranges: {set: [{start: 203.0.113.0, end: 203.0.113.255, description: Office}]}}
not_exported:
  description: What they do not say, C(kind), C(key) and C(reason). Nothing.
  returned: success
  type: list
  elements: dict
  sample: []
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.trusted_ip_range import TrustedIpRangeInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {}
DECLARATION = Declaration(TrustedIpRangeInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
