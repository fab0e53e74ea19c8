# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A conversation of simple-salesforce: REST, and the Metadata API through zeep, which knows the published WSDL."""

from __future__ import annotations

import base64
import io
import re
import time
import typing as t

from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceError
from steps import Conversation, facts
from zeep.helpers import serialize_object


def told(refusal: Exception) -> dict[str, t.Any]:
    """Show what the library raised: the API's own list of errors, or a text with (code, message) pairs."""
    content = getattr(refusal, "content", None)
    if isinstance(refusal, SalesforceError) and isinstance(content, list):
        first = content[0]
        return {"code": first["errorCode"], "message": first["message"], "fields": first.get("fields", [])}
    pair = re.search(r"\((\w+), (.*)\)", str(refusal))
    code, message = pair.groups() if pair else (type(refusal).__name__, str(refusal))
    return {"code": code, "message": message, "fields": []}


ORG = facts()
MARK = ORG["mark"]
conversation = Conversation(told)
step = conversation.step
host = ORG["instance_url"].partition("//")[2]
sf = Salesforce(instance=host, session_id=ORG["access_token"], version=ORG["version"])


def one(question: str) -> str:
    return str(sf.query(question)["records"][0]["Id"])


# Signing in, reading, describing
step("limits", sf.limits)
step("query", lambda: sf.query("SELECT Id, Username, Profile.Name, IsActive FROM User WHERE IsActive = true LIMIT 2"))
step("describe", lambda: {k: v for k, v in sf.PermissionSetAssignment.describe().items() if k in ("name", "keyPrefix")})
step("query all", lambda: [row["Name"] for row in sf.query_all("SELECT Name FROM UserLicense")["records"]])

# A user
profile = one("SELECT Id FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'")
user = {
    "Username": f"{MARK}@contract.example".lower(),
    "LastName": MARK,
    "Email": "contract@example.com",
    "Alias": MARK[:8],
    "TimeZoneSidKey": "America/Los_Angeles",
    "LocaleSidKey": "en_US",
    "EmailEncodingKey": "UTF-8",
    "LanguageLocaleKey": "en_US",
    "ProfileId": profile,
}
made = step("create user", lambda: sf.User.create(user))
user_id = made["id"]
step("create user again", lambda: sf.User.create(user))
step("user without a name", lambda: sf.User.create({k: v for k, v in user.items() if k != "LastName"}))
step(
    "user in no time zone",
    lambda: sf.User.create({**user, "TimeZoneSidKey": "Mars/Olympus", "Username": "x@y.example"}),
)
step("user with an unknown field", lambda: sf.User.create({**user, "Nope__c": 1}))
step("user who cannot be deleted", lambda: sf.User.delete(user_id))
step("change user", lambda: sf.User.update(user_id, {"Title": "Integration"}))
step("read user", lambda: sf.User.get(user_id)["Title"])
step("no such user", lambda: sf.User.get("005000000000000AAA"))

# A permission set and what is in it
permission_set = step("create permission set", lambda: sf.PermissionSet.create({"Name": MARK, "Label": MARK}))["id"]
rows = {"ParentId": permission_set, "SobjectType": "Account"}
read = {
    f"Permissions{one}": one == "Read"
    for one in ("Create", "Read", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords")
}
step(
    "object permission without read",
    lambda: sf.ObjectPermissions.create({**rows, **read, "PermissionsRead": False, "PermissionsEdit": True}),
)
step("object permission", lambda: sf.ObjectPermissions.create({**rows, **read}))
step("object permission again", lambda: sf.ObjectPermissions.create({**rows, **read}))
site = {**rows, "Field": "Account.Site", "PermissionsRead": True, "PermissionsEdit": False}
step("field permission", lambda: sf.FieldPermissions.create(site))
step("field permission of an unknown field", lambda: sf.FieldPermissions.create({**site, "Field": "Account.Nope__c"}))

# Assignments
assignment = {"AssigneeId": user_id, "PermissionSetId": permission_set}
step("assign without the licence", lambda: sf.PermissionSetAssignment.create(assignment))
psl = one("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'")
licence = {"AssigneeId": user_id, "PermissionSetLicenseId": psl}
step("licence", lambda: sf.PermissionSetLicenseAssign.create(licence))
step("licence again", lambda: sf.PermissionSetLicenseAssign.create(licence))
assigned = step("assign", lambda: sf.PermissionSetAssignment.create(assignment))
step("assign again", lambda: sf.PermissionSetAssignment.create(assignment))
step("delete an assigned permission set", lambda: sf.PermissionSet.delete(permission_set))

# The Metadata API by single calls
metadata = sf.mdapi
ApiOnly = "Minimum Access - API Only Integrations"


def component(kind: t.Any, name: str) -> t.Any:
    found = kind.read(name)
    return serialize_object(found, dict)


def flags(row: dict[str, t.Any]) -> dict[str, t.Any]:
    return {key: value for key, value in row.items() if value}


step(
    "read profile",
    lambda: flags(
        component(metadata.Profile, ApiOnly)
        | {
            "fieldPermissions": None,
            "tabVisibilities": None,
            "classAccesses": None,
            "objectPermissions": None,
            "applicationVisibilities": None,
            "layoutAssignments": None,
            "recordTypeVisibilities": None,
            "pageAccesses": None,
        }
    ),
)
custom = f"{MARK} profile"
new = metadata.Profile(fullName=custom, custom=True, userLicense="Salesforce")
step("create profile", lambda: metadata.Profile.create([new]))
step("create profile again", lambda: metadata.Profile.create([new]))
ranges = [{"startAddress": "192.0.2.1", "endAddress": "192.0.2.9", "description": "office"}]
step(
    "write profile",
    lambda: metadata.Profile.update([metadata.Profile(fullName=custom, custom=True, loginIpRanges=ranges)]),
)
step("read custom profile", lambda: [dict(one) for one in component(metadata.Profile, custom)["loginIpRanges"]])
step(
    "write profile wrongly",
    lambda: metadata.Profile.update(
        [
            metadata.Profile(
                fullName=custom,
                custom=True,
                fieldPermissions=[{"field": "Account.Nope__c", "readable": True, "editable": False}],
            )
        ]
    ),
)
label = metadata.PermissionSet(
    fullName=MARK,
    label=f"{MARK} changed",
    userPermissions=[{"name": "ApiEnabled", "enabled": True}],
    objectPermissions=[
        {
            "object": "Account",
            "allowRead": True,
            "allowCreate": False,
            "allowEdit": True,
            "allowDelete": False,
            "viewAllRecords": False,
            "modifyAllRecords": False,
        }
    ],
)
step("write permission set", lambda: metadata.PermissionSet.update([label]))
step(
    "read permission set",
    lambda: {
        k: v
        for k, v in component(metadata.PermissionSet, MARK).items()
        if k in ("label", "objectPermissions", "userPermissions")
    },
)
step("read a missing permission set", lambda: component(metadata.PermissionSet, MARK + "_not_there"))
step(
    "list metadata",
    lambda: [
        one.fullName for one in metadata.list_metadata([{"type": "PermissionSet"}]) if one.fullName.startswith(MARK)
    ],
)


# The Metadata API by files
def deployed(package: str) -> dict[str, t.Any]:
    begun = sf.deploy(io.BytesIO(base64.b64decode(package)), sandbox=False)
    while True:
        state = sf.checkDeployStatus(begun["asyncId"])
        if state["state"] not in ("Pending", "InProgress"):
            return dict(state)
        time.sleep(0.2)


def retrieved() -> dict[str, t.Any]:
    begun, _state = metadata.retrieve("", unpackaged={"PermissionSet": [MARK], "Profile": [custom]})
    while metadata.check_retrieve_status(begun)[0] not in ("Succeeded", "Failed"):
        time.sleep(0.2)
    state, problem, _messages, archive = metadata.retrieve_zip(begun)
    return {"state": state, "problem": problem, "zip": base64.b64encode(archive).decode()}


step("deploy", lambda: deployed(ORG["package"]))
step("deploy what is wrong", lambda: deployed(ORG["wrong_package"]))
step("retrieve", retrieved)

# Wrong callers and questions
step("bad field", lambda: sf.query("SELECT Nope FROM User"))
step("bad object", lambda: sf.query("SELECT Id FROM Nopes"))
step("bad query", lambda: sf.query("SELECT Id FRM User"))
nobody = Salesforce(instance=host, session_id=ORG["org_id"][:15] + "!AQwrong", version=ORG["version"])
step("bad session", lambda: nobody.query("SELECT Id FROM User"))
step("bad session, Metadata API", lambda: nobody.mdapi.Profile.read(ApiOnly))

# Away with it
step("unassign", lambda: sf.PermissionSetAssignment.delete(assigned["id"]))
step("delete permission set", lambda: sf.PermissionSet.delete(permission_set))
step("delete profile", lambda: metadata.Profile.delete([custom]))
step("deactivate user", lambda: sf.User.update(user_id, {"IsActive": False}))
