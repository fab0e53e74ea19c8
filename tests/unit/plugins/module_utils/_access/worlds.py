# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small orgs in memory for tests of planning, and short ways to plan, preview and apply in them."""

from __future__ import annotations

import typing as t

from ansible_collections.sfops.salesforce.plugins.module_utils._access.permission_set import PermissionSet
from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_assignment import PermsetAssignment
from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_group import PermsetGroup
from ansible_collections.sfops.salesforce.plugins.module_utils._access.permset_license_assignment import (
    PermsetLicenseAssignment,
)
from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Plan
from ansible_collections.sfops.salesforce.plugins.module_utils._access.profile import Profile
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Resource
from ansible_collections.sfops.salesforce.plugins.module_utils._access.trusted_ip_range import TrustedIpRange
from ansible_collections.sfops.salesforce.plugins.module_utils._access.user import User
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.engine import Outcome, execute, gather
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.preview import Preview

from .memory_org import Lost, MemoryOrg, Record

OBJECTS = ("Account", "Contact", "Opportunity", "Invoice__c")
#: API name -> label. None has dependencies that Salesforce states in general, so that only an org's own rows count.
SYSTEM = {
    "ApiEnabled": "API Enabled",
    "ApiUserOnly": "API Only User",
    "RunFlow": "Run Flows",
    "ViewHelp": "View Help Link",
    "BulkDelete": "Bulk API Hard Delete",
    "SendLogs": "Send Logs",
}
RESOURCES: dict[str, type[Resource]] = {
    "user": User,
    "profile": Profile,
    "permission_set": PermissionSet,
    "assignment": PermsetAssignment,
    "group": PermsetGroup,
    "license_assignment": PermsetLicenseAssignment,
    "trusted_ip_range": TrustedIpRange,
}
Task = t.Tuple[str, t.Dict[str, t.Any]]


def field(name: str, kind: str = "string", **more: t.Any) -> Record:
    """One field as a description shows it."""
    described = {"name": name, "type": kind, "label": name, "permissionable": True, "updateable": True}
    return {**described, "calculated": False, "autoNumber": False, "compoundFieldName": None, **more}


def fields_of(sobject: str) -> list[Record]:
    """Fields of every kind that matters for access."""
    fixed: dict[str, t.Any] = {"permissionable": False}
    return [
        field("Id", "id", **fixed, updateable=False),
        field("Name", **fixed),
        field("OwnerId", "reference", relationshipName="Owner"),
        field("Industry", "picklist"),
        field("Phone", "phone"),
        field("Score__c", "double", calculated=True, updateable=False),
        field("Number__c", autoNumber=True, updateable=False),
        field("LastSeen__c", "datetime", updateable=False),
        field("BillingStreet", "textarea", compoundFieldName="BillingAddress"),
        field("BillingCity", compoundFieldName="BillingAddress"),
        field("BillingAddress", "address", permissionable=True, updateable=False),
        *([field("ParentId", "reference", relationshipName="Parent")] if sobject == "Account" else []),
    ]


def world(edges: t.Mapping[str, t.Iterable[str]] | None = None) -> MemoryOrg:
    """An org with licences, profiles, objects and definitions, and no users but an administrator."""
    org = MemoryOrg()
    permissions = [{"name": f"Permissions{name}", "type": "boolean", "label": label} for name, label in SYSTEM.items()]
    for sobject in ("PermissionSet", "MutingPermissionSet", "Profile"):
        org.described[sobject.lower()] = {"name": sobject, "fields": [*permissions, field("Name")]}
    for sobject in OBJECTS:
        org.described[sobject.lower()] = {"name": sobject, "fields": fields_of(sobject)}
    offered = [{"value": one} for one in (*OBJECTS, "Product2")]
    org.described["objectpermissions"] = {
        "name": "ObjectPermissions",
        "fields": [{**field("SobjectType", "picklist"), "picklistValues": offered}],
    }
    for node, required in (edges or {}).items():
        org.edges[node] = set(required)
        for one in org.edges[node]:
            org.add("PermissionDependency", Permission=node, RequiredPermission=one)
    full = org.add("UserLicense", **_license("Salesforce", "SFDC", 10))
    integration = org.add("UserLicense", **_license("Salesforce Integration", "INTEGRATION", 2))
    flags = {f"Permissions{name}": False for name in SYSTEM}
    admin = org.add("Profile", Name="System Administrator", UserLicenseId=full, **flags)
    org.add("Profile", Name="Minimum Access - API Only Integrations", UserLicenseId=integration, **flags)
    for name, label, seats in (
        ("SalesforceAPIIntegrationPsl", "Salesforce API Integration", 2),
        ("AnalyticsPsl", "Analytics", 1),
    ):
        org.add(
            "PermissionSetLicense",
            DeveloperName=name,
            PermissionSetLicenseKey=name,
            MasterLabel=label,
            Status="Active",
            TotalLicenses=seats,
            MaximumPermissionsApiEnabled=True,
            MaximumPermissionsSendLogs=False,
        )
    org.add("Organization", TimeZoneSidKey="Europe/Oslo", DefaultLocaleSidKey="nb_NO", LanguageLocaleKey="no")
    add_user(org, "admin@example.com", admin)
    for name in ("Conversion", "Reporting"):
        org.add("ConnectedApplication", Name=name)
    org.add("CustomPermission", DeveloperName="Export_All", MasterLabel="Export all", NamespacePrefix=None)
    for sobject in ("Account", "Contact"):
        org.add("TabDefinition", Name=f"standard-{sobject}", Label=f"{sobject}s", SobjectName=sobject)
    return org


def _license(name: str, key: str, seats: int) -> Record:
    return {
        "Name": name,
        "MasterLabel": name,
        "LicenseDefinitionKey": key,
        "Status": "Active",
        "TotalLicenses": seats,
    }


def add_user(org: MemoryOrg, username: str, profile_id: str, active: bool = True) -> str:
    """A user past the rules."""
    user = org.add(
        "User",
        Username=username,
        LastName="Somebody",
        Email=username,
        IsActive=active,
        UserType="Standard",
        ProfileId=profile_id,
    )
    org.add("UserLogin", UserId=user, IsFrozen=False, IsPasswordLocked=False)
    return user


def make(task: Task) -> Resource:
    """The resource of a task."""
    return RESOURCES[task[0]](task[1])


def plan(task: Task, org: MemoryOrg) -> Plan:
    """What a task would change in the org as it is."""
    resource = make(task)
    return resource.plan(gather(resource, org, None))


def apply(task: Task, org: MemoryOrg) -> Outcome:
    """Carry a task out."""
    return execute(make(task), org, None, Lost)


def look(task: Task, org: MemoryOrg, preview: Preview | None = None) -> Outcome:
    """Preview a task."""
    return execute(make(task), org, Preview() if preview is None else preview, Lost)


def changes(outcome: Outcome | Plan) -> list[dict[str, t.Any]]:
    """The changes as a result shows them."""
    return [one.as_dict() for one in outcome.changes]


def words(outcome: Outcome | Plan) -> list[str]:
    """The changes as a person reads them."""
    return [str(one) for one in outcome.changes]


def permission_set(name: t.Any = "Integration", **options: t.Any) -> Task:
    """A task that declares a permission set."""
    return "permission_set", {"name": name, "state": "present", **options}


def user(**options: t.Any) -> Task:
    """A task that declares a user who can be created."""
    known = {"last_name": "Robot", "email": "robot@example.com", "profile": ["Minimum Access - API Only Integrations"]}
    return "user", {"name": "robot@example.com", "state": "present", **known, **options}
