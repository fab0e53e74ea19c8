# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody published: the collection works under either reading. Readings of different rules share an org: each org takes time."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml

from emulated_org.behaviours import unknowns
from emulated_org.start import running

from .conftest import GUIDES
from .runs import Ansible, Run
from .truth import Org
from .vendors import EMAIL

HERE = Path(__file__).with_name("readings")
#: What is unknown -> the piece of a world file that turns on the other reading; and nothing of that kind.
READINGS: dict[str, dict[str, t.Any]] = {"built": {}, **{row["id"]: row["world"] for row in unknowns()}}
#: Readings that meet no rule in common. The others have an org each.
SHARED = (
    ("F1a", "F1b", "F1c", "G9", "G10", "G11", "G12", "G13", "G15"),
    ("F2", "F5a", "G1", "G6", "G7", "G8"),
    ("F4", "R3b", "G5"),
    ("G2", "G3"),
    ("F5b", "G14"),
)
#: Reading -> the org that has it.
ORGS = {one: one for one in READINGS} | {one: "-".join(group) for group in SHARED for one in group}
#: Chapter -> playbook and arguments.
CHAPTERS: dict[str, tuple[str, ...]] = {
    "preview": ("apply", "--check"),
    "apply": ("apply",),
    "repeat": ("apply",),
    "removal preview": ("remove", "--check"),
    "removal": ("remove",),
    "removal repeated": ("remove",),
}
#: Where an org cannot be given what is declared: reading -> what the task that tried says, having written nothing.
REFUSED = {
    "R5": "Cannot grant tab standard-Account (permission set Readings_Tabs): entity type cannot be inserted: Permission Set Tab "
    "Setting; leave tabs out here",
}
#: What a preview takes for done by the org, with the last permission set that needs the licence, and an org of this reading does not do.
LEFT_TO_US = ("G4", "unassign", "permission_set_license")


class Told(t.NamedTuple):
    """What one run said, and what every org got to see of it."""

    run: Run
    writes: dict[str, list[str]]
    different: dict[str, dict[str, t.Any]]


def entry(org: str, base: dict[str, t.Any]) -> dict[str, t.Any]:
    """An org like the enterprise, but for what its readings change."""
    made: dict[str, t.Any] = {"name": org, "like": "enterprise", "username_suffix": f".{org.lower()}"}
    for reading in (one for one, found in ORGS.items() if found == org):
        _merge(made, READINGS[reading], base)
    return made


def _merge(made: dict[str, t.Any], more: dict[str, t.Any], base: dict[str, t.Any]) -> None:
    """*more* laid over *made*; where that has nothing yet, over what the enterprise has."""
    for key, value in more.items():
        if isinstance(value, dict):
            kept = made.get(key, base.get(key))
            made[key] = dict(kept) if isinstance(kept, dict) else {}
            _merge(made[key], value, {})
        else:
            made[key] = value


@pytest.fixture(scope="module")
def chosen(request: pytest.FixtureRequest) -> list[str]:
    """The readings of the tests that run: one alone is told much faster than all."""
    items = t.cast("list[pytest.Function]", request.session.items)
    wanted = {one.callspec.params.get("reading") for one in items if hasattr(one, "callspec")}
    return list(dict.fromkeys(ORGS[one] for one in READINGS if one in wanted))


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory, chosen: list[str]) -> t.Iterator[dict[str, Org]]:
    content = yaml.safe_load(GUIDES.read_text("utf-8"))
    (base,) = (one for one in content["orgs"] if one["name"] == "enterprise")
    content["orgs"] = [base, *(entry(one, base) for one in chosen)]
    place = tmp_path_factory.mktemp("readings") / "world.yml"
    place.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with running(str(place), only=chosen) as world:
        yield {name: Org(world, name) for name in chosen}


@pytest.fixture(scope="module")
def told(ansible: Ansible, readings: dict[str, Org]) -> dict[str, Told]:
    """Every chapter, told once for all orgs."""
    hosts = {name: {**org.connection, **variables(name)} for name, org in readings.items()}
    chapters = {}
    for chapter, (playbook, *arguments) in CHAPTERS.items():
        for org in readings.values():
            org.begin()
        run = ansible.play(str(HERE / f"{playbook}.yml"), hosts, *arguments)
        writes = {name: [one["path"] for one in org.requests() if one["writing"]] for name, org in readings.items()}
        chapters[chapter] = Told(run, writes, {name: org.different() for name, org in readings.items()})
    return chapters


def variables(name: str) -> dict[str, str]:
    end = f"@halcyon.example.{name.lower()}"
    return {
        "integration": "readings" + end,
        "seller": "seller" + end,
        "conversion_username": "conversion" + end,
        "conversion_email": EMAIL,
    }


@pytest.fixture(params=READINGS)
def reading(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def name(reading: str) -> str:
    """The org of a reading."""
    return ORGS[reading]


def test_every_run_ends_well_or_says_why_not(told: dict[str, Told], name: str) -> None:
    failures = {chapter: one.run.failed(name) for chapter, one in told.items()}
    if name in REFUSED:
        for chapter in ("apply", "repeat"):
            (failure,) = failures.pop(chapter)
            assert REFUSED[name] in failure
    assert failures == dict.fromkeys(failures, [])


@pytest.mark.parametrize(("preview", "done"), [("preview", "apply"), ("removal preview", "removal")])
def test_previews_say_what_the_runs_do(told: dict[str, Told], name: str, preview: str, done: str) -> None:
    assert told[preview].writes[name] == []
    assert told[preview].different[name] == {}
    promised, kept = told[preview].run.changes(name), told[done].run.changes(name)
    if name in REFUSED and done == "apply":
        promised = promised[: len(kept)]
    assert [one for one in kept if (name, one["verb"], one["kind"]) != LEFT_TO_US] == promised
    assert told[done].different[name]


@pytest.mark.parametrize("chapter", ["repeat", "removal repeated"])
def test_second_runs_change_nothing(told: dict[str, Told], name: str, chapter: str) -> None:
    assert told[chapter].run.changes(name) == []
    assert told[chapter].different[name] == {}
    if name not in REFUSED:
        assert told[chapter].writes[name] == []
