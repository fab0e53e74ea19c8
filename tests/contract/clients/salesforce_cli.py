# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Salesforce CLI's conversation: one command a step, as people type them, and the JSON it prints."""

from __future__ import annotations

import json
import subprocess
import typing as t
from pathlib import Path

from . import packages
from .programs import NodeClients, environment
from .target import Target
from .transcript import Line, Transcript

SECONDS = 120
API_ONLY = "Minimum Access - API Only Integrations"
PSL = "SalesforceAPIIntegrationPsl"
USER = (
    "LastName={mark} Email=contract@example.com Alias={mark} TimeZoneSidKey=America/Los_Angeles LocaleSidKey=en_US "
    "EmailEncodingKey=UTF-8 LanguageLocaleKey=en_US Username={user}"
)


class Cli:
    """Runs commands in a project of its own and writes down what they print."""

    def __init__(self, clients: NodeClients, target: Target, home: Path) -> None:
        self.command = clients.cli
        self.project = home / "project"
        self.env = environment(home, *clients.programs) | {"SF_ORG_API_VERSION": target.version}
        self.lines: list[Line] = []

    def __call__(self, step: str, words: str, *more: str, **secrets: str) -> t.Any:
        """Take a step: a command in *words*, and arguments that have blanks. Return its result, None when refused."""
        done = subprocess.run(
            [*self.command, *words.split(), *more, "--json"],
            cwd=self.project,
            env=self.env | secrets,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        said = json.loads(done.stdout)
        self.lines.append({"step": step, **line(said)})
        return said.get("result")


def line(said: dict[str, t.Any]) -> Line:
    """What a command printed, without what is the CLI's own: its stack, its warnings about itself."""
    if "result" not in said:
        data = said.get("data") or {}
        return {"code": said["name"], "message": said["message"], "fields": data.get("fields", [])}
    warnings = [text for text in said.get("warnings", []) if "Permission Set License" in text]
    return {"answer": {"status": said["status"], "result": said["result"], "warnings": warnings}}


def converse(clients: NodeClients, target: Target, home: Path) -> Transcript:
    """Hold the conversation. What it deploys and retrieves is below *home*."""
    packages.written(project(target), home / "project")
    sf = Cli(clients, target, home)
    login = f"org login access-token --no-prompt --instance-url {target.instance_url} --alias"
    wrong = target.org_id[:15] + "!AQwrong"
    sf("sign in", f"{login} contract", SF_ACCESS_TOKEN=target.access_token)
    sf("sign in with a bad session", f"{login} nobody", SF_ACCESS_TOKEN=wrong)
    reading(sf)
    user = f"{target.mark}@contract.example".lower()
    records(sf, target, user)
    files(sf, target, user)
    cleaning(sf, target, user)
    return Transcript(sf.lines)


def reading(sf: Cli) -> None:
    question = "SELECT Id, Username, Profile.Name, IsActive FROM User WHERE IsActive = true LIMIT 2"
    sf("query", "data query -o contract -q", question)
    sf("bad field", "data query -o contract -q", "SELECT Nope FROM User")
    sf("bad object", "data query -o contract -q", "SELECT Id FROM Nopes")
    sf("tooling query", "data query -t -o contract -q", "SELECT Id, Name FROM PermissionSet LIMIT 1")
    sf("describe", "sobject describe -o contract -s PermissionSetAssignment")
    sf("limits", "org list limits -o contract")


def records(sf: Cli, target: Target, user: str) -> None:
    values = USER.format(mark=target.mark, user=user)
    create = "data create record -o contract -s User -v"
    found = sf("profile", "data query -o contract -q", f"SELECT Id FROM Profile WHERE Name = '{API_ONLY}'")
    profile = found["records"][0]["Id"]
    sf("user without a profile", create, values)
    sf("create user", create, f"{values} ProfileId={profile}")
    sf("create user again", create, f"{values} ProfileId={profile}")
    sf("change user", "data update record -o contract -s User -v Title=Integration -w", f"Username={user}")


def files(sf: Cli, target: Target, user: str) -> None:
    """Permission sets come from files here: the CLI has no command that makes one."""
    name = target.mark
    assign = f"org assign permset -o contract -n {name} -b {user}"
    licence = f"org assign permsetlicense -o contract -n {PSL} -b {user}"
    sf("deploy", "project deploy start -o contract -d force-app --wait 5")
    sf("deploy what is wrong", "project deploy start -o contract --metadata-dir wrong --wait 5")
    sf("assign without the licence", assign)
    sf("licence", licence)
    sf("licence again", licence)
    sf("assign", assign)
    sf("assign again", assign)
    sf("list metadata", "org list metadata -o contract -m PermissionSet")
    members = ["-m", f"PermissionSet:{name}", "-m", f"Profile:{API_ONLY}"]
    sf("retrieve", "project retrieve start -o contract --output-dir out --wait 5", *members)
    paths = sorted((sf.project / "out").rglob("*-meta.xml"))
    found = [{"name": path.name, "text": path.read_text("utf-8")} for path in paths]
    sf.lines.append({"step": "retrieved files", "answer": found})


def cleaning(sf: Cli, target: Target, user: str) -> None:
    delete = "data delete record -o contract -s PermissionSet -w"
    sf("delete an assigned permission set", delete, f"Name={target.mark}")
    sf(
        "unassign",
        "data delete record -o contract -s PermissionSetAssignment -w",
        f"Assignee.Username='{user}' PermissionSet.Name={target.mark}",
    )
    sf("delete permission set", delete, f"Name={target.mark}")
    sf("deactivate user", "data update record -o contract -s User -v IsActive=false -w", f"Username={user}")


def project(target: Target) -> dict[str, str]:
    """A project in source format, and beside it a wrong package in metadata format."""
    name = target.mark
    source = {"packageDirectories": [{"path": "force-app", "default": True}], "sourceApiVersion": target.version}
    wrong = packages.files(f"{name}_Files", packages.WRONG)
    good = packages.permission_set(name, packages.RIGHT)
    return {
        "sfdx-project.json": json.dumps(source),
        f"force-app/main/default/permissionsets/{name}.permissionset-meta.xml": good,
        **{f"wrong/{path}": text for path, text in wrong.items()},
        "out/.keep": "",
    }
