# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Read, plan, and - unless this is a preview - write, read again and see that it holds.

A preview is the same computation without the last step: it stops before anything is sent and keeps the writes for later
previews of the run. That is the first of two nets; the second is the organisation's client, which refuses to write in a preview.
"""

from __future__ import annotations

import typing as t

from .._access.labels import labelled
from .._access.refusal import Refusal
from .._access.resource import Inspection, Resource
from .gates import OPEN, Gate
from .gathering import Organisation, gather
from .preview import Preview
from .settling import Interrupted, NotKept, Outcome, Run, outcome_of


def inspect(inspection: Inspection, org: Organisation, preview: Preview | None) -> dict[str, t.Any]:
    """What an ``_info`` module reports; with *preview*, as it would be after what the run has previewed."""
    return inspection.report(gather(inspection, org, preview))


def execute(
    resource: Resource, org: Organisation, preview: Preview | None, lost: type[Exception], gate: Gate = OPEN
) -> Outcome:
    """Bring the declared state about, or with *preview* only find out what that would take.

    *lost* is the exception by which the client says that a write was sent and its answer never came: then everything is read and
    planned again, so that nothing is written twice. *gate* is asked before the preview counts and before anything is written.

    Raises:
        Refusal: if the plan must not be carried out, or the gate does not let it through; nothing was written.
        Interrupted: if a write failed; it says what had been written.
        NotKept: if the org accepted a write and did not keep it.
    """
    known = gather(resource, org, preview)
    plan = labelled(resource.plan(known), known)
    plan.refuse_references()
    if preview is None and plan.writes:
        return Run(resource, org, known, plan, gate).until_settled(lost)
    gate(plan.subject, plan.changes)
    if preview is not None:
        preview.absorb(plan)
    return outcome_of(plan, plan, plan.changes)


__all__ = ["Interrupted", "NotKept", "Outcome", "Refusal", "execute", "gather", "inspect"]
