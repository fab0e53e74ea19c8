# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.utils.unsafe_proxy import wrap_var

from ..plugin_utils._audit.findings import judged, person
from ..plugin_utils._audit.plain import plain

DOCUMENTATION = r"""
name: audit_findings
short_description: What a rehearsal found to be not as declared
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Judges the steps of a rehearsal of the role P(sfops.salesforce.integration_user#role), for the playbook C(sfops.salesforce.audit).
options:
  _input:
    description: The steps, each with C(step) and C(results).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Judge one step
  ansible.builtin.debug:
    msg: "{{ ([{'step': 'user', 'results': [user_result]}] | sfops.salesforce.audit_findings).findings }}"
  vars:
    user_result: {subject: user conversion@acme.com, changes: [{verb: freeze, kind: user, key: frozen, before: false, after: true}]}
"""

RETURN = r"""
_value:
  description: C(findings), and the user by C(username), C(id) and C(names).
  type: dict
"""


def audit_findings(steps: t.Sequence[t.Mapping[str, t.Any]]) -> t.Any:
    """The filter. What orgs say is never a template."""
    said = plain(steps)
    return wrap_var({"findings": judged(said), **person(said)})


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"audit_findings": audit_findings}
