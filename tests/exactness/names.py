# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names that worlds and declarations draw from: few, so that what is drawn meets; some in odd spellings, some unknown."""

from __future__ import annotations

import typing as t

from hypothesis import strategies as st

Strategy = st.SearchStrategy[t.Any]


#: A number from within: those at the ends are drawn more often.
_SELDOM = 23


def mostly(usual: t.Sequence[t.Any], odd: t.Sequence[t.Any] = ()) -> Strategy:
    """Nearly always one of *usual*, now and then one of *odd*."""
    if not odd:
        return st.sampled_from(usual)
    return st.integers(0, 60).flatmap(lambda number: st.sampled_from(odd if number == _SELDOM else usual))


def sometimes(strategy: Strategy, one_in: int) -> Strategy:
    """Seldom *strategy*, otherwise None: an option that is left out."""
    return st.integers(1, one_in).flatmap(lambda number: strategy if number == 1 else st.none())


def options(required: dict[str, Strategy], **optional: tuple[int, Strategy]) -> Strategy:
    """A dictionary of options, each there once in so many times."""
    drawn = st.fixed_dictionaries(
        {**required, **{name: sometimes(one, rate) for name, (rate, one) in optional.items()}}
    )
    return drawn.map(lambda found: {key: value for key, value in found.items() if value is not None or key in required})


def edits(entries: Strategy, most: int = 3, odd: t.Sequence[t.Any] = ()) -> Strategy:
    """A list-like option in any of its forms, some of which are refused."""
    some = st.lists(entries, max_size=most)
    forms = st.one_of(
        some,
        some,
        some.map(lambda one: {"add": one}),
        some.map(lambda one: {"set": one}),
        some.map(lambda one: {"remove": one}),
        st.tuples(some, some).map(_apart),
    )
    wrong: list[t.Any] = [{"set": [], "add": ["x"]}, "word", {"replace": []}, {"add": None}, *odd]
    return st.integers(0, 80).flatmap(lambda number: st.sampled_from(wrong) if number == _SELDOM else forms)


def _apart(two: tuple[list[t.Any], list[t.Any]]) -> dict[str, t.Any]:
    """What is added is not removed as well, but where two names mean the same."""
    added, removed = two
    there = [_thing(one) for one in added]
    return {"add": added, "remove": [one for one in removed if _thing(one) not in there]}


def _thing(entry: t.Any) -> t.Any:
    return (entry.get("object") or entry.get("name") or entry.get("start")) if isinstance(entry, dict) else entry


ADMIN, SAM, OTTO, BOT = (f"{one}@tessera.example" for one in ("admin", "sam", "otto", "bot"))
users = mostly([SAM, SAM, BOT, BOT, OTTO, "new@tessera.example"], ["Bot@Tessera.example", "nobody"])
STANDARD = ["Standard User", "Minimum Access - API Only Integrations", "Standard Platform User", "Chatter Free User"]
OWN = ["Sales Manager", "Automation", "Bot – Restricted", "New Profile"]
profiles = mostly(STANDARD + OWN, ["sales manager", "Bot - Restricted", "No Such Profile", "System Administrator"])
sets = mostly(
    ["Sales_Reporting", "Integration", "Spare", "Spare", "New_Set"],
    ["sales_reporting", "Sales Reporting", "Integration - all", "vndr__Vendor_Packaged", "No_Such_Set", "Sales_Team"],
)
groups = mostly(
    ["Sales_Team", "Sales_Team", "Empty_Group", "Empty_Group", "New_Group"],
    ["sales_team", "Sales Team", "No_Such_Group"],
)
licenses = mostly(
    ["SalesforceAPIIntegrationPsl", "SalesforceAPIIntegrationPsl", "SalesConsoleUser"],
    ["Salesforce API Integration", "salesconsoleuser", "NoSuchPsl"],
)
permissions = mostly(
    [
        "ApiEnabled",
        "RunReports",
        "ExportReport",
        "ViewAllData",
        "ModifyAllData",
        "EditTask",
        "ViewSetup",
        "ManageUsers",
        "ApiUserOnly",
        "ViewAllUsers",
        "ViewAllFieldsGlobal",
        "ViewRoles",
    ],
    ["API Enabled", "apienabled", "NoSuchPermission"],
)
objects = mostly(
    ["Account", "Account", "Contact", "Opportunity", "Lead", "Robot__c", "Visit__c", "Campaign"],
    ["account", "Task", "User", "Idea", "Acount", "CampaignMember"],
)
verbs = mostly(["read", "create", "edit", "delete", "view_all", "modify_all", "view_all_fields"], ["everything"])
apps = mostly(["Reporting", "Mutiny", "Provisioning"], ["reporting", "Conversion", "NoSuchApp"])
classes = mostly(["LeadRouter", "Billing"], ["billing", "cnvsn__ConversionSync", "ConversionSync", "NoSuchClass"])
custom = mostly(["Approve_Discount", "Export_Data"], ["Approve Discount", "export_data", "NoSuchPermission"])
tabs = mostly(["standard-Account", "Contact", "standard-Opportunity", "Robot__c"], ["account", "standard-Nothing"])
addresses = mostly(
    [
        "192.0.2.0/24",
        "192.0.2.7",
        {"start": "203.0.113.10", "end": "203.0.113.20"},
        "198.51.100.0/24",
        "2001:db8::/64",
        {"start": "192.0.2.0", "end": "192.0.2.255", "description": "Data centre"},
        {"start": "203.0.113.10", "end": "203.0.113.20", "description": "Moved"},
        {"start": "198.51.100.9", "description": " Gate "},
    ],
    ["10.0.0.0/8", "300.1.1.1", {"start": "192.0.2.9", "end": "192.0.2.1"}, {"end": "192.0.2.1"}],
)
texts = mostly(["One text", "Another – text", "", 'It\'s "quoted" \\ and %_'], [" spaced \r\n", "x" * 300])
states = mostly(["present"] * 5 + ["absent"])
#: Fields by object; parts of addresses, formulas, required ones and echoes of activities among them.
FIELDS = {
    "Account": [
        "Industry",
        "Phone",
        "BillingAddress",
        "BillingCity",
        "Tier__c",
        "Code__c",
        "ParentId",
        "Account.Industry",
        "Name",
    ],
    "Contact": ["Phone", "Email", "AccountId", "MailingAddress"],
    "Opportunity": ["Amount", "NextStep", "StageName", "ExpectedRevenue"],
    "Lead": ["Phone", "Industry", "Company", "Status"],
    "Robot__c": ["Serial__c", "Account__c", "serial__c"],
    "Visit__c": ["Hours__c", "Robot__c"],
    "Task": ["Rating__c", "Description"],
    "Event": ["Rating__c", "Location"],
    "Campaign": ["Type", "Budget"],
}


def _fields(sobject: str) -> Strategy:
    named = st.lists(mostly(FIELDS.get(sobject, ["Name"]), ["NoSuchField"]), min_size=1, max_size=3)
    one = {"object": st.just(sobject)}
    return st.one_of(
        options({**one, "read": named}, edit=(3, named)),
        options({**one, "edit": named}, all_readable=(6, st.booleans())),
        options(one, read=(2, named), all_editable=(2, st.booleans())),
    )


object_permissions = options({"object": objects}, permissions=(1, st.lists(verbs, min_size=1, max_size=3)))
field_permissions = mostly(sorted(FIELDS), ["account", "Nothing__c"]).flatmap(_fields)
tab_settings = st.one_of(tabs, options({"name": tabs}, visibility=(1, mostly(["available", "visible"], ["hidden"]))))
CONTENT: dict[str, tuple[int, Strategy]] = {
    "system_permissions": (2, edits(permissions)),
    "object_permissions": (2, edits(object_permissions, odd=[[{"object": "Account", "permissions": []}]])),
    "field_permissions": (2, edits(field_permissions)),
    "tabs": (4, edits(tab_settings, 2)),
    "connected_apps": (6, edits(apps, 2)),
    "apex_classes": (6, edits(classes, 2)),
    "custom_permissions": (6, edits(custom, 2)),
}
