# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTPS: clients that trust the throw-away authority are served, others turn away."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import typing as t
import urllib.request

import pytest
import requests
from simple_salesforce.api import Salesforce

from emulated_org.start import World, running
from emulated_org.testing import Client


@pytest.fixture(scope="module")
def secure() -> t.Iterator[World]:
    with running(count=2, tls=True) as made:
        yield made


def versions(url: str, ca_file: str | None = None) -> int:
    return requests.get(url + "/services/data", timeout=10, verify=ca_file or True).status_code


def test_only_who_trusts_the_authority_is_served(secure: World) -> None:
    for facts in secure.facts:
        url = facts["instance_url"]
        assert url.startswith("https://127.0.0.1:")
        assert facts["control_url"].startswith(url)
        assert versions(url, facts["ca_file"]) == 200
        assert versions(url.replace("127.0.0.1", "localhost"), facts["ca_file"]) == 200
        with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
            versions(url)
        with pytest.raises(requests.ConnectionError):
            versions(url.replace("https", "http"))


def test_the_certificate_passes_the_strictest_check(secure: World) -> None:
    context = ssl.create_default_context(cafile=secure.facts[0]["ca_file"])
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with urllib.request.urlopen(secure.facts[0]["instance_url"] + "/services/data", context=context) as answer:
        assert answer.status == 200


def test_simple_salesforce_finds_the_authority_in_the_environment(
    secure: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = secure.facts[0]

    def asked() -> t.Any:
        client = Salesforce(instance_url=facts["instance_url"], session_id=facts["access_token"])
        return client.query("SELECT Id FROM Organization")["records"][0]["Id"]

    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with pytest.raises(requests.exceptions.SSLError):
        asked()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", facts["ca_file"])
    assert asked() == facts["org_id"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_takes_the_authority_by_option(secure: World) -> None:
    facts = secure.facts[0]
    command = ["curl", "--silent", "--show-error", "--noproxy", "*", facts["instance_url"] + "/services/data"]
    served = subprocess.run([*command, "--cacert", facts["ca_file"]], capture_output=True, text=True, check=False)
    assert served.returncode == 0
    assert '"version": "68.0"' in served.stdout
    # 60: the peer's certificate cannot be authenticated (man curl).
    assert subprocess.run(command, capture_output=True, check=False).returncode == 60


def test_faults_cut_secure_connections_too(secure: World) -> None:
    client = Client(secure, 0)
    for kind in ("drop_before", "half"):
        client.control("POST", "/faults", {"kind": kind, "path": "/limits"})
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            client.call("GET", "/limits")
    assert client.call("GET", "/limits")[0] == 200


def test_authorities_are_thrown_away(secure: World) -> None:
    with running(count=1, tls=True) as other:
        file = other.facts[0]["ca_file"]
        assert os.stat(file).st_mode & 0o777 == 0o600
        with pytest.raises(requests.exceptions.SSLError):
            versions(other.facts[0]["instance_url"], secure.facts[0]["ca_file"])
    assert not os.path.exists(os.path.dirname(file))


def test_plain_http_is_the_default(world: World) -> None:
    assert all("ca_file" not in one and one["instance_url"].startswith("http://") for one in world.facts)
