# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever the org is like and whatever is declared: the preview is what happens, and what happens is what the store shows."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from .declarations import cases
from .play import Case, Stage
from .worlds import steps


def test_previews_are_exact(stage: Stage, request: pytest.FixtureRequest) -> None:
    @hypothesis.seed(request.config.getoption("seed"))
    @settings(
        max_examples=request.config.getoption("cases"),
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(case=cases(steps))
    def exact(case: Case) -> None:
        stage.play(case)

    exact()
    assert any(name.endswith(" changed") for name in stage.counts), stage.counts
    print("\n".join(f"{name}: {count}" for name, count in sorted(stage.counts.items())))
