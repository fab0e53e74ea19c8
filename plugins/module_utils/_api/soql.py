# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Queries as SOQL text. The only place that puts a value into a query.

Values are data whatever they hold: they are always quoted here. Names (objects, fields, order) may come from a playbook
too, so anything that is not a name is refused instead of being pasted into the query.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing as t

from .._access.requests import AnyOf, Query, Value, Where
from .errors import SalesforceError

#: "Quoted String Escape Sequences", SOQL and SOSL Reference.
_ESCAPES = {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_FIELD = re.compile(
    r"[A-Za-z][\w.]*"  # Name, Profile.UserLicense.Name
    r"|[A-Za-z]+\([\w.]*\)( [A-Za-z]\w*)?"  # FIELDS(ALL), COUNT(Id) total
    r"|\(SELECT [\w .,=<>!]+\)",  # a child relationship
    re.ASCII,
)
_ORDER = re.compile(r"[A-Za-z][\w.]*( (ASC|DESC))?( NULLS (FIRST|LAST))?", re.ASCII)
_CHILDREN = re.compile(r"\(SELECT .* FROM (\w+)", re.ASCII)
_OPERATORS = ("=", "!=", ">", ">=", "<", "LIKE", "IN")

#: FIELDS(ALL) is answered only with a LIMIT of at most 200 (SOQL and SOSL Reference, FIELDS()).
_ALL_FIELDS_LIMIT = 200


def quote(text: str) -> str:
    """*text* as a SOQL string literal.

    Raises:
        SalesforceError: code CONFIGURATION for characters that no text in Salesforce can hold.
    """
    return "'" + "".join(_escaped(character) for character in text) + "'"


def quote_pattern(pattern: str) -> str:
    """A LIKE pattern as a literal: ``%`` and ``_`` are wild, write ``\\%`` and ``\\_`` where they are data."""
    parts = re.split(r"(\\[%_])", pattern)
    return "'" + "".join(part if part in ("\\%", "\\_") else quote(part)[1:-1] for part in parts) + "'"


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if ord(character) < 32 or 0xD800 <= ord(character) <= 0xDFFF:
        raise SalesforceError(
            f"A name holds the character U+{ord(character):04X}, which no text in Salesforce can hold",
            cure="take the character out",
            code="CONFIGURATION",
        )
    return character


def matches_nothing(query: Query) -> bool:
    """Whether no record can fulfil the query: one of its conditions asks for membership of an empty list."""
    return any(_impossible(condition) for condition in query.where)


def _impossible(condition: t.Union[Where, AnyOf]) -> bool:
    if isinstance(condition, AnyOf):
        return all(_impossible(one) for one in condition.conditions)
    return condition.op == "IN" and condition.value == ()


def render(query: Query) -> str:
    """The query as SOQL.

    Raises:
        SalesforceError: code INVALID_TYPE or INVALID_FIELD, as Salesforce would, for names that cannot be names.
    """
    if not _NAME.fullmatch(query.sobject):
        raise _no_name(query.sobject, "INVALID_TYPE", "an object")
    text = f"SELECT {', '.join(_field(name) for name in query.fields)} FROM {query.sobject}"
    conditions = [_condition(one) for one in query.where]
    if conditions:
        text += f" WHERE {' AND '.join(conditions)}"
    if query.order_by:
        text += f" ORDER BY {_order(query.order_by)}"
    limit = query.limit
    if any(name.upper() == "FIELDS(ALL)" for name in query.fields):
        limit = min(limit or _ALL_FIELDS_LIMIT, _ALL_FIELDS_LIMIT)
    return text + (f" LIMIT {int(limit)}" if limit else "")


def _field(name: str) -> str:
    if not _FIELD.fullmatch(name):
        raise _no_name(name, "INVALID_FIELD", "a field")
    return name


def _order(order_by: str) -> str:
    for part in order_by.split(","):
        if not _ORDER.fullmatch(part.strip()):
            raise _no_name(order_by, "INVALID_FIELD", "an order of fields")
    return order_by


def _condition(condition: t.Union[Where, AnyOf]) -> str:
    if isinstance(condition, Where):
        return _comparison(condition)
    possible = [_comparison(one) for one in condition.conditions if not _impossible(one)]
    return possible[0] if len(possible) == 1 else f"({' OR '.join(possible)})"


def _comparison(where: Where) -> str:
    if where.op not in _OPERATORS:
        raise ValueError(f"not an operator of a query: {where.op}")
    if isinstance(where.value, tuple):
        if where.op != "IN":
            raise ValueError(f"{where.op} takes one value")
        value = f"({', '.join(_literal(one) for one in where.value)})"
    elif where.op == "LIKE":
        value = quote_pattern(str(where.value))
    else:
        value = _literal(where.value)
    return f"{_field(where.field)} {where.op} {value}"


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, datetime.datetime):
        # "Date Formats and Date Literals in WHERE", SOQL and SOSL Reference: not in quotation marks.
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, int) else quote(value)


def _no_name(name: str, code: str, what: str) -> SalesforceError:
    return SalesforceError(f"'{name}' cannot be the name of {what}", cure="correct the name", code=code)


def is_name(text: str) -> bool:
    """Whether *text* has the form of an object's or field's API name."""
    return bool(_NAME.fullmatch(text))


def child_relationships(query: Query) -> t.List[str]:
    """Names of the relationships the query follows to children: they answer null instead of an empty list."""
    found = [_CHILDREN.match(name) for name in query.fields]
    return [match.group(1) for match in found if match]


def halves(query: Query) -> t.Optional[t.Tuple[Query, Query]]:
    """Two queries that together find what *query* finds, for when its text is too long to be sent.

    The longest IN list is cut in two. ``None`` when there is nothing to cut, or a limit that would then count twice.
    """
    lists = [one for one in query.where if isinstance(one, Where) and one.op == "IN" and isinstance(one.value, tuple)]
    longest = max(lists, key=lambda one: len(t.cast(t.Sequence[t.Any], one.value)), default=None)
    values = t.cast(t.Tuple[t.Any, ...], longest.value) if longest else ()
    if longest is None or len(values) < 2 or query.limit:
        return None
    middle = len(values) // 2
    place = query.where.index(longest)

    def with_values(part: t.Tuple[t.Any, ...]) -> Query:
        where = (*query.where[:place], dataclasses.replace(longest, value=part), *query.where[place + 1 :])
        return dataclasses.replace(query, where=where)

    return with_values(values[:middle]), with_values(values[middle:])
