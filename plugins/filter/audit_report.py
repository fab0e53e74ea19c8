# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import typing as t

from ansible.utils.unsafe_proxy import wrap_var

from ..plugin_utils._audit.document import document, table
from ..plugin_utils._audit.junit import junit
from ..plugin_utils._audit.plain import plain
from ..plugin_utils._report.times import stamp

DOCUMENTATION = r"""
name: audit_report
short_description: The audit of all orgs, for machines and for people
version_added: 0.1.0
author:
  - sfops maintainers (!UNKNOWN)
description:
  - Puts the verdicts of the filter P(sfops.salesforce.audit_org#filter) together.
positional: fail_on
options:
  _input:
    description: The verdicts.
    type: list
    elements: dict
    required: true
  fail_on:
    description: Verdicts that make the audit fail.
    type: list
    elements: str
    default: [drift, failed]
  started:
    description: When the audit began, as seconds since 1970. Now, where it is left out.
    type: float
"""

EXAMPLES = r"""
- name: Show one line for each org
  ansible.builtin.debug:
    msg: "{{ ([{'vendors': []} | sfops.salesforce.audit_org('production')] | sfops.salesforce.audit_report).table }}"
"""

RETURN = r"""
_value:
  description: C(document), C(junit) as text of XML, and C(table), one line for each org.
  type: dict
"""


def audit_report(
    orgs: t.Sequence[t.Mapping[str, t.Any]], fail_on: t.Any = ("drift", "failed"), started: t.Any = None
) -> t.Any:
    """The filter. What orgs say is never a template."""
    now = datetime.datetime.now(datetime.timezone.utc)
    began = datetime.datetime.fromtimestamp(float(started), datetime.timezone.utc) if started else now
    words = [fail_on] if isinstance(fail_on, str) else list(fail_on or ())
    told = document(plain(orgs), plain(words), stamp(began), stamp(now))
    return wrap_var({"document": told, "junit": junit(told), "table": table(told["orgs"])})


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name to function."""
        return {"audit_report": audit_report}
