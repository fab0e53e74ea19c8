# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A conversation of CumulusCI: its own tasks, with the options people write into cumulusci.yml."""

from __future__ import annotations

import base64
import io
import logging
import typing as t
import zipfile
from pathlib import Path

from cumulusci.core.config import BaseProjectConfig, OrgConfig, TaskConfig, UniversalConfig
from cumulusci.core.keychain import BaseProjectKeychain
from cumulusci.tasks.metadata_etl.permissions import AddIPRanges, AddPermissionSetPermissions
from cumulusci.tasks.preflight.licenses import GetAvailablePermissionSetLicenses, GetPermissionLicenseSetAssignments
from cumulusci.tasks.preflight.packages import GetInstalledPackages
from cumulusci.tasks.preflight.permsets import GetPermissionSetAssignments
from cumulusci.tasks.preflight.sobjects import CheckSObjectPerms
from cumulusci.tasks.salesforce import Deploy, DescribeMetadataTypes, RetrieveUnpackaged
from cumulusci.tasks.salesforce.create_permission_sets import CreatePermissionSet
from cumulusci.tasks.salesforce.insert_record import InsertRecord
from cumulusci.tasks.salesforce.profiles import CreateBlankProfile
from cumulusci.tasks.salesforce.users.permsets import AssignPermissionSetLicenses, AssignPermissionSets
from steps import Conversation, facts

ORG = facts()
MARK = ORG["mark"]
API_ONLY = "Minimum Access - API Only Integrations"
PSL = "SalesforceAPIIntegrationPsl"


def told(refusal: Exception) -> dict[str, t.Any]:
    """Show what a task raised: an answer of the REST API, or CumulusCI's own sentence."""
    content = getattr(refusal, "content", None)
    if isinstance(content, list) and content and "errorCode" in content[0]:
        first = content[0]
        return {"code": first["errorCode"], "message": first["message"], "fields": first.get("fields", [])}
    return {"code": type(refusal).__name__, "message": str(refusal), "fields": []}


project = BaseProjectConfig(
    UniversalConfig(),
    config={"project": {"package": {"api_version": ORG["version"], "name": "Contract"}}},
    repo_info={
        "root": str(Path.cwd()),
        "url": "https://example.com/contract.git",
        "branch": "main",
        "commit": "0" * 40,
    },
)


def org(token: str) -> OrgConfig:
    known = {"instance_url": ORG["instance_url"], "access_token": token, "username": ORG["username"]}
    identity = f"{ORG['instance_url']}/id/{ORG['org_id']}/{ORG['user_id']}"
    return OrgConfig({**known, "id": identity}, "contract", BaseProjectKeychain(project, None))


class Log(logging.Handler):
    """Keeps what a task says."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


project.keychain = BaseProjectKeychain(project, None)
conversation = Conversation(told)
admin = org(ORG["access_token"])
log = Log()
logging.getLogger("cumulusci").addHandler(log)
logging.getLogger("cumulusci").setLevel(logging.INFO)


def step(told_as: str, task: t.Any, where: OrgConfig = admin, /, **options: t.Any) -> t.Any:
    """Run one task; its answer is what it returns and what it said."""

    def take() -> dict[str, t.Any]:
        log.texts = []
        running = task(project, TaskConfig({"options": options}), where)
        running()
        returned = running.return_values
        return {"returned": sorted(returned) if isinstance(returned, set) else returned, "said": log.texts}

    return conversation.step(told_as, take)


# Signing in, reading, describing
step("sign in", GetPermissionSetAssignments)
step("installed packages", GetInstalledPackages)
step("permission set licences", GetAvailablePermissionSetLicenses)
step("check object", CheckSObjectPerms, permissions={"PermissionSet": {"createable": True, "deletable": True}})
step("check what is not so", CheckSObjectPerms, permissions={"User": {"deletable": True}})
step("metadata types", DescribeMetadataTypes)

# A user
found = admin.salesforce_client.query(f"SELECT Id FROM Profile WHERE Name = '{API_ONLY}'")["records"][0]["Id"]
user = {
    "Username": f"{MARK}@contract.example".lower(),
    "LastName": MARK,
    "Email": "contract@example.com",
    "Alias": MARK[:8],
    "TimeZoneSidKey": "America/Los_Angeles",
    "LocaleSidKey": "en_US",
    "EmailEncodingKey": "UTF-8",
    "LanguageLocaleKey": "en_US",
    "ProfileId": found,
}
step("create user", InsertRecord, object="User", values=user)
step("create user again", InsertRecord, object="User", values=user)
step("user without a name", InsertRecord, object="User", values={k: v for k, v in user.items() if k != "LastName"})
step("user with an unknown field", InsertRecord, object="User", values={**user, "Nope__c": "1"})
step("record of an unknown type", InsertRecord, object="Nopes", values={"Name": "x"})

# A permission set, its contents and its assignments
step("create permission set", CreatePermissionSet, api_name=MARK, label=MARK, user_permissions="PermissionsApiEnabled")
step("create permission set again", CreatePermissionSet, api_name=MARK, user_permissions="PermissionsApiEnabled")
step("unknown permission", CreatePermissionSet, api_name=f"{MARK}_2", user_permissions="PermissionsNope")
site = {"field": "Account.Site", "readable": True, "editable": False}
nope = {"field": "Account.Nope__c", "readable": True, "editable": False}
step("field permission", AddPermissionSetPermissions, api_names=MARK, field_permissions=[site])
step("field permission of an unknown field", AddPermissionSetPermissions, api_names=MARK, field_permissions=[nope])
step("licence", AssignPermissionSetLicenses, api_names=PSL, user_alias=MARK)
step("licence again", AssignPermissionSetLicenses, api_names=PSL, user_alias=MARK)
step("assign", AssignPermissionSets, api_names=MARK, user_alias=MARK)
step("assign again", AssignPermissionSets, api_names=MARK, user_alias=MARK)
step("assign what is missing", AssignPermissionSets, api_names=f"{MARK}_none", user_alias=MARK)
step("own licences", GetPermissionLicenseSetAssignments)

# A profile
profile = f"{MARK} profile"
step("create profile", CreateBlankProfile, name=profile, license="Salesforce", description="Made by CumulusCI")
step("create profile again", CreateBlankProfile, name=profile, license="Salesforce")
step("create profile of an unknown licence", CreateBlankProfile, name=f"{MARK} 2", license="No such licence")
office = {"description": "office", "start_address": "192.0.2.1", "end_address": "192.0.2.9"}
home = {"description": "home", "network": "198.51.100.0/29"}
step("write profile", AddIPRanges, api_names=profile, ranges=[office])
step("add to profile", AddIPRanges, api_names=profile, ranges=[home])


# Files
def unpacked(name: str) -> str:
    place = Path(name)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(ORG[name]))) as archive:
        archive.extractall(place)
    return str(place)


step("deploy", Deploy, path=unpacked("package"))
step("deploy over REST", Deploy, path=unpacked("package"), rest_deploy=True)
step("deploy what is wrong", Deploy, path=unpacked("wrong_package"))
Path("package.xml").write_text(
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n'  # a line of its own: CumulusCI cuts to its end
    f"<types><members>{profile}</members><name>Profile</name></types>\n"
    f"<types><members>{MARK}</members><name>PermissionSet</name></types>\n"
    f"<version>{ORG['version']}</version>\n</Package>\n",
    encoding="utf-8",
)
retrieved = Path("retrieved").absolute()
retrieved.mkdir()
step("retrieve", RetrieveUnpackaged, path=str(retrieved), package_xml="package.xml", api_version=ORG["version"])
files = [file for file in sorted(retrieved.rglob("*")) if file.is_file()]
conversation.step("retrieved files", lambda: [{"name": file.name, "text": file.read_text("utf-8")} for file in files])

# A wrong caller
nobody = org(ORG["org_id"][:15] + "!AQwrong")
step("bad session", GetPermissionSetAssignments, nobody)
step("bad session, Metadata API", DescribeMetadataTypes, nobody)

# Away with it
sf = admin.salesforce_client


def delete(sobject: str, question: str) -> list[int]:
    rows = sf.query(f"SELECT Id FROM {sobject} WHERE {question}")["records"]
    return [int(getattr(sf, sobject).delete(row["Id"])) for row in rows]


conversation.step("unassign", lambda: delete("PermissionSetAssignment", f"PermissionSet.Name = '{MARK}'"))
conversation.step("delete permission sets", lambda: delete("PermissionSet", f"Name LIKE '{MARK}%'"))
conversation.step("delete profile", lambda: delete("Profile", f"Name = '{profile}'"))
people = sf.query(f"SELECT Id FROM User WHERE Username = '{user['Username']}'")["records"]
conversation.step("deactivate user", lambda: [sf.User.update(one["Id"], {"IsActive": False}) for one in people])
