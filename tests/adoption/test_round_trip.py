# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is exported and applied again changes nothing, and later repairs exactly what has drifted."""

from __future__ import annotations

import pytest
import yaml

from .story import CHAPTERS, Story


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_fails(story: Story, chapter: str) -> None:
    run = story.chapter(chapter).run
    assert {host: run.failed(host) for host in story.orgs if run.failed(host)} == {}
    assert run.code == 0, run.output[-4000:]
    print(f"{chapter}: {story.chapter(chapter).seconds:.1f} s")


@pytest.mark.parametrize("chapter", ["exported", "exported again", "previewed", "applied"])
def test_nothing_is_written_to_any_org(story: Story, chapter: str) -> None:
    told = story.chapter(chapter)
    assert {host: writes for host, writes in told.writes.items() if writes} == {}
    assert {host: found for host, found in told.different.items() if found} == {}


@pytest.mark.parametrize("chapter", ["previewed", "applied"])
def test_what_is_applied_again_changes_nothing(story: Story, chapter: str) -> None:
    told = story.chapter(chapter)
    assert {host: told.run.changes(host) for host in told.hosts if told.run.changes(host)} == {}
    for host in told.hosts:
        assert "sfops.salesforce.sf_user" in {one["action"] for one in told.run.of(host)}
    looked = {one["action"] for host in told.hosts for one in told.run.of(host)}
    assert {f"sfops.salesforce.sf_{one}" for one in ("profile", "permission_set", "trusted_ip_range")} <= looked


def test_exporting_twice_makes_the_same_files(story: Story) -> None:
    first, again = story.chapter("exported"), story.chapter("exported again")
    assert first.files == again.files
    changed = [one for host in story.orgs for one in again.run.of(host) if one["result"].get("changed")]
    assert changed == []


def test_who_was_named_is_described(story: Story) -> None:
    files = story.chapter("exported").files
    for host in story.orgs:
        found = yaml.safe_load(files[f"host_vars/{host}/adopted.yml"])["integration_users"]
        assert [one["username"] for one in found] == story.chosen[host]


def test_ten_thousand_fields_are_described(story: Story) -> None:
    text = story.chapter("exported").files["host_vars/vast-vast/adopted.yml"]
    (found,) = yaml.safe_load(text)["salesforce_permission_sets"]
    assert sum(len(one["read"]) for one in found["field_permissions"]["set"]) == 10_000


def test_no_secret_is_in_a_file(story: Story) -> None:
    files = story.chapter("exported").files
    for host, org in story.orgs.items():
        secret = org.connection["salesforce_access_token"]
        assert not [name for name, text in files.items() if secret in text], host


def test_drift_is_repaired_and_nothing_else(story: Story) -> None:
    told = story.chapter("repaired")
    for host in told.hosts:
        repaired = [(one["verb"], one["kind"], one["key"]) for one in told.run.changes(host)]
        assert sorted(repaired) == sorted(story.drifted[host]), host
        assert told.different[host] == {}, host
