# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one permission set for everything costs in an org with 300 custom objects and 10,000 fields."""

from __future__ import annotations

import time
import typing as t

from .counts import carry_out, sent
from .orgs import emulated
from .tables import show
from .workload import Task

NUMBER = 300


def everything(number: int = NUMBER) -> Task:
    """One permission set that opens all fields of so many objects."""
    names = [f"Thing_{one:03d}__c" for one in range(1, number + 1)]
    params: dict[str, t.Any] = {
        "name": "Everything",
        "label": "Everything",
        "object_permissions": [{"object": one, "permissions": ["create", "modify_all"]} for one in names],
        "field_permissions": [{"object": one, "all_editable": True} for one in names],
    }
    return "sf_permission_set", params


def measure() -> None:
    """Print requests and seconds of a preview, the run and a second run."""
    with emulated("vast") as (org,):
        connection = {"instance_url": org["instance_url"], "access_token": org["access_token"]}
        sent(org)
        rows = []
        for what, check in (("preview", True), ("run", False), ("second run", False)):
            began = time.monotonic()
            (result,) = carry_out([everything()], connection, check)
            seconds = time.monotonic() - began
            requests, writes = sent(org)
            rows.append([what, len(result["changes"]), requests, writes, round(seconds, 1)])
    show(
        f"One permission set for all fields of {NUMBER} objects",
        ["", "changes", "requests", "of them writing", "seconds"],
        rows,
    )
