# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What may still stop a plan that could be carried out: people decide how much a task may do.

A gate is asked with everything the task would change, in a preview as in the run, before anything is written.
"""

from __future__ import annotations

import typing as t

from .._access.plan import Change
from .._access.refusal import Refusal, few

#: Takes the subject of a plan and all its changes.
#:
#: Raises:
#:     Refusal: if the task must not go on.
Gate = t.Callable[[str, t.Sequence[Change]], None]

_MOST_NAMED = 12


class MaxRevocations:
    """Lets a task take away *most* things, or any number with None.

    Raises:
        Refusal: from the start, for a negative number.
    """

    def __init__(self, most: int | None) -> None:
        if most is not None and most < 0:
            raise Refusal("max_revocations cannot be negative; set it to 0 or more", "BAD_OPTION", ["max_revocations"])
        self._most = most

    def __call__(self, subject: str, changes: t.Sequence[Change]) -> None:
        taken = [str(one) for one in changes if one.takes_away]
        if self._most is None or len(taken) <= self._most:
            return
        raise Refusal(
            f"Refusing to take {len(taken)} things away from {subject}, as max_revocations is {self._most}: {few(taken, _MOST_NAMED)}; "
            f"change the declaration, or set max_revocations to {len(taken)}",
            "MAX_REVOCATIONS",
            ["max_revocations"],
        )


def all_of(*gates: Gate) -> Gate:
    """One gate that asks several in turn."""

    def ask(subject: str, changes: t.Sequence[Change]) -> None:
        for gate in gates:
            gate(subject, changes)

    return ask


#: Lets everything through.
OPEN: Gate = all_of()
