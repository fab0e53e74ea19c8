# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""What to do about an error of the REST API.

Salesforce's codes are coarse (FIELD_INTEGRITY_EXCEPTION covers a dozen causes), so the words decide first and the code
decides when they do not help. Texts as orgs send them; codes from "Status Codes and Error Responses" (REST API
Developer Guide, API 67) and "StatusCode" (SOAP API Developer Guide, API 67).
"""

from __future__ import annotations

import re
import typing as t

_AGAIN = "run again: the org is read afresh"
_ADMIN = (
    "sign in as a user who may do this (Manage Internal Users, Manage Profiles and Permission Sets, Assign "
    "Permission Sets, "
    "View Setup and Configuration)"
)
_NO_SUCH = (
    "check the spelling (custom names end in __c, names from packages begin with the namespace), and that "
    "the signed-in user may see it"
)
_SEAT = "deactivate a user who holds one, choose a profile of another licence, or buy more seats"
_API_VERSION = "set api_version to 66.0"

#: (pattern in the words, what to do); ``{name}`` takes a named group of the pattern.
_BY_WORDS: t.Sequence[t.Tuple[str, str]] = (
    (r"(?i)provide installationkey", "set installation_key: the package's publisher knows it"),
    (r"Invalid InstallationKey", "correct installation_key: the package's publisher knows it"),
    (
        r"All (?P<license>.+?) permission set licenses are in use",
        (
            "no seat of the permission set license {license} is free: take it from a user who no longer needs it, or "
            "buy more seats"
        ),
    ),
    (r"depends on permission\(s\): ", "{dependencies}"),
    (
        r"of a standard profile",
        "Salesforce keeps its own profiles as they are: name a permission set, or a custom profile",
    ),
    (
        r"The user license doesn't allow (?P<what>the permission: .+|.+)",
        (
            "assign the permission set license that carries it first (for the Salesforce Integration licence: "
            "Salesforce API Integration), "
            "or take it out of the permission set"
        ),
    ),
    (r"inserted: Permission Set Tab Setting", "leave tabs out here, and choose them in Setup: this org wants it so"),
    (r"must be associated to a user license", "set the licence of the permission set"),
    (r"guest user", "guest users may only read and create: take the other object permissions out"),
    (
        r"(?i)username must be in the form of an email",
        "write the username like an e-mail address, such as integration@acme.com",
    ),
    (r"profile name is already in use", "choose another name, or manage the profile that has it"),
    (
        r"Unknown user permission: (?P<name>\S+)",
        "the org has no permission {name}: take it out, or switch on the feature it belongs to",
    ),
    (
        r"Unable to create/update fields: [^.]*\b(LicenseId|UserLicenseId)\b",
        (
            "a licence can be set at creation only: keep the present one, or delete the record (unassign it first) "
            "and create it with the other licence"
        ),
    ),
    (
        r"Unable to create/update fields: (?P<name>[^.]+)\.",
        "{name} is read only here: leave it out, or give the signed-in user edit access to it",
    ),
    (
        r"bad value for restricted picklist field: (?P<value>.*)",
        "this org does not know '{value}': choose a value it offers, or switch on the feature it belongs to",
    ),
    (r"Required fields are missing: \[(?P<names>[^\]]*)\]", "set {names}"),
    (
        # What still names a user that is to be deactivated: Salesforce Help 000384586, 000384761, 000386275.
        r"(?i)default owner of cases",
        (
            "choose another Default Case Owner and Automated Case User (Setup, Service, Support Settings), and freeze the user until then"
        ),
    ),
    (
        r"(?i)Default Workflow User",
        (
            "choose another Default Workflow User (Setup, Process Automation, Process Automation Settings), and freeze the user until then"
        ),
    ),
    (
        r"(?i)Web to Lead Default Creator",
        "choose another Default Lead Creator (Setup, Marketing, Web-to-Lead), and freeze the user until then",
    ),
    (
        r"(?i)value of a hierarchy field: ?(?P<field>\S+)",
        ("name another user in the field {field} of the users who name this one, and freeze the user until then"),
    ),
    (
        r"(?i)deactivate your own user",
        "sign in as another user",
    ),
    (
        r"(?i)(cannot|can't) (deactivate|inactivate|disable)",
        (
            "the user is still named in the org's configuration: replace the user there first, and freeze the user "
            "until then"
        ),
    ),
    (
        # Object Reference, ObjectPermissions: the field came with API 63.0; what a permission set holds includes it.
        r"No such column 'PermissionsViewAllFields'",
        "permission sets need version 63.0 of the API: set api_version to 63.0 or later",
    ),
    (
        r"No such column '(?P<name>[^']*)'",
        (
            "this org has no field {name}, or the signed-in user cannot see it: check the spelling, the user's field "
            "permissions and api_version"
        ),
    ),
    (
        r"sObject type '(?P<name>[^']*)' is not supported",
        "this org has no object {name}, or the signed-in user cannot see it: " + _NO_SUCH,
    ),
    (
        r"TotalRequests Limit exceeded",
        "the org's allowance of API requests for 24 hours is used up: run again later, or buy more",
    ),
    (
        r"Concurrent\w+.* Limit exceeded",
        "too many long requests run in the org at once: run again later, with fewer forks",
    ),
    (
        # What the Metadata API says to a user who may not use it; "Modify Metadata Through Metadata API Functions Permission" (Help).
        r"(?i)use of the Metadata API requires",
        "give the signed-in user Modify Metadata Through Metadata API Functions (ModifyMetadata), or Modify All Data",
    ),
    (
        r"(?i)package is not yet available|requested package doesn't yet exist",
        "the version is new or not offered to this org: wait, or ask its publisher for the right version Id",
    ),
    (r"(?i)password has expired", "set a new password for the signed-in user"),
)

#: Decides when the words do not.
_BY_CODE: t.Mapping[str, str] = {
    "DUPLICATE_USERNAME": (
        "usernames are unique across all Salesforce orgs, so another org may hold it: choose another username"
    ),
    "DUPLICATE_COMM_NICKNAME": "choose another nickname",
    "DUPLICATE_VALUE": "something else made it meanwhile: " + _AGAIN,
    "DUPLICATE_DEVELOPER_NAME": "choose another name, or manage what already has it",
    "LICENSE_LIMIT_EXCEEDED": "no seat of the licence is free: " + _SEAT,
    "INVALID_CROSS_REFERENCE_KEY": "a record it points to is gone: " + _AGAIN,
    "ENTITY_IS_DELETED": "it was deleted meanwhile: " + _AGAIN,
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": "it points to a record out of reach: " + _ADMIN,
    "INSUFFICIENT_ACCESS_OR_READONLY": _ADMIN,
    "INSUFFICIENT_ACCESS": _ADMIN,
    "API_DISABLED_FOR_ORG": (
        "the org's edition has no API: use Enterprise, Unlimited, Performance or Developer Edition, or buy the API"
    ),
    "API_CURRENTLY_DISABLED": "give the signed-in user the permission API Enabled (ApiEnabled)",
    "REQUEST_LIMIT_EXCEEDED": "run again later, with fewer forks",
    "INVALID_SESSION_ID": (
        "sign in again; if it returns at once, check the app's IP relaxation and the org's session settings"
    ),
    "URL_NOT_RESET": "set instance_url to the org's My Domain, such as https://acme.my.salesforce.com",
    "UNSUPPORTED_API_VERSION": _API_VERSION,
    "GONE": _API_VERSION,
    "METHOD_NOT_ALLOWED": "the object cannot be written in this way here; " + _API_VERSION,
    "NOT_FOUND": "check instance_url and api_version; if they are right, it was deleted meanwhile: " + _AGAIN,
    "INVALID_TYPE": _NO_SUCH,
    "INVALID_FIELD": _NO_SUCH + "; " + _API_VERSION,
    "INVALID_FIELD_FOR_INSERT_UPDATE": (
        "the field is read only here: leave it out, or give the signed-in user edit access to it"
    ),
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": "choose a value this org offers",
    "REQUIRED_FIELD_MISSING": "set the missing field",
    "STRING_TOO_LONG": "shorten the value",
    "INVALID_EMAIL_ADDRESS": "correct the e-mail address",
    "FIELD_INTEGRITY_EXCEPTION": "correct the value Salesforce names",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION": "a validation rule of this org refuses the value: fulfil the rule",
    "MALFORMED_ID": "the Id belongs to another kind of record: correct it",
    "UNABLE_TO_LOCK_ROW": "something else is changing the record: run again when it is done, or raise retries",
    "SERVER_UNAVAILABLE": "the org is in maintenance or overloaded: run again later",
    "UNKNOWN_EXCEPTION": "a fault inside Salesforce: run again, and give the ErrorId to Salesforce Support if it stays",
    "DELETE_FAILED": "something still uses it: unassign it everywhere first",
    "DEPENDENCY_EXISTS": "something still uses it: unassign it everywhere first",
    "MIXED_DML_OPERATION": "users and permissions cannot be changed together with business records: split the task",
    "CANNOT_DISABLE_LAST_ADMIN": "give another active user the System Administrator profile first",
    "CANNOT_ENABLE_IP_RESTRICT_REQUESTS": (
        "with more than five ranges of addresses an org cannot check them on every request: use fewer, or take that setting back"
    ),
    "INSTALL_KEY_INVALID": "correct installation_key: the package's publisher knows it",
    "INSTALL_KEY_REQUIRED": "set installation_key: the package's publisher knows it",
    "INVALID_NEW_PASSWORD": (
        "choose a password that fulfils the org's password policies and that the user has not had before; a user that was created "
        "already gets it with update_password: always"
    ),
    "invalid_token": "the token is gone already: " + _AGAIN,
    "unsupported_token_type": "the token is gone already: " + _AGAIN,
    "JOB_FAILED": "mend what Salesforce names, then run again",
    "CANNOT_FREEZE_SELF": "sign in as another user",
    "STORAGE_LIMIT_EXCEEDED": "the org's data storage is full: free some or buy more",
    "INVALID_QUERY_LOCATOR": "the query took too long to read: " + _AGAIN,
    "QUERY_TIMEOUT": "the org is slow: run again later",
    "MALFORMED_QUERY": "this is a fault of the collection: please report it",
    "JSON_PARSER_ERROR": "this is a fault of the collection: please report it",
    "UNSUPPORTED_MEDIA_TYPE": "this is a fault of the collection: please report it",
}

_BY_STATUS: t.Mapping[int, str] = {
    401: _BY_CODE["INVALID_SESSION_ID"],
    403: _ADMIN,
    404: _BY_CODE["NOT_FOUND"],
    410: _API_VERSION,
    414: "this is a fault of the collection: please report it",
    431: "this is a fault of the collection: please report it",
    429: "the org asks to slow down: run again later, with fewer forks",
    503: _BY_CODE["SERVER_UNAVAILABLE"],
}

_DEPENDENCY = re.compile(r"Permission (?P<one>.+?) depends on permission\(s\): (?P<others>[^;]+)")


def cure_for(code: t.Optional[str], message: str, status: t.Optional[int] = None) -> str:
    """What to do about the error; never empty."""
    for pattern, cure in _BY_WORDS:
        match = re.search(pattern, message)
        if match:
            named = {name: (value or "").strip() for name, value in match.groupdict().items()}
            return cure.format(dependencies=_grant_too(message), **named)
    if code is not None and code in _BY_CODE:
        return _BY_CODE[code]
    if code and code.startswith("INSUFFICIENT_ACCESS"):
        return _ADMIN
    return _BY_STATUS.get(status or 0, "correct what Salesforce names, then run again")


def _grant_too(message: str) -> str:
    pairs = [(match.group("one"), match.group("others").strip().rstrip(".")) for match in _DEPENDENCY.finditer(message)]
    told = "; ".join(f"{others} (for {one})" for one, others in pairs)
    return f"grant also {told}, or do without"
