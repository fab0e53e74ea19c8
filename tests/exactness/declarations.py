# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drawn tasks: every writing module, every option, most of it sensible."""

from __future__ import annotations

from hypothesis import strategies as st

from . import names
from .names import Strategy, edits, mostly, options
from .play import Case, Task

_HOURS = mostly(
    [
        {},
        {"monday": {"start": "08:00", "end": "18:00"}},
        {"friday": {"start": "00:00", "end": "24:00"}, "monday": {"start": "09:00", "end": "17:00"}},
    ],
    [
        {"monday": {"start": "18:00", "end": "08:00"}},
        {"moonday": {"start": "08:00", "end": "09:00"}},
        {"monday": {"start": "08:30", "end": "09:00"}},
    ],
)
_FURTHER = st.dictionaries(
    mostly(
        ["Phone", "Team__c", "Robot__c", "Since__c", "City", "ManagerId", "UserPreferencesDisableAllFeedsEmail"],
        ["Nothing__c", "Email", "phone"],
    ),
    mostly(["", "One", True, None, "2026-11-28", 7]),
    max_size=2,
)
_LICENSES = mostly(["Salesforce", "Salesforce Integration", "Salesforce Platform"], ["salesforce", "Nonsense"])
_USER = options(
    {"name": names.users},
    last_name=(1, mostly(["Robot", "Other"], ["", "x" * 100])),
    email=(1, mostly(["team@tessera.example", "Team@Tessera.example"], ["nonsense"])),
    first_name=(5, names.texts),
    alias=(6, mostly(["bot", "robot"], ["toolongalias"])),
    nickname=(8, mostly(["bot", "Sam"])),
    profile=(1, st.lists(names.profiles, min_size=1, max_size=2)),
    license=(8, st.lists(_LICENSES, max_size=2)),
    role=(8, mostly(["CEO", "Sales_Operations", "Sales Operations", ""], ["Nobody"])),
    feature_licenses=(
        5,
        edits(mostly(["marketing_user", "knowledge_user"], ["Marketing User", "offline_user", "nothing"]), 2),
    ),
    currency=(40, mostly(["EUR"])),
    fields=(6, _FURTHER),
    new_password=(8, mostly(["a-Long-secret-2026", "another-Secret-2026"], ["short", ""])),
    update_password=(8, mostly(["always", "on_create"])),
    title=(6, names.texts),
    department=(8, names.texts),
    company_name=(10, names.texts),
    employee_number=(10, mostly(["1", "007"])),
    federation_id=(10, mostly(["fed-1", "fed-2"])),
    time_zone=(8, mostly(["Europe/Berlin", "america/los_angeles"], ["Mars/Base"])),
    locale=(8, mostly(["en_US", "de_DE", "EN_us"], ["xx"])),
    language=(10, mostly(["en_US", "de"], ["xx"])),
    email_encoding=(12, mostly(["UTF-8", "ISO-8859-1"], ["x"])),
    frozen=(5, st.booleans()),
    state=(2, names.states),
)
_SET = options(
    {
        "name": mostly(
            ["Sales_Reporting", "Integration", "Spare", "New_Set", "New_Set", "Other_Set"],
            ["sales_reporting", "Sales_Team", "Bad Name", "vndr__Vendor_Packaged"],
        )
    },
    label=(4, mostly(["Old label", "New label", "Sales Reporting"], ["", "x" * 90])),
    description=(4, names.texts),
    license=(
        6,
        mostly(["SalesforceAPIIntegrationPsl", "Salesforce", "Salesforce Integration"], ["salesforce", "Nothing", ""]),
    ),
    optional_system_permissions=(
        8,
        st.lists(mostly(["ManagePackageLicenses", "BulkApiHardDelete", "NoSuchThing"]), max_size=2),
    ),
    state=(3, names.states),
    **names.CONTENT,
)
_EXPIRES = mostly(["2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"], ["2020-01-01T00:00:00Z", "tomorrow"])
_ASSIGNMENT = options(
    {"users": st.lists(names.users, min_size=1, max_size=2)},
    permission_sets=(1, edits(names.sets, 2)),
    permission_set_groups=(3, edits(names.groups, 2)),
    expires=(6, _EXPIRES),
    state=(3, names.states),
)
_LICENSE = options(
    {"users": st.lists(names.users, min_size=1, max_size=2), "licenses": edits(names.licenses, 2)},
    state=(3, names.states),
)
_PROFILE = options(
    {
        "name": mostly(
            [*names.OWN, "New Profile", "New Profile"],
            ["Standard User", "sales manager", "Bot - Restricted", "System Administrator"],
        )
    },
    license=(2, mostly(["Salesforce", "Salesforce", "Salesforce Integration"], ["Salesforce Platform", "Nonsense"])),
    description=(4, names.texts),
    clone_from=(
        4,
        st.lists(
            mostly(
                [
                    "Sales Manager",
                    "Automation",
                    "Standard User",
                    "Bot – Restricted",
                    "Minimum Access - API Only Integrations",
                ],
                ["No Such"],
            ),
            min_size=1,
            max_size=2,
        ),
    ),
    login_ip_ranges=(4, edits(names.addresses, 2)),
    login_hours=(5, _HOURS),
    state=(3, names.states),
    **names.CONTENT,
)
_MUTED = options(
    {}, **{name: names.CONTENT[name] for name in ("system_permissions", "object_permissions", "field_permissions")}
)
_GROUP = options(
    {"name": mostly(["Sales_Team", "Empty_Group", "New_Group", "New_Group"], ["sales_team", "Spare", "Bad Name"])},
    label=(4, mostly(["Old label", "New label"], ["", "x" * 90])),
    description=(5, names.texts),
    permission_sets=(2, edits(names.sets, 2)),
    muted=(2, _MUTED),
    state=(3, names.states),
)
_RANGES = options({"ranges": edits(names.addresses)}, state=(3, names.states))
_PACKAGE = options(
    {},
    package=(1, mostly(["cnvsn", "lens", "Conversion", "Relics", "Lens"], ["033000000000000", "nothing", "LENS"])),
    version=(3, mostly(["1.3", "2.1", "2.2", "1.0", "1.4"], ["x", "9.9"])),
    version_id=(
        2,
        mostly(
            ["04t5f000000cNv3AAE", "04t5f000000cNv4AAE", "04t5f00000LeNs2AAF", "04t5f0000000rc1AAA"],
            ["04t5f000000cNv5AAE", "04t000000000000"],
        ),
    ),
    installation_key=(4, mostly(["open-Sesame-2026"], ["wrong-Sesame-2026"])),
    security_type=(3, mostly(["all_users", "admins_only", "custom"])),
    poll_interval=(1, st.just(0.01)),
    state=(3, names.states),
)
_POLICIES = options(
    {},
    permitted_users=(2, mostly(["admin_approved", "self_authorize"])),
    ip_relaxation=(4, st.lists(mostly(["enforce", "relax", "ENFORCE", "bypass"]), max_size=2)),
    refresh_token_policy=(4, st.lists(mostly(["infinite", "immediately"]), max_size=2)),
    scopes=(4, st.lists(mostly(["api", "refresh_token"], ["nothing"]), max_size=2)),
)
_APP = options(
    {
        "app": mostly(
            ["Reporting", "Mutiny", "Revenue_Sync", "Provisioning"],
            ["Revenue Sync", "reporting", "Conversion", "NoSuchApp"],
        )
    },
    kind=(5, mostly(["auto", "connected_app", "external_client_app"])),
    permission_sets=(1, edits(names.sets, 2)),
    profiles=(3, edits(names.profiles, 2)),
    require=(10, _POLICIES),
    advise=(8, _POLICIES),
    state=(3, names.states),
)
_TOKEN = options({"user": names.users}, app=(2, mostly(["Mutiny", "Reporting", "mutiny"], ["NoSuchApp"])))
_MODULES: dict[str, tuple[int, Strategy]] = {
    "sf_profile": (4, _PROFILE),
    "sf_user": (4, _USER),
    "sf_permission_set": (5, _SET),
    "sf_permset_license_assignment": (2, _LICENSE),
    "sf_permset_group": (3, _GROUP),
    "sf_permset_assignment": (4, _ASSIGNMENT),
    "sf_trusted_ip_range": (1, _RANGES),
    "sf_package": (1, _PACKAGE),
    "sf_app_access": (2, _APP),
    "sf_oauth_token": (1, _TOKEN),
}


def task(module: str) -> st.SearchStrategy[Task]:
    """A task of one module."""
    return _MODULES[module][1].map(lambda params: (module, params))


tasks = st.sampled_from([name for name, (weight, _one) in _MODULES.items() for _number in range(weight)]).flatmap(task)


_ORDER = list(_MODULES)


def _story(drawn: tuple[list[Task], bool]) -> tuple[Task, ...]:
    """Half of the runs go from users and sets to what is made of them, as playbooks do."""
    found, sorted_ = drawn
    return tuple(sorted(found, key=lambda one: _ORDER.index(one[0])) if sorted_ else found)


def cases(steps: Strategy) -> st.SearchStrategy[Case]:
    """What others did, and one to five tasks."""
    runs = st.tuples(st.lists(tasks, min_size=1, max_size=5), st.booleans()).map(_story)
    return st.builds(Case, st.lists(steps, max_size=6).map(tuple), runs)
