# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients of the Metadata API: an independent one with Salesforce's own WSDL, and bare envelopes."""

from __future__ import annotations

import functools
import typing as t
from xml.etree import ElementTree

import requests
from simple_salesforce.metadata import SfdcMetadataApi

from emulated_org.testing import Client

SPACE = "http://soap.sforce.com/2006/04/metadata"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
JSON = dict[str, t.Any]


@functools.cache
def _api(url: str) -> SfdcMetadataApi:
    """Reading the WSDL takes long, so there is one client for each organisation."""
    session = requests.Session()
    session.trust_env = False
    return SfdcMetadataApi(session, "", "", url, {}, "63.0")


class Mdapi:
    """simple-salesforce's client (zeep, WSDL of version 63.0), in the session of *org*'s client."""

    def __init__(self, org: Client) -> None:
        self.api: t.Any = _api(f"{org.url}/services/Soap/m/63.0/")
        token = str(org.session.headers["Authorization"]).removeprefix("Bearer ")
        inside = vars(self.api)
        inside["_session_id"] = token
        inside["_session_header"] = inside["_client"].get_element("ns0:SessionHeader")(sessionId=token)

    def of(self, name: str) -> t.Any:
        return getattr(self.api, name)

    def read(self, name: str, full_name: str) -> t.Any:
        return self.of(name).read([full_name])

    def update(self, name: str, full_name: str, **values: t.Any) -> None:
        self.of(name).update([self.of(name)(fullName=full_name, **values)])


def post(org: Client, body: str, version: int = 66, token: str | None = None, headers: str = "") -> tuple[int, t.Any]:
    """Send a call; returns the status and the first element of the answer's body."""
    session = token or str(org.session.headers["Authorization"]).removeprefix("Bearer ")
    envelope = (
        f'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="{SPACE}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<e:Header><SessionHeader><sessionId>{session}</sessionId></SessionHeader>{headers}</e:Header>"
        f"<e:Body>{body}</e:Body></e:Envelope>"
    )
    answer = requests.post(
        f"{org.url}/services/Soap/m/{version}.0", envelope.encode(), headers={"SOAPAction": '""'}, timeout=10
    )
    return answer.status_code, ElementTree.fromstring(answer.content)[0][0]


def fault(org: Client, body: str, version: int = 66, token: str | None = None) -> str:
    status, found = post(org, body, version, token)
    assert status == 500, ElementTree.tostring(found)
    return str(found.findtext("faultstring"))


def component(operation: str, name: str, inner: str) -> str:
    return f'<{operation}><metadata xsi:type="{name}">{inner}</metadata></{operation}>'


def saved(found: t.Any) -> list[tuple[str, bool, str, str]]:
    """Full name, success, status code and message of every result."""
    space = {"m": SPACE}
    return [
        (
            one.findtext("m:fullName", "", space),
            one.findtext("m:success", "", space) == "true",
            one.findtext("m:errors/m:statusCode", "", space),
            one.findtext("m:errors/m:message", "", space),
        )
        for one in found.iterfind("m:result", space)
    ]


def write(org: Client, operation: str, name: str, inner: str, version: int = 66) -> tuple[str, bool, str, str]:
    """The one result of a call with one component."""
    status, found = post(org, component(operation, name, inner), version)
    assert status == 200, ElementTree.tostring(found)
    return saved(found)[0]
