# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connected apps and external client apps through the Metadata API."""

from __future__ import annotations

import time
import typing as t
from pathlib import Path

import jwt
import pytest
import requests

from emulated_org.start import World, running
from emulated_org.testing import Client

from .soap import JSON, Mdapi, post, saved, write

APP, SELLER = "Provisioning", "sam.seller@umbra.example"
CONFIG = "<callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>"
HEAD = f"<fullName>{APP}</fullName><contactEmail>admin@example.com</contactEmail><label>{APP}</label>"
POLICY = (
    "<oauthPolicy><ipRelaxation>BYPASS</ipRelaxation><refreshTokenPolicy>specific_inactivity:30:DAYS</refreshTokenPolicy>"
    "</oauthPolicy>"
)


def update(org: Client, inner: str) -> tuple[str, bool, str, str]:
    return write(org, "updateMetadata", "ConnectedApp", HEAD + inner)


def sign_in(org: Client) -> JSON:
    """By JWT, as a user who is pre-authorised in no way at first."""
    claims = {"iss": org.facts["client_id"], "sub": SELLER, "aud": "https://login.salesforce.com"}
    key = Path(org.facts["private_key_file"]).read_text(encoding="utf-8")
    assertion = jwt.encode({**claims, "exp": int(time.time()) + 180}, key, "RS256")
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    found: JSON = requests.post(org.url + "/services/oauth2/token", data=form, timeout=10).json()
    return found


def test_another_client_reads_an_app(org: Client) -> None:
    client = Mdapi(org)
    listed = [one.fullName for one in client.api.list_metadata([{"type": "ConnectedApp"}])]
    assert listed == [APP]
    found = client.read("ConnectedApp", APP)
    assert found.oauthConfig.consumerKey == org.facts["client_id"]
    assert found.oauthConfig.consumerSecret is None
    assert found.oauthConfig.isAdminApproved is True
    assert found.profileName == ["API Only Administrator", "System Administrator"]
    assert (found.oauthPolicy.ipRelaxation, found.oauthPolicy.refreshTokenPolicy) == ("ENFORCE", "infinite")


def test_policies_are_shown_by_the_record_too(org: Client) -> None:
    assert update(org, POLICY)[1]
    fields = "RefreshTokenValidityPeriod, OptionsRefreshTokenValidityMetric"
    row = org.query(f"SELECT {fields} FROM ConnectedApplication")[0]
    assert (row["RefreshTokenValidityPeriod"], row["OptionsRefreshTokenValidityMetric"]) == (30, True)
    stored = list(org.control("GET", "/store")["ConnectedAppPolicy"].values())
    assert [(one["IpRelaxation"], one["RefreshTokenPolicy"]) for one in stored] == [
        ("BYPASS", "specific_inactivity:30:DAYS")
    ]
    bad = update(org, POLICY.replace("DAYS", "WEEKS"))
    assert (bad[1], "not a valid value for refreshTokenPolicy" in bad[3]) == (False, True)


def test_who_is_pre_authorised_can_sign_in(org: Client) -> None:
    refused = "user is not admin approved to access this app"
    assert sign_in(org)["error_description"] == refused
    assert update(org, "<profileName>Sales Manager</profileName><profileName>System Administrator</profileName>")[1]
    assert "access_token" in sign_in(org)
    assert update(org, "<profileName>System Administrator</profileName>")[1]
    assert sign_in(org)["error_description"] == refused
    parent = org.permission_set("Link", PermissionsApiEnabled=True)
    org.make("PermissionSetAssignment", AssigneeId=org.one("User", Username=SELLER), PermissionSetId=parent)
    assert update(org, "<permissionSetName>Link</permissionSetName>")[1]
    assert "access_token" in sign_in(org)
    assert Mdapi(org).read("ConnectedApp", APP).profileName == ["System Administrator"]
    nobody = update(org, "<permissionSetName>Nobody</permissionSetName>")
    assert nobody[3] == "In field: permissionSetName - no PermissionSet named Nobody found"
    assert update(org, f"<oauthConfig>{CONFIG}<isAdminApproved>false</isAdminApproved></oauthConfig>")[1]
    assert sign_in(org)["error_description"] == "user hasn't approved this consumer"


def test_what_cannot_be_changed_is_refused(org: Client) -> None:
    assert not update(org, f"<oauthConfig>{CONFIG}<consumerKey>mine</consumerKey></oauthConfig>")[1]
    assert update(org, f"<oauthConfig>{CONFIG}<isAdminApproved>true</isAdminApproved></oauthConfig>")[1]
    new = HEAD.replace(APP, "Newcomer")
    assert write(org, "createMetadata", "ConnectedApp", new)[2] == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
    body = f"<deleteMetadata><type>ConnectedApp</type><fullNames>{APP}</fullNames></deleteMetadata>"
    assert saved(post(org, body)[1])[0][2] == "CANNOT_DELETE_ENTITY"


@pytest.fixture(scope="module")
def modern(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[World]:
    """An organisation with an external client app."""
    file = tmp_path_factory.mktemp("world") / "modern.yml"
    file.write_text(
        """
orgs:
  - name: modern
    user_licenses: {Salesforce: 5, Salesforce Integration: 2}
    permission_set_licenses: {SalesforceAPIIntegrationPsl: 2}
    users: [{Username: root@modern.example}]
    permission_sets: [{name: Link}]
    external_client_apps:
      - name: Order_Sync
        approved_permission_sets: [Link]
        refresh_token_policy: SpecificLifetime:30:Days
""",
        encoding="utf-8",
    )
    with running(str(file)) as world:
        yield world


def test_policies_of_external_client_apps(modern: World) -> None:
    org = Client(modern, 0)
    client = Mdapi(org)
    assert client.read("ExternalClientApplication", "Order_Sync").label == "Order Sync"
    assert client.read("ExtlClntAppOauthSettings", "Order_Sync_oauth").commaSeparatedOauthScopes == "Api,RefreshToken"
    kind = "ExtlClntAppOauthConfigurablePolicies"
    name = client.api.list_metadata([{"type": kind}])[0].fullName
    found = client.read(kind, name)
    assert (found.refreshTokenPolicyType, found.refreshTokenValidityPeriod) == ("SpecificLifetime", 30)
    assert (found.commaSeparatedPermissionSet, found.permittedUsersPolicyType) == ("Link", "AdminApprovedPreAuthorized")
    client.update(
        kind,
        name,
        externalClientApplication="Order_Sync",
        commaSeparatedPermissionSet="",
        commaSeparatedProfile="System Administrator",
        ipRelaxationPolicyType="Bypass",
    )
    rows = list(org.control("GET", "/store")["SetupEntityAccess"].values())
    app = org.one("ExternalClientApplication", DeveloperName="Order_Sync")
    parents = [org.query(f"SELECT ProfileId FROM PermissionSet WHERE Id = '{row['ParentId']}'")[0] for row in rows]
    assert [row["SetupEntityType"] for row in rows if row["SetupEntityId"] == app] == ["ExternalClientApplication"]
    assert org.one("Profile", Name="System Administrator") in [one["ProfileId"] for one in parents]
    with pytest.raises(Exception, match="refreshTokenValidityPeriod"):
        client.update(kind, name, externalClientApplication="Order_Sync", refreshTokenPolicyType="SpecificInactivity")
