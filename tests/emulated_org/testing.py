# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client and values for tests of an emulated organisation."""

from __future__ import annotations

import typing as t
from dataclasses import replace

import requests

from .auth.apps import App
from .org import Org
from .start import World

JSON = dict[str, t.Any]
USER = {
    "LastName": "Link",
    "Email": "link@example.com",
    "Alias": "link",
    "TimeZoneSidKey": "Europe/Berlin",
    "LocaleSidKey": "en_US",
    "EmailEncodingKey": "UTF-8",
    "LanguageLocaleKey": "en_US",
}
API_ONLY = "Minimum Access - API Only Integrations"
PSL = "SalesforceAPIIntegrationPsl"


class Saved:
    """An organisation as it is now, to be brought back after a test."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self._rows = org.database.save()
        self._settings = replace(org.settings)
        self._apps = self._copied(org.apps)
        self._sessions = org.sessions.save()
        self._version = org.database.version
        self._tables = [(table, dict(table)) for table in self._plain()]

    def restore(self) -> None:
        """Whatever happened since is undone, time included."""
        org = self.org
        if org.database.version != self._version:
            org.database.restore(self._rows)
            self._version = org.database.version
        org.settings = replace(self._settings)
        org.apps = self._copied(self._apps)
        org.clock.reset()
        org.sessions.restore(self._sessions)
        for table, kept in self._tables:
            table.clear()
            table.update(kept)
        org.usage.clear()
        for one in (org.faults, org.log, org.filled, org.jobs, org.outdated, org.old_passwords, org.expired_passwords):
            one.clear()

    def _plain(self) -> list[dict[str, t.Any]]:
        org = self.org
        return [org.passwords, org.security_tokens, org.delete_tokens, org.holds]

    def _copied(self, apps: dict[str, App]) -> dict[str, App]:
        return {key: replace(app) for key, app in apps.items()}


class Client:
    """Talks to one organisation over HTTP, as any client does."""

    def __init__(self, world: World, index: int, version: int = 66, token: str | None = None) -> None:
        self.world = world
        self.facts = world.facts[index]
        self.org = world.orgs[index]
        self.url = self.facts["instance_url"]
        self.base = f"/services/data/v{version}.0"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = self.facts.get("ca_file", True)
        self.session.headers["Authorization"] = f"Bearer {token or self.facts['access_token']}"
        self._index = index

    def at(self, version: int) -> Client:
        return Client(self.world, self._index, version)

    def signed_in(self, user: str) -> Client:
        """The same organisation for another user."""
        return Client(self.world, self._index, token=self.org.sessions.open(self.org.id, user, "test"))

    def later(self, seconds: float) -> Client:
        """After that time; the administrator has signed in again."""
        self.control("POST", "/clock", {"advance": seconds})
        return self.signed_in(self.org.database.ids("User", Username=self.facts["username"])[0])

    def call(self, method: str, path: str, body: t.Any = None, **options: t.Any) -> tuple[int, t.Any]:
        path = path if path.startswith("/services/") else self.base + path
        answer = self.session.request(method, self.url + path, json=body, timeout=10, **options)
        return answer.status_code, answer.json() if answer.content else None

    def query(self, text: str, tooling: bool = False) -> list[JSON]:
        status, body = self.call("GET", "/tooling/query" if tooling else "/query", params={"q": text})
        assert status == 200, body
        return t.cast("list[JSON]", body["records"])

    def query_error(self, text: str, tooling: bool = False) -> JSON:
        status, body = self.call("GET", "/tooling/query" if tooling else "/query", params={"q": text})
        assert status == 400, body
        return t.cast("JSON", body[0])

    def one(self, sobject: str, **equals: str) -> str:
        where = " AND ".join(f"{name} = '{value}'" for name, value in equals.items())
        return str(self.query(f"SELECT Id FROM {sobject} WHERE {where}")[0]["Id"])

    def make(self, sobject: str, **fields: t.Any) -> str:
        status, body = self.call("POST", f"/sobjects/{sobject}", fields)
        assert status == 201, body
        return str(body["id"])

    def refused(self, sobject: str, **fields: t.Any) -> JSON:
        status, body = self.call("POST", f"/sobjects/{sobject}", fields)
        assert status >= 400, body
        return t.cast("JSON", body[0])

    def user(self, username: str = "link@example.com", profile: str = API_ONLY, **fields: t.Any) -> str:
        return self.make("User", Username=username, ProfileId=self.one("Profile", Name=profile), **{**USER, **fields})

    def permission_set(self, name: str = "Link", **fields: t.Any) -> str:
        return self.make("PermissionSet", Name=name, Label=name, **fields)

    def with_psl(self, user: str) -> str:
        psl = self.one("PermissionSetLicense", DeveloperName=PSL)
        return self.make("PermissionSetLicenseAssign", AssigneeId=user, PermissionSetLicenseId=psl)

    def control(self, method: str, path: str, body: t.Any = None) -> t.Any:
        answer = self.session.request(method, self.facts["control_url"] + path, json=body, timeout=10)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None


def token(org: Client, **form: t.Any) -> tuple[int, JSON]:
    """Ask the OAuth token endpoint."""
    answer = requests.post(org.url + "/services/oauth2/token", data=form, timeout=10)
    return answer.status_code, answer.json()


def password_login(org: Client, username: str, secret: str, version: int = 64, source: str = "") -> str:
    """The answer of SOAP login(); *source* is where a proxy says it comes from."""
    body = (
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
        '<n1:login xmlns:n1="urn:partner.soap.sforce.com">'
        f"<n1:username>{username}</n1:username><n1:password>{secret}</n1:password>"
        "</n1:login></env:Body></env:Envelope>"
    )
    headers = {"SOAPAction": "login", "Content-Type": "text/xml; charset=UTF-8"}
    if source:
        headers["X-Forwarded-For"] = source
    address = f"{org.url}/services/Soap/u/{version}.0"
    return requests.post(address, data=body, headers=headers, timeout=10).text
