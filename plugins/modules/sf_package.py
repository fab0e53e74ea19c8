# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_package
short_description: Install, upgrade and uninstall Salesforce packages
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Makes sure that a package is installed in a version, or a newer one, and waits until Salesforce has done it. Nothing is ever downgraded.
  - Salesforce installs by the Id of a version only. Where the package has to be installed or upgraded, O(version_id) must be set; it is in the
    vendor's installation link.
  - What Salesforce says is in the way of an installation (a beta, a namespace in use, a version that was withdrawn) is refused before anything starts,
    in check mode too. What shows only while it installs, such as a failing Apex test or a missing package, is told when it does.
options:
  package:
    description: Id (V(033...)), namespace or name of the package. Needed without O(version_id); with it, that version must be one of this package.
    type: str
  version:
    description: The version that is enough, such as V(1.4). A newer one will do. Without it, and without O(version_id), any will.
    type: str
  version_id:
    description: Id (V(04t...)) of the version to install where that one or a newer one is not installed.
    type: str
  installation_key:
    description: Key of the version, where its publisher has set one. It goes to Salesforce only.
    type: str
  security_type:
    description:
      - Who may use what the package brings. V(admins_only) is for the profiles of administrators, V(all_users) for all profiles, V(custom) for none
        until profiles or permission sets are granted it.
      - It counts when the package is installed or upgraded.
    type: str
    choices: [all_users, admins_only, custom]
    default: admins_only
  accept_remote_sites:
    description: Whether the addresses that the package talks to are allowed. In Setup it is the question to approve third-party access.
    type: bool
    default: false
  wait_timeout:
    description: How many seconds to wait until Salesforce has installed or uninstalled it. When they are over it goes on without us, and a later run
      waits for it again.
    type: float
    default: 1800
  poll_interval:
    description: How many seconds to wait between two looks.
    type: float
    default: 10
  state:
    description: V(present) installs or upgrades where that is needed, V(absent) uninstalls in whatever version is installed.
    type: str
    choices: [present, absent]
    default: present
notes:
  - The signed-in user needs the system permission Download AppExchange Packages, also to look.
  - Uninstalling a package deletes its records.
  - What a package brings is known to its publisher only. In check mode later tasks see that it would be installed, and nothing of its contents.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.gates
  - sfops.salesforce.attributes
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_package_info
  - module: sfops.salesforce.sf_app_access
"""

EXAMPLES = r"""
- name: Install a package, or upgrade it
  sfops.salesforce.sf_package:
    package: cnvsn
    version_id: 04t5f000000cNv4AAE
    security_type: all_users

- name: Insist on a version without installing it
  sfops.salesforce.sf_package:
    package: cnvsn
    version: "1.4"

- name: Look at what uninstalling it would do
  sfops.salesforce.sf_package:
    package: cnvsn
    state: absent
  check_mode: true
"""

RETURN = r"""
changed:
  description: Whether anything was changed, or in check mode would be.
  returned: always
  type: bool
  sample: true
id:
  description: Salesforce Id of the installed package, also of one that was uninstalled. Null where there is none (yet).
  returned: success
  type: str
  sample: 0A3Hp000000CaJwKAK
record:
  description: The package after the task. Empty where it is gone.
  returned: success
  type: dict
  sample: {package_id: 033Hp000000CaJwIAK, namespace: cnvsn, name: Conversion, version: "1.4", version_id: 04t5f000000cNv4AAE}
changes:
  description: What was changed, or in check mode would be. The two are the same.
  returned: success, and failure after a write
  type: list
  elements: dict
  contains:
    verb: {type: str, returned: always, description: "V(install), V(upgrade) or V(uninstall)."}
    kind: {type: str, returned: always, description: "V(package)."}
    key: {type: str, returned: always, description: "Name of the package."}
    before: {type: str, returned: always, description: "Version that was installed, or null."}
    after: {type: str, returned: always, description: "Version that is installed, or null."}
  sample:
    - {verb: upgrade, kind: package, key: Conversion, before: "1.3", after: "1.4"}
unmanaged:
  description: Always empty, because a package is installed or not.
  returned: success
  type: list
  elements: dict
  sample: []
warnings:
  description: What you should know although the task did what it was told.
  returned: when there is something
  type: list
  elements: str
  sample: ["Signing in with username and password uses SOAP login(), which Salesforce retires on 1 June 2027."]
diff:
  description: The package before and after the task as YAML text, both empty where nothing changes.
  returned: success
  type: dict
  sample: {before: "", after: ""}
subject: {type: str, returned: success, description: "What the task is about, in words.", sample: package Conversion}
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.package import Package
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import STATE, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

ARGUMENTS: Arguments = {
    "package": {"type": "str"},
    "version": {"type": "str"},
    "version_id": {"type": "str"},
    "installation_key": {"type": "str", "no_log": True},
    "security_type": {"type": "str", "choices": ["all_users", "admins_only", "custom"], "default": "admins_only"},
    "accept_remote_sites": {"type": "bool", "default": False},
    "wait_timeout": {"type": "float", "default": 1800},
    "poll_interval": {"type": "float", "default": 10},
    **STATE,
}
DECLARATION = Declaration(Package, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
