# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A grown org as the variables that the playbook apply takes: users as the role integration_user describes them, and what they hold."""

from __future__ import annotations

import typing as t

from .declarations import DECLARATION, NOT_EXPORTED
from .resource import Record
from .user_fields import FIELDS

USERS = "integration_users"
#: Variable -> what is reported of the org.
SHARED = {
    "salesforce_profiles": "profiles",
    "salesforce_permission_sets": "permission_sets",
    "salesforce_permission_set_groups": "groups",
}
RANGES = "salesforce_trusted_ip_ranges"

Missing = t.List[Record]


def adopt(found: t.Mapping[str, t.Any]) -> dict[str, tuple[t.Any, Missing]]:
    """Variable -> its value, and what it does not say.

    *found* are the results of the ``_info`` modules: ``users``, ``assignments``, and what else was asked for; and what could not be read,
    as ``not_exported``.
    """
    ends = {_end(one): one["expires"] for one in found.get("assignments") or () if one["expires"]}
    described = [_user(one, ends) for one in sorted(found.get("users") or (), key=lambda one: str(one["name"]))]
    unread: Missing = list(found.get("not_exported") or ())
    lacking = unread + [lack for one, missing in described for lack in missing]
    variables: dict[str, tuple[t.Any, Missing]] = {USERS: ([one for one, missing in described if one], lacking)}
    for variable, kind in SHARED.items():
        records = sorted(found.get(kind) or (), key=lambda one: str(one["name"]).casefold())
        declared = [one[DECLARATION] for one in records if one[DECLARATION] is not None]
        variables[variable] = declared, [lack for one in records for lack in one[NOT_EXPORTED]]
    ranges = found.get("trusted_ip_ranges")
    if ranges:
        variables[RANGES] = ranges[DECLARATION]["ranges"], ranges[NOT_EXPORTED]
    return variables


def _user(record: Record, ends: t.Mapping[tuple[str, str, str], str]) -> tuple[Record, Missing]:
    """One user as the role describes it; empty where the role would change it."""
    missing = list(record[NOT_EXPORTED])
    if not record["active"]:
        return {}, missing
    declared = record[DECLARATION]
    described: Record = {"username": record["name"]}
    described |= {option: declared[option] for option in FIELDS if declared[option]}
    described |= {option: declared[option] for option in ("profile", "license")}
    described |= {option: declared[option] for option in ("role", "currency", "fields") if declared.get(option)}
    lists = {
        "feature_licenses": record["feature_licenses"],
        "permission_set_licenses": record["permission_set_licenses"],
    }
    for option in ("permission_sets", "permission_set_groups"):
        lists[f"other_{option}"] = stays = []
        for name in record[option]:
            end = ends.get((record["name"], option, name))
            if end:
                text = f"{record['name']} has it until {end}; the role assigns without an end, so it is left alone"
                missing.append({"kind": option[:-1], "key": name, "reason": text})
            else:
                stays.append(name)
    described |= {option: names for option, names in lists.items() if names}
    if record.get("frozen"):
        described["freeze"] = "frozen"
    return described, missing


def _end(assignment: Record) -> tuple[str, str, str]:
    option = "permission_sets" if assignment["permission_set"] else "permission_set_groups"
    return assignment["user"], option, assignment["permission_set"] or assignment["permission_set_group"]
