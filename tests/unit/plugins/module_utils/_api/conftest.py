# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers, orgs, stores and keys for the tests of the client."""

from __future__ import annotations

import datetime
import ipaddress
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org
from ansible_collections.sfops.salesforce.plugins.module_utils._api.transport import Transport
from ansible_collections.sfops.salesforce.tests.unit.plugins.module_utils._api.scripted import (
    TOKEN,
    Keys,
    Made,
    Server,
    Store,
)


@pytest.fixture
def server() -> t.Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def other_server() -> t.Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def make(server: Server) -> t.Callable[..., Made]:
    """Make an Org over *server*; it signs in with an access token unless options say otherwise."""

    def made(read_only: bool = False, sessions: t.Any = None, **options: t.Any) -> Made:
        params = {"instance_url": server.url, "access_token": TOKEN, "timeout": 5, **options}
        connection = Connection.from_params(params)
        slept: list[float] = []
        transport = Transport(connection, read_only, sleep=slept.append, chance=lambda: 1.0)
        return Made(Org(connection, read_only, sessions, transport), transport, connection, slept)

    return made


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    folder = tmp_path_factory.mktemp("keys")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "emulated")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    paths = Keys(folder / "key.pem", folder / "certificate.pem")
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    paths.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    paths.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return paths


@pytest.fixture
def tls_server(keys: Keys) -> t.Iterator[Server]:
    one = Server(keys.context())
    yield one
    one.close()
