# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._api import answers
from ansible_collections.sfops.salesforce.plugins.module_utils._api.answers import Answer
from ansible_collections.sfops.salesforce.plugins.module_utils._api.cures import cure_for
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import ReadOnlyViolation, SalesforceError

DUPLICATE_USERNAME = (
    "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be "
    "unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the "
    "user's email address). "
)
NO_TYPE = (
    "\nselect count() from XYZZY\n ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not supported. If you are "
    "attempting to use a custom object, be sure to append the '__c' after the entity name."
)
NO_COLUMN = (
    "\nSELECT X FROM Y\n ^\nERROR at Row:1:Column:8\nNo such column 'X' on entity 'Y'. If you are attempting to use a "
    "custom field, be sure to append the '__c' after the custom field name."
)
SEVERAL = (
    "Permission Convert Leads depends on permission(s): Create Account; Permission Read All Asset depends on "
    "permission(s): Read All Account"
)
LICENCE = (
    "Unable to create/update fields: LicenseId. Please check the security settings of this field and verify that it is "
    "read/write for your profile or permission set."
)

#: What orgs say, and a piece of what the user must be told.
CASES = [
    ("DUPLICATE_USERNAME", DUPLICATE_USERNAME, "another org may hold it: choose another username"),
    (
        None,
        (
            "All Salesforce API Integration permission set licenses are in use. For more licenses, contact your "
            "salesforce.com representative."
        ),
        "no seat of the permission set license Salesforce API Integration is free",
    ),
    ("LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded - Customer Community", "no seat of the licence is free"),
    ("LICENSE_LIMIT_EXCEEDED", "content feature license limit exceeded", "deactivate a user who holds one"),
    ("DUPLICATE_COMM_NICKNAME", "Duplicate Nickname.<br>x", "choose another nickname"),
    ("REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName, Alias]", "set LastName, Alias"),
    (
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Time Zone: bad value for restricted picklist field: Mars/Olympus",
        "does not know 'Mars/Olympus'",
    ),
    (
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Sobject Type Name: bad value for restricted picklist field: X",
        "does not know 'X'",
    ),
    ("MALFORMED_ID", "Account ID: id value of incorrect type: 001000000000001", "another kind of record"),
    ("NOT_FOUND", "The requested resource does not exist", "check instance_url and api_version"),
    ("ENTITY_IS_DELETED", "entity is deleted", "run again"),
    ("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "run again"),
    ("DUPLICATE_VALUE", "Duplicate PermissionSetAssignment. Assignee: 005; Permission Set: 0PS", "run again"),
    ("DUPLICATE_VALUE", "You can't add the same permission set to a user twice.", "run again"),
    ("DUPLICATE_DEVELOPER_NAME", "duplicate name", "choose another name"),
    (
        "FIELD_INTEGRITY_EXCEPTION",
        'Can\'t assign permission set "X" to user "Y". The user license doesn\'t allow the permission: Read Accounts',
        "assign the permission set license that carries it first",
    ),
    (
        "FIELD_INTEGRITY_EXCEPTION",
        "Permission CustomizeApplication depends on permission(s): ManageTranslation",
        "grant also ManageTranslation (for CustomizeApplication)",
    ),
    ("FIELD_INTEGRITY_EXCEPTION", SEVERAL, "grant also Create Account (for Convert Leads); Read All Account (for Read"),
    (
        "FIELD_INTEGRITY_EXCEPTION",
        "Username must be in the form of an email address (for example, john@acme.com): Username",
        "like an e-mail address",
    ),
    ("FIELD_INTEGRITY_EXCEPTION", "The profile name is already in use: Name", "choose another name"),
    ("FIELD_INTEGRITY_EXCEPTION", "something else", "correct the value"),
    (None, "Unknown user permission: FlyToMoon", "no permission FlyToMoon"),
    (None, "Permission set must be associated to a user license", "set the licence"),
    (None, "entity type cannot be inserted: Permission Set Tab Setting", "leave tabs out"),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", LICENCE, "a licence can be set at creation only"),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", LICENCE.replace("LicenseId", "UserLicenseId"), "at creation only"),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", LICENCE.replace("LicenseId", "Title"), "Title is read only here"),
    ("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", "sign in as a user who may do this"),
    (
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "insufficient access rights on cross-reference id",
        "points to a record out of reach",
    ),
    ("INSUFFICIENT_ACCESS", "You do not have permission to view this record.", "sign in as a user who may do this"),
    ("INSUFFICIENT_ACCESS_TO_WHATEVER", "no", "sign in as a user who may do this"),
    ("INVALID_TYPE", NO_TYPE, "this org has no object XYZZY"),
    ("INVALID_FIELD", NO_COLUMN, "this org has no field X"),
    ("INVALID_FIELD", "No such column 'Foo__c' on sobject of type Bar__c", "this org has no field Foo__c"),
    ("INVALID_FIELD", "No such column 'PermissionsViewAllFields' on entity 'ObjectPermissions'", "api_version to 63.0"),
    ("MALFORMED_QUERY", "unexpected token: 'FRM'", "report it"),
    ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", "24 hours is used up"),
    ("REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", "fewer forks"),
    (
        "REQUEST_LIMIT_EXCEEDED",
        "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
        "fewer forks",
    ),
    ("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: 005", "raise retries"),
    ("SERVER_UNAVAILABLE", "Server Unavailable", "run again later"),
    ("INVALID_SESSION_ID", "Session expired or invalid", "sign in again"),
    ("API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner", "Enterprise, Unlimited"),
    ("API_CURRENTLY_DISABLED", "API is currently disabled for this User", "ApiEnabled"),
    ("METHOD_NOT_ALLOWED", "HTTP Method 'DELETE' not allowed. Allowed are HEAD,GET,PATCH", "api_version"),
    ("STRING_TOO_LONG", "Name: data value too large: x (max length=80)", "shorten"),
    ("INVALID_EMAIL_ADDRESS", "Email: invalid email address: x", "e-mail"),
    ("JSON_PARSER_ERROR", "Unexpected character", "report it"),
    ("UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId: 1", "ErrorId"),
    ("UNSUPPORTED_API_VERSION", "", "set api_version to 66.0"),
    ("GONE", "", "set api_version to 66.0"),
    (
        "DELETE_FAILED",
        "Your attempt to delete X could not be completed because it is associated with Y",
        "unassign it everywhere first",
    ),
    ("DEPENDENCY_EXISTS", "in use", "unassign it everywhere first"),
    ("MIXED_DML_OPERATION", "DML operation on setup object is not permitted", "split the task"),
    (
        "FIELD_INTEGRITY_EXCEPTION",
        "You cannot deactivate this user. You cannot deactivate a user who is the default owner of cases",
        "Support Settings",
    ),
    ("X", "Cannot inactivate user that is the value of a hierarchy field:Boss", "in the field Boss"),
    ("X", "You cannot disable the Web to Lead Default Creator.", "Web-to-Lead"),
    ("CANNOT_DISABLE_LAST_ADMIN", "no", "another active user"),
    (
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
        "The users password has expired, you must call SetPassword first",
        "new password",
    ),
    ("URL_NOT_RESET", "Destination URL not reset", "set instance_url"),
    ("INVALID_QUERY_LOCATOR", "Invalid query locator", "run again"),
    ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Say please", "validation rule"),
    ("NEVER_HEARD_OF", "Something {odd} with %s and {0}", "correct what Salesforce names"),
]


@pytest.mark.parametrize(
    ("code", "message", "cure"), CASES, ids=[f"{case[0]}-{place}" for place, case in enumerate(CASES)]
)
def test_every_refusal_says_what_to_do(code: str, message: str, cure: str) -> None:
    body = [{"message": message, "errorCode": code, "fields": ["Username"]}]
    error = answers.failure_in(400, body).error(3)
    assert cure in error.cure
    assert error.message == message or not message
    assert (error.index, error.as_dict()) == (3, {"status": 400, "code": code, "fields": ["Username"]})
    text = str(error)
    assert "\n" not in text
    assert "<br>" not in text
    assert text.endswith(error.cure)


def test_a_query_error_is_told_without_the_query() -> None:
    text = str(answers.failure_in(400, [{"message": NO_COLUMN, "errorCode": "INVALID_FIELD"}]).error())
    assert text.startswith("No such column 'X' on entity 'Y'")


@pytest.mark.parametrize(
    ("status", "cure"),
    [(401, "sign in again"), (403, "sign in as"), (410, "api_version"), (404, "instance_url"), (414, "report")],
)
def test_without_words_and_code_the_status_decides(status: int, cure: str) -> None:
    assert cure in cure_for(None, "", status)


def test_collections_call_the_code_status_code() -> None:
    part = {
        "referenceId": "w0",
        "httpStatusCode": 200,
        "body": [
            {"id": "1", "success": True, "errors": []},
            {"success": False, "errors": [{"statusCode": "STRING_TOO_LONG", "message": "m", "fields": ["Name"]}]},
        ],
    }
    (failure,) = answers.failures_of(part)
    assert (failure.place, failure.code, failure.fields) == (1, "STRING_TOO_LONG", ("Name",))


def part(reference: str, status: int, body: object) -> dict[str, object]:
    return {"referenceId": reference, "httpStatusCode": status, "httpHeaders": {}, "body": body}


def answer(parts: list[dict[str, object]]) -> Answer:
    import json

    return Answer(200, {}, json.dumps({"compositeResponse": parts}).encode())


HALTED = [
    {
        "errorCode": "PROCESSING_HALTED",
        "message": "The transaction was rolled back since another operation in the same transaction failed.",
    }
]
DEPENDENT = [
    {"errorCode": "PROCESSING_HALTED", "message": "Invalid reference specified. No value for w1.id found in w1."}
]
ROLLED = [
    {
        "success": False,
        "errors": [{"statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK", "message": "Record rolled back"}],
    },
    {"success": False, "errors": [{"statusCode": "FIELD_INTEGRITY_EXCEPTION", "message": "the cause", "fields": []}]},
]


def test_the_cause_is_found_among_what_was_only_rolled_back() -> None:
    cause = answers.cause_of(answer([part("w0", 400, HALTED), part("w1", 200, ROLLED), part("w3", 400, DEPENDENT)]))
    assert cause is not None
    assert (cause.reference, cause.place, cause.message) == ("w1", 1, "the cause")


def test_when_everything_was_rolled_back_the_first_is_told_and_success_has_no_cause() -> None:
    cause = answers.cause_of(answer([part("w0", 400, HALTED), part("w1", 400, DEPENDENT)]))
    assert cause is not None
    assert cause.reference == "w0"
    assert (
        answers.cause_of(answer([part("w0", 201, {"id": "1", "success": True, "errors": []}), part("w1", 204, None)]))
        is None
    )


@pytest.mark.parametrize("content", [b"<html>Maintenance</html>", b"", b"{"])
def test_a_page_instead_of_an_answer_means_the_wrong_host(content: bytes) -> None:
    error = answers.error_of(Answer(404, {}, content), "https://acme.example")
    assert error.code == "WRONG_HOST"
    assert "set instance_url" in str(error)


def test_str_without_words_still_says_something() -> None:
    assert str(SalesforceError("", code="X")) == "X"
    assert str(SalesforceError("")) == "Salesforce gave no reason"
    assert str(ReadOnlyViolation("PATCH", "/x")).startswith("This run only previews, so PATCH /x was not sent; ")
