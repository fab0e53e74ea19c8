# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._api import hosts
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import SalesforceError


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://acme.my.salesforce.com", "https://acme.my.salesforce.com"),
        ("acme.my.salesforce.com", "https://acme.my.salesforce.com"),
        ("https://ACME.my.salesforce.com./", "https://acme.my.salesforce.com"),
        ("https://acme.lightning.force.com/lightning/page/home?x=1#y", "https://acme.my.salesforce.com"),
        (
            "https://acme--uat.sandbox.lightning.force.com/lightning/setup/Users/home",
            "https://acme--uat.sandbox.my.salesforce.com",
        ),
        ("https://acme.my.salesforce-setup.com/lightning/setup", "https://acme.my.salesforce.com"),
        ("https://acme--uat.sandbox.my.salesforce.com/services/data", "https://acme--uat.sandbox.my.salesforce.com"),
        ("https://acme-dev-ed.develop.my.salesforce.com", "https://acme-dev-ed.develop.my.salesforce.com"),
        ("login", "https://login.salesforce.com"),
        ("Test", "https://test.salesforce.com"),
        ("sandbox", "https://test.salesforce.com"),
        ("https://acme.my.salesforce.com:443", "https://acme.my.salesforce.com"),
        ("https://acme.my.salesforce.com:8443", "https://acme.my.salesforce.com:8443"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.8.9.10:8080", "http://127.8.9.10:8080"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:99/x", "http://[::1]:99"),
        (" https://acme.my.salesforce.com\n", "https://acme.my.salesforce.com"),
    ],
)
def test_addresses_people_give_become_an_origin(given: str, origin: str) -> None:
    assert hosts.origin(given, "instance_url") == origin
    assert hosts.origin(origin, "instance_url") == origin


@pytest.mark.parametrize(
    "given",
    [
        "http://acme.my.salesforce.com",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.1",
        "http://[::2]",
        "http://2130706433",
        "HTTP://acme.my.salesforce.com",
    ],
)
def test_plain_http_stays_on_this_machine(given: str) -> None:
    with pytest.raises(SalesforceError, match="in the clear; set login_url to https://"):
        hosts.origin(given, "login_url")


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(SalesforceError, match="instance_url holds a user name or password") as caught:
        hosts.origin("https://admin:planted@acme.my.salesforce.com", "instance_url")
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize(
    "given",
    ["ftp://acme.example", "https://", "https://a b.example", "https://acme..com", "https://[::1", "https://x:99999",
     "file:///etc/passwd", "https://аcme.my.salesforce.com", "https://acme.example\x00", "https://[fe80::g]"],
)  # fmt: skip
def test_what_is_no_address_is_refused_naming_the_option(given: str) -> None:
    with pytest.raises(SalesforceError, match="instance_url") as caught:
        hosts.origin(given, "instance_url")
    assert caught.value.code == "CONFIGURATION"


def test_shared_sign_in_hosts_and_sameness() -> None:
    assert hosts.is_shared_sign_in("https://login.salesforce.com")
    assert not hosts.is_shared_sign_in("https://acme.my.salesforce.com")
    assert hosts.same_place("http://127.0.0.1:80", "http://localhost:80")
    assert not hosts.same_place("http://127.0.0.1:80", "http://127.0.0.1:81")
    assert not hosts.same_place("https://a.my.salesforce.com", "https://b.my.salesforce.com")


@pytest.mark.parametrize("host", ["x" * 64 + ".my.salesforce.com", ".".join(["x" * 60] * 5)])
def test_no_host_has_a_longer_name(host: str) -> None:
    with pytest.raises(
        SalesforceError, match="instance_url is not the address of a server; set instance_url"
    ) as caught:
        hosts.origin(host, "instance_url")
    assert (caught.value.code, caught.value.fields) == ("CONFIGURATION", ["instance_url"])


def test_the_longest_name_is_one() -> None:
    assert hosts.origin("x" * 63 + ".my.salesforce.com", "instance_url") == f"https://{'x' * 63}.my.salesforce.com"
