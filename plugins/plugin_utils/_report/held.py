# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What a run that applied a plan says of it."""

from __future__ import annotations

import typing as t

from .document import Document, comparable


def held_against(plan: t.Mapping[str, t.Any], told: Document) -> dict[str, t.Any]:
    """Which plan it was, who approved it, and what was approved and not done: by tasks that never ran, or in orgs that were stopped."""
    done = {_place(org): [_planned(one) for one in org["tasks"] if not one["preview"]] for org in told["orgs"]}
    left = []
    for org in plan["orgs"]:
        here = done.get(_place(org), [])
        for task in org["tasks"]:
            if not (task["subject"] and task["changes"]):
                continue
            if _planned(task) in here:
                here.remove(_planned(task))
            else:
                left.append(
                    {"id": org["id"], "hosts": org["hosts"], "task": task["task"], "subject": task["subject"]}
                    | {"changes": task["changes"]}
                )
    return {"digest": plan["digest"], "approved": plan["approved"], "expires": plan["expires"], "not_done": left}


def _place(org: t.Mapping[str, t.Any]) -> str:
    return str(org["id"] or org["instance_url"])


def _planned(task: t.Mapping[str, t.Any]) -> list[t.Any]:
    return [task["module"], task["subject"], comparable(task["changes"])]
