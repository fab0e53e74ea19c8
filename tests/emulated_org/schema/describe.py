# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describe answers, kept as bytes: they are large, and nothing but the caller's rights and the version changes them."""

from __future__ import annotations

import email.utils
import json
import time
import typing as t

from .model import Field, SObject

if t.TYPE_CHECKING:
    from ..org import Org
    from ..rules.access import Access

SOAP = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
    "base64": "xsd:base64Binary",
}
MASTER = "012000000000000AAA"
STARTED = time.time()
HEADERS = {"Last-Modified": email.utils.formatdate(STARTED, usegmt=True)}


def unchanged(since: str) -> bool:
    """Whether nothing changed after *since* (an HTTP date)."""
    try:
        return email.utils.parsedate_to_datetime(since).timestamp() >= int(STARTED)
    except ValueError:
        return False


def _kept(org: Org, access: Access, key: str, make: t.Callable[[], t.Any]) -> bytes:
    """Callers with the same rights share one answer per catalogue and version."""
    cache: dict[tuple[str, int, int], bytes] = org.database.schema.__dict__.setdefault("describes", {})
    place = (key, access.version, access.fingerprint)
    found = cache.get(place)
    if found is None:
        found = cache[place] = json.dumps(make()).encode()
    return found


def everything(org: Org, access: Access) -> bytes:
    """``/sobjects``: every object the caller sees."""

    def make() -> dict[str, t.Any]:
        shown = [one for one in org.catalog.objects.values() if one.api == "rest" and access.readable(one)]
        objects = [_summary(one, access) for one in sorted(shown, key=lambda one: one.name)]
        return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": objects}

    return _kept(org, access, "*", make)


def basics(org: Org, sobject: SObject, access: Access) -> dict[str, t.Any]:
    """``/sobjects/X``: the summary and the caller's recent records (none are tracked)."""
    return {"objectDescribe": _summary(sobject, access), "recentItems": []}


def _summary(one: SObject, access: Access) -> dict[str, t.Any]:
    base = f"/services/data/v{access.version}.0/sobjects/{one.name}"
    business = not one.setup
    return {
        "activateable": False,
        "associateEntityType": None,
        "associateParentEntity": None,
        "createable": one.allows("c", access.version) and access.may(one, "create"),
        "custom": one.custom,
        "customSetting": False,
        "deepCloneable": False,
        "deletable": one.allows("d", access.version) and access.may(one, "delete"),
        "deprecatedAndHidden": False,
        "feedEnabled": False,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": one.prefix,
        "label": one.label,
        "labelPlural": one.plural,
        "layoutable": business,
        "mergeable": one.name in ("Account", "Contact", "Lead"),
        "mruEnabled": business,
        "name": one.name,
        "queryable": "q" in one.crud,
        "replicateable": business,
        "retrieveable": True,
        "searchable": business,
        "triggerable": business,
        "undeletable": business and "d" in one.crud,
        "updateable": "u" in one.crud and access.may(one, "edit"),
        "urls": {
            "rowTemplate": base + "/{ID}",
            "describe": base + "/describe",
            "sobject": base,
        },
    }


def description(org: Org, sobject: SObject, access: Access) -> bytes:
    """``/sobjects/X/describe``."""

    def make() -> dict[str, t.Any]:
        fields = [
            _field(one, sobject, access)
            for one in sobject.fields.values()
            if one.since <= access.version and access.readable_field(sobject, one)
        ]
        whole = _summary(sobject, access)
        whole.update(
            actionOverrides=[],
            childRelationships=_children(org, sobject, access),
            compactLayoutable=not sobject.setup,
            defaultImplementation=None,
            extendedBy=None,
            extendsInterfaces=None,
            fields=fields,
            implementedBy=None,
            implementsInterfaces=None,
            listviewable=None,
            lookupLayoutable=None,
            namedLayoutInfos=[],
            networkScopeFieldName=None,
            recordTypeInfos=[],
            searchLayoutable=not sobject.setup,
            sobjectDescribeOption="FULL",
            supportedScopes=_scopes(sobject),
        )
        if not sobject.setup:
            whole["recordTypeInfos"] = [_master(whole["urls"]["describe"])]
            whole["urls"] = {**_pages(org, sobject, whole["urls"]["sobject"]), **whole["urls"]}
        return dict(sorted(whole.items()))

    return _kept(org, access, sobject.name, make)


def _master(describe: str) -> dict[str, t.Any]:
    """The record type that every object with layouts has."""
    return {
        "active": True,
        "available": True,
        "defaultRecordTypeMapping": True,
        "developerName": "Master",
        "master": True,
        "name": "Master",
        "recordTypeId": MASTER,
        "urls": {"layout": f"{describe}/layouts/{MASTER}"},
    }


def _pages(org: Org, sobject: SObject, base: str) -> dict[str, str]:
    """Where layouts and the user interface would be; nothing answers there."""
    return {
        "compactLayouts": f"{base}/describe/compactLayouts",
        "approvalLayouts": f"{base}/describe/approvalLayouts",
        "uiDetailTemplate": f"{org.url}/{{ID}}",
        "uiEditTemplate": f"{org.url}/{{ID}}/e",
        "uiNewRecord": f"{org.url}/{sobject.prefix}/e",
        "quickActions": f"{base}/quickActions",
        "layouts": f"{base}/describe/layouts",
    }


def _scopes(sobject: SObject) -> list[dict[str, str]]:
    found = [{"label": f"All {sobject.plural}", "name": "everything"}]
    return [*found, {"label": f"My {sobject.plural}", "name": "mine"}] if sobject.field("OwnerId") else found


def _children(org: Org, sobject: SObject, access: Access) -> list[dict[str, t.Any]]:
    found = []
    for name in sorted(org.catalog.children.get(sobject.name.lower(), {})):
        child, one = org.catalog.children[sobject.name.lower()][name]
        if access.readable(child):
            proper = one.child_relationship + ("__r" if one.custom else "")
            found.append(
                {
                    "cascadeDelete": one.cascade,
                    "childSObject": child.name,
                    "deprecatedAndHidden": False,
                    "field": one.name,
                    "junctionIdListNames": [],
                    "junctionReferenceTo": [],
                    "relationshipName": proper,
                    "restrictedDelete": False,
                }
            )
    return found


def _field(one: Field, sobject: SObject, access: Access) -> dict[str, t.Any]:
    text = one.type in ("string", "textarea", "email", "phone", "url", "picklist", "multipicklist", "combobox")
    number = one.type in ("double", "currency", "percent")
    length = 18 if one.type in ("id", "reference") else one.length if text else 0
    editable = access.editable_field(sobject, one)
    return {
        "aggregatable": one.type not in ("boolean", "address", "textarea"),
        "aiPredictionField": False,
        "autoNumber": one.auto_number,
        "byteLength": length * 3 if text else length,
        "calculated": one.calculated,
        "calculatedFormula": None,
        "cascadeDelete": one.cascade,
        "caseSensitive": False,
        "compoundFieldName": one.compound or None,
        "controllerName": None,
        "createable": one.createable and one.type != "address" and editable,
        "custom": one.custom,
        "defaultValue": False if one.boolean else None,
        "defaultValueFormula": None,
        "defaultedOnCreate": one.defaulted,
        "dependentPicklist": False,
        "deprecatedAndHidden": False,
        "digits": 8 if one.type == "int" else 0,
        "displayLocationInDecimal": False,
        "encrypted": False,
        "externalId": one.external_id,
        "extraTypeInfo": None,
        "filterable": one.can_filter(access.version),
        "filteredLookupInfo": None,
        "formulaTreatNullNumberAsZero": False,
        "groupable": one.groupable,
        "highScaleNumber": False,
        "htmlFormatted": False,
        "idLookup": one.id_lookup,
        "inlineHelpText": None,
        "label": one.label,
        "length": length,
        "mask": None,
        "maskType": None,
        "name": one.name,
        "nameField": one.name == sobject.name_field,
        "namePointing": len(one.references) > 1,
        "nillable": one.nillable,
        "permissionable": one.permissionable,
        "picklistValues": [
            {"active": True, "defaultValue": False, "label": value, "validFor": None, "value": value}
            for value in one.picklist
        ],
        "polymorphicForeignKey": len(one.references) > 1,
        "precision": (one.precision or 18) if number else 0,
        "queryByDistance": False,
        "referenceTargetField": None,
        "referenceTo": list(one.references),
        "relationshipName": one.relationship or None,
        "relationshipOrder": 0 if one.cascade else None,
        "restrictedDelete": False,
        "restrictedPicklist": one.restricted,
        "scale": one.scale if one.precision else 2 if one.type in ("currency", "percent") else 0,
        "searchPrefilterable": False,
        "soapType": SOAP.get(one.type, "xsd:string"),
        "sortable": one.sortable,
        "type": one.type,
        "unique": one.unique,
        "updateable": one.updateable and one.type != "address" and editable,
        "writeRequiresMasterRead": False,
    }
