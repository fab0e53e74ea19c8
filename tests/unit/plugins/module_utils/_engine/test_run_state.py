# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tasks of a run share: kept from others, whole, and kept apart."""

from __future__ import annotations

import concurrent.futures
import json
import os
import pathlib
import stat

import pytest

from ansible_collections.sfops.salesforce.plugins.module_utils._access.plan import Plan
from ansible_collections.sfops.salesforce.plugins.module_utils._access.requests import Create, Query
from ansible_collections.sfops.salesforce.plugins.module_utils._engine.run_state import RunState

QUERY = Query("Thing", ("Id", "Name"))


def thing(name: str) -> Plan:
    plan = Plan("a thing")
    plan.write(Create("Thing", {"Name": name}))
    return plan


def names(state: RunState, org: str = "org") -> list[str]:
    with state.preview(org) as preview:
        return [one["Name"] for one in preview.amend(QUERY, [])]


def test_a_session_is_kept_replaced_and_dropped(tmp_path: pathlib.Path) -> None:
    state = RunState(str(tmp_path))
    assert state.load("key") is None
    state.save("key", {"access_token": "a much longer secret"})
    state.save("key", {"access_token": "short"})
    assert RunState(str(tmp_path)).load("key") == {"access_token": "short"}
    assert state.load("another") is None
    state.drop("key")
    assert state.load("key") is None


def test_files_are_for_their_owner_only_whatever_the_umask(tmp_path: pathlib.Path) -> None:
    before = os.umask(0)
    try:
        state = RunState(str(tmp_path))
        state.save("secret-key", {"access_token": "x"})
        with state.preview("org") as preview:
            preview.absorb(thing("One"))
    finally:
        os.umask(before)
    (folder,) = tmp_path.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert len(files) == 2
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "secret-key" not in file.name


def test_a_preview_is_kept_for_the_next_task_and_for_one_org(tmp_path: pathlib.Path) -> None:
    with RunState(str(tmp_path)).preview("org") as preview:
        preview.absorb(thing("One"))
    assert names(RunState(str(tmp_path))) == ["One"]
    assert names(RunState(str(tmp_path)), "another") == []
    with RunState(str(tmp_path), previewing=True).writing("org"):
        pass
    assert names(RunState(str(tmp_path))) == ["One"]
    with RunState(str(tmp_path)).writing("org"):
        pass
    assert names(RunState(str(tmp_path))) == []


def test_a_task_that_fails_leaves_the_preview_as_it_was(tmp_path: pathlib.Path) -> None:
    state = RunState(str(tmp_path))
    with state.preview("org") as preview:
        preview.absorb(thing("One"))

    def failing() -> None:
        with state.preview("org") as preview:
            preview.absorb(thing("Two"))
            raise RuntimeError("the task fails")

    with pytest.raises(RuntimeError):
        failing()
    assert names(state) == ["One"]


def test_what_is_kept_is_json(tmp_path: pathlib.Path) -> None:
    with RunState(str(tmp_path)).preview("org") as preview:
        preview.absorb(thing("Zo\u00eb"))
    (file,) = (tmp_path / "sfops.salesforce").iterdir()
    assert json.loads(file.read_text())["records"]["Thing"]


def _add_one(folder: str, number: int) -> None:
    with RunState(folder).preview("org") as preview:
        preview.absorb(thing(f"Thing {number}"))


def test_tasks_side_by_side_lose_nothing(tmp_path: pathlib.Path) -> None:
    with concurrent.futures.ThreadPoolExecutor(12) as workers:
        list(workers.map(lambda number: _add_one(str(tmp_path), number), range(12)))
    assert sorted(names(RunState(str(tmp_path)))) == sorted(f"Thing {number}" for number in range(12))


def test_rehearsals_see_themselves_only(tmp_path: pathlib.Path) -> None:
    with RunState(str(tmp_path), rehearsal="first").preview("org") as preview:
        preview.absorb(thing("One"))
    assert names(RunState(str(tmp_path), rehearsal="first")) == ["One"]
    assert names(RunState(str(tmp_path), rehearsal="second")) == []
    assert names(RunState(str(tmp_path))) == []


def test_a_run_that_is_a_preview_is_one_rehearsal(tmp_path: pathlib.Path) -> None:
    with RunState(str(tmp_path), previewing=True, rehearsal="first").preview("org") as preview:
        preview.absorb(thing("One"))
    assert names(RunState(str(tmp_path), previewing=True, rehearsal="second")) == ["One"]
