# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ..plugin_utils._audit.accepted import BadOption
from ..plugin_utils._audit.org import Options, org
from ..plugin_utils._audit.plain import plain

DOCUMENTATION = r"""
name: audit_org
short_description: The verdict on one org
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Puts together what was found in an org for the playbook C(sfops.salesforce.audit), with what people have accepted, and who changed it last.
  - Fails for options that cannot be meant.
positional: host
options:
  _input:
    description: The C(vendors) with their C(users) and C(failures), C(failures) of the org, its C(facts), and the C(trail) where it was read.
    type: dict
    required: true
  host:
    description: Name of the org in the inventory.
    type: str
    required: true
  fail_on:
    description: Verdicts that make the audit fail.
    type: list
    elements: str
    default: [drift, failed]
  ignore:
    description: Accepted deviations, as in the variable C(audit_ignore).
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Judge an org without vendors
  ansible.builtin.debug:
    msg: "{{ ({'vendors': []} | sfops.salesforce.audit_org('production')).verdict }}"
"""

RETURN = r"""
_value:
  description: The part of the document that is about the org.
  type: dict
"""


def audit_org(
    audited: t.Mapping[str, t.Any], host: str, fail_on: t.Any = ("drift", "failed"), ignore: t.Any = ()
) -> t.Any:
    """The filter. What orgs say is never a template.

    Raises:
        AnsibleFilterError: for options that cannot be meant.
    """
    try:
        options = Options.of(plain(fail_on), plain(ignore), datetime.datetime.now(datetime.timezone.utc).date())
    except BadOption as error:
        raise AnsibleFilterError(str(error)) from error
    return wrap_var(org(plain(host), plain(audited), options))


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"audit_org": audit_org}
