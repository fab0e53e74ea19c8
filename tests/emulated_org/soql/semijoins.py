# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``IN (SELECT ...)`` may be (SOQL reference, Semi-Joins and Anti-Joins; texts as public reports quote them)."""

from __future__ import annotations

import typing as t

from ..errors import ApiError, refuse
from .syntax import Condition, Logical, Membership, Path, Query

if t.TYPE_CHECKING:
    from .scope import Column

MOST = 2
LEVEL = "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions."


def _refused(text: str) -> ApiError:
    return refuse("malformed_query", text=text)


def check(where: Condition | None) -> None:
    """How many there are, and where they stand; raises ApiError."""
    if len(_all(where)) > MOST:
        raise _refused(f"Maximum {MOST} semi join sub-selects are allowed.")
    if isinstance(where, Logical):
        for part in where.parts:
            _placed(where.kind, part)


def _placed(kind: str, part: Condition) -> None:
    if isinstance(part, Logical):
        if part.kind != "and" and _all(part):
            raise _refused(LEVEL)
        for one in part.parts:
            _placed(kind, one)
    elif _all(part) and kind == "or":
        raise _refused("Semi join sub-selects are not allowed with the 'OR' operator")
    elif _all(part) and kind == "not":
        raise _refused(LEVEL)


def _all(condition: Condition | None) -> list[Query]:
    """The queries inside of *condition*."""
    if isinstance(condition, Logical):
        return [found for part in condition.parts for found in _all(part)]
    if isinstance(condition, Membership) and isinstance(condition.values, Query):
        return [condition.values]
    return []


def selected(query: Query) -> Path:
    """The one field of the query inside; raises ApiError."""
    item = query.items[0]
    if len(query.items) != 1 or not isinstance(item, Path):
        raise _refused("only one field can be selected in a semi join")
    if _all(query.where):
        raise _refused("Nesting of semi join sub-selects is not supported")
    if query.limit is not None or query.order:
        raise _refused("LIMIT and ORDER BY are not allowed in semi join sub-selects")
    return item


def match(outer: Column, inner: Column, item: Path) -> None:
    """Ids are compared with Ids of the same object, in another object; raises ApiError."""
    left = outer.field
    if left is None or left.type not in ("id", "reference"):
        name = left.name if left is not None else ""
        text = f"The left operand field in the where expression for outer query should be an id field, cannot use: '{name}'"
        raise _refused(text)
    if inner.field is None or inner.field.type not in ("id", "reference"):
        raise _refused(f"semi join sub-selects can only query id fields, cannot use: '{item.text}'")
    if outer.sobject.name == inner.sobject.name and len(item.parts) == 1:
        raise _refused("The inner and outer selects should not be on the same object type")
    if _targets(outer) and _targets(inner) and not _targets(outer) & _targets(inner):
        text = f"The selected field '{item.text}' in the subquery and the left operand field in the where expression"
        raise _refused(f"{text} in the outer query '{left.name}' should point to the same object type")


def _targets(column: Column) -> frozenset[str]:
    one = column.field
    if one is None:
        return frozenset()
    return frozenset({column.sobject.name} if one.type == "id" else {*one.references, *one.also})
