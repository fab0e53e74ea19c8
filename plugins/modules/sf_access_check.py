# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: sf_access_check
short_description: Check what a Salesforce user may do in the end, and whether that is what it needs
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Works out the effective access of one user from its profile, its permission sets and its permission set groups, and tells which of them
    each permission comes from. What has expired, and what needs an activated session, does not count.
  - Compares it with O(needs), tells what is missing and what goes beyond, and with O(sign_in) tries whether the user can sign in.
  - Only reads. In check mode it works with what the run has previewed so far, so that a whole setup can be rehearsed.
options:
  user:
    description: User name of the user to look at.
    type: str
    required: true
  objects:
    description:
      - API names of the objects to look at. Without it all objects are looked at, and the fields of the objects that O(needs) names.
        Without O(needs) too, all fields are read, which takes a request for each 2000 field permissions.
    type: list
    elements: str
  needs:
    description:
      - What the user must have, in the words of the modules that would give it. Every list says what must be there; what is there besides is
        told in RV(extra).
    type: dict
    suboptions:
      system_permissions:
        description: API names or labels of system permissions, as in M(sfops.salesforce.sf_permission_set).
        type: raw
      object_permissions:
        description: Dictionaries with C(object) and C(permissions), as in M(sfops.salesforce.sf_permission_set).
        type: raw
      field_permissions:
        description: Dictionaries with C(object), and C(read), C(edit), C(all_readable) or C(all_editable), as in
          M(sfops.salesforce.sf_permission_set).
        type: raw
      license:
        description: Names of user licences, of which the user must have one.
        type: list
        elements: str
      feature_licenses:
        description: Feature licences, such as V(marketing_user).
        type: list
        elements: str
      permission_sets:
        description: API names or labels of permission sets that must be assigned, and count.
        type: list
        elements: str
      permission_set_groups:
        description: API names or labels of permission set groups that must be assigned, and count.
        type: list
        elements: str
      permission_set_licenses:
        description: Developer names, keys or labels of permission set licences that the user must hold.
        type: list
        elements: str
  require:
    description: Whether the task fails when something is missing. The message names everything, and where to get it.
    type: bool
    default: false
notes:
  - Sharing of records is no part of it. An object that can be read may still show none.
  - Field permissions count only as far as the object's permissions reach. View All Data and Modify All Data open all objects, and no fields.
extends_documentation_fragment:
  - sfops.salesforce.connection
  - sfops.salesforce.sign_in
  - sfops.salesforce.attributes.info
  - sfops.salesforce.attributes.action_group
seealso:
  - module: sfops.salesforce.sf_permission_set
  - module: sfops.salesforce.sf_permset_assignment
  - module: sfops.salesforce.sf_user
"""

EXAMPLES = r"""
- name: What may this user do with accounts, and why
  sfops.salesforce.sf_access_check:
    user: conversion@acme.com
    objects: [Account]

- name: Fail with everything that is missing
  sfops.salesforce.sf_access_check:
    user: conversion@acme.com
    needs:
      license: [Salesforce, Salesforce Integration]
      system_permissions: [ApiEnabled, View All Users]
      object_permissions:
        - {object: Account, permissions: [read, edit]}
      field_permissions:
        - {object: Account, read: [Industry], edit: [Description]}
      permission_sets: [Conversion_Integration_Permissions]
    require: true

- name: Prove that the user can sign in
  sfops.salesforce.sf_access_check:
    user: conversion@acme.com
    sign_in: {client_id: "{{ app_client_id }}", private_key_file: "{{ app_key_file }}"}
    require: true
"""

RETURN = r"""
changed:
  description: Always false, because nothing is written.
  returned: always
  type: bool
  sample: false
user:
  description: The user, with its profile and its licences. C(id) is null where only the run's previews have made it.
  returned: success
  type: dict
  sample:
    {id: 005Hp00000KxYzAIAV, name: conversion@acme.com, active: true, frozen: false, profile: Conversion, license: Salesforce Integration}
assigned:
  description: Permission sets and groups that are assigned to the user, whether each counts, and if not, the reason.
  returned: success
  type: list
  elements: dict
  sample:
    - {kind: permission_set, name: Conversion_Integration_Permissions, counts: true, reason: null}
system_permissions:
  description: System permissions by API name, each with what it comes from.
  returned: success
  type: dict
  sample: {ApiEnabled: ["profile Minimum Access - API Only Integrations"]}
objects:
  description:
    - Objects by API name, each with C(permissions), with C(sources), which tells where each permission comes from, with C(governed_by), which
      tells what decides about an object that has no object permissions, and with C(fields).
    - C(fields) has the number of fields that are C(readable) and C(editable), the C(total) of fields whose access can be set (null where the
      object's description was not read), and whether they are C(all_readable). It is null where the object's fields were not looked at.
  returned: success
  type: dict
  sample:
    Account:
      permissions: [read, edit]
      sources: {read: ["permission set Account_Reader"], edit: ["permission set Account_Editor"]}
      governed_by: null
      fields: {readable: 12, editable: 3, total: 34, all_readable: false}
fields:
  description: The access to each field that O(needs) names, V(edit), V(read) or null, and where it comes from.
  returned: success
  type: dict
  sample: {Account.Industry: {access: read, sources: ["permission set Account_Reader"]}}
missing:
  description: What the user lacks.
  returned: success
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "Of what, such as V(object_permission), V(license), V(user) or V(sign_in)."}
    key: {type: str, returned: always, description: "Which one."}
    value: {type: raw, returned: always, description: "What of it, such as the permissions of an object."}
    cure: {type: str, returned: always, description: "Where to get it."}
  sample:
    - {kind: object_permission, key: Account, value: [edit], cure: "grant in a permission set that the user has (sf_permission_set)"}
extra:
  description: Access beyond O(needs) and what that demands. Fields of the objects named only. Empty without O(needs).
  returned: success
  type: list
  elements: dict
  contains:
    kind: {type: str, returned: always, description: "Of what."}
    key: {type: str, returned: always, description: "Which one."}
    value: {type: raw, returned: always, description: "What of it."}
    sources: {type: list, elements: str, returned: always, description: "Where it comes from."}
    privileged: {type: bool, returned: always, description: "Whether it gives power over the org, over other users, or over records that are not shared."}
  sample:
    - {kind: system_permission, key: ModifyAllData, value: true, sources: ["profile System Administrator"], privileged: true}
satisfied:
  description: Whether nothing is missing.
  returned: success
  type: bool
  sample: false
sign_in:
  description:
    - Null without O(sign_in). C(ok) tells whether the user can sign in, and is null where it was not tried. C(user) is the user name of who signed
      in, or the Id of somebody else, and C(error) has C(code) and C(message) of a refusal.
  returned: success
  type: dict
  sample: {ok: true, user: conversion@acme.com, error: null}
warnings:
  description: What you should know, such as privileges that Salesforce guards specially.
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

from ansible_collections.sfops.salesforce.plugins.module_utils._access.access_check import AccessCheck
from ansible_collections.sfops.salesforce.plugins.module_utils._argspec import SIGN_IN, Arguments
from ansible_collections.sfops.salesforce.plugins.module_utils._runner import Declaration, run

_NAMES = {"type": "list", "elements": "str"}
_NEEDS: Arguments = {
    "system_permissions": {"type": "raw"},
    "object_permissions": {"type": "raw"},
    "field_permissions": {"type": "raw"},
    "license": _NAMES,
    "feature_licenses": _NAMES,
    "permission_sets": _NAMES,
    "permission_set_groups": _NAMES,
    "permission_set_licenses": _NAMES,
}
ARGUMENTS: Arguments = {
    "user": {"type": "str", "required": True},
    "objects": {"type": "list", "elements": "str"},
    "needs": {"type": "dict", "options": _NEEDS},
    **SIGN_IN,
    "require": {"type": "bool", "default": False},
}
DECLARATION = Declaration(AccessCheck, ARGUMENTS)


def main() -> None:
    run(DECLARATION)


if __name__ == "__main__":
    main()
