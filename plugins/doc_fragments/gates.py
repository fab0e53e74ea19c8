# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How much a task may do."""

    DOCUMENTATION = r"""
options:
  max_revocations:
    description:
      - How many things the task may take away at most. A task that would take away more is refused before it writes, in check mode too, and
        the message names them.
      - Changes with the verbs C(revoke), C(unassign), C(remove), C(mute), C(freeze), C(deactivate), C(delete) and C(uninstall) count, each
        as one, whatever is in the thing that goes.
      - Inventory variable C(salesforce_max_revocations), environment variable E(SALESFORCE_MAX_REVOCATIONS).
    type: int
  approved_plan:
    description:
      - A plan that was approved, which is the JSON file that the callback plugin P(sfops.salesforce.change_report#callback) writes of a preview.
        Nothing else is done.
      - Before the first task of an org writes, the whole plan of that org is previewed again, and every task is compared with the plan before
        it writes. More, less or other changes, or an org that the plan does not have, stop that org with the difference shown.
      - The inventory variable, or else the environment, wins over the option, so that no task of a playbook takes itself out of an approval.
      - Needs the task to run in the controller, so neither C(delegate_to) another machine nor C(async).
      - Inventory variable C(salesforce_approved_plan), environment variable E(SALESFORCE_APPROVED_PLAN).
    type: path
  approved_plan_signature:
    description:
      - A detached signature of O(approved_plan), for O(approved_plan_verify). If not set, the name of the plan with C(.sig) at its end.
      - Inventory variable C(salesforce_approved_plan_signature), environment variable E(SALESFORCE_APPROVED_PLAN_SIGNATURE).
    type: path
  approved_plan_verify:
    description:
      - A command that says whether O(approved_plan) was signed by whom you trust, such as V(gpgv --keyring board.gpg {signature} {plan}).
        C({signature}) and C({plan}) stand for the files, and the plan is its standard input, too. It runs in the controller, once for each
        run, without a shell.
      - The plan is refused unless the command succeeds.
      - Inventory variable C(salesforce_approved_plan_verify), environment variable E(SALESFORCE_APPROVED_PLAN_VERIFY).
    type: str
"""
