# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of a request's JSON as the records keep them, or the refusal Salesforce answers with."""

from __future__ import annotations

import math
import re
import typing as t

from ..clock import parse_date, parse_datetime
from ..errors import refuse
from ..schema.catalog import Catalog
from ..schema.model import Field, SObject
from ..store.ids import full_id

EMAIL = re.compile(r"[^@\s,;<>()\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")
TOKENS: dict[t.Any, str] = {
    bool: "VALUE_TRUE",
    int: "VALUE_NUMBER_INT",
    float: "VALUE_NUMBER_FLOAT",
    str: "VALUE_STRING",
}
#: Numbers a field can hold are smaller.
MOST = {"int": 2**31, "double": 1e18}
JSON_NAMES: dict[t.Any, str] = {dict: "START_OBJECT", list: "START_ARRAY"}


def coerce(catalog: Catalog, sobject: SObject, one: Field, value: t.Any) -> t.Any:
    """*value* for *one*; raises ApiError when it does not fit the field."""
    if value is None or value == "":
        return _nothing(one, value)
    if isinstance(value, (dict, list)):
        raise _token(one.type, value)
    kind = one.type
    if kind == "boolean":
        if not isinstance(value, bool):
            raise _token("boolean", value)
        return value
    if kind == "int":
        return _number(one, value, int, "int")
    if kind in ("double", "currency", "percent"):
        return _number(one, value, float, "double")
    if kind in ("date", "datetime"):
        parsed = (parse_date if kind == "date" else parse_datetime)(value) if isinstance(value, str) else None
        if parsed is None:
            raise _token(kind, value)
        return parsed
    if kind in ("id", "reference"):
        return reference(catalog, one, value)
    return _text(one, value if isinstance(value, str) else _spelled(value))


def _nothing(one: Field, value: t.Any) -> t.Any:
    if one.boolean:
        raise _token("boolean", value) if value == "" else refuse("required", [one.name], names=one.name)
    return None


def _spelled(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _token(kind: str, value: t.Any) -> Exception:
    token = JSON_NAMES.get(type(value)) or TOKENS.get(type(value), "VALUE_STRING")
    shown = "" if isinstance(value, (dict, list)) else _spelled(value)
    return refuse("json_type", type=kind, token=token, value=shown)


def _number(one: Field, value: t.Any, convert: t.Callable[[t.Any], t.Any], name: str) -> t.Any:
    part = name == "int" and isinstance(value, float) and not (value.is_integer() or math.isinf(value))
    if isinstance(value, bool) or part:
        raise _token(name, value)
    try:
        number = convert(value)
    except OverflowError:
        number = float("inf")
    except (TypeError, ValueError):
        raise _token(name, value) from None
    if not abs(number) < MOST[name]:
        raise refuse("number_range", [one.name], label=one.label, value=value)
    return number


def reference(catalog: Catalog, one: Field, value: t.Any) -> str:
    """An Id of an object *one* may point to; whether the record exists is checked when it is written."""
    found = full_id(value)
    label = one.label
    if found is None:
        raise refuse("malformed_id", [one.name], label=label, value=_spelled(value))
    target = catalog.by_prefix.get(found[:3])
    if one.references and (target is None or target.name not in (*one.references, *one.also)):
        raise refuse("malformed_id", [one.name], label=label, value=value)
    return found


def _text(one: Field, value: str) -> str | None:
    value = value.strip() if one.type != "textarea" else value
    if value == "":
        return None
    if one.length and len(value) > one.length:
        raise refuse("too_long", [one.name], label=one.label, value=value, length=one.length)
    if one.type == "email" and not EMAIL.match(value):
        raise refuse("email", [one.name], label=one.label, value=value)
    if one.restricted and one.picklist:
        return choose(one, value)
    return value


def choose(one: Field, value: str) -> str:
    """The picklist's own spelling of *value*."""
    chosen = [part.strip() for part in value.split(";")] if one.type == "multipicklist" else [value]
    for part in chosen:
        if part.lower() not in one.choices:
            raise refuse("picklist", [one.name], label=one.label, value=value)
    return ";".join(one.choices[part.lower()] for part in chosen)
