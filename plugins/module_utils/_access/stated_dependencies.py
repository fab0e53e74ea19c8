# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What Salesforce says a user permission requires, for orgs whose PermissionDependency rows are silent about it.

The org's own rows come first (they vary with the features that are on). An org has been seen to keep no rows for
Modify All Data and View All Data, though Setup enforces many. Sources: tooltips of Setup as transcribed in public tools
(Jetstream, permission manager), the texts of deployment errors ("Permission X depends on permission(s): ..."), and the
Conversion set-up guide for Customize Application. Left out is what profiles retrieved from real orgs refute: one permission on, the
other off.
"""

from __future__ import annotations

import typing as t

STATED: t.Mapping[str, tuple[str, ...]] = {
    "AssignPermissionSets": ("ViewSetup",),
    "AuthorApex": ("ModifyMetadata", "ViewSetup"),
    "CreateCustomizeReports": ("RunReports",),
    "CustomizeApplication": ("ManageCustomPermissions", "ViewSetup"),
    "EmailMass": ("EmailSingle",),
    "EmailSingle": ("EditTask",),
    "ExportReport": ("RunReports",),
    "ExternalClientAppAdmin": ("ExternalClientAppViewer",),
    "ExternalClientAppDeveloper": ("ExternalClientAppAdmin",),
    "InstallPackaging": (
        "CustomizeApplication",
        "EditBrandTemplates",
        "EditHtmlTemplates",
        "ManageUsers",
        "ModifyAllData",
    ),
    "ManageAuthProviders": ("AuthorApex", "ManageUsers"),
    "ManageInternalUsers": ("ViewAllUsers", "ViewSetup"),
    "ManageProfilesPermissionsets": ("ViewSetup",),
    "ManageSessionPermissionSets": ("ApiEnabled",),
    "ManageTwoFactor": ("ManageUsers",),
    "ManageUsers": (
        "AssignPermissionSets",
        "DelegatedTwoFactor",
        "ManageInternalUsers",
        "ManageIpAddresses",
        "ManageLoginAccessPolicies",
        "ManagePasswordPolicies",
        "ManageProfilesPermissionsets",
        "ManageRoles",
        "ManageSharing",
        "ResetPasswords",
        "ViewAllUsers",
        "ViewSetup",
    ),
    "ModifyAllData": (
        "AssignTopics",
        "ConnectOrgToEnvironmentHub",
        "ConvertLeads",
        "CreateTopics",
        "DeleteTopics",
        "EditEvent",
        "EditPublicDocuments",
        "EditPublicFilters",
        "EditPublicTemplates",
        "EditTask",
        "EditTopics",
        "ImportLeads",
        "ManageCategories",
        "ManageDashbdsInPubFolders",
        "ManageNetworks",
        "ManageReportsInPubFolders",
        "ModifyMetadata",
        "RunReports",
        "SolutionImport",
        "TransferAnyEntity",
        "TransferAnyLead",
        "UseTeamReassignWizards",
        "ViewAllData",
        "ViewSetup",
    ),
    "ModifyMetadata": ("ViewSetup",),
    "ResetPasswords": ("ViewSetup",),
    "TwoFactorApi": ("ForceTwoFactor",),
    "ViewAllData": (
        "ViewEventLogFiles",
        "ViewPlatformEvents",
        "ViewSetup",
    ),
    "ViewSetup": ("ViewRoles",),
}
