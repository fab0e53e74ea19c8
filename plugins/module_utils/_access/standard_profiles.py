# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Standard profiles: what Salesforce lets nobody change in them."""

from __future__ import annotations

#: Names of the profiles that are marked ``custom: false`` in profiles retrieved from orgs and kept in public repositories. An org may have
#: one of its own under such a name, so the Metadata API has the last word.
_NAMES = frozenset(
    name.casefold()
    for name in (
        "Analytics Cloud Integration User",
        "Analytics Cloud Security User",
        "Anypoint Integration",
        "Authenticated Website",
        "Chatter External User",
        "Chatter Free User",
        "Chatter Moderator User",
        "Contract Manager",
        "Cross Org Data Proxy User",
        "Customer Community Login User",
        "Customer Community Plus Login User",
        "Customer Community Plus User",
        "Customer Community User",
        "Customer Portal Manager Custom",
        "Customer Portal Manager Standard",
        "Einstein Agent User",
        "External Apps Login User",
        "External Identity User",
        "Force.com - App Subscription User",
        "Force.com - Free User",
        "Gold Partner User",
        "Guest License User",
        "High Volume Customer Portal User",
        "Identity User",
        "Marketing User",
        "Minimum Access - API Only Integrations",
        "Minimum Access - Salesforce",
        "Overage High Volume Customer Portal User",
        "Partner App Subscription User",
        "Partner Community Login User",
        "Partner Community User",
        "Premier Support User",
        "Read Only",
        "Sales Insights Integration User",
        "Salesforce API Only System Integrations",
        "SalesforceIQ Integration User",
        "Silver Partner User",
        "Solution Manager",
        "Standard Platform User",
        "Standard User",
        "System Administrator",
        "Work.com Only User",
    )
)


def may_be_standard(name: str) -> bool:
    """Whether a profile of that name may be one of Salesforce's own."""
    return name.strip().casefold() in _NAMES
