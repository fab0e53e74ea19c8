# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import pathlib
import subprocess
import sys
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._api.auth import chooser
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import SECRET_OPTIONS, Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import OPTIONS, SalesforceError

KEY = "-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----\n"
ACME = "https://acme.my.salesforce.com"
TOKEN = {"access_token": "00Dplanted!token", "instance_url": ACME}
JWT = {"client_id": "3MVG9", "username": "a@acme.com", "private_key": KEY}
APP = {"client_id": "3MVG9", "client_secret": "planted", "instance_url": ACME}
REFRESH = {"client_id": "3MVG9", "refresh_token": "5Aep.planted"}
PASSWORD = {"username": "a@acme.com", "password": "planted", "security_token": "planted2"}


def refused(params: dict[str, t.Any]) -> str:
    with pytest.raises(SalesforceError) as caught:
        Connection.from_params(params)
    error = caught.value
    assert (error.code, error.status) == ("CONFIGURATION", None)
    assert error.fields
    assert all(option in OPTIONS and option in str(error) for option in error.fields)
    assert error.cure
    assert "planted" not in str(error)
    return str(error)


@pytest.mark.parametrize(
    ("params", "flow"),
    [
        (TOKEN, "access_token"),
        (JWT, "jwt_bearer"),
        (APP, "client_credentials"),
        (REFRESH, "refresh_token"),
        ({**REFRESH, "client_secret": "planted"}, "refresh_token"),
        (PASSWORD, "password"),
        ({"username": "a@acme.com", "password": "planted"}, "password"),
        ({**TOKEN, "username": "a@acme.com"}, "access_token"),
    ],
)
def test_the_way_of_signing_in_follows_from_the_options(params: dict[str, t.Any], flow: str) -> None:
    assert chooser.choose(Connection.from_params(params)).name == flow
    assert chooser.choose(Connection.from_params({**params, "auth_method": "auto"})).name == flow


@pytest.mark.parametrize("method", sorted(chooser.FLOWS))
def test_auth_method_decides_between_options_for_several_ways(method: str) -> None:
    everything = {**TOKEN, **JWT, **APP, **REFRESH, **PASSWORD, "auth_method": method}
    assert chooser.choose(Connection.from_params(everything)).name == method


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({**TOKEN, **PASSWORD}, ["access_token, password and security_token", "auth_method to access_token or password"]),
        ({**TOKEN, **JWT}, ["access_token and private_key", "access_token or jwt_bearer"]),
        ({**JWT, "client_secret": "planted"}, ["private_key and client_secret", "client_credentials or jwt_bearer"]),
        ({**PASSWORD, **APP}, ["password, security_token and client_secret"]),
        ({**REFRESH, **TOKEN}, ["access_token and refresh_token"]),
        ({**APP, "username": "a@acme.com"}, ["username and client_secret", "leave username out"]),
        ({"username": "a@acme.com"}, ["username alone"]),
        ({"client_id": "3MVG9"}, ["client_id alone"]),
        ({}, ["No option says how"]),
        ({"instance_url": ACME}, ["No option says how"]),
        ({**TOKEN, "auth_method": "magic"}, ["auth_method 'magic'", "access_token, client_credentials, jwt_bearer"]),
        ({"access_token": "00D!planted"}, ["access_token needs instance_url"]),
        ({"access_token": "00D!planted", "login_url": "test"}, ["needs instance_url", "login_url only says where to sign in"]),
        ({"access_token": "00D!planted", "instance_url": "login"}, ["shared sign-in host", "set instance_url"]),
        ({"access_token": "00D!planted\nx", "instance_url": ACME}, ["access_token holds"]),
        ({"access_token": "00D!planted x", "instance_url": ACME}, ["access_token holds"]),
        ({"auth_method": "access_token"}, ["access_token is missing"]),
        ({**JWT, "private_key": ""}, ["username alone"]),
        ({**JWT, "private_key": "", "auth_method": "jwt_bearer"}, ["private key", "private_key_file"]),
        ({**JWT, "client_id": ""}, ["jwt_bearer needs client_id"]),
        ({**JWT, "username": None}, ["jwt_bearer needs username"]),
        ({**JWT, "private_key_file": "/dev/null"}, ["private_key and private_key_file are both set"]),
        ({**JWT, "private_key": "planted"}, ["private_key holds no private key"]),
        ({**JWT, "private_key": "-----BEGIN CERTIFICATE-----"}, ["private_key holds no private key"]),
        ({**JWT, "private_key": "-----BEGIN ENCRYPTED PRIVATE KEY-----"}, ["passphrase", "decrypt"]),
        ({**APP, "instance_url": None}, ["https://login.salesforce.com", "set instance_url to the org's My Domain"]),
        ({**APP, "login_url": "https://test.salesforce.com"}, ["https://test.salesforce.com", "set login_url"]),
        ({**APP, "client_id": None}, ["client_credentials needs client_id"]),
        ({"auth_method": "client_credentials", "client_id": "x"}, ["client_credentials needs client_secret"]),
        ({"refresh_token": "planted"}, ["refresh_token needs client_id"]),
        ({"auth_method": "refresh_token"}, ["refresh_token is missing"]),
        ({"password": "planted"}, ["password sign-in needs username"]),
        ({"username": "x", "security_token": "planted"}, ["password sign-in needs password"]),
        ({"username": "x", "password": "planted\x00"}, ["password holds"]),
        ({"username": "x", "password": "p", "security_token": "planted\n"}, ["security_token holds"]),
        ({**TOKEN, "instance_url": "http://acme.my.salesforce.com"}, ["instance_url", "https://acme.my.salesforce.com"]),
        ({**TOKEN, "login_url": "http://login.salesforce.com"}, ["login_url"]),
        ({**TOKEN, "api_version": "latest"}, ["api_version 'latest'", "66.0"]),
        ({**TOKEN, "api_version": "66.5"}, ["api_version"]),
        ({**TOKEN, "api_version": "29.0"}, ["api_version 29.0 is retired"]),
        ({**TOKEN, "timeout": 0}, ["timeout '0'"]),
        ({**TOKEN, "timeout": "soon"}, ["timeout 'soon'"]),
        ({**TOKEN, "timeout": float("nan")}, ["timeout"]),
        ({**TOKEN, "retries": -1}, ["retries '-1'"]),
        ({**TOKEN, "retries": 999}, ["retries '999'"]),
        ({**TOKEN, "retries": 1.5}, ["retries '1.5'"]),
        ({**TOKEN, "retries": True}, ["retries"]),
        ({**TOKEN, "validate_certs": "perhaps"}, ["validate_certs 'perhaps'"]),
        ({**TOKEN, "ca_path": "/nowhere/ca.pem"}, ["ca_path /nowhere/ca.pem does not exist"]),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_before_anything_is_sent(params: dict[str, t.Any], named: list[str]) -> None:
    text = refused(params)
    for words in named:
        assert words in text


def test_a_private_key_file_is_looked_at(tmp_path: pathlib.Path) -> None:
    params: dict[str, t.Any] = {
        "client_id": "3MVG9",
        "username": "a@acme.com",
        "private_key_file": str(tmp_path / "key.pem"),
    }
    assert "cannot be read (No such file or directory)" in refused(params)
    (tmp_path / "key.pem").write_bytes(b"\xff\xfe\x00planted")
    assert "not in PEM form" in refused(params)
    (tmp_path / "key.pem").write_text("ssh-rsa planted")
    assert "private_key_file holds no private key" in refused(params)
    (tmp_path / "key.pem").write_text(KEY)
    assert Connection.from_params(params).private_key == ""


def test_defaults_and_forms_of_values() -> None:
    plain = Connection.from_params(TOKEN)
    assert (plain.api_version, plain.timeout, plain.retries, plain.validate_certs) == ("66.0", 30.0, 4, True)
    given = {
        "api_version": "v67",
        "timeout": "1.5",
        "retries": "0",
        "validate_certs": "no",
        "other": object(),
        "audience": "",
    }
    other = Connection.from_params({**TOKEN, **given})
    assert (other.api_version, other.timeout, other.retries, other.validate_certs) == ("67.0", 1.5, 0, False)
    assert Connection.from_params({**TOKEN, "api_version": 65.0}).api_version == "65.0"
    assert Connection.from_params({**JWT, "private_key": KEY.replace("\n", "\\n")}).private_key == KEY


def test_secrets_are_listed_and_never_shown() -> None:
    connection = Connection.from_params({**TOKEN, **JWT, **APP, **REFRESH, **PASSWORD, "auth_method": "password"})
    assert len(connection.secrets()) == len(SECRET_OPTIONS)
    assert all("planted" in secret for secret in connection.secrets())
    for shown in (repr(connection), str(connection), f"{connection}", "%r" % (connection,)):
        assert "planted" not in shown
        assert "********" in shown
        assert "a@acme.com" in shown


def test_the_key_changes_with_every_option_and_reveals_none() -> None:
    connection = Connection.from_params({**JWT, "instance_url": ACME})
    keys = {connection.key()}
    for option in ("access_token", "username", "password", "client_secret", "private_key", "login_url", "api_version"):
        keys.add(Connection(**{**connection.__dict__, option: "other"}).key())
    assert len(keys) == 8
    assert Connection.from_params({**JWT, "instance_url": ACME}).key() == connection.key()
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


def test_importing_the_client_stays_cheap_and_checking_options_imports_nothing_more() -> None:
    code = (
        "import sys\n"
        "from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org\n"
        "from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection\n"
        f"Org(Connection.from_params({JWT!r}), True)\n"
        "found = {'jwt', 'cryptography', 'simple_salesforce', 'zeep', 'lxml'} & set(sys.modules)\n"
        "print(sorted(found))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    ("params", "options"),
    [
        ({}, ["client_id", "username", "private_key_file", "client_secret", "access_token", "instance_url"]),
        ({"access_token": "planted"}, ["access_token", "instance_url"]),
        ({**TOKEN, "ca_path": "/nowhere/my timeout"}, ["ca_path"]),
        ({**TOKEN, "timeout": "retries"}, ["timeout"]),
        ({**TOKEN, "validate_certs": "password"}, ["validate_certs"]),
        ({**TOKEN, "api_version": "no timeout"}, ["api_version"]),
        ({**TOKEN, "instance_url": "http://username.example"}, ["instance_url"]),
        ({**JWT, "private_key": "", "private_key_file": "/nowhere/password"}, ["private_key_file"]),
        ({**TOKEN, **REFRESH}, ["access_token", "refresh_token"]),
    ],
)
def test_an_error_names_the_options_for_machines(params: dict[str, t.Any], options: list[str]) -> None:
    with pytest.raises(SalesforceError) as caught:
        Connection.from_params(params)
    assert caught.value.fields == options


def test_every_option_can_be_named() -> None:
    assert {one.name for one in dataclasses.fields(Connection)} == set(OPTIONS)
