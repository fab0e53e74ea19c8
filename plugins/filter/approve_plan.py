# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t
from datetime import datetime, timezone

from ansible.errors import AnsibleFilterError

from ..plugin_utils._report.approving import CannotApprove, approved
from ..plugin_utils._report.digest import plain

DOCUMENTATION = r"""
name: approve_plan
short_description: Makes an approved plan of a preview
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Takes what the callback plugin P(sfops.salesforce.change_report#callback) wrote of a preview, keeps the orgs that are approved, says who
    approves them and for how long, and seals the whole with new digests. The playbook C(sfops.salesforce.approve) writes the result to a file.
  - A digest tells that a file is as it was written. It does not tell who wrote it. For that, sign the file with a tool of your own.
positional: orgs
options:
  _input:
    description: The document, as it was written.
    type: dict
    required: true
  orgs:
    description: The orgs that are approved, by inventory host, Id or address, as a list or with commas between them. If not set, all of them.
    type: list
    elements: str
  by:
    description: Who approves.
    type: str
    required: true
  note:
    description: What else to know, such as the number of a ticket.
    type: str
    default: ""
  hours:
    description: For how many hours the plan may be applied. If not set, as the preview says.
    type: float
"""

EXAMPLES = r"""
- name: Approve two orgs until tomorrow
  ansible.builtin.copy:
    content: >-
      {{ lookup('ansible.builtin.file', 'change_report/change.json') | from_json
         | sfops.salesforce.approve_plan(orgs=['production', 'uat'], by='Change board', note='CHG-4711', hours=24) | to_nice_json }}
    dest: approved.json
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The approved plan.
  type: dict
"""


def approve_plan(
    plan: t.Mapping[str, t.Any],
    orgs: str | t.Sequence[str] | None = None,
    by: str = "",
    note: str = "",
    hours: float | None = None,
) -> dict[str, t.Any]:
    """The approved plan; raises AnsibleFilterError for what cannot be approved."""
    try:
        given = orgs.split(",") if isinstance(orgs, str) else orgs
        names = None if given is None else [str(one).strip() for one in given]
        limit = None if hours is None else float(hours)
        return approved(plain(plan), names, str(by), str(note), limit, datetime.now(timezone.utc))
    except (CannotApprove, KeyError, OverflowError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"Cannot approve the plan: {error}") from error


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"approve_plan": approve_plan}
