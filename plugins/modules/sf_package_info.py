# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_package_info
short_description: Read the packages that are installed in a Salesforce org
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Reports installed packages with their versions.
options:
  names:
    description: Only these packages, by Id, namespace or name.
    type: list
    elements: str
notes:
  - The signed-in user needs the system permission Download AppExchange Packages.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_package
"""

EXAMPLES = r"""
- name: Read one package
  sfops.salesforce.sf_package_info:
    names: [cnvsn]
  register: found

- name: Show its version
  ansible.builtin.debug:
    msg: "{{ found.packages[0].version }}"
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
packages:
  description: The packages, by name.
  returned: success
  type: list
  elements: dict
  contains:
    id: {type: str, returned: always, description: "Salesforce Id of the installed package."}
    package_id: {type: str, returned: always, description: "Id of the package, the same in every org."}
    namespace: {type: str, returned: always, description: "Namespace, or null."}
    name: {type: str, returned: always, description: "Name."}
    version: {type: str, returned: always, description: "Version."}
    version_id: {type: str, returned: always, description: "Id of the version, the same in every org."}
    declaration:
      description: The options of M(sfops.salesforce.sf_package) that change nothing now, and later what has drifted.
      type: dict
      returned: always
    not_exported: {type: list, elements: dict, returned: always, description: "What they do not say: C(kind), C(key) and C(reason)."}
  sample:
    - id: 0A3Hp000000CaJwKAK
      package_id: 033Hp000000CaJwIAK
      namespace: cnvsn
      name: Conversion
      version: "1.4"
      version_id: 04t5f000000cNv4AAE
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.package_information import PackageInfo
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {"names": {"type": "list", "elements": "str"}}
DECLARATION = Declaration(PackageInfo, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
