# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every vendor: exact previews, nothing to do the second time, drift repaired, a way out and a way back."""

from __future__ import annotations

import pytest

from .story import Story
from .vendors import VENDORS, username

pytestmark = pytest.mark.parametrize("vendor", VENDORS)


def test_a_preview_of_an_empty_org_says_everything_and_writes_nothing(story: Story, vendor: str) -> None:
    chapter = story.chapter("preview")
    assert chapter.run.failed(vendor) == []
    assert chapter.writes(vendor) == []
    assert chapter.different[vendor] == {}
    assert chapter.changes(vendor)


def test_the_run_does_what_the_preview_says_change_by_change(story: Story, vendor: str) -> None:
    promised, done = story.chapter("preview"), story.chapter("apply")
    assert done.run.failed(vendor) == []
    assert done.changes(vendor) == promised.changes(vendor)
    user = done.after[vendor].user(username(vendor))
    assert user["IsActive"]


def test_a_second_run_changes_and_writes_nothing(story: Story, vendor: str) -> None:
    chapter = story.chapter("repeat")
    assert chapter.run.failed(vendor) == []
    assert chapter.changes(vendor) == []
    assert chapter.writes(vendor) == []
    assert chapter.different[vendor] == {}


def test_what_was_changed_by_hand_is_found(story: Story, vendor: str) -> None:
    chapter = story.chapter("found")
    assert chapter.run.failed(vendor) == []
    assert chapter.writes(vendor) == []
    assert ("update", "user", "last_name") in [
        (one["verb"], one["kind"], one["key"]) for one in chapter.changes(vendor)
    ]
    assert "grant" in {one["verb"] for one in chapter.changes(vendor)}


def test_what_was_changed_by_hand_is_repaired(story: Story, vendor: str) -> None:
    found, repaired = story.chapter("found"), story.chapter("repaired")
    assert repaired.run.failed(vendor) == []
    assert repaired.changes(vendor) == found.changes(vendor)
    assert access(story, "repaired", vendor) == access(story, "apply", vendor)
    assert repaired.after[vendor].user(username(vendor))["LastName"] != "Renamed by hand"


def test_offboarding_is_previewed_and_done(story: Story, vendor: str) -> None:
    promised, done = story.chapter("offboard preview"), story.chapter("offboarded")
    assert promised.run.failed(vendor) == done.run.failed(vendor) == []
    assert promised.writes(vendor) == []
    assert done.changes(vendor) == promised.changes(vendor)
    after = done.after[vendor]
    assert not after.user(username(vendor))["IsActive"]
    assert after.sets_of(username(vendor)) == set()
    assert after.permission_set_licenses_of(username(vendor)) == set()


def test_offboarding_twice_changes_nothing(story: Story, vendor: str) -> None:
    chapter = story.chapter("offboarded again")
    assert chapter.run.failed(vendor) == []
    assert chapter.writes(vendor) == []
    assert chapter.changes(vendor) == []


def test_running_the_vendor_again_brings_it_back(story: Story, vendor: str) -> None:
    chapter = story.chapter("returned")
    assert chapter.run.failed(vendor) == []
    after = chapter.after[vendor]
    assert after.user(username(vendor))["IsActive"]
    login = after.row("UserLogin", UserId=after.user(username(vendor))["Id"])
    assert not login["IsFrozen"]
    assert access(story, "returned", vendor) == access(story, "apply", vendor)


def access(story: Story, chapter: str, vendor: str) -> dict[str, object]:
    """What the vendor's user may do: sets, licences, and the rows of every set it holds, its profile's included."""
    seen = story.chapter(chapter).after[vendor]
    name = username(vendor)
    sets = [seen.permission_set(one) for one in seen.sets_of(name)] + [
        seen.set_of_profile(seen.profile_of(name)["Name"])
    ]
    return {
        "licences": seen.permission_set_licenses_of(name),
        "sets": sorted(seen.sets_of(name)),
        "objects": [seen.objects(one) for one in sets],
        "fields": [seen.fields(one) for one in sets],
        "system": [{key for key, on in one.items() if key.startswith("Permissions") and on is True} for one in sets],
    }
