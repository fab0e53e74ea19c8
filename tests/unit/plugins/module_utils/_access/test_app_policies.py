# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies of apps, wherever an org tells them, in one kind of words."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access import app_policies
from ansible_collections.sfops.salesforce.plugins.module_utils._access.apps import CONNECTED, EXTERNAL, App
from ansible_collections.sfops.salesforce.plugins.module_utils._access.refusal import Refusal
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Metadata, Query
from ansible_collections.sfops.salesforce.plugins.module_utils._access.resource import Known

SYNC = App("0xI000000000001", EXTERNAL, "Data_Sync", "Data Sync")
OWNED = App("0H4000000000001", CONNECTED, "My App", "My App", admin_approved=False)


def known(app: App, answers: t.Mapping[str, t.Any]) -> Known:
    """What an org tells: *answers* by sObject, or by full name of a component."""
    found = Known()
    while True:
        missing = [read for read in app_policies.reads(app, found) if read not in found]
        if not missing:
            return found
        for read in missing:
            assert isinstance(read, (Query, Metadata))
            found.put(read, answers.get(read.sobject if isinstance(read, Query) else read.name))


def test_the_record_of_an_external_client_app_is_enough() -> None:
    row = {
        "PermittedUsersPolicyType": "AllSelfAuthorized",
        "IpRelaxationPolicyType": "Enforce_RelaxRefresh",
        "RefreshTokenPolicyType": "SpecificLifetime",
        "RefreshTokenValidityPeriod": 30,
        "RefreshTokenValidityUnit": "Days",
    }
    found = known(SYNC, {"ExtlClntAppOauthPlcyCnfg": [row]})
    assert app_policies.current(SYNC, found) == {
        "permitted_users": "self_authorize",
        "ip_relaxation": "enforce_relaxrefresh",
        "refresh_token_policy": "specific_lifetime:30:days",
        "scopes": None,
    }


@pytest.mark.parametrize("name", ["Data_Sync_oauthPlcy", "Data_Sync_defaultPolicy", "Data_Sync_policy"])
def test_without_the_record_its_component_is_looked_for_under_its_usual_names(name: str) -> None:
    component = {"permittedUsersPolicyType": "AdminApprovedPreAuthorized", "refreshTokenPolicyType": "Infinite"}
    settings = {"commaSeparatedOauthScopes": "Api, RefreshToken"}
    policies = app_policies.current(SYNC, known(SYNC, {name: component, "Data_Sync_oauth": settings}))
    assert (policies["permitted_users"], policies["refresh_token_policy"]) == ("admin_approved", "infinite")
    assert policies["scopes"] == ["Api", "RefreshToken"]


def test_what_the_org_does_not_tell_is_null_and_fulfils_nothing() -> None:
    policies = app_policies.current(SYNC, known(SYNC, {}))
    assert set(policies.values()) == {None}
    wanted = {"permitted_users": "admin_approved", "scopes": ["api"]}
    first, second = app_policies.to_do(SYNC, policies, wanted)
    assert "it is not told by the org" in first
    assert "lacks the OAuth scopes api (it has not told by the org)" in second
    policies = app_policies.current(OWNED, known(OWNED, {}))
    assert (policies["permitted_users"], policies["scopes"]) == ("self_authorize", None)


def test_a_connected_app_is_read_under_its_name_with_underscores() -> None:
    component = {
        "oauthConfig": {"scopes": "Full"},
        "oauthPolicy": {"ipRelaxation": "BYPASS_2FACTOR", "refreshTokenPolicy": "specific_inactivity:7:DAYS"},
    }
    policies = app_policies.current(OWNED, known(OWNED, {"My_App": component}))
    assert policies["scopes"] == ["Full"]
    fitting = {"ip_relaxation": ["bypass_2factor"], "refresh_token_policy": ["specific_inactivity"], "scopes": ["full"]}
    assert app_policies.to_do(OWNED, policies, fitting) == []
    exact = {"refresh_token_policy": ["specific_inactivity:30:days"]}
    assert len(app_policies.to_do(OWNED, policies, exact)) == 1


def test_words_that_are_no_policies_are_refused() -> None:
    with pytest.raises(Refusal, match="bypass_2factor"):
        app_policies.check("require", {"ip_relaxation": ["none"]})
