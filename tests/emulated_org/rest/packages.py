# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is special about reading packages: queries name one Id, keys are asked for, requests that are read go on."""

from __future__ import annotations

from dataclasses import replace

from ..errors import refuse
from ..packaging import catalogue, requests
from ..soql.syntax import Comparison, Condition, Logical, Path, Query
from ..store.ids import full_id
from .call import Call

#: Objects that know every organisation's packages: a query must name one (Tooling API reference, and recorded refusals).
RESTRICTED = ("SubscriberPackage", "SubscriberPackageVersion")


def admit(call: Call, name: str, query: Query) -> Query:
    """*query* as it is run; raises ApiError where Salesforce does not answer it."""
    requests.looked_at(call.org, name)
    if name not in RESTRICTED:
        return query
    named = _named(query.where)
    if "id" not in named or set(named) - {"id", "installationkey"}:
        raise refuse("package_restriction")
    if name == "SubscriberPackageVersion":
        check_key(call, named["id"], named.get("installationkey"))
    where = [part for part in _parts(query.where) if _field(part) == "id"]
    return replace(query, where=where[0])


def check_key(call: Call, record: str, key: str | None) -> None:
    """Unlocked packages that are not installed want their key; managed ones do not."""
    version = call.org.packages.get(full_id(record) or "")
    if version is None or version.managed or not version.key:
        return
    if catalogue.installed(call.org, version.namespace) == version:
        return
    if key is None:
        raise refuse("package_key_query")
    if key != version.key:
        raise refuse("package_key_wrong")


def _parts(where: Condition | None) -> tuple[Condition, ...]:
    if isinstance(where, Logical) and where.kind == "and":
        return tuple(part for one in where.parts for part in _parts(one))
    return (where,) if where is not None else ()


def _field(part: Condition) -> str:
    if isinstance(part, Comparison) and part.operator == "=" and isinstance(part.operand, Path):
        return part.operand.parts[-1].lower() if len(part.operand.parts) == 1 else part.operand.text
    return "?"


def _named(where: Condition | None) -> dict[str, str]:
    """Field to value of a condition that is made of equalities; ``?`` stands for anything else."""
    return {_field(part): str(part.value.value) if isinstance(part, Comparison) else "" for part in _parts(where)}
