# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The job that is measured: the Conversion guide's integration user, with twelve objects and so many field rows."""

from __future__ import annotations

import collections
import json
import typing as t
import urllib.request

from .orgs import Facts

OBJECTS = (
    "Account",
    "Asset",
    "Campaign",
    "Case",
    "Contact",
    "Contract",
    "Lead",
    "Opportunity",
    "Order",
    "Pricebook2",
    "Product2",
    "Solution",
)
#: Objects on which Salesforce keeps neither View All nor Modify All.
PLAIN = ("Pricebook2", "Product2")
SET = "Conversion_Integration_Permissions"
PSL = "SalesforceAPIIntegrationPsl"
PROFILES = ["Minimum Access - API Only Integrations", "Salesforce API Only System Integrations"]
Row = t.Tuple[str, str, bool]
Task = t.Tuple[str, t.Dict[str, t.Any]]


def field_rows(org: Facts) -> list[Row]:
    """Every field row the objects allow: object, field, whether it can be edited; spread over the objects."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    columns: list[list[Row]] = []
    for sobject in OBJECTS:
        url = f"{org['instance_url']}/services/data/v66.0/sobjects/{sobject}/describe"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {org['access_token']}"})
        with opener.open(request, timeout=60) as answer:
            fields = json.load(answer)["fields"]
        columns.append(
            [
                (sobject, one["name"], bool(one["updateable"] and not one["calculated"]))
                for one in fields
                if one["permissionable"]
                and not one.get("compoundFieldName")
                and one["type"] not in ("address", "location")
            ]
        )
    deepest = max(map(len, columns))
    return [column[depth] for depth in range(deepest) for column in columns if depth < len(column)]


def job(rows: t.Sequence[Row], user: str, name: str = SET) -> list[Task]:
    """The four tasks."""
    granted: dict[str, dict[str, list[str]]] = collections.defaultdict(lambda: {"read": [], "edit": []})
    for sobject, field, editable in rows:
        granted[sobject]["edit" if editable else "read"].append(field)
    grants = [
        {"object": one, "permissions": ["create", "edit"] if one in PLAIN else ["create", "modify_all"]}
        for one in OBJECTS
    ]
    return [
        ("sf_user", {"name": user, "last_name": "Conversion", "email": "it@example.com", "profile": PROFILES}),
        ("sf_permset_license_assignment", {"users": [user], "licenses": [PSL]}),
        (
            "sf_permission_set",
            {
                "name": name,
                "label": "Conversion Integration Permissions",
                "system_permissions": {"set": ["API Enabled", "Customize Application", "View All Users"]},
                "object_permissions": {"set": grants},
                "field_permissions": {"set": [{"object": one, **granted[one]} for one in sorted(granted)]},
                "tabs": {"set": ["Account", "Opportunity"]},
            },
        ),
        ("sf_permset_assignment", {"users": [user], "permission_sets": [name]}),
    ]
