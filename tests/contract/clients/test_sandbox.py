# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same conversations with a real sandbox, when the environment names one: what they say has to look the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .conftest import Told
from .talks import TALKS, hold
from .target import Target, fresh
from .transcript import Transcript, differences


@pytest.mark.parametrize("client", TALKS)
def test_a_sandbox_says_the_same(client: str, told: Told, real: Target) -> None:
    found = differences(told.by(client), hold(client, replace(real, mark=fresh())))
    assert not found, "\n".join(found)


def test_a_difference_is_seen() -> None:
    ours = Transcript(
        [
            {"step": "read", "answer": {"id": "1", "rows": [{"a": 1, "b": None}]}},
            {"step": "refused", "code": "X", "message": "no"},
            {"step": "granted", "answer": 1},
        ]
    )
    theirs = Transcript(
        [
            {"step": "read", "answer": {"id": "2", "more": True, "rows": [{"a": "1", "b": 2}, {"a": "3"}]}},
            {"step": "refused", "code": "Y", "message": "no"},
            {"step": "granted", "code": "Z", "message": "never"},
        ]
    )
    assert differences(ours, ours) == []
    assert differences(ours, theirs) == [
        "read.rows[].b: only here",
        "read.rows[].a: number here, str at Salesforce",
        "refused: X (no) here, Y (no) at Salesforce",
        "granted: an answer here, Z (never) at Salesforce",
    ]
