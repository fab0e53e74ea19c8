# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drawn worlds: what others may have done to the base org before a run."""

from __future__ import annotations

import typing as t

from hypothesis import strategies as st

from .names import BOT, OTTO, SAM, STANDARD, mostly
from .world import Step

Steps = st.SearchStrategy[Step]
_PEOPLE = ["new@tessera.example", "second@tessera.example", "third@tessera.example"]
_EVERYBODY = mostly([SAM, OTTO, BOT, *_PEOPLE])
_SETS = mostly(["Sales_Reporting", "Integration", "Spare", "New_Set", "Other_Set"])
_GROUPS = mostly(["Sales_Team", "Empty_Group", "New_Group"])
_FLAGS = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords", "ViewAllFields")
_USER = {
    "LastName": "By hand",
    "Email": "hand@tessera.example",
    "Alias": "hand",
    "TimeZoneSidKey": "Europe/Berlin",
    "LocaleSidKey": "en_US",
    "EmailEncodingKey": "UTF-8",
    "LanguageLocaleKey": "en_US",
}


def _step(verb: str, sobject: str, where: dict[str, t.Any] | None = None, **values: t.Any) -> Step:
    return Step(verb, sobject, tuple(values.items()), tuple((where or {}).items()))


def _of(names: st.SearchStrategy[str], sobject: str, column: str) -> st.SearchStrategy[str]:
    return names.map(lambda name: f"@{sobject} {column}={name}")


_user_ids = _of(_EVERYBODY, "User", "Username")
_set_ids = _of(_SETS, "PermissionSet", "Name")
_group_ids = _of(_GROUPS, "PermissionSetGroup", "DeveloperName")
_profile_ids = _of(mostly([*STANDARD, "Sales Manager", "Automation", "Bot – Restricted"]), "Profile", "Name")
_objects = mostly(["Account", "Contact", "Lead", "Opportunity", "Robot__c", "Visit__c", "Campaign"])
_levels = mostly(
    [
        ("Read",),
        ("Read", "Create"),
        ("Read", "Create", "Edit"),
        ("Read", "Edit", "Delete"),
        ("Read", "ViewAllRecords"),
        ("Read", "ViewAllFields"),
        ("Read", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords"),
    ]
)
_fields = mostly(
    [
        "Account.Industry",
        "Account.Phone",
        "Account.Tier__c",
        "Opportunity.Amount",
        "Contact.Phone",
        "Lead.Phone",
        "Task.Rating__c",
        "Event.Rating__c",
        "Robot__c.Serial__c",
        "Account.BillingAddress",
    ]
)


def _row(parent: str, sobject: str, level: tuple[str, ...]) -> Step:
    return _step(
        "make",
        "ObjectPermissions",
        None,
        ParentId=parent,
        SobjectType=sobject,
        **{f"Permissions{one}": one in level for one in _FLAGS},
    )


def _field(parent: str, name: str, edit: bool) -> Step:
    return _step(
        "make",
        "FieldPermissions",
        None,
        ParentId=parent,
        SobjectType=name.split(".")[0],
        Field=name,
        PermissionsRead=True,
        PermissionsEdit=edit,
    )


_permission = mostly(
    ["ApiEnabled", "RunReports", "ExportReport", "ViewSetup", "ViewRoles", "EditTask", "ApiUserOnly", "ViewAllData"]
)
_entities = mostly(
    [
        "@ApexClass Name=LeadRouter",
        "@ApexClass Name=Billing",
        "@CustomPermission DeveloperName=Export_Data",
        "@ConnectedApplication Name=Reporting",
        "@ConnectedApplication Name=Mutiny",
        "@ExternalClientApplication DeveloperName=Revenue_Sync",
    ]
)
_settings = mostly(
    [
        ("auto_enable_dependencies", True),
        ("auto_assign_psl", True),
        ("edit_standard_profiles", True),
        ("group_recalculation_seconds", 0.01),
        ("empty_login_ip_ranges_clear", True),
        ("login_ip_range_limit", 0),
        ("package_polls", 2),
        ("permission_dependency_quirks", False),
    ]
)

steps: Steps = st.one_of(
    st.builds(
        lambda name, profile, active: _step(
            "make", "User", None, Username=name, ProfileId=profile, IsActive=active, **_USER
        ),
        mostly(_PEOPLE),
        _profile_ids,
        st.sampled_from([True, True, True, False]),
    ),
    st.builds(
        lambda name, active: _step("change", "User", {"Username": name}, IsActive=active), _EVERYBODY, st.booleans()
    ),
    st.builds(lambda user: _step("change", "UserLogin", {"UserId": user}, IsFrozen=True), _user_ids),
    st.builds(
        lambda name, column, value: _step("change", "User", {"Username": name}, **{column: value}),
        _EVERYBODY,
        mostly(["Title", "Department", "Alias", "CommunityNickname"]),
        mostly(["Boss", "Sales", "bot", None]),
    ),
    st.builds(
        lambda name, column, on: _step("change", "User", {"Username": name}, **{column: on}),
        _EVERYBODY,
        mostly(["UserPermissionsMarketingUser", "UserPermissionsKnowledgeUser"]),
        st.booleans(),
    ),
    st.builds(
        lambda name, profile: _step("change", "User", {"Username": name}, ProfileId=profile), _EVERYBODY, _profile_ids
    ),
    st.builds(
        lambda name, label: _step("make", "PermissionSet", None, Name=name, Label=label),
        mostly(["New_Set", "Other_Set"]),
        mostly(["Old label", "Spare"]),
    ),
    st.builds(
        lambda name, one, on: _step("change", "PermissionSet", {"Name": name}, **{f"Permissions{one}": on}),
        _SETS,
        _permission,
        st.booleans(),
    ),
    st.builds(_row, _set_ids, _objects, _levels),
    st.builds(_field, _set_ids, _fields, st.booleans()),
    st.builds(
        lambda parent, entity: _step("make", "SetupEntityAccess", None, ParentId=parent, SetupEntityId=entity),
        _set_ids,
        _entities,
    ),
    st.builds(
        lambda parent, name: _step(
            "make", "PermissionSetTabSetting", None, ParentId=parent, Name=name, Visibility="DefaultOff"
        ),
        _set_ids,
        mostly(["standard-Account", "standard-Contact", "standard-Opportunity"]),
    ),
    st.builds(
        lambda user, one: _step("make", "PermissionSetAssignment", None, AssigneeId=user, PermissionSetId=one),
        _user_ids,
        _set_ids,
    ),
    st.builds(
        lambda user, one: _step("make", "PermissionSetAssignment", None, AssigneeId=user, PermissionSetGroupId=one),
        _user_ids,
        _group_ids,
    ),
    st.builds(
        lambda user, one: _step(
            "make",
            "PermissionSetLicenseAssign",
            None,
            AssigneeId=user,
            PermissionSetLicenseId=f"@PermissionSetLicense DeveloperName={one}",
        ),
        _user_ids,
        mostly(["SalesforceAPIIntegrationPsl", "SalesConsoleUser"]),
    ),
    st.builds(
        lambda name: _step("make", "PermissionSetGroup", None, DeveloperName=name, MasterLabel=name.replace("_", " ")),
        mostly(["New_Group"]),
    ),
    st.builds(
        lambda group, one: _step(
            "make", "PermissionSetGroupComponent", None, PermissionSetGroupId=group, PermissionSetId=one
        ),
        _group_ids,
        _set_ids,
    ),
    st.builds(
        lambda name, one, on: _step("change", "Profile", {"Name": name}, **{f"Permissions{one}": on}),
        mostly(["Sales Manager", "Automation", "Bot – Restricted"]),
        _permission,
        st.booleans(),
    ),
    st.builds(
        lambda name: _step("change", "Profile", {"Name": name}, Description="By hand"),
        mostly(["Sales Manager", "Bot – Restricted"]),
    ),
    st.builds(
        lambda licence: _step(
            "make", "Profile", None, Name="New Profile", UserLicenseId=f"@UserLicense Name={licence}"
        ),
        mostly(["Salesforce", "Salesforce Integration"]),
    ),
    st.builds(
        lambda name, free: _step("seats", "UserLicense", {"Name": name}, free=free),
        mostly(["Salesforce", "Salesforce Integration"]),
        st.integers(0, 2),
    ),
    st.builds(
        lambda name, free: _step("seats", "PermissionSetLicense", {"DeveloperName": name}, free=free),
        mostly(["SalesforceAPIIntegrationPsl", "SalesConsoleUser"]),
        st.integers(0, 2),
    ),
    st.builds(lambda one: _step("setting", "org", None, **{one[0]: one[1]}), _settings),
    st.builds(
        lambda user, app: _step("token", "OauthToken", None, user=user, app=app),
        _user_ids,
        mostly(["Mutiny", "Reporting"]),
    ),
    st.builds(
        lambda sobject: _step("delete", sobject, {}),
        mostly(["ObjectPermissions", "PermissionSetGroupComponent", "PermissionSetAssignment"]),
    ),
)
