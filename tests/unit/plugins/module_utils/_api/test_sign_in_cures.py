# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._api.sign_in_cures import oauth_cure, soap_cure


@pytest.mark.parametrize(
    ("error", "description", "cure"),
    [
        ("invalid_grant", "user hasn't approved this consumer", "Admin approved users are pre-authorized"),
        ("invalid_grant", "user is not admin approved to access this app", "add a permission set or profile"),
        ("invalid_app_access", "user is not admin approved to access this app", "add a permission set or profile"),
        ("invalid_app_access", "", "add a permission set or profile"),
        ("invalid_grant", "audience is invalid", "set audience"),
        ("invalid_grant", "Audience validation failed", "set audience"),
        ("invalid_grant", "expired access/refresh token", "get a new refresh_token"),
        ("invalid_grant", "authentication failure", "check username, password and security_token"),
        ("invalid_grant", "no client credentials user enabled", "set the run-as user"),
        ("invalid_grant", "request not supported on this domain", "set instance_url (or login_url"),
        ("invalid_grant", "ip restricted", "IP relaxation"),
        ("invalid_grant", "invalid assertion", "set private_key_file or private_key"),
        ("invalid_grant", "expired authorization code", "clock"),
        ("invalid_grant", "", "check username, client_id"),
        ("invalid_client_id", "client identifier invalid", "set client_id"),
        ("invalid_client_id", "", "set client_id"),
        ("invalid_client", "invalid client credentials", "set client_secret"),
        ("invalid_client", "app must be installed into org", "install the app"),
        ("invalid_client", "", "set client_secret"),
        ("invalid_request", "scope parameter not supported", "report it"),
        ("invalid_request", "missing required parameter: grant_type", "check the proxy and login_url"),
        ("unsupported_grant_type", "grant type not supported", "auth_method"),
        ("unsupported_grant_type", "", "auth_method"),
        ("unknown_error", "retry your request", "approve the app"),
        ("inactive_user", "user is inactive", "activate the user in username"),
        ("inactive_org", "", "ask its administrator"),
        ("rate_limit_exceeded", "", "run again later"),
        ("anything_else", "?", "check client_id, username and login_url"),
    ],
)
def test_every_oauth_refusal_names_the_option_to_change(error: str, description: str, cure: str) -> None:
    assert cure in oauth_cure(error, description)


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("INVALID_LOGIN", "check username, password, security_token and login_url"),
        ("LOGIN_MUST_USE_SECURITY_TOKEN", "set security_token"),
        ("LOGIN_DURING_RESTRICTED_DOMAIN", "login IP ranges"),
        ("LOGIN_DURING_RESTRICTED_TIME", "login hours"),
        ("PASSWORD_LOCKOUT", "unlock the user in username"),
        ("API_DISABLED_FOR_ORG", "edition has no API"),
        ("INVALID_OPERATION", "Enable SOAP API login()"),
        ("INSUFFICIENT_ACCESS", "Use Any API Auth"),
        ("UNSUPPORTED_API_VERSION", "private_key_file"),
        ("INVALID_SESSION_ID", "login_url"),
        ("SOMETHING_NEW", "check username"),
    ],
)
def test_every_soap_fault_names_the_option_to_change(code: str, cure: str) -> None:
    assert cure in soap_cure(code)
