# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a CustomField must and must not say, and the field that comes of it (Metadata API, CustomField and FieldType)."""

from __future__ import annotations

import re
import typing as t

from ..errors import refuse
from ..schema.custom import custom_field
from ..schema.model import Field
from .component import Component

#: Types that can be made, in the words of schema.custom.
KINDS = {
    "AutoNumber": "autonumber",
    "Checkbox": "checkbox",
    "Currency": "currency",
    "Date": "date",
    "DateTime": "datetime",
    "Email": "email",
    "Html": "longtextarea",
    "LongTextArea": "longtextarea",
    "Lookup": "lookup",
    "MasterDetail": "masterdetail",
    "MultiselectPicklist": "multipicklist",
    "Number": "number",
    "Percent": "percent",
    "Phone": "phone",
    "Picklist": "picklist",
    "Text": "text",
    "TextArea": "textarea",
    "Url": "url",
}
DIGITS = ("precision", "scale")
MUST: dict[str, tuple[str, ...]] = {
    "Checkbox": ("defaultValue",),
    "Currency": DIGITS,
    "Html": ("length", "visibleLines"),
    "LongTextArea": ("length", "visibleLines"),
    "Lookup": ("referenceTo",),
    "MasterDetail": ("referenceTo",),
    "MultiselectPicklist": ("visibleLines", "valueSet"),
    "Number": DIGITS,
    "Percent": DIGITS,
    "Picklist": ("valueSet",),
    "Text": ("length",),
}
#: Elements that some types only may have.
ONLY: dict[str, tuple[str, ...]] = {
    "deleteConstraint": ("Lookup",),
    "length": ("Text", "LongTextArea", "Html"),
    "precision": ("Currency", "Number", "Percent"),
    "referenceTo": ("Lookup", "MasterDetail"),
    "relationshipOrder": ("MasterDetail",),
    "scale": ("Currency", "Number", "Percent"),
    "visibleLines": ("Html", "LongTextArea", "MultiselectPicklist"),
}
NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|_(?!_))*(?<!_)__c\Z")
LENGTHS = {"Text": (1, 255), "LongTextArea": (256, 131_072), "Html": (256, 131_072)}
NEVER_REQUIRED = ("Checkbox", "Html", "LongTextArea", "MasterDetail", "MultiselectPicklist")


def made(name: str, values: Component) -> Field:
    """The field *name* of these values; raises ApiError."""
    if not NAME.match(name):
        raise refuse("field_name")
    kind = values.get("type") or ("Text" if values.get("formula") else "")
    if not kind:
        raise refuse("metadata_required", ["type"], name="type")
    if not values.get("label"):
        raise refuse("field_must", ["label"], element="label", type=kind)
    if kind not in KINDS:
        raise refuse("metadata_not_emulated", name=f"a CustomField of type {kind}")
    if not values.get("formula"):
        _check(kind, values)
    values_set = (values.get("valueSet") or {}).get("valueSetDefinition") or {}
    raw: dict[str, t.Any] = {
        "name": name,
        "type": "formula" if values.get("formula") else KINDS[kind],
        "label": values["label"],
        "description": values.get("description") or "",
        "required": bool(values.get("required")),
        "unique": bool(values.get("unique")),
        "external_id": bool(values.get("externalId")),
        "restricted": bool((values.get("valueSet") or {}).get("restricted")),
        "values": [one["fullName"] for one in values_set.get("value", ())],
        "to": values.get("referenceTo"),
        "children": values.get("relationshipName") or "",
        **{key: values[key] for key in ("length", *DIGITS) if values.get(key) is not None},
    }
    return custom_field(raw)


def _check(kind: str, values: Component) -> None:
    for element in MUST.get(kind, ()):
        if values.get(element) in (None, ""):
            raise refuse("field_must", [element], element=element, type=kind)
    for element, kinds in ONLY.items():
        if kind not in kinds and values.get(element) is not None:
            raise refuse("field_must_not", [element], element=element, type=kind)
    if values.get("required") and kind in NEVER_REQUIRED:
        raise refuse("field_must_not", ["required"], element="required", type=kind)
    least, most = LENGTHS.get(kind, (0, 0))
    if most and int(values["length"]) < least:
        raise refuse("field_short", ["length"], least=least)
    if most and int(values["length"]) > most:
        raise refuse("field_long", ["length"], most=most)
