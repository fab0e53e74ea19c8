# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What XML does not tell of the components of the Metadata API: which elements may be repeated, and which text is a boolean.

From the WSDL of the Metadata API (``maxOccurs="unbounded"`` and ``xsd:boolean``), as far as this collection reads the types.
"""

from __future__ import annotations

import typing as t

from .soap import entries

#: Type -> elements of it that may be repeated; what stands below an element is told by its path.
_REPEATED: t.Mapping[str, t.FrozenSet[str]] = {
    "Profile": frozenset(
        {
            "agentAccesses",
            "applicationVisibilities",
            "categoryGroupVisibilities",
            "classAccesses",
            "customMetadataTypeAccesses",
            "customPermissions",
            "customSettingAccesses",
            "externalCredentialPrincipalAccesses",
            "externalDataSourceAccesses",
            "fieldLevelSecurities",
            "fieldPermissions",
            "flowAccesses",
            "layoutAssignments",
            "loginFlows",
            "loginIpRanges",
            "objectPermissions",
            "pageAccesses",
            "profileActionOverrides",
            "recordTypeVisibilities",
            "servicePresenceStatusAccesses",
            "tabVisibilities",
            "userPermissions",
        }
    ),
    "PermissionSet": frozenset(
        {
            "agentAccesses",
            "applicationVisibilities",
            "classAccesses",
            "customMetadataTypeAccesses",
            "customPermissions",
            "customSettingAccesses",
            "dataspaceScopes",
            "emailRoutingAddressAccesses",
            "externalCredentialPrincipalAccesses",
            "externalDataSourceAccesses",
            "fieldPermissions",
            "flowAccesses",
            "objectPermissions",
            "pageAccesses",
            "recordTypeVisibilities",
            "servicePresenceStatusAccesses",
            "tabSettings",
            "userPermissions",
        }
    ),
    "PermissionSetGroup": frozenset({"mutingPermissionSets", "permissionSets"}),
    "SecuritySettings": frozenset({"networkAccess.ipRanges"}),
    "ConnectedApp": frozenset(
        {
            "attributes",
            "ipRanges",
            "oauthConfig.scopes",
            "permissionSetName",
            "profileName",
            "samlConfig.attributes",
        }
    ),
    "ExtlClntAppOauthConfigurablePolicies": frozenset({"customScopes", "ipRanges", "namedUserJwtTokenPolicies"}),
    "ExtlClntAppGlobalOauthSettings": frozenset({"callbackUrl"}),
}
#: A muting permission set has the elements of a permission set.
_LIKE = {"MutingPermissionSet": "PermissionSet"}

#: What people write. It stays text, even where it reads "true".
_FREE_TEXT = frozenset({"description", "fullName", "label", "masterLabel", "name"})


def shaped(kind: str, component: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """A component as its type means it: repeated elements as lists, booleans as booleans."""
    return _shaped(component, _REPEATED.get(_LIKE.get(kind, kind), frozenset()), "")


def _shaped(element: t.Mapping[str, t.Any], repeated: t.FrozenSet[str], path: str) -> t.Dict[str, t.Any]:
    found: t.Dict[str, t.Any] = {}
    for name, value in element.items():
        place = path + name
        if place in repeated:
            found[name] = [_value(name, one, repeated, place) for one in entries(value)]
        else:
            found[name] = _value(name, value, repeated, place)
    return found


def _value(name: str, value: t.Any, repeated: t.FrozenSet[str], path: str) -> t.Any:
    if isinstance(value, dict):
        return _shaped(value, repeated, f"{path}.")
    if isinstance(value, list):
        return [_value(name, one, repeated, path) for one in value]
    if value in ("true", "false") and name not in _FREE_TEXT:
        return value == "true"
    return value
