# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packages are installed, upgraded and uninstalled as declared, and refused for the org's own reasons before anything starts."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ansible_collections.sfops.salesforce.tests.unit.plugins.conftest import Org, Result, Run

if t.TYPE_CHECKING:
    from emulated_org.start import World

OLD, NEW, BETA = "04t5f000000cNv3AAE", "04t5f000000cNv4AAE", "04t5f000000cNv5AAE"
CLASSY, KEY = "04t5f00000cLs40AAC", "giving-Tuesday-2026"
UNLOCKED, UNLOCKED_KEY = "04t5f0000000rc1AAA", "open-Sesame-2026"
FAILING = "04t5f0000000tw1AAA"


@pytest.fixture(scope="module")
def guides() -> t.Iterator[World]:
    from emulated_org.start import running

    with running("guides", count=1) as made:
        yield made


@pytest.fixture
def org(guides: World) -> t.Iterator[Org]:
    saved = guides.orgs[0].database.save()
    yield Org(guides.facts[0])
    guides.orgs[0].database.restore(saved)
    guides.orgs[0].faults.clear()
    guides.orgs[0].log.clear()


class Packages(Run):
    """A run that does not wait long."""

    def package(self, **params: t.Any) -> Result:
        return self.task("sf_package", poll_interval=0.01, **params)


@pytest.fixture
def run(org: Org, tmp_path: pathlib.Path) -> Packages:
    return Packages(org, tmp_path / "run")


@pytest.fixture
def rehearsal(org: Org, tmp_path: pathlib.Path) -> Packages:
    return Packages(org, tmp_path / "rehearsal", check=True)


def installed(org: Org) -> list[str]:
    return [row["SubscriberPackageVersionId"] for row in org.rows("InstalledSubscriberPackage")]


def test_install_upgrade_and_uninstall(run: Packages, rehearsal: Packages, org: Org) -> None:
    for version, verb, before, after in ((OLD, "install", None, "1.3"), (NEW, "upgrade", "1.3", "1.4")):
        org.mark()
        checked = rehearsal.package(version_id=version, security_type="all_users")
        assert not org.diff()
        applied = run.package(version_id=version, security_type="all_users")
        assert applied.get("msg") is None
        change = {"verb": verb, "kind": "package", "key": "Conversion", "before": before, "after": after}
        assert checked["changes"] == applied["changes"] == [change]
        assert checked["record"] == applied["record"]
        assert installed(org) == [version]
        org.forget()
        again = run.package(version_id=version)
        assert (again["changed"], again["record"]) == (False, applied["record"])
        # The org is asked once, and nothing is written.
        assert len(org.requests(signing_in=False)) == 1
        assert not org.writes()
    request = org.rows("PackageInstallRequest")[-1]
    assert (request["SecurityType"], request["NameConflictResolution"]) == ("Full", "Block")
    assert run.package(package="Conversion", state="absent")["changes"][0]["verb"] == "uninstall"
    assert installed(org) == []
    assert run.package(package="cnvsn", state="absent")["changed"] is False


def test_a_newer_version_is_left_alone(run: Packages, org: Org) -> None:
    run.package(version_id=NEW)
    result = run.package(version_id=OLD, package="cnvsn")
    assert (result["changed"], result["record"]["version"]) == (False, "1.4")
    for params in ({"version": "1.3"}, {"version": "1"}, {"version": "1.4.0.0"}, {}):
        assert run.package(package=org.row("SubscriberPackage", Name="Conversion")["Id"], **params)["changed"] is False
    assert installed(org) == [NEW]


@pytest.mark.parametrize(
    ("params", "code", "words"),
    [
        ({}, "BAD_OPTION", "package, version_id"),
        ({"version_id": "033000000000000"}, "BAD_OPTION", "04t"),
        ({"package": "cnvsn", "version": "newest"}, "BAD_OPTION", "'1.2'"),
        ({"package": "cnvsn", "poll_interval": 0}, "BAD_OPTION", "poll_interval"),
        ({"package": "cnvsn", "version": "1.4"}, "NOT_FOUND", "does not have package cnvsn 1.4: set version_id"),
        ({"version_id": "04t000000000000AAA"}, "NOT_FOUND", "knows no package version"),
        ({"version_id": BETA}, "BETA_INSTALL_INTO_PRODUCTION_ORG", "a beta"),
        ({"version_id": OLD, "version": "1.4"}, "MISMATCHING_VERSIONS", "is 1.3"),
        ({"version_id": OLD, "package": "Classy"}, "MISMATCHING_VERSIONS", "package Conversion (cnvsn)"),
        ({"version_id": CLASSY}, "INSTALL_KEY_REQUIRED", "installation_key"),
        ({"version_id": UNLOCKED}, "UNKNOWN_EXCEPTION", "installation_key"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_starts(
    run: Packages, rehearsal: Packages, org: Org, params: dict[str, t.Any], code: str, words: str
) -> None:
    for one in (rehearsal, run):
        result = one.task("sf_package", **{"poll_interval": 0.01, **params})
        assert (result["failed"], result["error"]["code"]) == (True, code), result
        assert words in result["msg"]
    assert not org.writes()


def test_what_shows_only_while_it_installs_is_told(run: Packages, org: Org) -> None:
    result = run.package(version_id=FAILING)
    assert result["error"]["code"] == "JOB_FAILED"
    assert "TripwireTest.fires" in result["msg"]
    assert installed(org) == []


@pytest.mark.parametrize(("version", "key"), [(CLASSY, KEY), (UNLOCKED, UNLOCKED_KEY)])
def test_a_key_opens_and_is_not_told(
    run: Packages, rehearsal: Packages, org: Org, tmp_path: pathlib.Path, version: str, key: str
) -> None:
    found = [one.package(version_id=version, installation_key=key) for one in (rehearsal, run)]
    assert installed(org) == [version]
    wrong = run.package(version_id=version, installation_key="wrong-" + key, state="absent")
    assert installed(org) == []
    assert key not in str([*found, wrong])
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or key not in file.read_text()


def test_who_may_not_install_packages_is_told(run: Packages, org: Org, guides: World) -> None:
    user = org.row("User", Username="mia.marketer@halcyon.example")["Id"]
    token = guides.orgs[0].sessions.open(guides.orgs[0].id, user, "test")
    connection = {**org.credentials, "access_token": token}
    for module, params in (("sf_package", {"version_id": NEW}), ("sf_package_info", {})):
        result = run.task(module, connection=connection, **params)
        assert "Download AppExchange Packages" in result["msg"], result


def test_waiting_ends_and_a_later_run_waits_on(run: Packages, org: Org, guides: World) -> None:
    settings = guides.orgs[0].settings
    polls, settings.package_polls = settings.package_polls, 6
    try:
        result = run.package(version_id=NEW, wait_timeout=0.02)
        assert (result["failed"], result["error"]["code"]) == (True, "JOB_TIMEOUT")
        assert run.package(version_id=NEW)["changed"] is True
    finally:
        settings.package_polls = polls
    assert len(org.rows("PackageInstallRequest")) == 1
    assert installed(org) == [NEW]


def test_an_app_that_the_package_may_bring_is_supposed_in_a_rehearsal(
    run: Packages, rehearsal: Packages, org: Org
) -> None:
    """In this org the app Conversion is known, so one that only the package has is asked for."""
    steps: list[tuple[str, dict[str, t.Any]]] = [
        ("sf_permission_set", {"name": "Robot_Access"}),
        ("sf_app_access", {"app": "Conversion", "permission_sets": ["Robot_Access"]}),
    ]
    known = org.rows("ConnectedApplication", Name="Conversion")
    results = []
    for one in (rehearsal, run):
        one.package(version_id=NEW)
        results.append([one.task(module, **params) for module, params in steps][-1])
    before, after = results
    assert before["changes"] == after["changes"]
    assert after["record"]["kind"] == "connected_app"
    if not known:
        assert "supposes" in before["warnings"][0]
        assert before["record"]["id"] is None
    assert "preview:" not in str(before)


def test_the_information_says_the_same(run: Packages, rehearsal: Packages, org: Org) -> None:
    assert run.task("sf_package_info")["packages"] == []
    rehearsal.package(version_id=NEW)
    (foreseen,) = rehearsal.task("sf_package_info")["packages"]
    run.package(version_id=NEW)
    (found,) = run.task("sf_package_info", names=["conversion"])["packages"]
    assert found["id"] == org.row("InstalledSubscriberPackage")["Id"]
    assert foreseen == {**found, "id": None}
    assert run.task("sf_package_info", names=["nothing"])["packages"] == []
