# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of one organisation: the standard ones it has, its custom ones, and its permissions."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass, field, replace

from .custom import custom_field, custom_object
from .model import ADDRESS, Field, SObject
from .standard import data, permission_fields, permission_prefix, standard_objects, with_picklist

#: Objects an organisation has only with a feature.
FEATURE_OBJECTS = {"CurrencyType": "multi_currency"}
#: Objects that carry CurrencyIsoCode when several currencies are in use.
CURRENCY_FIELD = Field(
    "CurrencyIsoCode",
    "Currency ISO Code",
    "picklist",
    255,
    nillable=True,
    createable=True,
    updateable=True,
    defaulted=True,
    groupable=True,
    restricted=True,
)
#: What a user has of them (Object Reference, User): the currency of the user's records, and that of new ones.
USER_CURRENCIES = ("CurrencyIsoCode", "DefaultCurrencyIsoCode")
ACTIVITY = ("Task", "Event")


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    sobject: str
    custom: bool


@dataclass
class Catalog:
    """Objects by lower-case name; derived look-ups are computed once."""

    objects: dict[str, SObject]
    tabs: dict[str, Tab] = field(default_factory=dict)

    def get(self, name: str) -> SObject | None:
        """An object that the data APIs know; what only the Metadata API knows stays out."""
        found = self.objects.get(name.lower())
        return None if found is None or found.hidden else found

    @functools.cached_property
    def by_prefix(self) -> dict[str, SObject]:
        return {one.prefix: one for one in self.objects.values()}

    @functools.cached_property
    def permissions(self) -> dict[str, str]:
        """User permissions (API name to label) of this organisation, those of profiles included."""
        fields = [f for name in ("permissionset", "profile") for f in self.objects[name].fields.values()]
        return {f.system_permission: f.label for f in fields if f.system_permission}

    @functools.cached_property
    def grantable_objects(self) -> tuple[str, ...]:
        """Values of ObjectPermissions.SobjectType."""
        return tuple(self.objects["objectpermissions"].fields["sobjecttype"].picklist)

    @functools.cached_property
    def grantable_fields(self) -> dict[str, tuple[SObject, Field]]:
        """What FieldPermissions.Field accepts, lower-case, with the field it stands for."""
        found: dict[str, tuple[SObject, Field]] = {}
        for sobject, one in _permissionable(self.objects):
            found[f"{sobject.name}.{one.name}".lower()] = (sobject, one)
            short = relationship_spelling(one)
            if short:
                found.setdefault(f"{sobject.name}.{short}".lower(), (sobject, one))
        return found

    @functools.cached_property
    def children(self) -> dict[str, dict[str, tuple[SObject, Field]]]:
        """Per parent object (lower-case): child relationship (lower-case) to child object and field."""
        found: dict[str, dict[str, tuple[SObject, Field]]] = {}
        for sobject in self.objects.values():
            for one in sobject.fields.values():
                if one.child_relationship:
                    for parent in one.references:
                        found.setdefault(parent.lower(), {})[one.child_relationship.lower()] = (sobject, one)
                    if one.custom and one.child_relationship and not one.child_relationship.endswith("__r"):
                        for parent in one.references:
                            name = one.child_relationship + "__r"
                            found.setdefault(parent.lower(), {})[name.lower()] = (sobject, one)
        return found


def relationship_spelling(one: Field) -> str:
    """``Account`` for ``AccountId``: from API 50 on FieldPermissions takes both."""
    if one.type != "reference" or not one.relationship:
        return ""
    return one.relationship if one.name.endswith("Id") and not one.custom else ""


def _permissionable(objects: dict[str, SObject]) -> t.Iterator[tuple[SObject, Field]]:
    """Fields that field-level security governs. Parts of an address are governed through the whole."""
    for sobject in objects.values():
        if sobject.setup:
            continue
        compounds = {one.name for one in sobject.fields.values() if one.type == ADDRESS}
        governed = {one.compound for one in sobject.fields.values() if one.permissionable and one.compound in compounds}
        parts = {one.name for one in sobject.fields.values() if one.compound in compounds}
        for one in sobject.fields.values():
            if one.name in governed or (one.permissionable and one.name not in parts):
                yield sobject, one


def grant_picklists(objects: dict[str, SObject], more: t.Sequence[str]) -> None:
    """Fill the picklists of ObjectPermissions and FieldPermissions from what the organisation holds."""
    names = [n for n in data("picklists.json")["object_permissions"] if n.lower() in objects]
    names += [one.name for one in objects.values() if one.custom or one.name in more]
    rows = objects["objectpermissions"]
    objects["objectpermissions"] = rows.with_fields([with_picklist(rows.fields["sobjecttype"], sorted(names))])
    fields: set[str] = set()
    owners: set[str] = set()
    for sobject, one in _permissionable(objects):
        owners.add(sobject.name)
        fields.add(f"{sobject.name}.{one.name}")
        if relationship_spelling(one):
            fields.add(f"{sobject.name}.{relationship_spelling(one)}")
    rows = objects["fieldpermissions"]
    objects["fieldpermissions"] = rows.with_fields(
        [
            with_picklist(rows.fields["sobjecttype"], sorted(owners)),
            with_picklist(rows.fields["field"], sorted(fields)),
        ]
    )


def _tabs(objects: dict[str, SObject], custom: t.Sequence[dict[str, t.Any]]) -> dict[str, Tab]:
    tabs: dict[str, Tab] = {}
    for name, raw in data("tabs.json")["tabs"].items():
        if not raw["sobject"] or raw["sobject"].lower() in objects:
            tabs[name.lower()] = Tab(name, raw["label"], raw["sobject"] or "", False)
    for raw in custom:
        if raw.get("tab", True):
            one = objects[str(raw["name"]).lower()]
            tabs[one.name.lower()] = Tab(one.name, one.plural, one.name, True)
    return tabs


def _currency_fields(one: SObject, currencies: t.Sequence[str]) -> list[Field]:
    """What an object has only where several currencies are in use."""
    made = with_picklist(CURRENCY_FIELD, currencies)
    if one.name == "User":
        label = "Default Currency ISO Code"
        return [made, replace(made, name=USER_CURRENCIES[1], label=label)]
    return [made] if not one.setup and one.has & {"amount", "ownerid", "annualrevenue"} else []


def build(
    *,
    features: t.Sequence[str] = (),
    currencies: t.Sequence[str] = (),
    absent_objects: t.Sequence[str] = (),
    absent_permissions: t.Sequence[str] = (),
    extra_permissions: t.Sequence[str] = (),
    custom_objects: t.Sequence[dict[str, t.Any]] = (),
    custom_fields: dict[str, list[dict[str, t.Any]]] | None = None,
    more_object_permissions: t.Sequence[str] = (),
) -> Catalog:
    """The catalogue of an organisation with these differences from the standard one."""
    objects: dict[str, SObject] = {}
    gone, more = frozenset(absent_permissions), frozenset(extra_permissions)
    for name, one in standard_objects().items():
        feature = FEATURE_OBJECTS.get(name)
        if name in absent_objects or (feature and feature not in features):
            continue
        start = permission_prefix(name)
        extra = permission_fields(name, start, gone, more) if start else []
        if "multi_currency" in features:
            extra += _currency_fields(one, currencies)
        objects[name.lower()] = one.with_fields(extra) if extra else one
    for number, raw in enumerate(custom_objects):
        made = custom_object(raw, number)
        objects[made.name.lower()] = made
    for name, fields in (custom_fields or {}).items():
        for target in ACTIVITY if name == "Activity" else (name,):
            if target.lower() not in objects:
                raise ValueError(f"custom_fields: no object {target}")
            objects[target.lower()] = objects[target.lower()].with_fields([custom_field(one) for one in fields])
    grant_picklists(objects, more_object_permissions)
    return Catalog(objects, _tabs(objects, custom_objects))
