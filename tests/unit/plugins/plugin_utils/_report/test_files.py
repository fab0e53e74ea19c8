# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a report: whole or not at all, and never the end of a run."""

from __future__ import annotations

import json
import os
import typing as t
from pathlib import Path

import pytest

from ansible_collections.sfops.salesforce.plugins.callback.change_report import CallbackModule
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report import files
from ansible_collections.sfops.salesforce.plugins.plugin_utils._report.collect import Task
from ansible_collections.sfops.salesforce.tests.unit.plugins.plugin_utils._report import documents as given


@pytest.fixture
def umask() -> t.Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_the_files_asked_for_are_there_for_whom_the_umask_lets(tmp_path: Path) -> None:
    document = given.document(given.org("production", given.everything()))
    written = list(files.write(tmp_path / "a" / "b", document, ["markdown", "json"], ""))
    assert [one.name for one in written] == ["change.json", "change.md"]
    assert sorted(one.name for one in (tmp_path / "a" / "b").iterdir()) == ["change.json", "change.md"]
    assert [one.stat().st_mode & 0o777 for one in written] == [0o640, 0o640]
    assert json.loads(written[0].read_text(encoding="utf-8")) == document
    assert written[1].read_text(encoding="utf-8").startswith("# Preview of Salesforce changes\n")


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "change.json"
    place.write_text("old", encoding="utf-8")

    def full(_from: str, _to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.replace(place, "new")
    assert [one.name for one in tmp_path.iterdir()] == ["change.json"]
    assert place.read_text(encoding="utf-8") == "old"


def test_a_report_that_fails_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file where a directory should be", encoding="utf-8")
    options = {"directory": str(tmp_path / "taken"), "formats": list(files.NAMES), "title": "", "expires_after": 0}
    callback = CallbackModule()
    monkeypatch.setattr(callback, "get_option", options.__getitem__)
    warnings: list[str] = []
    monkeypatch.setattr(callback._display, "warning", warnings.append)
    result = {
        "preview": True,
        "changed": False,
        "subject": "user x",
        "changes": [],
        "org_id": "00D",
        "instance_url": "https://x",
    }
    callback._collected.take("production", Task("Make the user", "sfops.salesforce.sf_user"), result, "ok")
    callback.v2_playbook_on_stats(None)
    assert len(warnings) == 1
    assert "nothing more could be written to" in warnings[0]
    assert "taken" in warnings[0]
