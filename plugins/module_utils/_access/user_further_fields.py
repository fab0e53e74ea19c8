# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Any other field of User, by its API name: judged by the org's own description."""

from __future__ import annotations

import datetime
import math
import typing as t

from .edits import shape, tidy
from .feature_seats import offered
from .refusal import Findings, Refusal, near
from .resource import Params, Record
from .user_fields import FIELDS

OPTION = "fields"
_OWN_OPTION = {
    **{column.casefold(): option for option, (column, _length) in FIELDS.items()},
    "username": "name",
    "profileid": "profile",
    "isactive": "state",
    "userroleid": "role",
    "defaultcurrencyisocode": "currency",
}
_NUMBERS = ("int", "double", "currency", "percent", "long")
_TEXTS = ("string", "textarea", "email", "phone", "url", "combobox", "id", "encryptedstring")
_TRUTHS = {"true": True, "false": False}
_ID_LENGTHS = (15, 18)


def given(params: Params) -> dict[str, t.Any]:
    """The option as it was given.

    Raises:
        Refusal: if it is no dictionary of names.
    """
    value = params.get(OPTION)
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(one, str) and one.strip() for one in value):
        raise shape(OPTION, "a dictionary of API names of fields and their values")
    return {name.strip(): one for name, one in value.items()}


def resolve(
    wanted: t.Mapping[str, t.Any], user: Record | None, creating: bool, findings: Findings
) -> dict[str, tuple[Record, t.Any]]:
    """Column -> field and value as the org takes it; findings for what it would not take."""
    fields = {one["name"].casefold(): one for one in (user or {}).get("fields") or ()}
    licenses = {one["name"].casefold(): name for name, one in offered(user).items()}
    found: dict[str, tuple[Record, t.Any]] = {}
    for name, value in wanted.items():
        key = name.casefold()
        option = _OWN_OPTION.get(key) or ("feature_licenses" if key in licenses else None)
        field = fields.get(key)
        if option:
            findings.add(f"{name} has an option of its own: use {option}, not {OPTION}", "BAD_OPTION", [OPTION])
        elif field is None:
            hint = near(name, (one["name"] for one in fields.values()))
            findings.add(f"Users have no field '{name}'{hint}; change {OPTION}", "UNKNOWN_FIELD", [OPTION])
        elif not field.get("createable" if creating else "updateable"):
            text = f"Field {field['name']} of users cannot be set (by the signed-in user); take it out of {OPTION}"
            findings.add(text, "INVALID_FIELD_FOR_INSERT_UPDATE", [OPTION])
        else:
            try:
                found[field["name"]] = field, _value(field, value)
            except Refusal as refusal:
                findings.catch(refusal)
    return found


def same(field: Record, found: t.Any, wanted: t.Any) -> bool:
    """Whether the org holds the value already."""
    return bool(_comparable(field, found) == _comparable(field, wanted))


def _value(field: Record, value: t.Any) -> t.Any:
    kind = field["type"]
    if kind == "boolean":
        return _truth(field, value)
    if value is None or value == "" or value == []:
        return None
    if kind in _NUMBERS:
        return _number(field, value)
    if isinstance(value, (bool, dict)) or (isinstance(value, list) and kind != "multipicklist"):
        raise _wrong(field, "text", value)
    if kind == "multipicklist":
        return ";".join(_offered(field, one) for one in (value if isinstance(value, list) else str(value).split(";")))
    if kind == "picklist":
        return _offered(field, value)
    if kind == "reference":
        return _reference(field, value)
    if kind in ("date", "datetime"):
        return _moment(field, value)
    if kind not in _TEXTS:
        raise Refusal(
            f"Field {field['name']} is of type {kind}, which cannot be set; change {OPTION}", "BAD_OPTION", [OPTION]
        )
    return _text(field, value)


def _truth(field: Record, value: t.Any) -> bool:
    found = value if isinstance(value, bool) else _TRUTHS.get(str(value).casefold())
    if found is None:
        raise _wrong(field, "true or false", value)
    return found


def _number(field: Record, value: t.Any) -> float | int:
    try:
        number = float(str(value)) if not isinstance(value, bool) else None
    except ValueError:
        number = None
    # JSON has neither infinity nor what is no number, so no request could carry them.
    if number is None or not math.isfinite(number) or (field["type"] in ("int", "long") and not number.is_integer()):
        raise _wrong(field, "a number" if field["type"] not in ("int", "long") else "a whole number", value)
    return int(number) if number.is_integer() else number


def _text(field: Record, value: t.Any) -> str:
    text, most = tidy(str(value)), int(field.get("length") or 0)
    if most and len(text) > most:
        raise Refusal(
            f"Field {field['name']} takes up to {most} characters; shorten it in {OPTION}", "STRING_TOO_LONG", [OPTION]
        )
    return text


def _offered(field: Record, value: t.Any) -> str:
    """A value of a picklist, in the org's spelling; one that is not restricted takes others too."""
    text = tidy(str(value))
    values = [str(one["value"]) for one in field.get("picklistValues") or ()]
    found = {one.casefold(): one for one in values}.get(text.casefold())
    if found is None and field.get("restrictedPicklist"):
        raise Refusal(
            f"Field {field['name']} offers no '{text}'{near(text, values)}; change {OPTION}",
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            [OPTION],
        )
    return found or text


def _reference(field: Record, value: t.Any) -> str:
    text = tidy(str(value))
    if len(text) not in _ID_LENGTHS or not (text.isascii() and text.isalnum()):
        raise _wrong(field, "the Id of a record (15 or 18 characters)", value)
    return text


def _moment(field: Record, value: t.Any) -> str:
    """A date, or a date with time and offset, as the REST API takes them."""
    text = tidy(value.isoformat() if isinstance(value, datetime.date) else str(value))
    try:
        if field["type"] == "date":
            return datetime.date.fromisoformat(text).isoformat()
        moment = _parsed(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        like = "2026-12-31" if field["type"] == "date" else "2026-12-31T18:00:00Z"
        raise _wrong(field, f"a {field['type']} like {like}", value)
    return text


def _parsed(text: str) -> datetime.datetime:
    """Python before 3.11 reads neither Z nor +0000."""
    text = text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text
    if len(text) > len("+0000") and text[-5] in "+-" and text[-4:].isdigit():
        text = f"{text[:-2]}:{text[-2:]}"
    return datetime.datetime.fromisoformat(text)


def _comparable(field: Record, value: t.Any) -> t.Any:
    kind = field["type"]
    if kind == "boolean":
        return bool(value)
    if value is None or value == "":
        return None
    if kind in _NUMBERS:
        return float(value)
    if kind == "multipicklist":
        return frozenset(str(value).split(";"))
    if kind == "reference":
        return str(value)[:15]
    return _parsed(str(value)) if kind == "datetime" else tidy(str(value))


def _wrong(field: Record, expected: str, value: t.Any) -> Refusal:
    return Refusal(f"Field {field['name']} takes {expected}; it has {value!r}; change {OPTION}", "BAD_OPTION", [OPTION])
