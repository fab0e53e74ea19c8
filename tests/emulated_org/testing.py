# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client and values for tests of an emulated organisation."""

from __future__ import annotations

import typing as t

import requests

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
        self.session.headers["Authorization"] = f"Bearer {token or self.facts['access_token']}"
        self._index = index

    def at(self, version: int) -> Client:
        return Client(self.world, self._index, version)

    def signed_in(self, user: str) -> Client:
        """The same organisation for another user."""
        return Client(self.world, self._index, token=self.org.sessions.open(self.org.id, user, "test"))

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
