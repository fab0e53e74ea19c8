# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assignments of permission sets and of their licences to users."""

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_assignment import expiry
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal

MOMENTS = {
    "2030-01-31": "2030-01-31T00:00:00+00:00",
    "2030-01-31T10:00": "2030-01-31T10:00:00+00:00",
    "2030-01-31T10:00Z": "2030-01-31T10:00:00+00:00",
    "2030-01-31T10:00:07": "2030-01-31T10:00:07+00:00",
    "2030-01-31T10:00:07.9Z": "2030-01-31T10:00:07+00:00",
    "2030-01-31T10:00:07.999999+02:00": "2030-01-31T08:00:07+00:00",
    "2030-01-31T23:30-05:00": "2030-02-01T04:30:00+00:00",
}
NO_MOMENTS = (
    "9999-12-31T23:59:59-05:00",
    "0001-01-01T00:00:00+05:00",
    "2030-02-30",
    "2030-01-31T25:00",
    "2030-01-31T10:00+25:00",
    "2030-01-31 10:00",
    "2030-01-31T10",
    "20300131",
    "2030-W05-4",
    "2030-01-31Z",
    "2030-01-31T10:00:00+0200",
    "\u0662\u0660\u0663\u0660-01-31",
    "2030-01-31\n",
)


@pytest.mark.parametrize("written", MOMENTS)
def test_until_when(written: str) -> None:
    moment = expiry(written)
    assert moment is not None
    assert moment.isoformat() == MOMENTS[written]


@pytest.mark.parametrize("written", NO_MOMENTS)
def test_what_is_no_moment(written: str) -> None:
    with pytest.raises(Refusal, match="Option expires takes a date or time") as refused:
        expiry(written)
    assert refused.value.code == "BAD_OPTION"
    assert refused.value.fields == ["expires"]
