# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What to do when Salesforce does not let us in.

Texts of the OAuth token endpoint ("OAuth 2.0 Flow Errors", Salesforce Help) and faults of the SOAP login ("LoginFault",
SOAP API Developer Guide, API 64).
"""

from __future__ import annotations

import re
import typing as t

_LOGIN_HOST = "login_url (a sandbox signs in at https://test.salesforce.com or at its My Domain)"

#: (pattern in the description, what to do)
_OAUTH_WORDS: t.Sequence[t.Tuple[str, str]] = (
    (
        r"hasn'?t approved this consumer",
        (
            "set the app's permitted users to 'Admin approved users are pre-authorized' and add a permission set or "
            "profile of the user in username to it, "
            "or have that user approve the app once"
        ),
    ),
    (r"not admin approved", "add a permission set or profile of the user in username to the app of client_id"),
    (
        r"(?i)audience",
        (
            "set audience to https://login.salesforce.com (production), https://test.salesforce.com (sandbox) or the "
            "org's My Domain"
        ),
    ),
    (
        r"(?i)expired access/refresh token|token is invalid|inactive token",
        "the grant is revoked, expired or used up: get a new refresh_token",
    ),
    (r"no client credentials user", "set the run-as user of the client credentials flow on the app of client_id"),
    (
        r"not supported on this domain",
        (
            "set instance_url (or login_url, where it is set) to the org's My Domain, such as "
            "https://acme.my.salesforce.com"
        ),
    ),
    (r"ip restricted", "run from an address the app's IP relaxation and the user's profile allow"),
    (
        r"(?i)authentication failure",
        (
            f"check username, password and security_token, {_LOGIN_HOST}, and in the user's login history whether the "
            f"user is locked or the address blocked"
        ),
    ),
    (
        r"must be installed",
        "install the app of client_id in the org, or give the user Approve Uninstalled Connected Apps",
    ),
    (
        r"(?i)client identifier invalid",
        (
            f"set client_id to the consumer key of an app in this org (a new app takes 10 minutes), and check "
            f"{_LOGIN_HOST}"
        ),
    ),
    (r"(?i)invalid client credentials", "set client_secret to the consumer secret of the app of client_id"),
    (
        r"(?i)invalid assertion|signature",
        "set private_key_file or private_key to the key of the certificate uploaded to the app of client_id",
    ),
    (r"(?i)expired authorization code|assertion.*expired|expired.*assertion", "set this machine's clock"),
    (r"scope parameter not supported", "this is a fault of the collection: please report it"),
    (
        r"missing required parameter",
        f"something between here and Salesforce changes the request: check the proxy and {_LOGIN_HOST}",
    ),
    (r"(?i)grant type not supported", "switch the flow on for the app of client_id, or set auth_method to another one"),
    (r"retry your request", "approve the app of client_id for the user in username, then run again"),
)

_OAUTH_CODES: t.Mapping[str, str] = {
    "invalid_grant": f"check username, client_id, the key or token, and {_LOGIN_HOST}",
    "invalid_client_id": "set client_id to the consumer key of an app in this org",
    "invalid_client": "set client_secret to the consumer secret of the app of client_id",
    "invalid_app_access": "add a permission set or profile of the user in username to the app of client_id",
    "unsupported_grant_type": "switch the flow on for the app of client_id, or set auth_method to another one",
    "inactive_user": "activate the user in username, or set username to an active one",
    "inactive_org": "the org is locked, closed or in maintenance: ask its administrator",
    "rate_limit_exceeded": "too many sign-ins: run again later",
    "unauthorized_client": "switch the flow on for the app of client_id, or set auth_method to another one",
}

_ELSEWAY = "set client_id and private_key_file to sign in by JWT bearer instead"

_SOAP: t.Mapping[str, str] = {
    "INVALID_LOGIN": f"check username, password, security_token and {_LOGIN_HOST}; a user locked out must be unlocked",
    "LOGIN_MUST_USE_SECURITY_TOKEN": (
        "set security_token (sent by e-mail when it is reset), or have this machine's address trusted by the org"
    ),
    "LOGIN_DURING_RESTRICTED_DOMAIN": (
        "run from an address inside the login IP ranges of the user's profile, or add this one to them"
    ),
    "LOGIN_DURING_RESTRICTED_TIME": "run within the login hours of the user's profile, or change them",
    "PASSWORD_LOCKOUT": "unlock the user in username, then check password and security_token",
    "API_DISABLED_FOR_ORG": (
        "the org's edition has no API: use Enterprise, Unlimited, Performance or Developer Edition, or buy the API"
    ),
    "API_CURRENTLY_DISABLED": "give the user in username the permission API Enabled (ApiEnabled)",
    "INVALID_OPERATION": f"switch on 'Enable SOAP API login()' in the org's Setup, User Interface, or {_ELSEWAY}",
    "INSUFFICIENT_ACCESS": f"give the user in username the permission Use Any API Auth (UseAnyApiAuth), or {_ELSEWAY}",
    "UNSUPPORTED_API_VERSION": _ELSEWAY,
    "ORG_LOCKED": "the org is locked: ask its administrator",
    "TRIAL_EXPIRED": "the org's trial has ended",
    "PASSWORD_EXPIRED": "set a new password for the user in username",
    "INVALID_SESSION_ID": f"check {_LOGIN_HOST}, then run again",
    "SERVER_UNAVAILABLE": "the org is in maintenance or overloaded: run again later",
}


def oauth_cure(error: str, description: str) -> str:
    """What to do about ``{"error": ..., "error_description": ...}``; never empty."""
    for pattern, cure in _OAUTH_WORDS:
        if re.search(pattern, description):
            return cure
    return _OAUTH_CODES.get(error, f"check client_id, username and {_LOGIN_HOST}")


def soap_cure(code: str) -> str:
    """What to do about a fault of the SOAP login; never empty."""
    return _SOAP.get(code, f"check username, password, security_token and {_LOGIN_HOST}, or {_ELSEWAY}")
