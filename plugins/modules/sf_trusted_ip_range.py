# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_trusted_ip_range
short_description: Manage the IP ranges that a Salesforce org trusts
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Adds ranges of addresses to the trusted IP ranges of an org (Setup, Network Access), and takes them away.
  - A trusted range restricts nobody. From a trusted address, users sign in without a verification code, and clients without a security token; from
    elsewhere they still sign in, with one. What restricts is a profile's login IP ranges, with M(sfops.salesforce.sf_profile).
  - Salesforce replaces the whole list at each change. This module reads it just before it writes, and writes every range that it found, with its
    description, except what O(ranges) takes away. So no range is lost that somebody else added.
  - A range whose addresses other trusted ranges have already needs nothing. RV(covered_by) tells which ones. A range that overlaps another without lying
    in it is refused, because Salesforce does not say what becomes of such ranges.
options:
  ranges:
    description:
      - "The ranges. A list, which adds, or a dictionary with C(add) and C(remove), or with C(set) alone, each a list. With C(set), every other range
        is taken away; C(set) with an empty list leaves none."
      - An entry is an address (V(192.0.2.1)), a network (V(192.0.2.0/24)), or a dictionary with C(start), C(end) and C(description). Without C(end) it is
        one address. IPv4 and IPv6 both go.
      - A description is changed only where an entry has one. Under C(remove), the addresses count and the description does not. What is removed has to be
        a range as it is in the org; an address inside a wider range stays trusted, with a warning.
      - Salesforce takes at most 33,554,432 addresses of IPv4 (V(/7)) in one range, and a V(/32) of IPv6.
    type: raw
    required: true
  state:
    description:
      - V(present) adds and removes as O(ranges) says.
      - V(absent) removes everything that O(ranges) names, in whichever list. What is not there is no error.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - The signed-in user needs Manage IP Addresses (C(ManageIpAddresses)) and Modify Metadata Through Metadata API Functions (C(ModifyMetadata)).
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_trusted_ip_range_info
  - module: sfops.salesforce.sf_profile
"""

EXAMPLES = r"""
- name: Trust the addresses of a vendor
  sfops.salesforce.sf_trusted_ip_range:
    ranges:
      - {start: 192.0.2.10, end: 192.0.2.20, description: Conversion}
      - 198.51.100.7

- name: Replace one of them
  sfops.salesforce.sf_trusted_ip_range:
    ranges:
      add: [198.51.100.8]
      remove: [198.51.100.7]

- name: Preview trusting one network and nothing else
  sfops.salesforce.sf_trusted_ip_range:
    ranges:
      set: [203.0.113.0/24]
  check_mode: true
  diff: true

- name: No longer trust the vendor
  sfops.salesforce.sf_trusted_ip_range:
    ranges:
      - {start: 192.0.2.10, end: 192.0.2.20}
      - 198.51.100.8
    state: absent
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Of no use here, because ranges have no Id.
  returned: success
  type: str
  sample: null
record:
  description: All trusted ranges of the org after the task, as C(ranges).
  returned: success
  type: dict
  sample:
    ranges:
      - {start: 192.0.2.10, end: 192.0.2.20, description: Conversion}
covered_by:
  description: The ranges that needed nothing because others have their addresses, each with those others.
  returned: success
  type: dict
  sample: {198.51.100.7: [198.51.100.0/24]}
changes:
  description: What was changed, or in check mode would be. The two are the same. After a failure halfway, what was changed before it.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(create), V(update) (of the description) or V(delete)."}
    kind: {type: str, returned: always, description: "V(trusted_ip_range)."}
    key: {type: str, returned: always, description: "Which one."}
    before: {type: raw, returned: always, description: "What was there, or null."}
    after: {type: raw, returned: always, description: "What is there now, or null."}
  sample:
    - verb: create
      kind: trusted_ip_range
      key: 192.0.2.10 - 192.0.2.20
      before: null
      after: {start: 192.0.2.10, end: 192.0.2.20, description: Conversion}
unmanaged:
  description: What is there although no option names it, whether it stays or goes. It is reported, and taken away only where C(set) says so.
  returned: success
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "Of what."}
    key: {type: str, returned: always, description: "Which one."}
    value: {type: raw, returned: always, description: "What it is."}
  sample:
    - {kind: trusted_ip_range, key: 203.0.113.0/24, value: Office}
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["198.51.100.7 stays trusted, because it lies in 198.51.100.0/24; remove 198.51.100.0/24 to end that"]
diff:
  description: The record before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "ranges: []\n", after: "ranges:\n- start: 192.0.2.10\n"}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: the org's trusted IP ranges}
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
  sample: {status: null, code: OVERLAP, fields: [ranges]}
"""

from ansible_collections.sfops.salesforce.plugins.module_utils._access.trusted_ip_range import TrustedIpRange
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "ranges": {"type": "raw", "required": True},
    **STATE,
}
DECLARATION = Declaration(TrustedIpRange, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
