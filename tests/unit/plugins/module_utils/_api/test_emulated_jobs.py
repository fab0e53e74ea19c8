# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packages installed and taken away in the emulated org, with the truth read from its store."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Job, Query
from ansible_collections.sfops.salesforce.plugins.module_utils._api.connection import Connection
from ansible_collections.sfops.salesforce.plugins.module_utils._api.errors import AnswerLost, SalesforceError
from ansible_collections.sfops.salesforce.plugins.module_utils._api.org import Org as Client
from ansible_collections.sfops.salesforce.plugins.module_utils._api.transport import Transport
from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org

if t.TYPE_CHECKING:
    from emulated_org.start import World

VERSION, BETA = "04t5f000000cNv4AAE", "04t5f000000cNv5AAE"
PROTECTED, KEY = "04t5f00000cLs40AAC", "giving-Tuesday-2026"
INSTALLED = Query("InstalledSubscriberPackage", ("Id", "SubscriberPackageVersionId"), tooling=True)


@pytest.fixture(scope="module")
def guides() -> t.Iterator[World]:
    from emulated_org.start import running

    with running("guides", count=1) as made:
        yield made


@pytest.fixture
def org(guides: World) -> t.Iterator[Org]:
    from emulated_org.testing import Saved

    saved = Saved(guides.orgs[0])
    yield Org(guides.facts[0])
    saved.restore()


def client(org: Org, shown: list[str] | None = None) -> Client:
    connection = Connection.from_params(org.credentials)
    transport = Transport(connection, False, sleep=lambda seconds: None)
    return Client(connection, False, None, transport, (shown if shown is not None else []).append)


def install(version: str, **fields: t.Any) -> Job:
    given = {"SubscriberPackageVersionKey": version, "NameConflictResolution": "Block", "SecurityType": "Full"}
    return Job("PackageInstallRequest", {**given, **fields}, 60, 1)


def uninstall(version: str) -> Job:
    return Job("SubscriberPackageVersionUninstallRequest", {"SubscriberPackageVersionId": version}, 60, 1)


def installed(org: Org) -> list[str]:
    return [row["SubscriberPackageVersionId"] for row in org.rows("InstalledSubscriberPackage")]


def starts(org: Org) -> int:
    return len([one for one in org.writes() if "Request" in one["path"]])


def test_a_package_is_installed_and_taken_away(org: Org) -> None:
    shown: list[str] = []
    ids, read = client(org, shown).write([install(VERSION)], [INSTALLED])
    assert ids == [row["Id"] for row in org.rows("PackageInstallRequest")]
    assert read is not None
    assert [one["SubscriberPackageVersionId"] for one in read[0]] == installed(org) == [VERSION]
    assert "IN_PROGRESS" in shown[0]
    client(org).write([uninstall(VERSION)])
    assert installed(org) == []


def test_a_key_opens_a_protected_package(org: Org) -> None:
    for fields, code in (({}, "INSTALL_KEY_REQUIRED"), ({"Password": "a wrong key"}, "INSTALL_KEY_INVALID")):
        with pytest.raises(SalesforceError, match="installation_key") as caught:
            client(org).write([install(PROTECTED, **fields)])
        assert caught.value.code == code
    client(org).write([install(PROTECTED, Password=KEY)])
    assert installed(org) == [PROTECTED]


def test_an_installation_that_fails_says_why(org: Org) -> None:
    with pytest.raises(SalesforceError) as caught:
        client(org).write([install(BETA)])
    assert caught.value.code == "JOB_FAILED"
    (told,) = json.loads(org.row("PackageInstallRequest")["Errors"])["errors"]
    assert caught.value.message == told["message"]
    assert installed(org) == []


def test_an_installation_whose_answer_was_lost_is_waited_for(org: Org) -> None:
    org.fault("drop_after", method="POST", path="/services/data/v66.0/tooling/sobjects", times=1)
    with pytest.raises(AnswerLost):
        client(org).write([install(VERSION)])
    assert starts(org) == 1
    client(org).write([install(VERSION)])
    assert starts(org) == 1
    assert installed(org) == [VERSION]
