# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes that may need one another: carried out in whatever order the rules let them through."""

from __future__ import annotations

import typing as t

from ..errors import ApiError

Step = t.Callable[[], None]


def settle(steps: t.Iterable[Step]) -> None:
    """Carry out every step; raises the first refusal when none of those left gets through.

    A component counts as a whole: what one part of it needs may stand in a later one.
    """
    waiting = list(steps)
    while waiting:
        held: list[Step] = []
        refusals: list[ApiError] = []
        for step in waiting:
            try:
                step()
            except ApiError as error:
                held.append(step)
                refusals.append(error)
        if len(held) == len(waiting):
            raise refusals[0]
        waiting = held
